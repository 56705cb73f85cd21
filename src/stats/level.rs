//! Integrals over time of something that goes up and down, month by month.

use crate::model::Month;
use crate::units::Time;

/// A level and its integral. Levels of districts add up: a train leaves one and enters another.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    now: i64,
    since: Time,
    /// The month in which that is, or one before it.
    month: usize,
    months: usize,
    /// Integral in each month, in units times milliseconds; empty as long as the level was always zero.
    area: Vec<i128>,
}

impl Level {
    pub fn new(months: usize) -> Self {
        Self {
            months,
            ..Self::default()
        }
    }

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
            self.area = vec![0; self.months];
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
        assert_eq!(
            self.since, other.since,
            "levels are added when both are integrated"
        );
        self.now += other.now;
        if self.area.is_empty() {
            self.area.clone_from(&other.area);
            return;
        }
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
        let mut level = Level::new(2);
        level.change(day(0), 10, calendar.months());
        level.change(day(31 + 14), -10, calendar.months());
        level.advance(day(59), calendar.months());
        assert_eq!(level.mean(calendar.months(), &[0]), 10.0);
        assert_eq!(level.mean(calendar.months(), &[1]), 5.0);
    }
}
