//! Trains that wait at one end of a block.

use crate::sim::rank::{PASSENGER, Rank};
use crate::units::{Duration, Time};
use std::collections::VecDeque;

/// A train that wants to enter a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sim) struct Waiting {
    pub train: u32,
    pub priority: u8,
    pub since: Time,
}

/// The first of a queue, which lies in the block itself: it is asked for far more often than there
/// are others behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Or [`NOBODY`].
    train: u32,
    priority: u8,
    /// Whether it is worth asking for the others, which lie elsewhere.
    has_others: bool,
    since: Time,
}

/// The others of a queue, in the order in which they go.
pub(super) type Others = VecDeque<Waiting>;

const NOBODY: u32 = u32::MAX;

/// In what order trains join a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As they come.
    Arrival,
    /// By rank, where a step of priority is worth so much waiting.
    Rank(Duration),
}

impl Default for Head {
    fn default() -> Self {
        Self {
            train: NOBODY,
            priority: 0,
            has_others: false,
            since: Time::ZERO,
        }
    }
}

impl Head {
    /// Whether nobody waits.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.train == NOBODY
    }

    #[inline]
    pub fn first(&self) -> Option<Waiting> {
        (!self.is_empty()).then_some(Waiting {
            train: self.train,
            priority: self.priority,
            since: self.since,
        })
    }

    /// Whether the first is a passenger train.
    #[inline]
    pub fn is_passenger(&self) -> bool {
        self.priority >= PASSENGER && !self.is_empty()
    }

    /// Takes a train in; returns whether it is the first now.
    pub fn push(&mut self, train: Waiting, order: Order, others: &mut Others) -> bool {
        let Some(first) = self.first() else {
            self.set(train);
            return true;
        };
        let goes_before = |other: &Waiting| match order {
            Order::Arrival => false,
            Order::Rank(worth) => {
                let rank = |train: &Waiting| Rank::new(train.since, train.priority, worth);
                rank(&train) < rank(other)
            }
        };
        self.has_others = true;
        if goes_before(&first) {
            others.push_front(first);
            self.set(train);
            return true;
        }
        let behind = others.partition_point(|other| !goes_before(other));
        others.insert(behind, train);
        false
    }

    /// Whether a train is in the queue.
    pub fn has(&self, train: u32, others: &Others) -> bool {
        self.train == train
            || self.has_others && others.iter().any(|waiting| waiting.train == train)
    }

    /// Takes out the first train, or the one of some name.
    pub fn take(&mut self, train: Option<u32>, others: &mut Others) -> Option<Waiting> {
        let first = self.first()?;
        let other = train.filter(|train| *train != first.train);
        if !self.has_others {
            return other.is_none().then(|| {
                self.train = NOBODY;
                first
            });
        }
        let taken = match other {
            None => others.pop_front().map(|next| {
                self.set(next);
                first
            }),
            Some(train) => {
                let mut trains = others.iter();
                let position = trains.position(|waiting| waiting.train == train)?;
                others.remove(position)
            }
        };
        self.has_others = !others.is_empty();
        taken
    }

    /// Returns how many that came before a time still wait.
    #[inline]
    pub fn count_before(&self, time: Time, others: &Others) -> usize {
        if self.is_empty() {
            return 0;
        }
        let first = usize::from(self.since < time);
        match self.has_others {
            true => first + others.iter().filter(|other| other.since < time).count(),
            false => first,
        }
    }

    fn set(&mut self, train: Waiting) {
        (self.train, self.priority, self.since) = (train.train, train.priority, train.since);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// A head and its others are one queue: as a list that is kept in order.
        #[test]
        fn a_queue_goes_by_its_order(
            steps in prop::collection::vec((0_u8..6, 0_u8..12, any::<bool>()), 1..60),
            by_rank in any::<bool>(),
        ) {
            let order = match by_rank {
                true => Order::Rank(Duration::from_ms(3)),
                false => Order::Arrival,
            };
            let rank = |it: &Waiting| match order {
                Order::Rank(worth) => Some(Rank::new(it.since, it.priority, worth)),
                Order::Arrival => None,
            };
            let (mut head, mut others, mut list) = (Head::default(), Others::new(), Vec::new());
            for (n, (priority, pick, comes)) in steps.into_iter().enumerate() {
                let (train, since) = (n as u32, Time::from_ms(n as u64));
                if comes {
                    let train = Waiting { train, priority, since };
                    let behind = list.partition_point(|other| rank(other) <= rank(&train));
                    list.insert(behind, train);
                    prop_assert_eq!(head.push(train, order, &mut others), behind == 0);
                } else {
                    // One that waits, nobody in particular, or one that is not there.
                    let named = match pick {
                        0..4 => list.get(usize::from(pick)).map(|it| it.train),
                        4..8 => None,
                        _ => Some(train),
                    };
                    let at = match named {
                        None => (!list.is_empty()).then_some(0),
                        Some(named) => list.iter().position(|it| it.train == named),
                    };
                    let taken = at.map(|at| list.remove(at));
                    prop_assert_eq!(head.take(named, &mut others), taken);
                }
                prop_assert_eq!(head.first(), list.first().copied());
                prop_assert_eq!(head.is_empty(), list.is_empty());
                let earlier = list.iter().filter(|it| it.since < Time::from_ms(10)).count();
                prop_assert_eq!(head.count_before(Time::from_ms(10), &others), earlier);
                prop_assert!(list.iter().all(|it| head.has(it.train, &others)));
                prop_assert!(!head.has(train + 1_000, &others));
            }
        }
    }
}
