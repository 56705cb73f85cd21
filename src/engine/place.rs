//! A shard's place among the workers: its inbox, and what planner and workers tell each other.

use super::entry::Message;
use super::shard::{Outbox, Shard};
use super::sync::{AtomicU64, AtomicUsize, Mutex, MutexGuard};
use super::{Observer, Process, RunOptions};
use crate::units::Time;
use std::sync::atomic::Ordering::Relaxed;

/// Events handled between two looks at the stop flag.
const EVENTS_A_LOOK: u64 = 4_096;

/// A shard with its inbox.
///
/// The planner writes `horizon_ms` between windows and reads the rest; the worker that has claimed
/// the place writes the rest during one. What makes the writes visible is the opening and the
/// closing of the window (see [`super::team`]); the numbers themselves need no order.
#[repr(align(128))]
pub(super) struct Place<P: Process, O> {
    shard: Mutex<Shard<P, O>>,
    inbox: Mutex<Vec<Message<P::Event>>>,
    /// The least time in the inbox, written under its lock.
    inbox_ms: AtomicU64,
    /// The next event of the shard itself.
    next_ms: AtomicU64,
    horizon_ms: AtomicU64,
    /// The last window for which the place was claimed.
    claimed: AtomicU64,
    /// The worker that advanced the shard last and has it in its cache.
    pub(super) owner: AtomicUsize,
    /// Events handled in the last windows, decaying by a quarter each.
    pub(super) cost: AtomicU64,
}

impl<P: Process, O: Observer<P::Record>> Place<P, O> {
    pub(super) fn new(shard: Shard<P, O>, owner: usize) -> Self {
        Self {
            next_ms: AtomicU64::new(shard.next().as_ms()),
            shard: Mutex::new(shard),
            inbox: Mutex::new(Vec::new()),
            inbox_ms: AtomicU64::new(u64::MAX),
            horizon_ms: AtomicU64::new(0),
            claimed: AtomicU64::new(0),
            owner: AtomicUsize::new(owner),
            cost: AtomicU64::new(0),
        }
    }

    /// Returns when the next event is due, in the shard or in its inbox.
    pub(super) fn next_ms(&self) -> u64 {
        self.next_ms.load(Relaxed).min(self.inbox_ms.load(Relaxed))
    }

    pub(super) fn set_horizon(&self, horizon_ms: u64) {
        self.horizon_ms.store(horizon_ms, Relaxed);
    }

    /// Returns whether the caller is the one to advance this place in `window`.
    pub(super) fn claim(&self, window: u64) -> bool {
        self.claimed.load(Relaxed) == window - 1
            && self
                .claimed
                .compare_exchange(window - 1, window, Relaxed, Relaxed)
                .is_ok()
    }

    /// Takes the place out of `window`: it has nothing to do.
    pub(super) fn skip(&self, window: u64) {
        self.claimed.store(window, Relaxed);
    }

    /// Takes in the inbox, handles the events before the horizon and delivers what they sent.
    pub(super) fn advance(&self, places: &[Self], options: &RunOptions<'_>) -> u64 {
        let mut shard = locked(&self.shard);
        self.take_in(&mut shard);
        let horizon = Time::from_ms(self.horizon_ms.load(Relaxed));
        let before = shard.events();
        shard.agenda.horizon = horizon;
        while shard.advance(horizon, EVENTS_A_LOOK) == EVENTS_A_LOOK && !options.is_stopped() {}
        shard.take_in_own();
        let handled = shard.events() - before;
        self.next_ms.store(shard.next().as_ms(), Relaxed);
        let cost = self.cost.load(Relaxed);
        self.cost.store(cost - cost / 4 + handled, Relaxed);
        deliver(&mut shard, places);
        handled
    }

    /// Delivers what the shard's processes sent when they were started.
    pub(super) fn deliver_first(&self, places: &[Self]) {
        deliver(&mut locked(&self.shard), places);
    }

    pub(super) fn into_shard(self) -> Shard<P, O> {
        self.shard
            .into_inner()
            .expect("a worker's panic has ended the run before")
    }

    fn take_in(&self, shard: &mut Shard<P, O>) {
        if self.inbox_ms.load(Relaxed) == u64::MAX {
            // Whatever is being delivered at this moment is due after the horizon.
            return;
        }
        let mut inbox = locked(&self.inbox);
        std::mem::swap(&mut *inbox, &mut shard.inbound);
        self.inbox_ms.store(u64::MAX, Relaxed);
        drop(inbox);
        shard.take_in();
    }
}

fn deliver<P: Process, O>(shard: &mut Shard<P, O>, places: &[Place<P, O>]) {
    for (outbox, place) in shard.agenda.outboxes.iter_mut().zip(places) {
        let Outbox { messages, least_ms } = outbox;
        if messages.is_empty() {
            continue;
        }
        let mut inbox = locked(&place.inbox);
        if inbox.is_empty() {
            std::mem::swap(&mut *inbox, messages);
        } else {
            inbox.append(messages);
        }
        place
            .inbox_ms
            .store(place.inbox_ms.load(Relaxed).min(*least_ms), Relaxed);
        *least_ms = u64::MAX;
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("a worker's panic ends the run")
}
