//! Crossings that stood still at the end of a run that otherwise moved: who waits to go over one
//! of their directions, for whom, at what, since when.

use super::district::District;
use super::holding::Way;
use super::wait::{WaitingTrain, cast};
use crate::model::{Direction, Scenario};
use crate::units::{CrossingId, Duration, Time};

/// One direction of a crossing over which nothing went any more when a run ended, though trains
/// waited for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// Which crossing.
    pub crossing: CrossingId,
    /// Which direction.
    pub direction: Direction,
    /// When the last loaded train went over; none if none did.
    pub last_train: Option<Time>,
    /// When the run ended.
    pub ended: Time,
    /// Loaded wagons at the sending station, called forward to it and set aside for it.
    pub wagons: u32,
    /// Every loaded train bound for it that waited, the longest first.
    pub cast: Vec<WaitingTrain>,
}

impl Stop {
    /// Returns the stops in which a run ended at `ended`, in the order of crossings: no loaded train
    /// went over within the scenario's limit, and one bound for there has waited for longer.
    pub(super) fn all(scenario: &Scenario, districts: &[District], ended: Time) -> Vec<Self> {
        let limit = scenario.stall_limit.0;
        let too_long = |since: Time| ended.since(since) >= limit;
        let stop = |way: Way| {
            let mut here = districts.iter();
            let here = here.find(|it| it.is_mine(way.sender(scenario)))?;
            let last_train = here.last_over(way);
            if !too_long(last_train.unwrap_or(Time::ZERO)) {
                return None;
            }
            let bound = |district: &District, train: &super::train::Train| {
                let loaded = train.leg().filter(|_| train.is_loaded());
                loaded.is_some_and(|leg| district.plan.holding.way_of_leg[leg.index()] == Some(way))
            };
            let cast = cast(scenario, districts, ended, bound);
            let longest = cast.first()?.since;
            too_long(longest).then(|| Self {
                crossing: way.crossing(),
                direction: way.direction(),
                last_train,
                ended,
                wagons: here.stations[way.index()].wagons(),
                cast,
            })
        };
        Way::all(scenario).filter_map(stop).collect()
    }

    /// Returns for how long no loaded train had gone over.
    pub fn lasted(&self) -> Duration {
        self.ended.since(self.last_train.unwrap_or(Time::ZERO))
    }
}
