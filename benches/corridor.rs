//! The corridor itself: one replication, replications on one and two threads, districts within one
//! replication, and how the cost grows with traffic and with simulated time.

#[path = "models/copies.rs"]
mod copies;

use corridor::engine::{RunOptions, RunStatistics, Streams, run_trials, with_threads};
use corridor::sim::{self, Executor, Plan};
use corridor::stats::Indicators;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Dates within the volumes of the tables.
fn dates(end: &str) -> Vec<String> {
    [
        "start = 2021-01-01",
        "report_from = 2021-01-01",
        &format!("end = {end}"),
    ]
    .map(str::to_owned)
    .to_vec()
}

fn run(plan: &Arc<Plan>, replication: u64, executor: Executor) -> RunStatistics {
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let observer = || Indicators::new(Arc::clone(plan));
    sim::run(
        plan,
        Streams::new(1, replication),
        executor,
        options,
        observer,
    )
    .statistics
}

/// Replications on one and on two threads: the first ÷ the second is the gain.
fn replications(criterion: &mut Criterion) {
    let plan = copies::plan(1, &dates("2021-04-01"));
    let events = run(&plan, 0, Executor::Sequential).events;
    assert!(events > 1_000_000, "{events} events in a quarter");
    let mut group = criterion.benchmark_group("four replications of a quarter");
    group.throughput(Throughput::Elements(4 * events));
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::new("threads", threads), |bencher| {
            bencher.iter(|| {
                let one = |n| run(&plan, n as u64, Executor::Sequential).events;
                let done = run_trials(4, Some(threads), one).expect("threads can be started");
                assert_eq!(done[0], events);
            });
        });
    }
    group.finish();
}

/// Districts of one replication, on the real corridor and on ten of them.
fn districts(criterion: &mut Criterion) {
    for copies in [1, 10] {
        let plan = copies::plan(copies, &dates("2021-02-01"));
        let oracle = run(&plan, 0, Executor::Sequential);
        let mut group = criterion.benchmark_group(format!("a month, {copies} × the corridor"));
        group.throughput(Throughput::Elements(oracle.events));
        group.bench_function("sequential", |bencher| {
            bencher.iter(|| assert_eq!(run(&plan, 0, Executor::Sequential).events, oracle.events));
        });
        for threads in [1, 2] {
            group.bench_function(BenchmarkId::new("districts", threads), |bencher| {
                bencher.iter(|| {
                    let parallel = || run(&plan, 0, Executor::Parallel);
                    let done = with_threads(Some(threads), parallel);
                    assert_eq!(done.expect("threads can be started").events, oracle.events);
                });
            });
        }
        group.finish();
    }
}

/// Events a second should not fall as there is more traffic, or more time.
///
/// More traffic is copies of the corridor side by side for a month, since one corridor cannot carry it:
/// nothing goes from one to another. They are run in groups, as studies run them, and as one list, which
/// is how many corridors would run that are joined at short notice.
fn growth(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("growth");
    let mut of = |name: String, plan: &Arc<Plan>, executor| {
        let events = run(plan, 0, executor).events;
        group.throughput(Throughput::Elements(events));
        group.bench_function(name, |bencher| {
            bencher.iter(|| assert_eq!(run(plan, 0, executor).events, events));
        });
    };
    for copies in [1, 3, 10, 30] {
        let plan = copies::plan(copies, &dates("2021-02-01"));
        of(format!("traffic {copies}"), &plan, Executor::Grouped);
        let one_list = format!("traffic {copies}, one list");
        of(one_list, &plan, Executor::Sequential);
    }
    for years in [1, 3, 10] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/corridor.toml");
        let reading = corridor::input::read(&path, &dates(&format!("{}-01-01", 2021 + years)));
        let scenario = reading.unwrap_or_else(|faults| panic!("{faults}")).scenario;
        let plan = Arc::new(Plan::new(scenario));
        of(format!("years {years}"), &plan, Executor::Grouped);
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = replications, districts, growth
}
criterion_main!(benches);
