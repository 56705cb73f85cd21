//! What waited before the crossings, in rows: for the terminal and the page.

use super::names::Names;
use super::number::{bare, bare_interval, fixed};
use super::view::View;
use super::words::{self, DIRECTIONS};
use crate::stats::Figure;

/// The headings of the rows.
pub(super) const HEADINGS: [&str; 8] = [
    "crossing",
    "direction",
    "year",
    "wagons held",
    "most",
    "set aside, most",
    "embargo, days",
    "recovery, days",
];

/// Returns a row for each crossing, direction and year in which trains were set aside, loading was
/// suspended or the quota fell for a while.
pub(super) fn rows(view: View<'_>) -> Vec<[String; 8]> {
    let names = Names::of(view.results);
    let mut rows = Vec::new();
    for crossing in view.crossings() {
        for direction in DIRECTIONS {
            for year in view.years("held_wagons") {
                let figure = |measure| {
                    view.results
                        .figure(measure, crossing, direction, "all", year)
                };
                let mean = |measure| Some(figure(measure)?.estimate()?.mean);
                let some = |measure| mean(measure).is_some_and(|value| value > 0.0);
                let recovery = figure("recovery_days");
                if !some("set_aside_trains_max") && !some("embargo_days") && recovery.is_none() {
                    continue;
                }
                let interval = |measure, unit| {
                    let estimate = figure(measure).and_then(Figure::estimate);
                    estimate.map_or_else(String::new, |it| bare_interval(&it, unit))
                };
                let plain = |measure, unit| {
                    mean(measure).map_or_else(String::new, |value| bare(value, unit))
                };
                rows.push([
                    names.in_row(crossing),
                    words::direction(direction).to_owned(),
                    year.to_owned(),
                    interval("held_wagons", "wagons"),
                    plain("held_wagons_max", "wagons"),
                    mean("set_aside_trains_max").map_or_else(String::new, |it| fixed(it, 0)),
                    mean("embargo_days").map_or_else(String::new, |it| fixed(it, 1)),
                    recovery.map_or_else(String::new, recovered),
                ]);
            }
        }
    }
    rows
}

/// Returns the days until the stock was back at its level, and in how many replications it was.
fn recovered(figure: &Figure) -> String {
    let Some(estimate) = figure.estimate() else {
        return "not within the run".to_owned();
    };
    let days = fixed(estimate.mean, 1);
    match (estimate.replications, figure.values.len()) {
        (back, all) if back == all => days,
        (back, all) => format!("{days} ({back} of {all})"),
    }
}
