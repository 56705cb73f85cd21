//! Servers with a queue: by rank, then in order of arrival.

use crate::units::Time;
use std::collections::VecDeque;

/// A group of equal servers and those who wait for one. Holds train indices, nothing else.
#[derive(Clone, Debug, Default)]
pub(super) struct Servers {
    busy: u32,
    waiting: VecDeque<Waiting>,
    /// When somebody will look at the queue again, if that is arranged.
    looked_at: Option<Time>,
}

/// Somebody who waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub train: u32,
    /// More is sooner.
    pub rank: u8,
    pub since: Time,
}

impl Servers {
    /// Takes in a customer, behind all of its rank.
    pub fn arrive(&mut self, customer: Waiting) {
        let behind = self
            .waiting
            .partition_point(|other| other.rank >= customer.rank);
        self.waiting.insert(behind, customer);
    }

    /// Frees a server.
    pub fn finish(&mut self) {
        assert!(self.busy > 0, "a server was freed, but none was busy");
        self.busy -= 1;
    }

    /// Returns whoever would be served next, if one of `servers` is free.
    pub fn first(&self, servers: u32) -> Option<Waiting> {
        let customer = self.waiting.front().copied();
        customer.filter(|_| self.busy < servers)
    }

    /// Returns whoever is served next, if one of `servers` is free.
    pub fn next(&mut self, servers: u32) -> Option<Waiting> {
        if self.busy >= servers {
            return None;
        }
        let customer = self.waiting.pop_front()?;
        self.busy += 1;
        Some(customer)
    }

    /// Returns how many are served or wait.
    pub fn load(&self) -> u32 {
        self.busy + self.waiting.len() as u32
    }

    /// Returns whether somebody waits.
    pub fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Takes note that somebody should look at the queue at `time`; returns whether that has still
    /// to be arranged.
    pub fn look_at(&mut self, time: Time) -> bool {
        if self.looked_at.is_some_and(|arranged| arranged <= time) {
            return false;
        }
        self.looked_at = Some(time);
        true
    }

    /// Takes note that somebody looks at the queue now.
    pub fn looked(&mut self, now: Time) {
        if self.looked_at.is_some_and(|time| time <= now) {
            self.looked_at = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn train(train: u32) -> Waiting {
        Waiting {
            train,
            rank: 0,
            since: Time::ZERO,
        }
    }

    #[test]
    fn customers_are_served_in_order_of_arrival() {
        let mut servers = Servers::default();
        servers.arrive(train(1));
        assert_eq!(servers.next(1), Some(train(1)));
        servers.arrive(train(2));
        servers.arrive(train(3));
        assert_eq!(servers.next(1), None);
        assert_eq!(servers.load(), 3);
        servers.finish();
        assert_eq!(servers.next(1), Some(train(2)));
        assert_eq!(servers.next(2), Some(train(3)), "a second server was added");
        servers.finish();
        assert_eq!(servers.next(1), None, "one is left, who is busy");
    }

    #[test]
    fn a_higher_rank_is_served_sooner() {
        let mut servers = Servers::default();
        for (n, rank) in [(1, 1), (2, 2), (3, 1), (4, 2)] {
            servers.arrive(Waiting { rank, ..train(n) });
        }
        let order = std::iter::from_fn(|| servers.next(9));
        let order: Vec<u32> = order.map(|waiting| waiting.train).collect();
        assert_eq!(order, [2, 4, 1, 3]);
    }

    #[test]
    fn a_look_is_arranged_once() {
        let mut servers = Servers::default();
        let at = Time::from_ms;
        assert!(servers.look_at(at(5)));
        assert!(!servers.look_at(at(7)), "there will be one before");
        assert!(servers.look_at(at(3)));
        servers.looked(at(3));
        assert!(servers.look_at(at(7)));
    }
}
