//! A group of processes with one future event list: the unit that a thread works on.

use super::entry::{Entry, Message};
use super::events::Events;
use super::prefetch::{prefetch, prefetch_to_write};
use super::wheel::Wheel;
use super::{Channels, Context, Observer, Process, ProcessId};
use crate::units::{Duration, Time};
use std::sync::Arc;

/// How many events ahead a process is fetched into the cache.
const AHEAD: usize = 6;
/// How many messages ahead an outbox is fetched, which the thread of its receiver has read last.
const OUTBOX_AHEAD: usize = 24;
/// How many messages ahead those are fetched that the thread of a sender has written.
const INBOUND_AHEAD: usize = 48;

/// Consecutive processes of a model with their observers and pending events.
pub(super) struct Shard<P: Process, O> {
    cells: Vec<Cell<P>>,
    observers: Vec<O>,
    pub(super) agenda: Agenda<P::Event>,
    records: Vec<(Time, P::Record)>,
    /// Messages taken from the inbox, on their way into the list.
    pub(super) inbound: Vec<Message<P::Event>>,
    /// Events taken from the list.
    events: u64,
    pub(super) ended_at: Time,
}

/// A process beside the sequence number of the next event that it sends. On cache lines of its own.
#[repr(align(64))]
struct Cell<P> {
    sequence: u32,
    process: P,
}

/// What is to come for a shard, and what it has for others.
pub(super) struct Agenda<E> {
    /// The shard's place in the division, and its processes.
    index: usize,
    first: u32,
    end: u32,
    /// How far the shard goes in this window; to the end of time where there are no windows.
    pub(super) horizon: Time,
    list: Wheel<Entry>,
    events: Events<E>,
    /// Events for each shard, this one included.
    pub(super) outboxes: Vec<Outbox<E>>,
    division: Division,
    pub(super) messages: u64,
    /// Events that processes had put off and handled later by themselves.
    pub(super) caught_up: u64,
    notices: Notices,
}

/// Messages for one shard.
pub(super) struct Outbox<E> {
    pub(super) messages: Vec<Message<E>>,
    /// The least time at which any is due.
    pub(super) least_ms: u64,
}

/// How a model is divided into shards of consecutive processes.
#[derive(Clone, Debug)]
pub(super) enum Division {
    /// So many shards of `block` processes, the last maybe fewer.
    Even { shards: usize, block: u32 },
    /// A shard from each of these processes to the next; the first is process 0.
    From(Arc<[u32]>),
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
    /// Makes the shard that comes at `index` in the division of a model, of its `processes`, and
    /// starts them.
    pub(super) fn start(
        index: usize,
        division: &Division,
        processes: Vec<P>,
        observers: Vec<O>,
        channels: &Channels,
    ) -> Self {
        let count = processes.len();
        let cells = processes
            .into_iter()
            .map(|process| Cell {
                sequence: 0,
                process,
            })
            .collect();
        let mut shard = Self {
            cells,
            observers,
            agenda: Agenda::new(index, count, division, channels),
            records: Vec::new(),
            inbound: Vec::new(),
            events: 0,
            ended_at: Time::ZERO,
        };
        for index in 0..shard.cells.len() {
            shard.with(index, Time::ZERO, |process, context| process.start(context));
        }
        shard
    }

    /// Handles at most `limit` events of the list due before `horizon`; returns how many there were.
    pub(super) fn advance(&mut self, horizon: Time, limit: u64) -> u64 {
        let mut handled = 0;
        let mut ended_at = self.ended_at;
        while handled < limit {
            let Some(entry) = self.agenda.list.pop_before(horizon.as_ms()) else {
                break;
            };
            handled += 1;
            ended_at = entry.due();
            if let Some(ahead) = self.agenda.list.ahead(AHEAD) {
                prefetch(&self.cells[(ahead.to().0 - self.agenda.first) as usize]);
                prefetch(self.agenda.events.at(ahead.kept_at));
            }
            let index = (entry.to().0 - self.agenda.first) as usize;
            let event = self.agenda.events.take(entry.kept_at);
            self.with(index, entry.due(), |process, context| {
                process.handle(event, context)
            });
        }
        self.events += handled;
        self.ended_at = ended_at;
        handled
    }

