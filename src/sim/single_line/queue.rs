//! Trains that wait at one end of a block.

use crate::sim::rank::Rank;
use crate::units::{Duration, Time};
use std::collections::VecDeque;

/// A train that wants to enter a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sim) struct Waiting {
    pub train: u32,
    pub priority: u8,
    pub since: Time,
}

/// Trains in the order in which they go.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    trains: VecDeque<Waiting>,
    /// Until when the first waits for a more pressing train right behind it.
    pub gives_way_until: Time,
}

/// In what order trains join a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As they come.
    Arrival,
    /// By rank, where a step of priority is worth so much waiting.
    Rank(Duration),
}

impl Queue {
    /// Takes a train in; returns whether it is the first now.
    pub fn push(&mut self, train: Waiting, order: Order) -> bool {
        let behind = match order {
            _ if self.trains.is_empty() => 0,
            Order::Arrival => self.trains.len(),
            Order::Rank(worth) => {
                let rank = |train: &Waiting| Rank::new(train.since, train.priority, worth);
                self.trains
                    .partition_point(|other| rank(other) <= rank(&train))
            }
        };
        if behind == 0 {
            self.gives_way_until = Time::ZERO;
        }
        self.trains.insert(behind, train);
        behind == 0
    }

    pub fn first(&self) -> Option<&Waiting> {
        self.trains.front()
    }

    pub fn has(&self, train: u32) -> bool {
        self.trains.iter().any(|waiting| waiting.train == train)
    }

    pub fn is_empty(&self) -> bool {
        self.trains.is_empty()
    }

    /// Takes out the first train, or the one of some name, and tells how many that came before it
    /// still wait.
    pub fn take(&mut self, train: Option<u32>) -> Option<(Waiting, usize)> {
        let position = match train {
            None => 0,
            Some(train) => self
                .trains
                .iter()
                .position(|waiting| waiting.train == train)?,
        };
        let taken = self.trains.remove(position)?;
        self.gives_way_until = Time::ZERO;
        let passed = self.trains.iter().filter(|other| other.since < taken.since);
        let n_passed = passed.count();
        Some((taken, n_passed))
    }
}
