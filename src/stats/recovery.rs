//! How long a crossing takes to recover from a disturbance.
//!
//! A disturbance of a crossing in one direction begins when its quota falls, or when it is closed,
//! and is over when the quota is back at what it was before, or above, and the crossing open. Its recovery lasts from the instant at which it is
//! over to the end of the first whole day after which no more loaded wagons are held than on the
//! worst evening of the four weeks before it began: the level that was usual.

use super::indicators::Way;
use crate::model::{Direction, Scenario, Windows};
use crate::units::{CrossingId, Time};

/// For so many days before a disturbance the stock says what was usual.
const DAYS_BEFORE: usize = 28;

/// A time in which fewer trains than before could go over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Disturbance {
    pub way: Way,
    pub from: Time,
    pub until: Time,
}

/// Returns the disturbances of a scenario that are over before its run is, by crossing, direction
/// and time.
pub(super) fn disturbances(scenario: &Scenario) -> Vec<Disturbance> {
    let end = scenario.calendar.end_time();
    let mut found = Vec::new();
    for crossing in (0..scenario.crossings.len()).map(CrossingId::from_index) {
        for direction in Direction::BOTH {
            let way = Way {
                crossing,
                direction,
            };
            let handover = scenario.crossing(crossing).handover(direction);
            let quota = &handover.quota_trains_per_day;
            let changes = std::iter::successors(Some(Time::ZERO), |time| quota.next_change(*time));
            let steps: Vec<(Time, f64)> = changes.map(|time| (time, quota.at(time))).collect();
            let spans = Windows::new(falls(&steps)).joined(&handover.closed);
            let over = spans.iter().filter(|(_, until)| *until < end);
            found.extend(over.map(|(from, until)| Disturbance { way, from, until }));
        }
    }
    found
}

/// The spans in which a step function is below what it was, from each fall to the return.
fn falls(steps: &[(Time, f64)]) -> Vec<(Time, Time)> {
    let mut spans = Vec::new();
    let mut n = 1;
    while n < steps.len() {
        let before = steps[n - 1].1;
        if steps[n].1 < before {
            let back = steps[n..].iter().position(|(_, value)| *value >= before);
            let Some(back) = back else {
                // A fall that is never made good may hold smaller ones that are.
                n += 1;
                continue;
            };
            spans.push((steps[n].0, steps[n + back].0));
            n += back;
        }
        n += 1;
    }
    spans
}

impl Disturbance {
    /// Returns the days from the end of the disturbance to the end of the first whole day after
    /// which the stock is back at its level, or `None` if that does not come within the run.
    /// `ended` holds the wagons at the end of each day of the run.
    pub fn recovery_days(&self, ended: &[u32]) -> Option<f64> {
        let begins = self.from.whole_days() as usize;
        let before = ended.get(begins.saturating_sub(DAYS_BEFORE)..begins)?;
        let level = before.iter().max()?;
        let over = (self.until.as_days().ceil() as usize).min(ended.len());
        let back = ended[over..].iter().position(|wagons| wagons <= level)?;
        Some((over + back + 1) as f64 - self.until.as_days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Duration;

    fn day(n: u64) -> Time {
        Time::ZERO + Duration::from_days(n)
    }

    #[test]
    fn a_fall_lasts_until_the_quota_is_back() {
        let steps = [
            (0, 14.0),
            (10, 7.0),
            (12, 0.0),
            (15, 7.0),
            (20, 16.0),
            (30, 8.0),
        ];
        let steps = steps.map(|(n, quota)| (day(n), quota));
        assert_eq!(falls(&steps), [(day(10), day(20))]);
        let steps = [(0, 14.0), (10, 7.0), (12, 0.0), (15, 7.0)].map(|(n, quota)| (day(n), quota));
        assert_eq!(falls(&steps), [(day(12), day(15))]);
    }

    #[test]
    fn recovery_is_the_days_until_the_stock_is_at_its_level() {
        let way = Way {
            crossing: CrossingId(0),
            direction: Direction::ToChina,
        };
        let stop = Disturbance {
            way,
            from: day(3),
            until: day(5),
        };
        let ended = [40, 60, 50, 160, 260, 210, 160, 110, 60, 10];
        assert_eq!(stop.recovery_days(&ended), Some(4.0));
        assert_eq!(stop.recovery_days(&ended[..8]), None);
    }
}
