//! Trains on their way.

use crate::units::{FleetId, LegId, LightWayId, Mass, RunId, SectionId, Time};

/// The name of a train: the same train has the same name in every replication and what-if.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrainId(pub u64);

/// A train. `Copy`, since it is handed from district to district by value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Train {
    pub id: TrainId,
    pub purpose: Purpose,
    /// The section it is on or wants to enter, as a position on its way.
    pub hop: u16,
    pub wagons: u16,
    /// Whose wagons they are; none of ships and of trains that are not the corridor's.
    pub fleet: Option<FleetId>,
    /// Whether it has to start from a stand.
    pub stopped: bool,
    /// Whether it has a locomotive of the traction district of its section. A light engine is one.
    pub locomotive: bool,
    pub priority: u8,
    /// When its crew began its duty, as a step of `crew`.
    pub crew_since: u16,
    pub bound: Bound,
    /// Cargo on board.
    pub mass: Mass,
    /// When its cargo left its origin, as a mean over consignments.
    pub born: Time,
    /// When it set out on its leg, or came to the place where it stands.
    pub since: Time,
}

/// What the sending station of the crossing at the end of a leg knows of a loaded train.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Bound {
    /// Nothing.
    #[default]
    Free,
    /// It is among the wagons that wait there.
    Counted,
    /// It has a track there, too.
    Admitted,
}

/// What a train is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It brings cargo along a leg.
    Loaded(LegId),
    /// It was emptied at the end of a leg and goes to the pool of its own railway there: back over
    /// the border, if the leg ended at one.
    Empty(LegId),
    /// A locomotive without a train, on its way to where one waits.
    Light(LightWayId),
    /// It brings empty wagons from one place to another.
    EmptyRun(RunId),
    /// A passenger train on one section; `true` from its `from` end.
    Passenger(SectionId, bool),
    /// A domestic freight train on one section; `true` from its `from` end.
    Freight(SectionId, bool),
}

/// What a train is named after.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
enum Kind {
    Loaded,
    Empty,
    Other,
    Light,
}

impl TrainId {
    /// The `ordinal`-th train of the leg of this name.
    pub(super) fn of_leg(leg_name: u32, ordinal: u32) -> Self {
        Self::new(Kind::Loaded, u64::from(leg_name), ordinal)
    }

    /// The `ordinal`-th train of other traffic on the section of this name, one way.
    pub(super) fn of_section(
        section_name: u32,
        passenger: bool,
        forward: bool,
        ordinal: u32,
    ) -> Self {
        let line = u64::from(section_name) << 2 | u64::from(passenger) << 1 | u64::from(forward);
        Self::new(Kind::Other, line, ordinal)
    }

    /// The `ordinal`-th light engine on the way of this name.
    pub(super) fn light(way_name: u32, ordinal: u32) -> Self {
        Self::new(Kind::Light, u64::from(way_name), ordinal)
    }

    /// The `ordinal`-th train of the empty run of this name. It is told from what is left of a loaded
    /// train by a bit above the name.
    pub(super) fn of_run(run_name: u32, ordinal: u32) -> Self {
        Self::new(Kind::Empty, 1 << 28 | u64::from(run_name), ordinal)
    }

    /// The empty train that is left of a loaded one.
    pub(super) fn emptied(self) -> Self {
        Self(self.0 | (Kind::Empty as u64) << 62)
    }

    /// Returns the number of the train among those of its leg or section, from 1 for those of legs.
    pub fn ordinal(self) -> u32 {
        self.0 as u32
    }

    fn new(kind: Kind, owner: u64, ordinal: u32) -> Self {
        Self((kind as u64) << 62 | owner << 32 | u64::from(ordinal))
    }
}

impl Purpose {
    /// Whether the train is not the corridor's.
    pub(super) fn is_other(self) -> bool {
        matches!(self, Self::Passenger(..) | Self::Freight(..))
    }
}

impl Train {
    /// Returns whether it is the corridor's own and has wagons: a locomotive must be found for it.
    pub fn is_hauled(&self) -> bool {
        matches!(self.purpose, Purpose::Loaded(_) | Purpose::EmptyRun(_))
    }

    /// Returns whether it brings cargo along a leg.
    pub fn is_loaded(&self) -> bool {
        matches!(self.purpose, Purpose::Loaded(_))
    }

    /// Returns the leg that the train runs along, or was emptied at the end of.
    pub fn leg(&self) -> Option<LegId> {
        match self.purpose {
            Purpose::Loaded(leg) | Purpose::Empty(leg) => Some(leg),
            Purpose::EmptyRun(_)
            | Purpose::Light(_)
            | Purpose::Passenger(..)
            | Purpose::Freight(..) => None,
        }
    }
}
