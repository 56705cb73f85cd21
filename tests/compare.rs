//! What-ifs beside their base: nothing changes by itself, and arrivals do not change at all.

use assert_cmd::Command;
use corridor::input;
use corridor::sim::Plan;
use corridor::study::{self, Better, Difference, Evidence, Options};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Two months of the baseline, the second reported, in a folder that extends it.
fn short_scenario(folder: &Path) -> PathBuf {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let text = format!(
        "extends = {base:?}\nstart = 2021-12-01\nreport_from = 2022-01-01\nend = 2022-02-01\n\
         trace = {{ through = [\"AKG\", \"SAY\"], begins = 2022-01-10, days = 1 }}\n"
    );
    let path = folder.join("short.toml");
    fs::write(&path, text).expect("the folder is writable");
    path
}

fn plan(path: &Path, sets: &[&str]) -> Arc<Plan> {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let reading = input::read(path, &sets).unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Plan::new(reading.scenario))
}

#[test]
fn one_more_crane_changes_no_arrival_of_cargo() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = short_scenario(folder.path());
    let stop = AtomicBool::new(false);
    let offered = |sets: &[&str]| {
        let results = study::run(&plan(&path, sets), Options::new(2, 7, &stop));
        let figures = results.expect("nobody stops it").figures;
        let offered = figures.into_iter();
        let offered: Vec<_> = offered
            .filter(|figure| figure.measure == "offered_tonnage")
            .map(|figure| (figure.place, figure.period, figure.values))
            .collect();
        offered
    };
    let base = offered(&[]);
    assert!(!base.is_empty() && base.iter().any(|(.., values)| values[0] > 0.0));
    assert_eq!(base, offered(&["facility.dos_terminals.groups=9"]));
}

#[test]
fn a_scenario_beside_itself_is_the_same_to_the_last_bit() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = short_scenario(folder.path());
    let mut command = Command::cargo_bin("corridor").expect("it is built");
    command
        .current_dir(folder.path())
        .args(["compare", "--replications", "2", "--json"]);
    let done = command.arg(&path).arg(&path).output().expect("it starts");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(0), "{said}");
    let all: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let variant = &all["what_ifs"][0];
    assert_eq!(variant["changes"].as_array().map(Vec::len), Some(0));
    let differences = variant["differences"].as_array().expect("a list");
    assert!(differences.len() > 20, "{} differences", differences.len());
    for difference in differences {
        assert_eq!(difference["difference"], 0.0, "{difference}");
        assert_eq!(difference["verdict"], "the same", "{difference}");
    }
    let out = folder.path().join("output/compare-short");
    for file in [
        "manifest.json",
        "differences.csv",
        "changes.csv",
        "report.html",
        "charts/differences.png",
    ] {
        assert!(out.join(file).exists(), "{file} is missing");
    }
    assert!(!folder.path().join("output/compare-short.trials").exists());
}

#[test]
fn a_wrong_name_in_a_what_if_is_one_clear_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = short_scenario(folder.path());
    let what_if = folder.path().join("what-if.toml");
    fs::write(
        &what_if,
        "extends = \"short.toml\"\ncrossing.khorgos.to_china.quota_trains = 9\n",
    )
    .expect("room");
    let mut command = Command::cargo_bin("corridor").expect("it is built");
    command.current_dir(folder.path()).arg("compare");
    let done = command
        .arg(&path)
        .arg(&what_if)
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("quota_trains_per_day"), "{said}");
}

#[test]
fn the_better_of_two_dwells_is_the_shorter() {
    let shorter = Difference::of(&[5.0, 6.0], &[4.0, 5.01], Better::Less).expect("two pairs");
    assert_eq!(shorter.evidence, Evidence::Better);
}
