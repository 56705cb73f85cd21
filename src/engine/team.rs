//! The workers of a parallel run, and how they open and close a window together.
//!
//! The *planner* is the thread that called; *helpers* are tasks on the thread pool that live for
//! many windows. A window is opened by one store (`window`) and closed when every place in it has
//! been advanced (`left` reaches zero): not when every worker has arrived. So a helper that the
//! system has put to sleep, or that the pool has not started yet, holds nothing up; the planner
//! does its share. Nor can two runs on one pool wait for each other.
//!
//! Opening: the planner's writes happen before the release store to `window`, which a helper
//! acquires. Closing: a worker's writes happen before its release decrement of `left`, which the
//! planner acquires. A late helper with an old window in hand claims nothing, since every place of
//! that window has been claimed, or it could not have closed.
//!
//! The shards lie behind locks and there is no `unsafe` here, so no order of threads can tear data;
//! what an order could break is the protocol. The test at the end runs it in every order that a
//! model checker finds: `RUSTFLAGS="--cfg model_check" cargo test --release --lib every_order`.

use super::place::Place;
use super::sync::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, SPINS, pause};
use super::{Observer, Process, RunOptions};
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::{Duration, Instant};

/// The value of `window` that sends every helper home.
const CLOSED: u64 = u64::MAX;
/// A helper that finds no window open for so long gives its thread back to the pool.
const PATIENCE: Duration = Duration::from_millis(1);

/// What the workers of a run share.
pub(super) struct Team<'a, P: Process, O> {
    pub(super) places: Vec<Place<P, O>>,
    options: RunOptions<'a>,
    window: AtomicU64,
    /// Places of the open window that are still to be advanced.
    left: AtomicUsize,
    /// Workers allowed in the open window.
    active: AtomicUsize,
    /// Events handled in the open window.
    handled: AtomicU64,
    /// The places, heaviest first.
    order: Vec<AtomicU32>,
    /// Whether each helper has been called and has not left.
    called: Vec<AtomicBool>,
    panicked: AtomicBool,
}

impl<'a, P: Process, O: Observer<P::Record>> Team<'a, P, O> {
    pub(super) fn new(places: Vec<Place<P, O>>, threads: usize, options: RunOptions<'a>) -> Self {
        Self {
            order: (0..places.len() as u32).map(AtomicU32::new).collect(),
            called: (1..threads).map(|_| AtomicBool::new(false)).collect(),
            places,
            options,
            window: AtomicU64::new(0),
            left: AtomicUsize::new(0),
            active: AtomicUsize::new(1),
            handled: AtomicU64::new(0),
            panicked: AtomicBool::new(false),
        }
    }

    /// Advances every place that `wanted` names, on this thread; returns the events handled.
    pub(super) fn advance_alone(&self, wanted: &[bool]) -> u64 {
        let places = self
            .places
            .iter()
            .zip(wanted)
            .filter(|(_, wanted)| **wanted);
        places
            .map(|(place, _)| place.advance(&self.places, &self.options))
            .sum()
    }

