//! Other traffic of one direction of a double track.
//!
//! It touches nothing but this track, so it needs no events: whoever wants to enter first lets in
//! all the other trains that were due before.

use crate::engine::{Stream, Streams};
use crate::model::Dated;
use crate::sim::rank::{PASSENGER, Rank};
use crate::sim::record::Traffic;
use crate::units::{Duration, Time};

/// Other trains of one kind, as a Poisson process.
#[derive(Debug)]
pub(super) struct OtherTrains {
    pub traffic: Traffic,
    draws: Stream,
    mean_interval: Duration,
    running: Dated<Duration>,
    /// When the next one is due.
    pub next: Time,
    /// The rank of the next one, where a step of priority is worth so much waiting.
    pub rank: Rank,
    worth: Duration,
}

/// How much other traffic of one kind a track has.
#[derive(Clone, Debug)]
pub(in crate::sim) struct OtherRate {
    pub traffic: Traffic,
    pub trains_per_day: f64,
    pub running: Dated<Duration>,
}

impl OtherTrains {
    /// Creates the traffic of every kind that there is. `name` tells its random streams apart from
    /// others'.
    pub fn all(rates: &[OtherRate], streams: &Streams, name: u64, worth: Duration) -> Vec<Self> {
        let kinds = rates.iter().enumerate();
        let kinds = kinds.filter(|(_, rate)| rate.trains_per_day > 0.0);
        let kind = |(n, rate): (usize, &OtherRate)| {
            let mut draws = streams.stream("other traffic, double track", name << 8 | n as u64);
            let mean_interval = Duration::DAY.scaled(1.0 / rate.trains_per_day);
            let next = Time::ZERO + mean_interval.scaled(draws.exponential());
            Self {
                traffic: rate.traffic,
                draws,
                mean_interval,
                running: rate.running.clone(),
                next,
                rank: rank(rate.traffic, next, worth),
                worth,
            }
        };
        kinds.map(kind).collect()
    }

    /// Returns how long the slowest of them takes.
    pub fn longest_running(&self) -> Duration {
        self.running.values().max().unwrap_or_default()
    }

    /// Takes the next train out, to enter at `time`; returns its running time.
    pub fn take(&mut self, time: Time) -> Duration {
        let interval = self.mean_interval.scaled(self.draws.exponential());
        self.next += interval;
        self.rank = rank(self.traffic, self.next, self.worth);
        self.running.at(time)
    }
}

fn rank(traffic: Traffic, due: Time, worth: Duration) -> Rank {
    let priority = match traffic {
        Traffic::Passenger => PASSENGER,
        Traffic::Freight | Traffic::Corridor | Traffic::Light => 1,
    };
    Rank::new(due, priority, worth)
}
