//! What one element carries: offered against carried flow on a ladder of loads, beside the textbook.

mod claims;
mod element;
mod formula;
mod load;

pub use claims::{Checked, ReadFor, Verdict, check_claims};
pub use element::{Element, Unit};
pub use formula::Formula;
pub use load::Step;

use super::{Conduct, ExperimentError, Trial, conduct_trials};
use crate::engine::{RunOptions, Streams};
use crate::input::{Faults, Reading};
use crate::model::Claim;
use crate::sim::{self, Executor, Plan};
use crate::stats::{Carried, Estimate, Passage, Watched, half_width};
use crate::units::SectionId;
use std::convert::Infallible;
use std::sync::Arc;

/// Offered flow counts as carried whole up to this share of it, or up to its interval: the fourteen
/// weeks of a step begin and end with trains on the way.
const CARRIED_WHOLE: f64 = 0.05;

/// With a wanted precision, replications end at so many times what was asked for.
const MOST_ROUNDS: usize = 8;

/// Trains of the corridor each way that a double track needs, so that other trains enter in time.
const FEWEST_PER_DAY: f64 = 1.0;

/// Reads the scenario with values laid over it.
pub type Read<'a> = &'a (dyn Fn(&[String]) -> Result<Reading, Faults> + Sync);

/// Why there is no capacity.
#[derive(Debug, thiserror::Error)]
pub enum CapacityError {
    /// No element has this name.
    #[error("{name:?} is no element of the scenario; {remedy}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What would be right.
        remedy: String,
    },
    /// An element that no crossing feeds.
    #[error("{0:?} is a facility of a port; capacity is measured of facilities at crossings")]
    Unloadable(String),
    /// A line that no train of the corridor may run over.
    #[error("no stream of the scenario runs over {0}, so that its trains are not simulated")]
    Unused(String),
    /// A double track that hardly any train of the corridor runs over, one way or the other.
    #[error(
        "too few trains of the scenario run over {0}, some of which is double track: other trains \
         enter with them"
    )]
    TooFew(String),
    /// The scenario, or what is laid over it, is at fault.
    #[error(transparent)]
    Input(#[from] Faults),
    /// Its trials did not come to an end.
    #[error(transparent)]
    Trials(#[from] ExperimentError<Infallible>),
}

/// How an element is loaded, and what remembers it.
#[derive(Clone, Copy)]
pub struct Loading<'a> {
    /// Replications of each step.
    pub replications: usize,
    /// How trials are conducted; what is kept of each is named by [`Carried::NAMES`].
    pub conduct: Conduct<'a>,
}

/// An element with the ladder of its loads, ready to run.
#[derive(Debug)]
pub struct Ladder {
    /// What is loaded.
    pub element: Element,
    /// What textbooks say, the main formula first.
    pub formulas: Vec<Formula>,
    /// The loads, least first.
    pub steps: Vec<Step>,
    plans: Vec<Arc<Plan>>,
}

/// What an element carries.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// Of what.
    pub element: Element,
    /// What textbooks say, the main formula first.
    pub formulas: Vec<Formula>,
    /// What was found, least load first.
    pub steps: Vec<Measured>,
    /// How many replications each step had.
    pub replications: usize,
    /// The seed of all random numbers.
    pub seed: u64,
}

/// What was found at one step, with one value a replication.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The load.
    pub step: Step,
    /// Flow that was offered, in the element's unit.
    pub offered: Vec<f64>,
    /// Flow that was carried.
    pub carried: Vec<f64>,
    /// Hours that a train lost or stood; not a number where that is not measured.
    pub wait_h: Vec<f64>,
    /// The share of time in which it was occupied: of a line the busiest block, station intervals
    /// included (UIC Code 406, 2013); of a crossing its quota; of cranes and tracks their time.
    pub occupation: Vec<f64>,
}

impl Ladder {
    /// Finds an element and lays out the steps of its load. `unit` is what to count in, if not the
    /// element's own.
    ///
    /// # Errors
    ///
    /// If there is no such element, or the scenario is at fault.
    pub fn new(read: Read<'_>, name: &str, unit: Option<Unit>) -> Result<Self, CapacityError> {
        Self::of_steps(read, name, unit, usize::MAX)
    }

    /// Lays out the heaviest `last` steps alone.
    fn of_steps(
        read: Read<'_>,
        name: &str,
        unit: Option<Unit>,
        last: usize,
    ) -> Result<Self, CapacityError> {
        let scenario = read(&[])?.scenario;
        let mut element = Element::find(&scenario, name)?;
        if let Some(other) = unit {
            element = element.clone().counted_in(other).unwrap_or(element);
        }
        // Formulas are of the time that is measured.
        let in_summer = load::middle(&scenario);
        let formulas = formula::formulas(&scenario, &element, in_summer);
        let main = formulas.first().map_or(0.0, |formula| formula.value);
        let mut steps = load::ladder(&scenario, &element, main);
        steps.drain(..steps.len().saturating_sub(last));
        let plan = |step: &Step| Ok(Arc::new(Plan::new(read(&step.sets)?.scenario)));
        let plans = steps.iter().map(plan);
        let plans: Vec<Arc<Plan>> = plans.collect::<Result<_, CapacityError>>()?;
        if let Watched::Line(sections) = &element.watched
            && !sections.iter().all(|id| plans[0].is_used(*id))
        {
            return Err(CapacityError::Unused(element.name));
        }
        Ok(Self {
            element,
            formulas,
            steps,
            plans,
        })
    }

