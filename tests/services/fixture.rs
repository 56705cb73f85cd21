//! A corridor of one crossing, read and run as any other is.

use corridor::engine::{Observer, RunOptions, Streams};
use corridor::input::read_from;
use corridor::sim::{self, Executor, Plan, Record};
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
        let reading = read_from(&files, Path::new("gate.toml"), &self.overrides);
        let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
        Arc::new(Plan::new(reading.scenario))
    }

    /// Runs one replication before `observer`; returns those of all districts.
    pub fn watch<O: Observer<Record>>(&self, replication: u64, observer: impl Fn() -> O) -> Vec<O> {
        let plan = self.plan();
        run(&plan, replication, observer)
    }
}

fn run<O: Observer<Record>>(
    plan: &Arc<Plan>,
    replication: u64,
    observer: impl Fn() -> O,
) -> Vec<O> {
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let streams = Streams::new(plan.scenario.seed, replication);
    sim::run(plan, streams, Executor::Sequential, options, observer).observers
}
