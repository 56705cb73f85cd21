//! The ways of trains in one row of memory: several rules ask at every place where one goes next.

use super::fleet_plan::FleetPlan;
use super::traction::TractionPlan;
use super::train::Purpose;
use crate::model::Scenario;
use crate::units::SectionId;

/// A section, and whether it is run in the sense in which it is written.
type Hop = (SectionId, bool);

/// The sections of every leg, run of empties and way of light engines, in order.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    hops: Vec<Hop>,
    legs: Vec<Span>,
    runs: Vec<Span>,
    light: Vec<Span>,
}

/// Where the sections of a way are.
#[derive(Clone, Copy, Debug)]
struct Span {
    first: u32,
    count: u32,
}

impl Ways {
    pub fn new(scenario: &Scenario, fleets: &FleetPlan, traction: &TractionPlan) -> Self {
        let mut hops = Vec::new();
        let mut add = |way: &[Hop]| {
            let first = hops.len() as u32;
            hops.extend_from_slice(way);
            Span {
                first,
                count: way.len() as u32,
            }
        };
        let legs = scenario.routes.legs().iter();
        let legs = legs.map(|leg| add(&leg.hops)).collect();
        let runs = fleets.runs.iter().map(|run| add(&run.hops)).collect();
        let light = traction.ways().iter();
        let light = light.map(|way| add(&way.hops)).collect();
        Self {
            hops,
            legs,
            runs,
            light,
        }
    }

    /// Returns the section after `hop` others on the way of a train for `purpose`; none at its end.
    #[inline]
    pub fn hop(&self, purpose: Purpose, hop: u16) -> Option<Hop> {
        let span = match purpose {
            Purpose::Loaded(leg) => self.legs[leg.index()],
            Purpose::EmptyRun(run) => self.runs[run.index()],
            Purpose::Light(way) => self.light[way.index()],
            Purpose::Empty(_) => return None,
            Purpose::Passenger(section, forward) | Purpose::Freight(section, forward) => {
                return (hop == 0).then_some((section, forward));
            }
        };
        let hop = u32::from(hop);
        (hop < span.count).then(|| self.hops[(span.first + hop) as usize])
    }
}
