//! Simulated time: whole milliseconds, totally ordered, exact.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

const MS_PER_SECOND: u64 = 1_000;
const MS_PER_MINUTE: u64 = 60 * MS_PER_SECOND;
const MS_PER_HOUR: u64 = 60 * MS_PER_MINUTE;
const MS_PER_DAY: u64 = 24 * MS_PER_HOUR;

/// An instant of simulated time, in milliseconds since the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

/// A span of simulated time, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(u64);

impl Time {
    /// The start of the run.
    pub const ZERO: Self = Self(0);
    /// Later than any event.
    pub const MAX: Self = Self(u64::MAX);

    /// Returns the instant `ms` milliseconds after the start.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// Returns the milliseconds since the start.
    pub const fn as_ms(self) -> u64 {
        self.0
    }

    /// Returns the days since the start, with their fraction.
    pub fn as_days(self) -> f64 {
        self.0 as f64 / MS_PER_DAY as f64
    }

    /// Returns the number of whole days since the start.
    pub const fn whole_days(self) -> u64 {
        self.0 / MS_PER_DAY
    }

    /// Returns the time of day: what is left after the whole days.
    pub const fn time_of_day(self) -> Duration {
        Duration(self.0 % MS_PER_DAY)
    }

    /// Returns the span since `earlier`, or zero if `earlier` is later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }

    /// Returns the instant `delay` later, or [`Time::MAX`] if it is past the end of time.
    pub const fn saturating_add(self, delay: Duration) -> Self {
        Self(self.0.saturating_add(delay.0))
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// Longer than any run.
    pub const MAX: Self = Self(u64::MAX);
    /// One day.
    pub const DAY: Self = Self(MS_PER_DAY);

    /// Returns a span of `ms` milliseconds.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// Returns a span of `days` whole days.
    pub const fn from_days(days: u64) -> Self {
        Self(days * MS_PER_DAY)
    }

    /// Returns a span of `minutes`, rounded up to the millisecond, or `None` unless it is finite
    /// and non-negative.
    pub fn from_minutes(minutes: f64) -> Option<Self> {
        from_scaled(minutes, MS_PER_MINUTE)
    }

    /// Returns a span of `hours`, rounded up to the millisecond, or `None` unless it is finite and
    /// non-negative.
    pub fn from_hours(hours: f64) -> Option<Self> {
        from_scaled(hours, MS_PER_HOUR)
    }

    /// Returns the whole milliseconds.
    pub const fn as_ms(self) -> u64 {
        self.0
    }

    /// Returns the span in minutes.
    pub fn as_minutes(self) -> f64 {
        self.0 as f64 / MS_PER_MINUTE as f64
    }

    /// Returns the span in hours.
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / MS_PER_HOUR as f64
    }

    /// Returns the span in days.
    pub fn as_days(self) -> f64 {
        self.0 as f64 / MS_PER_DAY as f64
    }

    /// Returns the span times `factor`, rounded up to the millisecond.
    ///
    /// # Panics
    ///
    /// If `factor` is negative or not a number.
    #[inline]
    pub fn scaled(self, factor: f64) -> Self {
        assert!(factor >= 0.0, "a span cannot be scaled by {factor}");
        Self(rounded_up(to_f64(self.0) * factor))
    }

    /// Returns the difference, or zero if `other` is longer.
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

/// Signed numbers are converted by one instruction on most machines, unsigned ones by several, and
/// this is asked at every block.
#[inline]
fn to_f64(ms: u64) -> f64 {
    match i64::try_from(ms) {
        Ok(ms) => ms as f64,
        Err(_) => ms as f64,
    }
}

/// Returns the least whole number that is not less than `value`, which is not negative; the
/// standard library's `ceil` is a function call on most machines.
#[inline]
fn rounded_up(value: f64) -> u64 {
    if value >= i64::MAX as f64 {
        return value as u64;
    }
    let whole = value as i64;
    (whole + i64::from((whole as f64) < value)) as u64
}

fn from_scaled(value: f64, ms_per_unit: u64) -> Option<Duration> {
    let ms = (value * ms_per_unit as f64).ceil();
    (ms.is_finite() && (0.0..u64::MAX as f64).contains(&ms)).then_some(Duration(ms as u64))
}

impl Add<Duration> for Time {
    type Output = Self;
    fn add(self, delay: Duration) -> Self {
        Self(self.0 + delay.0)
    }
}

impl AddAssign<Duration> for Time {
    fn add_assign(&mut self, delay: Duration) {
        self.0 += delay.0;
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Duration {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0 / MS_PER_MINUTE;
        let (days, hours) = (self.0 / MS_PER_DAY, minutes / 60 % 24);
        write!(f, "day {days} {hours:02}:{:02}", minutes % 60)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} h", self.as_hours())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_rounded_up_and_never_negative() {
        assert_eq!(Duration::from_minutes(0.00001), Some(Duration::from_ms(1)));
        assert_eq!(
            Duration::from_hours(1.5),
            Some(Duration::from_ms(5_400_000))
        );
        assert_eq!(Duration::from_hours(-1.0), None);
        assert_eq!(Duration::from_hours(f64::NAN), None);
        assert_eq!(Duration::from_hours(1e300), None);
    }

    #[test]
    fn any_span_can_be_scaled() {
        let check = |ms, factor, wanted| {
            let scaled = Duration::from_ms(ms).scaled(factor);
            assert_eq!(scaled, Duration::from_ms(wanted), "{ms} × {factor}");
        };
        check(10, 0.25, 3);
        check(10, 0.5, 5);
        check(0, 7.0, 0);
        check(1 << 62, 2.0, 1 << 63);
        check(1 << 63, 0.5, 1 << 62);
        check(u64::MAX, 1.0, u64::MAX);
        check(u64::MAX, f64::INFINITY, u64::MAX);
    }

    #[test]
    fn an_instant_splits_into_days_and_time_of_day() {
        let time = Time::ZERO + Duration::from_days(3) + Duration::from_ms(61_000);
        assert_eq!(time.whole_days(), 3);
        assert_eq!(time.time_of_day(), Duration::from_ms(61_000));
        assert_eq!(time.to_string(), "day 3 00:01");
    }
}
