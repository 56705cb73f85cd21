//! Whose turn it is: which of two opposing trains goes first, and when a block is open to one.

use super::passing_loop::side;
use super::queue::Waiting;
use super::{SingleLine, span};
use crate::sim::rank::{PASSENGER, Rank};
use crate::units::{Duration, Time};

impl SingleLine {
    /// Which direction's first train goes first: by rank, then who waits longest. A train has the
    /// priority of the most pressing one that it holds up, so that none waits behind a train that
    /// others keep overtaking.
    pub(super) fn goes_first(&self, block: usize, [up, down]: [&Waiting; 2]) -> bool {
        self.urgency(block, true, up) <= self.urgency(block, false, down)
    }

    fn urgency(&self, block: usize, forward: bool, first: &Waiting) -> (Rank, Time) {
        let priority = first.priority.max(self.priority_behind(block, forward));
        let rank = Rank::new(first.since, priority, self.rules.priority_worth);
        (rank, first.since)
    }

    /// Whether a train is of a higher priority than another, where priority counts: for passenger
    /// trains it always does.
    pub(super) fn is_more_pressing(&self, train: &Waiting, other: &Waiting) -> bool {
        let counts = self.rules.priority_worth > Duration::ZERO || train.priority >= PASSENGER;
        counts && train.priority > other.priority
    }

    /// The highest priority among the trains that wait further back in the same direction.
    fn priority_behind(&self, block: usize, forward: bool) -> u8 {
        let (mut block, mut priority) = (block, 0);
        while let Some(behind) = self.block_behind(block, forward)
            && let Some(first) = self.blocks[behind].waiting[side(forward)].first()
        {
            priority = priority.max(first.priority);
            block = behind;
        }
        priority
    }

    /// When a train of one direction may enter a block, as far as it is known at `now`; none until
    /// something else happens.
    pub(super) fn opens(&self, block: usize, forward: bool, now: Time) -> Option<Time> {
        let state = &self.blocks[block];
        if self.has_late_loops || state.held_by > 0 || state.kept_for.is_some() {
            return self.opens_in_part(block, forward, now);
        }
        let first = state.waiting[side(forward)].first()?;
        let gives_way = match self.rules.overtaking {
            true => self.extras.gives_way_until[block][side(forward)],
            false => Time::ZERO,
        };
        let opens = state.free_at.max(now).max(gives_way);
        self.takes_in(block, forward, &first, now).then_some(opens)
    }

    /// The same where the block is not empty, is kept for a train, or is held with others as one.
    fn opens_in_part(&self, block: usize, forward: bool, now: Time) -> Option<Time> {
        let first = self.blocks[block].waiting[side(forward)].first()?;
        let last = self.last_of_span(block, forward, now);
        let kept = self.kept_here(block, forward).is_some();
        let mut opens = self.extras.gives_way_until[block][side(forward)].max(now);
        for held in span(block, last) {
            let held = &self.blocks[held];
            if held.kept_for.is_some() && !kept {
                return None;
            }
            if held.held_by > 0 {
                // A fleet ends where somebody more pressing wants to come the other way.
                let opposing = held.waiting[side(!forward)].first();
                opposing
                    .is_none_or(|other| !self.is_more_pressing(&other, &first))
                    .then_some(())?;
            }
            opens = opens.max(held.opens(forward, &self.rules)?);
        }
        let taken_in = kept || self.takes_in(last, forward, &first, now);
        taken_in.then_some(opens)
    }

    /// Whether the far end of a block lets a train come.
    #[inline]
    pub(super) fn takes_in(&self, block: usize, forward: bool, train: &Waiting, now: Time) -> bool {
        let Some(far) = self.loop_at(block, forward) else {
            return true;
        };
        let far = &self.loops[far];
        far.has_track(forward)
            || (far.has_any_track() && self.may_run_through(block, forward, train, now))
    }
}
