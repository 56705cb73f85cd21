//! A corridor of one crossing, read and run as any other is.

use corridor::engine::{Observer, RunOptions, Streams};
use corridor::input::{Faults, Reading, read_from};
use corridor::model::Period;
use corridor::sim::{self, Executor, Plan, Record};
use corridor::stats::{Indicators, Value, half_width};
use corridor::units::Time;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The corridor, with what a test adds to it.
pub struct Gate {
    text: String,
    overrides: Vec<String>,
    /// Trains a day of grain, ore and steel.
    trains_per_day: [f64; 3],
}

impl Gate {
    /// A corridor with so many trains a day of grain and ore to China, and of steel from there.
    pub fn new(trains_per_day: [f64; 3]) -> Self {
        Self {
            text: include_str!("gate.toml").to_owned(),
            overrides: Vec::new(),
            trains_per_day,
        }
    }

    /// Adds tables at the end of the file.
    pub fn with(mut self, text: &str) -> Self {
        self.text.push('\n');
        self.text.push_str(text);
        self
    }

    /// Sets a key, as `--set` does.
    pub fn set(mut self, change: &str) -> Self {
        self.overrides.push(change.to_owned());
        self
    }

    pub fn plan(&self) -> Arc<Plan> {
        let reading = self.reading(&[]);
        let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
        Arc::new(Plan::new(reading.scenario))
    }

    /// Reads the corridor with more keys set.
    pub fn reading(&self, changes: &[String]) -> Result<Reading, Faults> {
        let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
        let mut add = |name: &str, text: &str| files.insert(name.into(), text.into());
        add("gate.toml", &self.text);
        add("nodes.csv", include_str!("nodes.csv"));
        add("sections.csv", include_str!("sections.csv"));
        add("streams.csv", include_str!("streams.csv"));
        add("profiles.csv", include_str!("profiles.csv"));
        let mut volumes = "stream,year,kt,status,source\n".to_owned();
        let streams = ["grain", "ore", "steel"]
            .into_iter()
            .zip(self.trains_per_day);
        for (stream, trains) in streams {
            // 3,000 t a train; every year of the calendar is given.
            for (year, days) in [(2021, 365.0), (2022, 365.0), (2023, 365.0), (2024, 366.0)] {
                let kt = trains * 3.0 * days;
                volumes.push_str(&format!("{stream},{year},{kt},estimate,made up\n"));
            }
        }
        add("volumes.csv", &volumes);
        let overrides: Vec<String> = self.overrides.iter().chain(changes).cloned().collect();
        read_from(&files, Path::new("gate.toml"), &overrides)
    }

    /// Returns every value of a year of one replication.
    pub fn values(&self, replication: u64, year: i16) -> Vec<Value> {
        values(&self.plan(), replication, year)
    }

    /// Returns mean and half-width of a measure of 2021 over replications.
    pub fn estimate(&self, replications: u64, wanted: (&str, &str, &str)) -> (f64, f64) {
        let plan = self.plan();
        let all: Vec<f64> = (0..replications)
            .map(|replication| value(&values(&plan, replication, 2021), wanted))
            .collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        (mean, half_width(&all).expect("several replications"))
    }
}

/// Every fact of a run, with its time.
#[derive(Debug, Default)]
struct Facts(Vec<(Time, Record)>);

impl Observer<Record> for Facts {
    fn observe(&mut self, time: Time, record: Record) {
        self.0.push((time, record));
    }
}

/// Returns every fact of the first replication with its time, district by district.
pub fn facts(gate: &Gate) -> Vec<(Time, Record)> {
    facts_of(gate, 0)
}

/// Returns every fact of a replication.
pub fn facts_of(gate: &Gate, replication: u64) -> Vec<(Time, Record)> {
    let districts = run(&gate.plan(), replication, Facts::default);
    districts.into_iter().flat_map(|facts| facts.0).collect()
}

/// Returns the value of a measure at a place in a direction.
pub fn value(values: &[Value], (measure, place, direction): (&str, &str, &str)) -> f64 {
    let found = values.iter().find(|(label, _)| {
        (label.measure, label.place.as_str(), label.direction) == (measure, place, direction)
    });
    found
        .unwrap_or_else(|| panic!("no {measure} at {place}, {direction}"))
        .1
}

fn values(plan: &Arc<Plan>, replication: u64, year: i16) -> Vec<Value> {
    let observers = run(plan, replication, || Indicators::new(Arc::clone(plan)));
    Indicators::of_replication(observers).values(&[Period::Year(year)])
}

/// Runs one replication; returns the observers of all districts.
pub fn run<O: Observer<Record>>(
    plan: &Arc<Plan>,
    replication: u64,
    observer: impl Fn() -> O,
) -> Vec<O> {
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let streams = Streams::new(plan.scenario.seed, replication);
    sim::run(plan, streams, Executor::Sequential, options, observer).observers
}
