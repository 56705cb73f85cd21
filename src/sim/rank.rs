//! Who goes first where several trains want the same track.

use crate::units::{Duration, Time};

/// Priority of passenger trains: they go before all others, however long those have waited.
pub(super) const PASSENGER: u8 = 9;

/// The place of a train in a queue for track; less goes sooner.
///
/// Among trains that are not passenger trains a step of priority is worth so much waiting: the
/// rank is the time since when a train waits, less that. It never changes, and in the end every
/// train is the first: one that comes later by more than its priority is worth stays behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(i64);

impl Rank {
    /// Who is first of all, and whom nobody passes.
    pub const FIRST: Self = Self(i64::MIN);

    /// Returns the rank of a train of some priority that waits `since`, where a step of priority
    /// is `worth` so much waiting.
    pub fn new(since: Time, priority: u8, worth: Duration) -> Self {
        let since = i64::try_from(since.as_ms()).unwrap_or(i64::MAX / 2);
        if priority >= PASSENGER {
            return Self(since + i64::MIN / 2);
        }
        let worth = i64::try_from(worth.as_ms()).unwrap_or(i64::MAX);
        Self(since.saturating_sub(worth.saturating_mul(i64::from(priority)).min(i64::MAX / 8)))
    }

    /// Whether it is the rank of a passenger train.
    pub fn is_passenger(self) -> bool {
        self.0 < i64::MIN / 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priority_is_worth_waiting_and_passengers_go_first() {
        let worth = Duration::from_ms(100);
        let at = |since, priority| Rank::new(Time::from_ms(since), priority, worth);
        assert!(at(50, 2) < at(0, 1), "later by less than a step is worth");
        assert!(at(150, 2) > at(0, 1), "later by more");
        assert!(at(1_000_000, PASSENGER) < at(0, 8));
        assert!(at(10, PASSENGER) < at(11, PASSENGER));
        assert!(Rank::FIRST < at(0, PASSENGER));
        assert!(at(0, PASSENGER).is_passenger() && !at(0, 8).is_passenger());
    }
}
