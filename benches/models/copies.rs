//! A corridor that is many times the real one: copies of it side by side, in one scenario.

use corridor::input;
use corridor::sim::Plan;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
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

/// Tables of the scenario whose entries have names of their own.
const KINDS: [&str; 14] = [
    "crossing",
    "facility",
    "section",
    "maintenance",
    "traction_district",
    "fleet",
    "weather",
    "ships",
    "berth",
    "yard",
    "base",
    "arrival",
    "port_closure",
    "road_border",
];

/// Reads the baseline with `overrides`, as `copies` corridors that know nothing of each other.
pub fn plan(copies: usize, overrides: &[String]) -> Arc<Plan> {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let read = |name: &str| fs::read_to_string(scenarios.join(name)).expect("it is shipped");
    let mut files = BTreeMap::new();
    let mut names = BTreeSet::new();
    for (table, columns) in NAMES {
        let name = format!("tables/{table}.csv");
        names.extend(first_column(&read(&name)));
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
    let mut scenario: Table = read("baseline-2022.toml")
        .parse()
        .expect("the baseline is TOML");
    tie_fleets(&mut scenario, &read("tables/streams.csv"));
    let scenario = copied_entries(scenario, names, copies);
    files.insert(PathBuf::from("copies.toml"), scenario.into_bytes());
    let reading = input::read_from(&files, Path::new("copies.toml"), overrides);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Plan::new(reading.scenario))
}

fn named(name: &str, copy: usize) -> String {
    format!("{name}__{copy}")
}

fn first_column(text: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records();
    rows.map(|row| row.expect("a row is well formed")[0].to_owned())
        .collect()
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
            let cells = headers.iter().zip(row).map(|(header, cell)| {
                match columns.contains(&header) && !cell.is_empty() {
                    true => named(cell, copy),
                    false => cell.to_owned(),
                }
            });
            writer.write_record(cells).expect("memory takes it");
        }
    }
    writer.into_inner().expect("memory takes it")
}

/// Names the streams that each fleet serves, which a fleet need not: else one would serve all copies.
fn tie_fleets(scenario: &mut Table, streams: &str) {
    let mut reader = csv::Reader::from_reader(streams.as_bytes());
    let headers = reader.headers().expect("a table has headers");
    let column = headers.iter().position(|header| header == "wagon");
    let column = column.expect("streams have wagons");
    let rows: Vec<_> = reader
        .records()
        .map(|row| row.expect("a row is well formed"))
        .collect();
    let fleets = scenario.get_mut("fleet").and_then(Value::as_table_mut);
    for (_, fleet) in fleets.expect("there are fleets") {
        let served = rows
            .iter()
            .filter(|row| fleet["wagon"].as_str() == Some(&row[column]))
            .map(|row| Value::from(&row[0]))
            .collect();
        let fleet = fleet.as_table_mut().expect("a fleet is a table");
        fleet.entry("streams").or_insert(Value::Array(served));
    }
}

/// Copies every entry that names a place, a section, a stream or another entry that is copied, as
/// crossings and facilities do; the rest holds for all.
fn copied_entries(mut scenario: Table, mut names: BTreeSet<String>, copies: usize) -> String {
    // Rules choose streams by country, and would send those of one copy over crossings of another.
    for left_out in ["trace", "routing_rule", "disruption"] {
        scenario.remove(left_out);
    }
    if let Some(Value::Table(demand)) = scenario.get_mut("demand") {
        demand.remove("factor");
    }
    let copied = |kind: &str, entry: &Value, names: &BTreeSet<String>| {
        KINDS.contains(&kind) && entry.is_table() && refers(entry, names)
    };
    loop {
        let before = names.len();
        for (kind, value) in &scenario {
            let entries = value.as_table().into_iter().flatten();
            let more = entries.filter(|(_, entry)| copied(kind, entry, &names));
            let more: Vec<String> = more.map(|(name, _)| name.clone()).collect();
            names.extend(more);
        }
        if names.len() == before {
            break;
        }
    }
    let scenario = scenario.iter().map(|(kind, value)| {
        let Value::Table(entries) = value else {
            return (kind.clone(), value.clone());
        };
        let mut all = Table::new();
        for (name, entry) in entries {
            let is_copied = copied(kind, entry, &names) || names.contains(name);
            for copy in (0..copies).filter(|copy| is_copied || *copy == 0) {
                let entry = match is_copied {
                    true => renamed(entry, &names, copy..copy + 1),
                    false => renamed(entry, &names, 0..copies),
                };
                let name = if is_copied {
                    named(name, copy)
                } else {
                    name.clone()
                };
                all.insert(name, entry);
            }
        }
        (kind.clone(), Value::Table(all))
    });
    scenario.collect::<Table>().to_string()
}

/// Whether a value names anything that is copied, or has a key that does.
fn refers(value: &Value, names: &BTreeSet<String>) -> bool {
    match value {
        Value::String(text) => names.contains(text),
        Value::Array(all) => all.iter().any(|it| refers(it, names)),
        Value::Table(all) => all
            .iter()
            .any(|(key, it)| names.contains(key) || refers(it, names)),
        _ => false,
    }
}

/// A value with every name in it replaced by those of copies.
fn renamed(value: &Value, names: &BTreeSet<String>, copies: Range<usize>) -> Value {
    match value {
        Value::String(text) if names.contains(text) => Value::String(named(text, copies.start)),
        Value::Array(all) => {
            let each = all.iter().flat_map(|it| {
                let copies = if refers(it, names) {
                    copies.clone()
                } else {
                    0..1
                };
                copies.map(move |copy| renamed(it, names, copy..copy + 1))
            });
            Value::Array(each.collect())
        }
        Value::Table(all) => {
            let each = all.iter().flat_map(|(key, it)| match names.contains(key) {
                true => copies
                    .clone()
                    .map(|copy| (named(key, copy), renamed(it, names, copy..copy + 1)))
                    .collect(),
                false => vec![(key.clone(), renamed(it, names, copies.clone()))],
            });
            Value::Table(each.collect())
        }
        _ => value.clone(),
    }
}
