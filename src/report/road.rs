//! What tables of the road mode show: borders by year and direction, and ways from end to end.

use super::names::Names;
use super::number::{bare, bare_interval, bare_range};
use super::verdict::Verdict;
use super::view::View;
use super::words;
use crate::stats::{Estimate, Figure};

/// What is shown of a border in a year, with the unit of each figure.
pub(super) const BORDER_MEASURES: [(&str, &str); 3] = [
    ("road_border_tonnage", "Mt"),
    ("road_border_trucks_per_day", "trucks_per_day"),
    ("road_border_time", "h"),
];

/// What is shown of a way in a year.
pub(super) const TRANSIT_MEASURES: [(&str, &str); 5] = [
    ("road_transit_time", "days"),
    ("road_transit_time_median", "days"),
    ("road_transit_time_p90", "days"),
    ("road_rest_time", "h"),
    ("road_border_time_of_transit", "h"),
];

/// One row of a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RoadRow {
    /// What it is about.
    pub(super) place: String,
    /// Which way.
    pub(super) direction: &'static str,
    /// The figures, year by year and measure by measure; empty where nothing was measured.
    pub(super) cells: Vec<String>,
}

/// Returns the years with figures of the road mode: none where it is switched off.
pub(super) fn years(view: View<'_>) -> Vec<&str> {
    view.years("road_border_tonnage")
}

/// Returns a row for each border and direction that trucks went over, and the sum of the borders of
/// China, with estimates as `show` writes them in a unit. What was reported stands behind the
/// simulated figure, in brackets.
pub(super) fn borders(view: View<'_>, show: fn(&Estimate, &str) -> String) -> Vec<RoadRow> {
    let years = years(view);
    let mut places: Vec<&str> = Vec::new();
    for figure in &view.results.figures {
        if figure.measure == "road_border_tonnage" && !places.contains(&figure.place.as_str()) {
            places.push(&figure.place);
        }
    }
    let mut rows = Vec::new();
    places.retain(|place| *place != "all");
    places.push("all");
    for place in places {
        let directions: &[&'static str] = match place {
            "all" => &["to_china", "from_china", "both"],
            _ => &["to_china", "from_china"],
        };
        for direction in directions {
            let trucks = |year: &&str| {
                let estimate = view.estimate("road_border_trucks", place, direction, year);
                estimate.is_some_and(|estimate| estimate.mean > 0.0)
            };
            if years.iter().any(trucks) {
                rows.push(border(view, (place, direction), &years, show));
            }
        }
    }
    rows
}

fn border(
    view: View<'_>,
    (place, direction): (&str, &'static str),
    years: &[&str],
    show: fn(&Estimate, &str) -> String,
) -> RoadRow {
    let cell = |year: &str, (measure, unit): (&str, &str)| {
        let estimate = view.estimate(measure, place, direction, year);
        let simulated = estimate.map_or_else(String::new, |it| show(&it, unit));
        let observed = view.observed(measure, place, direction, year);
        match observed.first() {
            Some(observation) => format!("{simulated} ({})", bare(observation.value, unit)),
            None => simulated,
        }
    };
    let cells = years
        .iter()
        .flat_map(|year| BORDER_MEASURES.map(|measure| cell(year, measure)));
    RoadRow {
        place: match place {
            "all" => "Borders of China".to_owned(),
            place => Names::of(view.results).in_row(place),
        },
        direction: words::direction(direction),
        cells: cells.collect(),
    }
}

/// Returns a row for each way by road in `year`, with what was reported of its mean last.
pub(super) fn transits(view: View<'_>, year: &str) -> Vec<RoadRow> {
    let figures = view.results.figures.iter();
    let ways = figures.filter(|it| it.measure == "road_transit_time" && it.period == year);
    let row = |figure: &Figure| {
        let (place, direction) = (figure.place.as_str(), figure.direction);
        let value = |(measure, unit): (&str, &str)| {
            let estimate = view.estimate(measure, place, direction, year);
            estimate.map_or_else(String::new, |it| bare_interval(&it, unit))
        };
        let mut cells = TRANSIT_MEASURES.map(value).to_vec();
        let reported = view.compared_with("road_transit_time", place, direction, year);
        let reported: Vec<String> = reported
            .map(|comparison| {
                let (low, high) = Verdict::range(&comparison.observation);
                bare_range(low, high, "days")
            })
            .collect();
        let is_empty = cells.iter().all(String::is_empty);
        cells.push(reported.join(", "));
        (!is_empty).then(|| RoadRow {
            place: Names::of(view.results).place(place),
            direction: words::direction(direction),
            cells,
        })
    };
    ways.filter_map(row).collect()
}
