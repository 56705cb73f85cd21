//! Which routes cargo took, and what came to the end of each leg.

use crate::model::Scenario;
use crate::sim::{Record, RoadRecord};
use crate::stats::tables::Sums;

/// What one district heard of routes and legs, by month.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Carriage {
    /// Kilograms that came to the end of each leg.
    pub arrived: Sums<u64>,
    /// Kilograms that chose each route.
    pub chosen: Sums<u64>,
    /// Their generalised cost, in kilograms times US dollars a tonne.
    pub cost: Sums<f64>,
}

impl Carriage {
    pub fn new(scenario: &Scenario) -> Self {
        let months = scenario.calendar.months().len();
        let routes = scenario.routes.routes().len();
        Self {
            arrived: Sums::new(months, scenario.routes.legs().len()),
            chosen: Sums::new(months, routes),
            cost: Sums::new(months, routes),
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.arrived.merge(&other.arrived);
        self.chosen.merge(&other.chosen);
        self.cost.merge(&other.cost);
    }

    pub fn observe(&mut self, month: usize, record: Record) {
        match record {
            Record::Arrived { leg, mass, .. }
            | Record::Road(RoadRecord::Delivered { leg, mass, .. }) => {
                self.arrived.add(month, leg.index(), mass.as_kg());
            }
            Record::Routed {
                route,
                mass,
                usd_per_tonne,
            } => {
                let kg = mass.as_kg();
                self.chosen.add(month, route.index(), kg);
                self.cost
                    .add(month, route.index(), kg as f64 * usd_per_tonne);
            }
            _ => {}
        }
    }
}
