//! Cargo that comes by ship to where the corridor begins, in parcels.

use crate::engine::Distribution;
use crate::units::{Duration, NodeId};

/// A place to which ships bring a share of the cargo that starts there.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// The short name that files use.
    pub key: String,
    /// Where the cargo starts.
    pub node: NodeId,
    /// The share of its cargo that comes by ship; the rest appears consignment by consignment.
    pub sea_share: f64,
    /// Lines of ships.
    pub services: Vec<Service>,
}

/// A line whose ships call at intervals, each with a parcel for the streams of the place.
///
/// What the parcels hold in all is what the tables of demand say: a parcel of twice the size brings
/// twice as much of every stream, and streams share it by what they offer in its month.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The short name that files use.
    pub key: String,
    /// The time between two calls in the timetable.
    pub interval: Duration,
    /// The size of a parcel in TEU, as it relates to the other services'.
    pub parcel_teu: Distribution,
    /// How late a ship is, in hours.
    pub delay_h: Distribution,
}

impl Arrival {
    /// Returns the TEU a day that the services bring by themselves, before they are scaled to the
    /// demand.
    pub fn teu_per_day(&self) -> f64 {
        let per_day = |it: &Service| it.parcel_teu.mean() / it.interval.as_days();
        self.services.iter().map(per_day).sum()
    }
}
