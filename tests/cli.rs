//! The program as a user meets it: exit codes, output, and what it says of wrong input.

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};

fn corridor(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("corridor").expect("it is built");
    command.current_dir(folder).env("NO_COLOR", "1");
    command
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Some weeks of the baseline, in a folder that extends it.
fn short_scenario(folder: &Path, more: &str) -> PathBuf {
    let base = root().join("scenarios/baseline-2022.toml");
    let text = format!(
        "extends = {base:?}\nstart = 2021-11-01\nreport_from = 2022-01-01\nend = 2022-02-01\n\
         trace = {{ through = [\"AKG\", \"SAY\"], begins = 2022-01-10, days = 1 }}\n{more}"
    );
    let path = folder.join("short.toml");
    fs::write(&path, text).expect("the folder is writable");
    path
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_run_writes_its_folder_and_says_where() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let scenario = short_scenario(folder.path(), "");
    let run = corridor(folder.path())
        .args(["run", "--replications", "2", "--out", "results"])
        .arg(&scenario)
        .output()
        .expect("it starts");
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    assert!(
        text(&run.stderr).contains("open first: results/report.html"),
        "{}",
        text(&run.stderr)
    );
    for file in [
        "manifest.json",
        "summary.json",
        "results.csv",
        "comparison.csv",
        "report.html",
    ] {
        assert!(
            folder.path().join("results").join(file).is_file(),
            "{file} is missing"
        );
    }
    let summary =
        fs::read_to_string(folder.path().join("results/summary.json")).expect("it is text");
    let summary: serde_json::Value = serde_json::from_str(&summary).expect("it is JSON");
    let measures = summary["measures"].as_array().expect("a list");
    let january = measures.iter().find(|measure| {
        measure["measure"] == "border_tonnage"
            && measure["place"] == "all"
            && measure["direction"] == "both"
            && measure["period"] == "2022-01"
    });
    let mean = january.expect("January was measured")["mean"]
        .as_f64()
        .expect("a number");
    assert!((0.5..3.0).contains(&mean), "{mean} Mt in a month");
}

#[test]
fn json_goes_to_standard_output_and_quiet_means_quiet() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let scenario = short_scenario(folder.path(), "");
    let run = corridor(folder.path())
        .args(["run", "--replications", "1", "--json", "--quiet"])
        .arg(&scenario)
        .output()
        .expect("it starts");
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    assert!(run.stderr.is_empty(), "{}", text(&run.stderr));
    let value: serde_json::Value = serde_json::from_slice(&run.stdout).expect("it is JSON");
    assert_eq!(value["scenario"], "short");
}

#[test]
fn every_fault_is_told_and_the_exit_code_is_one() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let more = "[crossing.dostyk]\npath_cycle_mn = 60\n\n[crossing.dostyk.to_china]\n\
                quota_trains_per_day = -3\n";
    let scenario = short_scenario(folder.path(), more);
    for verb in ["check", "run"] {
        let run = corridor(folder.path())
            .arg(verb)
            .arg(&scenario)
            .output()
            .expect("it starts");
        assert_eq!(run.status.code(), Some(1));
        let told = text(&run.stderr);
        assert!(told.contains("short.toml:7:1:"), "{told}");
        assert!(told.contains("did you mean path_cycle_min?"), "{told}");
        assert!(
            told.contains("crossing.dostyk.to_china.quota_trains_per_day: -3"),
            "{told}"
        );
        assert_eq!(told.lines().count(), 2, "{told}");
    }
    assert!(
        !folder.path().join("output").exists(),
        "nothing was written"
    );
}

#[test]
fn a_missing_file_is_a_fault_of_the_input() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let run = corridor(folder.path())
        .args(["run", "nowhere.toml"])
        .output()
        .expect("it starts");
    assert_eq!(run.status.code(), Some(1));
    assert!(
        text(&run.stderr).contains("nowhere.toml"),
        "{}",
        text(&run.stderr)
    );
}

#[test]
fn a_place_that_is_taken_is_left_alone() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let scenario = short_scenario(folder.path(), "");
    fs::create_dir(folder.path().join("taken")).expect("the folder is writable");
    fs::write(folder.path().join("taken/thesis.txt"), "years of work").expect("it is writable");
    let run = corridor(folder.path())
        .args(["run", "--replications", "1", "--out", "taken"])
        .arg(&scenario)
        .output()
        .expect("it starts");
    assert_eq!(run.status.code(), Some(1), "{}", text(&run.stderr));
    assert!(folder.path().join("taken/thesis.txt").is_file());
}

