//! Wagon fleets on a corridor small enough to read: one crossing, ore to China and steel from it.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "input_reading/fixture.rs"]
mod fixture;

use corridor::engine::{RunOptions, Streams};
use corridor::model::Period;
use corridor::sim::{self, Executor, Plan};
use corridor::stats::{Estimate, Indicators};
use fixture::{SCENARIO, World};
use proptest::prelude::*;
use std::sync::Arc;

/// The small corridor with the fleets that `text` adds, double track and no other trains in China.
fn plan(text: &str, overrides: &[&str]) -> Arc<Plan> {
    let text = format!("extends = \"{SCENARIO}\"\n{text}");
    let reading = World::new()
        .change("tables/sections.csv", "80,5,10", "80,0,0")
        .change("tables/sections.csv", "2021-07-01", "2019-01-01")
        .with("fleets.toml", text)
        .read("fleets.toml", overrides);
    Arc::new(Plan::new(
        reading.unwrap_or_else(|faults| panic!("{faults}")).scenario,
    ))
}

fn fleet(railway: &str, wagon: &str, wagons: &str) -> String {
    format!(
        "[fleet.{railway}_{wagon}]\nname = \"Wagons\"\nwagon = \"{wagon}\"\n\
         railway = \"{railway}\"\nowner = \"Somebody\"\nwagons = {wagons}\n"
    )
}

/// Fleets of which none is short but the gondolas of China.
fn fleets(china_gondolas: u32) -> String {
    let ample = [
        ("broad", "gondola"),
        ("broad", "covered"),
        ("china", "covered"),
    ];
    let ample = ample.map(|(railway, wagon)| fleet(railway, wagon, "20000"));
    ample.concat() + &fleet("china", "gondola", &china_gondolas.to_string())
}

/// A measure of a fleet or place in 2021, one value a replication.
fn measured(plan: &Arc<Plan>, measure: &str, place: &str, replications: u64) -> Vec<f64> {
    let one = |replication| {
        let end = plan.scenario.calendar.end_time();
        let done = sim::run(
            plan,
            Streams::new(1, replication),
            Executor::Sequential,
            RunOptions::until(end),
            || Indicators::new(Arc::clone(plan)),
        );
        let values = Indicators::of_replication(done.observers).values(&[Period::Year(2021)]);
        let found = values
            .iter()
            .find(|(label, _)| label.measure == measure && label.place == place);
        found.unwrap_or_else(|| panic!("no {measure} at {place}")).1
    };
    (0..replications).map(one).collect()
}

/// A fleet with more cargo than it can carry loads as many wagons a day as it has, divided by its
/// turnaround: 477 km at 80 km/h loaded and empty, 3 min to start each time, 18 h to unload.
#[test]
fn a_fleet_bound_line_carries_fleet_over_turnaround() {
    let turnaround_days = (2.0 * (477.0 / 80.0 + 3.0 / 60.0) + 18.0) / 24.0;
    for trains in [1, 2, 3] {
        let wagons = 57 * trains;
        let plan = plan(
            &fleets(wagons),
            &[
                "demand.factor.dostyk.to_china = 16",
                "crossing.dostyk.to_china.quota_trains_per_day = 20",
                "train_class.china_bulk.wagons_max = 57",
                "train_class.china_bulk.gross_mass_max_t = 6000",
                "operation.pool_trains = 0",
            ],
        );
        let loaded = measured(&plan, "wagon_loadings_per_day", "china_gondola", 4);
        let loaded = Estimate::of(&loaded).expect("there are values");
        let expected = f64::from(wagons) / turnaround_days;
        let half_width = loaded.half_width.expect("there are several");
        assert!(
            half_width < 0.01 * expected && loaded.covers(expected),
            "{wagons} wagons load {} ± {half_width} a day; {expected} by the formula",
            loaded.mean
        );
        let turnaround = measured(&plan, "wagon_turnaround", "china_gondola", 1)[0];
        assert!((turnaround / turnaround_days - 1.0).abs() < 0.01);
    }
}

#[test]
fn trains_wait_for_wagons_only_where_they_are_limited() {
    let text = fleets(57);
    let demand = "demand.factor.dostyk.to_china = 6";
    let quota = "crossing.dostyk.to_china.quota_trains_per_day = 20";
    let limited = plan(&text, &[demand, quota]);
    let unlimited = plan(&text, &[demand, quota, "fleets.limited = false"]);
    let wait = |plan| measured(plan, "wagon_wait", "china_gondola-ALK", 1)[0];
    assert!(wait(&limited) > 1_000.0, "{}", wait(&limited));
    assert_eq!(wait(&unlimited), 0.0);
    let dwell = |plan| measured(plan, "border_dwell_east", "dostyk", 1)[0];
    assert!(
        dwell(&limited) > dwell(&unlimited) + 24.0,
        "cargo waits for wagons at the receiving station"
    );
}

#[test]
fn wagons_that_a_fleet_gets_are_used_from_their_date() {
    let more = "[{ value = 57 }, { from = 2021-06-01, value = 570 }]";
    let text = fleets(57).replace("wagons = 57\n", &format!("wagons = {more}\n"));
    let demand = "demand.factor.dostyk.to_china = 6";
    let grown = plan(&text, &[demand]);
    let small = plan(&fleets(57), &[demand]);
    let loaded = |plan| measured(plan, "wagon_loadings_per_day", "china_gondola", 1)[0];
    assert!(loaded(&grown) > 1.3 * loaded(&small));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_wagon_is_somewhere(
        seed in any::<u64>(),
        wagons in proptest::collection::vec(0_u32..400, 4),
        later in 0_u32..400,
        demand in 0.1..8.0,
        days in 40_u32..180,
        pool_trains in 0_u32..3,
        districts in any::<bool>(),
    ) {
        let kinds = [("broad", "gondola"), ("broad", "covered"), ("china", "covered")];
        let texts = kinds.iter().zip(&wagons).map(|((railway, wagon), n)| {
            fleet(railway, wagon, &n.to_string())
        });
        let dated = format!("[{{ value = {} }}, {{ from = 2020-11-10, value = {later} }}]", wagons[3]);
        let text = texts.collect::<String>()
            + &fleet("china", "gondola", &dated)
            + "stand_at = [\"URC\", \"ALK\"]\n";
        let end = jiff::civil::date(2020, 10, 1) + jiff::Span::new().days(i64::from(days));
        let plan = plan(&text, &[
            &format!("demand.factor.dostyk.to_china = {demand:.3}"),
            &format!("operation.pool_trains = {pool_trains}"),
            "report_from = 2020-10-01",
            "trace.begins = 2020-10-02",
            &format!("end = {end}"),
        ]);
        let executor = if districts { Executor::Parallel } else { Executor::Sequential };
        let options = RunOptions::until(plan.scenario.calendar.end_time());
        let done = sim::run(&plan, Streams::new(seed, 0), executor, options, || ());
        for (fleet, count) in plan.scenario.fleets.list.iter().zip(&done.wagons) {
            prop_assert_eq!(count.owned, count.standing + count.on_trains, "{}", &fleet.key);
        }
        for (stream, cargo) in plan.scenario.streams.iter().zip(&done.cargo) {
            let accounted = cargo.delivered + cargo.waiting + cargo.in_corridor + cargo.turned_away;
            prop_assert_eq!(cargo.offered, accounted, "{}: {:?}", &stream.key, cargo);
        }
    }
}
