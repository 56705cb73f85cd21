//! A single-track section: blocks between passing loops, and who may enter them.
//!
//! A block holds one train at a time, or where signalling is automatic a fleet in one direction. A
//! train enters only when the loop at its other end has a track for it, and a loop keeps a track
//! for the opposite direction, so two opposing queues never lock each other: the first train of
//! either queue always finds the next loop open to it, and places at the ends of the section always
//! take trains in. `turn` says who goes first, `overtake` how one train passes another.
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
mod turn;

pub(super) use queue::Waiting;

use crate::units::{Duration, Time};
use block::{Block, Fleet};
use passing_loop::{PassingLoop, side};
use queue::{Order, Others};

/// The state of a single-track section. Holds train indices, nothing else of trains.
#[derive(Clone, Debug)]
pub(super) struct SingleLine {
    blocks: Vec<Block>,
    loops: Vec<PassingLoop>,
    /// Whether a loop opens only during the run.
    has_late_loops: bool,
    /// Until when nothing closes the section, as far as is known.
    open_until: Time,
    extras: Box<Extras>,
    rules: Rules,
}

/// What only some sections need to know, out of the way of what all need at every block.
#[derive(Clone, Debug)]
struct Extras {
    /// By loop: from when on trains may stand there.
    opens: Vec<Time>,
    /// By block and end: who waits there behind the first.
    others: Vec<[Others; 2]>,
    /// By block: when somebody will look at it again; time zero if that is not arranged.
    looked_at: Vec<Time>,
    /// By block and end: until when the first train there waits for a more pressing one right behind.
    gives_way_until: Vec<[Time; 2]>,
    /// By block.
    fleets: Vec<Fleet>,
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

/// Whether trains may enter the blocks of a line now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// They may, and at least until a time.
    OpenUntil(Time),
    /// They may not before a time.
    ClosedUntil(Time),
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
    /// When it enters: now, or when the station interval is over for which its route is being set.
    pub at: Time,
    /// The block at whose far end it comes out: another than the one it enters where loops between
    /// them are not open yet.
    pub last: usize,
    /// How many trains at the same loop, there before it, it leaves behind.
    pub overtaken: usize,
}

impl SingleLine {
    /// Creates an empty section with the given passing loops: tracks, and from when they are there.
    pub fn new(loops: impl Iterator<Item = (u8, Time)>, rules: Rules) -> Self {
        let (tracks, opens): (Vec<u8>, Vec<Time>) = loops.unzip();
        let n_blocks = opens.len() + 1;
        Self {
            blocks: vec![Block::default(); n_blocks],
            loops: tracks.into_iter().map(PassingLoop::new).collect(),
            open_until: Time::ZERO,
            has_late_loops: opens.iter().any(|opens| *opens > Time::ZERO),
            extras: Box::new(Extras {
                opens,
                others: vec![Default::default(); n_blocks],
                looked_at: vec![Time::ZERO; n_blocks],
                gives_way_until: vec![[Time::ZERO; 2]; n_blocks],
                fleets: vec![Fleet::default(); n_blocks],
            }),
            rules,
        }
    }

    /// Returns the number of blocks.
    pub fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Whether it is known that nothing closes the section at a time; if so, until when.
    pub fn known_open(&self, now: Time) -> Option<Time> {
        Some(self.open_until).filter(|until| now < *until)
    }

    /// Takes note that nothing closes the section until a time.
    pub fn stays_open(&mut self, until: Time) {
        self.open_until = until;
    }

    /// Puts a train that comes at `train.since` in the queue for a block: by rank where it may pass
    /// others, else at the end.
    pub fn wait(&mut self, block: usize, forward: bool, train: Waiting) {
        let at_place = self.loop_at(block, !forward).is_none();
        let order = match at_place || self.rules.overtaking {
            true => Order::Rank(self.rules.priority_worth),
            false => Order::Arrival,
        };
        let others = &mut self.extras.others[block][side(forward)];
        let is_first = self.blocks[block].waiting[side(forward)].push(train, order, others);
        if is_first && self.rules.overtaking {
            let until = self.gives_way(block, forward, &train).unwrap_or(Time::ZERO);
            self.extras.gives_way_until[block][side(forward)] = until;
        }
    }