    /// Advances every place that `wanted` names, on at most `threads` workers; returns the events
    /// handled.
    pub(super) fn advance_together<'scope>(
        &'scope self,
        scope: &rayon::Scope<'scope>,
        wanted: &[bool],
        threads: usize,
    ) -> u64 {
        self.call_helpers(scope, threads);
        self.run_window(wanted, threads)
    }

    /// Opens a window to the helpers that are there, works in it, and closes it.
    fn run_window(&self, wanted: &[bool], threads: usize) -> u64 {
        let window = self.window.load(Relaxed) + 1;
        for (place, wanted) in self.places.iter().zip(wanted) {
            if !wanted {
                place.skip(window);
            }
        }
        self.left
            .store(wanted.iter().filter(|wanted| **wanted).count(), Relaxed);
        self.active.store(threads, Relaxed);
        self.handled.store(0, Relaxed);
        self.window.store(window, Release);
        self.work(0, window);
        let mut turns = 0;
        while self.left.load(Acquire) > 0 {
            pause(&mut turns);
        }
        self.handled.load(Relaxed)
    }

    /// Puts the heaviest places first.
    pub(super) fn reorder(&self, scratch: &mut Vec<(u64, u32)>) {
        scratch.clear();
        let costs = self.places.iter().map(|place| place.cost.load(Relaxed));
        scratch.extend(costs.zip(0..));
        scratch.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        for (order, (_, place)) in self.order.iter().zip(scratch) {
            order.store(*place, Relaxed);
        }
    }

    /// Returns whether a worker has panicked. The run has to end; the scope passes the panic on.
    pub(super) fn has_panicked(&self) -> bool {
        self.panicked.load(Relaxed)
    }

    /// Sends every helper home.
    pub(super) fn close(&self) {
        self.window.store(CLOSED, Release);
    }

    pub(super) fn into_places(self) -> Vec<Place<P, O>> {
        self.places
    }

    fn call_helpers<'scope>(&'scope self, scope: &rayon::Scope<'scope>, threads: usize) {
        for (helper, called) in self.called.iter().enumerate().take(threads - 1) {
            if !called.load(Relaxed) {
                called.store(true, Relaxed);
                scope.spawn(move |_| self.help(helper + 1));
            }
        }
    }

    /// The life of a helper.
    fn help(&self, worker: usize) {
        let mut seen = 0;
        while let Some(window) = self.wait_for_window(seen) {
            if worker < self.active.load(Relaxed) {
                self.work(worker, window);
            }
            seen = window;
        }
        self.called[worker - 1].store(false, Relaxed);
    }

    /// Returns the open window, if it is another than `seen`, or `None` if it is time to leave.
    fn wait_for_window(&self, seen: u64) -> Option<u64> {
        let mut turns = 0;
        let mut idle_since: Option<Instant> = None;
        loop {
            let window = self.window.load(Acquire);
            if window == CLOSED {
                return None;
            }
            if window != seen {
                return Some(window);
            }
            pause(&mut turns);
            if self.left.load(Relaxed) > 0 {
                idle_since = None;
            } else if turns >= SPINS
                // The model checker knows no clock.
                && !cfg!(model_check)
                && idle_since.get_or_insert_with(Instant::now).elapsed() > PATIENCE
            {
                return None;
            }
        }
    }

    /// Advances whatever is unclaimed: first what this worker has in its cache, then the rest.
    fn work(&self, worker: usize, window: u64) {
        for own in [true, false] {
            for place in &self.order {
                let place = &self.places[place.load(Relaxed) as usize];
                let is_own = place.owner.load(Relaxed) == worker;
                if is_own == own && place.claim(window) {
                    place.owner.store(worker, Relaxed);
                    let done = Done(self);
                    let handled = place.advance(&self.places, &self.options);
                    self.handled.fetch_add(handled, Relaxed);
                    drop(done);
                }
            }
        }
    }
}

/// Takes a place out of the open window when dropped, by a panic too, or the planner would wait
/// for ever.
struct Done<'a, 'b, P: Process, O>(&'a Team<'b, P, O>);

impl<P: Process, O> Drop for Done<'_, '_, P, O> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.panicked.store(true, Relaxed);
        }
        self.0.left.fetch_sub(1, Release);
    }
}

#[cfg(all(test, model_check))]
mod tests {
    use super::super::shard::{Division, Shard};
    use super::super::{Channels, Context, ProcessId};
    use super::*;
    use crate::units;
    use loom::sync::Arc;

    /// Sends what it counts to the other one.
    struct Counter(u64);

    impl Process for Counter {
        type Event = u64;
        type Record = ();

        fn start(&mut self, context: &mut Context<'_, u64, ()>) {
            context.schedule(units::Duration::ZERO, 1);
        }

        fn handle(&mut self, event: u64, context: &mut Context<'_, u64, ()>) {
            self.0 += event;
            let other = ProcessId(1 - context.me().0);
            context.send(other, units::Duration::from_ms(1), self.0);
        }
    }

    fn team() -> Team<'static, Counter, ()> {
        let division = Division::Even {
            shards: 2,
            block: 1,
        };
        let channels = Channels::all_to_all(2, units::Duration::from_ms(1));
        let places = (0..2).map(|n| {
            let shard = Shard::start(n, &division, vec![Counter(0)], vec![()], &channels);
            Place::new(shard, n)
        });
        let options = RunOptions::until(units::Time::MAX);
        Team::new(places.collect(), 2, options)
    }

    /// A window in which both shards handle an event and send one, beside a helper that comes and goes
    /// as it likes, with at most three preemptions. Two windows have too many orders to try them all.
    #[test]
    fn every_order_of_threads_gives_the_same_result() {
        let mut check = loom::model::Builder::new();
        check.preemption_bound = Some(3);
        check.check(|| {
            let team = Arc::new(team());
            let helper = Arc::clone(&team);
            let helper = loom::thread::spawn(move || helper.help(1));
            for place in &team.places {
                place.set_horizon(1);
            }
            assert_eq!(team.run_window(&[true, true], 2), 2);
            let next = team.places.iter().map(Place::next_ms);
            assert_eq!(next.collect::<Vec<_>>(), [1; 2], "one message each");
            team.close();
            helper.join().expect("the helper does not panic");
            assert!(!team.has_panicked());
        });
    }
}
