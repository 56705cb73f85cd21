//! Single runs of variants of a scenario. Random numbers are common: trials of one replication draw
//! the same whatever the variant, so that differences are those of the variants.

use super::CalibrationError;
use crate::input::Faults;
use crate::model::{GrowthDraw, Observation, Period, Scenario};
use crate::sim::Plan;
use crate::study::experiment::{self, Conduct, ExperimentError, Wanted, conduct_trials};
use std::sync::Arc;

/// How to read a variant of the scenario: its changes as lines of TOML.
pub type Variants<'a> = dyn Fn(&[String]) -> Result<Scenario, Faults> + Sync + 'a;

/// Makes trials.
pub struct Trials<'a> {
    /// How variants are read.
    pub read: &'a Variants<'a>,
    /// How trials are conducted, and what remembers them. Values are one for each reported figure of
    /// the scenario, in their order.
    pub conduct: Conduct<'a>,
}

/// One run.
#[derive(Clone, Debug)]
pub(in crate::study) struct Trial {
    /// The changes of the scenario, as lines of TOML.
    pub changes: Vec<String>,
    /// How demand grows, by group; on trend if there is none.
    pub growth: Vec<GrowthDraw>,
    /// The replication.
    pub replication: usize,
}

impl Trials<'_> {
    /// Makes trials in parallel. Returns, for each, one value for each reported figure of the
    /// scenario, in their order; not a number where the run has no such figure.
    pub(in crate::study) fn run(
        &self,
        trials: &[Trial],
    ) -> Result<Vec<Vec<f64>>, CalibrationError> {
        let named = |(n, trial): (usize, &Trial)| experiment::Trial {
            id: format!("{trial:?}"),
            variant: n,
            replication: trial.replication,
        };
        let named: Vec<experiment::Trial> = trials.iter().enumerate().map(named).collect();
        let one = |trial: &experiment::Trial| {
            let own = &trials[trial.variant];
            let mut scenario = (self.read)(&own.changes)?;
            if !own.growth.is_empty() {
                scenario = scenario.grown(&own.growth);
            }
            Ok(self.simulate(scenario, trial.replication))
        };
        conduct_trials(&named, self.conduct, one).map_err(|error| match error {
            ExperimentError::Interrupted { .. } => CalibrationError::Interrupted,
            ExperimentError::Variant(faults) => CalibrationError::Input(faults),
            ExperimentError::Notebook(error) => CalibrationError::Notebook(error),
            ExperimentError::Threads(error) => CalibrationError::Threads(error),
        })
    }

    fn simulate(&self, scenario: Scenario, replication: usize) -> Option<Vec<f64>> {
        let plan = Arc::new(Plan::new(scenario));
        let observations = &plan.scenario.observations;
        let wanted: Vec<Wanted> = observations.iter().filter_map(wanted).collect();
        let mut found = experiment::run(&plan, replication, &wanted, self.conduct)?.into_iter();
        let value = |it: &Observation| match Period::parse(&it.period) {
            Some(_) => found.next().unwrap_or(f64::NAN),
            None => f64::NAN,
        };
        Some(observations.iter().map(value).collect())
    }
}

/// The labels of the value beside a reported figure; none if its period is of no such kind.
fn wanted(observation: &Observation) -> Option<Wanted> {
    Some(Wanted {
        measure: observation.measure.clone(),
        place: observation.place.clone(),
        direction: observation.direction.clone(),
        commodity: observation.commodity.clone(),
        period: Period::parse(&observation.period)?,
    })
}