#[test]
fn a_corridor_in_which_nothing_moves_is_told_and_kept() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let shut = |key: &str| format!("[crossing.{key}]\nquota_trains_per_day = 0\n");
    let shut: String = ["dostyk.to_china", "dostyk.from_china"]
        .into_iter()
        .chain(["khorgos.to_china", "khorgos.from_china"])
        .map(shut)
        .collect();
    // Nor does anything go by road or over the Caspian.
    let sea = ["AKP-ALY", "KRK-ALY"].map(|section| {
        format!(
            "[disruption.{section}]\nfrom = 2021-11-01\nuntil = 2023-01-01\n\
             section = \"{section}\"\nclosed = true\n"
        )
    });
    // Ore waits to be inspected: at a service listed after the documents of all crossings.
    let ore = "[crossing.dostyk.to_china.inspection.ore]\ncommodities = [\"iron_ore\"]\n\
               servers = 1\ntime_h = 9000\nside = \"sending\"\n";
    let rest = sea.concat() + "[road]\nenabled = false\n" + ore;
    let scenario = short_scenario(folder.path(), &(shut + &rest));
    let run = corridor(folder.path())
        .args(["run", "--replications", "1", "--json", "--out", "results"])
        .arg(&scenario)
        .output()
        .expect("it starts");
    assert_eq!(run.status.code(), Some(2), "{}", text(&run.stderr));
    let told = text(&run.stderr);
    assert!(
        told.contains("stalled: at the end of replication 1"),
        "{told}"
    );
    assert!(
        told.contains("0 trains a day since the start"),
        "the cause is named: {told}"
    );
    assert!(told.lines().count() < 40, "{told}");
    let json: serde_json::Value = serde_json::from_slice(&run.stdout).expect("it is JSON");
    let cast = json["stalls"][0]["cast"].as_array().expect("a list");
    assert!(cast.len() > 100, "{} trains wait", cast.len());
    assert!(folder.path().join("results/report.html").is_file());
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let scenario = short_scenario(folder.path(), "");
    let run = corridor(folder.path())
        .args(["run", "--dry-run"])
        .arg(&scenario)
        .output()
        .expect("it starts");
    assert_eq!(run.status.code(), Some(0));
    assert!(
        text(&run.stdout).contains("10 replications of 92 days"),
        "{}",
        text(&run.stdout)
    );
    assert!(!folder.path().join("output").exists());
}

#[test]
fn the_resolved_scenario_names_the_file_of_each_value() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let scenario = short_scenario(folder.path(), "");
    let run = corridor(folder.path())
        .args(["check", "--resolved", "--set", "operation.loop_tracks=3"])
        .arg(&scenario)
        .output()
        .expect("it starts");
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let resolved = text(&run.stdout);
    let line = |start: &str| {
        resolved
            .lines()
            .find(|line| line.starts_with(start))
            .map(str::to_owned)
    };
    assert!(
        line("end =").is_some_and(|line| line.contains("short.toml:4")),
        "{resolved}"
    );
    assert!(
        line("loop_tracks = 3").is_some_and(|line| line.contains("command line")),
        "{resolved}"
    );
}

#[test]
fn without_arguments_there_are_examples() {
    let run = corridor(&root()).output().expect("it starts");
    assert_eq!(run.status.code(), Some(1), "nothing was asked for");
    let help = text(&run.stderr);
    for line in help
        .lines()
        .filter(|line| line.trim_start().starts_with("corridor run scenarios/"))
    {
        let file = line
            .split_whitespace()
            .nth(2)
            .expect("an example names a scenario");
        assert!(root().join(file).is_file(), "{file} is not there");
    }
    assert!(help.matches("corridor ").count() >= 3, "{help}");
}

#[test]
fn every_scenario_that_is_shipped_reads_without_fault() {
    let mut folders = vec![root().join("scenarios")];
    let mut checked = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let mut command = corridor(&root());
                // Plans of sweeps are no scenarios, and name one.
                let is_plan = path
                    .parent()
                    .is_some_and(|folder| folder.ends_with("sweep"));
                match is_plan {
                    true => command.args(["sweep", "--dry-run"]),
                    false => command.arg("check"),
                };
                command.arg(&path).assert().success();
                checked += 1;
            }
        }
    }
    assert!(checked >= 2, "{checked} scenarios");
}

#[test]
fn shells_get_their_completions() {
    let run = corridor(&root())
        .args(["completions", "bash"])
        .output()
        .expect("it starts");
    assert!(text(&run.stdout).contains("--replications"));
}

#[test]
fn keys_are_told_with_unit_default_and_source() {
    let keys = |arguments: &[&str]| {
        let mut command = corridor(&root());
        command
            .arg("keys")
            .args(arguments)
            .output()
            .expect("it starts")
    };
    let told = keys(&["catch_up", "--json"]);
    assert_eq!(told.status.code(), Some(0), "{}", text(&told.stderr));
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("it is JSON");
    let only = &told.as_array().expect("a list")[..];
    assert_eq!(only.len(), 1, "{told}");
    assert_eq!(only[0]["key"], "crossing.NAME.DIRECTION.embargo.catch_up");
    for (column, value) in [("unit", "×"), ("left_out", "1.2"), ("source", "estimate")] {
        assert_eq!(only[0][column], value);
    }
    let table = text(&keys(&["weather"]).stdout);
    assert!(table.starts_with("weather: spells"), "{table}");
    assert!(table.contains("weather.NAME.spell_h"), "{table}");
    assert!(!table.contains("ships."), "{table}");
    let slip = keys(&["wether"]);
    assert_eq!(slip.status.code(), Some(1));
    assert_eq!(
        text(&slip.stderr),
        "error: no key contains \"wether\"; did you mean weather?\n"
    );
}

#[test]
fn a_parameter_that_is_not_there_is_told_its_nearest() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let run = corridor(folder.path())
        .arg("calibrate")
        .arg(root().join("scenarios/corridor.toml"))
        .args(["--fit", "2022", "--parameters", "dostyk_to_chna"])
        .output()
        .expect("it starts");
    assert_eq!(run.status.code(), Some(1), "{}", text(&run.stderr));
    assert_eq!(
        text(&run.stderr),
        "error: \"dostyk_to_chna\" is not a parameter; did you mean dostyk_to_china?\n"
    );
}