    /// Moves the messages taken from the inbox into the list.
    pub(super) fn take_in(&mut self) {
        for at in 0..self.inbound.len() {
            if let Some(later) = self.inbound.get(at + INBOUND_AHEAD) {
                prefetch(later);
            }
            let Message { entry, event } = self.inbound[at];
            self.agenda.keep(entry, event);
        }
        self.inbound.clear();
    }

    /// Moves what the shard has posted to itself for later windows into the list.
    pub(super) fn take_in_own(&mut self) {
        let own = &mut self.agenda.outboxes[self.agenda.index];
        std::mem::swap(&mut own.messages, &mut self.inbound);
        self.take_in();
    }

    /// Returns the time of the next event, or [`Time::MAX`] if none is pending.
    pub(super) fn next(&self) -> Time {
        self.agenda
            .list
            .next_due_ms()
            .map_or(Time::MAX, Time::from_ms)
    }

    /// Returns how many events were handled, those included that processes had put off.
    pub(super) fn events(&self) -> u64 {
        self.events + self.agenda.caught_up
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
            present: now,
            me: ProcessId(self.agenda.first + index as u32),
            sequence: &mut cell.sequence,
            agenda: &mut self.agenda,
            records: &mut self.records,
        };
        act(&mut cell.process, &mut context);
        if !self.records.is_empty() {
            let observer = &mut self.observers[index];
            for (time, record) in &self.records {
                observer.observe(*time, *record);
            }
            self.records.clear();
        }
    }
}

impl<E: Copy> Agenda<E> {
    fn new(index: usize, count: usize, division: &Division, channels: &Channels) -> Self {
        let first = division.first(index);
        let end = first + count as u32;
        let outboxes = (0..division.shards()).map(|_| Outbox {
            messages: Vec::new(),
            least_ms: u64::MAX,
        });
        Self {
            index,
            first,
            end,
            horizon: Time::MAX,
            list: Wheel::new(),
            events: Events::new(),
            outboxes: outboxes.collect(),
            division: division.clone(),
            messages: 0,
            caught_up: 0,
            notices: Notices::of(channels, first, end),
        }
    }

    /// Puts an event of the shard itself on the list.
    #[inline]
    pub(super) fn keep(&mut self, mut entry: Entry, event: E) {
        entry.kept_at = self.events.keep(event);
        self.list.push(entry);
    }

    /// Delivers a message of one of the shard's processes.
    ///
    /// What the shard does not come to in this window goes to an outbox, whether it is for itself or
    /// for another: whose it is changes from message to message, and a processor that guesses wrong
    /// which way to go loses more time than the outbox takes.
    #[inline]
    pub(super) fn post(&mut self, entry: Entry, event: E) {
        self.messages += 1;
        let to = entry.to().0;
        if entry.due() < self.horizon && self.first <= to && to < self.end {
            self.keep(entry, event);
        } else {
            let outbox = &mut self.outboxes[self.division.shard_of(to)];
            outbox.least_ms = outbox.least_ms.min(entry.due().as_ms());
            outbox.messages.push(Message { entry, event });
            if let Some(later) = outbox.messages.spare_capacity_mut().get(OUTBOX_AHEAD) {
                prefetch_to_write(later);
            }
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

impl Division {
    /// Returns the number of shards.
    pub(super) fn shards(&self) -> usize {
        match self {
            Self::Even { shards, .. } => *shards,
            Self::From(firsts) => firsts.len(),
        }
    }

    /// Returns the first process of a shard.
    pub(super) fn first(&self, shard: usize) -> u32 {
        match self {
            Self::Even { block, .. } => shard as u32 * block,
            Self::From(firsts) => firsts[shard],
        }
    }

    /// Returns the shard of a process.
    #[inline]
    pub(super) fn shard_of(&self, process: u32) -> usize {
        match self {
            Self::Even { block, .. } => (process / block) as usize,
            Self::From(firsts) => firsts.partition_point(|first| *first <= process) - 1,
        }
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
