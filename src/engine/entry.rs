//! One pending event with its key.

use super::ProcessId;
use crate::units::Time;
use std::cmp::Ordering;

/// What a future event list orders: anything with a time and a total order that begins with it.
pub trait Timed: Copy + Ord {
    /// Returns when the event is due, in milliseconds.
    fn due_ms(&self) -> u64;
}

/// The key of a pending event: when, from whom, for whom, and where the event itself is kept.
/// Ordered by (time, sender, sender's sequence number), which no two events of a run share.
///
/// A list moves its entries two or three times and sorts them, so they are 24 bytes whatever the
/// model's events are; those lie still in [`Events`](super::events::Events).
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    due_ms: u64,
    /// Sender in the high half, its sequence number in the low one.
    origin: u64,
    to: u32,
    /// Where the event is kept, once it is in the list of its receiver.
    pub(super) kept_at: u32,
}

/// An event on its way to another shard.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<E> {
    pub(super) entry: Entry,
    pub(super) event: E,
}

impl Entry {
    pub(super) fn new(due: Time, sender: ProcessId, sequence: u32, to: ProcessId) -> Self {
        let origin = u64::from(sender.0) << 32 | u64::from(sequence);
        Self {
            due_ms: due.as_ms(),
            origin,
            to: to.0,
            kept_at: 0,
        }
    }

    /// Time above origin, in one number: compared without a branch between the two.
    #[inline]
    fn key(&self) -> u128 {
        u128::from(self.due_ms) << 64 | u128::from(self.origin)
    }

    #[inline]
    pub(super) fn due(&self) -> Time {
        Time::from_ms(self.due_ms)
    }

    pub(super) fn to(&self) -> ProcessId {
        ProcessId(self.to)
    }
}

impl Timed for Entry {
    fn due_ms(&self) -> u64 {
        self.due_ms
    }
}

impl Ord for Entry {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Entry {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    #[inline]
    fn lt(&self, other: &Self) -> bool {
        self.key() < other.key()
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Entry {}
