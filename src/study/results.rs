//! What a run of a scenario found: figures, comparisons with what was reported, and the picture of
//! one line. What `report` draws and writes.

use super::{Stall, Stop};
use crate::model::Observation;
use crate::stats::{Estimate, Figure};
use crate::units::Time;
use std::collections::BTreeMap;

/// The results of all replications of one scenario.
#[derive(Clone, Debug)]
pub struct Results {
    /// The scenario's short name.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Names for people: of crossings, facilities, places and sections, by the keys of figures.
    pub names: BTreeMap<String, String>,
    /// The seed of all random numbers.
    pub seed: u64,
    /// How many replications were run.
    pub replications: usize,
    /// The first day of the run and the first day reported.
    pub warm_up: WarmUp,
    /// Everything measured, in a fixed order.
    pub figures: Vec<Figure>,
    /// Every reported figure beside the simulated one.
    pub comparisons: Vec<Comparison>,
    /// One line over a few days of the first replication.
    pub trace: Option<TimeDistance>,
    /// What waited before each crossing at the end of each day, by crossing and direction.
    pub held: Vec<HeldSeries>,
    /// The replications at whose end nothing moved any more.
    pub stalls: Vec<Stall>,
    /// Crossings that stood still at the end of a replication, by replication.
    pub stops: Vec<Stop>,
    /// What the engine did.
    pub effort: Effort,
}

/// What waited to go over a crossing one way at the end of each day, as means over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldSeries {
    /// The crossing's key.
    pub place: String,
    /// The direction's key.
    pub direction: &'static str,
    /// The first day, as an ISO date: the first that is reported.
    pub first: String,
    /// Loaded wagons by day.
    pub wagons: Vec<f64>,
    /// Trains set aside by day.
    pub set_aside: Vec<f64>,
}

/// The part of the run that is not reported.
#[derive(Clone, Debug, PartialEq)]
pub struct WarmUp {
    /// The first day of the run, as an ISO date.
    pub start: String,
    /// The first day reported, as an ISO date.
    pub report_from: String,
    /// The day after the last, as an ISO date.
    pub end: String,
    /// Where MSER-5 would cut the weekly tonnage of the run, in days from the start (White 1997).
    pub mser5_days: Option<u32>,
}

/// A reported figure and the simulated one of the same definition.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What was reported.
    pub observation: Observation,
    /// What came out; none where the model has no such measure.
    pub simulated: Option<Estimate>,
}

/// A time–distance graph.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeDistance {
    /// The stations and loops of the line, from its beginning.
    pub stations: Vec<Station>,
    /// The first instant drawn, as an ISO date (midnight).
    pub begins_on: String,
    /// The first instant drawn.
    pub begins: Time,
    /// The first instant no longer drawn.
    pub ends: Time,
    /// The trains, in the order in which they appear.
    pub trains: Vec<TracedTrain>,
}

/// A station or passing loop of a traced line.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// The name; empty for a passing loop.
    pub name: String,
    /// Kilometers from the beginning of the line.
    pub km: f64,
}

/// One train on a traced line.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedTrain {
    /// What it is.
    pub kind: TracedKind,
    /// Where it was when: time and kilometers from the beginning of the line, in time order.
    pub points: Vec<(Time, f64)>,
}

/// What runs on a traced line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TracedKind {
    /// A loaded train of the corridor.
    Loaded,
    /// A train of empty wagons of the corridor.
    Empty,
    /// A passenger train.
    Passenger,
    /// A domestic freight train.
    Freight,
    /// A locomotive without a train.
    Light,
}

/// What the engine did, summed over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effort {
    /// Events handled.
    pub events: u64,
    /// Messages between districts.
    pub messages: u64,
    /// Districts in a run.
    pub districts: usize,
}

impl Comparison {
    /// Returns the simulated mean less the observed value, as a share of the observed value.
    pub fn relative_error(&self) -> Option<f64> {
        let simulated = self.simulated?;
        (self.observation.value != 0.0).then(|| simulated.mean / self.observation.value - 1.0)
    }

    /// Returns whether the simulated mean lies in the reported range, or, where none is given,
    /// within five per cent of the value.
    pub fn agrees(&self) -> Option<bool> {
        let mean = self.simulated?.mean;
        let (value, slack) = (self.observation.value, 0.05 * self.observation.value.abs());
        let low = self.observation.low.unwrap_or(value - slack);
        let high = self.observation.high.unwrap_or(value + slack);
        Some((low..=high).contains(&mean))
    }
}

impl Results {
    /// Returns the figure with these labels.
    pub fn figure(
        &self,
        measure: &str,
        place: &str,
        direction: &str,
        commodity: &str,
        period: &str,
    ) -> Option<&Figure> {
        self.figures.iter().find(|figure| {
            figure.measure == measure
                && figure.place == place
                && figure.direction == direction
                && figure.commodity == commodity
                && figure.period == period
        })
    }
}
