//! Wagons and the trains that are made of them.

use super::{Gauge, Load};
use crate::units::{Mass, Speed};

/// Whose rules a train obeys: limits of length and mass differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Railway {
    /// China, standard gauge.
    China,
    /// Kazakhstan and its neighbours, broad gauge.
    Broad,
    /// Poland and Germany, standard gauge.
    Europe,
    /// Ships on the Caspian.
    Caspian,
    /// No railway: trucks on roads.
    Road,
}

/// The types of wagon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the field's own")]
pub enum WagonType {
    ContainerFlat,
    Gondola,
    Covered,
    Hopper,
    Tank,
}

/// What one wagon weighs and carries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wagon {
    /// Empty mass.
    pub tare: Mass,
    /// Cargo of a full wagon; for container flats the mass follows from the stream instead.
    pub payload: Mass,
    /// TEU on a full wagon; zero but for container flats.
    pub teu: u32,
}

/// A kind of train: a railway and what it carries there.
#[derive(Clone, Debug, PartialEq)]
pub struct TrainClass {
    /// The short name that files use.
    pub key: String,
    /// Whose rules it obeys.
    pub railway: Railway,
    /// Whether it carries containers or bulk.
    pub load: Load,
    /// The highest speed that the train itself allows.
    pub speed: Speed,
    /// The most wagons; for ships, wagon loads.
    pub wagons_max: super::Dated<u32>,
    /// The highest mass of wagons and cargo together.
    pub gross_mass_max: Mass,
    /// Who goes first where two want the same track; more is sooner.
    pub priority: u8,
}

impl TrainClass {
    /// Returns how many wagons of a kind make a full train when `wagons_max` allow it.
    ///
    /// Length limits the count, and so does mass when every wagon is full.
    pub fn full_train(&self, wagons_max: u32, wagon: &Wagon, cargo_per_wagon: Mass) -> u32 {
        let gross = (wagon.tare + cargo_per_wagon).as_kg().max(1);
        let by_mass = u32::try_from(self.gross_mass_max.as_kg() / gross).unwrap_or(u32::MAX);
        wagons_max.min(by_mass).max(1)
    }
}

impl Railway {
    /// The number of railways that have trains or ships.
    pub const COUNT: usize = 4;

    /// Every railway that has trains or ships with the name that files use, in the order of
    /// [`Railway::index`].
    pub const NAMES: [(&'static str, Self); Self::COUNT] = [
        ("china", Self::China),
        ("broad", Self::Broad),
        ("europe", Self::Europe),
        ("caspian", Self::Caspian),
    ];

    /// Returns the position of the railway among all.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the name that files use.
    pub const fn key(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Returns the gauge of its trains; none for ships and trucks.
    pub const fn gauge(self) -> Option<Gauge> {
        match self {
            Self::Broad => Some(Gauge::Broad),
            Self::China | Self::Europe => Some(Gauge::Standard),
            Self::Caspian | Self::Road => None,
        }
    }

    /// Returns the railway of a leg on `gauge` that starts in `country`.
    pub fn of(gauge: Gauge, country: &str) -> Self {
        match (gauge, country) {
            (Gauge::Broad, _) => Self::Broad,
            (Gauge::Standard, "CN") => Self::China,
            (Gauge::Standard, _) => Self::Europe,
        }
    }
}

impl WagonType {
    /// The number of types.
    pub const COUNT: usize = 5;

    /// Every type with the name that files use, in the order of [`WagonType::index`].
    pub const NAMES: [(&'static str, Self); Self::COUNT] = [
        ("container_flat", Self::ContainerFlat),
        ("gondola", Self::Gondola),
        ("covered", Self::Covered),
        ("hopper", Self::Hopper),
        ("tank", Self::Tank),
    ];

    /// Returns the position of the type among all.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the name that files use.
    pub const fn key(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Returns what a train of such wagons carries.
    pub const fn load(self) -> Load {
        match self {
            Self::ContainerFlat => Load::Container,
            _ => Load::Bulk,
        }
    }
}
