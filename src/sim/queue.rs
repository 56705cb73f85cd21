//! Servers with a queue in order of arrival.

use std::collections::VecDeque;

/// A group of equal servers and those who wait for one. Holds train indices, nothing else.
#[derive(Clone, Debug, Default)]
pub(super) struct Servers {
    busy: u32,
    waiting: VecDeque<u32>,
}

impl Servers {
    /// Takes in a customer; returns it if it is served at once.
    pub fn arrive(&mut self, customer: u32, servers: u32) -> Option<u32> {
        self.waiting.push_back(customer);
        self.next(servers)
    }

    /// Frees a server; returns whoever is served next.
    pub fn finish(&mut self, servers: u32) -> Option<u32> {
        assert!(self.busy > 0, "a server was freed, but none was busy");
        self.busy -= 1;
        self.next(servers)
    }

    /// Returns whoever else can be served, when servers were added meanwhile.
    pub fn next(&mut self, servers: u32) -> Option<u32> {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_are_served_in_order_of_arrival() {
        let mut servers = Servers::default();
        assert_eq!(servers.arrive(1, 1), Some(1));
        assert_eq!(servers.arrive(2, 1), None);
        assert_eq!(servers.arrive(3, 1), None);
        assert_eq!(servers.load(), 3);
        assert_eq!(servers.finish(1), Some(2));
        assert_eq!(servers.next(2), Some(3), "a second server was added");
        assert_eq!(servers.finish(2), None);
    }
}
