//! The main job: the corridor of 2021 and 2022 comes out at the tonnage that was reported.
//!
//! The scenario is run here with few replications. With `CORRIDOR_RESULTS` set to the folder of a
//! finished run, the same is asked of what that run wrote.

use corridor::sim::Plan;
use corridor::study::{self, Options};
use corridor::{input, report};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::{env, fs};

/// `summary.json` of the baseline.
fn summary() -> Value {
    let text = match env::var_os("CORRIDOR_RESULTS") {
        Some(folder) => {
            fs::read_to_string(Path::new(&folder).join("summary.json")).expect("a finished run")
        }
        None => run(),
    };
    serde_json::from_str(&text).expect("it is JSON")
}

fn run() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let reading = input::read(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let seed = reading.scenario.seed;
    let plan = Arc::new(Plan::new(reading.scenario));
    let stop = AtomicBool::new(false);
    let results = study::run(&plan, Options::new(4, seed, &stop)).expect("it runs to its end");
    report::summary(&results)
}

/// The mean of a measure for all commodities.
fn mean(summary: &Value, measure: &str, place: &str, direction: &str, period: &str) -> f64 {
    let measures = summary["measures"].as_array().expect("a list");
    let labels = [
        ("measure", measure),
        ("place", place),
        ("direction", direction),
        ("commodity", "all"),
        ("period", period),
    ];
    let found = measures
        .iter()
        .find(|it| labels.iter().all(|(key, value)| it[key] == *value));
    let found = found.unwrap_or_else(|| panic!("no {measure} at {place}, {direction}, {period}"));
    found["mean"].as_f64().expect("a number")
}

#[test]
fn the_reported_tonnage_comes_out() {
    let summary = summary();
    let tonnage =
        |place, direction, period| mean(&summary, "border_tonnage", place, direction, period);

    let total = tonnage("all", "both", "2022");
    assert!(
        (23.0 * 0.99..=23.2 * 1.01).contains(&total),
        "2022: {total} Mt, reported 23.0 to 23.2"
    );
    let before = tonnage("all", "both", "2021");
    assert!(
        (before / 19.2 - 1.0).abs() <= 0.02,
        "2021: {before} Mt, reported 19.2"
    );
    let growth = 100.0 * (total / before - 1.0);
    assert!(
        (18.0..=22.0).contains(&growth),
        "growth: {growth} %, reported 20 %"
    );

    for (place, direction, reported) in [
        ("dostyk", "to_china", 9.3),
        ("dostyk", "from_china", 4.4),
        ("khorgos", "to_china", 3.8),
        ("khorgos", "from_china", 5.7),
    ] {
        let mt = tonnage(place, direction, "2022");
        let error = mt / reported - 1.0;
        assert!(
            error.abs() <= 0.05,
            "{place} {direction}: {mt} Mt, reported {reported}"
        );
    }
}

#[test]
fn cells_add_up() {
    let summary = summary();
    let tonnage = |place, direction| mean(&summary, "border_tonnage", place, direction, "2022");
    let cells: f64 = ["dostyk", "khorgos"]
        .iter()
        .flat_map(|place| ["to_china", "from_china"].map(|direction| tonnage(place, direction)))
        .sum();
    assert!((cells / tonnage("all", "both") - 1.0).abs() < 1e-6);
    let months: f64 = (1..=12)
        .map(|month| {
            mean(
                &summary,
                "border_tonnage",
                "all",
                "both",
                &format!("2022-{month:02}"),
            )
        })
        .sum();
    assert!((months / tonnage("all", "both") - 1.0).abs() < 1e-6);
}
