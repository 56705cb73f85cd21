//! The future event list: a radix wheel with a sorted bottom.
//!
//! Pending events lie in slots by the highest digit in which their time differs from `origin`, a
//! time no later than any of them: far events coarsely, near ones finely. When the nearest slot
//! holds few events, or a single tick, they are sorted and become the *bottom*, popped from its
//! end; a fuller slot is first spread over the slots of a lower level. Where digits begin is fitted to
//! how densely events lie, so that the slots of one level hold about as many as are sorted well. An
//! event is moved two or three times in its life, whatever the number pending, and always to the end
//! of a block, which is why the list stays fast where heaps leave the cache.
//!
//! Pitfalls, and what is done about them:
//!
//! - *Ties.* Timetables put thousands of events on one tick. They are sorted once; what is added to
//!   a crowded current tick goes to a heap of its own, the *lane*, never into the sorted run.
//! - *Wide bottoms.* A few far events make a bottom that spans days, and everything scheduled next
//!   falls into it. When it is full it is narrowed to the current tick and the rest is put back.
//! - *Kept capacity.* Slots are chains of blocks from one pool, so memory follows the largest number
//!   of events ever pending, and nothing is allocated once that is reached.

use super::entry::Timed;
use super::pool::{Pool, Slot};
use std::collections::BinaryHeap;

/// Digits have this many bits.
const BITS: u32 = 6;
const SLOTS: usize = 1 << BITS;
const LEVELS: usize = (u64::BITS + BITS - 1).div_ceil(BITS) as usize;
/// A slot with more events than this is spread before it is sorted.
const SPREAD_ABOVE: usize = 48;
/// Slots are gathered until the bottom has this many events.
const GATHER_BELOW: usize = 48;
/// A bottom with more events than this is narrowed before it takes another.
const NARROW_ABOVE: usize = 96;
/// The most events that the slots of one level hold on average where the levels fit: not so many that
/// they are spread, and not so few that each slot costs more than what is in it.
const FILLED_WITH: u64 = 16;
/// The levels are fitted again after so many events, and as many as are pending.
const FITTED_AFTER: usize = 4_096;
/// With nothing in the slots, up to this many events live in the bottom alone.
const BOTTOM_ONLY: usize = 24;

/// A future event list, popped in the total order of its entries.
///
/// Monotone: nothing may be pushed that is due before the last entry popped, or before a limit up
/// to which the list was found empty.
#[derive(Clone, Debug)]
pub struct Wheel<T> {
    /// Sorted descending: the next entry is the last.
    bottom: Vec<T>,
    /// Everything due no later than this is in the bottom or the lane.
    bottom_end: u64,
    lane: BinaryHeap<std::cmp::Reverse<T>>,
    now: u64,
    origin: u64,
    /// By how many bits the digits of all levels begin lower than at multiples of [`BITS`].
    offset: u32,
    /// When the levels were last fitted, how many events have been in the bottom since, and how many
    /// are to be before the next time.
    fitted_at: u64,
    sorted: usize,
    fit_after: usize,
    slots: Box<[Slot; LEVELS * SLOTS]>,
    occupied: [u64; LEVELS],
    levels: u32,
    pool: Pool<T>,
}

impl<T: Timed> Default for Wheel<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Timed> Wheel<T> {
    /// Returns an empty list at time zero.
    pub fn new() -> Self {
        Self {
            bottom: Vec::with_capacity(2 * NARROW_ABOVE),
            bottom_end: 0,
            lane: BinaryHeap::new(),
            now: 0,
            origin: 0,
            offset: 0,
            fitted_at: 0,
            sorted: 0,
            fit_after: FITTED_AFTER,
            slots: Box::new([Slot::default(); LEVELS * SLOTS]),
            occupied: [0; LEVELS],
            levels: 0,
            pool: Pool::new(),
        }
    }

    /// Returns the number of pending entries.
    pub fn len(&self) -> usize {
        let in_slots: usize = self.slots.iter().map(Slot::len).sum();
        self.bottom.len() + self.lane.len() + in_slots
    }

