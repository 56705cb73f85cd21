//! What is to happen on a section of single track, put off until somebody outside is concerned.
//!
//! Two events in three are trains at the ends of blocks, and nearly all of them change nothing but
//! their section. So they are not on the district's future event list: each section has a short list
//! of its own, which is caught up on, every event at the time at which it was due, when a train of the
//! corridor comes, when one may be about to leave, and when a month ends. Trains of other traffic that
//! nobody else meets cost little that way, and what is handled together lies in the cache.
//!
//! Trains of the corridor meet the world outside at the end of the last block, and at the end of the
//! one before it, where they may have to stand for their border station. Those two events are on the
//! district's list. They are known in time because no train can be there sooner than its running time
//! allows: until then the rest may be put off.

use crate::units::{Duration, Time};

/// An event that concerns nobody outside its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineEvent {
    /// A train comes to the end of a block: the one that it entered, or the last of several that it
    /// held as one.
    BlockEnd {
        train: u32,
        blocks: [u16; 2],
        forward: bool,
    },
    /// Somebody should look at a block again.
    Look { block: u16 },
    /// A train of other traffic is ready to enter.
    Other { passenger: bool, forward: bool },
}

/// A train of the corridor that concerns nobody outside the section before a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Own {
    pub train: u32,
    /// From when on it runs, or none if it waits to be let in by what happens next.
    pub runs_from: Option<Time>,
    /// How long it then takes at the least.
    pub rest: Duration,
}

impl Own {
    /// One of which nothing is known yet.
    pub const fn unknown(train: u32) -> Self {
        Self {
            train,
            runs_from: Some(Time::ZERO),
            rest: Duration::ZERO,
        }
    }

    /// Before when it concerns nobody else, if the next event of the section is at `next`.
    pub fn soonest(&self, next: Time) -> Time {
        self.runs_from.unwrap_or(next).saturating_add(self.rest)
    }
}

/// What has been put off for a section, and until when it may be.
#[derive(Clone, Debug, Default)]
pub(super) struct LineAgenda {
    /// By time, and those due at the same time as they were put off: the next one is at `first`.
    near: Vec<(Time, LineEvent)>,
    first: usize,
    /// The next trains of other traffic, due much later than the rest: the next one is the last.
    far: Vec<(Time, LineEvent)>,
    /// Trains of the corridor on the section whose next event is among those: no more than it holds.
    pub own: Vec<Own>,
    /// The least that a train of the corridor takes that waits at a place to come `forward`, and the other
    /// way; none if nobody does. Queues there may be long, so their trains are not told apart.
    outside: [Option<Duration>; 2],
    /// When the district will look at the section without being asked, if it will.
    wakes: Option<Time>,
}

