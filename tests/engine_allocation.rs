//! No allocation per event once a run is under way.
//!
//! Alone in its file: the counting allocator sees the whole program.

#[path = "../benches/models/phold.rs"]
mod phold;

use corridor::engine::{Model, RunOptions, Threads, run_parallel_with, run_sequential};
use corridor::units::Time;
use phold::{Node, Phold};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

struct Counting;

// SAFETY: every call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        // SAFETY: the caller keeps the contract of `realloc`.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Returns the events and allocations of a run to `end`, its set-up included.
fn cost(end: Time, run: impl FnOnce(Model<Node, ()>, Time) -> u64, phold: &Phold) -> (u64, u64) {
    let model = phold.model(3);
    let before = ALLOCATIONS.load(Relaxed);
    let events = run(model, end);
    (events, ALLOCATIONS.load(Relaxed) - before)
}

/// Twice as long a run must not need more: what the second half allocates is what counts.
fn check_steady(phold: &Phold, tolerance: u64, run: impl Fn(Model<Node, ()>, Time) -> u64) {
    let (short, long) = (phold.end_after(1_000_000), phold.end_after(3_000_000));
    let (few, in_short) = cost(short, &run, phold);
    let (many, in_long) = cost(long, &run, phold);
    assert!(many > few + 1_500_000, "{few} and {many} events");
    let more = in_long.saturating_sub(in_short);
    assert!(
        more <= tolerance,
        "{} more events, {more} more allocations",
        many - few
    );
}

#[test]
fn a_steady_run_does_not_allocate() {
    for (processes, events_each) in [(2, 1), (64, 4), (1_024, 16)] {
        let phold = Phold {
            processes,
            events_each,
            lookahead: 0.1,
            remote: 0.5,
        };
        // A last doubling of the pool of blocks may fall into the longer run.
        check_steady(&phold, 4, |model, end| {
            run_sequential(model, end).statistics.events
        });
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .expect("two threads start");
    let phold = Phold {
        processes: 1_024,
        events_each: 16,
        lookahead: 0.1,
        remote: 0.5,
    };
    // The exchange buffers reach their size by and by, and calling a helper is an allocation.
    check_steady(&phold, 200, |model, end| {
        let options = RunOptions {
            threads: Threads::All,
            ..RunOptions::until(end)
        };
        pool.install(|| run_parallel_with(model, options))
            .statistics
            .events
    });
}
