//! A scenario carried into years that nobody has seen: many paths of growth, plans and chance.
//!
//! Paths come in blocks of four: a base, and three that differ from it in one thing alone, in demand,
//! in plans, or in the chance of service. Every path by itself is a draw from the same distribution,
//! so that all of them make the bands; the pairs within a block split the variance.

mod notebook;
mod path;
mod variance;

pub use notebook::{NotebookError, PathNotebook};
pub use path::{Saturation, SaturationKind};
pub use variance::{Share, Source};

use super::StudyError;
use crate::engine::run_trials;
use crate::model::Scenario;
use path::{Cell, Outcome, draw_of};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// How to project.
#[derive(Clone, Copy)]
pub struct ProjectionOptions<'a> {
    /// How many paths.
    pub paths: usize,
    /// The seed of all random numbers.
    pub seed: u64,
    /// How many threads; all there are, if none is given. No result depends on it.
    pub threads: Option<usize>,
    /// The year whose variance is split.
    pub split_year: i16,
    /// When it becomes true, paths that are not finished are given up.
    pub stop: &'a AtomicBool,
    /// Called when a path is finished.
    pub progress: &'a (dyn Fn() + Sync),
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

/// Runs all paths that the notebook does not have, and puts together what came out of all of them.
///
/// # Errors
///
/// If it is stopped, threads cannot be started or the notebook cannot be written to. What was
/// finished by then is in the notebook.
pub fn project(
    scenario: &Scenario,
    options: ProjectionOptions<'_>,
    notebook: &PathNotebook,
) -> Result<Projected, ProjectionError> {
    let years = scenario.calendar.whole_years();
    let cells = Cell::all(scenario);
    let n_values = cells.len() * years.len();
    let walk = |n: usize| -> Result<Option<Outcome>, ProjectionError> {
        if let Some(outcome) = notebook.outcome(n, n_values) {
            (options.progress)();
            return Ok(Some(outcome));
        }
        if options.stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let draw = draw_of(scenario, options.seed, n);
        let Some(outcome) = path::walk(scenario, &draw, &cells, options) else {
            return Ok(None);
        };
        notebook.write(n, &outcome)?;
        (options.progress)();
        Ok(Some(outcome))
    };
    let found = run_trials(options.paths, options.threads, walk).map_err(StudyError::from)?;
    let found: Vec<Option<Outcome>> = found.into_iter().collect::<Result<_, _>>()?;
    let done = found.iter().flatten().count();
    let wanted = options.paths;
    let found: Option<Vec<Outcome>> = found.into_iter().collect();
    let found = found.ok_or(ProjectionError::Interrupted { done, wanted })?;
    Ok(projected(scenario, options, (years, cells), found))
}

fn projected(
    scenario: &Scenario,
    options: ProjectionOptions<'_>,
    (years, cells): (Vec<i16>, Vec<Cell>),
    found: Vec<Outcome>,
) -> Projected {
    let n_years = years.len();
    let flow = |(n, cell): (usize, &Cell)| ProjectedFlow {
        place: cell.place.clone(),
        direction: cell.direction,
        values: found
            .iter()
            .map(|it| it.values[n * n_years..(n + 1) * n_years].to_vec())
            .collect(),
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
        seed: options.seed,
        paths: found.len(),
        names: path::names(scenario),
        saturations: found.into_iter().map(|it| it.saturation).collect(),
        split_year: options.split_year,
        shares: shares.unwrap_or_default(),
        reported: reported.collect(),
        years,
        flows,
    }
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
    /// The notebook cannot be read or written.
    #[error(transparent)]
    Notebook(#[from] NotebookError),
    /// No threads.
    #[error(transparent)]
    Study(#[from] StudyError),
}