#[cfg(test)]
thread_local! {
    /// Whether every event is handled when it is due, on this thread: what the rest is held against.
    pub(super) static PUTS_NOTHING_OFF: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// So many events that are done are dropped together.
const DONE: usize = 64;

impl LineAgenda {
    #[inline]
    pub fn put_off(&mut self, due: Time, event: LineEvent) {
        if let LineEvent::Other { .. } = event {
            let later = self.far.partition_point(|(other, _)| *other > due);
            return self.far.insert(later, (due, event));
        }
        self.near.push((due, event));
        // Most of what is put off is due after most of what has been.
        let near = &mut self.near[self.first..];
        let mut at = near.len() - 1;
        while at > 0 && near[at - 1].0 > due {
            near[at] = near[at - 1];
            at -= 1;
        }
        near[at] = (due, event);
    }

    /// Takes out the next event if it is due by a time.
    #[inline]
    pub fn next_by(&mut self, time: Time) -> Option<(Time, LineEvent)> {
        let next = self.next().filter(|(due, _)| *due <= time)?;
        if let LineEvent::Other { .. } = next.1 {
            return self.far.pop();
        }
        self.first += 1;
        if self.first == DONE {
            self.near.drain(..DONE);
            self.first = 0;
        }
        Some(next)
    }

    /// Returns the next event.
    #[inline]
    pub fn next(&self) -> Option<(Time, LineEvent)> {
        let near = self.near.get(self.first).copied();
        let far = self.far.last().copied();
        match (near, far) {
            (Some(near), Some(far)) => Some(if far.0 < near.0 { far } else { near }),
            (near, far) => near.or(far),
        }
    }

    /// Returns the block that a train is in, which way it runs, and when it comes to the end.
    pub fn block_end_of(&self, train: u32) -> Option<(u16, bool, Time)> {
        let mut near = self.near[self.first..].iter();
        near.find_map(|(due, event)| match event {
            LineEvent::BlockEnd {
                train: other,
                blocks,
                forward,
            } if *other == train => Some((blocks[1], *forward, *due)),
            _ => None,
        })
    }

    /// Takes in a train of the corridor of which nothing is known yet.
    pub fn take_in(&mut self, train: u32) {
        self.own.push(Own::unknown(train));
    }

    /// Takes note that a train of the corridor waits at a place, to run so long at the least.
    pub fn waits_outside(&mut self, forward: bool, rest: Duration) {
        let least = &mut self.outside[usize::from(!forward)];
        *least = Some(least.map_or(rest, |least| least.min(rest)));
    }

    /// Takes note that nobody waits at a place any more.
    pub fn nobody_outside(&mut self, forward: bool) {
        self.outside[usize::from(!forward)] = None;
    }

    /// Takes note that a train that may have waited is let in: it is to be looked at again.
    pub fn let_in(&mut self, train: u32) {
        let mut waiting = self.own.iter_mut().filter(|own| own.runs_from.is_none());
        if let Some(own) = waiting.find(|own| own.train == train) {
            *own = Own::unknown(train);
        }
    }

    /// Takes note that a train is the district's again: its next event is on the list there.
    pub fn release(&mut self, train: u32) {
        if let Some(at) = self.own.iter().position(|own| own.train == train) {
            self.own.swap_remove(at);
        }
    }

    /// Returns when to wake the section, if that is to be arranged now.
    pub fn arrange_wake(&mut self) -> Option<Time> {
        let next = self.next().map_or(Time::MAX, |(due, _)| due);
        let outside = self.outside.iter().flatten();
        let outside = outside.map(|rest| next.saturating_add(*rest));
        let own = self.own.iter().map(|own| own.soonest(next));
        let soonest = own.chain(outside).min();
        #[cfg(test)]
        let soonest = match PUTS_NOTHING_OFF.get() {
            true => self.next().map(|(due, _)| due),
            false => soonest,
        };
        let soonest = soonest?;
        if soonest == Time::MAX || self.wakes.is_some_and(|wakes| wakes <= soonest) {
            return None;
        }
        self.wakes = Some(soonest);
        self.wakes
    }

    /// Whether the section was to be woken now, and not sooner by a later arrangement.
    pub fn wake(&mut self, now: Time) -> bool {
        self.wakes.take_if(|wakes| *wakes == now).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Time {
        Time::from_ms(ms)
    }

    fn look(block: u16) -> LineEvent {
        LineEvent::Look { block }
    }

    #[test]
    fn events_come_by_time_then_as_they_were_put_off() {
        let mut agenda = LineAgenda::default();
        for round in 0..100_u64 {
            let at = |ms: u64| at(10 * round + ms);
            for (due, block) in [(7, 0), (3, 1), (7, 2), (5, 3), (3, 4)] {
                agenda.put_off(at(due), look(block));
            }
            let taken: Vec<_> = std::iter::from_fn(|| agenda.next_by(at(6))).collect();
            assert_eq!(
                taken,
                [(at(3), look(1)), (at(3), look(4)), (at(5), look(3))]
            );
            assert_eq!(agenda.next_by(at(9)), Some((at(7), look(0))));
            assert_eq!(agenda.next_by(at(9)), Some((at(7), look(2))));
            assert_eq!(agenda.next_by(at(9)), None);
        }
    }

    #[test]
    fn a_section_is_woken_when_the_first_of_its_trains_may_concern_others() {
        let mut agenda = LineAgenda::default();
        assert_eq!(agenda.arrange_wake(), None);
        let own = |train, from| Own {
            train,
            runs_from: Some(from),
            rest: Duration::ZERO,
        };
        agenda.own.push(own(1, at(110)));
        assert_eq!(agenda.arrange_wake(), Some(at(110)));
        assert_eq!(agenda.arrange_wake(), None, "that is arranged");
        agenda.own.push(own(2, at(105)));
        assert_eq!(agenda.arrange_wake(), Some(at(105)));
        assert!(agenda.wake(at(105)));
        assert!(!agenda.wake(at(110)), "it was woken before");
        agenda.release(2);
        assert_eq!(agenda.arrange_wake(), Some(at(110)));
        agenda.release(1);
        let waits = Own {
            train: 3,
            runs_from: None,
            rest: Duration::from_ms(10),
        };
        agenda.own.push(waits);
        assert_eq!(agenda.arrange_wake(), None, "nothing can let it go");
        agenda.put_off(at(90), look(0));
        assert_eq!(agenda.arrange_wake(), Some(at(100)));
        agenda.let_in(3);
        assert_eq!(agenda.own, [Own::unknown(3)]);
    }

    #[test]
    fn a_queue_at_a_place_counts_as_its_quickest_train_while_there_is_one() {
        let mut agenda = LineAgenda::default();
        agenda.put_off(at(50), look(0));
        agenda.waits_outside(true, Duration::from_ms(30));
        assert_eq!(agenda.arrange_wake(), Some(at(80)));
        agenda.waits_outside(true, Duration::from_ms(40));
        assert_eq!(agenda.arrange_wake(), None, "it is no quicker");
        agenda.waits_outside(false, Duration::from_ms(20));
        assert_eq!(agenda.arrange_wake(), Some(at(70)));
        assert!(agenda.wake(at(70)));
        agenda.nobody_outside(true);
        agenda.nobody_outside(false);
        assert_eq!(agenda.arrange_wake(), None);
    }
}
