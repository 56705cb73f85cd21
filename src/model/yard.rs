//! Room for cargo that stands: yards of facilities, and bases where trains are loaded and unloaded.

use super::Load;
use crate::units::{Duration, FacilityId, Mass, NodeId};
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// Room in a yard, in thousandths of a TEU for containers and of a tonne for bulk. Sums are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Room(u64);

/// The yard of a facility: cargo that is off a train or a ship stands there until it leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Yard {
    /// The short name that files use.
    pub key: String,
    /// Whose yard it is.
    pub facility: FacilityId,
    /// How much it holds.
    pub capacity: Room,
}

/// A place where trains of the corridor are loaded at their origin and unloaded at their
/// destination, with so many tracks and a yard.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// The short name that files use.
    pub key: String,
    /// Where it is.
    pub node: NodeId,
    /// What it handles; other cargo of the place is loaded elsewhere.
    pub load: Load,
    /// Trains that stand there at once.
    pub tracks: u32,
    /// Trains a day that it loads and unloads together when every track is always taken.
    pub trains_per_day: f64,
    /// What its yard holds.
    pub capacity: Room,
    /// What becomes of cargo to be loaded for which the yard has no room.
    pub when_full: WhenFull,
    /// How long delivered cargo stands in the yard before it is fetched.
    pub stay: Duration,
}

/// What becomes of cargo that comes to a base with a full yard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// It waits outside, in order.
    #[default]
    Wait,
    /// It is sent elsewhere and leaves the corridor.
    TurnAway,
}

impl WhenFull {
    /// Each with the name that files use.
    pub const NAMES: [(&'static str, Self); 2] =
        [("wait", Self::Wait), ("turn_away", Self::TurnAway)];
}

impl Room {
    /// None.
    pub const ZERO: Self = Self(0);

    /// As much as comes.
    pub const UNLIMITED: Self = Self(u64::MAX / 2);

    /// Returns half of it.
    pub const fn half(self) -> Self {
        Self(self.0 / 2)
    }

    /// Creates the room for `units` of TEU or tonnes, to the nearest thousandth, or `None` unless
    /// they are finite and non-negative.
    pub fn from_units(units: f64) -> Option<Self> {
        let thousandths = (units * 1_000.0).round();
        (0.0..1e15)
            .contains(&thousandths)
            .then_some(Self(thousandths as u64))
    }

    /// Returns the room that `mass` of bulk takes.
    pub const fn of_bulk(mass: Mass) -> Self {
        Self(mass.as_kg())
    }

    /// Returns the room that `mass` of containers takes, at `mass_per_teu`, rounded up.
    pub fn of_containers(mass: Mass, mass_per_teu: Mass) -> Self {
        let per_teu = u128::from(mass_per_teu.as_kg().max(1));
        Self((u128::from(mass.as_kg()) * 1_000).div_ceil(per_teu) as u64)
    }

    /// Returns the most cargo that fits: never more room than this.
    pub fn mass(self, mass_per_teu: Option<Mass>) -> Mass {
        match mass_per_teu {
            None => Mass::from_kg(self.0),
            Some(per_teu) => {
                let kg = u128::from(self.0) * u128::from(per_teu.as_kg()) / 1_000;
                Mass::from_kg(kg as u64)
            }
        }
    }

    /// Returns the room in TEU or tonnes.
    pub fn as_units(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// Returns the room in thousandths of a TEU or a tonne.
    pub const fn thousandths(self) -> u64 {
        self.0
    }

    /// Returns what is left when `other` is taken, or none.
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Base {
    /// Returns how long a train stands on its track.
    pub fn track_time(&self) -> Duration {
        Duration::DAY.scaled(f64::from(self.tracks) / self.trains_per_day)
    }
}

impl Add for Room {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Room {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Room {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        assert!(
            self.0 >= other.0,
            "cannot take {} of room from {}",
            other.0,
            self.0
        );
        Self(self.0 - other.0)
    }
}

impl SubAssign for Room {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_never_takes_more_room() {
        let per_teu = Mass::from_kg(9_700);
        for thousandths in [0, 1, 999, 1_000, 123_457] {
            let room = Room(thousandths);
            let mass = room.mass(Some(per_teu));
            assert!(Room::of_containers(mass, per_teu) <= room, "{thousandths}");
        }
        assert_eq!(
            Room::of_containers(Mass::from_kg(19_400), per_teu),
            Room(2_000)
        );
        assert_eq!(Room(5).mass(None), Mass::from_kg(5));
    }
}
