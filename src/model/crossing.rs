//! Border crossings with a break of gauge, and the facilities that move cargo from train to train.

use super::{Commodity, Dated, Direction, Gauge, Holding, Hours, Network, Windows};
use crate::engine::Distribution;
use crate::units::{Duration, FacilityId, NodeId, SectionId};

/// What a train carries, as far as handling goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Load {
    /// Boxes, lifted by crane.
    Container,
    /// Anything else: by grab, in bags, through pipes.
    Bulk,
}

/// Two border stations and the short section of two gauges between them.
///
/// Trains go over on their own gauge and are transshipped on the receiving side; the empty wagons
/// go back over the border. Each gauge has one track between the stations, worked to a fixed
/// exchange timetable: one path each way in every cycle.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// The short name that files use.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// The section between the stations.
    pub section: SectionId,
    /// The station on the Chinese (eastern) side.
    pub east: NodeId,
    /// The station on the western side.
    pub west: NodeId,
    /// The gauge of the eastern railway.
    pub east_gauge: Gauge,
    /// The gauge of the western railway.
    pub west_gauge: Gauge,
    /// The time between two paths of one direction on one track.
    pub path_cycle: Duration,
    /// How long after a receiving track is free the sending side knows it.
    pub handover_notice: Duration,
    /// Who goes first, where several wait.
    pub precedence: Precedence,
    /// Eastbound, to China.
    pub to_china: Handover,
    /// Westbound, from China.
    pub from_china: Handover,
}

/// Who goes first at a crossing, in its services and over the border. Equals keep the order in which
/// they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Precedence {
    /// The train class with the higher priority: express container trains before others.
    #[default]
    TrainClass,
    /// Whoever came first.
    FirstCome,
    /// Trains with these commodities, in this order, then the others.
    Commodities(Vec<Commodity>),
}

/// Which side of a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The station that hands trains over.
    Sending,
    /// The station that receives them.
    Receiving,
}

/// One direction of a crossing.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// Loaded trains a day that the two railways agree to exchange.
    pub quota_trains_per_day: Dated<f64>,
    /// When no train goes over, loaded or empty.
    pub closed: Windows,
    /// Documents and inspection at the sending station.
    pub sending: ServicePool,
    /// Documents and inspection at the receiving station.
    pub receiving: ServicePool,
    /// Inspection of some commodities, after documents on its side, one after another.
    pub inspections: Vec<Inspection>,
    /// Tracks at the receiving station for trains of the sending gauge.
    pub receiving_tracks: u32,
    /// Where cargo changes gauge, at the receiving station.
    pub facilities: Vec<FacilityId>,
    /// What happens to the trains that wait to go over.
    pub holding: Holding,
}

/// Inspection of some commodities only: phytosanitary, veterinary.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    /// The short name that files use.
    pub key: String,
    /// At which station.
    pub side: Side,
    /// What is inspected.
    pub commodities: Vec<Commodity>,
    /// The share of trains that are inspected.
    pub share: f64,
    /// Who inspects.
    pub pool: ServicePool,
}

/// Servers who take one train at a time.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePool {
    /// How many trains are served at once.
    pub servers: Dated<u32>,
    /// How long one train takes, in hours.
    pub time_h: Dated<Distribution>,
    /// When they begin with a train.
    pub hours: Hours,
}

/// Tracks and cranes (or grabs, or unloading gangs) that transship trains.
///
/// A train is placed on a working track, worked by one group of cranes, and taken away.
#[derive(Clone, Debug, PartialEq)]
pub struct Facility {
    /// The short name that files use.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// Where it is.
    pub node: NodeId,
    /// What it can handle.
    pub load: Load,
    /// Trains that can stand there at once.
    pub working_tracks: Dated<u32>,
    /// Trains that can be worked at once.
    pub groups: Dated<u32>,
    /// When groups begin with a train.
    pub hours: Hours,
    /// Whether weather stops the work.
    pub outdoor: bool,
    /// What one group moves an hour: boxes for containers, tonnes for bulk.
    pub rate_per_group_hour: f64,
    /// Relative spread of the work time around what the rate gives; mean 1.
    pub spread: Distribution,
    /// Shunting a train to the working track.
    pub placement: Duration,
    /// Shunting the empty train away.
    pub removal: Duration,
}

impl Side {
    /// Either side with the name that files use.
    pub const NAMES: [(&'static str, Self); 2] =
        [("sending", Self::Sending), ("receiving", Self::Receiving)];
}

impl Handover {
    /// Returns documents and inspection of every train on one side.
    pub fn documents(&self, side: Side) -> &ServicePool {
        match side {
            Side::Sending => &self.sending,
            Side::Receiving => &self.receiving,
        }
    }
}

impl Crossing {
    /// Returns whether it leads to China: whether its eastern station is there.
    pub fn is_of_china(&self, network: &Network) -> bool {
        network.node(self.east).country == "CN"
    }

    /// Returns one direction.
    pub fn handover(&self, direction: Direction) -> &Handover {
        match direction {
            Direction::ToChina => &self.to_china,
            Direction::FromChina => &self.from_china,
        }
    }

    /// Trains a day where no quota holds: one a minute, more than any line brings.
    pub const NO_QUOTA: f64 = 1_440.0;

    /// Returns one direction, to change it while the scenario is made.
    pub(super) fn handover_mut(&mut self, direction: Direction) -> &mut Handover {
        match direction {
            Direction::ToChina => &mut self.to_china,
            Direction::FromChina => &mut self.from_china,
        }
    }

    /// Returns the gauge of the trains that are handed over in `direction`.
    pub fn sending_gauge(&self, direction: Direction) -> Gauge {
        match direction {
            Direction::ToChina => self.west_gauge,
            Direction::FromChina => self.east_gauge,
        }
    }

    /// Returns the station that hands trains over in `direction`.
    pub fn sender(&self, direction: Direction) -> NodeId {
        match direction {
            Direction::ToChina => self.west,
            Direction::FromChina => self.east,
        }
    }

    /// Returns the station that receives trains in `direction`.
    pub fn receiver(&self, direction: Direction) -> NodeId {
        self.sender(direction.reversed())
    }
}
