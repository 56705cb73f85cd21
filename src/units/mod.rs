//! Quantities with one stored unit each. Knows nothing else of the program.
//!
//! A quantity is a type: it is created by a constructor that names its unit, it has only the
//! operations that mean something, and it cannot hold an impossible value. Simulated time and mass
//! are integers, so sums are exact and the same on every machine. Typed indices number what a scenario
//! has; [`Sparse`] is a table by such numbers.

mod ids;
mod length;
mod mass;
mod sparse;
mod time;

pub use ids::{
    ClassId, CrossingId, DepotId, FacilityId, FleetId, LegId, LightWayId, NodeId, PoolId,
    RoadBorderId, RouteId, RunId, SectionId, StreamId, TractionDistrictId,
};
pub use length::{Length, Speed};
pub use mass::Mass;
pub use sparse::Sparse;
pub use time::{Duration, Time};
