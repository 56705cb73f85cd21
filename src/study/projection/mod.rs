//! A scenario carried into years that nobody has seen: many paths of growth, plans and chance.
//!
//! Paths come in blocks of four: a base, and three that differ from it in one thing alone, in demand,
//! in plans, or in service: its chance, and the parameters that no figure tells of. Every path by itself
//! is a draw from the same distribution, so that all of them make the bands; the pairs within a block
//! split the variance.

mod path;
mod variance;

pub use path::{Saturation, SaturationKind};
pub use variance::{Share, Source};

use super::experiment::{Conduct, ExperimentError, Trial, conduct_trials};
use crate::input::{Faults, Reading};
use crate::model::{Scenario, Stream};
use path::{Cell, Outcome, draw_of};
use std::collections::BTreeMap;

/// How to project.
#[derive(Clone, Copy)]
pub struct ProjectionOptions<'a> {
    /// How many paths.
    pub paths: usize,
    /// The year whose variance is split.
    pub split_year: i16,
    /// How paths are conducted, and what remembers them: values are what [`kept_values`] names.
    pub conduct: Conduct<'a>,
}

/// What came out of all paths.
#[derive(Clone, Debug)]
pub struct Projected {
    /// The scenario's short name.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// The seed of all random numbers.
    pub seed: u64,
    /// How many paths there are.
    pub paths: usize,
    /// The years, in order.
    pub years: Vec<i16>,
    /// Tonnage over the border by crossing and direction; the first is that of all both ways.
    pub flows: Vec<ProjectedFlow>,
    /// What targets have offered over the border in each year, in Mt both ways; empty without targets.
    pub offered: Vec<f64>,
    /// The names for people of crossings, facilities and sections.
    pub names: BTreeMap<String, String>,
    /// What was saturated first, and when, by path; none if nothing was.
    pub saturations: Vec<Option<Saturation>>,
    /// The year whose variance is split.
    pub split_year: i16,
    /// The variance of the total of that year, by source; empty with fewer than two blocks.
    pub shares: Vec<Share>,
    /// Reported totals of years before, by flow: place, direction, year, Mt.
    pub reported: Vec<(String, String, i16, f64)>,
}

/// Tonnage over the border of one crossing and direction.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectedFlow {
    /// The crossing's key, or `all`.
    pub place: String,
    /// `to_china`, `from_china` or `both`.
    pub direction: &'static str,
    /// Mt by path and year.
    pub values: Vec<Vec<f64>>,
    /// By path: for how many days nothing had gone over at the end, though trains waited for it; zero
    /// where it went on.
    pub stood_still: Vec<f64>,
}

impl ProjectedFlow {
    /// Returns a quantile over paths in the year at position `year`, in Mt: linear between the
    /// values in order.
    pub fn quantile(&self, year: usize, share: f64) -> f64 {
        let mut values: Vec<f64> = self.values.iter().map(|path| path[year]).collect();
        values.sort_by(f64::total_cmp);
        let place = share * (values.len() - 1) as f64;
        let (low, rest) = (place.floor() as usize, place.fract());
        let high = (low + 1).min(values.len() - 1);
        values[low] + rest * (values[high] - values[low])
    }
}

/// Returns what each value that is kept of a path is.
pub fn kept_values(scenario: &Scenario) -> Vec<String> {
    let years = scenario.calendar.whole_years();
    let of_cell = |cell: Cell| {
        let named = move |year: &i16| format!("{} {} {year}", cell.place, cell.direction);
        years.iter().map(named).collect::<Vec<_>>()
    };
    let saturation = ["saturated in", "kind", "element"].map(str::to_owned);
    let all = Cell::all(scenario).into_iter();
    let still = all.map(|cell| format!("{} {} stood still", cell.place, cell.direction));
    let cells = Cell::all(scenario).into_iter().flat_map(of_cell);
    cells.chain(still).chain(saturation).collect()
}

/// How to read a variant of the scenario: its changes as lines of TOML.
pub type Variants<'a> = dyn Fn(&[String]) -> Result<Scenario, Faults> + Sync + 'a;

