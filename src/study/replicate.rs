//! Replications of a scenario, in parallel, and what they found together.

use super::results::{Effort, HeldSeries, Results, WarmUp};
use super::stall::{self, Stall, Stop};
use super::{compare, trace};
use crate::engine::{
    RunOptions, RunStatistics, Streams, TrialsError, available_threads, run_trials, with_threads,
};
use crate::model::{Calendar, Period, Scenario, Section};
use crate::sim::{self, Executor, Movement, Plan};
use crate::stats::{Figure, HeldByDay, Indicators, Value, mser5};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How to run a study.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// How many replications.
    pub replications: usize,
    /// The seed of all random numbers.
    pub seed: u64,
    /// How many threads; all there are, if none is given. No result depends on it.
    pub threads: Option<usize>,
    /// What is done in parallel; chosen by the numbers of replications and threads, if none is given.
    pub level: Option<Level>,
    /// When it becomes true, replications that are not finished are given up.
    pub stop: &'a AtomicBool,
    /// Called when a replication is finished.
    pub progress: &'a (dyn Fn() + Sync),
}

impl<'a> Options<'a> {
    /// Returns options that leave everything else to the program.
    pub fn new(replications: usize, seed: u64, stop: &'a AtomicBool) -> Self {
        Self {
            replications,
            seed,
            threads: None,
            level: None,
            stop,
            progress: &|| (),
        }
    }

    /// Returns how many threads there will be.
    pub fn chosen_threads(&self) -> usize {
        self.threads.unwrap_or_else(available_threads)
    }

    /// Returns what will be done in parallel: what was asked for, or else replications, and
    /// districts only where there are too few replications to fill the threads.
    pub fn chosen_level(&self) -> Level {
        self.level.unwrap_or(match self.chosen_threads() {
            1 => Level::None,
            threads if self.replications >= threads => Level::Replications,
            _ => Level::Districts,
        })
    }
}

/// What is done in parallel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Replications, each by itself on one thread.
    Replications,
    /// Districts within one replication after the other.
    Districts,
    /// Nothing.
    None,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Replications => "replications in parallel",
            Self::Districts => "districts in parallel",
            Self::None => "nothing in parallel",
        })
    }
}

/// Why a study has no results.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// It was stopped before one replication was finished.
    #[error("interrupted before the first replication was finished; nothing was written")]
    Interrupted,
    /// No threads.
    #[error(transparent)]
    Threads(#[from] TrialsError),
}

/// What one replication found.
struct Finding {
    values: Vec<Value>,
    weekly: Vec<f64>,
    traced: Vec<Movement>,
    held: Vec<HeldByDay>,
    stall: Option<sim::Stall>,
    stops: Vec<sim::Stop>,
    statistics: RunStatistics,
}

/// Runs replications and puts together what they found.
///
/// # Errors
///
/// If it is stopped before the first replication is finished, or threads cannot be started.
pub fn run(plan: &Arc<Plan>, options: Options<'_>) -> Result<Results, StudyError> {
    let periods = periods(plan);
    let level = options.chosen_level();
    let executor = match level {
        Level::Districts => Executor::Parallel,
        Level::Replications | Level::None => Executor::Grouped,
    };
    let replicate = |n| replicate(plan, options, executor, n, &periods);
    let found = match level {
        Level::Replications => run_trials(options.replications, options.threads, replicate)?,
        Level::Districts => with_threads(options.threads, || {
            (0..options.replications).map(replicate).collect()
        })?,
        Level::None => (0..options.replications).map(replicate).collect(),
    };
    // After an interruption, only replications without a gap before them: so each keeps its number.
    let found: Vec<Finding> = found.into_iter().map_while(|finding| finding).collect();
    if found.is_empty() {
        return Err(StudyError::Interrupted);
    }
    Ok(results(plan, options.seed, found))
}

