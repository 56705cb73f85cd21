//! Trucks and the borders that they cross: the road mode.
//!
//! A consignment by road leaves in trucks of a payload as soon as it appears, runs over road sections
//! with the rests that drivers owe, and passes the controls of each border on its way. No gauge breaks.

use super::{Dated, Direction, DriverRules, Hours, Network};
use crate::engine::Distribution;
use crate::units::{CrossingId, Duration, Mass, NodeId, RoadBorderId, SectionId, Speed};

/// The road mode of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    /// Whether trucks run at all. If not, streams by road offer nothing.
    pub enabled: bool,
    /// What runs.
    pub truck: Truck,
    /// Where it crosses borders.
    pub borders: Vec<RoadBorder>,
}

/// A truck and its crew.
#[derive(Clone, Debug, PartialEq)]
pub struct Truck {
    /// The cargo of a full truck, but for containers.
    pub payload: Mass,
    /// The TEU of a full truck.
    pub teu: u32,
    /// The highest mean speed of a truck, whatever the section allows.
    pub speed: Speed,
    /// Time to load a consignment's trucks.
    pub loading: Duration,
    /// Time to unload them.
    pub unloading: Duration,
    /// When the crew must rest.
    pub rules: DriverRules,
}

/// A border on a road section: controls on either side of it, for each direction.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadBorder {
    /// The short name that files use.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// The section that goes over the border.
    pub section: SectionId,
    /// Its end on the eastern side: that of China.
    pub east: NodeId,
    /// Its end on the western side.
    pub west: NodeId,
    /// The end at which the controls stand.
    pub booths_at: NodeId,
    /// Eastbound, to China.
    pub to_china: RoadHandover,
    /// Westbound, from China.
    pub from_china: RoadHandover,
}

/// One direction of a road border.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadHandover {
    /// Trucks that are let through a day, counted from midnight; none where there is no limit.
    pub quota_trucks_per_day: Option<Dated<u32>>,
    /// The hours of the controls.
    pub hours: Hours,
    /// Those of the country that the truck leaves.
    pub sending: Booths,
    /// Those of the country that it enters.
    pub receiving: Booths,
}

/// Lanes in which documents are looked at and trucks inspected, one truck in each.
#[derive(Clone, Debug, PartialEq)]
pub struct Booths {
    /// How many there are.
    pub count: Dated<u32>,
    /// How long one truck takes, in minutes.
    pub time_min: Distribution,
}

impl Road {
    /// Returns a border.
    pub fn border(&self, id: RoadBorderId) -> &RoadBorder {
        &self.borders[id.index()]
    }

    /// Returns the border that a section goes over, if it does.
    pub fn border_of(&self, section: SectionId) -> Option<RoadBorderId> {
        let position = self.borders.iter().position(|it| it.section == section);
        position.map(RoadBorderId::from_index)
    }

    /// Returns the name of a border among all crossings: those of `rail`, so many, come first, so
    /// that a stream names either in the same way.
    pub fn crossing(&self, border: RoadBorderId, rail: usize) -> CrossingId {
        CrossingId::from_index(rail + border.index())
    }
}

impl Truck {
    /// Returns the cargo of a full truck: of containers with so much in a TEU, or, at zero, of
    /// anything else.
    pub fn payload_of(&self, mass_per_teu: Mass) -> Mass {
        match mass_per_teu {
            Mass::ZERO => self.payload,
            per_teu => Mass::from_kg(per_teu.as_kg() * u64::from(self.teu)),
        }
    }
}

impl RoadBorder {
    /// Returns whether it leads to China: whether its eastern end is there.
    pub fn is_of_china(&self, network: &Network) -> bool {
        network.node(self.east).country == "CN"
    }

    /// Returns one direction.
    pub fn handover(&self, direction: Direction) -> &RoadHandover {
        match direction {
            Direction::ToChina => &self.to_china,
            Direction::FromChina => &self.from_china,
        }
    }

    /// Returns the way of trucks that come to the border from one of its ends.
    pub fn direction_from(&self, end: NodeId) -> Direction {
        match end == self.west {
            true => Direction::ToChina,
            false => Direction::FromChina,
        }
    }

    /// Returns the ends of the section in the order in which trucks of a direction pass them.
    pub fn ends(&self, direction: Direction) -> (NodeId, NodeId) {
        match direction {
            Direction::ToChina => (self.west, self.east),
            Direction::FromChina => (self.east, self.west),
        }
    }
}
