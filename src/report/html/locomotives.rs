//! Locomotives by traction district, and where trains wait for one.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::{bare, bare_interval};
use crate::report::view::View;
use crate::report::words;
use crate::stats::Figure;
use crate::study::Results;

/// Measures, commodities and headings of the columns.
const COLUMNS: [(&str, &str, &str); 7] = [
    ("locomotives", "all", "locomotives"),
    ("locomotive_utilisation", "all", "with a train"),
    ("locomotive_run", "all", "km a day"),
    ("light_engine_share", "all", "light, of km"),
    ("locomotive_wait_share", "loaded", "loaded trains that wait"),
    ("locomotive_wait_mean", "loaded", "wait of all, h"),
    ("locomotive_wait_mean", "empty", "of empty trains, h"),
];

/// How many places are named.
const MOST_PLACES: usize = 5;

/// Returns the traction districts in the last year, and the places where trains wait longest; nothing
/// if locomotives are not counted.
pub(super) fn table(results: &Results) -> String {
    let view = View::of(results);
    let Some(year) = view.years("locomotives").pop() else {
        return String::new();
    };
    let names = Names::of(results);
    let districts = figures(results, "locomotives", "all", year);
    let headings = COLUMNS.map(|(.., heading)| format!("<th class=\"number\">{heading}</th>"));
    let rows: String = districts
        .map(|figure| {
            let cells = COLUMNS.map(|column| cell(results, &figure.place, column, year));
            let place = escaped(&names.place(&figure.place));
            format!(
                "<tr><th scope=\"row\">{place}</th>{}</tr>\n",
                cells.concat()
            )
        })
        .collect();
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>traction district, {year}</th>{}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table></div>\n<p>{} Passenger and domestic trains bring their \
         own locomotives.</p>\n",
        headings.concat(),
        escaped(&waits(results, &names, year)),
    )
}

fn cell(
    results: &Results,
    place: &str,
    (measure, commodity, _): (&str, &str, &str),
    year: &str,
) -> String {
    let figure = results.figure(measure, place, "both", commodity, year);
    let text = figure.and_then(|figure| Some(bare_interval(&figure.estimate()?, figure.unit)));
    format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
}

/// Names the places where loaded trains wait longest for a locomotive.
fn waits(results: &Results, names: &Names<'_>, year: &str) -> String {
    let is_district =
        |place: &str| figures(results, "locomotives", "all", year).any(|it| it.place == place);
    let waits = figures(results, "locomotive_wait", "loaded", year);
    let mut waits: Vec<(f64, &str)> = waits
        .filter(|figure| !is_district(&figure.place))
        .filter_map(|figure| Some((figure.estimate()?.mean, figure.place.as_str())))
        .filter(|(hours, _)| *hours > 0.0)
        .collect();
    waits.sort_by(|a, b| b.0.total_cmp(&a.0));
    let named: Vec<String> = waits
        .iter()
        .take(MOST_PLACES)
        .map(|(hours, place)| format!("{} ({})", names.place(place), bare(*hours, "train_hours")))
        .collect();
    if named.is_empty() {
        return "No loaded train waited for a locomotive.".to_owned();
    }
    let unit = words::unit("train_hours");
    format!(
        "Loaded trains waited longest for a locomotive, in {unit} of the year, at {}.",
        named.join(", ")
    )
}

fn figures<'a>(
    results: &'a Results,
    measure: &'a str,
    commodity: &'a str,
    year: &'a str,
) -> impl Iterator<Item = &'a Figure> {
    results.figures.iter().filter(move |figure| {
        figure.measure == measure && figure.commodity == commodity && figure.period == year
    })
}
