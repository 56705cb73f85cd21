//! One pending event with its key.

use super::ProcessId;
use crate::units::Time;
use std::cmp::Ordering;

/// What a future event list orders: anything with a time and a total order that begins with it.
pub trait Timed: Copy + Ord {
    /// Returns when the event is due, in milliseconds.
    fn due_ms(&self) -> u64;
}

/// A pending event: when, from whom, for whom, what. Ordered by (time, sender, sender's sequence
/// number), which no two events of a run share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<E> {
    due_ms: u64,
    /// Sender in the high half, its sequence number in the low one.
    origin: u64,
    to: u32,
    pub(super) event: E,
}

impl<E> Entry<E> {
    pub(super) fn new(
        due: Time,
        sender: ProcessId,
        sequence: u32,
        to: ProcessId,
        event: E,
    ) -> Self {
        let origin = u64::from(sender.0) << 32 | u64::from(sequence);
        Self {
            due_ms: due.as_ms(),
            origin,
            to: to.0,
            event,
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

impl<E: Copy> Timed for Entry<E> {
    fn due_ms(&self) -> u64 {
        self.due_ms
    }
}

impl<E> Ord for Entry<E> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl<E> PartialOrd for Entry<E> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }

    #[inline]
    fn lt(&self, other: &Self) -> bool {
        self.key() < other.key()
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<E> Eq for Entry<E> {}