    /// Runs every step so many times. With `precision`, a share, it adds replications until the
    /// half-width of the capacity is no more than that of its mean, eight times as many at most.
    ///
    /// # Errors
    ///
    /// If it is stopped, threads cannot be started, or values cannot be kept. What is finished is in
    /// the notebook even then.
    pub fn run(
        &self,
        loading: Loading<'_>,
        precision: Option<f64>,
    ) -> Result<Capacity, CapacityError> {
        self.run_for("step", loading, precision)
    }

    /// Runs it as [`Self::run`] does, for something that its trials are named after.
    fn run_for(
        &self,
        name: &str,
        loading: Loading<'_>,
        precision: Option<f64>,
    ) -> Result<Capacity, CapacityError> {
        let seed = loading.conduct.seed;
        let mut found: Vec<Vec<Carried>> = vec![Vec::new(); self.steps.len()];
        for round in 0..MOST_ROUNDS {
            self.round(name, round, loading, &mut found)?;
            self.check_own(&found[0])?;
            let capacity = self.capacity(&found, seed);
            let best = capacity.capacity();
            let wanted = precision.map(|share| share * best.mean);
            let missing = wanted.is_some_and(|wanted| best.half_width.is_none_or(|it| it > wanted));
            if !missing {
                break;
            }
        }
        Ok(self.capacity(&found, seed))
    }

    fn check_own(&self, least: &[Carried]) -> Result<(), CapacityError> {
        let Watched::Line(sections) = &self.element.watched else {
            return Ok(());
        };
        let scenario = &self.plans[0].scenario;
        let measured = scenario.calendar.time_of(scenario.calendar.report_from());
        let is_single = |id: &SectionId| element::is_single(scenario, *id, measured);
        let few = least.iter().any(|one| one.own_per_day < FEWEST_PER_DAY);
        match few && !sections.iter().all(is_single) {
            true => Err(CapacityError::TooFew(self.element.name.clone())),
            false => Ok(()),
        }
    }

    /// Runs the replications of a round, of every step.
    fn round(
        &self,
        name: &str,
        round: usize,
        loading: Loading<'_>,
        found: &mut [Vec<Carried>],
    ) -> Result<(), CapacityError> {
        let (steps, n) = (self.steps.len(), loading.replications);
        // All steps of a replication in turn.
        let trials: Vec<Trial> = (0..steps * n)
            .map(|index| {
                let (step, replication) = (index % steps, round * n + index / steps);
                Trial {
                    id: format!("{name} {}/{}", step + 1, replication + 1),
                    variant: step,
                    replication,
                }
            })
            .collect();
        let run = |trial: &Trial| {
            let plan = &self.plans[trial.variant];
            let watched = &self.element.watched;
            let carried = replicate(plan, watched, trial.replication, loading.conduct);
            Ok(carried.map(|it| it.values().to_vec()))
        };
        let all = conduct_trials(&trials, loading.conduct, run)?;
        for (trial, values) in trials.iter().zip(all) {
            let values = values.try_into().expect("a trial keeps what it found");
            found[trial.variant].push(Carried::of_values(values));
        }
        Ok(())
    }

    fn capacity(&self, found: &[Vec<Carried>], seed: u64) -> Capacity {
        let first = &found[0];
        let per_tonne = |of: fn(&Carried) -> f64| {
            let (trains, all) = first.iter().fold((0.0, 0.0), |(trains, all), one| {
                (trains + one.trains_per_day, all + of(one))
            });
            trains / all
        };
        let base_trains = per_tonne(|one| one.tonnes_per_day[0]);
        let steps = self.steps.iter().zip(found).enumerate();
        let measured = |(n, (step, all)): (usize, (&Step, &Vec<Carried>))| {
            let flows = all
                .iter()
                .map(|one| flow(&self.element, step, one, base_trains));
            let (offered, carried) = flows.unzip();
            Measured {
                step: step.clone(),
                offered,
                carried,
                wait_h: all
                    .iter()
                    .map(|one| one.wait_h.unwrap_or(f64::NAN))
                    .collect(),
                occupation: all
                    .iter()
                    .map(|one| occupation(&self.element, &self.plans[n], one))
                    .collect(),
            }
        };
        Capacity {
            element: self.element.clone(),
            formulas: self.formulas.clone(),
            steps: steps.map(measured).collect(),
            replications: first.len(),
            seed,
        }
    }
}

