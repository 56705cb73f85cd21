//! Values that change on a date.

use crate::units::Time;

/// A step function of time: a value, and the instants from which others hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated<T> {
    first: T,
    /// Changes in time order.
    changes: Vec<(Time, T)>,
}

impl<T: Copy> Dated<T> {
    /// Creates a value that never changes.
    pub fn constant(value: T) -> Self {
        Self {
            first: value,
            changes: Vec::new(),
        }
    }

    /// Creates a value that is `first` until the first of `changes`. The changes may come in any
    /// order; of two at the same instant the later in the list holds.
    pub fn new(first: T, mut changes: Vec<(Time, T)>) -> Self {
        changes.sort_by_key(|(from, _)| *from);
        Self { first, changes }
    }

    /// Returns the value that holds at `time`.
    pub fn at(&self, time: Time) -> T {
        match self.changes.partition_point(|(from, _)| *from <= time) {
            0 => self.first,
            n => self.changes[n - 1].1,
        }
    }

    /// Returns every value that holds at some time, in time order.
    pub fn values(&self) -> impl Iterator<Item = T> + '_ {
        std::iter::once(self.first).chain(self.changes.iter().map(|(_, value)| *value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_change_holds() {
        let day = |n: u64| Time::from_ms(n * 86_400_000);
        let quota = Dated::new(14.0, vec![(day(20), 28.0), (day(10), 7.5)]);
        assert_eq!(quota.at(Time::ZERO), 14.0);
        assert_eq!(quota.at(day(10)), 7.5);
        assert_eq!(quota.at(day(19)), 7.5);
        assert_eq!(quota.at(day(400)), 28.0);
    }
}
