//! Lengths of track and road, and speeds.

use super::Duration;
use std::ops::{Add, Div, Sub};

/// A length of line, in meters. Finite and non-negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Length(f64);

/// A speed, in meters a second. Finite and positive.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Speed(f64);

impl Length {
    /// Creates a length from kilometers, or `None` unless `km` is finite and non-negative.
    pub fn from_km(km: f64) -> Option<Self> {
        (km.is_finite() && km >= 0.0).then_some(Self(km * 1_000.0))
    }

    /// Returns the length in kilometers.
    pub fn as_km(self) -> f64 {
        self.0 / 1_000.0
    }

    /// Returns the length in whole meters, rounded up.
    pub fn as_meters(self) -> u64 {
        self.0.ceil() as u64
    }
}

impl Speed {
    /// Creates a speed from kilometers an hour, or `None` unless `kmh` is finite and positive.
    pub fn from_kmh(kmh: f64) -> Option<Self> {
        (kmh.is_finite() && kmh > 0.0).then_some(Self(kmh / 3.6))
    }

    /// Returns the speed in kilometers an hour.
    pub fn as_kmh(self) -> f64 {
        self.0 * 3.6
    }

    /// Returns the lower of two speeds.
    pub fn min(self, other: Self) -> Self {
        Self(self.0.min(other.0))
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

/// The difference of two positions on a line; zero if `other` is further on.
impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self((self.0 - other.0).max(0.0))
    }
}

/// Running time: rounded up to the millisecond, so that a train is never early.
impl Div<Speed> for Length {
    type Output = Duration;
    fn div(self, speed: Speed) -> Duration {
        Duration::from_ms((self.0 / speed.0 * 1_000.0).ceil() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_finite_and_not_negative() {
        assert_eq!(Length::from_km(-3.0), None);
        assert_eq!(Length::from_km(f64::INFINITY), None);
        assert_eq!(Speed::from_kmh(0.0), None);
    }

    #[test]
    fn running_time_is_rounded_up() {
        let (length, speed) = (Length::from_km(49.0), Speed::from_kmh(70.0));
        let running_time = length.expect("positive") / speed.expect("positive");
        assert_eq!(running_time, Duration::from_ms(2_520_000));
        let third =
            Length::from_km(1.0).expect("positive") / Speed::from_kmh(3.0).expect("positive");
        assert_eq!(third, Duration::from_ms(1_200_000));
    }
}
