//! Mass of cargo: whole kilograms, so that what goes in comes out to the kilogram.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// A mass of cargo, in kilograms. Sums are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mass(u64);

impl Mass {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Returns a mass of `kg` kilograms.
    pub const fn from_kg(kg: u64) -> Self {
        Self(kg)
    }

    /// Creates a mass from tonnes, to the nearest kilogram, or `None` unless `tonnes` is finite and
    /// non-negative.
    pub fn from_tonnes(tonnes: f64) -> Option<Self> {
        let kg = (tonnes * 1_000.0).round();
        (kg.is_finite() && (0.0..1e18).contains(&kg)).then_some(Self(kg as u64))
    }

    /// Returns the mass in kilograms.
    pub const fn as_kg(self) -> u64 {
        self.0
    }

    /// Returns the mass in tonnes.
    pub fn as_tonnes(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// Returns the mass in millions of tonnes.
    pub fn as_mt(self) -> f64 {
        self.0 as f64 / 1e9
    }
}

impl Add for Mass {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Mass {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Mass {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        assert!(
            self.0 >= other.0,
            "cannot take {} kg from {} kg",
            other.0,
            self.0
        );
        Self(self.0 - other.0)
    }
}

impl SubAssign for Mass {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Mass {
    fn sum<I: Iterator<Item = Self>>(masses: I) -> Self {
        masses.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mass_is_whole_kilograms() {
        assert_eq!(Mass::from_tonnes(1.2345), Some(Mass::from_kg(1_235)));
        assert_eq!(Mass::from_tonnes(-1.0), None);
        assert_eq!(Mass::from_kg(2_500_000_000).as_mt(), 2.5);
    }
}
