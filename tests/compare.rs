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

/// Values of the two whole years of the baseline by replication: all tonnage both ways, and that
/// from China.
fn two_years(sets: &[&str], replications: usize) -> [Vec<f64>; 2] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    // Roads carry no part of the tonnage, and take a third of the time.
    let sets = [&["road.enabled=false"], sets].concat();
    let stop = AtomicBool::new(false);
    let results = study::run(&plan(&path, &sets), Options::new(replications, 2022, &stop));
    let results = results.expect("nobody stops it");
    ["both", "from_china"].map(|direction| {
        let of = |year| {
            let figure = results.figure("border_tonnage", "all", direction, "all", year);
            figure.expect("it is measured").values.clone()
        };
        let years = of("2021").into_iter().zip(of("2022"));
        years.map(|(one, other)| (one + other) / 2.0).collect()
    })
}

/// What crosses in a single year narrows less: the path works off the queue that made replications
/// alike, as much as the quota allowed, and what crosses then follows the arrivals. Over both years
/// almost all that is offered crosses either way, and chance does the same to both.
#[test]
fn pairs_tell_one_more_path_of_quota_three_times_as_narrowly_as_runs_apart() {
    let more = "crossing.khorgos.to_china.quota_trains_per_day = [{ value = 8 }, \
                { from = 2020-11-15, value = 4.85 }, { from = 2021-01-01, value = 5.85 }, \
                { from = 2022-04-01, value = 6.2 }]";
    let (base, variant) = (two_years(&[], 4), two_years(&[more], 4));
    let narrower = |n: usize| {
        let found = Difference::of(&base[n], &variant[n], Better::More).expect("four pairs");
        let apart = found.unpaired_half_width.expect("four pairs");
        let paired = found.paired.half_width.expect("four pairs");
        println!(
            "{:+.4} ± {paired:.4} Mt a year, apart ± {apart:.4}",
            found.paired.mean
        );
        apart / paired
    };
    let (all, other_way) = (narrower(0), narrower(1));
    assert!(all >= 3.0, "{all:.1} times narrower");
    // Where the quota does not bind, replications stay in step.
    assert!(
        other_way >= 10.0,
        "{other_way:.1} times narrower from China"
    );
}
