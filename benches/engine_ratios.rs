//! The engine's figures as ratios, each out of one run: contenders take turns, medians of five.
//!
//! `cargo bench --bench engine_ratios`; words after `--` choose parts (phold, queue, threads, curve).

#[path = "models/bare.rs"]
mod bare;
#[path = "models/on_nexosim.rs"]
mod on_nexosim;
#[path = "models/on_simcore.rs"]
mod on_simcore;
#[path = "models/phold.rs"]
mod phold;
#[path = "models/queue.rs"]
mod queue;
#[path = "models/toy_corridor.rs"]
mod toy_corridor;

use corridor::engine::{run_parallel, run_sequential};
use on_nexosim::NexosimPhold;
use on_simcore::SimcorePhold;
use phold::{MS_PER_UNIT, Phold};
use queue::{Queue, Waits};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::time::Instant;
use toy_corridor::{Line, YEAR};

const RUNS: u64 = 5;

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let chosen = |part: &str| words.is_empty() || words.iter().any(|word| word == part);
    if chosen("phold") {
        Phold::sizes().iter().for_each(phold_against_others);
    }
    if chosen("queue") {
        queue_against_others();
        toy_year();
    }
    if chosen("threads") {
        for (processes, events_each) in [(65_536, 1), (1_024, 16)] {
            for lookahead in [0.1, 1.0] {
                for remote in [0.1, 0.5, 0.9] {
                    threads(&Phold {
                        processes,
                        events_each,
                        lookahead,
                        remote,
                    });
                }
            }
        }
    }
    if chosen("curve") {
        for (processes, events_each) in [(1_024, 1), (1_024, 16), (65_536, 1)] {
            for lookahead in [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0] {
                threads(&Phold {
                    processes,
                    events_each,
                    lookahead,
                    remote: 0.5,
                });
            }
        }
    }
}

/// Prints nanoseconds an event for each contender.
fn phold_against_others(phold: &Phold) {
    let pending = (phold.processes * phold.events_each) as u64;
    let end = phold.end_after(3_000_000.max(4 * pending));
    // The slow ones get a shorter run.
    let short = phold.end_after(500_000.max(2 * pending));
    let units = |end: corridor::units::Time| end.as_ms() as f64 / MS_PER_UNIT;
    let mut engine = Vec::new();
    let mut others = [const { Vec::new() }; 3];
    for seed in 0..RUNS {
        let model = phold.model(seed);
        engine.push(ns_an_event(|| {
            let events = run_sequential(model, end).statistics.events;
            phold.assert_plausible(events, end);
            events
        }));
        others[0].push(ns_an_event(|| {
            bare::run_bare(phold, seed, 3_000_000.max(2 * pending))
        }));
        let simcore = SimcorePhold::new(phold, seed);
        others[1].push(ns_an_event(|| {
            let events = simcore.run(units(short));
            phold.assert_plausible(events, short);
            events
        }));
        let nexosim = NexosimPhold::new(phold, seed);
        others[2].push(ns_an_event(|| {
            let events = nexosim.run(units(short));
            phold.assert_plausible(events, short);
            events
        }));
    }
    let engine = median(engine);
    let [bare, simcore, nexosim] = others.map(median);
    println!(
        "PHOLD {:>6} × {:<2}  engine {engine:.0} ns; of bare loop {:.2}; simcore {:.1} ×, nexosim {:.1} ×",
        phold.processes,
        phold.events_each,
        bare / engine,
        simcore / engine,
        nexosim / engine,
    );
}

fn queue_against_others() {
    let units = 400_000.0;
    let (mut engine, mut simcore, mut nexosim) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 0..RUNS {
        let model = Queue::busy_single(seed);
        engine.push(ns_an_event(|| {
            2 * run_sequential(model, queue::end(units)).observers[0].assert_plausible()
        }));
        for (times, run) in [
            (
                &mut simcore,
                on_simcore::run_single_queue as fn(u64, f64) -> Waits,
            ),
            (&mut nexosim, on_nexosim::run_single_queue),
        ] {
            times.push(ns_an_event(|| 2 * run(seed, units).assert_plausible()));
        }
    }
    let engine = median(engine);
    println!(
        "M/M/1  engine {engine:.0} ns; simcore {:.1} ×, nexosim {:.1} ×",
        median(simcore) / engine,
        median(nexosim) / engine,
    );
}

fn toy_year() {
    let times = (0..RUNS).map(|_| {
        let started = Instant::now();
        run_sequential(Line::model(toy_corridor::ORDINARY_SEED), YEAR).observers[0]
            .assert_ordinary();
        started.elapsed().as_secs_f64()
    });
    println!("toy corridor-year  {:.3} s", median(times.collect()));
}

/// Prints what a second thread gains, and what the parallel executor costs on one. Two halves that know
/// nothing of each other, run apart, tell what the cores give at that moment.
fn threads(phold: &Phold) {
    let [one, two] = [1, 2].map(pool);
    let end = phold.end_after(4_000_000);
    let half = Phold {
        processes: phold.processes / 2,
        ..*phold
    };
    let (mut sequential, mut alone, mut together) = (Vec::new(), Vec::new(), Vec::new());
    let mut apart = Vec::new();
    let mut windows = (0, 0, 0);
    for seed in 0..RUNS {
        let models = [(); 3].map(|()| phold.model(seed));
        let [first, second, third] = models;
        let halves = [seed, seed + RUNS].map(|seed| half.model(seed));
        let mut states = Vec::new();
        sequential.push(ns_an_event(|| {
            let outcome = run_sequential(first, end);
            states.push(outcome.processes);
            outcome.statistics.events
        }));
        for (times, pool, model) in [(&mut alone, &one, second), (&mut together, &two, third)] {
            times.push(ns_an_event(|| {
                let outcome = pool.install(|| run_parallel(model, end));
                states.push(outcome.processes);
                let figures = outcome.statistics;
                windows = (figures.events, figures.windows, figures.windows_alone);
                figures.events
            }));
        }
        apart.push(ns_an_event(|| {
            let [left, right] = halves.map(|half| move || run_sequential(half, end));
            let (left, right) = two.install(|| rayon::join(left, right));
            let events = [left, right].map(|outcome| outcome.statistics.events);
            events
                .iter()
                .for_each(|events| half.assert_plausible(*events, end));
            events.iter().sum()
        }));
        assert!(
            states[0] == states[1] && states[0] == states[2],
            "threads changed a result"
        );
    }
    let [sequential, alone, together, apart] = [sequential, alone, together, apart].map(median);
    println!(
        "PHOLD {:>6} × {:<2} L {:<5} p {}  2 threads {:.2} × 1 thread, two halves apart {:.2}; \
         1 thread {:.2} × sequential; {:.0} events a window, {:.0} % of windows on one thread",
        phold.processes,
        phold.events_each,
        phold.lookahead,
        phold.remote,
        alone / together,
        alone / apart,
        sequential / alone,
        windows.0 as f64 / windows.1.max(1) as f64,
        100.0 * windows.2 as f64 / windows.1.max(1) as f64,
    );
}

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("threads can be started")
}

fn ns_an_event(run: impl FnOnce() -> u64) -> f64 {
    let started = Instant::now();
    let events = run();
    started.elapsed().as_nanos() as f64 / events as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
