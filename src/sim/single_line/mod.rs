//! A single-track section: blocks between passing loops, and who may enter them.
//!
//! A block holds one train at a time, or where signalling is automatic a fleet in one direction. A
//! train enters only when the loop at its other end has a track for it, and a loop keeps a track
//! for the opposite direction, so two opposing queues never lock each other: the first train of
//! either queue always finds the next loop open to it, and places at the ends of the section always
//! take trains in. `overtake` says how one train passes another.
//!
//! Points are numbered along the section: 0 is its `from` end, then the loops, last its `to` end.
//! Block `b` lies between points `b` and `b + 1`. A loop that opens only later is a point where
//! nobody stands: until then the blocks on both sides are held as one.

mod block;
mod overtake;
mod passing_loop;
mod queue;
#[cfg(test)]
mod random;
#[cfg(test)]
mod tests;

pub(super) use queue::Waiting;

use super::rank::Rank;
use crate::units::{Duration, Time};
use block::Block;
use passing_loop::{PassingLoop, side};
use queue::{Order, Queue};

/// The state of a single-track section. Holds train indices, nothing else of trains.
#[derive(Clone, Debug)]
pub(super) struct SingleLine {
    blocks: Vec<Block>,
    loops: Vec<PassingLoop>,
    /// Whether a loop opens only during the run.
    has_late_loops: bool,
    rules: Rules,
}

/// The rules of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// From the arrival of a train until the next may enter the block that it left.
    pub station_interval: Duration,
    /// The most trains that follow each other into a block, and how far apart.
    pub fleet_trains: u32,
    pub headway: Duration,
    /// Whether trains pass others at loops.
    pub overtaking: bool,
    /// How much waiting a step of priority is worth.
    pub priority_worth: Duration,
}

/// What can be done about a block now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing, until something else happens.
    Nothing,
    /// Nothing before this time; then look again.
    LookAt(Time),
    /// This train enters.
    Enter(Entry),
}

/// A train that enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub train: u32,
    pub forward: bool,
    pub since: Time,
    /// The block at whose far end it comes out: another than the one it enters where loops between
    /// them are not open yet.
    pub last: usize,
    /// How many trains at the same loop, there before it, it leaves behind.
    pub overtaken: usize,
}

impl SingleLine {
    /// Creates an empty section with the given passing loops: tracks, and from when they are there.
    pub fn new(loops: impl Iterator<Item = (u8, Time)>, rules: Rules) -> Self {
        let loops: Vec<_> = loops
            .map(|(tracks, opens)| PassingLoop::new(tracks, opens))
            .collect();
        Self {
            blocks: vec![Block::default(); loops.len() + 1],
            has_late_loops: loops.iter().any(|place| place.opens > Time::ZERO),
            loops,
            rules,
        }
    }

    /// Returns the number of blocks.
    pub fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Puts a train that comes at `train.since` in the queue for a block: by rank where it may pass
    /// others, else at the end.
    pub fn wait(&mut self, block: usize, forward: bool, train: Waiting) {
        let at_place = self.loop_at(block, !forward).is_none();
        let order = match at_place || self.rules.overtaking {
            true => Order::Rank(self.rules.priority_worth),
            false => Order::Arrival,
        };
        let queue = &mut self.blocks[block].waiting[side(forward)];
        let is_first = queue.push(train, order);
        if is_first
            && self.rules.overtaking
            && let Some(until) = self.gives_way_until(block, forward, &train)
        {
            self.blocks[block].waiting[side(forward)].gives_way_until = until;
        }
    }

    /// Decides who enters a block at `now`, and marks it entered. `closed_until` tells the end of the
    /// maintenance window that closes the line now, if one does; it is asked only if somebody waits.
    pub fn next(
        &mut self,
        block: usize,
        now: Time,
        closed_until: impl FnOnce() -> Option<Time>,
    ) -> Next {
        let state = &self.blocks[block];
        let held = state.held_by > 0 && self.rules.fleet_trains < 2;
        if held || state.waiting.iter().all(Queue::is_empty) {
            return Next::Nothing;
        }
        if let Some(open_at) = closed_until().filter(|open_at| *open_at > now) {
            return self.look_at(block, open_at);
        }
        for forward in self.order(block) {
            match self.opens(block, forward, now) {
                None => {}
                Some(time) if time > now => return self.look_at(block, time),
                Some(_) => return Next::Enter(self.enter(block, forward, now)),
            }
        }
        Next::Nothing
    }

