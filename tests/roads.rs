//! Trucks through the real simulator: booths against closed forms, quotas by day, drivers' rests,
//! and nothing lost.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "input_reading/fixture.rs"]
mod fixture;
mod road_fixture;

use corridor::engine::{Observer, RunOptions, Streams};
use corridor::model::Direction;
use corridor::sim::{self, Executor, Plan, Record, Replication, RoadRecord, Side};
use corridor::stats::half_width;
use corridor::study::{self, Level, Options, Results};
use corridor::units::{Duration, Mass, Time};
use fixture::SCENARIO;
use proptest::prelude::*;
use road_fixture::with_roads;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const ONE_PACE: &str = "operation.running_spread = 1";
const FROM_CHINA: &str = "road_border.khorgos_road.from_china";

fn plan(overrides: &[&str]) -> Arc<Plan> {
    let reading = with_roads().read(SCENARIO, overrides);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Plan::new(reading.scenario))
}

fn run<O: Observer<Record>>(
    plan: &Arc<Plan>,
    replication: u64,
    executor: Executor,
    observer: impl Fn() -> O,
) -> Replication<O> {
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    sim::run(
        plan,
        Streams::new(11, replication),
        executor,
        options,
        observer,
    )
}

fn results(plan: &Arc<Plan>, level: Level, threads: usize) -> Results {
    let stop = AtomicBool::new(false);
    let options = Options {
        threads: Some(threads),
        level: Some(level),
        ..Options::new(2, 5, &stop)
    };
    study::run(plan, options).expect("it runs to its end")
}

/// What trucks did on the way from China, truck by truck.
#[derive(Default)]
struct Log {
    /// When each control on the sending side began, and how long the truck had waited.
    controls: Vec<(Time, Duration)>,
    /// When convoys crossed, their trucks, and how long these were there together.
    crossed: Vec<(Time, u16, Duration)>,
    /// How long each consignment was on its way.
    took: Vec<Duration>,
}

impl Observer<Record> for Log {
    fn observe(&mut self, time: Time, record: Record) {
        let Record::Road(record) = record else {
            return;
        };
        match record {
            RoadRecord::Controlled {
                direction: Direction::FromChina,
                side: Side::Sending,
                wait,
                ..
            } => self.controls.push((time, wait)),
            RoadRecord::Crossed {
                direction: Direction::FromChina,
                trucks,
                dwelt,
                ..
            } => self.crossed.push((time, trucks, dwelt)),
            RoadRecord::Delivered { took, .. } => self.took.push(took),
            _ => {}
        }
    }
}

fn log(overrides: &[&str], replication: u64) -> Log {
    let done = run(
        &plan(overrides),
        replication,
        Executor::Sequential,
        Log::default,
    );
    let mut all = Log::default();
    for log in done.observers {
        all.controls.extend(log.controls);
        all.crossed.extend(log.crossed);
        all.took.extend(log.took);
    }
    all
}

/// The mean wait in a queue for `servers`, in units of the service time. Erlang C; Gross and others,
/// *Fundamentals of Queueing Theory*, ch. 3.3.
fn erlang_c_wait(servers: u32, offered: f64) -> f64 {
    let mut blocked = 1.0;
    for n in 1..=servers {
        blocked = offered * blocked / (f64::from(n) + offered * blocked);
    }
    let (count, share) = (f64::from(servers), offered / f64::from(servers));
    let waits = blocked / (1.0 - share * (1.0 - blocked));
    waits / (count - offered)
}

/// Nothing but single trucks that come at random to the booths of one direction.
const ONLY_GOODS: [&str; 6] = [
    "demand.factor.dostyk = { to_china = 0, from_china = 0 }",
    "demand.factor.khorgos_road.to_china = 0",
    "start = 2021-01-01",
    "report_from = 2021-01-01",
    "trace = { through = [\"MOY\", \"AKG\"], begins = 2021-01-01, days = 1 }",
    ONE_PACE,
];

fn only_goods<'a>(more: &[&'a str]) -> Vec<&'a str> {
    ONLY_GOODS
        .iter()
        .copied()
        .chain(more.iter().copied())
        .collect()
}

