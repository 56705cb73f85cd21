//! What the sending station of a crossing knows of the trains bound for it.

use super::holding::Way;
use super::train::TrainId;
use crate::model::Scenario;
use crate::units::{NodeId, Time};
use std::collections::VecDeque;

/// What the sending station knows of the trains bound for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Station {
    /// Tracks that nobody has; below zero by the trains that were loaded at the station itself.
    pub free_tracks: i64,
    /// Trains that stand before the station for want of a track.
    pub outside: VecDeque<Outside>,
    /// Loaded wagons at the station, before it and called forward to it.
    pub near: u32,
    /// Trains set aside, in the order in which word of them came.
    pub aside: VecDeque<Aside>,
    pub aside_wagons: u32,
    /// Trains called forward that have not come yet, in the order in which they were called.
    pub called: VecDeque<Called>,
    /// Wagons of those that are overdue.
    pub overdue_wagons: u32,
    pub holds: bool,
    pub embargo: bool,
}

/// A train set aside, as the station knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aside {
    pub train: TrainId,
    pub yard: NodeId,
    pub wagons: u16,
}

/// A train called forward.
#[derive(Clone, Copy, Debug)]
pub(super) struct Called {
    pub train: TrainId,
    pub wagons: u16,
    /// When it should have come at the latest.
    pub due: Time,
    pub overdue: bool,
}

/// A train that stands before the station, and the block of single track that it is to enter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outside {
    pub train: u32,
    pub block: Option<u16>,
}

impl Station {
    /// Returns the stations of every direction of every crossing, in the order of [`Way::index`].
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let station = |way: Way| Self {
            free_tracks: i64::from(way.holding(scenario).sending_tracks.unwrap_or(0)),
            ..Self::default()
        };
        Way::all(scenario).map(station).collect()
    }

    /// Loaded wagons at the station, before it, called forward to it and set aside for it.
    pub fn wagons(&self) -> u32 {
        self.near + self.aside_wagons
    }

    /// Loaded wagons that have come, or are expected.
    pub fn expected(&self) -> u32 {
        self.near - self.overdue_wagons
    }

    /// Expects trains no longer that are overdue at `now`.
    pub fn give_up_overdue(&mut self, now: Time) {
        for called in &mut self.called {
            if !called.overdue && called.due <= now {
                called.overdue = true;
                self.overdue_wagons += u32::from(called.wagons);
            }
        }
    }

    /// A train that was called forward has come.
    pub fn has_come(&mut self, train: TrainId) {
        let position = self.called.iter().position(|it| it.train == train);
        if let Some(called) = position.and_then(|at| self.called.remove(at))
            && called.overdue
        {
            self.overdue_wagons -= u32::from(called.wagons);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_train_that_is_overdue_is_not_expected_until_it_comes() {
        let called = |n: u64| Called {
            train: TrainId(n),
            wagons: 50,
            due: Time::from_ms(1_000 * n),
            overdue: false,
        };
        let mut station = Station {
            near: 200,
            called: [1, 2, 3].map(called).into(),
            ..Station::default()
        };
        assert_eq!(station.expected(), 200);
        station.give_up_overdue(Time::from_ms(2_000));
        station.give_up_overdue(Time::from_ms(2_500));
        assert_eq!((station.expected(), station.wagons()), (100, 200));
        station.has_come(TrainId(1));
        station.has_come(TrainId(3));
        station.has_come(TrainId(9));
        assert_eq!(
            station.expected(),
            150,
            "one of those that came was overdue"
        );
        station.give_up_overdue(Time::from_ms(9_000));
        assert_eq!(station.expected(), 150, "the other had come in time");
    }
}
