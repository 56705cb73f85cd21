//! How a train passes another at a passing loop.
//!
//! A loop of three tracks and more takes in two trains of one direction, and the more pressing one
//! goes on first. A loop of two tracks keeps one for the other direction, so a second train of the
//! same direction cannot stop there. A passenger train may *run through*: the block beyond is kept
//! for it and a track at the loop after that is held before it sets out, so that it never stands
//! where the first train waits. When it has passed, both stand as if they had met nowhere, so
//! nobody can lock anybody. It takes two blocks at once, which is too much of a line's capacity for
//! freight trains. A train that comes to a loop gives way for that if a passenger train waits right
//! behind it, at the loop before, and would be let through as soon as the block between is free;
//! if the other does not come then, the first train goes.

use super::passing_loop::side;
use super::queue::{Head, Waiting};
use super::{SingleLine, span};
use crate::sim::rank::{PASSENGER, Rank};
use crate::units::{Duration, Time};

/// A moment after the other train could have entered.
const MOMENT: Duration = Duration::from_ms(1);

impl SingleLine {
    /// Whether a train that enters a block may be one that passes another at the loop beyond it, or
    /// that should let another pass at the loop before it: then it is worth looking closer.
    #[inline]
    pub(super) fn may_be_overtaking(&self, block: usize, forward: bool, train: &Waiting) -> bool {
        let waits = |block: Option<usize>| block.map(|it| &self.blocks[it].waiting[side(forward)]);
        self.rules.overtaking
            && (waits(self.block_behind(block, forward)).is_some_and(Head::is_passenger)
                || train.priority >= PASSENGER
                    && waits(self.block_beyond(block, forward)).is_some_and(|it| !it.is_empty()))
    }

    /// Whether a train that enters a block at `now` may run through the loop at its far end, past
    /// less pressing ones that wait there, and on into the block beyond.
    #[inline]
    pub(super) fn may_run_through(
        &self,
        block: usize,
        forward: bool,
        train: &Waiting,
        now: Time,
    ) -> bool {
        self.rules.overtaking
            && train.priority >= PASSENGER
            && self.can_run_through(block, forward, train, now)
    }

    fn can_run_through(&self, block: usize, forward: bool, train: &Waiting, now: Time) -> bool {
        let Some(beyond) = self.block_beyond(block, forward) else {
            return false;
        };
        let first = self.blocks[beyond].waiting[side(forward)].first();
        first.is_some_and(|first| self.may_pass(train, &first))
            && self.can_be_kept(beyond, forward, now)
    }

    /// Keeps the block beyond for a train alone, and a track at the loop after that.
    pub(super) fn keep_beyond(&mut self, block: usize, forward: bool, train: u32, now: Time) {
        let beyond = self.block_beyond(block, forward);
        let beyond = beyond.expect("there is a block beyond a loop");
        let last = self.last_of_span(beyond, forward, now);
        for kept in span(beyond, last) {
            self.blocks[kept].kept_for = Some(train);
        }
        if let Some(far) = self.loop_at(last, forward) {
            self.loops[far].hold(forward);
        }
    }

    /// The train that a block is kept for, if it waits to enter it.
    pub(super) fn kept_here(&self, block: usize, forward: bool) -> Option<u32> {
        let state = &self.blocks[block];
        let others = &self.extras.others[block][side(forward)];
        state
            .kept_for
            .filter(|train| state.waiting[side(forward)].has(*train, others))
    }

    /// Until when a train that comes to the near end of a block leaves the block to a more pressing
    /// one, if it should.
    pub(super) fn gives_way(&self, block: usize, forward: bool, train: &Waiting) -> Option<Time> {
        let (behind, near) = (
            self.block_behind(block, forward)?,
            self.loop_at(block, !forward)?,
        );
        let between = &self.blocks[behind];
        let other = between.waiting[side(forward)].first()?;
        let comes = between.free_at.max(train.since);
        let gives = between.held_by == 0
            && self.may_pass(&other, train)
            && self.loops[near].has_any_track()
            && self.can_be_kept(block, forward, comes);
        gives.then_some(comes + MOMENT)
    }

    fn may_pass(&self, one: &Waiting, other: &Waiting) -> bool {
        let rank =
            |train: &Waiting| Rank::new(train.since, train.priority, self.rules.priority_worth);
        one.priority >= PASSENGER && rank(one) < rank(other)
    }

    /// Whether a block will be free at `time` as far as is known, and has a track at its far end.
    fn can_be_kept(&self, block: usize, forward: bool, time: Time) -> bool {
        let last = self.last_of_span(block, forward, time);
        let free = span(block, last).all(|block| {
            let block = &self.blocks[block];
            block.held_by == 0 && block.kept_for.is_none() && block.free_at <= time
        });
        let far = self.loop_at(last, forward);
        free && far.is_none_or(|far| self.loops[far].has_track(forward))
    }
}