/// The periods that figures are made for: whole years, quarters and months of the years reported,
/// and whatever else was observed.
fn periods(plan: &Plan) -> Vec<Period> {
    let calendar = &plan.scenario.calendar;
    let years = calendar.whole_years();
    let mut periods: Vec<Period> = years.iter().map(|year| Period::Year(*year)).collect();
    for year in &years {
        periods.extend((1..=4).map(|quarter| Period::Quarter(*year, quarter)));
    }
    let months = calendar.months().iter().filter(|month| month.reported);
    periods.extend(months.map(|month| month.period()));
    for period in compare::periods(&plan.scenario.observations) {
        if !periods.contains(&period) {
            periods.push(period);
        }
    }
    periods
}

/// Runs one replication; none if it was stopped.
fn replicate(
    plan: &Arc<Plan>,
    options: Options<'_>,
    executor: Executor,
    replication: usize,
    periods: &[Period],
) -> Option<Finding> {
    if options.stop.load(Ordering::Relaxed) {
        return None;
    }
    let streams = Streams::new(options.seed, replication as u64);
    let end = plan.scenario.calendar.end_time();
    let run = RunOptions {
        stop: Some(options.stop),
        ..RunOptions::until(end)
    };
    let done = sim::run(plan, streams, executor, run, || {
        Indicators::new(Arc::clone(plan))
    });
    if done.statistics.interrupted {
        return None;
    }
    let all = Indicators::of_replication(done.observers);
    (options.progress)();
    Some(Finding {
        values: all.values(periods),
        weekly: all.weekly_tonnes(),
        traced: if replication == 0 {
            all.traced().to_vec()
        } else {
            Vec::new()
        },
        held: all.held_by_day(),
        stall: done.stall,
        stops: done.stops,
        statistics: done.statistics,
    })
}

fn results(plan: &Plan, seed: u64, found: Vec<Finding>) -> Results {
    let scenario = &plan.scenario;
    let figures = figures(&found);
    let mut effort = Effort {
        districts: plan.district_count() as usize,
        ..Effort::default()
    };
    for finding in &found {
        effort.events += finding.statistics.events;
        effort.messages += finding.statistics.messages;
    }
    Results {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        names: names(plan),
        seed,
        replications: found.len(),
        warm_up: warm_up(&scenario.calendar, &found),
        comparisons: compare::compare(&scenario.observations, &figures),
        held: held(&scenario.calendar, &found),
        stalls: stalls(scenario, &found),
        stops: stops(scenario, &found),
        trace: trace::time_distance(plan, &found[0].traced),
        figures,
        effort,
    }
}

/// Values of the same label, one a replication, make a figure.
fn figures(found: &[Finding]) -> Vec<Figure> {
    let figure = |(n, (label, _)): (usize, &Value)| Figure {
        measure: label.measure,
        place: label.place.clone(),
        direction: label.direction,
        commodity: label.commodity,
        period: label.period.to_string(),
        unit: label.unit,
        values: found.iter().map(|finding| finding.values[n].1).collect(),
    };
    found[0].values.iter().enumerate().map(figure).collect()
}

/// The means over replications of what was held, from the first day reported.
fn held(calendar: &Calendar, found: &[Finding]) -> Vec<HeldSeries> {
    let first = calendar.time_of(calendar.report_from()).whole_days() as usize;
    let means = |of: &dyn Fn(&Finding) -> &Vec<u32>| {
        let days = first..of(&found[0]).len();
        let mean = |day: usize| {
            let sum: f64 = found.iter().map(|it| f64::from(of(it)[day])).sum();
            sum / found.len() as f64
        };
        days.map(mean).collect()
    };
    let series = |(n, held): (usize, &HeldByDay)| HeldSeries {
        place: held.place.clone(),
        direction: held.direction,
        first: calendar.report_from().to_string(),
        wagons: means(&|finding| &finding.held[n].wagons),
        set_aside: means(&|finding| &finding.held[n].set_aside),
    };
    found[0].held.iter().enumerate().map(series).collect()
}

fn stalls(scenario: &Scenario, found: &[Finding]) -> Vec<Stall> {
    let stalled = found.iter().enumerate();
    let stalled = stalled.filter_map(|(n, it)| Some((n + 1, it.stall.as_ref()?)));
    stalled
        .map(|(n, found)| stall::stall(scenario, found, n))
        .collect()
}