/// Runs all paths that the notebook does not have, and puts together what came out of all of them.
///
/// # Errors
///
/// If a parameter cannot have the value that was drawn, it is stopped, threads cannot be started or the
/// notebook cannot be written to. What was
/// finished by then is in the notebook.
pub fn project(
    reading: &Reading,
    options: ProjectionOptions<'_>,
    read: &Variants<'_>,
) -> Result<Projected, ProjectionError> {
    let scenario = &reading.scenario;
    let cells = Cell::all(scenario);
    let names = path::names(scenario);
    let elements: Vec<&String> = names.keys().collect();
    let trials: Vec<Trial> = (0..options.paths)
        .map(|n| Trial {
            id: format!("path {n}"),
            variant: n,
            replication: 0,
        })
        .collect();
    let walk = |trial: &Trial| -> Result<_, Faults> {
        let draw = draw_of(scenario, options.conduct.seed, trial.variant);
        let parameters = draw.parameters(scenario);
        let own = read(&reading.document.changes(&parameters))?;
        let outcome = path::walk(&own, &draw, &cells, options.conduct);
        Ok(outcome.map(|it| it.to_values(&elements)))
    };
    let found = conduct_trials(&trials, options.conduct, walk).map_err(|error| match error {
        ExperimentError::Interrupted { done, wanted } => {
            ProjectionError::Interrupted { done, wanted }
        }
        other => ProjectionError::Failed(other),
    })?;
    let found = found.into_iter();
    let found = found.map(|values| Outcome::of_values(values, &cells, &elements));
    let found = found.collect();
    Ok(projected(scenario, options, cells, found))
}

fn projected(
    scenario: &Scenario,
    options: ProjectionOptions<'_>,
    cells: Vec<Cell>,
    found: Vec<Outcome>,
) -> Projected {
    let years = scenario.calendar.whole_years();
    let n_years = years.len();
    let flow = |(n, cell): (usize, &Cell)| ProjectedFlow {
        place: cell.place.clone(),
        direction: cell.direction,
        values: found
            .iter()
            .map(|it| it.values[n * n_years..(n + 1) * n_years].to_vec())
            .collect(),
        stood_still: found.iter().map(|it| it.stood_still[n]).collect(),
    };
    let flows: Vec<ProjectedFlow> = cells.iter().enumerate().map(flow).collect();
    let split = years.iter().position(|year| *year == options.split_year);
    let shares = split.map(|year| {
        let totals: Vec<f64> = flows[0].values.iter().map(|path| path[year]).collect();
        variance::shares(&totals)
    });
    let reported = scenario.observations.iter().filter_map(|it| {
        let year = it.period.parse().ok()?;
        (it.measure == "border_tonnage" && it.unit == "Mt")
            .then(|| (it.place.clone(), it.direction.clone(), year, it.value))
    });
    Projected {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        seed: options.conduct.seed,
        paths: found.len(),
        names: path::names(scenario),
        saturations: found.into_iter().map(|it| it.saturation).collect(),
        split_year: options.split_year,
        shares: shares.unwrap_or_default(),
        offered: offered(scenario, &years),
        reported: reported.collect(),
        years,
        flows,
    }
}

/// What is offered to reach the targets, in Mt by year; nothing without targets. No draw changes it.
fn offered(scenario: &Scenario, years: &[i16]) -> Vec<f64> {
    let growth = scenario.growth.as_ref();
    let Some(growth) = growth.filter(|growth| !growth.to_targets.is_empty()) else {
        return Vec::new();
    };
    let months = scenario.calendar.months();
    let in_year = |stream: &Stream, year: i16| -> f64 {
        let rates = months.iter().zip(&stream.tonnes_per_day);
        let own = rates.filter(|(month, _)| month.year == year);
        own.map(|(month, rate)| month.length().as_days() * rate)
            .sum()
    };
    let streams = growth.to_targets.iter().map(|n| &scenario.streams[*n]);
    let of_year = |year: &i16| {
        let tonnes = streams.clone().map(|stream| in_year(stream, *year));
        tonnes.sum::<f64>() / 1e6
    };
    years.iter().map(of_year).collect()
}

/// Why a projection has no results.
#[derive(Debug, thiserror::Error)]
pub enum ProjectionError {
    /// It was stopped.
    #[error(
        "interrupted: {done} of {wanted} paths are finished and kept; run the same command again \
         to go on from there"
    )]
    Interrupted {
        /// How many paths are finished.
        done: usize,
        /// How many were to be.
        wanted: usize,
    },
    /// A variant cannot be read, threads could not be started, or what was found not be kept.
    #[error("{0}")]
    Failed(ExperimentError<Faults>),
}
