//! A year of the toy corridor.

#[path = "models/toy_corridor.rs"]
mod toy_corridor;

use corridor::engine::{Model, run_sequential};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::time::Duration;
use toy_corridor::{Line, ORDINARY_SEED, Sums, YEAR};

fn year(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("toy corridor");
    group.bench_function("year", |bencher| {
        let run =
            |model: Model<Line, Sums>| run_sequential(model, YEAR).observers[0].assert_ordinary();
        bencher.iter_batched(|| Line::model(ORDINARY_SEED), run, BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(4));
    targets = year
}
criterion_main!(benches);
