//! Values that change on a date.

use crate::units::Time;

/// A step function of time: a value, and the instants from which others hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated<T> {
    first: T,
    /// Changes in time order.
    changes: Vec<(Time, T)>,
}

impl<T: Copy + PartialEq> Dated<T> {
    /// Creates a value that never changes.
    pub fn constant(value: T) -> Self {
        Self {
            first: value,
            changes: Vec::new(),
        }
    }

    /// Creates a value that is `first` until the first of `changes`. The changes may come in any
    /// order; of two at the same instant the later in the list holds. What changes nothing is left
    /// out.
    pub fn new(first: T, mut changes: Vec<(Time, T)>) -> Self {
        changes.sort_by_key(|(from, _)| *from);
        let mut kept: Vec<(Time, T)> = Vec::with_capacity(changes.len());
        for (from, value) in changes {
            kept.pop_if(|last| last.0 == from);
            let before = kept.last().map_or(first, |last| last.1);
            if value != before {
                kept.push((from, value));
            }
        }
        Self {
            first,
            changes: kept,
        }
    }

    /// Returns the same values, but with `change` made to those between two instants.
    pub fn changed(&self, (from, until): (Time, Time), change: impl Fn(T) -> T) -> Self {
        if from >= until {
            return self.clone();
        }
        let inside = |time: Time| (from..until).contains(&time);
        let value = |time: Time| match inside(time) {
            true => change(self.at(time)),
            false => self.at(time),
        };
        let first = if from == Time::ZERO {
            value(from)
        } else {
            self.first
        };
        let own = self.changes.iter().map(|(time, _)| *time);
        let times = own.chain([from, until]);
        Self::new(first, times.map(|time| (time, value(time))).collect())
    }

    /// Returns the value that holds at `time`.
    pub fn at(&self, time: Time) -> T {
        match self.changes.partition_point(|(from, _)| *from <= time) {
            0 => self.first,
            n => self.changes[n - 1].1,
        }
    }

    /// Returns the first instant after `time` from which another value holds.
    pub fn next_change(&self, time: Time) -> Option<Time> {
        let next = self.changes.partition_point(|(from, _)| *from <= time);
        self.changes.get(next).map(|(from, _)| *from)
    }

    /// Returns each change: when, and the values before and after it; in time order.
    pub fn changes(&self) -> impl Iterator<Item = (Time, T, T)> + '_ {
        let before = self.values();
        let changes = self.changes.iter().zip(before);
        changes.map(|((from, after), before)| (*from, before, *after))
    }

    /// Returns the instant since which the value of `time` holds; none if it always did.
    pub fn since(&self, time: Time) -> Option<Time> {
        let past = self.changes.partition_point(|(from, _)| *from <= time);
        past.checked_sub(1).map(|last| self.changes[last].0)
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
        let changes: Vec<_> = quota.changes().collect();
        assert_eq!(changes, [(day(10), 14.0, 7.5), (day(20), 7.5, 28.0)]);
        assert_eq!(quota.next_change(day(10)), Some(day(20)));
        assert_eq!(quota.since(day(15)), Some(day(10)));
        assert_eq!(quota.since(day(9)), None);
    }

    #[test]
    fn a_change_for_a_while_ends_and_one_to_the_same_value_is_none() {
        let day = |n: u64| Time::from_ms(n * 86_400_000);
        let quota = Dated::new(14.0, vec![(day(10), 8.0), (day(12), 8.0)]);
        let halved = quota.changed((day(5), day(15)), |trains| trains / 2.0);
        assert_eq!(
            halved.values().collect::<Vec<_>>(),
            [14.0, 7.0, 4.0, 8.0],
            "the steps of the quota itself are kept"
        );
        assert_eq!(halved.next_change(day(5)), Some(day(10)));
        assert_eq!(halved.next_change(day(15)), None);
        assert_eq!(quota.changed((day(5), day(15)), |trains| trains), quota);
        assert_eq!(quota.changed((day(0), day(0)), |_| 0.0), quota);
        let from_the_start = quota.changed((day(0), day(1)), |_| 0.0);
        assert_eq!(from_the_start.at(Time::ZERO), 0.0);
        assert_eq!(from_the_start.at(day(1)), 14.0);
    }
}
