//! Facts that districts record. Nothing here is an indicator: `stats` makes those.

use super::{BlockRef, Fared, FleetRecord, PortFact, Purpose, TrainId};
pub use crate::model::Side;
use crate::model::{Direction, Railway};
use crate::units::{
    CrossingId, DepotId, Duration, FacilityId, LegId, Mass, RoadBorderId, RouteId, SectionId,
    StreamId, Time, TractionDistrictId,
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
        /// How much of that it was off the train that brought it, and waited for the next.
        for_train: Duration,
    },
    /// Cargo that was counted as having left a receiving station stayed there longer: its train had
    /// no locomotive.
    StayedLonger {
        /// The leg that it waits to set out on.
        leg: LegId,
        /// How much.
        mass: Mass,
        /// By how much longer.
        longer: Duration,
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
    /// A loaded train stopped waiting at a crossing.
    Waited {
        /// Which crossing.
        crossing: CrossingId,
        /// Which way.
        direction: Direction,
        /// What it waited for.
        cause: WaitCause,
        /// How long.
        span: Duration,
    },
    /// A loaded train left one side of a crossing: for the other, or its cargo was off it.
    Stayed {
        /// Which crossing.
        crossing: CrossingId,
        /// Which way.
        direction: Direction,
        /// On which side.
        side: Side,
        /// On how many wagons.
        wagons: u16,
        /// How long it was there; on the sending side with its way over the border.
        span: Duration,
    },
    /// A spell of weather, told when the run begins.
    Spell {
        /// Which kind of weather, as a position in the scenario.
        weather: u16,
        /// When it begins.
        from: Time,
        /// When it ends.
        until: Time,
    },
    /// What waits to go over a crossing became more or less.
    Held {
        /// Which crossing.
        crossing: CrossingId,
        /// Which way.
        direction: Direction,
        /// Loaded wagons at the sending station, before it, set aside for it and called forward.
        wagons: u32,
        /// Trains set aside.
        set_aside: u32,
    },
    /// An embargo was ordered or lifted at a crossing.
    Embargo {
        /// Which crossing.
        crossing: CrossingId,
        /// Which way.
        direction: Direction,
        /// Whether it is in force from now on.
        ordered: bool,
    },
    /// A block of single track, or one direction of a double track, was not free for others. Told of
    /// all that happened since it was last told, when a month ends.
    Occupied {
        /// Which.
        block: BlockRef,
        /// For how long in all.
        busy: Duration,
    },
    /// Trains came over a section. Told as [`Self::Occupied`] is.
    Counted {
        /// Which.
        section: SectionId,
        /// Whose trains they were.
        traffic: Traffic,
        /// Whether they ran in the sense in which the section is written.
        forward: bool,
        /// How many there were.
        trains: u32,
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
    /// A loaded train on a leg stood, or ran behind another, for longer than it has to.
    Delayed {
        /// The leg.
        leg: LegId,
        /// How much it carries.
        mass: Mass,
        /// Why.
        cause: DelayCause,
        /// For how much longer.
        span: Duration,
    },
    /// Something about locomotives.
    Locomotive(LocomotiveFact),
    /// Something about crews.
    Crew(CrewFact),
    /// Something became of wagons of a fleet.
    Fleet(FleetRecord),
    /// Something of yards, bases, parcels or ships.
    Port(PortFact),
    /// How a train fared on a section.
    Fared(Fared),
    /// A train passed a point of the traced line.
    Passed(Movement),
    /// Something happened to trucks.
    Road(RoadRecord),
}

/// Why a loaded train takes longer on its leg than it has to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DelayCause {
    /// There was no locomotive for it.
    Locomotive,
    /// Other trains were in its way, or there was no room ahead.
    Trains,
    /// It was set aside until its crossing called it forward.
    SetAside,
}