#[test]
fn trucks_wait_at_booths_as_in_a_queue_of_markov() {
    // 876 kt a year and 100 kt of boxes: 5 trucks an hour alone, 5.68 in convoys of three.
    for (booths, minutes) in [(1_u32, 10.0), (3, 30.0), (4, 30.0)] {
        let set = format!(
            "{FROM_CHINA}.sending = {{ booths = {booths}, time_min = {{ kind = \"exponential\", \
             mean = {minutes} }} }}"
        );
        let quota = format!("{FROM_CHINA}.quota_trucks_per_day = 100000");
        // The boxes are left out: their convoys would come together.
        let plan = with_roads()
            .change("tables/volumes.csv", "boxes,2021,100", "boxes,2021,0")
            .read(SCENARIO, &only_goods(&[&set, &quota]));
        let plan = Arc::new(Plan::new(
            plan.unwrap_or_else(|faults| panic!("{faults}")).scenario,
        ));
        let waits: Vec<f64> = (0..6)
            .map(|replication| {
                let done = run(&plan, replication, Executor::Sequential, Log::default);
                let logs = done.observers.iter().flat_map(|log| &log.controls);
                let waits: Vec<f64> = logs.map(|(_, wait)| wait.as_minutes()).collect();
                assert!(waits.len() > 40_000, "{} trucks", waits.len());
                waits.iter().sum::<f64>() / waits.len() as f64
            })
            .collect();
        let mean = waits.iter().sum::<f64>() / waits.len() as f64;
        let half = half_width(&waits).expect("there are six");
        let expected = minutes * erlang_c_wait(booths, 5.0 * minutes / 60.0);
        assert!(
            (mean - expected).abs() < 1.5 * half,
            "{booths} booths: {mean} ± {half} min, expected {expected}"
        );
        assert!(half < 0.1 * expected, "{half} of {expected}");
    }
}

#[test]
fn the_quota_holds_on_every_day_and_hours_hold_on_each() {
    let quota = format!(
        "{FROM_CHINA}.quota_trucks_per_day = [{{ value = 90 }}, {{ from = 2021-02-01, value = 0 }}, \
         {{ from = 2021-03-01, value = 130 }}]"
    );
    let hours = format!("{FROM_CHINA}.hours = {{ from_h = 8, until_h = 20 }}");
    let booths = format!("{FROM_CHINA}.sending.booths = 8");
    let log = log(&only_goods(&[&quota, &booths, &hours]), 0);
    let mut by_day = vec![0_u32; 366];
    for (time, _) in &log.controls {
        by_day[time.whole_days() as usize] += 1;
        let hour = time.time_of_day().as_hours();
        assert!((8.0..20.0).contains(&hour), "a control began at {hour} h");
    }
    let quota = |day: usize| match day {
        0..=30 => 90,
        31..=58 => 0,
        _ => 130,
    };
    for (day, trucks) in by_day.iter().enumerate().take(365) {
        assert!(
            *trucks <= quota(day),
            "day {day}: {trucks} of {}",
            quota(day)
        );
    }
    // Far more is offered, 134 trucks a day, so that the quota is used up on the days after.
    assert!(by_day[60..365].iter().all(|trucks| *trucks == 130));
}

#[test]
fn a_convoy_goes_on_when_its_last_truck_is_through() {
    let lone = "tables/streams.csv";
    let world = with_roads()
        .change(lone, "other,covered,20,flat", "other,covered,50,flat")
        .change("tables/volumes.csv", "boxes,2021,100", "boxes,2021,0")
        .change("tables/volumes.csv", "goods,2021,876", "goods,2021,2");
    let booth = format!("{FROM_CHINA}.sending = {{ booths = 1, time_min = 60 }}");
    let beyond = format!("{FROM_CHINA}.receiving = {{ booths = 9, time_min = 30 }}");
    let even = "demand.arrivals = 1";
    let reading = world.read(SCENARIO, &only_goods(&[&booth, &beyond, even]));
    let plan = Arc::new(Plan::new(
        reading.unwrap_or_else(|faults| panic!("{faults}")).scenario,
    ));
    let done = run(&plan, 0, Executor::Sequential, Log::default);
    let crossed = done.observers.iter().flat_map(|log| &log.crossed);
    let crossed: Vec<_> = crossed
        .map(|(_, trucks, dwelt)| (*trucks, dwelt.as_hours()))
        .collect();
    assert!(crossed.len() > 30);
    // 50 t fill two trucks and half of a third: 1.5, 2.5 and 3.5 hours at the border.
    assert!(crossed.iter().all(|it| *it == (3, 7.5)), "{crossed:?}");
    let took = done.observers.iter().flat_map(|log| &log.took);
    let took: Vec<f64> = took.map(|took| took.as_hours()).collect();
    // 3.5 hours there, then 378 km at 50 km/h, one break, and unloading.
    let expected = 3.5 + 7.56 + 0.75 + 2.0;
    assert!(
        took.iter().all(|hours| (hours - expected).abs() < 1e-3),
        "{took:?}"
    );
}

