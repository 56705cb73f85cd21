//! Sweeps that are ended and begun again, single trials made again, and what is written.

use crate::world::{GRID, PLAN, contents, plan, write};
use assert_cmd::Command;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

fn corridor(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("corridor").expect("it is built");
    command.current_dir(folder).args(["sweep", PLAN]);
    let done = command.args(arguments).output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

#[track_caller]
fn done(folder: &Path, arguments: &[&str]) -> (String, String) {
    let (code, out, said) = corridor(folder, arguments);
    assert_eq!(code, Some(0), "{said}");
    (out, said)
}

/// A sweep that takes some seconds on one thread.
fn long_plan() -> String {
    plan("grid", GRID).replace("replications = 2", "replications = 40")
}

/// Begins a sweep, kills it once some trials are kept, and returns its journal.
fn killed(folder: &Path) -> Vec<u8> {
    let path = assert_cmd::cargo::cargo_bin("corridor");
    let mut command = std::process::Command::new(path);
    command.current_dir(folder).args(["sweep", PLAN]);
    command.args(["--threads", "1", "--out", "out"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let journal = folder.join("out.trials");
    let begun = Instant::now();
    let lines = |bytes: Vec<u8>| bytes.iter().filter(|byte| **byte == b'\n').count();
    while fs::read(&journal).map_or(0, lines) < 4 {
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "nothing is kept"
        );
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("it runs still");
    child.wait().expect("it was killed");
    assert!(
        !folder.join("out").exists(),
        "a folder appears whole or not at all"
    );
    fs::read(&journal).expect("the journal is left")
}

#[test]
fn a_sweep_killed_anywhere_ends_with_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, &long_plan());
    let journal = killed(folder);
    done(folder, &["--out", "whole"]);
    let whole = contents(&folder.join("whole"));
    let n_kept = journal.iter().filter(|byte| **byte == b'\n').count() - 1;
    // As it was left, and as it would have been left a little earlier or later.
    let header = 1 + journal.iter().position(|byte| *byte == b'\n').expect("one");
    let cuts = [
        journal.len(),
        journal.len() - 1,
        header + 5,
        header,
        header - 3,
        0,
    ];
    for (n, cut) in cuts.into_iter().enumerate() {
        let out = format!("out-{n}");
        fs::write(folder.join(format!("{out}.trials")), &journal[..cut]).expect("room");
        let (_, said) = done(folder, &["--out", &out]);
        let kept = match n {
            0 => n_kept,
            1 => n_kept - 1,
            _ => 0,
        };
        let remark = format!("{kept} trials are there from before");
        assert_eq!(said.contains(&remark), kept > 0, "cut {cut}: {said}");
        assert_eq!(contents(&folder.join(&out)), whole, "cut {cut}");
        assert!(!folder.join(format!("{out}.trials")).exists());
    }
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    let text = format!("points = 8\n{}", plan("sobol", GRID));
    write(folder, &text);
    done(folder, &["--threads", "1", "--out", "one"]);
    done(folder, &["--threads", "2", "--out", "two"]);
    let one = contents(&folder.join("one"));
    assert_eq!(one, contents(&folder.join("two")));
    for file in [
        "results.csv",
        "results.parquet",
        "sensitivity.csv",
        "charts/tornado.png",
        "charts/sensitivity.svg",
        "report.html",
    ] {
        assert!(one.contains_key(file), "{file} is missing");
    }
}

#[test]
fn a_trial_made_again_by_its_name_is_the_same_row() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, &plan("grid", GRID));
    done(folder, &["--out", "out"]);
    let results = fs::read_to_string(folder.join("out/results.csv")).expect("a table");
    let mut lines = results.lines();
    let heading = lines.next().expect("a heading");
    let last = lines.next_back().expect("rows");
    let id = last.split(',').nth(1).expect("a column of trials");
    assert!(id.ends_with(".2"), "{id}");
    let (again, _) = done(folder, &["--only", id]);
    let own = results
        .lines()
        .filter(|line| line.contains(&format!(",{id},")));
    let own: Vec<&str> = std::iter::once(heading).chain(own).collect();
    assert!(own.len() > 3, "{own:?}");
    assert_eq!(again.lines().collect::<Vec<_>>(), own);
    let (json, _) = done(folder, &["--only", id, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["trial"], id);
    let (code, _, said) = corridor(folder, &["--only", "nothing.1"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("no trial nothing.1"), "{said}");
}

/// The table of columns has the rows of the text, each value bit for bit.
#[test]
fn parquet_has_the_rows_of_the_csv() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, &plan("tornado", GRID));
    done(folder, &["--out", "out"]);
    let file = fs::File::open(folder.join("out/results.parquet")).expect("a file");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let text = fs::read_to_string(folder.join("out/results.csv")).expect("a table");
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().expect("a heading").split(',').collect();
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let columns: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    assert_eq!(columns, names);
    let mut n_rows = 0;
    for (row, line) in reader.get_row_iter(None).expect("rows").zip(lines.by_ref()) {
        let row = row.expect("a row");
        for ((name, field), cell) in row.get_column_iter().zip(line.split(',')) {
            let same = match field {
                Field::Str(text) => text == cell,
                Field::Bool(truth) => truth.to_string() == cell,
                Field::Int(count) => count.to_string() == cell,
                Field::Double(number) => Some(*number) == cell.parse().ok(),
                _ => false,
            };
            assert!(same, "{name}: {field} beside {cell}");
        }
        n_rows += 1;
    }
    assert!(n_rows > 20 && lines.next().is_none(), "{n_rows} rows");
}

#[test]
fn precision_adds_replications_and_a_forecast_runs_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    write(folder, &plan("tornado", GRID));
    let (said, _) = done(folder, &["--dry-run"]);
    assert!(
        said.starts_with("6 trials of 181 days: 3 points of 2 keys"),
        "{said}"
    );
    assert!(!folder.join("output").exists());
    let (json, _) = done(folder, &["--precision", "3%", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let replications = found["replications"].as_u64().expect("a number");
    assert!(
        replications > 2 && replications.is_power_of_two(),
        "{replications}"
    );
    let (json, _) = done(folder, &["--precision", "90%", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(found["replications"], 2);
}
