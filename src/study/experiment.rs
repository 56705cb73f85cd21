//! Trials of an experiment: parameters in, values out, each known by its name. Knows neither files
//! nor where values are kept between one run of the program and the next.
//!
//! A trial is one replication of one variant of a scenario. Trials of the same replication draw the
//! same random numbers whatever their variant, so that variants can be compared in pairs (common
//! random numbers). A [`Notebook`] remembers what is finished: an experiment that was ended at any
//! moment and is begun again runs only what is missing, and ends with the same values.

use crate::engine::{RunOptions, Streams, TrialsError, available_threads, run_trials};
use crate::model::{Direction, Period};
use crate::sim::{self, Executor, Plan};
use crate::stats::{Indicators, Label, Value};
use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// One run of one variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    /// Its name, the same whenever the experiment is begun again; without blanks at its ends, tabs
    /// and line ends.
    pub id: String,
    /// Which variant, as the experiment counts them.
    pub variant: usize,
    /// Which replication, from 0.
    pub replication: usize,
}

/// What is kept of a trial: the labels of one value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are explained at stats::Figure")]
pub struct Wanted {
    pub measure: String,
    pub place: String,
    pub direction: String,
    pub commodity: String,
    pub period: Period,
}

/// Remembers the values of finished trials.
pub trait Notebook: Sync {
    /// Returns the values of a trial that is finished.
    fn known(&self, id: &str) -> Option<Vec<f64>>;

    /// Keeps the values of a trial before anything else is begun.
    ///
    /// # Errors
    ///
    /// If they could not be kept.
    fn keep(&self, id: &str, values: &[f64]) -> io::Result<()>;
}

/// Remembers nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoNotebook;

impl Notebook for NoNotebook {
    fn known(&self, _: &str) -> Option<Vec<f64>> {
        None
    }

    fn keep(&self, _: &str, _: &[f64]) -> io::Result<()> {
        Ok(())
    }
}

/// How to conduct an experiment.
#[derive(Clone, Copy)]
pub struct Conduct<'a> {
    /// The seed of all random numbers.
    pub seed: u64,
    /// How many threads; all there are, if none is given. No result depends on it.
    pub threads: Option<usize>,
    /// When it becomes true, trials that are not finished are given up.
    pub stop: &'a AtomicBool,
    /// Called when a trial is finished, or was already.
    pub progress: &'a (dyn Fn() + Sync),
    /// What remembers finished trials.
    pub notebook: &'a dyn Notebook,
}

/// Why an experiment has no results.
#[derive(Debug, thiserror::Error)]
pub enum ExperimentError<E> {
    /// It was stopped.
    #[error("interrupted: {done} of {wanted} trials are finished")]
    Interrupted {
        /// Trials finished.
        done: usize,
        /// Trials wanted.
        wanted: usize,
    },
    /// A variant cannot be run.
    #[error("{0}")]
    Variant(E),
    /// What was found could not be kept.
    #[error("what a trial found cannot be kept: {0}; make room on the disk, and begin again")]
    Notebook(#[from] io::Error),
    /// No threads.
    #[error(transparent)]
    Threads(#[from] TrialsError),
}

impl<'a> Conduct<'a> {
    /// Returns a conduct that leaves everything else to the program, and remembers nothing.
    pub fn new(seed: u64, stop: &'a AtomicBool) -> Self {
        Self {
            seed,
            threads: None,
            stop,
            progress: &|| (),
            notebook: &NoNotebook,
        }
    }
}

/// Runs trials of a scenario's variants. Returns, in the order of `trials`, one value for each of
/// `wanted`; not a number where a variant had nothing to measure.
///
/// `plan_of` compiles a variant; it is asked anew for one that was not used lately, so that memory
/// is bounded by the threads and not by the variants.
///
/// # Errors
///
/// If it is stopped, a variant is at fault, values cannot be kept or threads not be started. What is
/// finished is in the notebook even then.
pub fn experiment<E: Send>(
    trials: &[Trial],
    wanted: &[Wanted],
    conduct: Conduct<'_>,
    plan_of: impl Fn(usize) -> Result<Arc<Plan>, E> + Sync,
) -> Result<Vec<Vec<f64>>, ExperimentError<E>> {
    let plans = Plans::of(conduct);
    conduct_trials(trials, conduct, |trial| {
        let plan = plans.get(trial.variant, &plan_of)?;
        Ok(run(&plan, trial.replication, wanted, conduct))
    })
}

/// What was found of a trial, and whether all of it moved when it ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// One value for each label that was wanted.
    pub values: Vec<f64>,
    /// Nothing moved any more.
    pub stalled: bool,
    /// The directions of crossings that stood still, each as twice the position of the crossing, and
    /// one more from China.
    pub stood_still: Vec<usize>,
}

impl Told {
    /// What a notebook keeps beyond the values.
    pub const ENDING: [&str; 2] = ["stalled", "stood still"];

