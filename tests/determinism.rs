//! The same scenario and seed give the same results, whatever runs them.

#[path = "../benches/models/copies.rs"]
mod copies;

use corridor::engine::{Observer, RunOptions, Streams, with_threads};
use corridor::input;
use corridor::report;
use corridor::sim::{self, Executor, Plan, Record};
use corridor::study::{self, Level, Options};
use corridor::units::Time;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A hash of every record of a district, each with its time, in order.
#[derive(Default)]
struct Trace(DefaultHasher);

impl Observer<Record> for Trace {
    fn observe(&mut self, time: Time, record: Record) {
        format!("{time:?} {record:?}").hash(&mut self.0);
    }
}

#[test]
fn two_corridors_record_the_same_under_every_executor() {
    let dates = [
        "start = 2021-01-01",
        "report_from = 2021-01-01",
        "end = 2021-01-12",
    ];
    let plan = copies::plan(2, &dates.map(str::to_owned));
    let trace = |executor| {
        let options = RunOptions::until(plan.scenario.calendar.end_time());
        let done = sim::run(&plan, Streams::new(1, 0), executor, options, Trace::default);
        let hashes: Vec<u64> = done.observers.iter().map(|it| it.0.finish()).collect();
        let (ran, cargo) = (done.statistics, format!("{:?}", done.cargo));
        ((ran.events, ran.messages, hashes, cargo), ran.shards)
    };
    let (oracle, shards) = trace(Executor::Sequential);
    assert!(oracle.0 > 200_000, "{} events", oracle.0);
    assert_eq!(shards, 1);
    let (grouped, shards) = trace(Executor::Grouped);
    assert_eq!(shards, 4, "trains and roads of each");
    assert_eq!(grouped, oracle);
    let parallel = with_threads(Some(2), || trace(Executor::Parallel).0);
    assert_eq!(parallel.expect("threads can be started"), oracle);
}

/// Every result of two replications over some weeks of the real corridor, floats to the last bit.
fn everything(level: Level, threads: usize) -> (String, String) {
    let overrides = [
        "start = 2021-03-01",
        "report_from = 2021-04-01",
        "end = 2021-05-01",
        "trace.begins = 2021-04-10",
        // News of waits goes from district to district, and cargo chooses by it.
        "routes.choose_crossing = [\"all\"]",
        "routes.news_every_days = 3",
        "routes.also_by_road = [\"all\"]",
        "route_costs.road_usd_per_tkm = 0.1",
        "base.lianyungang.when_full = \"turn_away\"",
    ];
    let overrides = overrides.map(str::to_owned);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let reading = input::read(&path, &overrides).unwrap_or_else(|faults| panic!("{faults}"));
    let plan = Arc::new(Plan::new(reading.scenario));
    let stop = AtomicBool::new(false);
    let options = Options {
        threads: Some(threads),
        level: Some(level),
        ..Options::new(2, 7, &stop)
    };
    let results = study::run(&plan, options).expect("it runs to its end");
    (report::summary(&results), format!("{results:?}"))
}

#[test]
fn executors_and_threads_change_no_byte() {
    let oracle = everything(Level::None, 1);
    assert!(
        oracle.0.contains("border_tonnage"),
        "there is something to compare"
    );
    for threads in [1, 2, 4] {
        assert!(
            everything(Level::Districts, threads) == oracle,
            "districts, {threads} threads"
        );
        assert!(
            everything(Level::Replications, threads) == oracle,
            "replications, {threads} threads"
        );
    }
}
