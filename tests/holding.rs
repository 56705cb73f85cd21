//! Trains that wait before a crossing: tracks of its station, trains set aside, embargo, recovery,
//! stall. A small corridor with one way to China, four trains of ore every three days.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "input_reading/fixture.rs"]
mod fixture;

use corridor::engine::{RunOptions, Streams};
use corridor::report;
use corridor::sim::{self, Executor, Plan};
use corridor::study::{self, Level, Options, Results};
use expect_test::{Expect, expect};
use fixture::{SCENARIO, World};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Wagons of a full train of ore, and its tonnes: 5,200 t gross over 93 t a wagon.
const WAGONS: f64 = 55.0;
const TONNES: f64 = 55.0 * 69.0;

/// Everything that holds trains, switched on.
const HOLDING: &str = "
[crossing.dostyk.to_china]
sending_tracks = 8
set_aside_above_wagons = 330
embargo = { above_wagons = 1100, below_wagons = 550, notice_h = 12 }
[set_aside]
notice_h = 1
sidings = { AKG = 6 }
";

/// The small corridor with `more` laid over it, for a year and a quarter from October 2020. `a_day`
/// trains of ore are offered a day, evenly; the quota is `quota`.
fn world(a_day: f64, quota: &str, more: &str) -> World {
    let offered = a_day * TONNES / 1_000.0;
    let text = format!(
        "extends = \"{SCENARIO}\"\nreport_from = 2020-10-01\nend = 2021-10-01\n\
         demand = {{ arrivals = 1, factor = {{ dostyk = {{ to_china = {offered}, from_china = 0 }} }} }}\n\
         crossing = {{ dostyk = {{ to_china = {{ quota_trains_per_day = {quota} }} }} }}\n\
         trace = {{ begins = 2020-10-01 }}\n"
    );
    World::new()
        // Cargo comes by single wagons, so that trains are full and even.
        .change("tables/streams.csv", "gondola,1400", "gondola,69")
        .change(
            "tables/sections.csv",
            "304,1,20 41.5 60,70,2,4,,2021-07-01",
            "304,1,50 100 150 200 250,70,0,0,,",
        )
        .with("base.toml", text)
        .with("case.toml", format!("extends = \"base.toml\"\n{more}"))
}

fn plan(world: &World) -> Arc<Plan> {
    let reading = world.read("case.toml", &[]);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Plan::new(reading.scenario))
}

fn run(world: &World) -> Results {
    let stop = AtomicBool::new(false);
    let options = Options {
        level: Some(Level::None),
        ..Options::new(1, 1, &stop)
    };
    study::run(&plan(world), options).expect("it runs to its end")
}

fn value(results: &Results, measure: &str, period: &str) -> f64 {
    let figure = results.figure(measure, "dostyk", "to_china", "all", period);
    figure
        .unwrap_or_else(|| panic!("no {measure} in {period}"))
        .values[0]
}

/// The wagons held at the end of each day, from 1 October 2020.
fn wagons(results: &Results) -> &[f64] {
    &results.held[0].wagons
}

const SHUT: &str =
    "[{ value = 4 }, { from = 2021-03-01, value = 0 }, { from = 2021-03-21, value = 4 }]";

#[test]
fn recovery_is_the_backlog_over_what_is_left_of_the_capacity() {
    let results = run(&world(2.0, SHUT, ""));
    // Twenty days without a train, at two a day, and four a day may go.
    let (backlog, left) = (20.0 * 2.0, 4.0 - 2.0);
    let recovery = value(&results, "recovery_days", "2021-03");
    let expected = backlog / left;
    assert!(
        (recovery - expected).abs() <= 1.5,
        "{recovery} days, {expected} by the formula, to the end of a whole day"
    );
    let most = value(&results, "held_wagons_max", "2021-03");
    assert!(
        (most / (backlog * WAGONS) - 1.0).abs() < 0.1,
        "{most} wagons at most, {} by the formula",
        backlog * WAGONS
    );
}

#[test]
fn an_embargo_keeps_the_stock_at_its_limit_and_the_trains_already_loaded() {
    let free = run(&world(2.0, SHUT, ""));
    let held = run(&world(2.0, SHUT, HOLDING));
    let most = wagons(&held).iter().copied().fold(0.0, f64::max);
    // The telegram takes 12 h, loading 12 h, and the way from Moyynty a day and a half at the most.
    let loaded = (0.5 + 0.5 + 1.5) * 2.0 + 1.0;
    assert!(most <= 1_100.0 + loaded * WAGONS, "{most} wagons");
    assert!(most > 1_100.0, "the embargo was ordered at {most}");
    assert!(wagons(&free).iter().copied().fold(0.0, f64::max) > 1.5 * most);
    assert!(value(&held, "embargo_days", "2021-03") > 8.0);
    assert_eq!(value(&held, "embargo_days", "2021-02"), 0.0);
    let delivered = |results: &Results| {
        let all = results.figure("delivered_tonnage", "all", "to_china", "all", "2021-09");
        all.expect("it was measured").values[0]
    };
    assert!(
        delivered(&free) > 0.9 * delivered(&held),
        "what gathered was loaded later"
    );
}

