//! Which reported figures are shown where, and in what order.

use super::verdict::Limit;
use super::view::{Month, View};
use crate::study::Comparison;

/// How many figures are in tables only, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LeftOut {
    /// Those that the model has no counterpart of.
    pub(super) n_not_modelled: usize,
    /// Limits: they are no reports of traffic.
    pub(super) n_limits: usize,
    /// Those of other periods than years, quarters and months: they overlap with the others.
    pub(super) n_spans: usize,
    /// Those of months outside the reported years.
    pub(super) n_early: usize,
}

/// Returns the comparisons that a picture shows, and how many are left to tables.
pub(super) fn telling<'a>(
    view: View<'_>,
    comparisons: impl IntoIterator<Item = &'a Comparison>,
) -> (Vec<&'a Comparison>, LeftOut) {
    let years = view.reported_years();
    let is_early =
        |period: &str| Month::parse(period).is_some_and(|month| !years.contains(&month.year()));
    let mut shown: Vec<&Comparison> = Vec::new();
    let mut left_out = LeftOut::default();
    for comparison in comparisons {
        let observation = &comparison.observation;
        if comparison.simulated.is_none() {
            left_out.n_not_modelled += 1;
        } else if Limit::of(observation).is_some() {
            left_out.n_limits += 1;
        } else if observation.period.contains("..") {
            left_out.n_spans += 1;
        } else if is_early(&observation.period) {
            left_out.n_early += 1;
        } else {
            shown.push(comparison);
        }
    }
    (shown, left_out)
}

/// Returns the comparisons by measure, in the order in which the measures first appear.
pub(super) fn by_measure<'a>(
    comparisons: impl IntoIterator<Item = &'a Comparison>,
) -> Vec<(&'a str, Vec<&'a Comparison>)> {
    let mut groups: Vec<(&str, Vec<&Comparison>)> = Vec::new();
    for comparison in comparisons {
        let measure = comparison.observation.measure.as_str();
        match groups.iter_mut().find(|(found, _)| *found == measure) {
            Some((_, group)) => group.push(comparison),
            None => groups.push((measure, vec![comparison])),
        }
    }
    groups
}
