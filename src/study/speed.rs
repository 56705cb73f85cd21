//! How fast this machine runs a scenario: what a planner asks before a long study.

use super::Level;
use crate::engine::{RunOptions, RunStatistics, Streams, TrialsError, run_trials, with_threads};
use crate::sim::{self, Executor, Plan};
use crate::stats::Indicators;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What was done in parallel, how much of it, and how long it took.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    /// What was done in parallel.
    pub level: Level,
    /// Threads that replications were spread over.
    pub replication_threads: usize,
    /// Threads that the districts of one replication were spread over.
    pub district_threads: usize,
    /// Replications finished.
    pub replications: usize,
    /// Events handled in all of them.
    pub events: u64,
    /// Years simulated in all of them.
    pub years: f64,
    /// Windows of all of them; zero for sequential ones.
    pub windows: u64,
    /// Groups of districts in each, with a future event list of their own.
    pub groups: u32,
    /// Time on the wall.
    pub took: Duration,
}

/// Measures one thread, replications in parallel and districts in parallel, for about a third of
/// `budget` each, but at least one replication each.
///
/// # Errors
///
/// If threads cannot be started.
pub fn measure_speed(
    plan: &Arc<Plan>,
    seed: u64,
    threads: usize,
    budget: Duration,
) -> Result<Vec<Speed>, TrialsError> {
    let phase = budget / 3;
    let one = |n, executor| replicate(plan, seed, n, executor);
    let alone = repeated(plan, phase, |n| one(n, Executor::Grouped));
    let each = alone.took / alone.replications.max(1) as u32;
    let rounds = (phase.as_secs_f64() / each.as_secs_f64().max(1e-3))
        .floor()
        .max(1.0) as usize;
    let begun = Instant::now();
    let done = run_trials(rounds * threads, Some(threads), |n| {
        one(n, Executor::Grouped)
    })?;
    let spread = Speed {
        level: Level::Replications,
        replication_threads: threads,
        ..total(plan, &done, begun.elapsed())
    };
    let windows = with_threads(Some(threads), || {
        repeated(plan, phase, |n| one(n, Executor::Parallel))
    })?;
    Ok(vec![
        alone,
        spread,
        Speed {
            level: Level::Districts,
            district_threads: threads,
            ..windows
        },
    ])
}

fn replicate(plan: &Arc<Plan>, seed: u64, replication: usize, executor: Executor) -> RunStatistics {
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let streams = Streams::new(seed, replication as u64);
    sim::run(plan, streams, executor, options, || {
        Indicators::new(Arc::clone(plan))
    })
    .statistics
}

/// One replication after the other, until `phase` is over.
fn repeated(plan: &Plan, phase: Duration, one: impl Fn(usize) -> RunStatistics) -> Speed {
    let begun = Instant::now();
    let mut done = vec![one(0)];
    while begun.elapsed() < phase {
        done.push(one(done.len()));
    }
    total(plan, &done, begun.elapsed())
}

fn total(plan: &Plan, done: &[RunStatistics], took: Duration) -> Speed {
    let years = plan.scenario.calendar.end_time().as_days() / 365.25;
    Speed {
        level: Level::None,
        replication_threads: 1,
        district_threads: 1,
        replications: done.len(),
        events: done.iter().map(|run| run.events).sum(),
        years: years * done.len() as f64,
        windows: done.iter().map(|run| run.windows).sum(),
        groups: done[0].shards,
        took,
    }
}

impl Speed {
    /// Returns millions of events a second.
    pub fn events_per_second_m(&self) -> f64 {
        self.events as f64 / self.took.as_secs_f64() / 1e6
    }

    /// Returns simulated years a second.
    pub fn years_per_second(&self) -> f64 {
        self.years / self.took.as_secs_f64()
    }

    /// Returns replications a minute.
    pub fn replications_per_minute(&self) -> f64 {
        60.0 * self.replications as f64 / self.took.as_secs_f64()
    }

    /// Returns events in a window, on average; none where districts did not run in parallel.
    pub fn events_per_window(&self) -> Option<f64> {
        (self.level == Level::Districts && self.windows > 0)
            .then(|| self.events as f64 / self.windows as f64)
    }
}
