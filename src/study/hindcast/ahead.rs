//! Paths over the years after the last one known: what is drawn for each, and what it may not know.

use super::surface::until;
use super::{HindcastQuestion, IN_BLOCK, Readings, score::Cells};
use crate::engine::Streams;
use crate::input::Reading;
use crate::model::{Direction, GrowthDraw, Scenario};
use crate::study::calibration::{Calibrated, CalibrationError, Trial, Trials, named};
use crate::study::growth_draw::growth_draws;

/// Paths have other chance than the runs that parameters are fitted on.
const FIRST_REPLICATION: usize = 1_000;

/// Runs the blocks of paths after `known`. Returns one row a path, four side by side a block, with a
/// value for each reported figure of the scenario.
pub(super) fn run(
    scenario: &Scenario,
    (question, known): (&HindcastQuestion, i16),
    calibrated: &Calibrated,
    read: &Readings<'_>,
    trials: &Trials<'_>,
) -> Result<Vec<Vec<f64>>, CalibrationError> {
    let last = Cells::of(scenario).years().max().unwrap_or(known);
    let mut changes = until(known, &question.growth_rule);
    // Filled from the autumn before the last known year, so that what is held is there at its end.
    changes.extend([
        format!("start = {}-10-01", known - 1),
        format!("report_from = {known}-01-01"),
        format!("end = {}-01-01", last + 1),
    ]);
    changes.extend(unforeseen(scenario, known));
    let reading = read(&changes)?;
    let blocks = (0..question.blocks).flat_map(|n| {
        let streams = Streams::new(trials.conduct.seed, n as u64);
        block(&reading, (known, last), calibrated, streams)
            .into_iter()
            .enumerate()
            .map(move |(path, trial)| Trial {
                replication: FIRST_REPLICATION + n * IN_BLOCK + path,
                ..trial
            })
    });
    let with_changes = |path: Trial| Trial {
        changes: changes.iter().cloned().chain(path.changes).collect(),
        ..path
    };
    trials.run(&blocks.map(with_changes).collect::<Vec<_>>())
}

/// Returns the changes that take away what merely happened after the year known: disruptions, and bans
/// on loading by date. Quotas, rules and works stay: they are what the railways had agreed.
fn unforeseen(scenario: &Scenario, known: i16) -> Vec<String> {
    let next_year = jiff::civil::date(known + 1, 1, 1);
    let now = scenario.calendar.time_of(next_year);
    let later = scenario.disruptions.list.iter().filter(|it| it.from >= now);
    let mut changes: Vec<String> = later
        .map(|it| format!("disruption.{}.enabled = false", it.key))
        .collect();
    for crossing in &scenario.crossings {
        for direction in Direction::BOTH {
            let Some(embargo) = &crossing.handover(direction).holding.embargo else {
                continue;
            };
            let path = format!("crossing.{}.{}.embargo", crossing.key, direction.key());
            for (key, limit) in [
                ("above_wagons", &embargo.above_wagons),
                ("below_wagons", &embargo.below_wagons),
            ] {
                if limit.next_change(now).is_some() {
                    changes.push(format!("{path}.{key} = {}", limit.at(now)));
                }
            }
        }
    }
    changes
}

/// Draws one block: parameters and growth, each on both sides of the middle. The chance of service is
/// set by the caller.
fn block(
    reading: &Reading,
    (known, last): (i16, i16),
    calibrated: &Calibrated,
    streams: Streams,
) -> [Trial; IN_BLOCK] {
    let growth = reading.scenario.growth.as_ref();
    let growth = growth.map_or_else(Vec::new, |growth| {
        let from = growth.groups.iter().map(|it| it.counted_from).min();
        let n_years = usize::try_from(last - from.unwrap_or(known)).unwrap_or(0);
        growth_draws(growth, streams, n_years)
    });
    let mirrored: Vec<GrowthDraw> = growth.iter().map(GrowthDraw::mirrored).collect();
    let mut own = streams.stream("parameters of a path", 0);
    let parameters = &reading.scenario.parameters;
    let normal: Vec<f64> = parameters.iter().map(|_| own.standard_normal()).collect();
    let path = |side: f64, growth: &[GrowthDraw]| {
        let values = parameters_at(&reading.scenario, calibrated, &normal, side);
        Trial {
            changes: reading.document.changes(&named(parameters, &values)),
            growth: growth.to_vec(),
            replication: 0,
        }
    };
    [
        path(1.0, &growth),
        path(-1.0, &mirrored),
        path(1.0, &mirrored),
        path(-1.0, &growth),
    ]
}

/// Returns a value for every parameter of the scenario, `side` times what was drawn off the middle:
/// one that was fitted by its covariance, one that no figure tells of yet between its bounds.
fn parameters_at(
    scenario: &Scenario,
    calibrated: &Calibrated,
    normal: &[f64],
    side: f64,
) -> Vec<f64> {
    let root = root_of(&calibrated.fit.covariance);
    let parameters = scenario.parameters.iter().enumerate();
    let fitted = |name: &str| calibrated.parameters.iter().position(|it| it.name == name);
    // What was drawn for the fitted ones, in their own order.
    let names = calibrated.parameters.iter().map(|it| &it.name);
    let of_fitted: Vec<f64> = names
        .filter_map(|name| scenario.parameters.iter().position(|it| it.name == *name))
        .map(|n| normal[n])
        .collect();
    let value = |(n, it): (usize, &crate::model::Parameter)| {
        let (middle, off) = match fitted(&it.name) {
            Some(row) => {
                let drawn = root[row].iter().zip(&of_fitted);
                let off: f64 = drawn.map(|(share, normal)| share * normal).sum();
                (calibrated.fit.fitted[row].value, off)
            }
            None => return it.unknown(side * normal[n]),
        };
        (middle + side * off).clamp(it.low, it.high)
    };
    parameters.map(value).collect()
}

/// Returns the lower triangle whose product with its transpose is a covariance (Cholesky).
fn root_of(covariance: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = covariance.len();
    let mut root = vec![vec![0.0; n]; n];
    for row in 0..n {
        for column in 0..=row {
            let sum: f64 = (0..column).map(|k| root[row][k] * root[column][k]).sum();
            let rest = covariance[row][column] - sum;
            root[row][column] = if row == column {
                rest.max(0.0).sqrt()
            } else if root[column][column] > 0.0 {
                rest / root[column][column]
            } else {
                0.0
            };
        }
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_a_covariance_times_itself_is_the_covariance() {
        let covariance = [
            vec![4.0, 1.2, -0.4],
            vec![1.2, 1.0, 0.3],
            vec![-0.4, 0.3, 0.5],
        ];
        let root = root_of(&covariance);
        for row in 0..3 {
            for column in 0..3 {
                let product: f64 = (0..3).map(|k| root[row][k] * root[column][k]).sum();
                assert!((product - covariance[row][column]).abs() < 1e-12);
            }
        }
        assert_eq!(root[0][1..], [0.0, 0.0]);
    }
}
