//! Where locomotives are short, nobody is forgotten: trains that a crossing calls forward get one in
//! their turn, or others are called. A corridor in which ever more steel waits at the border for a
//! locomotive, while ore is set aside at a yard that only light engines serve.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "input_reading/fixture.rs"]
mod fixture;

use corridor::engine::{RunOptions, Streams};
use corridor::report;
use corridor::sim::{self, Executor, Plan};
use corridor::study::{self, Level, Options, Results};
use expect_test::expect;
use fixture::{SCENARIO, World};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What is at hand and what is offered.
#[derive(Clone, Copy, Debug)]
struct Case {
    locomotives: u32,
    /// Trains a day, to China and from China.
    ore: f64,
    steel: f64,
    /// Days from 1 March for which nothing goes to China.
    shut_days: u32,
    sidings: u32,
    set_aside_above: u32,
    embargo_above: u32,
}

/// The crossing shuts for three weeks, and three locomotives take a third of the steel that comes.
const SCARCE: Case = Case {
    locomotives: 3,
    ore: 2.0,
    steel: 6.6,
    shut_days: 20,
    sidings: 8,
    set_aside_above: 330,
    embargo_above: 700,
};

/// Double track from Moyynty by Aktogay to Dostyk, 827 km; trains change locomotives at its ends
/// alone, and are set aside at Aktogay.
fn world(case: Case) -> World {
    let sections = "section,from,to,mode,gauges,length_km,tracks,passing_loops_km,traction,freight_speed_kmh,other_passenger_pairs_per_day,other_freight_pairs_per_day,opens\n\
        URC-ALK,URC,ALK,rail,1435,477,2,,electric,80,0,0,\n\
        ALK-DOS,ALK,DOS,rail,1435+1520,12,2,,,40,0,0,\n\
        DOS-AKG,DOS,AKG,rail,1520,304,2,,diesel,70,0,0,\n\
        AKG-MOY,AKG,MOY,rail,1520,523,2,,diesel,70,0,0,\n";
    let streams = "stream,title,origin,destination,crossing,direction,function,commodity,wagon,lot_t,profile,longest_wait_h,t_per_teu\n\
        ore,Ore,MOY,URC,dostyk,to_china,export,iron_ore,gondola,69,flat,120,\n\
        steel,Steel,URC,MOY,dostyk,from_china,import,ferrous_metals,covered,700,flat,96,\n";
    // A train of ore has 55 wagons of 69 t, one of steel 57 of 64 t or less; volumes are 365 and 100 kt.
    let ore = case.ore * 55.0 * 0.069;
    let steel = case.steel * 365.0 * 50.0 * 0.064 / 100.0;
    let Case {
        locomotives,
        shut_days,
        sidings,
        set_aside_above,
        embargo_above,
        ..
    } = case;
    let text = format!(
        "extends = \"{SCENARIO}\"\nreport_from = 2020-10-01\nend = 2021-10-01\n\
         demand = {{ arrivals = 1, factor = {{ dostyk = {{ to_china = {ore}, from_china = {steel} }} }} }}\n\
         trace = {{ begins = 2020-10-01 }}\n\
         [crossing.dostyk.to_china]\nsending_tracks = 8\nset_aside_above_wagons = {set_aside_above}\n\
         quota_trains_per_day = [{{ value = 4 }}, {{ from = 2021-03-01, value = 0 }}, {{ from = 2021-03-{:02}, value = 4 }}]\n\
         embargo = {{ above_wagons = {embargo_above}, below_wagons = {}, notice_h = 12 }}\n\
         [crossing.dostyk.from_china]\nquota_trains_per_day = 20\n\
         [facility.dos_bulk]\ngroups = 20\nworking_tracks = 20\n\
         [set_aside]\nnotice_h = 1\nsidings = {{ AKG = {sidings} }}\n\
         [locomotives]\nlimited = true\nlight_after_h = 2\nnotice_min = 20\n\
         [traction_district.line]\nname = \"Moyynty–Dostyk\"\ntraction = \"diesel\"\n\
         sections = [\"DOS-AKG\", \"AKG-MOY\"]\nlocomotives = {locomotives}\nturn_round_h = 1\n\
         turn_round_at_h = {{ DOS = 2 }}\nstand_at = [\"MOY\", \"DOS\"]\n",
        1 + shut_days,
        embargo_above / 2,
    );
    World::new()
        .with("tables/sections.csv", sections)
        .with("tables/streams.csv", streams)
        .change(SCENARIO, "observed = \"tables/observed.csv\"\n", "")
        .with("case.toml", text)
}