    /// As many directions of crossings as fit into one number exactly.
    const MOST_WAYS: usize = 52;

    fn kept(mut values: Vec<f64>, ending: &Ending) -> Vec<f64> {
        let way = |stop: &sim::Stop| {
            2 * stop.crossing.index() + usize::from(stop.direction == Direction::FromChina)
        };
        let ways = ending.stops.iter().map(way);
        let ways = ways.filter(|way| *way < Self::MOST_WAYS);
        let still: u64 = ways.map(|way| 1 << way).sum();
        values.extend([f64::from(u8::from(ending.stalled)), still as f64]);
        values
    }

    fn of(mut kept: Vec<f64>) -> Self {
        let still = kept.pop().unwrap_or_default() as u64;
        let stalled = kept.pop() == Some(1.0);
        let ways = (0..Self::MOST_WAYS).filter(|way| still >> way & 1 == 1);
        Self {
            values: kept,
            stalled,
            stood_still: ways.collect(),
        }
    }
}

/// Runs trials as [`experiment`] does, and tells of each how it ended; a notebook keeps
/// [`Told::ENDING`] beyond what is wanted.
///
/// # Errors
///
/// As [`experiment`].
pub fn experiment_told<E: Send>(
    trials: &[Trial],
    wanted: &[Wanted],
    conduct: Conduct<'_>,
    plan_of: impl Fn(usize) -> Result<Arc<Plan>, E> + Sync,
) -> Result<Vec<Told>, ExperimentError<E>> {
    let plans = Plans::of(conduct);
    let found = conduct_trials(trials, conduct, |trial| {
        let plan = plans.get(trial.variant, &plan_of)?;
        let told = run_told(&plan, trial.replication, wanted, conduct);
        Ok(told.map(|(values, ending)| Told::kept(values, &ending)))
    })?;
    Ok(found.into_iter().map(Told::of).collect())
}

/// Conducts trials of anything: asks the notebook first, runs the others in parallel and keeps what
/// each found. `run` returns nothing where it was stopped.
///
/// # Errors
///
/// As [`experiment`].
pub fn conduct_trials<E: Send>(
    trials: &[Trial],
    conduct: Conduct<'_>,
    run: impl Fn(&Trial) -> Result<Option<Vec<f64>>, E> + Sync,
) -> Result<Vec<Vec<f64>>, ExperimentError<E>> {
    let failed = AtomicBool::new(false);
    let one = |n: usize| -> Result<Option<Vec<f64>>, ExperimentError<E>> {
        let trial = &trials[n];
        if let Some(values) = conduct.notebook.known(&trial.id) {
            (conduct.progress)();
            return Ok(Some(values));
        }
        if conduct.stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let found = run(trial).map_err(ExperimentError::Variant);
        let kept = found.and_then(|found| {
            if let Some(values) = &found {
                conduct.notebook.keep(&trial.id, values)?;
                (conduct.progress)();
            }
            Ok(found)
        });
        failed.fetch_or(kept.is_err(), Ordering::Relaxed);
        kept
    };
    let found = run_trials(trials.len(), conduct.threads, one)?;
    let found: Vec<Option<Vec<f64>>> = found.into_iter().collect::<Result<_, _>>()?;
    let (done, wanted) = (found.iter().flatten().count(), trials.len());
    if done < wanted {
        return Err(ExperimentError::Interrupted { done, wanted });
    }
    Ok(found.into_iter().flatten().collect())
}

/// Runs one replication of a variant; none if it was stopped.
pub(super) fn run(
    plan: &Arc<Plan>,
    replication: usize,
    wanted: &[Wanted],
    conduct: Conduct<'_>,
) -> Option<Vec<f64>> {
    run_told(plan, replication, wanted, conduct).map(|(values, _)| values)
}

/// Runs one replication of a variant, and tells how it ended; none if it was stopped.
pub(super) fn run_told(
    plan: &Arc<Plan>,
    replication: usize,
    wanted: &[Wanted],
    conduct: Conduct<'_>,
) -> Option<(Vec<f64>, Ending)> {
    let indicators = || Indicators::new(Arc::clone(plan));
    let periods = periods(wanted);
    let (values, ending) = values(plan, replication as u64, &periods, conduct, indicators)?;
    let value = |wanted: &Wanted| {
        let found = values.iter().find(|(label, _)| wanted.is(label));
        found.map_or(f64::NAN, |(_, value)| *value)
    };
    Some((wanted.iter().map(value).collect(), ending))
}

/// How a replication came to its end.
pub(super) struct Ending {
    /// Nothing moved any more.
    pub stalled: bool,
    /// The directions of crossings that stood still.
    pub stops: Vec<sim::Stop>,
}

/// Runs one replication and returns all values that its indicators tell, and how it ended; none if it
/// was stopped.
pub(super) fn values(
    plan: &Arc<Plan>,
    replication: u64,
    periods: &[Period],
    conduct: Conduct<'_>,
    indicators: impl Fn() -> Indicators,
) -> Option<(Vec<Value>, Ending)> {
    let options = RunOptions {
        stop: Some(conduct.stop),
        ..RunOptions::until(plan.scenario.calendar.end_time())
    };
    let streams = Streams::new(conduct.seed, replication);
    let done = sim::run(plan, streams, Executor::Grouped, options, indicators);
    if done.statistics.interrupted {
        return None;
    }
    let ending = Ending {
        stalled: done.stall.is_some(),
        stops: done.stops,
    };
    let values = Indicators::of_replication(done.observers).values(periods);
    Some((values, ending))
}

fn periods(wanted: &[Wanted]) -> Vec<Period> {
    let mut periods: Vec<Period> = wanted.iter().map(|it| it.period).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}

impl Wanted {
    /// Returns whether a value with this label is the one that is wanted.
    pub fn is(&self, label: &Label) -> bool {
        self.measure == label.measure
            && self.place == label.place
            && self.direction == label.direction
            && self.commodity == label.commodity
            && self.period == label.period
    }
}

/// All labels, as a journal names the value.
impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {} {} {}",
            self.measure, self.place, self.direction, self.commodity, self.period
        )
    }
}

/// The variants compiled last.
pub(super) struct Plans {
    most: usize,
    latest: Mutex<VecDeque<(usize, Arc<Plan>)>>,
}

impl Plans {
    /// Remembers as many variants as there are threads, and one.
    pub(super) fn of(conduct: Conduct<'_>) -> Self {
        Self::new(conduct.threads.unwrap_or_else(available_threads) + 1)
    }

    fn new(most: usize) -> Self {
        Self {
            most,
            latest: Mutex::default(),
        }
    }

    /// Returns a variant; compiles it outside the lock, so that others need not wait.
    pub(super) fn get<E>(
        &self,
        variant: usize,
        plan_of: impl Fn(usize) -> Result<Arc<Plan>, E>,
    ) -> Result<Arc<Plan>, E> {
        let latest = || self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, plan)) = latest().iter().find(|(known, _)| *known == variant) {
            return Ok(Arc::clone(plan));
        }
        let plan = plan_of(variant)?;
        let mut latest = latest();
        latest.push_back((variant, Arc::clone(&plan)));
        if latest.len() > self.most {
            latest.pop_front();
        }
        Ok(plan)
    }
}
