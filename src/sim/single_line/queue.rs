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
        match behind == self.trains.len() {
            true => self.trains.push_back(train),
            false => self.trains.insert(behind, train),
        }
        behind == 0
    }

    pub fn first(&self) -> Option<&Waiting> {
        self.trains.front()
    }

    pub fn has(&self, train: u32) -> bool {
        self.trains.iter().any(|waiting| waiting.train == train)
    }

    /// Takes out the first train, or the one of some name.
    pub fn take(&mut self, train: Option<u32>) -> Option<Waiting> {
        let Some(train) = train else {
            return self.trains.pop_front();
        };
        let mut trains = self.trains.iter();
        let position = trains.position(|waiting| waiting.train == train)?;
        self.trains.remove(position)
    }

    /// Returns how many that came before a time still wait.
    pub fn count_before(&self, time: Time) -> usize {
        self.trains
            .iter()
            .filter(|other| other.since < time)
            .count()
    }
}
