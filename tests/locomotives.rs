//! Locomotives bind a line as the closed form says, are neither lost nor made, and never lock it; a
//! crew past its longest stretch is relieved.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "input_reading/fixture.rs"]
mod fixture;

use corridor::engine::{RunOptions, Streams};
use corridor::model::Period;
use corridor::sim::{self, Executor, LocomotiveCount, Plan};
use corridor::stats::Indicators;
use corridor::units::{Duration, Mass, Time};
use fixture::{SCENARIO, World};
use proptest::prelude::*;
use std::sync::Arc;

/// The traction of the sections of the small corridor, and its locomotives on the way from Moyynty
/// to Dostyk. Moyynty–Aktogay is a double track without other trains: nothing there waits for a meet.
fn world(locomotives: &str) -> World {
    let sections = "section,from,to,mode,gauges,length_km,tracks,passing_loops_km,traction,freight_speed_kmh,other_passenger_pairs_per_day,other_freight_pairs_per_day,opens\n\
        URC-ALK,URC,ALK,rail,1435,477,2,,electric,80,0,0,\n\
        ALK-DOS,ALK,DOS,rail,1435+1520,12,2,,,40,0,0,\n\
        DOS-AKG,DOS,AKG,rail,1520,304,1,20 41.5 60 90 120 150 180 210 240 270,diesel,70,1,1,\n\
        AKG-MOY,AKG,MOY,rail,1520,523,2,,diesel,70,0,0,\n";
    let streams = "stream,title,origin,destination,crossing,direction,function,commodity,wagon,lot_t,profile,longest_wait_h,t_per_teu\n\
        ore,Ore,MOY,URC,dostyk,to_china,export,iron_ore,gondola,1400,flat,120,\n\
        steel,Steel,URC,MOY,dostyk,from_china,import,ferrous_metals,covered,700,flat,96,\n";
    let scenario = World::new().text(SCENARIO);
    World::new()
        .with("tables/sections.csv", sections)
        .with("tables/streams.csv", streams)
        .with(SCENARIO, format!("{scenario}\n{locomotives}"))
        .change(SCENARIO, "observed = \"tables/observed.csv\"\n", "")
}

/// A line from Moyynty to Aktogay of so many locomotives.
fn shuttle(locomotives: u32) -> World {
    world(&format!(
        "[locomotives]\nlimited = true\nlight_after_h = 2\nnotice_min = 20\n\
         [traction_district.shuttle]\nname = \"Moyynty–Aktogay\"\ntraction = \"diesel\"\n\
         sections = [\"AKG-MOY\"]\nlocomotives = {locomotives}\nturn_round_h = 1\n\
         turn_round_at_h = {{ AKG = 2 }}\nstand_at = [\"MOY\", \"AKG\"]\n"
    ))
}

fn plan(world: &World, overrides: &[&str]) -> Arc<Plan> {
    let reading = world.read(SCENARIO, overrides);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Plan::new(reading.scenario))
}

/// The values of the year 2021, asked for by measure, place and commodity.
fn values(plan: &Arc<Plan>, seed: u64) -> impl Fn(&str, &str, &str) -> f64 + use<> {
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let observer = || Indicators::new(Arc::clone(plan));
    let done = sim::run(
        plan,
        Streams::new(seed, 0),
        Executor::Sequential,
        options,
        observer,
    );
    let values = Indicators::of_replication(done.observers).values(&[Period::Year(2021)]);
    move |measure, place, commodity| {
        let of = |label: &corridor::stats::Label| {
            (label.measure, &*label.place, label.commodity) == (measure, place, commodity)
        };
        let found = values.iter().find(|(label, _)| of(label));
        found.unwrap_or_else(|| panic!("no {measure} at {place}")).1
    }
}

/// More trains than any number of locomotives here brings over the line, both ways.
const PLENTY: [&str; 6] = [
    "operation.running_spread = 1",
    "demand.factor.dostyk.to_china = 25",
    "demand.factor.dostyk.from_china = 80",
    "crossing.dostyk.to_china.quota_trains_per_day = 40",
    "crossing.dostyk.from_china.quota_trains_per_day = 40",
    "facility.dos_bulk.groups = 40",
];

/// Locomotives / cycle: there and back at 70 km/h, each time started from a stand (3 min), and
/// turned round in 1 and in 2 hours. Both ways there is always a loaded train to take.
#[test]
fn a_line_bound_by_locomotives_carries_locomotives_over_cycle() {
    let cycle_h = 2.0 * (523.0 / 70.0 + 3.0 / 60.0) + 1.0 + 2.0;
    for locomotives in [1_u32, 2, 3] {
        let of = values(&plan(&shuttle(locomotives), &PLENTY), 7);
        let pairs = of("section_pairs_per_day", "AKG-MOY", "freight");
        let expected = f64::from(locomotives) * 24.0 / cycle_h;
        let error = pairs / expected - 1.0;
        assert!(
            error.abs() < 0.01,
            "{locomotives} locomotives: {pairs} pairs a day, by the formula {expected}"
        );
        assert!(of("locomotive_utilisation", "shuttle", "all") > 0.8);
        assert!(
            of("locomotive_wait", "MOY", "loaded") > 1_000.0,
            "trains wait"
        );
        assert_eq!(of("locomotives", "shuttle", "all"), f64::from(locomotives));
    }
}

#[test]
fn one_key_gives_every_train_a_locomotive() {
    let switched = |limited| {
        let limited = format!("locomotives.limited = {limited}");
        let overrides: Vec<&str> = PLENTY.into_iter().chain([&*limited]).collect();
        let of = values(&plan(&shuttle(1), &overrides), 7);
        of("section_pairs_per_day", "AKG-MOY", "freight")
    };
    let (bound, free) = (switched(true), switched(false));
    assert!(
        free > 2.0 * bound,
        "{free} pairs a day without a limit, {bound} with it"
    );
}

