//! PHOLD: the sequential executor, the parallel one on one and two threads, and a bare loop.
//!
//! Against other engines, and as ratios out of one run: `engine_ratios`.

#[path = "models/bare.rs"]
mod bare;
#[path = "models/phold.rs"]
mod phold;

use corridor::engine::{Model, run_parallel, run_sequential};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use phold::{Node, Phold};
use rayon::ThreadPoolBuilder;
use std::time::Duration;

/// Rounds of all events an iteration, and the least number of events.
const ROUNDS: u64 = 2;
const LEAST_EVENTS: u64 = 400_000;

fn executors(criterion: &mut Criterion) {
    for phold in Phold::sizes() {
        let size = format!("{} x {}", phold.processes, phold.events_each);
        let events = LEAST_EVENTS.max(ROUNDS * (phold.processes * phold.events_each) as u64);
        let end = phold.end_after(events);
        let oracle = run_sequential(phold.model(1), end);
        phold.assert_plausible(oracle.statistics.events, end);
        let mut group = criterion.benchmark_group("phold");
        group.throughput(Throughput::Elements(oracle.statistics.events));
        group.bench_function(BenchmarkId::new("sequential", &size), |bencher| {
            let model = || phold.model(1);
            bencher.iter_batched(
                model,
                |model| run_sequential(model, end),
                BatchSize::PerIteration,
            );
        });
        for threads in [1, 2] {
            let pool = ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.expect("threads can be started");
            let run = |model: Model<Node, ()>| pool.install(|| run_parallel(model, end));
            assert!(
                run(phold.model(1)).processes == oracle.processes,
                "threads changed a result"
            );
            let id = BenchmarkId::new(format!("parallel on {threads}"), &size);
            group.bench_function(id, |bencher| {
                bencher.iter_batched(|| phold.model(1), run, BatchSize::PerIteration);
            });
        }
        let events = oracle.statistics.events;
        group.bench_function(BenchmarkId::new("bare loop", &size), |bencher| {
            bencher.iter(|| assert_eq!(bare::run_bare(&phold, 1, events), events));
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = executors
}
criterion_main!(benches);
