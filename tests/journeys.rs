//! Where the hours of cargo go: stages add up to the transit time, and each has its own cause.

use corridor::input;
use corridor::sim::Plan;
use corridor::study::{self, Options, Results};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const STAGES: [&str; 7] = [
    "transit_running",
    "transit_other_trains",
    "transit_locomotive",
    "transit_border",
    "transit_gauge",
    "transit_next_train",
    "transit_sea",
];

/// One replication of 2021, the first reported year of the baseline.
fn year_of_baseline(sets: &[&str]) -> Results {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let shorter = [
        "end=2022-01-01",
        "road.enabled=false",
        "trace.enabled=false",
    ];
    let sets: Vec<String> = shorter
        .iter()
        .chain(sets)
        .map(|set| (*set).to_owned())
        .collect();
    let reading = input::read(&path, &sets).unwrap_or_else(|faults| panic!("{faults}"));
    let stop = AtomicBool::new(false);
    let plan = Arc::new(Plan::new(reading.scenario));
    study::run(&plan, Options::new(1, 2022, &stop)).expect("nobody stops it")
}

fn days(results: &Results, measure: &str, place: &str) -> f64 {
    let found = results.figure(measure, place, "from_china", "containers", "2021");
    let found = found.unwrap_or_else(|| panic!("{measure} of {place} is not measured"));
    found.estimate().expect("boxes were delivered").mean
}

fn all_stages(results: &Results, place: &str) -> f64 {
    STAGES.iter().map(|stage| days(results, stage, place)).sum()
}

/// No port is on these ways: all that is left is unloading, 18 h, and the way over the border.
#[test]
fn stages_and_unloading_add_up_to_the_transit_time() {
    let results = year_of_baseline(&[]);
    for place in ["LYG_BASE-ALA", "XIA-ALA", "XIA-MSK"] {
        let all = days(&results, "transit_time", place);
        let rest = all - all_stages(&results, place);
        let share = (rest - 18.0 / 24.0).abs() / all;
        assert!(share < 0.02, "{place}: {rest:.2} days of {all:.2} are left");
        assert_eq!(days(&results, "transit_sea", place), 0.0, "{place}");
        assert!(days(&results, "transit_locomotive", place) > 0.0, "{place}");
    }
    assert!(days(&results, "transit_sea", "XIA-POT") > 0.5);
}

#[test]
fn what_a_change_takes_away_goes_from_its_own_stage() {
    let place = "XIA-ALA";
    let unlimited = year_of_baseline(&["locomotives.limited=false"]);
    assert_eq!(days(&unlimited, "transit_locomotive", place), 0.0);
    let base = year_of_baseline(&[]);
    let slow = year_of_baseline(&[
        "crossing.khorgos.from_china.receiving.time_h=24",
        "crossing.khorgos.from_china.receiving.servers=50",
        "crossing.khorgos.from_china.receiving_tracks=60",
    ]);
    let longer = |stage| days(&slow, stage, place) - days(&base, stage, place);
    // 24 h instead of 2, 4 or 8 in a triangle: 4.67 h on average.
    let more = (24.0 - 14.0 / 3.0) / 24.0;
    let gauge = longer("transit_gauge");
    assert!(
        (gauge - more).abs() < 0.1 * more,
        "{gauge:.2} days more, not {more:.2}"
    );
    assert!(
        longer("transit_running").abs() < 0.05,
        "{:.2}",
        longer("transit_running")
    );
}