    /// Returns when a train that has entered at `now` and takes `running` comes out: behind the one
    /// before it.
    pub fn run(&mut self, entry: &Entry, now: Time, running: Duration) -> Time {
        let block = &mut self.blocks[entry.last];
        let behind = match block.held_by {
            0 | 1 => Time::ZERO,
            _ => block.last_exit + self.rules.headway,
        };
        block.last_exit = (now + running).max(behind);
        block.last_exit
    }

    /// Frees what a train held that entered in one block and has come to the far end of another, or
    /// the same, at `now`; `busy` hears of each block how long it was not free because of it. The
    /// loop track that the train holds there stays held until it leaves.
    ///
    /// # Panics
    ///
    /// If nobody was in the blocks.
    pub fn leave(
        &mut self,
        (first, last): (usize, usize),
        now: Time,
        mut busy: impl FnMut(usize, Duration),
    ) {
        for held in span(first, last) {
            let block = &mut self.blocks[held];
            assert!(
                block.held_by > 0,
                "block {held} was left at {now}, but nobody was in it"
            );
            busy(held, block.leave(now, self.rules.station_interval));
        }
    }

    /// Takes note that somebody looks at the block now.
    pub fn looked(&mut self, block: usize, now: Time) {
        let state = &mut self.blocks[block];
        if state.looked_at.is_some_and(|time| time <= now) {
            state.looked_at = None;
        }
    }

    /// Returns the block whose waiting trains may profit when a train leaves the near end of `block`
    /// at `now` to enter it, if that end is a loop: the one in which trains towards the loop enter.
    pub fn block_to_look_at(&self, block: usize, forward: bool, now: Time) -> Option<usize> {
        let behind = self.block_behind(block, forward)?;
        Some(self.last_of_span(behind, !forward, now))
    }

