//! One direction of a double track: trains follow each other by headway.
//!
//! Who enters first is decided by rank among those that are there. Where there are sidings, a more
//! pressing train may pass others on the way (`overtake`); elsewhere trains keep their order. A
//! train's exit is foreseen when it enters, and may be put off until it is there.

mod other_traffic;
mod overtake;
mod path;
#[cfg(test)]
mod tests;

pub(super) use other_traffic::OtherRate;
pub(super) use overtake::Rules;
pub(super) use path::Path;

use super::rank::Rank;
use super::record::Traffic;
use super::tally::Tally;
use crate::engine::Streams;
use crate::units::{Duration, Time};
use other_traffic::OtherTrains;
use path::OTHER;
use std::collections::VecDeque;

/// How many headways ahead a train is given its path.
const PLANNED_AHEAD: f64 = 3.0;

/// How many paths are dropped together.
const MOST_GONE: usize = 32;

/// One direction of a double track, or a sea lane (no headway, no other traffic).
#[derive(Debug)]
pub(super) struct DoubleTrack {
    rules: Rules,
    entry_free: Time,
    /// The exit of the last train of those that are not under way any more.
    last_exit: Time,
    other: Vec<OtherTrains>,
    /// When the next train of other traffic is due.
    other_due: Time,
    /// How long after it was due a train of other traffic is certainly out of the way.
    other_gone: Duration,
    /// How many of the district's trains are under way.
    n_own: u32,
    /// The district's trains that wait to enter, in the order of their ranks.
    waiting: VecDeque<Waiting>,
    /// Trains under way, in the order of their exits; none where nobody overtakes.
    under_way: Vec<Path>,
    /// How many at the front of them have come to the end and are about to be dropped.
    n_gone: usize,
    /// Until when the siding at each place is taken; that at the beginning is not used.
    taken_until: Vec<Time>,
    /// When somebody will look at the entry again, if that is already arranged.
    looked_at: Option<Time>,
    forward: bool,
    tally: Tally,
}

/// A train that wants to enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub train: u32,
    pub rank: Rank,
    pub since: Time,
    /// How long it takes unhindered.
    pub running: Duration,
}

/// What can be done about the entry now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing, until something else happens.
    Nothing,
    /// Nothing before this time; then look again.
    LookAt(Time),
    /// This train enters, now or soon, and is foreseen to be at the end.
    Enter {
        train: Waiting,
        entered: Time,
        exit: Time,
    },
}

/// When a track may be entered, and how fast trains are then.
pub(super) trait Access {
    /// Returns from when on it may be entered, at or after a time.
    fn opens(&self, time: Time) -> Time;

    /// Returns the running time of a train that enters at a time and takes `running` if nothing
    /// slows it down.
    fn running(&self, running: Duration, time: Time) -> Duration;
}

/// Whose turn it is to enter.
#[derive(Clone, Copy, Debug)]
enum Turn {
    /// Nobody wants to.
    Nobody,
    /// Somebody, but not before this time.
    Later(Time),
    /// Other traffic of one kind, at this time.
    Other(usize, Time),
    /// The first of the district's trains.
    Own(Time),
}

/// Whether the exit of a train is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finish {
    /// It is not: the train will be at the end only at this time.
    PutOff(Time),
    /// It is. The path, where there is one: trains that keep their order have none.
    Gone(Option<Path>),
}

impl DoubleTrack {
    /// Creates an empty track for trains that run `forward`, or not. `name` tells its random streams
    /// apart from others'.
    pub fn new(
        rules: Rules,
        other: &[OtherRate],
        streams: &Streams,
        (name, forward): (u64, bool),
    ) -> Self {
        let other = OtherTrains::all(other, streams, name, rules.priority_worth);
        let slowest = other.iter().map(OtherTrains::longest_running).max();
        Self {
            rules,
            entry_free: Time::ZERO,
            last_exit: Time::ZERO,
            other_due: due(&other),
            other_gone: slowest.unwrap_or_default() + rules.longest_delay,
            other,
            n_own: 0,
            waiting: VecDeque::new(),
            under_way: Vec::new(),
            n_gone: 0,
            taken_until: vec![Time::ZERO; rules.parts as usize],
            looked_at: None,
            forward,
            tally: Tally::new(1),
        }
    }

