//! The same scenario and seed give the same results, whatever runs them.

use corridor::input;
use corridor::report;
use corridor::sim::Plan;
use corridor::study::{self, Level, Options};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

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