    /// Lets a train that comes to a block at `train.since` straight into it where nothing is in its way,
    /// nobody else wants to enter and nobody is to be overtaken, which is the most frequent case;
    /// returns whether it is so. The same as if it waited and were the next.
    #[inline]
    pub fn run_on(&mut self, block: usize, forward: bool, train: Waiting) -> bool {
        let state = &self.blocks[block];
        let is_idle = state.is_empty_at(train.since) && !state.is_wanted();
        let is_open = train.since < self.open_until;
        if !is_idle
            || !is_open
            || !self.is_plain()
            || self.may_be_overtaking(block, forward, &train)
        {
            return false;
        }
        if let Some(far) = self.loop_at(block, forward) {
            let far = &mut self.loops[far];
            if !far.has_track(forward) {
                return false;
            }
            far.hold(forward);
        }
        if let Some(near) = self.loop_at(block, !forward) {
            self.loops[near].leave(forward);
        }
        self.blocks[block].enter(forward, train.since);
        true
    }

    /// Decides at `now` who enters a block, and marks it entered. The station interval after a train has
    /// left is the time in which the route of the next one is set: who that is, is decided as the
    /// interval begins.
    pub fn next(&mut self, block: usize, now: Time, access: Access) -> Next {
        let state = &self.blocks[block];
        let held = state.held_by > 0 && self.rules.fleet_trains < 2;
        if held {
            return Next::Nothing;
        }
        let (first, other) = match [0, 1].map(|side| state.waiting[side].first()) {
            [None, None] => return Next::Nothing,
            [Some(_), None] => (true, None),
            [None, Some(_)] => (false, None),
            [Some(up), Some(down)] => {
                let first = self.goes_first(block, [&up, &down]);
                (first, Some(!first))
            }
        };
        let open_until = match access {
            Access::ClosedUntil(open_at) => return self.look_at(block, open_at),
            Access::OpenUntil(time) => time,
        };
        let next = self.next_of(block, first, now, open_until);
        let next = next.or_else(|| self.next_of(block, other?, now, open_until));
        next.unwrap_or(Next::Nothing)
    }

    /// The same for one direction; none if only something else can change that nobody enters.
    fn next_of(
        &mut self,
        block: usize,
        forward: bool,
        now: Time,
        open_until: Time,
    ) -> Option<Next> {
        let opens = self.opens(block, forward, now)?;
        let route_is_set = opens < open_until && self.waits_for_route(block, opens);
        Some(match opens > now && !route_is_set {
            true => self.look_at(block, opens),
            false => Next::Enter(self.enter(block, forward, opens)),
        })
    }

    /// Whether every block is held by itself, and by one train at a time.
    #[inline]
    fn is_plain(&self) -> bool {
        !self.has_late_loops && self.rules.fleet_trains < 2
    }

    /// Whether a block that opens at a time is empty till then and nothing but the route is missing.
    fn waits_for_route(&self, block: usize, opens: Time) -> bool {
        let state = &self.blocks[block];
        self.is_plain() && state.held_by == 0 && state.kept_for.is_none() && state.free_at == opens
    }

    /// Returns when a train that has entered at `now` and takes `running` comes out: behind the one
    /// before it.
    pub fn run(&mut self, entry: &Entry, now: Time, running: Duration) -> Time {
        if self.rules.fleet_trains < 2 {
            return now + running;
        }
        let fleet = &mut self.extras.fleets[entry.last];
        let behind = match self.blocks[entry.last].held_by {
            0 | 1 => Time::ZERO,
            _ => fleet.last_exit + self.rules.headway,
        };
        fleet.last_exit = (now + running).max(behind);
        fleet.last_exit
    }

    /// Frees what a train held that entered in one block and has come to the far end of another, or
    /// the same, at `now`; `freed` hears of each block how long it was not free because of it, and
    /// whether somebody waits to enter it. The loop track that the train holds there stays held until
    /// it leaves.
    ///
    /// # Panics
    ///
    /// If nobody was in the blocks.
    #[inline]
    pub fn leave(
        &mut self,
        (first, last): (usize, usize),
        now: Time,
        mut freed: impl FnMut(usize, Duration, bool),
    ) {
        if first == last {
            return self.free(first, now, &mut freed);
        }
        for held in span(first, last) {
            self.free(held, now, &mut freed);
        }
    }

    #[inline(always)]
    fn free(&mut self, held: usize, now: Time, freed: &mut impl FnMut(usize, Duration, bool)) {
        let block = &mut self.blocks[held];
        assert!(
            block.held_by > 0,
            "block {held} was left at {now}, but nobody was in it"
        );
        let since = match self.rules.fleet_trains {
            1 => block.entered_at,
            _ => self.extras.fleets[held].busy_since,
        };
        let until = block.leave(now, self.rules.station_interval);
        freed(held, until.since(since), block.is_wanted());
        if self.rules.fleet_trains > 1 {
            self.extras.fleets[held].busy_since = until;
        }
    }

