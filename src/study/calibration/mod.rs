//! Fitting a scenario's parameters to reported figures of some years.

mod estimate;
mod trials;

pub use estimate::{Bounds, Fit, Fitted, Hold, Target, fit};
use estimate::{ROUNDS_MAX, Z95};
use trials::Trial;
pub use trials::{Trials, Variants};

use crate::engine::TrialsError;
use crate::input::{Document, Faults};
use crate::model::{Observation, Parameter, Period, Scenario, Standing};
use std::io;

/// A fitted scenario.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// The parameters that were fitted.
    pub parameters: Vec<Parameter>,
    /// The reported figures that they were fitted to.
    pub cells: Vec<Observation>,
    /// What came out.
    pub fit: Fit,
    /// The fitted values as lines of TOML.
    pub changes: Vec<String>,
    /// How many replications each point had.
    pub replications: usize,
}

/// What to fit to what.
#[derive(Clone, Debug)]
pub struct Question {
    /// The years whose figures are fitted to.
    pub years: Vec<i16>,
    /// The names of the parameters; all there are, if none is given.
    pub parameters: Vec<String>,
    /// How many replications of each point.
    pub replications: usize,
}

/// Why nothing was fitted.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// The scenario has nothing to fit.
    #[error("the scenario says of nothing that it may be fitted; add [calibration.NAME]")]
    NoParameters,
    /// A parameter that is not there.
    #[error("{0:?} is not a parameter; give of {1}")]
    NoParameter(String, String),
    /// Nothing was reported of these years.
    #[error("no cell of these parameters is of the years {0}; give others with --fit")]
    NoCells(String),
    /// Two definitions of one quantity.
    #[error(
        "{0} and {1} are the same quantity under two definitions; fit to one of them: take the \
         other out of the cells"
    )]
    TwoDefinitions(String, String),
    /// The run does not have what was reported.
    #[error("the run has no figure for the cell {0}; take it out, or run a longer period")]
    NotMeasured(String),
    /// It was stopped.
    #[error(
        "interrupted: finished trials are kept; run the same command again to go on from there"
    )]
    Interrupted,
    /// A variant is at fault.
    #[error("{0}")]
    Input(#[from] Faults),
    /// No threads.
    #[error(transparent)]
    Threads(#[from] TrialsError),
    /// What was found cannot be kept.
    #[error("what a trial found cannot be kept: {0}; make room on the disk, and begin again")]
    Notebook(io::Error),
}

/// Fits parameters of a scenario.
///
/// # Errors
///
/// If there is nothing to fit or to fit to, or it was stopped.
pub fn calibrate(
    (scenario, document): (&Scenario, &Document),
    question: &Question,
    trials: &Trials<'_>,
) -> Result<Calibrated, CalibrationError> {
    let (parameters, cells) = asked(scenario, question)?;
    let bounds: Vec<Bounds> = parameters
        .iter()
        .map(|it| Bounds {
            low: it.low,
            high: it.high,
            start: it.start,
        })
        .collect();
    let of_cell = |n: &usize| target(&scenario.observations[*n]);
    let targets: Vec<Target> = cells.iter().map(of_cell).collect();
    let replications = question.replications;
    let simulate = |points: &[Vec<f64>]| -> Result<_, CalibrationError> {
        let variants = points.iter().flat_map(|point| {
            let changes = document.changes(&named(&parameters, point));
            (0..replications).map(move |replication| Trial {
                changes: changes.clone(),
                replication,
            })
        });
        let found = trials.run(&variants.collect::<Vec<_>>())?;
        let mut rows = Vec::new();
        for values in &found {
            let row: Vec<f64> = cells.iter().map(|n| values[*n]).collect();
            if let Some(hole) = row.iter().position(|value| !value.is_finite()) {
                let cell = &scenario.observations[cells[hole]];
                return Err(CalibrationError::NotMeasured(cell.key.clone()));
            }
            rows.push(row);
        }
        Ok(rows.chunks(replications).map(<[_]>::to_vec).collect())
    };
    let fit = fit(&bounds, &targets, simulate)?;
    let values: Vec<f64> = fit.fitted.iter().map(|it| it.value).collect();
    let changes = document.changes(&named(&parameters, &values));
    Ok(Calibrated {
        changes,
        cells: cells
            .iter()
            .map(|n| scenario.observations[*n].clone())
            .collect(),
        parameters,
        fit,
        replications,
    })
}

/// Returns how many trials a fit takes at most.
pub fn trials_at_most(scenario: &Scenario, question: &Question) -> Result<usize, CalibrationError> {
    let (parameters, _) = asked(scenario, question)?;
    Ok(ROUNDS_MAX * (parameters.len() + 1) * question.replications)
}

/// Returns paths and values side by side.
fn named<'a>(parameters: &'a [Parameter], values: &[f64]) -> Vec<(&'a str, f64)> {
    let keys = parameters.iter().map(|it| it.key.as_str());
    keys.zip(values.iter().copied()).collect()
}

