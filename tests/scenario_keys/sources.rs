//! The column of sources, held against what stands beside the values of the shipped scenarios.

use crate::document::values;
use corridor::input::{self, KeyEntry, reference};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Keys with numbers that need no source: what a user chooses, and what a name says.
const CHOSEN: [&str; 8] = [
    "seed",
    "replications",
    "trace.days",
    "calibration.NAME.start",
    "crossing.NAME.east_gauge_mm",
    "crossing.NAME.west_gauge_mm",
    "demand.known_until",
    "train_class.NAME.priority",
];

/// Every scenario that comes with the program.
fn shipped() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let folders = ["", "/what-if", "/shocks", "/targets"];
    for folder in folders.map(|name| format!("scenarios{name}")) {
        for file in fs::read_dir(folder).expect("the folder is there") {
            let path = file.expect("it can be read").path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The texts beside the values of each key, and whether it has one in a scenario that others extend.
type Beside = BTreeMap<String, (Vec<String>, bool)>;

fn beside() -> Beside {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut all = Beside::new();
    for file in shipped() {
        let reading = input::read(&file, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let is_base = file.parent() == Some(Path::new("scenarios"));
        let values = values(&reading.document);
        for (pattern, asked) in &reading.asked {
            let (found, in_base) = all.entry(pattern.clone()).or_default();
            let given = values
                .iter()
                .filter(|(path, ..)| asked.given_at.contains(path));
            for (_, file, line) in given {
                let lines = texts.entry(file.clone()).or_insert_with(|| lines_of(file));
                let text = text_beside(lines, *line - 1);
                if !found.contains(&text) {
                    found.push(text);
                }
                *in_base |= is_base;
            }
        }
    }
    all
}

fn lines_of(file: &str) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    text.lines().map(str::to_owned).collect()
}

/// Returns the line of a value and those that it goes on in, the remarks right above it, and those of
/// its table: right above and right below the name of the table.
fn text_beside(lines: &[String], at: usize) -> String {
    let is_remark = |line: &&String| line.starts_with('#');
    let above = |at: usize| lines[..at].iter().rev().take_while(is_remark);
    let header = lines[..at].iter().rposition(|line| line.starts_with('['));
    let more = lines[at + 1..]
        .iter()
        .take_while(|line| line.starts_with([' ', ']']));
    let of_table = header.into_iter().flat_map(|header| {
        let below = lines[header + 1..].iter().take_while(is_remark);
        above(header).chain(below)
    });
    let all = above(at).chain(&lines[at..=at]).chain(more).chain(of_table);
    all.map(|line| format!("{line}\n")).collect()
}

fn check(key: &KeyEntry, (texts, in_base): &(Vec<String>, bool)) -> Result<(), String> {
    let Some(source) = &key.source else {
        if *in_base && key.is_numeric() && !CHOSEN.contains(&key.key.as_str()) {
            return Err("the scenarios have values of it; say where from".to_owned());
        }
        return Ok(());
    };
    for piece in source.split("; ") {
        let is_table = piece.starts_with("tables/") && Path::new("scenarios").join(piece).is_file();
        // What holds without a key that no scenario gives may be an estimate.
        let is_default = piece == "estimate" && !key.needed && texts.is_empty();
        let stands = texts.iter().any(|text| text.contains(piece));
        if !(stands || is_table || is_default) {
            return Err(format!("{piece:?} stands beside none of its values"));
        }
    }
    Ok(())
}

/// A source of the reference stands beside a value of the key in a shipped scenario, and a key that has
/// numbers there has one.
#[test]
fn sources_are_those_of_the_scenarios() {
    let beside = beside();
    let nothing = (Vec::new(), false);
    let mut faults = Vec::new();
    // What is written alike under many keys has their sources.
    let is_kind = |key: &KeyEntry| {
        key.key
            .starts_with(|first: char| first.is_ascii_uppercase())
    };
    for key in reference().into_iter().filter(|key| !is_kind(key)) {
        let found = beside.get(&key.key).unwrap_or(&nothing);
        if let Err(fault) = check(&key, found) {
            faults.push(format!("{}: {fault}", key.key));
        }
    }
    assert!(faults.is_empty(), "- {}", faults.join("\n- "));
}