    /// Returns whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.bottom.is_empty() && self.lane.is_empty() && self.levels == 0
    }

    /// Adds an entry.
    ///
    /// # Panics
    ///
    /// If it is due before what has been popped.
    #[inline]
    pub fn push(&mut self, entry: T) {
        let due = entry.due_ms();
        assert!(
            due >= self.now,
            "an event for {due} ms was pushed at {} ms",
            self.now
        );
        if due <= self.bottom_end {
            self.push_bottom(entry);
        } else if self.levels == 0 && self.bottom.len() < BOTTOM_ONLY {
            self.bottom_end = u64::MAX;
            self.insert(entry);
        } else {
            self.place(entry);
        }
    }

    /// Removes and returns the least entry due before `limit_ms`, if there is one.
    #[inline]
    pub fn pop_before(&mut self, limit_ms: u64) -> Option<T> {
        match self.bottom.last() {
            Some(entry) if entry.due_ms() < limit_ms && self.lane.is_empty() => {
                self.now = entry.due_ms();
                self.bottom.pop()
            }
            _ => self.fill_and_pop(limit_ms),
        }
    }

    /// The same where the bottom has nothing before the limit, or the lane has something.
    #[inline(never)]
    fn fill_and_pop(&mut self, limit_ms: u64) -> Option<T> {
        if !self.lane.is_empty() {
            return self.pop_with_lane(limit_ms);
        }
        if self.bottom.is_empty() && self.fill_bottom(limit_ms) {
            return self.pop_before(limit_ms);
        }
        self.nothing_before(limit_ms)
    }

    /// Returns the least time at which anything is due, if anything is.
    pub fn next_due_ms(&self) -> Option<u64> {
        let bottom = self.bottom.last().map(Timed::due_ms);
        let lane = self.lane.peek().map(|entry| entry.0.due_ms());
        match (bottom, lane) {
            (Some(bottom), Some(lane)) => Some(bottom.min(lane)),
            (None, None) => self.least_in_slots(),
            (some, none) => some.or(none),
        }
    }

    fn nothing_before(&mut self, limit_ms: u64) -> Option<T> {
        self.now = self.now.max(limit_ms);
        None
    }

    #[cold]
    fn pop_with_lane(&mut self, limit_ms: u64) -> Option<T> {
        let lane = self.lane.peek()?.0;
        let from_bottom = self.bottom.last().is_some_and(|entry| *entry < lane);
        let least = if from_bottom {
            *self.bottom.last()?
        } else {
            lane
        };
        if least.due_ms() >= limit_ms {
            return self.nothing_before(limit_ms);
        }
        self.now = least.due_ms();
        if from_bottom {
            self.bottom.pop()
        } else {
            self.lane.pop().map(|entry| entry.0)
        }
    }

    #[inline]
    fn push_bottom(&mut self, entry: T) {
        if self.bottom.len() < NARROW_ABOVE {
            self.insert(entry);
        } else {
            self.push_crowded(entry);
        }
    }

    /// Adds to the sorted run. Short: near events are near its end.
    #[inline]
    fn insert(&mut self, entry: T) {
        self.bottom.push(entry);
        let mut at = self.bottom.len() - 1;
        let bottom = &mut self.bottom[..=at];
        while at > 0 && bottom[at - 1] < entry {
            bottom[at] = bottom[at - 1];
            at -= 1;
        }
        bottom[at] = entry;
    }

    #[cold]
    fn push_crowded(&mut self, entry: T) {
        if self.bottom_end > self.now {
            self.narrow();
            self.push(entry);
        } else {
            self.lane.push(std::cmp::Reverse(entry));
        }
    }

    /// Puts back all of the bottom but the current tick.
    fn narrow(&mut self) {
        let now = self.now;
        // Nothing in the slots is due before the end of the bottom, whose digits above its level
        // are those of `now`: the slots stay right for the later origin.
        self.origin = now;
        self.bottom_end = now;
        let later = self.bottom.partition_point(|entry| entry.due_ms() > now);
        for at in 0..later {
            self.place(self.bottom[at]);
        }
        self.bottom.drain(..later);
    }

    #[inline(always)]
    fn place(&mut self, entry: T) {
        let due = entry.due_ms();
        let highest = u64::BITS - 1 - ((due ^ self.origin) | 1).leading_zeros();
        let level = ((highest + self.offset) / BITS) as usize;
        let digit = (due >> self.shift(level)) as usize % SLOTS;
        self.occupied[level] |= 1 << digit;
        self.levels |= 1 << level;
        self.pool
            .push(&mut self.slots[level * SLOTS + digit], entry);
    }

    /// Makes the nearest slots the bottom, unless they begin at `limit_ms` or later.
    fn fill_bottom(&mut self, limit_ms: u64) -> bool {
        if self.sorted >= self.fit_after {
            self.fit();
        }
        while self.levels != 0 {
            let level = self.levels.trailing_zeros() as usize;
            let digit = self.occupied[level].trailing_zeros() as usize;
            let first = self.begin(digit, self.shift(level));
            if first >= limit_ms {
                return false;
            }
            self.origin = first;
            if level == 0 || self.slots[level * SLOTS + digit].len() <= SPREAD_ABOVE {
                self.gather(level, digit);
                return true;
            }
            let mut slot = self.detach(level, digit);
            while let Some(entry) = self.pool.pop(&mut slot) {
                self.place(entry);
            }
        }
        false
    }

    /// Makes the slot of `digit` the bottom, with the slots after it on its level while they are few.
    ///
    /// Slots are taken from the last to the first, so that only those that share one are sorted.
    fn gather(&mut self, level: usize, digit: usize) {
        let shift = self.shift(level);
        let mut chosen = self.last_to_gather(level, digit);
        self.bottom_end = self.begin(chosen, shift) | ((1 << shift) - 1);
        loop {
            let mut slot = self.detach(level, chosen);
            let sorted = self.bottom.len();
            self.pool.take_all(&mut slot, &mut self.bottom);
            self.bottom[sorted..].sort_unstable_by(|a, b| b.cmp(a));
            let before = self.occupied[level] & ((1 << chosen) - 1);
            if before == 0 {
                break;
            }
            chosen = (u64::BITS - 1 - before.leading_zeros()) as usize;
        }
        self.sorted += self.bottom.len();
    }

    /// Moves the levels so that the slots of one of them hold as many events as they should.
    #[cold]
    fn fit(&mut self) {
        let gap_ms = (self.origin - self.fitted_at) / self.sorted as u64;
        let shift = (gap_ms * FILLED_WITH).max(1).ilog2();
        let offset = (BITS - shift % BITS) % BITS;
        let apart = offset.abs_diff(self.offset);
        // What is off by a bit is not worth moving every event.
        if apart.min(BITS - apart) > 1 {
            self.offset = offset;
            let slots = std::mem::replace(&mut *self.slots, [Slot::default(); LEVELS * SLOTS]);
            (self.levels, self.occupied) = (0, [0; LEVELS]);
            for mut slot in slots {
                while let Some(entry) = self.pool.pop(&mut slot) {
                    self.place(entry);
                }
            }
        }
        (self.fitted_at, self.sorted) = (self.origin, 0);
        self.fit_after = FITTED_AFTER.max(self.len());
    }

    /// Returns the lowest bit of the digits of a level.
    #[inline]
    fn shift(&self, level: usize) -> u32 {
        (level as u32 * BITS).saturating_sub(self.offset)
    }

    /// Returns the last slot that joins that of `digit`, the first on its level, in the bottom.
    #[inline]
    fn last_to_gather(&self, level: usize, digit: usize) -> usize {
        let slots = &self.slots[level * SLOTS..][..SLOTS];
        let (mut last, mut count) = (digit, slots[digit].len());
        let mut later = self.occupied[level] & (self.occupied[level] - 1);
        while count < GATHER_BELOW && later != 0 {
            let next = later.trailing_zeros() as usize;
            if slots[next].len() > GATHER_BELOW {
                break;
            }
            count += slots[next].len();
            last = next;
            later &= later - 1;
        }
        last
    }

    /// Returns the first tick of a slot, for the level whose digits begin at the bit `shift`.
    #[inline]
    fn begin(&self, digit: usize, shift: u32) -> u64 {
        ((self.origin >> shift) & !(SLOTS as u64 - 1) | digit as u64) << shift
    }

    #[inline]
    fn detach(&mut self, level: usize, digit: usize) -> Slot {
        let slot = std::mem::take(&mut self.slots[level * SLOTS + digit]);
        self.occupied[level] &= !(1 << digit);
        if self.occupied[level] == 0 {
            self.levels &= !(1 << level);
        }
        slot
    }

    /// Returns the entry that is `ahead` places behind the next one, if it is known already.
    #[inline]
    pub(super) fn ahead(&self, ahead: usize) -> Option<&T> {
        self.bottom
            .len()
            .checked_sub(ahead + 1)
            .map(|at| &self.bottom[at])
    }

    fn least_in_slots(&self) -> Option<u64> {
        if self.levels == 0 {
            return None;
        }
        let level = self.levels.trailing_zeros() as usize;
        let digit = self.occupied[level].trailing_zeros() as usize;
        self.pool
            .iter(&self.slots[level * SLOTS + digit])
            .map(Timed::due_ms)
            .min()
    }
}