fn plan(case: Case, overrides: &[&str]) -> Arc<Plan> {
    let reading = world(case).read("case.toml", overrides);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Plan::new(reading.scenario))
}

fn run(case: Case, overrides: &[&str]) -> Results {
    let stop = AtomicBool::new(false);
    let options = Options {
        level: Some(Level::None),
        ..Options::new(1, 1, &stop)
    };
    study::run(&plan(case, overrides), options).expect("it runs to its end")
}

fn trains(results: &Results, period: &str) -> f64 {
    let figure = results.figure("border_trains", "dostyk", "to_china", "all", period);
    figure.expect("it was measured").values[0]
}

/// Before, nothing went to China from April to the end: the trains called forward got no locomotive
/// while more steel waited for one at the border, and kept the room of all others.
#[test]
fn a_crossing_recovers_though_locomotives_are_short() {
    let results = run(SCARCE, &[]);
    for month in [
        "2021-04", "2021-05", "2021-06", "2021-07", "2021-08", "2021-09",
    ] {
        let trains = trains(&results, month);
        assert!(
            trains > 55.0,
            "{trains} trains in {month}, two a day are offered"
        );
    }
    assert_eq!(report::stops(&results), None);
}

/// A crossing shut for good stands still while steel comes the other way; the run says who waits.
#[test]
fn a_crossing_that_stands_still_is_told_with_its_cast() {
    let shut = "crossing.dostyk.to_china.quota_trains_per_day = [{ value = 4 }, { from = 2021-08-01, value = 0 }]";
    let case = Case {
        ore: 0.3,
        set_aside_above: 120,
        ..SCARCE
    };
    let results = run(case, &[shut]);
    assert_eq!(report::stalls(&results), None, "steel is delivered");
    expect![[r#"
        stood still: at the end of replication 1 on 2021-10-01 no loaded train had gone over dostyk.to_china since 2021-07-29 17:30 (63.3 days), though 715 wagons wait for it:
          59.7 days, since 2021-08-02 06:52: ore 91 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-08-01
          57.1 days, since 2021-08-04 20:50: ore 92 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-08-01, behind ore 91
          53.8 days, since 2021-08-08 05:41: ore 93 (55 wagons) at DOS waits for the quota of dostyk.to_china, 0 trains a day since 2021-08-01, behind ore 91
          50.5 days, since 2021-08-11 11:55: ore 94 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 91
          46.9 days, since 2021-08-15 02:23: ore 95 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 91
          43.1 days, since 2021-08-18 20:38: ore 96 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 91
          40.8 days, since 2021-08-21 05:12: ore 97 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 91
          37.2 days, since 2021-08-24 18:50: ore 98 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 91
          33.5 days, since 2021-08-28 11:35: ore 99 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 91
          29.9 days, since 2021-09-01 01:33: ore 100 (55 wagons) at AKG waits for a call forward to dostyk.to_china, behind ore 91
          and 3 more
    "#]].assert_eq(&report::stops(&results).unwrap_or_default());
    assert!(report::summary(&results).contains("\"stood_still\""));
}

fn case() -> impl Strategy<Value = Case> {
    (
        2_u32..6,
        0.3..3.0,
        0.0..12.0,
        1_u32..28,
        (0_u32..12, 0_u32..700, 200_u32..1_500),
    )
        .prop_map(|(locomotives, ore, steel, shut_days, holding)| Case {
            locomotives,
            ore,
            steel,
            shut_days,
            sidings: holding.0,
            set_aside_above: holding.1,
            embargo_above: holding.2,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_crossing_stands_still_that_is_open(
        case in case(),
        seed in any::<u64>(),
        parallel in any::<bool>(),
    ) {
        let plan = plan(case, &[]);
        let executor = if parallel { Executor::Parallel } else { Executor::Sequential };
        let options = RunOptions::until(plan.scenario.calendar.end_time());
        let done = sim::run(&plan, Streams::new(seed, 0), executor, options, || ());
        prop_assert!(done.stops.is_empty(), "{:#?}", done.stops);
        prop_assert_eq!(done.stall, None);
    }
}
