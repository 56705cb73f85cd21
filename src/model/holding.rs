//! What a direction of a crossing does when more trains come than go over: the tracks of its sending
//! station fill, trains are set aside on the line, and in the end loading is suspended.

use super::Dated;
use crate::units::{Duration, NodeId, Time};

/// How trains that wait to go over are held, in one direction of a crossing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holding {
    /// Tracks of the sending station for loaded trains of this direction; none if it takes in as
    /// many as come. A train for which there is none stands on the line before the station.
    pub sending_tracks: Option<u32>,
    /// Trains on their way are set aside while more loaded wagons than this are at the station or
    /// bound for it without fail; none if no train ever is.
    pub set_aside_above_wagons: Option<Dated<u32>>,
    /// When loading is suspended; none if it never is.
    pub embargo: Option<Embargo>,
}

/// When loading for a crossing is suspended at every origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Embargo {
    /// It is ordered when more loaded wagons than this wait, at the station and set aside for it.
    pub above_wagons: Dated<u32>,
    /// It is lifted when fewer wait.
    pub below_wagons: Dated<u32>,
    /// How long the telegram takes to be obeyed at the origins.
    pub notice: Duration,
    /// How fast an origin loads what has gathered meanwhile, as a multiple of what it is offered.
    pub catch_up: f64,
}

/// Where trains are set aside: yards on the line, each with room for so many trains.
#[derive(Clone, Debug, PartialEq)]
pub struct SetAside {
    /// Room by place, in trains, in the order of the file.
    pub sidings: Vec<(NodeId, u32)>,
    /// How long an order takes from the crossing to a yard, or word the other way.
    pub notice: Duration,
    /// How much longer than the notice and the standard running time a train called forward is
    /// expected: when it is overdue by more, others are called in its place.
    pub overdue_after: Duration,
    /// Trains of this priority and above are never set aside; none: all may be.
    pub spares_priority: Option<u8>,
}

impl SetAside {
    /// The delay of a train called forward after which others are called: two days, an estimate. A
    /// locomotive that runs light to a yard comes within a day.
    pub const OVERDUE_AFTER: Duration = Duration::from_days(2);
}

/// When a run has stalled: nothing was delivered anywhere for this long, and trains have waited as
/// long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StallLimit(pub Duration);

impl StallLimit {
    /// Two weeks: longer than any holiday at the border, shorter than the 42 days that single trains
    /// waited in January 2021 while others went over.
    pub const DEFAULT: Self = Self(Duration::from_days(14));
    /// Longer than any run: nothing counts as a stall.
    pub const NEVER: Self = Self(Duration::MAX);
}

impl Holding {
    /// Returns the instants after the start at which a limit changes, in order.
    pub fn changes(&self) -> Vec<Time> {
        let embargo = self.embargo.iter();
        let limits = embargo.flat_map(|it| [&it.above_wagons, &it.below_wagons]);
        let limits = limits.chain(&self.set_aside_above_wagons);
        let mut times: Vec<Time> = limits
            .flat_map(|limit| {
                std::iter::successors(limit.next_change(Time::ZERO), |time| {
                    limit.next_change(*time)
                })
            })
            .collect();
        times.sort_unstable();
        times.dedup();
        times
    }

    /// Returns the most wagons that may be on their way to the station or at it at `time` before
    /// others are set aside.
    pub fn set_aside_above(&self, time: Time) -> Option<u32> {
        Some(self.set_aside_above_wagons.as_ref()?.at(time))
    }
}