    /// Counts a train that enters.
    pub fn counts(&mut self, traffic: Traffic) {
        self.tally.counted(traffic, self.forward);
        self.tally.occupied(0, self.rules.headway);
    }

    /// Returns what has passed and is still to be told.
    pub fn tally_mut(&mut self) -> &mut Tally {
        &mut self.tally
    }

    /// Puts a train in the queue for the entry.
    pub fn wait(&mut self, train: Waiting) {
        let behind = self
            .waiting
            .partition_point(|other| other.rank <= train.rank);
        self.waiting.insert(behind, train);
    }

    /// Decides which of the district's trains is given its path at `now`, after all the other traffic
    /// that goes before it.
    ///
    /// A train that can enter within [`PLANNED_AHEAD`] headways is given its path at once; the others
    /// wait, for a more pressing train may come. Where nobody overtakes, all are given theirs as they come.
    pub fn next(&mut self, now: Time, access: &impl Access) -> Next {
        if self.rules.parts == 0 {
            return self.next_in_order(access);
        }
        let ahead = now + self.planned_ahead();
        self.pass_by(now, access);
        while let Some(first) = self.waiting.front().copied() {
            match self.turn(ahead, access) {
                Turn::Nobody => break,
                Turn::Later(time) => return self.look_at(time.since(now), now),
                Turn::Other(kind, time) => self.let_other_in(kind, time, access),
                Turn::Own(entered) => {
                    self.waiting.pop_front();
                    self.n_own += 1;
                    let next = self.let_in(first, entered, access);
                    self.forget(now);
                    return next;
                }
            }
        }
        Next::Nothing
    }

    /// The same where trains keep the order in which they come.
    fn next_in_order(&mut self, access: &impl Access) -> Next {
        let Some(first) = self.waiting.pop_front() else {
            return Next::Nothing;
        };
        while self.other_due <= first.since {
            let due = self.other_due;
            let kind = self.other.iter().position(|trains| trains.next == due);
            let kind = kind.expect("somebody is due");
            let entered = access.opens(due.max(self.entry_free));
            self.let_other_in(kind, entered, access);
        }
        let entered = access.opens(first.since.max(self.entry_free));
        self.let_in(first, entered, access)
    }

    fn let_in(&mut self, train: Waiting, entered: Time, access: &impl Access) -> Next {
        let running = access.running(train.running, entered);
        let path = self.path(train.train, train.rank, entered, running);
        let exit = self.admit(path);
        Next::Enter {
            train,
            entered,
            exit,
        }
    }

    /// Lets in what other traffic has entered until `now`, so that what it did to trains under way is
    /// known.
    pub fn catch_up(&mut self, now: Time, access: &impl Access) {
        if self.rules.parts == 0 {
            return;
        }
        while self.other_due <= now
            && let Turn::Other(kind, time) = self.turn(now, access)
        {
            self.let_other_in(kind, time, access);
        }
        self.forget(now);
    }

    /// Takes note that somebody looks at the entry now.
    pub fn looked(&mut self, now: Time) {
        if self.looked_at.is_some_and(|time| time <= now) {
            self.looked_at = None;
        }
    }

    /// Whether the exit of a train that has entered may still be put off.
    pub fn may_change(&self) -> bool {
        self.rules.parts > 0
    }

    /// Makes the exit of a train final if it is not after some time; from then on nobody passes the
    /// train.
    pub fn finish(&mut self, train: u32, by: Time) -> Finish {
        let mut paths = self.under_way[self.n_gone..].iter_mut();
        match paths.find(|path| path.train == train) {
            None => Finish::Gone(None),
            Some(path) if path.exit > by => Finish::PutOff(path.exit),
            Some(path) => {
                let finished = *path;
                (path.train, path.rank) = (OTHER, Rank::FIRST);
                self.n_own -= 1;
                Finish::Gone(Some(finished))
            }
        }
    }

