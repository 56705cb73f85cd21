//! The reference of keys as text for the terminal, as JSON, and as a block of the README. Knows what
//! the input says of keys; nothing of scenarios.

use crate::input::{KeyEntry, reference};
use comfy_table::{ContentArrangement, Table, presets};
use std::fmt::Write;

/// Words in capitals, and what they stand for.
const WORDS: [(&str, &str); 10] = [
    (
        "NAME",
        "a name of your choice, or of a place, section or stream",
    ),
    ("DIRECTION", "`to_china` or `from_china`"),
    ("SIDE", "`sending` or `receiving`"),
    (
        "WAGON",
        "a type of wagon: `container_flat`, `gondola`, `covered`, `hopper`, `tank`",
    ),
    (
        "RAILWAY",
        "`china`, `broad`, `europe`; of trains `caspian` too",
    ),
    (
        "DATED",
        "a value that changes on dates: `[{ value = 8 }, { from = 2022-04-01, value = 10 }]`",
    ),
    (
        "DISTRIBUTION",
        "a random quantity: a number, or `{ kind = \"triangular\", low = 1, mode = 2, high = 4 }`",
    ),
    (
        "SHIFT",
        "working hours: `\"always\"`, one shift `{ from_h = 8, until_h = 20 }` or a list of them",
    ),
    (
        "ENDS",
        "where cargo starts or ends: `{ countries = [\"KZ\"] }`",
    ),
    ("VIA", "what a way goes by: `{ crossings = [\"dostyk\"] }`"),
];

/// Parts that the README leaves to `corridor keys`: what every scenario has, and what only studies
/// of years to come read.
const NOT_IN_README: [&str; 10] = [
    "run",
    "calibration",
    "demand",
    "growth",
    "projection",
    "tables",
    "trace",
    "train_class",
    "wagon",
    "DISTRIBUTION",
];

/// Returns keys as tables that a person reads, one for each part.
pub fn keys_table(keys: &[KeyEntry]) -> String {
    let mut text = String::new();
    for (part, keys) in parts(keys) {
        let (title, keys) = titled(part, &keys);
        if !text.is_empty() {
            text.push('\n');
        }
        line(&mut text, &format!("{part}: {title}"));
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(["key", "unit", "left out", "off", "meaning", "source"]);
        for key in keys {
            let off = key.off.as_deref().map_or_else(String::new, as_toml);
            table.add_row([
                &key.key,
                &key.unit,
                &left_out(key),
                &off,
                &key.meaning,
                source(key),
            ]);
        }
        if !table.is_empty() {
            table
                .lines()
                .for_each(|row| line(&mut text, row.trim_end()));
        }
    }
    text
}

/// Returns keys as JSON: a list of objects, one a line.
pub fn keys_json(keys: &[KeyEntry]) -> String {
    let object = |key| serde_json::to_string(key).expect("text becomes JSON");
    let objects: Vec<String> = keys.iter().map(object).collect();
    format!("[\n  {}\n]\n", objects.join(",\n  "))
}

/// Returns the block of the README: the words in capitals, then one folded table for each part.
pub fn keys_markdown() -> String {
    let keys = reference();
    let mut text = String::new();
    for (word, meaning) in WORDS {
        line(&mut text, &format!("- `{word}`: {meaning}"));
    }
    let in_readme = |part: &str| !NOT_IN_README.contains(&part);
    for (part, keys) in parts(&keys).into_iter().filter(|(part, _)| in_readme(part)) {
        let (title, keys) = titled(part, &keys);
        line(
            &mut text,
            &format!("<details><summary><b>{part}</b>: {title}</summary>\n"),
        );
        line(
            &mut text,
            "| key | unit | left out | off | meaning | source |\n|---|---|---|---|---|---|",
        );
        for key in keys {
            let off = key
                .off
                .as_deref()
                .map_or_else(String::new, |off| format!("`{}`", as_toml(off)));
            let cells = [
                &format!("`{}`", key.key),
                &key.unit,
                &left_out(key),
                &off,
                &key.meaning,
                source(key),
            ];
            line(
                &mut text,
                &format!(
                    "| {} |",
                    cells.map(|cell| cell.replace('|', "\\|")).join(" | ")
                ),
            );
        }
        line(&mut text, "</details>");
    }
    let others: Vec<String> = NOT_IN_README.map(|part| format!("`{part}`")).to_vec();
    let others = others.join(", ");
    line(
        &mut text,
        &format!("\n`corridor keys PART` has the others: {others}."),
    );
    text
}

/// Returns the keys part by part, in their order.
fn parts(keys: &[KeyEntry]) -> Vec<(&str, Vec<&KeyEntry>)> {
    let mut parts: Vec<(&str, Vec<&KeyEntry>)> = Vec::new();
    for key in keys {
        match parts.iter_mut().find(|(part, _)| *part == key.part) {
            Some((_, keys)) => keys.push(key),
            None => parts.push((&key.part, vec![key])),
        }
    }
    parts
}

/// Returns one line about a part, and its keys without that of its table, which the line tells.
fn titled<'a>(part: &str, keys: &[&'a KeyEntry]) -> (String, Vec<&'a KeyEntry>) {
    let table = keys.iter().find(|key| key.key == part);
    let keys: Vec<&KeyEntry> = keys.iter().copied().filter(|key| key.key != part).collect();
    let word = WORDS.iter().find(|(word, _)| *word == part);
    let mut title = match (table, word) {
        (Some(table), _) if table.needed => table.meaning.clone(),
        (Some(table), _) => format!("{} (left out: {})", table.meaning, left_out(table)),
        (None, Some((_, meaning))) => meaning.replace('`', ""),
        (None, None) => "keys that stand in no table".to_owned(),
    };
    // The switch of the whole part stands right in its table, not in that of one thing in it.
    let mut switches = keys.iter().filter(|key| key.key.split('.').count() == 2);
    let switch = switches.find_map(|key| Some((&key.key, key.off.as_deref()?)));
    if let Some((key, off)) = switch {
        title.push_str(&format!("; switched off by {key} = {}", as_toml(off)));
    }
    (title, keys)
}

fn left_out(key: &KeyEntry) -> String {
    key.left_out
        .as_deref()
        .map_or_else(|| "needed".to_owned(), as_toml)
}

fn source(key: &KeyEntry) -> &String {
    static NONE: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| "–".to_owned());
    key.source.as_ref().unwrap_or(&NONE)
}

/// Texts of TOML stand between single quotes in the table of keys, and between double ones elsewhere.
fn as_toml(value: &str) -> String {
    match value
        .strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''))
    {
        Some(text) => format!("\"{text}\""),
        None => value.to_owned(),
    }
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("a string takes any text");
}
