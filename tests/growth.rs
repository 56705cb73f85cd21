//! Memory is that of what is in the corridor: many corridors take many times as much as one, no more.
//!
//! Alone in its file: the counting allocator sees the whole program.

#[path = "../benches/models/copies.rs"]
mod copies;

use corridor::engine::{RunOptions, Streams};
use corridor::sim::{self, Executor};
use corridor::stats::Indicators;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

struct Counting;

// SAFETY: every call is passed on to the system's allocator unchanged; `realloc` by default is made
// of the other two.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let taken = TAKEN.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(taken, Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that so many corridors take: compiled, and while they run for some days.
fn most_bytes(corridors: usize) -> (usize, usize) {
    let dates = [
        "start = 2021-01-01",
        "report_from = 2021-01-01",
        "end = 2021-01-11",
    ];
    let before = TAKEN.load(Relaxed);
    let plan = copies::plan(corridors, &dates.map(str::to_owned));
    let compiled = TAKEN.load(Relaxed);
    MOST.store(compiled, Relaxed);
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let observer = || Indicators::new(Arc::clone(&plan));
    let streams = Streams::new(1, 0);
    let done = sim::run(&plan, streams, Executor::Grouped, options, observer);
    assert!(done.statistics.events > 100_000 * corridors as u64);
    (compiled - before, MOST.load(Relaxed) - compiled)
}

#[test]
fn memory_grows_as_the_number_of_corridors() {
    let (one, six) = (most_bytes(1), most_bytes(6));
    let times = |many: usize, one: usize| many as f64 / one as f64;
    let (compiled, running) = (times(six.0, one.0), times(six.1, one.1));
    assert!(
        compiled < 8.0,
        "six compiled take {compiled:.1} times as much"
    );
    assert!(running < 8.0, "six at work take {running:.1} times as much");
}
