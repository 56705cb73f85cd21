//! Plans: every fault with its place and the nearest right name, and variants as `--set` has them.

use crate::world::{GRID, PLAN, files, plan};
use corridor::input::{Disk, Level, SweepReading, read_from, read_sweep};
use corridor::study::labels;
use std::path::Path;

fn read(plan: &str) -> Result<SweepReading, String> {
    let reading = read_sweep(&files(plan), Path::new(PLAN), &[], &labels);
    reading.map_err(|faults| faults.to_string())
}

#[track_caller]
fn assert_fault(plan: &str, parts: &[&str]) {
    let said = read(plan).expect_err("it is at fault");
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in:\n{said}");
    }
}

#[test]
fn every_fault_is_told_at_once_with_its_place_and_what_would_be_right() {
    let keys = "
        [key.\"operation.loop_traks\"]
        values = [2, 3]
        [key.\"crossing.gate.to_china.quota_trains_per_day\"]
        from = 3
        to = 2
        [key.\"facility.east_yard.groups\"]
        vales = [1, 2]
        [key.\"facility.west_yard.groups\"]
        values = [1, 2, 1]
        ";
    let text = plan("sobal", keys).replace("replications = 2", "replication = 2");
    let text = text.replace("[set]", "measures = [\"border_tonage\"]\n[set]");
    assert_fault(
        &text,
        &[
            "plan.toml:1:10: design: \"sobal\" is not a design; did you mean sobol?",
            "plan.toml:5:1: replication: unknown key; did you mean replications?",
            "did you mean border_tonnage?",
            "\"loop_traks\" there; did you mean loop_tracks?",
            "quota_trains_per_day.from: 3 is not below 2; give less",
            "vales: unknown key",
            "1 is there already; give each value once",
        ],
    );
}

#[test]
fn every_plan_that_is_shipped_reads_without_a_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/sweep");
    let entries = std::fs::read_dir(folder).expect("plans are shipped");
    let mut n_plans = 0;
    for entry in entries {
        let path = entry.expect("readable").path();
        let reading = read_sweep(&Disk, &path, &[], &labels);
        let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
        assert!(reading.plan.keys.iter().all(|key| key.name != key.key));
        n_plans += 1;
    }
    assert!(n_plans >= 2, "{n_plans} plans");
}

#[test]
fn a_plan_without_keys_changes_nothing_and_says_so() {
    assert_fault(&plan("grid", ""), &["there is no key to change"]);
}

#[test]
fn a_level_that_the_scenario_does_not_allow_is_told_at_its_key() {
    let keys = "[key.\"operation.loop_tracks\"]\nvalues = [1, 2]";
    assert_fault(
        &plan("grid", keys),
        &["plan.toml:13:6: key.operation.loop_tracks: with 1: 1 is too few; give 2 or more"],
    );
}

#[test]
fn a_label_that_a_measure_does_not_have_is_told_with_the_nearest() {
    let measures = |text: &str| plan("grid", GRID).replace("[set]", &format!("{text}\n[set]"));
    let text = "measures = [{ measure = \"border_tonnage\", place = \"gates\" }]";
    assert_fault(&measures(text), &["did you mean gate?"]);
    let text = "measures = [{ measure = \"border_tonnage\", period = 2019 }]";
    assert_fault(&measures(text), &["the run does not report 2019 whole"]);
    let text = "measures = [{ measure = \"border_tonnage\", direction = \"to_chna\" }]";
    assert_fault(&measures(text), &["did you mean to_china?"]);
}

#[test]
fn counts_belong_to_their_design_alone() {
    let text = format!("points = 100\n{}", plan("sobol", GRID));
    assert_fault(&text, &["100 is no power of two", "give 128"]);
    let text = format!("points = 64\n{}", plan("morris", GRID));
    assert_fault(&text, &["plan.toml:1:1: points: unknown key"]);
}

#[test]
fn a_grid_beyond_all_bounds_is_a_slip() {
    let keys = "
        [key.\"facility.east_yard.rate_per_group_hour\"]
        from = 300
        to = 3000
        steps = 1000
        [key.\"facility.west_yard.rate_per_group_hour\"]
        from = 300
        to = 3000
        steps = 1000
        ";
    assert_fault(&plan("grid", keys), &["1000000 points"]);
}

/// A variant is the scenario that `--set` would have made.
#[test]
fn a_level_is_what_set_would_have_made() {
    let keys = "
        [key.\"crossing.gate.to_china.quota_trains_per_day\"]
        factor_from = 0.5
        factor_to = 2
        [key.\"operation.loop_tracks\"]
        values = [2, 3]
        [key.\"facility.east_yard.spread\"]
        factor_from = 1
        factor_to = 1.005
        [key.\"crossing.gate.precedence\"]
        values = [\"train_class\", \"first_come\"]
        ";
    let dated = "[{ value = 3 }, { from = 2021-03-01, value = 5 }]";
    let spread = "{ kind = \"triangular\", low = 0.8, mode = 0.95, high = 1.25 }";
    let text = plan("tornado", keys).replace(
        "quota_trains_per_day = 3",
        &format!("quota_trains_per_day = {dated}"),
    ) + &format!(
        "[set.facility.east_yard]\nspread = {spread}\n\
             [set.crossing.gate]\nprecedence = \"train_class\"\n"
    );
    let reading = read(&text).unwrap_or_else(|said| panic!("{said}"));
    let factor = |factor| Level::Factor {
        factor,
        whole: false,
    };
    let levels = [
        factor(1.5),
        Level::Number(3.0),
        factor(1.005),
        Level::Text("first_come".to_owned()),
    ];
    let variant = reading.variants.read(&levels).expect("it is possible");
    let sets = [
        "end=2021-07-01",
        "crossing.gate.to_china.quota_trains_per_day=[{ value = 4.5 }, { from = 2021-03-01, value = 7.5 }]",
        "operation.loop_tracks=3",
        "facility.east_yard.spread={ kind = \"triangular\", low = 0.804, mode = 0.95475, high = 1.25625 }",
        "crossing.gate.precedence=\"first_come\"",
    ];
    let sets = sets.map(str::to_owned);
    let set = read_from(&files(&text), Path::new("gate.toml"), &sets).expect("it is possible");
    assert_eq!(format!("{variant:?}"), format!("{:?}", set.scenario));
    let own: Vec<Level> = reading
        .plan
        .keys
        .iter()
        .map(|key| key.own.clone())
        .collect();
    let same = reading.variants.read(&own).expect("it is the scenario");
    assert_eq!(format!("{same:?}"), format!("{:?}", reading.scenario));
}
