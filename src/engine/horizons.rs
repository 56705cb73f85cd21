//! What windows are made of on any number of threads: how far each shard may go, and what was done.

use super::place::Place;
use super::reach::Reach;
use super::{Observer, Outcome, Process, RunStatistics};
use crate::units::Time;

/// How far each shard goes in the next window.
pub(super) struct Horizons {
    reach: Reach,
    next_ms: Vec<u64>,
    horizons_ms: Vec<u64>,
    /// The shards that have something to do before their horizons.
    pub(super) wanted: Vec<bool>,
}

/// How many windows there were, and whether they were all.
#[derive(Default)]
pub(super) struct Done {
    pub(super) windows: u64,
    /// Those of the windows that were left to one thread.
    pub(super) windows_alone: u64,
    pub(super) interrupted: bool,
}

impl Horizons {
    pub(super) fn new(reach: Reach) -> Self {
        Self {
            reach,
            next_ms: Vec::new(),
            horizons_ms: Vec::new(),
            wanted: Vec::new(),
        }
    }

    /// Sets the horizons of the next window; returns whether anything is left to do before `end`.
    pub(super) fn set<P, O>(&mut self, places: &[Place<P, O>], end: Time) -> bool
    where
        P: Process,
        O: Observer<P::Record>,
    {
        self.next_ms.clear();
        self.next_ms.extend(places.iter().map(Place::next_ms));
        self.horizons_ms.resize(places.len(), 0);
        self.reach.horizons(&self.next_ms, &mut self.horizons_ms);
        self.wanted.clear();
        for (index, place) in places.iter().enumerate() {
            let horizon = self.horizons_ms[index].min(end.as_ms());
            self.wanted.push(self.next_ms[index] < horizon);
            place.set_horizon(horizon);
        }
        self.wanted.contains(&true)
    }
}

impl Done {
    /// Puts together what the shards leave.
    pub(super) fn outcome<P, O>(self, places: Vec<Place<P, O>>) -> Outcome<P, O>
    where
        P: Process,
        O: Observer<P::Record>,
    {
        let mut statistics = RunStatistics {
            windows: self.windows,
            windows_alone: self.windows_alone,
            shards: places.len() as u32,
            interrupted: self.interrupted,
            ..RunStatistics::default()
        };
        let (mut processes, mut observers) = (Vec::new(), Vec::new());
        for shard in places.into_iter().map(Place::into_shard) {
            statistics.events += shard.events();
            statistics.messages += shard.agenda.messages;
            statistics.ended_at = statistics.ended_at.max(shard.ended_at);
            let (some_processes, some_observers) = shard.dissolve();
            processes.extend(some_processes);
            observers.extend(some_observers);
        }
        Outcome {
            processes,
            observers,
            statistics,
        }
    }
}