    /// Lets in what other traffic has come and gone while none of the district's trains was there to
    /// see it: what it did to itself on the way is nobody's concern.
    fn pass_by(&mut self, now: Time, access: &impl Access) {
        if self.n_own > 0 {
            return;
        }
        loop {
            let enters = access.opens(self.other_due.max(self.entry_free));
            if enters + self.other_gone > now {
                return;
            }
            let next = self.other.iter_mut().min_by_key(|trains| trains.next);
            let next = next.expect("somebody was due");
            next.take(enters);
            self.entry_free = enters + self.rules.headway;
            let traffic = next.traffic;
            self.counts(traffic);
            self.other_due = self::due(&self.other);
        }
    }

    /// Whose turn it is to enter, up to `now`.
    fn turn(&self, now: Time, access: &impl Access) -> Turn {
        let first = self.waiting.front();
        let ready = first.map_or(self.other_due, |train| train.since.min(self.other_due));
        if ready > now {
            return Turn::Nobody;
        }
        let enters = access.opens(ready.max(self.entry_free));
        if enters > now {
            return Turn::Later(enters);
        }
        let own = first.filter(|train| train.since <= enters);
        let mut best = own.map(|train| (train.rank, Turn::Own(enters)));
        for (kind, trains) in self.other.iter().enumerate() {
            let is_due = trains.next <= enters;
            if is_due && best.is_none_or(|(rank, _)| trains.rank <= rank) {
                best = Some((trains.rank, Turn::Other(kind, enters)));
            }
        }
        best.map_or(Turn::Nobody, |(_, turn)| turn)
    }

    fn let_other_in(&mut self, kind: usize, now: Time, access: &impl Access) {
        let other = &mut self.other[kind];
        let (rank, traffic) = (other.rank, other.traffic);
        let running = access.running(other.take(now), now);
        self.other_due = due(&self.other);
        let path = self.path(OTHER, rank, now, running);
        self.counts(traffic);
        self.admit(path);
    }

    fn path(&self, train: u32, rank: Rank, now: Time, running: Duration) -> Path {
        Path {
            train,
            rank,
            entered: now,
            running,
            aside: Duration::ZERO,
            place: 0,
            comes: now,
            leaves: now,
            exit: now + running,
            parts: self.rules.parts.max(1),
        }
    }

    fn admit(&mut self, mut path: Path) -> Time {
        let now = path.entered;
        self.entry_free = now + self.rules.headway;
        if self.rules.parts == 0 {
            self.last_exit = path.exit.max(self.last_exit + self.rules.headway);
            return self.last_exit;
        }
        path.exit = path.exit.max(self.last_exit + self.rules.headway);
        let outcome = self.add_path(path, now);
        if outcome.overtaken > 0 {
            self.tally.overtook(outcome.overtaken);
        }
        outcome.exit
    }

    fn planned_ahead(&self) -> Duration {
        self.rules.headway.scaled(PLANNED_AHEAD)
    }

    /// Drops the paths of trains that have come to the end.
    fn forget(&mut self, now: Time) {
        while let Some(first) = self.under_way.get(self.n_gone)
            && first.exit < now
        {
            self.last_exit = first.exit;
            self.n_gone += 1;
        }
        if self.n_gone >= MOST_GONE {
            self.under_way.drain(..self.n_gone);
            self.n_gone = 0;
        }
    }

    /// Arranges to look when a train that enters after `wait` can be given its path.
    fn look_at(&mut self, wait: Duration, now: Time) -> Next {
        let time = now + wait.saturating_sub(self.planned_ahead());
        if self.looked_at.is_some_and(|arranged| arranged <= time) {
            return Next::Nothing;
        }
        self.looked_at = Some(time);
        Next::LookAt(time)
    }
}

fn due(other: &[OtherTrains]) -> Time {
    let next = other.iter().map(|trains| trains.next).min();
    next.unwrap_or(Time::from_ms(u64::MAX / 2))
}
