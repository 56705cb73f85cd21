//! Reported figures beside simulated ones of the same definition.

use super::Comparison;
use crate::model::{Observation, Period};
use crate::stats::Figure;

/// Puts every observation beside the figure with its labels, where the model has one.
pub(super) fn compare(observations: &[Observation], figures: &[Figure]) -> Vec<Comparison> {
    let beside = |observation: &Observation| {
        let figure = figures.iter().find(|figure| {
            figure.measure == observation.measure
                && figure.place == observation.place
                && figure.direction == observation.direction
                && figure.commodity == observation.commodity
                && figure.period == observation.period
                && figure.unit == observation.unit
        });
        let simulated = figure.and_then(Figure::estimate);
        Comparison {
            observation: observation.clone(),
            simulated,
        }
    };
    observations.iter().map(beside).collect()
}

/// Returns the periods that observations are about, beyond whole years, quarters and months.
pub(super) fn periods(observations: &[Observation]) -> Vec<Period> {
    let mut periods: Vec<Period> = observations
        .iter()
        .filter_map(|it| Period::parse(&it.period))
        .collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}