    /// Whether somebody waits to enter a block: then it is worth a look.
    #[inline]
    pub fn is_wanted(&self, block: usize) -> bool {
        self.blocks[block].is_wanted()
    }

    /// Whether somebody waits at a place to enter the section `forward`, or the other way.
    pub fn is_wanted_from_place(&self, forward: bool) -> bool {
        let first = if forward { 0 } else { self.blocks.len() - 1 };
        !self.blocks[first].waiting[side(forward)].is_empty()
    }

    /// Takes note that somebody looks at the block now.
    pub fn looked(&mut self, block: usize, now: Time) {
        let looked_at = &mut self.extras.looked_at[block];
        if *looked_at <= now {
            *looked_at = Time::ZERO;
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
        let opens = self.extras.opens.iter().copied();
        opens.filter(|opens| *opens > Time::ZERO)
    }

    /// The block before one, seen from trains of one direction, if there is a loop between.
    fn block_behind(&self, block: usize, forward: bool) -> Option<usize> {
        self.block_beyond(block, !forward)
    }

    /// Takes out a train that waits at a place to enter a block, the first of its queue.
    pub fn take_back(&mut self, block: usize, forward: bool) -> Option<Waiting> {
        self.take(block, forward, None)
    }

    /// Takes out the first train that waits at one end of a block, or the one of some name.
    fn take(&mut self, block: usize, forward: bool, train: Option<u32>) -> Option<Waiting> {
        let others = &mut self.extras.others[block][side(forward)];
        self.blocks[block].waiting[side(forward)].take(train, others)
    }

    fn look_at(&mut self, block: usize, time: Time) -> Next {
        let looked_at = &mut self.extras.looked_at[block];
        if *looked_at > Time::ZERO && *looked_at <= time {
            return Next::Nothing;
        }
        *looked_at = time;
        Next::LookAt(time)
    }

    fn enter(&mut self, block: usize, forward: bool, now: Time) -> Entry {
        let last = self.last_of_span(block, forward, now);
        let kept = self.kept_here(block, forward);
        let taken = self.take(block, forward, kept);
        let train = taken.expect("only a direction with a waiting train is asked");
        let mut overtaken = 0;
        if self.rules.overtaking && self.loop_at(block, !forward).is_some() {
            let others = &self.extras.others[block][side(forward)];
            overtaken = self.blocks[block].waiting[side(forward)].count_before(train.since, others);
            self.extras.gives_way_until[block][side(forward)] = Time::ZERO;
        }
        self.admit((block, last), forward, &train, kept, now);
        Entry {
            train: train.train,
            forward,
            since: train.since,
            at: now,
            last,
            overtaken,
        }
    }

    /// Takes a train into the blocks from one to another, and gives it its tracks at loops.
    fn admit(
        &mut self,
        (block, last): (usize, usize),
        forward: bool,
        train: &Waiting,
        kept: Option<u32>,
        now: Time,
    ) {
        if kept.is_none() {
            if self.may_run_through(last, forward, train, now) {
                self.keep_beyond(last, forward, train.train, now);
            }
            if let Some(far) = self.loop_at(last, forward) {
                self.loops[far].hold(forward);
            }
        }
        if let Some(near) = self.loop_at(block, !forward) {
            self.loops[near].leave(forward);
        }
        for held in span(block, last) {
            if self.rules.fleet_trains > 1 && self.blocks[held].held_by == 0 {
                self.extras.fleets[held].busy_since = now;
            }
            self.blocks[held].kept_for = None;
            self.blocks[held].enter(forward, now);
        }
    }

    /// The last of the blocks that a train holds at once if it enters one at `now`.
    #[inline]
    fn last_of_span(&self, block: usize, forward: bool, now: Time) -> usize {
        match self.has_late_loops {
            true => self.last_of_joined(block, forward, now),
            false => block,
        }
    }

    fn last_of_joined(&self, block: usize, forward: bool, now: Time) -> usize {
        let kept = self.kept_here(block, forward);
        let mut last = block;
        while let (Some(far), Some(next)) = (
            self.loop_at(last, forward),
            self.block_beyond(last, forward),
        ) {
            let on = match kept {
                None => self.extras.opens[far] > now,
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

fn span(first: usize, last: usize) -> std::ops::Range<usize> {
    first.min(last)..first.max(last) + 1
}
