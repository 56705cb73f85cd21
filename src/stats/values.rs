//! The values of a replication: every measure, for every place, direction and period.
//!
//! The order is fixed by the scenario, so the values of two replications of one scenario stand side
//! by side.

mod border;
mod carriage;
mod fleets;
mod held;
mod hindrance;
mod journey;
mod line;
mod locomotive;
mod port;
mod road;
mod services;
mod terminal;

pub use held::HeldByDay;

use super::indicators::Indicators;
use crate::model::Period;
use crate::sim::Plan;

/// What a value is about: the labels of a [`Figure`](super::Figure).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are explained at Figure")]
pub struct Label {
    pub measure: &'static str,
    pub place: String,
    pub direction: &'static str,
    pub commodity: &'static str,
    pub period: Period,
    pub unit: &'static str,
}

/// A value with its label. Not a number where there was nothing to measure.
pub type Value = (Label, f64);

const BOTH: &str = "both";
const ALL: &str = "all";

impl Indicators {
    /// Returns every value of every period that the run covers whole. Call it on the merged
    /// indicators of a replication.
    pub fn values(&self, periods: &[Period]) -> Vec<Value> {
        let mut values = Vec::new();
        for period in periods {
            let Some(covered) = self.plan.scenario.calendar.months_of(*period) else {
                continue;
            };
            let mut writer = Writer {
                of: self,
                period: *period,
                covered,
                values: &mut values,
            };
            writer.write_borders();
            writer.write_held();
            writer.write_streams();
            writer.write_terminals();
            writer.write_ports();
            writer.write_pairs();
            writer.write_locomotives();
            writer.write_weather();
            writer.write_fleets();
            writer.write_roads();
            if let Period::Year(year) = *period {
                writer.write_growth(year);
                writer.write_occupation(year);
                writer.write_transit(year);
                writer.write_journeys();
                writer.write_routes();
                writer.write_footprint();
                writer.write_delay();
                writer.write_overtakes();
            }
        }
        values
    }
}

struct Writer<'a> {
    of: &'a Indicators,
    period: Period,
    covered: Vec<usize>,
    values: &'a mut Vec<Value>,
}

/// The labels of a value but for its period.
struct About<'a>(
    &'static str,
    &'a str,
    &'static str,
    &'static str,
    &'static str,
);

impl Writer<'_> {
    fn write(&mut self, About(measure, place, direction, commodity, unit): About<'_>, value: f64) {
        let place = place.to_owned();
        let label = Label {
            measure,
            place,
            direction,
            commodity,
            period: self.period,
            unit,
        };
        self.values.push((label, value));
    }

    fn plan(&self) -> &Plan {
        &self.of.plan
    }

    fn days(&self) -> f64 {
        let months = self.plan().scenario.calendar.months();
        self.covered
            .iter()
            .map(|n| months[*n].length().as_days())
            .sum()
    }
}
