//! The hold model (pop one, push one) on three future event lists, at three sizes.

#[path = "models/heaps.rs"]
mod heaps;

use corridor::engine::{Streams, Timed, Wheel};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use heaps::{Binary, FourAry};
use std::time::Duration;

/// Hold operations an iteration.
const HOLDS: u64 = 10_000;
const MEAN_MS: f64 = 1_000_000.0;

/// An entry of 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    ms: u64,
    sequence: u32,
    index: u32,
}

impl Timed for Due {
    fn due_ms(&self) -> u64 {
        self.ms
    }
}

trait List {
    fn push(&mut self, entry: Due);
    fn pop(&mut self) -> Due;
}

impl List for Wheel<Due> {
    fn push(&mut self, entry: Due) {
        Wheel::push(self, entry);
    }

    fn pop(&mut self) -> Due {
        self.pop_before(u64::MAX)
            .expect("the hold model never runs empty")
    }
}

impl List for Binary<Due> {
    fn push(&mut self, entry: Due) {
        Binary::push(self, entry);
    }

    fn pop(&mut self) -> Due {
        Binary::pop(self).expect("the hold model never runs empty")
    }
}

impl List for FourAry<Due> {
    fn push(&mut self, entry: Due) {
        FourAry::push(self, entry);
    }

    fn pop(&mut self) -> Due {
        FourAry::pop(self).expect("the hold model never runs empty")
    }
}

/// A list with a constant number of entries, and exponential delays drawn beforehand.
struct Hold<L> {
    list: L,
    delays: Vec<u64>,
    sequence: u32,
    now: u64,
}

impl<L: List> Hold<L> {
    fn new(mut list: L, pending: u32) -> Self {
        let mut stream = Streams::new(1, 0).stream("hold", u64::from(pending));
        let delays = (0..1 << 16)
            .map(|_| (stream.exponential() * MEAN_MS) as u64)
            .collect();
        for sequence in 0..pending {
            let ms = (stream.exponential() * MEAN_MS) as u64;
            list.push(Due {
                ms,
                sequence,
                index: sequence,
            });
        }
        Self {
            list,
            delays,
            sequence: pending,
            now: 0,
        }
    }

    /// Holds many times; returns the time that the list has come to.
    fn run(&mut self, holds: u64) -> u64 {
        for _ in 0..holds {
            let entry = self.list.pop();
            assert!(
                entry.ms >= self.now,
                "{} ms after {} ms",
                entry.ms,
                self.now
            );
            self.now = entry.ms;
            self.sequence = self.sequence.wrapping_add(1);
            let delay = self.delays[self.sequence as usize % self.delays.len()];
            let (ms, sequence) = (entry.ms + delay, self.sequence);
            self.list.push(Due {
                ms,
                sequence,
                index: entry.index,
            });
        }
        self.now
    }
}

fn hold(criterion: &mut Criterion) {
    for pending in [1_000, 60_000, 1_000_000] {
        let ends = [
            Hold::new(Wheel::new(), pending).run(100_000),
            Hold::new(Binary::new(), pending).run(100_000),
            Hold::new(FourAry::new(), pending).run(100_000),
        ];
        assert_eq!([ends[0]; 3], ends, "the lists disagree");
        let mut group = criterion.benchmark_group("hold");
        group.throughput(Throughput::Elements(HOLDS));
        let (wheel, binary, four_ary) = (Wheel::new(), Binary::new(), FourAry::new());
        let mut wheel = Hold::new(wheel, pending);
        let id = BenchmarkId::new("wheel", pending);
        group.bench_function(id, |bencher| bencher.iter(|| wheel.run(HOLDS)));
        let mut binary = Hold::new(binary, pending);
        let id = BenchmarkId::new("binary heap", pending);
        group.bench_function(id, |bencher| bencher.iter(|| binary.run(HOLDS)));
        let mut four_ary = Hold::new(four_ary, pending);
        let id = BenchmarkId::new("4-ary heap", pending);
        group.bench_function(id, |bencher| bencher.iter(|| four_ary.run(HOLDS)));
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    targets = hold
}
criterion_main!(benches);
