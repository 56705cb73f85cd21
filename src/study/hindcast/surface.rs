//! The model over the years known, at a point and beside it: one set of runs for every fit.

use super::{HindcastQuestion, Readings};
use crate::model::{Parameter, Scenario};
use crate::study::calibration::{
    Bounds, Calibrated, CalibrationError, Question, Target, Trial, Trials, asked, bounds_of,
    fit_on_plane, named, target, with_steps,
};

/// What was found.
pub(super) struct Surface {
    parameters: Vec<Parameter>,
    /// The point, then one step beside it in each parameter.
    points: Vec<Vec<f64>>,
    /// By point, replication and reported figure of the scenario.
    found: Vec<Vec<Vec<f64>>>,
    replications: usize,
}

/// Returns the parameters that figures up to the last of the years tell of.
pub(super) fn parameters(
    scenario: &Scenario,
    question: &HindcastQuestion,
) -> Result<Vec<Parameter>, CalibrationError> {
    let known = question.known.iter().copied().max().unwrap_or_default();
    Ok(asked(scenario, &fitted_to(scenario, known, question.replications))?.0)
}

/// Everything that was reported of the years of the run, up to one.
fn fitted_to(scenario: &Scenario, known: i16, replications: usize) -> Question {
    Question {
        years: (scenario.calendar.report_from().year()..=known).collect(),
        parameters: Vec::new(),
        replications,
    }
}

/// Returns the changes after which a scenario knows nothing of demand after a year.
pub(super) fn until(known: i16, growth_rule: &str) -> Vec<String> {
    vec![
        format!("demand.known_until = {known}"),
        format!("demand.growth_rule = {growth_rule:?}"),
    ]
}

impl Surface {
    /// Runs the model from the beginning of the scenario to the end of the last year known.
    pub fn of(
        scenario: &Scenario,
        question: &HindcastQuestion,
        read: &Readings<'_>,
        trials: &Trials<'_>,
    ) -> Result<Self, CalibrationError> {
        let known = question.known.iter().copied().max().unwrap_or_default();
        let parameters = parameters(scenario, question)?;
        let mut changes = until(known, &question.growth_rule);
        changes.push(format!("end = {}-01-01", known + 1));
        let document = read(&changes)?.document;
        let bounds: Vec<Bounds> = parameters.iter().map(bounds_of).collect();
        let start: Vec<f64> = bounds.iter().map(|it| it.start).collect();
        let points = with_steps(&start, &bounds);
        let replications = question.replications;
        let variants = points.iter().flat_map(|point| {
            let own = document.changes(&named(&parameters, point));
            let changes: Vec<String> = changes.iter().cloned().chain(own).collect();
            (0..replications).map(move |replication| Trial {
                changes: changes.clone(),
                growth: Vec::new(),
                replication,
            })
        });
        let found = trials.run(&variants.collect::<Vec<_>>())?;
        let found = found.chunks(replications).map(<[_]>::to_vec).collect();
        Ok(Self {
            parameters,
            points,
            found,
            replications,
        })
    }

    /// Fits the parameters that figures up to `known` tell of to those figures.
    pub fn fit(&self, scenario: &Scenario, known: i16) -> Result<Calibrated, CalibrationError> {
        let (parameters, cells) = asked(scenario, &fitted_to(scenario, known, self.replications))?;
        let own: Vec<usize> = (0..self.parameters.len())
            .filter(|n| {
                parameters
                    .iter()
                    .any(|it| it.name == self.parameters[*n].name)
            })
            .collect();
        let rows = |point: usize| -> Vec<Vec<f64>> {
            let rows = self.found[point].iter();
            rows.map(|row| cells.iter().map(|cell| row[*cell]).collect())
                .collect()
        };
        let values =
            |point: usize| -> Vec<f64> { own.iter().map(|n| self.points[point][*n]).collect() };
        let at = || [0].into_iter().chain(own.iter().map(|n| n + 1));
        let (points, found): (Vec<_>, Vec<_>) = at().map(|it| (values(it), rows(it))).unzip();
        for row in found.iter().flatten() {
            if let Some(hole) = row.iter().position(|value| !value.is_finite()) {
                let cell = &scenario.observations[cells[hole]];
                return Err(CalibrationError::NotMeasured(cell.key.clone()));
            }
        }
        let bounds: Vec<Bounds> = parameters.iter().map(bounds_of).collect();
        let observed = |n: &usize| scenario.observations[*n].clone();
        let cells: Vec<_> = cells.iter().map(observed).collect();
        let targets: Vec<Target> = cells.iter().map(target).collect();
        Ok(Calibrated {
            fit: fit_on_plane(&bounds, &targets, (&points, &found)),
            parameters,
            cells,
            changes: Vec::new(),
            replications: self.replications,
        })
    }
}
