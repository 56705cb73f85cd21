//! Transit times, weighted by tonnes.

use crate::model::{Direction, Load};
use crate::units::{Duration, Mass, NodeId};
use hdrhistogram::Histogram;

/// Resolution of transit times, in minutes.
pub(in crate::stats) const TRANSIT_STEP_MIN: f64 = 10.0;
/// The longest transit time told apart, in steps: two years.
const LONGEST_TRANSIT: u64 = 2 * 365 * 144;

/// What a transit time is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::stats) struct Relation {
    pub from: NodeId,
    pub to: NodeId,
    pub direction: Direction,
    pub load: Load,
}

/// Transit times of one relation in one year.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Transit {
    pub tonne_hours: f64,
    pub tonnes: f64,
    pub steps: Histogram<u32>,
}

impl Transit {
    pub fn new() -> Self {
        let steps = Histogram::new_with_bounds(1, LONGEST_TRANSIT, 3);
        Self {
            tonne_hours: 0.0,
            tonnes: 0.0,
            steps: steps.expect("the bounds are in order"),
        }
    }

    pub fn add(&mut self, mass: Mass, took: Duration) {
        let tonnes = mass.as_tonnes();
        self.tonnes += tonnes;
        self.tonne_hours += tonnes * took.as_hours();
        let step = (took.as_minutes() / TRANSIT_STEP_MIN).round() as u64;
        let step = step.clamp(1, LONGEST_TRANSIT);
        let recorded = self.steps.record_n(step, tonnes.round().max(1.0) as u32);
        recorded.expect("the step was clamped to the bounds");
    }

    pub fn merge(&mut self, other: &Self) {
        self.tonnes += other.tonnes;
        self.tonne_hours += other.tonne_hours;
        self.steps
            .add(&other.steps)
            .expect("both have the same bounds");
    }
}
