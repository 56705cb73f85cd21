//! A projection stopped and gone on with is the same as one in one go, and plans may come late in it.

use corridor::input::{self, Faults, Reading};
use corridor::model::{PlanDraw, Scenario};
use corridor::report::{self, Experiment, Journal, Manifest};
use corridor::study::{
    Conduct, Projected, ProjectionError, ProjectionOptions, kept_values, project,
};
use corridor::units::{Duration, StreamId, Time};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/corridor.toml");

/// One year beyond what is known, without roads: enough to tell paths apart.
fn read(changes: &[String]) -> Result<Reading, Faults> {
    let own = [
        "start = 2024-12-01",
        "report_from = 2025-01-01",
        "end = 2026-01-01",
        "road.enabled = false",
    ];
    let all: Vec<String> = own.iter().map(|it| (*it).to_owned()).collect();
    input::read(Path::new(PATH), &[&all, changes].concat())
}

fn reading() -> Reading {
    read(&[]).unwrap_or_else(|faults| panic!("{faults}"))
}

fn journal(scenario: &Scenario, path: &Path) -> Journal {
    let experiment = Experiment {
        version: "test".to_owned(),
        inputs_sha256: String::new(),
        seed: 1,
        measures: kept_values(scenario),
    };
    Journal::open(path, &experiment).expect("it can be written")
}

fn projected(
    reading: &Reading,
    paths: usize,
    notebook: &Journal,
    stop: bool,
) -> Result<Projected, ProjectionError> {
    let stop = AtomicBool::new(stop);
    let options = ProjectionOptions {
        paths,
        split_year: 2025,
        conduct: Conduct {
            notebook,
            ..Conduct::new(1, &stop)
        },
    };
    let variant = |changes: &[String]| Ok(read(changes)?.scenario);
    project(reading, options, &variant)
}

#[test]
fn a_projection_that_was_stopped_ends_with_the_same_bytes() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let reading = reading();
    let at = |name: &str| folder.path().join(name);
    let open = |name: &str| journal(&reading.scenario, &at(name));

    let whole = projected(&reading, 2, &open("whole"), false).expect("it runs");
    projected(&reading, 1, &open("parts"), false).expect("it runs");
    let notebook = open("parts");
    assert_eq!(notebook.n_known(), 1);
    let parts = projected(&reading, 2, &notebook, false).expect("it runs");

    for (projected, out) in [(&whole, "a"), (&parts, "b")] {
        report::write_projection(projected, &at(out), &Manifest::default()).expect("it is written");
    }
    let files = [
        "results.csv",
        "bands.csv",
        "saturation.csv",
        "variance.csv",
        "report.html",
        "charts/fan.svg",
        "charts/fan.png",
    ];
    for file in files {
        let read = |out: &str| fs::read(at(out).join(file)).expect("it is there");
        assert!(read("a") == read("b"), "{file} differs");
    }

    // Paths 1 and 2 differ in demand alone; what no figure tells of is drawn with the service.
    let total = |path: usize| whole.flows[0].values[path][0];
    assert!(total(0) > 20.0 && total(0) < 45.0, "{} Mt", total(0));
    assert_ne!(total(0), total(1));
    assert!(
        whole
            .flows
            .iter()
            .all(|flow| flow.stood_still == [0.0, 0.0])
    );
}

#[test]
fn a_projection_that_is_stopped_says_how_to_go_on() {
    let folder = tempfile::tempdir().expect("there is a temporary folder");
    let reading = reading();
    let notebook = journal(&reading.scenario, &folder.path().join("of"));
    let error = projected(&reading, 2, &notebook, true).expect_err("it was stopped");
    assert!(error.to_string().contains("0 of 2 paths"), "{error}");
}

#[test]
fn a_late_line_is_open_and_chosen_late() {
    let end = "end = 2032-01-01".to_owned();
    let scenario = read(&[end]).unwrap_or_else(|faults| panic!("{faults}"));
    let scenario = scenario.scenario;
    let planned_from = scenario
        .projection
        .as_ref()
        .expect("it has one")
        .planned_from;
    let delay = Duration::from_days(100);
    let quota_factor = 1.0;
    let late = scenario.with_plans(
        planned_from,
        PlanDraw {
            delay,
            quota_factor,
        },
    );
    let opens = |of: &Scenario| -> Vec<Time> {
        let sections = of.network.sections();
        sections
            .filter_map(|(_, section)| section.opens)
            .filter(|time| *time >= planned_from)
            .collect()
    };
    let eras = |of: &Scenario| -> BTreeSet<Time> {
        let streams = (0..of.streams.len()).map(StreamId::from_index);
        let eras = streams.flat_map(|stream| of.routes.options(stream));
        eras.map(|era| era.from)
            .filter(|time| *time >= planned_from)
            .collect()
    };
    let planned = opens(&scenario);
    assert!(!planned.is_empty(), "no line is planned");
    assert_eq!(eras(&scenario), BTreeSet::from_iter(planned.clone()));
    let wanted: Vec<Time> = planned.iter().map(|time| *time + delay).collect();
    assert_eq!(opens(&late), wanted);
    assert_eq!(eras(&late), BTreeSet::from_iter(wanted));
}
