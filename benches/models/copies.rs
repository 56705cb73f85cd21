//! A corridor that is many times the real one: copies of it side by side, in one scenario.

use corridor::input;
use corridor::sim::Plan;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::{Table, Value};

/// Columns that name a place, a section, a stream or a crossing, by table.
const NAMES: [(&str, &[&str]); 4] = [
    ("nodes", &["node"]),
    ("sections", &["section", "from", "to"]),
    ("streams", &["stream", "origin", "destination", "crossing"]),
    ("volumes", &["stream"]),
];

/// Reads the baseline with `overrides`, as `copies` corridors that know nothing of each other.
pub fn plan(copies: usize, overrides: &[String]) -> Arc<Plan> {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let read = |name: &str| fs::read_to_string(scenarios.join(name)).expect("it is shipped");
    let mut files = BTreeMap::new();
    for (table, columns) in NAMES {
        let name = format!("tables/{table}.csv");
        files.insert(
            PathBuf::from(&name),
            copied_rows(&read(&name), columns, copies),
        );
    }
    let profiles = read("tables/profiles.csv").into_bytes();
    files.insert(PathBuf::from("tables/profiles.csv"), profiles);
    let observed = read("tables/observed.csv");
    let total: Vec<&str> = observed.lines().take(2).collect();
    files.insert(
        PathBuf::from("tables/observed.csv"),
        total.join("\n").into_bytes(),
    );
    let scenario = copied_entries(&read("baseline-2022.toml"), copies);
    files.insert(PathBuf::from("copies.toml"), scenario.into_bytes());
    let reading = input::read_from(&files, Path::new("copies.toml"), overrides);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Plan::new(reading.scenario))
}

fn named(name: &str, copy: usize) -> String {
    format!("{name}__{copy}")
}

fn copied_rows(text: &str, columns: &[&str], copies: usize) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().expect("a table has headers").clone();
    let rows: Vec<_> = reader
        .records()
        .map(|row| row.expect("a row is well formed"))
        .collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&headers).expect("memory takes it");
    for copy in 0..copies {
        for row in &rows {
            let cells =
                headers
                    .iter()
                    .zip(row)
                    .map(|(header, cell)| match columns.contains(&header) {
                        true => named(cell, copy),
                        false => cell.to_owned(),
                    });
            writer.write_record(cells).expect("memory takes it");
        }
    }
    writer.into_inner().expect("memory takes it")
}

/// Copies crossings, facilities and factors of demand; the rest holds for all.
fn copied_entries(text: &str, copies: usize) -> String {
    let mut scenario: Table = text.parse().expect("the baseline is TOML");
    scenario.remove("trace");
    for kind in ["crossing", "facility"] {
        let Some(Value::Table(entries)) = scenario.remove(kind) else {
            panic!("the baseline has a table {kind}");
        };
        let mut all = Table::new();
        for copy in 0..copies {
            for (name, entry) in &entries {
                all.insert(named(name, copy), copied_places(entry, copy));
            }
        }
        scenario.insert(kind.to_owned(), Value::Table(all));
    }
    if let Some(Value::Table(demand)) = scenario.get_mut("demand") {
        demand.remove("factor");
    }
    scenario.to_string()
}

/// An entry with the places and facilities that it names replaced by those of a copy.
fn copied_places(entry: &Value, copy: usize) -> Value {
    let Value::Table(table) = entry else {
        return entry.clone();
    };
    let copied = table.iter().map(|(key, value)| {
        let value = match (key.as_str(), value) {
            ("east" | "west" | "node", Value::String(place)) => Value::String(named(place, copy)),
            ("facilities", Value::Array(names)) => {
                let name = |it: &Value| it.as_str().map(|it| Value::String(named(it, copy)));
                Value::Array(names.iter().filter_map(name).collect())
            }
            _ => copied_places(value, copy),
        };
        (key.clone(), value)
    });
    Value::Table(copied.collect())
}