#[test]
fn trains_are_set_aside_until_they_are_called_forward() {
    let results = run(&world(2.0, SHUT, HOLDING));
    let most = value(&results, "set_aside_trains_max", "2021-03");
    assert_eq!(most, 6.0, "the yard has six sidings");
    assert_eq!(value(&results, "set_aside_trains_max", "2021-02"), 0.0);
    let last = results.held[0].set_aside.last();
    assert_eq!(last, Some(&0.0), "all were called forward in the end");
    // Without yards the trains stand before the station: the stock is the same.
    let line = run(&world(2.0, SHUT, &format!("{HOLDING}enabled = false\n")));
    assert_eq!(value(&line, "set_aside_trains_max", "2021-03"), 0.0);
    let (aside, stood) = (wagons(&results), wagons(&line));
    let most = |wagons: &[f64]| wagons.iter().copied().fold(0.0, f64::max);
    assert!((most(aside) - most(stood)).abs() <= 4.0 * WAGONS);
}

#[test]
fn what_is_switched_off_changes_no_byte() {
    let without = report::summary(&run(&world(2.0, SHUT, "")));
    let off = HOLDING
        .replace("sending_tracks = 8\n", "")
        .replace("notice_h = 12", "notice_h = 12, enabled = false")
        + "enabled = false\n";
    assert_eq!(report::summary(&run(&world(2.0, SHUT, &off))), without);
    let off = HOLDING.replace("sending_tracks = 8\n", "")
        + "enabled = false\n[embargo]\nenabled = false\n";
    assert_eq!(report::summary(&run(&world(2.0, SHUT, &off))), without);
    assert_ne!(report::summary(&run(&world(2.0, SHUT, HOLDING))), without);
}

fn check_stall(world: &World, expected: Expect) {
    let results = run(world);
    let told = report::stalls(&results).unwrap_or_default();
    expected.assert_eq(&told);
    let json = report::summary(&results);
    assert_eq!(json.contains("\"stalls\""), !told.is_empty());
}

#[test]
fn a_closed_corridor_stalls_and_names_its_cast() {
    let shut = "[{ value = 4 }, { from = 2021-09-01, value = 0 }]";
    check_stall(
        &world(0.3, shut, HOLDING),
        expect![[r#"
            stalled: at the end of replication 1 on 2021-10-01 nothing had been delivered since 2021-09-03 15:39 (27.3 days), and 9 trains wait:
              27.2 days, since 2021-09-03 19:34: ore 101 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-09-01
              23.9 days, since 2021-09-07 02:11: ore 102 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-09-01, behind ore 101
              20.6 days, since 2021-09-10 10:10: ore 103 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-09-01, behind ore 101
              17.2 days, since 2021-09-13 18:37: ore 104 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-09-01, behind ore 101
              13.9 days, since 2021-09-17 03:33: ore 105 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-09-01, behind ore 101
              10.5 days, since 2021-09-20 12:25: ore 106 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-09-01, behind ore 101
              7.2 days, since 2021-09-23 19:44: ore 107 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-09-01, behind ore 101
              4.1 days, since 2021-09-26 20:41: ore 108 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 101
              0.8 days, since 2021-09-30 05:12: ore 109 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 101
        "#]],
    );
}

#[test]
fn a_stall_is_not_told_where_that_is_switched_off() {
    let shut = "[{ value = 4 }, { from = 2021-09-01, value = 0 }]";
    let off = format!("stall.enabled = false\n{HOLDING}");
    check_stall(&world(0.3, shut, &off), expect![""]);
}

#[test]
fn a_corridor_that_delivers_does_not_stall() {
    check_stall(&world(2.0, "1", ""), expect![""]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_is_lost_under_embargo_and_set_aside(
        seed in any::<u64>(),
        a_day in 0.2..4.0,
        quota in 0.0..5.0,
        tracks in 1_u32..12,
        sidings in 0_u32..10,
        above in 0_u32..2_000,
        notice_h in 1_u32..72,
        parallel in any::<bool>(),
    ) {
        let more = format!(
            "end = 2021-02-01\n[crossing.dostyk.to_china]\nsending_tracks = {tracks}\n\
             set_aside_above_wagons = {}\n\
             embargo = {{ above_wagons = {above}, below_wagons = {}, notice_h = {notice_h} }}\n\
             [set_aside]\nnotice_h = 1\nsidings = {{ AKG = {sidings} }}\n",
            tracks * 50,
            above / 2,
        );
        let plan = plan(&world(a_day, &format!("{quota:.2}"), &more));
        let executor = if parallel { Executor::Parallel } else { Executor::Sequential };
        let options = RunOptions::until(plan.scenario.calendar.end_time());
        let done = sim::run(&plan, Streams::new(seed, 0), executor, options, || ());
        for (stream, cargo) in plan.scenario.streams.iter().zip(&done.cargo) {
            let accounted = cargo.delivered + cargo.waiting + cargo.in_corridor + cargo.turned_away;
            prop_assert_eq!(cargo.offered, accounted, "{}: {:?}", &stream.key, cargo);
        }
    }
}