    /// Returns from when on trains may stand at the loops that are not there from the start. Then
    /// every block should be looked at.
    pub fn openings(&self) -> impl Iterator<Item = Time> + '_ {
        let opens = self.loops.iter().map(|place| place.opens);
        opens.filter(|opens| *opens > Time::ZERO)
    }

    /// The block before one, seen from trains of one direction, if there is a loop between.
    fn block_behind(&self, block: usize, forward: bool) -> Option<usize> {
        self.block_beyond(block, !forward)
    }

    /// Takes out a train that waits at a place to enter a block, the first of its queue.
    pub fn take_back(&mut self, block: usize, forward: bool) -> Option<Waiting> {
        let taken = self.blocks[block].waiting[side(forward)].take(None);
        taken.map(|(train, _)| train)
    }

    fn look_at(&mut self, block: usize, time: Time) -> Next {
        let state = &mut self.blocks[block];
        if state.looked_at.is_some_and(|arranged| arranged <= time) {
            return Next::Nothing;
        }
        state.looked_at = Some(time);
        Next::LookAt(time)
    }

    /// Directions in the order in which their first trains go: by rank, then who waits longest. A
    /// train has the priority of the most pressing one that it holds up, so that none waits behind a
    /// train that others keep overtaking.
    fn order(&self, block: usize) -> impl Iterator<Item = bool> + use<> {
        let waiting = &self.blocks[block].waiting;
        let order = match (waiting[0].first(), waiting[1].first()) {
            (Some(up), Some(down)) => {
                let (up, down) = (
                    self.urgency(block, true, up),
                    self.urgency(block, false, down),
                );
                [Some(up <= down), Some(up > down)]
            }
            (Some(_), None) => [Some(true), None],
            (None, Some(_)) => [Some(false), None],
            (None, None) => [None, None],
        };
        order.into_iter().flatten()
    }

    fn urgency(&self, block: usize, forward: bool, first: &Waiting) -> (Rank, Time) {
        let priority = first.priority.max(self.priority_behind(block, forward));
        let rank = Rank::new(first.since, priority, self.rules.priority_worth);
        (rank, first.since)
    }

    /// The highest priority among the trains that wait further back in the same direction.
    fn priority_behind(&self, block: usize, forward: bool) -> u8 {
        let back = std::iter::successors(Some(block), |block| self.block_behind(*block, forward));
        let firsts = back
            .skip(1)
            .map(|block| self.blocks[block].waiting[side(forward)].first());
        firsts
            .map_while(|first| first)
            .map(|train| train.priority)
            .max()
            .unwrap_or(0)
    }

    /// When a train of one direction may enter a block, as far as it is known at `now`; none until
    /// something else happens.
    fn opens(&self, block: usize, forward: bool, now: Time) -> Option<Time> {
        let waiting = &self.blocks[block].waiting[side(forward)];
        let first = waiting.first()?;
        let last = self.last_of_span(block, forward, now);
        let kept = self.kept_here(block, forward).is_some();
        let mut opens = waiting.gives_way_until.max(now);
        for held in span(block, last) {
            let held = &self.blocks[held];
            if held.kept_for.is_some() && !kept {
                return None;
            }
            let opposing = held.waiting[side(!forward)].first();
            if held.held_by > 0 && opposing.is_some_and(|other| other.priority > first.priority) {
                // A fleet ends where somebody more pressing wants to come the other way.
                return None;
            }
            opens = opens.max(held.opens(forward, &self.rules)?);
        }
        let taken_in = kept || self.takes_in(last, forward, first, now);
        taken_in.then_some(opens)
    }

    /// Whether the far end of a block lets a train come.
    fn takes_in(&self, block: usize, forward: bool, train: &Waiting, now: Time) -> bool {
        let Some(far) = self.loop_at(block, forward) else {
            return true;
        };
        let far = &self.loops[far];
        far.has_track(forward)
            || (far.has_any_track() && self.may_run_through(block, forward, train, now))
    }

    fn enter(&mut self, block: usize, forward: bool, now: Time) -> Entry {
        let last = self.last_of_span(block, forward, now);
        let kept = self.kept_here(block, forward);
        let queue = &mut self.blocks[block].waiting[side(forward)];
        let taken = queue.take(kept);
        let (train, n_before) = taken.expect("only a direction with a waiting train is asked");
        if kept.is_none() {
            if self.may_run_through(last, forward, &train, now) {
                self.keep_beyond(last, forward, train.train, now);
            }
            if let Some(far) = self.loop_at(last, forward) {
                self.loops[far].hold(forward);
            }
        }
        let near = self.loop_at(block, !forward);
        if let Some(near) = near {
            self.loops[near].leave(forward);
        }
        for held in span(block, last) {
            self.blocks[held].kept_for = None;
            self.blocks[held].enter(forward, now);
        }
        Entry {
            train: train.train,
            forward,
            since: train.since,
            last,
            overtaken: near.map_or(0, |_| n_before),
        }
    }

    /// The last of the blocks that a train holds at once if it enters one at `now`.
    fn last_of_span(&self, block: usize, forward: bool, now: Time) -> usize {
        if !self.has_late_loops {
            return block;
        }
        let kept = self.kept_here(block, forward);
        let mut last = block;
        while let (Some(far), Some(next)) = (
            self.loop_at(last, forward),
            self.block_beyond(last, forward),
        ) {
            let on = match kept {
                None => self.loops[far].opens > now,
                Some(_) => self.blocks[next].kept_for == kept,
            };
            if !on {
                break;
            }
            last = next;
        }
        last
    }

    fn block_beyond(&self, block: usize, forward: bool) -> Option<usize> {
        match forward {
            true => Some(block + 1).filter(|next| *next < self.blocks.len()),
            false => block.checked_sub(1),
        }
    }

    /// The loop at the end of a block towards which `forward` trains run; none at a place.
    fn loop_at(&self, block: usize, forward: bool) -> Option<usize> {
        match forward {
            true => (block < self.loops.len()).then_some(block),
            false => block.checked_sub(1),
        }
    }
}

fn span(first: usize, last: usize) -> std::ops::RangeInclusive<usize> {
    first.min(last)..=first.max(last)
}