/// A fact about trucks.
#[derive(Clone, Copy, Debug)]
pub enum RoadRecord {
    /// A consignment is put on trucks.
    Loaded {
        /// Whose.
        stream: StreamId,
        /// How many.
        trucks: u16,
    },
    /// Trucks came to a border.
    Queued {
        /// Which.
        border: RoadBorderId,
        /// Which way.
        direction: Direction,
        /// How many.
        trucks: u16,
    },
    /// A truck drove into a booth.
    Controlled {
        /// At which border.
        border: RoadBorderId,
        /// Which way.
        direction: Direction,
        /// On which side.
        side: Side,
        /// How long it had waited for the booth.
        wait: Duration,
        /// How long it will stand in it.
        busy: Duration,
    },
    /// All trucks of a convoy are over a border.
    Crossed {
        /// Which.
        border: RoadBorderId,
        /// Which way.
        direction: Direction,
        /// Whose cargo.
        stream: StreamId,
        /// How many trucks.
        trucks: u16,
        /// How much.
        mass: Mass,
        /// How long each of the trucks was there, together.
        dwelt: Duration,
    },
    /// Cargo on trucks came to its destination.
    Delivered {
        /// The leg that it came along.
        leg: LegId,
        /// How much.
        mass: Mass,
        /// How long it was on its way since it was loaded.
        took: Duration,
        /// Seconds of that for which drivers rested on the road.
        rested_s: u32,
        /// Seconds of that at borders.
        border_s: u32,
    },
}

/// A fact about locomotives.
#[derive(Clone, Copy, Debug)]
pub enum LocomotiveFact {
    /// A train began to wait for a locomotive.
    Wanted {
        /// Where.
        depot: DepotId,
        /// Whether it is of empty wagons.
        empty: bool,
    },
    /// A train took a ready one.
    Taken {
        /// Where.
        depot: DepotId,
        /// Whether it is of empty wagons.
        empty: bool,
        /// How long the train had waited for it beyond its technical stop, if it had.
        waited: Option<Duration>,
    },
    /// A locomotive came from one state to another, came into service or left it.
    Became {
        /// Where it works.
        district: TractionDistrictId,
        /// What it was; nothing if it came into service.
        from: Option<LocomotiveState>,
        /// What it is now; nothing if it left service.
        to: Option<LocomotiveState>,
    },
}

/// What a locomotive does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LocomotiveState {
    /// It has a train, running or standing.
    Hauling,
    /// It runs without a train.
    Light,
    /// It is being turned round for the next train.
    Turning,
    /// It could take a train.
    Ready,
}

impl LocomotiveState {
    /// Every state with the name that results use, in order.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("hauling", Self::Hauling),
        ("light", Self::Light),
        ("turning", Self::Turning),
        ("ready", Self::Ready),
    ];
}

/// A fact about crews.
#[derive(Clone, Copy, Debug)]
pub enum CrewFact {
    /// A train stood for a relief that its technical stop does not bring.
    Relieved {
        /// Whose crew.
        railway: Railway,
        /// How much longer the train stood.
        wait: Duration,
    },
    /// A crew came to the end of a section past its longest stretch.
    Overran {
        /// Whose crew.
        railway: Railway,
        /// By how much.
        by: Duration,
    },
}

/// What a train at a crossing waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitCause {
    /// Its turn: others are served before it.
    Turn,
    /// Working hours.
    Hours,
    /// Weather: work has not begun, or stands still.
    Weather,
    /// Acceptance: the quota, a path, and a receiving track beyond the border.
    Acceptance,
}

impl WaitCause {
    /// Every cause, in order.
    pub const ALL: [Self; 4] = [Self::Turn, Self::Hours, Self::Weather, Self::Acceptance];
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
    /// Locomotives of the corridor without a train.
    Light,
}

impl Traffic {
    /// Every kind, in order.
    pub const ALL: [Self; 4] = [Self::Corridor, Self::Freight, Self::Passenger, Self::Light];

    /// Returns whose a train for `purpose` is.
    pub(super) fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Loaded(_) | Purpose::Empty(_) | Purpose::EmptyRun(_) => Self::Corridor,
            Purpose::Light(_) => Self::Light,
            Purpose::Freight(..) => Self::Freight,
            Purpose::Passenger(..) => Self::Passenger,
        }
    }
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
    /// When: a train whose route is being set leaves a little after it is recorded.
    pub at: Time,
}
