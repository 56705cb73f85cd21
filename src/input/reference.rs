//! The reference of keys: what a user is told of every key that a reader asks for. Knows no
//! scenario.
//!
//! `reference.csv` has one row a key, in the order of the keys:
//!
//! | column | what it says |
//! |---|---|
//! | `key` | its pattern; see [`AskedKeys`](super::AskedKeys) for the words in capitals |
//! | `need` | `needed` within its table, or `optional` |
//! | `read_as` | as what the readers read it, strokes between; `table` has keys of its own |
//! | `unit` | left empty where the end of the key says it, as `_h` |
//! | `left_out` | what holds without it: a value as TOML, or words; `off` of a table is its switch |
//! | `off` | the value that switches its part off, as TOML; only of switches |
//! | `meaning` | one line |
//! | `source` | what stands beside the values of the shipped scenarios, semicolons between; `–` for names and structure |
//!
//! The first three columns are held against the readers by a test, the others against the shipped
//! scenarios and what a reading returns.

use serde::{Deserialize, Serialize};

const REFERENCE: &str = include_str!("reference.csv");

/// Ends of keys with the unit that they mean, the longer before those that they end with.
const UNITS: [(&str, &str); 28] = [
    ("usd_per_tonne_hour", "USD/(t·h)"),
    ("usd_per_tonne", "USD/t"),
    ("usd_per_tkm", "USD/tkm"),
    ("g_per_tonne", "g/t"),
    ("g_per_tkm", "g/tkm"),
    ("trains_per_day", "trains/day"),
    ("trucks_per_day", "trucks/day"),
    ("pairs_per_day", "pairs/day"),
    ("kmh", "km/h"),
    ("km", "km"),
    ("mm", "mm"),
    ("h", "h"),
    ("min", "min"),
    ("_days", "days"),
    ("_months", "months"),
    ("t", "t"),
    ("teu", "TEU"),
    ("percent", "%"),
    ("factor", "×"),
    ("share", "share 0–1"),
    ("wagons", "wagons"),
    ("trains", "trains"),
    ("tracks", "tracks"),
    ("groups", "groups"),
    ("locomotives", "locomotives"),
    ("servers", "servers"),
    ("booths", "booths"),
    ("berths", "berths"),
];

/// The words of patterns for a name.
const CLASSES: [&str; 5] = ["NAME", "DIRECTION", "SIDE", "WAGON", "RAILWAY"];

/// The part that keys of the top level belong to.
const TOP: &str = "run";

/// What is to be known of one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyEntry {
    /// Its pattern, such as `weather.NAME.spell_h`.
    pub key: String,
    /// The table of the top level that it belongs to; `run` for keys that stand in none.
    pub part: String,
    /// Whether it must be given where its table is.
    pub needed: bool,
    /// As what it is read: `number`, `dated`, `table`, ….
    pub read_as: Vec<String>,
    /// The unit of its numbers, or what else it holds: `text`, `date`, `true or false`.
    pub unit: String,
    /// What holds where it is left out: a value as TOML, or words. None if it is needed.
    pub left_out: Option<String>,
    /// The value, as TOML, that switches off what it belongs to. None if it is no switch.
    pub off: Option<String>,
    /// What it means, in one line.
    pub meaning: String,
    /// Where the shipped scenarios have its value from; none for names and structure.
    pub source: Option<String>,
}

/// A row of `reference.csv`.
#[derive(Deserialize)]
struct Row {
    key: String,
    need: String,
    read_as: String,
    unit: String,
    left_out: String,
    off: String,
    meaning: String,
    source: String,
}

/// Returns what is to be known of every key, in the order of the keys.
///
/// # Panics
///
/// If the table that is compiled in has no such columns, which the tests would not let pass.
pub fn reference() -> Vec<KeyEntry> {
    let mut reader = csv::Reader::from_reader(REFERENCE.as_bytes());
    let rows = reader.deserialize().map(|row: Result<Row, _>| {
        entry(row.unwrap_or_else(|error| panic!("src/input/reference.csv: {error}")))
    });
    rows.collect()
}

fn entry(row: Row) -> KeyEntry {
    let given = |text: String| (!text.is_empty()).then_some(text);
    let read_as: Vec<String> = row.read_as.split('/').map(str::to_owned).collect();
    let unit = given(row.unit).unwrap_or_else(|| unit(&row.key, &read_as));
    KeyEntry {
        part: part(&row.key, &read_as),
        needed: row.need == "needed",
        unit,
        left_out: given(row.left_out),
        off: given(row.off),
        meaning: row.meaning,
        source: given(row.source).filter(|source| source != "–"),
        key: row.key,
        read_as,
    }
}

fn part(key: &str, read_as: &[String]) -> String {
    match key.split_once('.') {
        Some((part, _)) => part,
        None if is_table(read_as) && key != "extends" => key,
        None => TOP,
    }
    .to_owned()
}

fn is_table(read_as: &[String]) -> bool {
    read_as.iter().any(|form| form == "table")
}

/// Returns the unit that the end of a key means, that of the table's key where the last is a name.
pub fn unit_of_ending(key: &str) -> Option<&'static str> {
    let mut steps = key.rsplit('.');
    let last = steps.find(|step| !CLASSES.contains(step))?;
    let ends = |ending: &str| {
        let before = last.strip_suffix(ending);
        before.is_some_and(|before| {
            before.is_empty() || before.ends_with('_') || ending.starts_with('_')
        })
    };
    let found = UNITS.iter().find(|(ending, _)| ends(ending));
    found.map(|(_, unit)| *unit)
}

impl KeyEntry {
    /// Returns whether it holds numbers, so that it needs a unit.
    pub fn is_numeric(&self) -> bool {
        self.read_as
            .iter()
            .any(|form| ["number", "whole", "distribution"].contains(&form.as_str()))
    }

    /// Returns whether it is a table with keys of its own.
    pub fn is_table(&self) -> bool {
        is_table(&self.read_as)
    }
}

/// Returns what a key holds that says no unit of its own.
fn unit(key: &str, read_as: &[String]) -> String {
    let is = |form: &str| read_as.iter().any(|it| it == form);
    let held = match () {
        () if is("number") || is("whole") || is("distribution") => {
            unit_of_ending(key).unwrap_or("")
        }
        () if is("table") => "table",
        () if is("date") => "date",
        () if is("true or false") => "true or false",
        () if is("hours") => "hours",
        () => "text",
    };
    held.to_owned()
}
