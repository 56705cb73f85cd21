//! A group of processes with one future event list: the unit that a thread works on.

use super::entry::Entry;
use super::wheel::Wheel;
use super::{Channels, Context, Observer, Process, ProcessId};
use crate::units::{Duration, Time};

/// Consecutive processes of a model with their observers and pending events.
pub(super) struct Shard<P: Process, O> {
    cells: Vec<Cell<P>>,
    observers: Vec<O>,
    pub(super) agenda: Agenda<P::Event>,
    records: Vec<P::Record>,
    pub(super) events: u64,
    pub(super) ended_at: Time,
}

/// A process beside the sequence number of the next event that it sends.
struct Cell<P> {
    sequence: u32,
    process: P,
}

/// What is to come for a shard, and what it has for others.
pub(super) struct Agenda<E> {
    first: u32,
    end: u32,
    pub(super) list: Wheel<Entry<E>>,
    /// Events for other shards, in the order they were sent.
    pub(super) outbox: Vec<Entry<E>>,
    pub(super) messages: u64,
    notices: Notices,
}

/// The lookaheads that the processes of a shard have promised.
enum Notices {
    Uniform {
        lookahead: Duration,
        process_count: u32,
    },
    /// For the process `first + i`, `links[starts[i]..starts[i + 1]]`, sorted by receiver.
    Each {
        starts: Vec<u32>,
        links: Vec<(ProcessId, Duration)>,
    },
}

impl<P: Process, O: Observer<P::Record>> Shard<P, O> {
    /// Makes a shard of `processes`, the first of which has the id `first`, and starts them.
    pub(super) fn start(
        first: u32,
        processes: Vec<P>,
        observers: Vec<O>,
        channels: &Channels,
    ) -> Self {
        let end = first + processes.len() as u32;
        let cells = processes
            .into_iter()
            .map(|process| Cell {
                sequence: 0,
                process,
            })
            .collect();
        let agenda = Agenda {
            first,
            end,
            list: Wheel::new(),
            outbox: Vec::new(),
            messages: 0,
            notices: Notices::of(channels, first, end),
        };
        let records = Vec::new();
        let mut shard = Self {
            cells,
            observers,
            agenda,
            records,
            events: 0,
            ended_at: Time::ZERO,
        };
        for index in 0..shard.cells.len() {
            shard.with(index, Time::ZERO, |process, context| process.start(context));
        }
        shard
    }

    /// Handles at most `limit` events due before `horizon`; returns how many there were.
    pub(super) fn advance(&mut self, horizon: Time, limit: u64) -> u64 {
        let before = self.events;
        while self.events - before < limit {
            let Some(entry) = self.agenda.list.pop_before(horizon.as_ms()) else {
                break;
            };
            self.events += 1;
            self.ended_at = entry.due();
            let index = (entry.to().0 - self.agenda.first) as usize;
            self.with(index, entry.due(), |process, context| {
                process.handle(entry.event, context)
            });
        }
        self.events - before
    }

    /// Returns the time of the next event, or [`Time::MAX`] if none is pending.
    pub(super) fn next(&self) -> Time {
        self.agenda
            .list
            .next_due_ms()
            .map_or(Time::MAX, Time::from_ms)
    }

    /// Gives back processes and observers.
    pub(super) fn dissolve(self) -> (impl Iterator<Item = P>, impl Iterator<Item = O>) {
        (
            self.cells.into_iter().map(|cell| cell.process),
            self.observers.into_iter(),
        )
    }

    #[inline]
    fn with(
        &mut self,
        index: usize,
        now: Time,
        act: impl FnOnce(&mut P, &mut Context<'_, P::Event, P::Record>),
    ) {
        let cell = &mut self.cells[index];
        let mut context = Context {
            now,
            me: ProcessId(self.agenda.first + index as u32),
            sequence: &mut cell.sequence,
            agenda: &mut self.agenda,
            records: &mut self.records,
        };
        act(&mut cell.process, &mut context);
        if !self.records.is_empty() {
            let observer = &mut self.observers[index];
            for record in self.records.drain(..) {
                observer.observe(now, record);
            }
        }
    }
}

impl<E: Copy> Agenda<E> {
    /// Delivers a message of one of the shard's processes.
    #[inline]
    pub(super) fn post(&mut self, entry: Entry<E>) {
        self.messages += 1;
        let to = entry.to().0;
        if self.first <= to && to < self.end {
            self.list.push(entry);
        } else {
            self.outbox.push(entry);
        }
    }

    /// # Panics
    ///
    /// If `from`, a process of this shard, has not promised to `to` that notice.
    #[inline]
    pub(super) fn assert_lookahead(&self, from: ProcessId, to: ProcessId, delay: Duration) {
        let promised = match &self.notices {
            Notices::Uniform {
                lookahead,
                process_count,
            } => (to.0 < *process_count).then_some(*lookahead),
            Notices::Each { starts, links } => {
                let row = (from.0 - self.first) as usize;
                let links = &links[starts[row] as usize..starts[row + 1] as usize];
                let found = links.binary_search_by_key(&to, |link| link.0);
                found.ok().map(|position| links[position].1)
            }
        };
        if promised.is_none_or(|lookahead| delay < lookahead) {
            refuse(from, to, delay, promised);
        }
    }
}

#[cold]
fn refuse(from: ProcessId, to: ProcessId, delay: Duration, promised: Option<Duration>) -> ! {
    let delay = delay.as_ms();
    match promised {
        Some(lookahead) => panic!(
            "{from} sent to {to} with a delay of {delay} ms, below the lookahead of {} ms",
            lookahead.as_ms(),
        ),
        None => panic!("{from} sent to {to} with a delay of {delay} ms, but has no channel to it"),
    }
}

impl Notices {
    fn of(channels: &Channels, first: u32, end: u32) -> Self {
        if let Some(lookahead) = channels.uniform() {
            return Self::Uniform {
                lookahead,
                process_count: channels.process_count() as u32,
            };
        }
        let mut starts = vec![0; (end - first) as usize + 1];
        let mut links = Vec::new();
        for (from, to, lookahead) in channels.iter() {
            if (first..end).contains(&from.0) {
                links.push((to, lookahead));
                starts[(from.0 - first) as usize + 1] = links.len() as u32;
            }
        }
        // A process without channels ends where the one before it does.
        for row in 1..starts.len() {
            starts[row] = starts[row].max(starts[row - 1]);
        }
        Self::Each { starts, links }
    }
}
