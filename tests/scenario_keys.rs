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

/// One key switches each part of the baseline, and the scenario is another by it.
#[test]
fn each_part_is_switched_by_one_key() {
    let path = "scenarios/baseline-2022.toml";
    let baseline = read_with(path, &[]);
    let alike: Vec<&str> = SWITCHES
        .into_iter()
        .filter(|switch| read_with(path, &[(*switch).to_owned()]) == baseline)
        .collect();
    assert!(alike.is_empty(), "these change nothing: {alike:?}");
}

/// The baseline has no disruption, and its rule of routing begins after its last day.
#[test]
fn what_is_in_what_ifs_is_switched_by_one_key() {
    for (path, switch) in [
        ("khorgos-shut-14-days", "disruption.enabled=false"),
        (
            "central-asia-by-altynkol",
            "routing_rule.central_asia_by_altynkol.enabled=false",
        ),
    ] {
        let path = format!("scenarios/what-if/{path}.toml");
        let switched = read_with(&path, &[switch.to_owned()]);
        assert!(
            switched != read_with(&path, &[]),
            "{switch} changes nothing in {path}"
        );
    }
}

fn read_with(path: &str, overrides: &[String]) -> String {
    let reading =
        input::read(Path::new(path), overrides).unwrap_or_else(|faults| panic!("{faults}"));
    format!("{:?}", reading.scenario)
}

/// One switch for each part of the railway, the border, the sea and the roads.
const SWITCHES: [&str; 23] = [
    "fleets.limited=true",
    "locomotives.limited=false",
    "dispatching.overtaking=false",
    "operation.maintenance.enabled=false",
    "maintenance.enabled=false",
    "crew.enabled=false",
    "crossing.dostyk.to_china.sending.hours={ from_h = 8, until_h = 20 }",
    "crossing.dostyk.to_china.inspection.enabled=false",
    "crossing.khorgos.precedence=\"first_come\"",
    "weather.enabled=false",
    "embargo.enabled=false",
    "set_aside.enabled=false",
    "crossing.dostyk.to_china.embargo.catch_up=1",
    "ships.enabled=false",
    "yard.enabled=false",
    "base.enabled=false",
    "arrival.enabled=false",
    "port_closure.enabled=false",
    "road.enabled=false",
    "routes.alternatives=1",
    "cost.enabled=false",
    "emission.enabled=false",
    "stall.after_days=30",
];
