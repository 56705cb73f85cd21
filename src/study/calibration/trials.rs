//! Single runs of variants of a scenario, each made once: what was found is kept in a file, so that a
//! study which was stopped goes on from there.
//!
//! Random numbers are common: trials of one number have the same seed and replication whatever the
//! variant, so that differences are those of the variants.

use super::CalibrationError;
use crate::engine::{RunOptions, Streams, run_trials};
use crate::input::Faults;
use crate::model::{GrowthDraw, Period, Scenario};
use crate::sim::{self, Executor, Plan};
use crate::stats::{Indicators, Value};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// How to read a variant of the scenario: its changes as lines of TOML.
pub type Variants<'a> = dyn Fn(&[String]) -> Result<Scenario, Faults> + Sync + 'a;

/// Makes trials, or knows them.
pub struct Trials<'a> {
    /// How variants are read.
    pub read: &'a Variants<'a>,
    /// The seed of all random numbers.
    pub seed: u64,
    /// How many threads; all there are, if none is given. No result depends on it.
    pub threads: Option<usize>,
    /// When it becomes true, trials that are not finished are given up.
    pub stop: &'a AtomicBool,
    /// Called when a trial is finished.
    pub progress: &'a (dyn Fn() + Sync),
    /// What is known.
    pub memory: TrialMemory,
}

/// One run.
#[derive(Clone, Debug)]
pub(in crate::study) struct Trial {
    /// The changes of the scenario, as lines of TOML.
    pub changes: Vec<String>,
    /// What is drawn for the growth of each group; none for growth on trend.
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
        let found = run_trials(trials.len(), self.threads, |n| self.one(&trials[n]))?;
        found.into_iter().collect()
    }

    fn one(&self, trial: &Trial) -> Result<Vec<f64>, CalibrationError> {
        let name = format!("{:?} seed {}", trial, self.seed).replace(['\n', '\t'], " ");
        if let Some(values) = self.memory.find(&name) {
            (self.progress)();
            return Ok(values);
        }
        if self.stop.load(Ordering::Relaxed) {
            return Err(CalibrationError::Interrupted);
        }
        let mut scenario = (self.read)(&trial.changes)?;
        if !trial.growth.is_empty() {
            scenario = scenario.grown(&trial.growth);
        }
        let values = self
            .simulate(scenario, trial.replication)
            .ok_or(CalibrationError::Interrupted)?;
        self.memory.keep(&name, &values)?;
        (self.progress)();
        Ok(values)
    }

    fn simulate(&self, scenario: Scenario, replication: usize) -> Option<Vec<f64>> {
        let plan = Arc::new(Plan::new(scenario));
        let run = RunOptions {
            stop: Some(self.stop),
            ..RunOptions::until(plan.scenario.calendar.end_time())
        };
        let streams = Streams::new(self.seed, replication as u64);
        let done = sim::run(&plan, streams, Executor::Sequential, run, || {
            Indicators::new(Arc::clone(&plan))
        });
        if done.statistics.interrupted {
            return None;
        }
        let observations = &plan.scenario.observations;
        let mut periods: Vec<Period> = observations
            .iter()
            .filter_map(|it| Period::parse(&it.period))
            .collect();
        periods.sort_unstable();
        periods.dedup();
        let values = Indicators::of_replication(done.observers).values(&periods);
        let values: BTreeMap<_, f64> = values.iter().map(labelled).collect();
        let value = |it: &crate::model::Observation| {
            let label = (
                it.measure.as_str(),
                it.place.as_str(),
                it.direction.as_str(),
                it.commodity.as_str(),
                it.period.clone(),
            );
            values.get(&label).copied().unwrap_or(f64::NAN)
        };
        Some(observations.iter().map(value).collect())
    }
}

fn labelled((label, value): &Value) -> ((&str, &str, &str, &str, String), f64) {
    let labels = (
        label.measure,
        label.place.as_str(),
        label.direction,
        label.commodity,
        label.period.to_string(),
    );
    (labels, *value)
}

/// What trials found, in a file or nowhere: a line each, the trial, a tab, and the values as the
/// bits of numbers in hexadecimal. The first line says what it is of.
#[derive(Debug, Default)]
pub struct TrialMemory {
    file: Option<(PathBuf, Mutex<File>)>,
    known: BTreeMap<String, Vec<f64>>,
}

impl TrialMemory {
    /// Opens the file at `path`, or begins one. What is there of another `subject` is dropped.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or written.
    pub fn open(path: &Path, subject: &str) -> Result<Self, CalibrationError> {
        let fail = |source| CalibrationError::Memory(path.to_owned(), source);
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(fail(error)),
        };
        // A last line that was cut off is not there.
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let mut lines = whole.lines();
        let known: BTreeMap<String, Vec<f64>> = match lines.next() {
            Some(first) if first == subject => lines.filter_map(read_line).collect(),
            _ => BTreeMap::new(),
        };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(fail)?;
        }
        let mut begun = format!("{subject}\n");
        begun.extend(known.iter().map(|(name, values)| line(name, values)));
        std::fs::write(path, begun).map_err(fail)?;
        let file = OpenOptions::new().append(true).open(path).map_err(fail)?;
        Ok(Self {
            file: Some((path.to_owned(), Mutex::new(file))),
            known,
        })
    }

    /// Returns how many trials were known when it was opened.
    pub fn known(&self) -> usize {
        self.known.len()
    }

    /// Deletes the file, once what was made of it stands elsewhere.
    ///
    /// # Errors
    ///
    /// If the file cannot be deleted.
    pub fn discard(self) -> Result<(), CalibrationError> {
        match self.file {
            None => Ok(()),
            Some((path, _)) => {
                std::fs::remove_file(&path).map_err(|source| CalibrationError::Memory(path, source))
            }
        }
    }

    fn find(&self, name: &str) -> Option<Vec<f64>> {
        self.known.get(name).cloned()
    }

    fn keep(&self, name: &str, values: &[f64]) -> Result<(), CalibrationError> {
        let Some((path, file)) = &self.file else {
            return Ok(());
        };
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line(name, values).as_bytes())
            .map_err(|source| CalibrationError::Memory(path.clone(), source))
    }
}

fn line(name: &str, values: &[f64]) -> String {
    let values: Vec<String> = values
        .iter()
        .map(|value| format!("{:016x}", value.to_bits()))
        .collect();
    format!("{name}\t{}\n", values.join(","))
}

fn read_line(line: &str) -> Option<(String, Vec<f64>)> {
    let (name, values) = line.split_once('\t')?;
    let bits = values
        .split(',')
        .map(|text| u64::from_str_radix(text, 16).map(f64::from_bits));
    Some((name.to_owned(), bits.collect::<Result<_, _>>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_known_again_and_only_of_the_same_subject() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("of.trials");
        let memory = TrialMemory::open(&path, "subject").expect("it can be written");
        memory.keep("a trial", &[0.1 + 0.2, 3.0]).expect("kept");
        drop(memory);
        let mut file = OpenOptions::new().append(true).open(&path).expect("there");
        file.write_all(b"cut\t3ff0").expect("it can be written");
        let again = TrialMemory::open(&path, "subject").expect("it can be read");
        assert_eq!(again.find("a trial"), Some(vec![0.1 + 0.2, 3.0]));
        assert_eq!(again.known(), 1, "the line that was cut off is not there");
        drop(again);
        let other = TrialMemory::open(&path, "other").expect("it can be read");
        assert_eq!(other.known(), 0);
    }
}
