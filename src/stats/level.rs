//! Integrals over time of something that goes up and down, month by month.

use crate::model::Month;
use crate::units::{Sparse, Time};

/// A level and its integral. Levels of districts add up: a train leaves one and enters another.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    now: i64,
    since: Time,
    /// The month in which that is, or one before it.
    month: usize,
    /// Integral in each month, in units times milliseconds; empty as long as the level was always zero.
    area: Vec<i128>,
}

impl Level {
    /// Changes the level at `time`. `months` are those of the run.
    pub fn change(&mut self, time: Time, by: i64, months: &[Month]) {
        self.advance(time, months);
        self.now += by;
    }

    /// Integrates up to `time`.
    pub fn advance(&mut self, time: Time, months: &[Month]) {
        if self.now == 0 {
            self.since = time;
            return;
        }
        if self.area.is_empty() {
            self.area = vec![0; months.len()];
        }
        for (n, month) in months.iter().enumerate().skip(self.month) {
            self.month = n;
            let span = month.until.min(time).since(month.from.max(self.since));
            self.area[n] += i128::from(self.now) * i128::from(span.as_ms());
            if month.until >= time {
                break;
            }
        }
        self.since = time;
    }

    /// Adds a level that was integrated up to the same time.
    pub fn merge(&mut self, other: &Self) {
        if self.area.is_empty() && self.now == 0 {
            self.clone_from(other);
            return;
        }
        assert_eq!(
            self.since, other.since,
            "levels are added when both are integrated"
        );
        self.now += other.now;
        self.area
            .iter_mut()
            .zip(&other.area)
            .for_each(|(a, b)| *a += b);
    }

    /// The mean over some months.
    pub fn mean(&self, months: &[Month], covered: &[usize]) -> f64 {
        let area: i128 = covered.iter().filter_map(|n| self.area.get(*n)).sum();
        let span: u64 = covered.iter().map(|n| months[*n].length().as_ms()).sum();
        area as f64 / span as f64
    }
}

/// The levels of many things, of which a district knows few.
#[derive(Clone, Debug)]
pub(super) struct Levels(Sparse<Level>);

impl Levels {
    /// Returns so many levels, all zero.
    pub fn new(count: usize) -> Self {
        Self(Sparse::new(count))
    }

    /// Changes the level at a position at `time`. `months` are those of the run.
    pub fn change(&mut self, position: usize, time: Time, by: i64, months: &[Month]) {
        self.0[position].change(time, by, months);
    }

    /// Integrates all up to the end of the run.
    pub fn end(&mut self, months: &[Month]) {
        let end = months.last().map_or(Time::ZERO, |month| month.until);
        for (_, level) in self.0.written_mut() {
            level.advance(end, months);
        }
    }

    /// Adds levels that were integrated to the end, as these were.
    pub fn merge(&mut self, other: &Self) {
        for (position, level) in other.0.written() {
            self.0[position].merge(level);
        }
    }

    /// The level at a position.
    pub fn at(&self, position: usize) -> &Level {
        &self.0[position]
    }

    /// The mean of the level at a position over some months.
    pub fn mean(&self, position: usize, months: &[Month], covered: &[usize]) -> f64 {
        self.at(position).mean(months, covered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Calendar;
    use crate::units::Duration;
    use jiff::civil::date;

    #[test]
    fn a_level_is_integrated_over_the_ends_of_months() {
        let calendar = Calendar::new(date(2022, 1, 1), date(2022, 1, 1), date(2022, 3, 1));
        let calendar = calendar.expect("the dates are in order");
        let day = |n| Time::ZERO + Duration::from_days(n);
        let mut level = Level::default();
        level.change(day(0), 10, calendar.months());
        level.change(day(31 + 14), -10, calendar.months());
        level.advance(day(59), calendar.months());
        assert_eq!(level.mean(calendar.months(), &[0]), 10.0);
        assert_eq!(level.mean(calendar.months(), &[1]), 5.0);
    }
}
