//! Who wants what moved, how much and when.

use super::{Calendar, Load, Mode, Room, WagonType};
use crate::units::{CrossingId, Duration, Mass, NodeId, Time};

/// Cargo that appears at one place for another, month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// The short name that files use.
    pub key: String,
    /// The name for people.
    pub title: String,
    /// Where the cargo appears.
    pub origin: NodeId,
    /// Where it goes.
    pub destination: NodeId,
    /// What it travels by between its ends: rail, with ships where the way needs them, or road.
    pub mode: Mode,
    /// The crossings between China and Kazakhstan that it may take, of rail or road as its mode: one where that is given, none
    /// where any will do.
    pub crossings: Vec<CrossingId>,
    /// Whether its cargo may go by road too, though the stream is one of rail.
    pub also_by_road: bool,
    /// Which way over that crossing.
    pub direction: Direction,
    /// What it is to Kazakhstan.
    pub function: Function,
    /// The commodity group.
    pub commodity: Commodity,
    /// What it travels in by rail.
    pub wagon: WagonType,
    /// The size of one consignment.
    pub lot: Mass,
    /// Cargo in one TEU, for containers; zero otherwise.
    pub mass_per_teu: Mass,
    /// How long cargo waits for a full train before a short one leaves.
    pub longest_wait: Duration,
    /// Offered tonnes a day in each month of the run.
    pub tonnes_per_day: Vec<f64>,
}

/// Which way over a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Eastbound.
    ToChina,
    /// Westbound.
    FromChina,
}

/// What a stream is to Kazakhstan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the field's own")]
pub enum Function {
    Export,
    Import,
    Transit,
}

/// Groups of goods, as the railways report them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the field's own")]
pub enum Commodity {
    IronOre,
    NonFerrousOre,
    FerrousMetals,
    NonFerrousMetals,
    Grain,
    VegetableOil,
    OilProducts,
    CoalCoke,
    Chemicals,
    Timber,
    Construction,
    Machinery,
    Containers,
    Other,
}

impl Stream {
    /// Returns whether it travels by road.
    pub fn is_by_road(&self) -> bool {
        self.mode == Mode::Road
    }

    /// Returns the mass that is expected to be offered between two instants.
    pub fn expected(&self, calendar: &Calendar, from: Time, until: Time) -> f64 {
        let days_in =
            |month: &super::Month| month.until.min(until).since(month.from.max(from)).as_days();
        calendar
            .months()
            .iter()
            .zip(&self.tonnes_per_day)
            .map(|(month, rate)| rate * days_in(month))
            .sum()
    }

    /// Returns the room that `mass` of the stream's cargo takes in a yard.
    pub fn room(&self, mass: Mass) -> Room {
        match self.wagon.load() {
            Load::Container => Room::of_containers(mass, self.mass_per_teu),
            Load::Bulk => Room::of_bulk(mass),
        }
    }

    /// Returns the most of the stream's cargo that fits into `room`.
    pub fn fitting(&self, room: Room) -> Mass {
        match self.wagon.load() {
            Load::Container => room.mass(Some(self.mass_per_teu)),
            Load::Bulk => room.mass(None),
        }
    }

    /// Returns the TEU in `mass` of the stream's cargo; zero unless it travels in containers.
    pub fn teu(&self, mass: Mass) -> f64 {
        match self.mass_per_teu.as_kg() {
            0 => 0.0,
            per_teu => mass.as_kg() as f64 / per_teu as f64,
        }
    }
}

impl Direction {
    /// Both, to China first.
    pub const BOTH: [Self; 2] = [Self::ToChina, Self::FromChina];

    /// Every direction with the name that files use.
    pub const NAMES: [(&'static str, Self); 2] =
        [("to_china", Self::ToChina), ("from_china", Self::FromChina)];

    /// Returns the name that files use.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ToChina => "to_china",
            Self::FromChina => "from_china",
        }
    }

    /// Returns the other way.
    pub const fn reversed(self) -> Self {
        match self {
            Self::ToChina => Self::FromChina,
            Self::FromChina => Self::ToChina,
        }
    }

    /// Returns the position among both.
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl Function {
    /// Every function with the name that files use.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("export", Self::Export),
        ("import", Self::Import),
        ("transit", Self::Transit),
    ];
}

impl Commodity {
    /// Every group with the name that files use, in the order of [`Commodity::index`].
    pub const NAMES: [(&'static str, Self); 14] = [
        ("iron_ore", Self::IronOre),
        ("non_ferrous_ore", Self::NonFerrousOre),
        ("ferrous_metals", Self::FerrousMetals),
        ("non_ferrous_metals", Self::NonFerrousMetals),
        ("grain", Self::Grain),
        ("vegetable_oil", Self::VegetableOil),
        ("oil_products", Self::OilProducts),
        ("coal_coke", Self::CoalCoke),
        ("chemicals", Self::Chemicals),
        ("timber", Self::Timber),
        ("construction", Self::Construction),
        ("machinery", Self::Machinery),
        ("containers", Self::Containers),
        ("other", Self::Other),
    ];

    /// Returns the position of the group among all.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the name that files use.
    pub const fn key(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}