/// Crossings that stood still, of the replications that did not stall as a whole.
fn stops(scenario: &Scenario, found: &[Finding]) -> Vec<Stop> {
    let moving = found.iter().enumerate();
    let moving = moving.filter(|(_, it)| it.stall.is_none());
    let stops = moving.flat_map(|(n, it)| it.stops.iter().map(move |stop| (n + 1, stop)));
    stops
        .map(|(n, found)| stall::stop(scenario, found, n))
        .collect()
}

/// Names for people of everything that a figure may be about.
pub(super) fn names(plan: &Plan) -> BTreeMap<String, String> {
    let scenario = &plan.scenario;
    let network = &scenario.network;
    let name = |node| network.node(node).name.clone();
    let crossings = scenario
        .crossings
        .iter()
        .map(|it| (it.key.clone(), it.name.clone()));
    let road_borders = scenario.road.iter().flat_map(|road| &road.borders);
    let road_borders = road_borders.map(|it| (it.key.clone(), it.name.clone()));
    let facilities = scenario
        .facilities
        .iter()
        .map(|it| (it.key.clone(), it.name.clone()));
    let nodes = network
        .nodes()
        .map(|(id, node)| (node.key.clone(), name(id)));
    let districts = scenario.locomotives.iter().flat_map(|it| &it.districts);
    let districts = districts.map(|it| (it.key.clone(), it.name.clone()));
    let between = |(_, section): (_, &Section)| {
        (
            section.key.clone(),
            format!("{} – {}", name(section.from), name(section.to)),
        )
    };
    let sections = network.sections().map(between);
    let streams = scenario.streams.iter();
    let streams = streams.map(|it| (it.key.clone(), it.title.clone()));
    let weather = scenario
        .weather
        .iter()
        .map(|it| (it.key.clone(), it.name.clone()));
    let fleets = scenario.fleets.list.iter();
    let fleets = fleets.map(|fleet| (fleet.key.clone(), fleet.name.clone()));
    let pools = plan.pools().map(|(fleet, place, _)| {
        let fleet = scenario.fleets.fleet(fleet);
        let key = format!("{}-{}", fleet.key, network.node(place).key);
        (key, format!("{}, {}", name(place), fleet.name))
    });
    let (bases, arrivals) = (scenario.ports.bases.iter(), scenario.ports.arrivals.iter());
    let bases = bases.map(|it| (it.key.clone(), name(it.node)));
    let arrivals = arrivals.map(|it| (it.key.clone(), name(it.node)));
    bases
        .chain(arrivals)
        .chain(crossings)
        .chain(road_borders)
        .chain(facilities)
        .chain(nodes)
        .chain(districts)
        .chain(sections)
        .chain(streams)
        .chain(route_names(scenario))
        .chain(weather)
        .chain(fleets)
        .chain(pools)
        .collect()
}

/// Names of the routes of streams that have a choice: by which crossings and ports they go.
fn route_names(scenario: &Scenario) -> impl Iterator<Item = (String, String)> {
    let routes = scenario.routes.routes().iter();
    let chosen = routes.filter(|route| scenario.routes.has_choice(route.stream));
    chosen.map(|route| {
        let key = format!("{}/{}", scenario.stream(route.stream).key, route.key);
        let name = |part: &str| {
            let crossing = scenario.crossings.iter().find(|it| it.key == part);
            let node = scenario.network.node_by_key(part);
            let node = node.map(|id| &scenario.network.node(id).name);
            let name = crossing.map(|it| &it.name).or(node);
            name.map_or(part.to_owned(), String::clone)
        };
        let parts: Vec<String> = route.key.split('+').map(name).collect();
        (key, parts.join(", "))
    })
}

fn warm_up(calendar: &Calendar, found: &[Finding]) -> WarmUp {
    let weeks = found[0].weekly.len();
    let mean = |week| found.iter().map(|it| it.weekly[week]).sum::<f64>() / found.len() as f64;
    let series: Vec<f64> = (0..weeks).map(mean).collect();
    WarmUp {
        start: calendar.start().to_string(),
        report_from: calendar.report_from().to_string(),
        end: calendar.end().to_string(),
        mser5_days: mser5(&series).map(|weeks| weeks as u32 * 7),
    }
}
