//! The list of keys is what the readers ask for: no more, and no less.

use corridor::input::{self, AskedKeys};
use expect_test::expect_file;
use std::path::Path;

/// Keys that no scenario of this test gives: those of fleets that serve a part of their cargo.
const NOT_GIVEN: [&str; 3] = [
    "fleet.NAME.commodities",
    "fleet.NAME.stand_at",
    "fleet.NAME.streams",
];

fn asked() -> AskedKeys {
    let path = Path::new("tests/scenario_keys/everything.toml");
    let reading = input::read(path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    reading.asked
}

/// One line for each key: its pattern, whether it is needed, and as what it is read.
#[test]
fn the_list_of_keys_is_what_the_readers_ask_for() {
    let mut list = String::new();
    for (pattern, key) in asked().iter().filter(|(_, key)| !key.forms.is_empty()) {
        let need = if key.needed { "needed" } else { "optional" };
        let forms: Vec<&str> = key.forms.iter().copied().collect();
        list.push_str(&format!("{pattern}: {need}, {}\n", forms.join(", ")));
    }
    expect_file!["../src/input/keys.txt"].assert_eq(&list);
}

/// What is never given is never opened, so that the keys within it would be missed.
#[test]
fn every_key_is_given_once() {
    let asked = asked();
    let lacking = asked.iter().filter(|(pattern, key)| {
        key.absent_at.is_some() && !key.given && !NOT_GIVEN.contains(&pattern.as_str())
    });
    let lacking: Vec<&str> = lacking.map(|(pattern, _)| pattern.as_str()).collect();
    assert!(
        lacking.is_empty(),
        "never given: {}; give each once in tests/scenario_keys/everything.toml",
        lacking.join(", ")
    );
}
