//! The reference of keys is what the readers ask for, and what it says of each key is so.
//!
//! To add a key: give it once in `everything.toml`, run these tests, and write the row that they name
//! into `src/input/reference.csv`; then `UPDATE_EXPECT=1` brings the README up to date.

mod defaults;
mod document;
mod sources;
mod switches;

use corridor::input::{AskedKey, AskedKeys, reference, unit_of_ending};
use corridor::report::keys_markdown;
use document::everything;
use expect_test::expect_file;
use std::collections::BTreeMap;
use std::fs;

const REFERENCE: &str = "src/input/reference.csv";

/// Names of the user's choice, which are no keys of their own.
const CLASSES: [&str; 4] = ["NAME", "DIRECTION", "SIDE", "WAGON"];

/// How the row of each key that the readers ask for has to begin.
fn beginnings(asked: &AskedKeys) -> Vec<(String, String)> {
    let row = |(pattern, key): (&String, &AskedKey)| {
        let last = pattern.rsplit('.').next().unwrap_or(pattern);
        let need = if key.needed { "needed" } else { "optional" };
        let forms: Vec<&str> = key.forms.iter().copied().collect();
        let forms = match forms.is_empty() {
            true if CLASSES.contains(&last) => return None,
            true => "table".to_owned(),
            false => forms.join("/"),
        };
        Some((pattern.clone(), format!("{pattern},{need},{forms},")))
    };
    asked.iter().filter_map(row).collect()
}

#[test]
fn every_key_that_is_read_has_an_entry_and_no_other() {
    let text = fs::read_to_string(REFERENCE).expect("it is there");
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let begins = beginnings(&everything().asked);
    let mut faults = Vec::new();
    for (key, begin) in &begins {
        let own = format!("{key},");
        match rows.iter().find(|row| row.starts_with(&own)) {
            None => faults.push(format!(
                "{key} has no entry; add a row in the order of the keys, which begins with\n    {begin}\n  \
                 and goes on with unit (only where the end of the key says none), left_out (only where \
                 optional), off (only of a switch), meaning, source; src/input/reference.rs says more"
            )),
            Some(row) if !row.starts_with(begin) => faults.push(format!(
                "{key} is read otherwise; let its row begin with\n    {begin}"
            )),
            Some(_) => {}
        }
    }
    for row in &rows {
        let key = row.split(',').next().unwrap_or_default();
        if !begins.iter().any(|(own, _)| own == key) {
            faults.push(format!("no reader asks for {key}; take its row out"));
        }
    }
    let sorted = rows.windows(2).find(|pair| {
        let key = |row: &str| row.split(',').next().unwrap_or_default().to_owned();
        key(pair[0]) >= key(pair[1])
    });
    if let Some(pair) = sorted {
        faults.push(format!("not in the order of the keys: {}", pair[1]));
    }
    assert!(faults.is_empty(), "{}", told(&faults));
}

/// What is never given is never opened, so that the keys within it would be missed.
#[test]
fn every_key_is_given_once() {
    let asked = &everything().asked;
    let lacking = asked.iter().filter(|(_, key)| key.given_at.is_empty());
    let lacking: Vec<&str> = lacking.map(|(pattern, _)| pattern.as_str()).collect();
    assert!(
        lacking.is_empty(),
        "give each once in tests/scenario_keys/everything.toml: {}",
        lacking.join(", ")
    );
}

/// A unit is said once: by the end of the key, or else in its row.
#[test]
fn every_number_has_one_unit() {
    let mut faults = Vec::new();
    let typed = typed_units();
    for key in reference().iter().filter(|key| key.is_numeric()) {
        let typed = &typed[&key.key];
        match unit_of_ending(&key.key) {
            Some(unit) if !typed.is_empty() => faults.push(format!(
                "{}: the end of the key says {unit}; leave the unit empty",
                key.key
            )),
            None if typed.is_empty() => faults.push(format!(
                "{}: give its unit, or end the key with one, as _h",
                key.key
            )),
            _ => {}
        }
    }
    for key in reference().iter().filter(|key| !key.is_numeric()) {
        if !typed[&key.key].is_empty() {
            faults.push(format!(
                "{}: it is no number; leave the unit empty",
                key.key
            ));
        }
    }
    assert!(faults.is_empty(), "{}", told(&faults));
}

/// The column of units, as it is typed, by key.
fn typed_units() -> BTreeMap<String, String> {
    let text = fs::read_to_string(REFERENCE).expect("it is there");
    let row = |row: &str| {
        let mut cells = row.split(',');
        let key = cells.next().unwrap_or_default().to_owned();
        (key, cells.nth(2).unwrap_or_default().to_owned())
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn every_key_says_what_holds_without_it_and_what_it_means() {
    let mut faults = Vec::new();
    for key in reference() {
        let name = &key.key;
        match (key.needed, &key.left_out) {
            (true, Some(_)) => faults.push(format!("{name}: it is needed; leave left_out empty")),
            (false, None) => faults.push(format!("{name}: say in left_out what holds without it")),
            _ => {}
        }
        if key.meaning.is_empty() || key.meaning.ends_with('.') {
            faults.push(format!(
                "{name}: say in a line what it means, without a stop"
            ));
        }
    }
    assert!(faults.is_empty(), "{}", told(&faults));
}

/// `UPDATE_EXPECT=1` writes the block anew.
#[test]
fn the_readme_has_the_reference() {
    const BEGIN: &str = "<!-- keys: made from src/input/reference.csv -->\n";
    const END: &str = "<!-- end of keys -->";
    let readme = fs::read_to_string("README.md").expect("it is there");
    let (before, rest) = readme
        .split_once(BEGIN)
        .expect("README.md has the mark of keys");
    let (_, after) = rest
        .split_once(END)
        .expect("README.md has the mark of their end");
    let wanted = format!("{before}{BEGIN}\n{}\n{END}{after}", keys_markdown());
    expect_file!["../../README.md"].assert_eq(&wanted);
}

fn told(faults: &[String]) -> String {
    format!("{REFERENCE}:\n- {}", faults.join("\n- "))
}
