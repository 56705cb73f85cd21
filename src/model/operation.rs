//! How lines are worked, where it is the same everywhere.

use super::Maintenance;
use crate::engine::Distribution;
use crate::units::{Duration, NodeId, SectionId, Time};

/// Rules of movement.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Time between two trains one behind the other on a double track.
    pub headway: Duration,
    /// Station interval: time from the arrival of one train at a loop until the next may enter the
    /// block it left (points, signals, route setting).
    pub station_interval: Duration,
    /// What starting from a stand and braking to one add to the running time of a freight train.
    pub start_stop_supplement: Duration,
    /// Relative spread of running times on a section; mean 1, never below a half.
    pub running_spread: Distribution,
    /// Tracks at a passing loop, the main track included.
    pub loop_tracks: u32,
    /// Tracks that an entry to a district keeps for trains from the next one.
    pub entry_tracks: u32,
    /// How long after an entry track is free the neighbour knows it.
    pub handover_notice: Duration,
    /// Speed of passenger trains, as a multiple of the freight section speed.
    pub passenger_speed_factor: f64,
    /// Maintenance of single track.
    pub maintenance: Maintenance,
    /// Time to load a train at its origin.
    pub loading: Duration,
    /// Time to unload a train at its destination.
    pub unloading: Duration,
    /// How long cargo from another train waits for a full train at most, if its stream allows more.
    pub through_wait: Duration,
    /// Time between two consignments of a stream, relative to its mean; mean 1.
    pub consignment_spread: Distribution,
    /// Full trains of empty wagons that a place keeps before it sends more home.
    pub pool_trains: u32,
}

/// A line and two days of it to draw as a time–distance graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// The sections of the line, end to end.
    pub sections: Vec<SectionId>,
    /// Where the line begins.
    pub from: NodeId,
    /// The first instant drawn.
    pub begins: Time,
    /// The first instant no longer drawn.
    pub ends: Time,
}
