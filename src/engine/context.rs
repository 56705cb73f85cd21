//! What a process may do while it handles an event.

use super::shard::Agenda;
use super::{Entry, ProcessId};
use crate::units::{Duration, Time};

/// The process's access to the run, handed to it with each event.
pub struct Context<'a, E, R> {
    pub(super) now: Time,
    /// The time of the event being handled; `now` is earlier in what had been put off.
    pub(super) present: Time,
    pub(super) me: ProcessId,
    pub(super) sequence: &'a mut u32,
    pub(super) agenda: &'a mut Agenda<E>,
    pub(super) records: &'a mut Vec<(Time, R)>,
}

impl<E: Copy, R> Context<'_, E, R> {
    /// Returns the time of the event being handled, or of what is being caught up on.
    #[inline]
    pub fn now(&self) -> Time {
        self.now
    }

    /// Returns the id of the process that handles the event.
    #[inline]
    pub fn me(&self) -> ProcessId {
        self.me
    }

    /// Lets the process act as of an earlier time on one event that it had put off because nobody else
    /// was concerned. It counts as handled like one from the list.
    ///
    /// What is scheduled must still be due now or later, or [`Self::schedule`] panics; notice to others
    /// counts from now.
    ///
    /// # Panics
    ///
    /// If `time` is still to come.
    #[inline]
    pub fn as_of(&mut self, time: Time, act: impl FnOnce(&mut Self)) {
        assert!(time <= self.present, "{time} is still to come");
        self.agenda.caught_up += 1;
        let now = std::mem::replace(&mut self.now, time);
        act(self);
        self.now = now;
    }

    /// Schedules `event` for this process. A delay of zero is legal: the event is handled at the
    /// same time, after those that precede it in the order.
    #[inline]
    pub fn schedule(&mut self, delay: Duration, event: E) {
        let entry = self.entry(self.me, delay);
        self.agenda.keep(entry, event);
    }

    /// Sends `event` to the process `to`. Sending to oneself is scheduling.
    ///
    /// # Panics
    ///
    /// If there is no channel to `to`, or `delay` is below its lookahead.
    #[inline]
    pub fn send(&mut self, to: ProcessId, delay: Duration, event: E) {
        if to == self.me {
            return self.schedule(delay, event);
        }
        let entry = self.entry(to, delay);
        let notice = entry.due().since(self.present);
        self.agenda.assert_lookahead(self.me, to, notice);
        self.agenda.post(entry, event);
    }

    /// Records a fact for the observer of this process.
    #[inline]
    pub fn record(&mut self, record: R) {
        self.records.push((self.now, record));
    }

    #[inline]
    fn entry(&mut self, to: ProcessId, delay: Duration) -> Entry {
        let sequence = *self.sequence;
        *self.sequence = sequence
            .checked_add(1)
            .expect("a process sends fewer than 2³² events");
        Entry::new(self.now.saturating_add(delay), self.me, sequence, to)
    }
}