/// Returns the parameters that are asked for, those without cells in these years left out, and the
/// positions of their cells.
fn asked(
    scenario: &Scenario,
    question: &Question,
) -> Result<(Vec<Parameter>, Vec<usize>), CalibrationError> {
    let all = &scenario.parameters;
    if all.is_empty() {
        return Err(CalibrationError::NoParameters);
    }
    let known = all.iter().map(|it| it.name.as_str());
    let known = known.collect::<Vec<_>>().join(", ");
    for name in &question.parameters {
        if !all.iter().any(|it| it.name == *name) {
            return Err(CalibrationError::NoParameter(name.clone(), known));
        }
    }
    let is_asked =
        |it: &&Parameter| question.parameters.is_empty() || question.parameters.contains(&it.name);
    let in_years = |name: &String| {
        let n = scenario
            .observations
            .iter()
            .position(|it| it.key == *name)?;
        let year = year_of(&scenario.observations[n])?;
        question.years.contains(&year).then_some(n)
    };
    let mut cells: Vec<usize> = Vec::new();
    let mut parameters = Vec::new();
    for parameter in all.iter().filter(is_asked) {
        let own: Vec<usize> = parameter.cells.iter().filter_map(in_years).collect();
        if !own.is_empty() {
            parameters.push(parameter.clone());
            cells.extend(own);
        }
    }
    cells.sort_unstable();
    cells.dedup();
    if cells.is_empty() {
        let years: Vec<String> = question.years.iter().map(i16::to_string).collect();
        return Err(CalibrationError::NoCells(years.join(", ")));
    }
    for (n, one) in cells.iter().enumerate() {
        for other in &cells[n + 1..] {
            let (one, other) = (&scenario.observations[*one], &scenario.observations[*other]);
            if is_same_quantity(one, other) {
                let keys = (one.key.clone(), other.key.clone());
                return Err(CalibrationError::TwoDefinitions(keys.0, keys.1));
            }
        }
    }
    Ok((parameters, cells))
}

fn is_same_quantity(one: &Observation, other: &Observation) -> bool {
    one.measure == other.measure
        && one.place == other.place
        && one.direction == other.direction
        && one.commodity == other.commodity
        && one.period == other.period
}

/// Returns the year of a figure's period: the last, where it has several.
fn year_of(observation: &Observation) -> Option<i16> {
    let last = observation.period.rsplit("..").next()?;
    Period::parse(last)?;
    last.get(..4)?.parse().ok()
}

/// Returns a figure as a target: the range reported is taken as its interval of 90 %, five per cent
/// where there is none, and a weight below one widens it.
fn target(observation: &Observation) -> Target {
    let weight: f64 = match observation.standing {
        Standing::Reported => 1.0,
        Standing::Derived => 0.5,
        Standing::Weak => 0.2,
    };
    Target {
        value: observation.value,
        deviation: deviation(observation) / weight.sqrt(),
    }
}

/// Returns the standard deviation of a figure, by its range alone.
fn deviation(observation: &Observation) -> f64 {
    let half = match (observation.low, observation.high) {
        (Some(low), Some(high)) if high > low => 0.5 * (high - low),
        _ => 0.05 * observation.value.abs(),
    };
    half / Z95
}
