//! Fitting a scenario's parameters to reported figures of some years.

mod estimate;
mod trials;

use estimate::ROUNDS_MAX;
pub use estimate::{Bounds, Fit, Fitted, Hold, Target, fit};
pub(super) use estimate::{Z95, fit_on_plane, with_steps};
pub(super) use trials::Trial;
pub use trials::{Trials, Variants};

use crate::engine::TrialsError;
use crate::input::{Document, Faults, nearest};
use crate::model::{Observation, Parameter, Period, Scenario};
use std::io;

/// The measure that a hindcast scores.
pub(super) const MEASURE: &str = "border_tonnage";

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
    #[error("{0:?} is not a parameter; {1}")]
    NoParameter(String, String),
    /// Nothing was reported of these years.
    #[error("no cell of these parameters is of the years {0}; give others with --fit")]
    NoCells(String),
    /// Two figures for one quantity.
    #[error("{0} and {1} are two figures for the same quantity; take one out of the cells")]
    Twice(String, String),
    /// Figures of one measure by two definitions.
    #[error(
        "{0} and {1} are counted by different definitions and are not compared; take one of them \
         out of the cells"
    )]
    TwoDefinitions(String, String),
    /// Nothing was reported after the last year known.
    #[error("no figure of {MEASURE} is of a year after {0}; give earlier years with --known")]
    NothingToScore(i16),
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
    let bounds: Vec<Bounds> = parameters.iter().map(bounds_of).collect();
    let of_cell = |n: &usize| target(&scenario.observations[*n]);
    let targets: Vec<Target> = cells.iter().map(of_cell).collect();
    let replications = question.replications;
    let simulate = |points: &[Vec<f64>]| -> Result<_, CalibrationError> {
        let variants = points.iter().flat_map(|point| {
            let changes = document.changes(&named(&parameters, point));
            (0..replications).map(move |replication| Trial {
                changes: changes.clone(),
                growth: Vec::new(),
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

/// Returns the bounds of a parameter.
pub(super) fn bounds_of(parameter: &Parameter) -> Bounds {
    Bounds {
        low: parameter.low,
        high: parameter.high,
        start: parameter.start,
    }
}

/// Returns paths and values side by side.
pub(super) fn named<'a>(parameters: &'a [Parameter], values: &[f64]) -> Vec<(&'a str, f64)> {
    let keys = parameters.iter().map(|it| it.key.as_str());
    keys.zip(values.iter().copied()).collect()
}

/// Returns the parameters that are asked for, those without cells in these years left out, and the
/// positions of their cells.
pub(super) fn asked(
    scenario: &Scenario,
    question: &Question,
) -> Result<(Vec<Parameter>, Vec<usize>), CalibrationError> {
    let all = &scenario.parameters;
    if all.is_empty() {
        return Err(CalibrationError::NoParameters);
    }
    let known = || all.iter().map(|it| it.name.as_str());
    for name in &question.parameters {
        if !known().any(|it| it == *name) {
            let remedy = match nearest(name, known()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("give of {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Err(CalibrationError::NoParameter(name.clone(), remedy));
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
    check_comparable(cells.iter().map(|n| &scenario.observations[*n]))?;
    Ok((parameters, cells))
}

/// Refuses figures that are not to be put into one comparison: of one quantity twice, or of one
/// measure by two definitions.
pub(super) fn check_comparable<'a>(
    cells: impl Iterator<Item = &'a Observation>,
) -> Result<(), CalibrationError> {
    let cells: Vec<&Observation> = cells.collect();
    for (n, one) in cells.iter().enumerate() {
        for other in &cells[n + 1..] {
            let keys = || (one.key.clone(), other.key.clone());
            if one.measure == other.measure && one.definition != other.definition {
                let keys = keys();
                return Err(CalibrationError::TwoDefinitions(keys.0, keys.1));
            }
            if one.is_of(other) {
                let keys = keys();
                return Err(CalibrationError::Twice(keys.0, keys.1));
            }
        }
    }
    Ok(())
}

/// Returns the year of a figure's period: the last, where it has several.
pub(super) fn year_of(observation: &Observation) -> Option<i16> {
    let last = observation.period.rsplit("..").next()?;
    Period::parse(last)?;
    last.get(..4)?.parse().ok()
}

/// Returns a figure as a target: the range reported is taken as its interval of 90 %, five per cent
/// where there is none, and a weight below one widens it.
pub(super) fn target(observation: &Observation) -> Target {
    Target {
        value: observation.value,
        deviation: deviation(observation) / observation.weight.sqrt(),
    }
}

/// Returns the standard deviation of a figure, by its range alone.
pub(super) fn deviation(observation: &Observation) -> f64 {
    let half = match (observation.low, observation.high) {
        (Some(low), Some(high)) if high > low => 0.5 * (high - low),
        _ => 0.05 * observation.value.abs(),
    };
    half / Z95
}
