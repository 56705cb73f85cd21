//! Typed indices: each numbers one kind of thing, densely from zero, in the order of its table.

use std::num::NonZeroU16;

macro_rules! index {
    ($(#[$doc:meta] $name:ident)*) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Returns the index as a position in a slice.
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// Creates an index from a position in a slice.
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("a scenario has fewer than 2^32 of anything"))
            }
        }
    )*};
}

index! {
    /// A place of the network.
    NodeId
    /// A section between two adjacent places.
    SectionId
    /// A demand stream.
    StreamId
    /// A border crossing: those of rail come first, road borders after them.
    CrossingId
    /// A road border, among road borders only.
    RoadBorderId
    /// A transshipment facility.
    FacilityId
    /// A train class.
    ClassId
    /// A route: one of the ways of a stream, from origin to destination.
    RouteId
    /// A leg: a way over sections that a train runs without being unloaded.
    LegId
    /// A traction district: connected sections over which a locomotive works.
    TractionDistrictId
    /// A place of a traction district where trains take and give up locomotives.
    DepotId
    /// A way of locomotives without a train, between two depots of a traction district.
    LightWayId
    /// A wagon pool: the wagons of one fleet at one place.
    PoolId
    /// An empty run: a way on which wagons are brought empty from one pool to another.
    RunId
}

/// A wagon fleet. Two bytes, even where there may be none: every train carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FleetId(NonZeroU16);

impl FleetId {
    /// The most fleets that a scenario can have.
    pub const COUNT_MAX: usize = u16::MAX as usize;

    /// Returns the index as a position in a slice.
    pub const fn index(self) -> usize {
        self.0.get() as usize - 1
    }

    /// Creates an index from a position in a slice.
    pub fn from_index(index: usize) -> Self {
        let number = u16::try_from(index + 1).ok().and_then(NonZeroU16::new);
        Self(number.expect("a scenario has at most 65,535 fleets"))
    }
}
