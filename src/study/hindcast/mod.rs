//! A scenario scored against years that it has not seen.
//!
//! The model is run once over the years known, at a point and at one step beside it in each parameter.
//! A year's figures depend on nothing that comes after it, so these runs serve every last year known T:
//! a plane is laid through the figures up to T, and parameters are fitted on it. From T, paths go on over
//! the years after: demand grows by what the known years tell of growth, what the railways agreed,
//! forbade and built is there on its date, and what merely happened after T is not.
//!
//! Every path draws parameters, growth and chance of its own; what was reported has an error of its own.
//! Together they make the interval ([`forecast`]).

mod ahead;
mod forecast;
mod score;
mod surface;

pub use forecast::{Forecast, Spread, forecast};
pub use score::Score;

use super::calibration::{Calibrated, CalibrationError, MEASURE, Trials, check_comparable};
use crate::input::{Faults, Reading};
use crate::model::{Observation, Scenario};
use score::Cells;
use surface::Surface;

/// Paths of a block: parameters and growth on either side of the middle, in every combination.
pub(super) const IN_BLOCK: usize = 4;

/// How to score.
#[derive(Clone, Debug)]
pub struct HindcastQuestion {
    /// The last years known; each in turn.
    pub known: Vec<i16>,
    /// Blocks of four paths after each of them.
    pub blocks: usize,
    /// Replications of each point of the fit.
    pub replications: usize,
    /// The rule by which demand grows after the last known year, as `demand.growth_rule` names it.
    pub growth_rule: String,
}

/// The scorecard.
#[derive(Clone, Debug)]
pub struct Hindcast {
    /// What is counted.
    pub definition: String,
    /// The rule by which demand grew.
    pub growth_rule: String,
    /// Paths after each last year known.
    pub paths: usize,
    /// Every cell scored, by the last year known.
    pub scores: Vec<Score>,
    /// The fits, by the last year known.
    pub fits: Vec<(i16, Calibrated)>,
}

/// How to read a variant of the scenario, with its document: its changes as lines of TOML.
pub type Readings<'a> = dyn Fn(&[String]) -> Result<Reading, Faults> + 'a;

/// Scores a scenario.
///
/// # Errors
///
/// If there is nothing to fit or nothing to score, or it was stopped.
pub fn hindcast(
    scenario: &Scenario,
    question: &HindcastQuestion,
    read: &Readings<'_>,
    trials: &Trials<'_>,
) -> Result<Hindcast, CalibrationError> {
    let cells = Cells::of(scenario);
    for &known in &question.known {
        if cells.after(known).next().is_none() {
            return Err(CalibrationError::NothingToScore(known));
        }
    }
    let surface = Surface::of(scenario, question, read, trials)?;
    let mut hindcast = Hindcast {
        definition: cells.definition.clone(),
        growth_rule: question.growth_rule.clone(),
        paths: question.blocks * IN_BLOCK,
        scores: Vec::new(),
        fits: Vec::new(),
    };
    for &known in &question.known {
        let calibrated = surface.fit(scenario, known)?;
        let scored: Vec<usize> = cells.after(known).collect();
        let fitted_to = calibrated.cells.iter().filter(|it| it.measure == MEASURE);
        let first = &scenario.observations[scored[0]];
        for cell in fitted_to {
            check_comparable([cell, first].into_iter())?;
        }
        let found = ahead::run(scenario, (question, known), &calibrated, read, trials)?;
        for n in scored {
            let values: Vec<f64> = found.iter().map(|row| row[n]).collect();
            hindcast.scores.extend(cells.score(known, n, &values));
        }
        hindcast.fits.push((known, calibrated));
    }
    Ok(hindcast)
}

/// Returns how many trials a hindcast takes.
///
/// # Errors
///
/// If there is nothing to fit.
pub fn hindcast_trials(
    scenario: &Scenario,
    question: &HindcastQuestion,
) -> Result<usize, CalibrationError> {
    let points = surface::parameters(scenario, question)?.len() + 1;
    Ok(points * question.replications + question.known.len() * question.blocks * IN_BLOCK)
}

/// Returns every last year known that can be scored: from the first that parameters can be fitted to, to
/// the last but one that was reported.
pub fn known_years(scenario: &Scenario) -> Vec<i16> {
    let cells = Cells::of(scenario);
    let first = scenario.calendar.report_from().year();
    let mut years: Vec<i16> = cells.years().filter(|year| *year >= first).collect();
    years.sort_unstable();
    years.dedup();
    years.pop();
    years
}

/// Returns the year of a yearly total of freight over the border.
fn yearly(observation: &Observation) -> Option<i16> {
    (observation.measure == MEASURE && observation.commodity == "all")
        .then(|| observation.period.parse().ok())?
}
