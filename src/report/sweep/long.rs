//! `results.csv` of a sweep: one row a trial and measure, with the level of every key.

use super::SweepReport;
use crate::input::{Level, SweepPlan};
use crate::report::number::plain;
use crate::report::tables::Table;
use crate::study::{Measured, TrialRow};

/// A trial with what a row says of it.
pub(super) struct Trial<'a> {
    pub scenario: &'a str,
    pub id: &'a str,
    pub levels: &'a [Level],
    pub row: &'a TrialRow,
}

/// The columns before those of the keys, and after them.
const BEFORE: [&str; 4] = ["scenario", "trial", "point", "replication"];
const AFTER: [&str; 8] = [
    "period",
    "place",
    "direction",
    "commodity",
    "measure",
    "unit",
    "value",
    "stalled",
];

/// Returns the names of all columns.
pub(super) fn columns(plan: &SweepPlan) -> Vec<&str> {
    let keys = plan.keys.iter().map(|key| key.key.as_str());
    BEFORE.into_iter().chain(keys).chain(AFTER).collect()
}

pub(super) fn table(plan: &SweepPlan) -> Table {
    Table::new(&columns(plan))
}

/// Returns a sweep's whole table.
pub(super) fn csv(sweep: &SweepReport<'_>) -> String {
    let mut table = table(sweep.plan);
    each(sweep, |trial| write(&mut table, trial, sweep.measured));
    table.text()
}

/// Calls `of` with every trial, replications of a point one after the other.
pub(super) fn each(sweep: &SweepReport<'_>, mut of: impl FnMut(&Trial<'_>)) {
    for (n, point) in sweep.design.points.iter().enumerate() {
        for replication in 0..sweep.values.replications {
            of(&Trial {
                scenario: sweep.scenario.0,
                id: &format!("{}.{}", point.id, replication + 1),
                levels: &point.levels,
                row: sweep.values.row(n, replication),
            });
        }
    }
}

/// Adds the rows of a trial; where nothing was measured there is none.
pub(super) fn write(table: &mut Table, trial: &Trial<'_>, measured: &[Measured]) {
    let (point, replication) = parts(trial.id);
    let levels: Vec<String> = trial.levels.iter().map(Level::to_string).collect();
    for (it, value) in told(trial, measured) {
        let period = it.wanted.period.to_string();
        let value = plain(value);
        let before = [trial.scenario, trial.id, point, replication];
        let after = [
            period.as_str(),
            &it.wanted.place,
            &it.wanted.direction,
            &it.wanted.commodity,
            &it.wanted.measure,
            it.unit,
            &value,
            stalled(trial.row),
        ];
        let keys = levels.iter().map(String::as_str);
        let cells: Vec<&str> = before.into_iter().chain(keys).chain(after).collect();
        table.row(&cells);
    }
}

/// Returns the point and the replication of a trial's name.
pub(super) fn parts(id: &str) -> (&str, &str) {
    id.rsplit_once('.').unwrap_or((id, ""))
}

/// Returns the measures of a trial that have a value.
pub(super) fn told<'a>(
    trial: &'a Trial<'_>,
    measured: &'a [Measured],
) -> impl Iterator<Item = (&'a Measured, f64)> {
    let values = trial.row.values.iter().copied();
    let pairs = measured.iter().zip(values);
    pairs.filter(|(_, value)| value.is_finite())
}

fn stalled(row: &TrialRow) -> &'static str {
    match row.stalled {
        true => "true",
        false => "false",
    }
}
