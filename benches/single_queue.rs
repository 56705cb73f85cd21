//! M/M/1, nine tenths busy: what an event costs when hardly anything is pending.

#[path = "models/queue.rs"]
mod queue;

use corridor::engine::{Model, run_sequential};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use queue::{Queue, Waits};
use std::time::Duration;

/// Customers an iteration, about.
const CUSTOMERS: f64 = 100_000.0;

fn single_queue(criterion: &mut Criterion) {
    let end = queue::end(CUSTOMERS);
    let mut group = criterion.benchmark_group("single queue");
    group.throughput(Throughput::Elements(2 * CUSTOMERS as u64));
    group.bench_function("M/M/1", |bencher| {
        let run =
            |model: Model<Queue, Waits>| run_sequential(model, end).observers[0].assert_plausible();
        bencher.iter_batched(|| Queue::busy_single(1), run, BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    targets = single_queue
}
criterion_main!(benches);
