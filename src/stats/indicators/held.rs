//! What waits to go over each crossing, day by day: loaded wagons, trains set aside, embargoes.

use super::Way;
use crate::model::{Calendar, Direction, Scenario};
use crate::sim::Record;
use crate::units::{CrossingId, Sparse, Time};

/// What waited to go over every crossing in either direction. One district hears of each: that of
/// the sending station.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Held {
    ways: Sparse<Option<Box<HeldWay>>>,
    /// A way of which nobody has heard.
    blank: HeldWay,
}

/// What waited to go over one crossing one way.
#[derive(Clone, Debug)]
pub(in crate::stats) struct HeldWay {
    /// Loaded wagons at the end of each day of the run.
    pub wagons: Daily,
    /// Trains set aside at the end of each day.
    pub set_aside: Daily,
    /// Milliseconds of each day in which an embargo was in force.
    pub embargo_ms: Vec<u32>,
    embargo: bool,
    since: Time,
}

/// A number that holds until it changes, as it was at the end of each day and on average over it.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Daily {
    now: u32,
    since: Time,
    /// What it was at the end of each day.
    pub ended: Vec<u32>,
    /// Its integral over each day, in milliseconds.
    pub area_ms: Vec<u64>,
}

const DAY_MS: u64 = 86_400_000;

impl Held {
    pub fn new(scenario: &Scenario) -> Self {
        let days = scenario.calendar.end_time().whole_days() as usize;
        let blank = HeldWay {
            wagons: Daily::new(days),
            set_aside: Daily::new(days),
            embargo_ms: vec![0; days],
            embargo: false,
            since: Time::ZERO,
        };
        Self {
            ways: Sparse::new(scenario.crossings.len() * 2),
            blank,
        }
    }

    /// Takes in what a record says of trains held and embargoes.
    pub fn observe(&mut self, time: Time, record: Record) {
        match record {
            Record::Held {
                crossing,
                direction,
                wagons,
                set_aside,
            } => {
                let held = self.way_mut(crossing, direction);
                held.wagons.set(time, wagons);
                held.set_aside.set(time, set_aside);
            }
            Record::Embargo {
                crossing,
                direction,
                ordered,
            } => {
                let held = self.way_mut(crossing, direction);
                held.count_embargo(time);
                held.embargo = ordered;
            }
            _ => {}
        }
    }

    /// Returns what waited to go over a crossing one way.
    pub fn way(&self, way: Way) -> &HeldWay {
        self.ways[way.index()].as_deref().unwrap_or(&self.blank)
    }

    fn way_mut(&mut self, crossing: CrossingId, direction: Direction) -> &mut HeldWay {
        let way = Way {
            crossing,
            direction,
        };
        let held = &mut self.ways[way.index()];
        held.get_or_insert_with(|| Box::new(self.blank.clone()))
    }

    pub fn end(&mut self, calendar: &Calendar) {
        let end = calendar.end_time();
        for way in self.ways.written_mut().filter_map(|(_, way)| way.as_mut()) {
            way.count_embargo(end);
            for daily in [&mut way.wagons, &mut way.set_aside] {
                daily.set(end, daily.now);
            }
        }
    }

    pub fn merge(&mut self, other: &Self) {
        for (way, more) in other.ways.written() {
            match (&mut self.ways[way], more) {
                (Some(way), Some(more)) => way.merge(more),
                (way @ None, _) => way.clone_from(more),
                (Some(_), None) => {}
            }
        }
    }
}

impl HeldWay {
    fn merge(&mut self, other: &Self) {
        self.wagons.merge(&other.wagons);
        self.set_aside.merge(&other.set_aside);
        let days = self.embargo_ms.iter_mut().zip(&other.embargo_ms);
        days.for_each(|(a, b)| *a += b);
    }

    fn count_embargo(&mut self, time: Time) {
        if self.embargo {
            for (day, ms) in days_between(self.since, time, self.embargo_ms.len()) {
                self.embargo_ms[day] += ms as u32;
            }
        }
        self.since = time;
    }
}

impl Daily {
    fn new(days: usize) -> Self {
        Self {
            now: 0,
            since: Time::ZERO,
            ended: vec![0; days],
            area_ms: vec![0; days],
        }
    }

    fn set(&mut self, time: Time, value: u32) {
        for (day, ms) in days_between(self.since, time, self.ended.len()) {
            self.ended[day] = self.now;
            self.area_ms[day] += u64::from(self.now) * ms;
        }
        if let Some(today) = self.ended.get_mut(time.whole_days() as usize) {
            *today = value;
        }
        (self.now, self.since) = (value, time);
    }

    fn merge(&mut self, other: &Self) {
        let ended = self.ended.iter_mut().zip(&other.ended);
        ended.for_each(|(a, b)| *a += b);
        let area = self.area_ms.iter_mut().zip(&other.area_ms);
        area.for_each(|(a, b)| *a += b);
    }

    /// Returns the mean over some days of the run.
    pub fn mean(&self, days: impl ExactSizeIterator<Item = usize>) -> f64 {
        let span = days.len() as u64 * DAY_MS;
        days.map(|day| self.area_ms[day]).sum::<u64>() as f64 / span as f64
    }
}

/// Returns the days that a span touches, each with its milliseconds of them.
fn days_between(from: Time, until: Time, days: usize) -> impl Iterator<Item = (usize, u64)> {
    let first = from.as_ms() / DAY_MS;
    let last = until.as_ms().div_ceil(DAY_MS).min(days as u64);
    (first..last).map(move |day| {
        let begins = from.as_ms().max(day * DAY_MS);
        let ends = until.as_ms().min((day + 1) * DAY_MS);
        (day as usize, ends.saturating_sub(begins))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Duration;

    #[test]
    fn a_day_ends_with_what_was_last_said() {
        let at = |hours: u64| Time::ZERO + Duration::from_ms(hours * 3_600_000);
        let mut daily = Daily::new(3);
        daily.set(at(12), 100);
        daily.set(at(18), 40);
        daily.set(at(60), 10);
        daily.set(at(72), 10);
        assert_eq!(daily.ended, [40, 40, 10]);
        assert_eq!(daily.mean(0..1), (6.0 * 100.0 + 6.0 * 40.0) / 24.0);
        assert_eq!(daily.mean(1..3), (36.0 * 40.0 + 12.0 * 10.0) / 48.0);
    }
}