/// More wagons everywhere than cargo needs, so that no empties are sent for.
fn with_wagons(world: World) -> World {
    let kinds = ["gondola", "covered"].map(|wagon| {
        ["broad", "china"].map(|railway| {
            format!(
                "[fleet.{railway}_{wagon}]\nname = \"Wagons\"\nwagon = \"{wagon}\"\n\
                 railway = \"{railway}\"\nowner = \"Somebody\"\nwagons = 100000\n"
            )
        })
    });
    world.appended(&kinds.concat().concat())
}

/// All cargo goes one way and nothing else comes back: half of the runs are light.
#[test]
fn locomotives_run_back_light_to_where_trains_wait() {
    let one_way = [
        "demand.factor.dostyk.to_china = 2",
        "demand.factor.dostyk.from_china = 0",
    ];
    let of = values(&plan(&with_wagons(shuttle(3)), &one_way), 7);
    let light = of("light_engine_share", "shuttle", "all");
    assert!(
        (0.45..=0.5).contains(&light),
        "light: {light} of locomotive-kilometers"
    );
}

/// MOY–AKG takes 7.5 h, the stop there an hour, AKG–DOS at least 4.3 h: more than nine together.
#[test]
fn a_crew_past_its_stretch_is_relieved() {
    let crews = |stretch_h: f64| {
        let crew = format!(
            "[crew]\nenabled = true\nrelief_min = 90\n[crew.longest_stretch_h]\nbroad = {stretch_h}\n"
        );
        values(&plan(&world(&crew), &["operation.running_spread = 1"]), 7)
    };
    let (short, long) = (crews(9.0), crews(24.0));
    let trains = short("section_pairs_per_day", "AKG-MOY", "freight") * 2.0 * 365.0;
    let reliefs = short("crew_reliefs", "broad", "all");
    assert!(
        (reliefs / trains - 1.0).abs() < 0.02,
        "{reliefs} reliefs of {trains} trains"
    );
    let wait = short("crew_relief_wait", "broad", "all");
    assert!(
        (wait / reliefs - 0.5).abs() < 1e-6,
        "90 minutes instead of 60"
    );
    assert_eq!(long("crew_reliefs", "broad", "all"), 0.0);
    let slower = short("transit_time", "MOY-DOS", "bulk") - long("transit_time", "MOY-DOS", "bulk");
    assert!(
        (0.3..0.8).contains(&(24.0 * slower)),
        "{} h slower",
        24.0 * slower
    );
}

/// Delivered cargo and locomotives at some time of the run.
fn state(plan: &Arc<Plan>, until: Time, executor: Executor) -> (Vec<Mass>, Vec<LocomotiveCount>) {
    let options = RunOptions::until(until);
    let done = sim::run(plan, Streams::new(3, 0), executor, options, || ());
    let delivered = done.cargo.iter().map(|cargo| cargo.delivered);
    (delivered.collect(), done.locomotives)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// On single track with meets, with few or many locomotives wherever they stand, more or fewer
    /// as time goes by: none is lost or made, and cargo never stops moving.
    #[test]
    fn locomotives_are_conserved_and_lock_nothing(
        first in 1_u32..6,
        later in 1_u32..6,
        demand in 0.2_f64..3.0,
        light_after in 0.0_f64..20.0,
        at_dostyk in any::<bool>(),
        two in any::<bool>(),
        parallel in any::<bool>(),
    ) {
        let stand_at = if at_dostyk { "DOS" } else { "AKG" };
        let rest = if two { "" } else { ", \"AKG-MOY\"" };
        let mut text = format!(
            "[locomotives]\nlimited = true\nlight_after_h = {light_after}\nnotice_min = 20\n\
             [traction_district.east]\nname = \"East\"\ntraction = \"diesel\"\n\
             sections = [\"DOS-AKG\"{rest}]\nturn_round_h = 2\nstand_at = [\"{stand_at}\"]\n\
             locomotives = [{{ value = {first} }}, {{ from = 2021-03-01, value = {later} }}]\n"
        );
        if two {
            text += "[traction_district.west]\nname = \"West\"\ntraction = \"diesel\"\n\
                sections = [\"AKG-MOY\"]\nturn_round_h = 1\nstand_at = [\"MOY\"]\nlocomotives = 2\n";
        }
        let factors = ["to_china", "from_china"]
            .map(|direction| format!("demand.factor.dostyk.{direction} = {demand}"));
        let overrides = ["end = 2021-07-01", "report_from = 2021-01-01", "trace.begins = 2021-01-14"];
        let overrides: Vec<&str> = overrides.into_iter().chain(factors.iter().map(|f| &**f)).collect();
        let plan = plan(&world(&text), &overrides);
        let executor = if parallel { Executor::Parallel } else { Executor::Sequential };
        let end = plan.scenario.calendar.end_time();
        let (delivered, counts) = state(&plan, end, executor);
        for count in &counts {
            let found = count.hauling + count.light + count.turning + count.ready + count.handed_over;
            prop_assert_eq!(found, count.in_service, "{:?}", count);
        }
        prop_assert_eq!(counts[0].in_service, i64::from(later), "{:?}", counts[0]);
        let before = end.as_ms() - Duration::from_days(45).as_ms();
        let (earlier, _) = state(&plan, Time::from_ms(before), executor);
        for (now, then) in delivered.iter().zip(&earlier) {
            prop_assert!(now > then, "nothing was delivered in 45 days: {:?}", counts);
        }
    }
}