impl Capacity {
    /// Returns the most that was carried at any step.
    ///
    /// # Panics
    ///
    /// If there is no step.
    pub fn capacity(&self) -> Estimate {
        let steps = self.steps.iter().map(Measured::carried);
        let best = steps.max_by(|a, b| a.mean.total_cmp(&b.mean));
        best.expect("a ladder has steps")
    }

    /// Returns the last step before the knee: the one with most flow that was carried whole, as was
    /// all that was less. None if not even the least was.
    ///
    /// Carried whole is what falls short of the offered flow by no more than 5 % of it, or than the
    /// half-width of their paired difference.
    pub fn knee(&self) -> Option<&Measured> {
        let whole = self.steps.iter().take_while(|step| step.is_carried_whole());
        whole.last()
    }

    /// Returns whether more was offered than could be carried at some step, so that the capacity is
    /// the element's and not that of the ladder.
    pub fn is_saturated(&self) -> bool {
        self.steps.iter().any(|step| !step.is_carried_whole())
    }
}

impl Measured {
    /// Returns the offered flow.
    pub fn offered(&self) -> Estimate {
        estimate(&self.offered)
    }

    /// Returns the carried flow.
    pub fn carried(&self) -> Estimate {
        estimate(&self.carried)
    }

    /// Returns the hours that a train lost or stood, where that is measured.
    pub fn wait(&self) -> Option<Estimate> {
        Estimate::of(&self.wait_h)
    }

    /// Returns the share of time in which it was occupied.
    pub fn occupation(&self) -> Option<Estimate> {
        Estimate::of(&self.occupation)
    }

    fn is_carried_whole(&self) -> bool {
        let pairs = self.offered.iter().zip(&self.carried);
        let short: Vec<f64> = pairs.map(|(offered, carried)| offered - carried).collect();
        let allowed = half_width(&short).unwrap_or(0.0);
        let (offered, short) = (self.offered().mean, estimate(&short).mean);
        short <= (CARRIED_WHOLE * offered).max(allowed)
    }
}

fn estimate(values: &[f64]) -> Estimate {
    Estimate::of(values).unwrap_or(Estimate {
        mean: 0.0,
        half_width: None,
        replications: 0,
    })
}

/// Runs one replication of a step; none if it was stopped.
fn replicate(
    plan: &Arc<Plan>,
    watched: &Watched,
    replication: usize,
    conduct: Conduct<'_>,
) -> Option<Carried> {
    let calendar = &plan.scenario.calendar;
    let from = calendar.time_of(calendar.report_from());
    let run = RunOptions {
        stop: Some(conduct.stop),
        ..RunOptions::until(calendar.end_time())
    };
    let streams = Streams::new(conduct.seed, replication as u64);
    let observer = || Passage::new(Arc::clone(plan), watched.clone(), from);
    let done = sim::run(plan, streams, Executor::Grouped, run, observer);
    (!done.statistics.interrupted).then(|| Passage::of_replication(done.observers))
}

/// Offered and carried flow in the element's unit. Trains are not offered, cargo is: it is counted
/// in trains as full as those that were carried; `base_trains` are those that a tonne makes at a base.
fn flow(element: &Element, step: &Step, one: &Carried, base_trains: f64) -> (f64, f64) {
    let [offered_t, carried_t] = one.tonnes_per_day;
    let [offered_teu, carried_teu] = one.teu_per_day;
    match element.unit {
        Unit::PairsPerDay => (
            step.pairs.unwrap_or_default() + one.own_per_day,
            one.trains_per_day,
        ),
        Unit::TeuPerYear => (offered_teu * 365.0, carried_teu * 365.0),
        Unit::MtPerYear => (offered_t * 365.0 / 1e6, carried_t * 365.0 / 1e6),
        Unit::TrainsPerDay => {
            let trains = one.trains_per_day;
            let offered = match &element.watched {
                Watched::Base(_) => offered_t * base_trains,
                _ if carried_t > 0.0 => offered_t / carried_t * trains,
                _ => offered_teu / carried_teu * trains,
            };
            (offered, trains)
        }
    }
}

fn occupation(element: &Element, plan: &Plan, one: &Carried) -> f64 {
    let scenario = &plan.scenario;
    let at = scenario.calendar.time_of(scenario.calendar.report_from());
    let places = match &element.watched {
        Watched::Line(_) => 1,
        Watched::Facility(id, _) => scenario.facility(*id).groups.at(at),
        Watched::Base(n) => scenario.ports.bases[*n].tracks,
        Watched::Exchange(ways) => {
            let quota = ways.iter().map(|(id, direction)| {
                let handover = scenario.crossing(*id).handover(*direction);
                handover.quota_trains_per_day.at(at)
            });
            return one.trains_per_day / quota.sum::<f64>();
        }
    };
    one.busy_h_per_day / (24.0 * f64::from(places))
}

/// Returns the claims about an element in its unit.
pub fn claims_about<'a>(claims: &'a [Claim], element: &Element) -> Vec<&'a Claim> {
    let about = claims
        .iter()
        .filter(|claim| claim.element == element.key && claim.unit == element.unit.key());
    about.collect()
}
