//! The scenario that gives every key, and others made from it by leaving keys out.

use corridor::input::{self, Disk, Document, Faults, Files, Item, Reading, Table, Value};
use std::io;
use std::path::Path;
use std::sync::LazyLock;

/// Where the changed scenario is said to lie: beside the tables that it names.
const CHANGED: &str = "scenarios/changed.toml";

/// The disk, with one file more.
struct Beside(String);

impl Files for Beside {
    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        if path == Path::new(CHANGED) {
            return Ok(self.0.clone().into_bytes());
        }
        Disk.bytes(path)
    }
}

/// Returns the reading of the scenario that gives every key.
pub fn everything() -> &'static Reading {
    static EVERYTHING: LazyLock<Reading> = LazyLock::new(|| {
        let path = Path::new("tests/scenario_keys/everything.toml");
        input::read(path, &[]).unwrap_or_else(|faults| panic!("{faults}"))
    });
    &EVERYTHING
}

/// Returns what a reading of the scenario that gives every key returns without one of them, and with
/// `sets` laid over it, as text; faults, if others need what was left out.
pub fn without(path: &str, sets: &[String]) -> Result<String, Faults> {
    let mut document: Document = everything().document.clone();
    // What is fitted names keys of the others, which would be missed.
    let calibration = document.root.entries.iter_mut();
    for entry in calibration.filter(|entry| entry.key == "calibration") {
        if let Value::Table(table) = &mut entry.item.value {
            table.entries.retain(|entry| entry.key == "enabled");
        }
    }
    if !path.is_empty() {
        assert!(
            remove(&mut document.root, path),
            "{path} is in everything.toml"
        );
    }
    let files = Beside(document.resolved());
    let reading = input::read_from(&files, Path::new(CHANGED), sets)?;
    Ok(format!("{:?}", reading.scenario))
}

fn remove(table: &mut Table, path: &str) -> bool {
    let (step, rest) = match path.split_once('.') {
        Some((step, rest)) => (step, Some(rest)),
        None => (path, None),
    };
    let name = step.split('[').next().unwrap_or(step);
    let Some(at) = table.entries.iter().position(|entry| entry.key == name) else {
        return false;
    };
    let Some(rest) = rest else {
        table.entries.remove(at);
        return true;
    };
    match table_in(&mut table.entries[at].item, &step[name.len()..]) {
        Some(table) => remove(table, rest),
        None => false,
    }
}

/// Returns the table that an item is, or that stands in it at `[n]`.
fn table_in<'a>(item: &'a mut Item, index: &str) -> Option<&'a mut Table> {
    match &mut item.value {
        Value::Table(table) => Some(table),
        Value::Array(items) => {
            let n: usize = index.trim_matches(['[', ']']).parse().ok()?;
            table_in(items.get_mut(n)?, "")
        }
        _ => None,
    }
}

/// Returns every value of a document with its path and the file and line where it stands; of a list
/// of tables those within.
pub fn values(document: &Document) -> Vec<(String, String, usize)> {
    let mut all = Vec::new();
    collect(&document.root, "", &mut all);
    all
}

fn collect(table: &Table, path: &str, all: &mut Vec<(String, String, usize)>) {
    for entry in &table.entries {
        let path = match path {
            "" => entry.key.clone(),
            path => format!("{path}.{}", entry.key),
        };
        all.push((path.clone(), entry.place.file.to_string(), entry.place.line));
        if let Value::Table(table) = &entry.item.value {
            collect(table, &path, all);
        }
    }
}
