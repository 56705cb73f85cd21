//! Facts that districts record. Nothing here is an indicator: `stats` makes those.

use super::{BlockRef, Purpose, TrainId};
use crate::model::Direction;
use crate::units::{
    CrossingId, Duration, FacilityId, LegId, Mass, RouteId, SectionId, StreamId, Time,
};

/// A fact, recorded at the time at which it became true.
#[derive(Clone, Copy, Debug)]
pub enum Record {
    /// Cargo appeared at its origin.
    Offered {
        /// Whose.
        stream: StreamId,
        /// How much.
        mass: Mass,
    },
    /// A train whose cargo has a choice was formed for a route.
    Routed {
        /// Which.
        route: RouteId,
        /// How much.
        mass: Mass,
        /// Its generalised cost with the waits as last told, in US dollars a tonne.
        usd_per_tonne: f64,
    },
    /// Cargo came to its destination.
    Delivered {
        /// Whose.
        stream: StreamId,
        /// How much.
        mass: Mass,
        /// When its train left its origin.
        born: Time,
    },
    /// A loaded train was taken over by the railway beyond a crossing.
    HandedOver {
        /// Which crossing.
        crossing: CrossingId,
        /// Which way.
        direction: Direction,
        /// Whose cargo.
        stream: StreamId,
        /// How much.
        mass: Mass,
        /// On how many wagons.
        wagons: u16,
    },
    /// Cargo left a border station.
    LeftStation {
        /// Which crossing.
        crossing: CrossingId,
        /// Which way.
        direction: Direction,
        /// On which side of the border.
        side: Side,
        /// Whose cargo.
        stream: StreamId,
        /// How much.
        mass: Mass,
        /// How long it was there.
        dwell: Duration,
    },
    /// Loaded wagons at a crossing became more or fewer.
    Stock {
        /// Which crossing.
        crossing: CrossingId,
        /// Which way.
        direction: Direction,
        /// By how many.
        change: i32,
    },
    /// A train left a block of single track, or passed a double track.
    Occupied {
        /// Which.
        block: BlockRef,
        /// Whether the train ran in the sense in which the section is written.
        forward: bool,
        /// Whose train it was.
        traffic: Traffic,
        /// For how long it was not free for others.
        busy: Duration,
    },
    /// A group of cranes finished a train.
    Lifted {
        /// Where.
        facility: FacilityId,
        /// How long it worked.
        busy: Duration,
        /// What it moved: TEU for containers, tonnes for bulk.
        amount: f64,
    },
    /// A loaded train left the beginning of a leg.
    Departed {
        /// The leg.
        leg: LegId,
        /// How much.
        mass: Mass,
    },
    /// A loaded train came to the end of a leg.
    Arrived {
        /// The leg.
        leg: LegId,
        /// How much.
        mass: Mass,
        /// How long it was on the leg.
        running: Duration,
    },
    /// A train passed a point of the traced line.
    Passed(Movement),
}

/// Whose train runs on a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Traffic {
    /// The corridor's, loaded or empty.
    Corridor,
    /// Domestic freight.
    Freight,
    /// Passenger trains.
    Passenger,
}

impl Traffic {
    /// Every kind, in order.
    pub const ALL: [Self; 3] = [Self::Corridor, Self::Freight, Self::Passenger];

    /// Returns whose a train for `purpose` is.
    pub(super) fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Loaded(_) | Purpose::Empty(_) => Self::Corridor,
            Purpose::Freight(..) => Self::Freight,
            Purpose::Passenger(..) => Self::Passenger,
        }
    }
}

/// Which side of a border.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The station that hands trains over.
    Sending,
    /// The station that receives them.
    Receiving,
}

/// A train at a point of a section: where it is, and whether it is about to run or has run.
#[derive(Clone, Copy, Debug)]
pub struct Movement {
    /// Which train.
    pub train: TrainId,
    /// What it is for.
    pub purpose: Purpose,
    /// The section.
    pub section: SectionId,
    /// The point of the section: 0 is its `from` end, then its loops, last its `to` end.
    pub point: u16,
}