#[test]
fn two_drivers_are_sooner_there_than_one() {
    let mean = |crew: &str| {
        let plan = plan(&[ONE_PACE, crew]);
        let results = results(&plan, Level::None, 1);
        let about = [
            "road_transit_time",
            "R_URC-R_SHY",
            "from_china",
            "all",
            "2021",
        ];
        let [measure, place, direction, commodity, period] = about;
        let figure = results.figure(measure, place, direction, commodity, period);
        24.0 * figure
            .and_then(|it| it.estimate())
            .expect("boxes came")
            .mean
    };
    let (one, two) = (mean("truck.driver.crew = 1"), mean("truck.driver.crew = 2"));
    // 13.4, 7.56 and 16.925 hours of driving; one driver rests on three nights, two on two.
    let driving = 13.4 + 7.56 + 16.925 + 2.0;
    assert!(one > driving + 3.0 * 11.0, "{one} h");
    assert!(
        (two - driving - 2.0 * 9.0).abs() < 6.0,
        "{two} h against {driving} h"
    );
}

#[test]
fn executors_and_threads_change_nothing() {
    let plan = plan(&[]);
    let oracle = format!("{:?}", results(&plan, Level::None, 1));
    assert!(oracle.contains("road_border_tonnage"), "trucks ran");
    for threads in [1, 2, 4] {
        for level in [Level::Districts, Level::Replications] {
            let other = format!("{:?}", results(&plan, level, threads));
            assert!(other == oracle, "{level:?}, {threads} threads");
        }
    }
}

#[test]
fn roads_change_no_figure_of_rail_and_can_be_switched_off() {
    let figures = |plan: &Arc<Plan>| results(plan, Level::None, 1).figures;
    let on = figures(&plan(&[]));
    let off = figures(&plan(&["road.enabled = false"]));
    let railway = fixture::World::new().read(SCENARIO, &[]);
    let railway = railway.unwrap_or_else(|faults| panic!("{faults}"));
    let without = figures(&Arc::new(Plan::new(railway.scenario)));
    let of_rail = |measure: &str| !measure.starts_with("road_") && !measure.starts_with("booth_");
    let rail: Vec<_> = on
        .iter()
        .filter(|it| of_rail(it.measure))
        .cloned()
        .collect();
    assert!(rail.len() < on.len());
    assert_eq!(format!("{rail:?}"), format!("{off:?}"));
    assert_eq!(format!("{off:?}"), format!("{without:?}"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn neither_cargo_nor_trucks_are_lost(
        seed in any::<u64>(),
        quota in 0_u32..200,
        booths in 1_u32..6,
        crew in 1_u32..3,
        opens in 0_u32..12,
        parallel in any::<bool>(),
    ) {
        let set = [
            "end = 2021-03-01".to_owned(),
            "trace.begins = 2021-02-01".to_owned(),
            "demand.factor.dostyk = { to_china = 0.1, from_china = 0.1 }".to_owned(),
            format!("truck.driver.crew = {crew}"),
            format!("{FROM_CHINA}.quota_trucks_per_day = {quota}"),
            format!("{FROM_CHINA}.hours = {{ from_h = {opens}, until_h = 24 }}"),
            format!("{FROM_CHINA}.sending.booths = {booths}"),
        ];
        let set: Vec<&str> = set.iter().map(String::as_str).collect();
        let plan = plan(&set);
        let executor = if parallel { Executor::Parallel } else { Executor::Sequential };
        let options = RunOptions::until(plan.scenario.calendar.end_time());
        let done = sim::run(&plan, Streams::new(seed, 0), executor, options, || ());
        let mut by_road = Mass::ZERO;
        for (stream, cargo) in plan.scenario.streams.iter().zip(&done.cargo) {
            let accounted = cargo.delivered + cargo.waiting + cargo.in_corridor + cargo.turned_away;
            prop_assert_eq!(cargo.offered, accounted, "{}: {:?}", &stream.key, cargo);
            if stream.is_by_road() {
                by_road += cargo.offered;
            }
        }
        let trucks = done.trucks;
        let accounted = trucks.unloaded + trucks.on_the_road + trucks.at_borders;
        prop_assert_eq!(trucks.loaded, accounted, "{:?}", trucks);
        prop_assert!(by_road > Mass::ZERO && trucks.loaded > 0, "something went by road");
    }
}
