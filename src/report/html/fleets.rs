//! Wagon fleets: what their wagons do, how often they are loaded, and who waits for them.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::bare_interval;
use crate::report::view::View;
use crate::report::words::counted;
use crate::stats::Figure;
use crate::study::Results;

/// The columns of a row: measure, unit, heading.
type Column = (&'static str, &'static str, &'static str);

const OF_FLEETS: [Column; 7] = [
    ("wagons_loaded", "wagons", "loaded wagons"),
    ("wagons_empty", "wagons", "running empty"),
    ("wagons_standing", "wagons", "standing"),
    ("wagon_loadings_per_day", "wagons_per_day", "loaded a day"),
    ("wagon_turnaround", "days", "turnaround, days"),
    ("empty_wagon_km", "share", "empty wagon-km"),
    ("wagon_wait", "train_h", "trains waiting, h"),
];

const OF_PLACES: [Column; 3] = [OF_FLEETS[2], OF_FLEETS[3], OF_FLEETS[6]];

/// Returns the fleets in the last year, and their places folded away.
pub(super) fn table(results: &Results) -> String {
    let view = View::of(results);
    let Some(year) = view.years(OF_FLEETS[0].0).pop() else {
        return String::new();
    };
    let names = Names::of(results);
    let places_of = |measure: &str| -> Vec<&str> {
        let figures = results.figures.iter();
        let of_year = figures.filter(|it| it.measure == measure && it.period == year);
        of_year.map(|figure| figure.place.as_str()).collect()
    };
    let fleets = places_of(OF_FLEETS[0].0);
    let mut places = places_of("wagon_wait");
    places.retain(|place| !fleets.contains(place));
    let rows = |places: &[&str], columns: &[Column]| -> String {
        let rows = places
            .iter()
            .map(|place| row(results, &names, (place, year), columns));
        rows.collect()
    };
    let table = framed(
        &format!("fleet, {year}"),
        &OF_FLEETS,
        &rows(&fleets, &OF_FLEETS),
    );
    if places.is_empty() {
        return table;
    }
    let n_places = counted(places.len(), "wagon pool", "wagon pools");
    let pools = framed(
        &format!("pool, {year}"),
        &OF_PLACES,
        &rows(&places, &OF_PLACES),
    );
    format!("{table}<details>\n<summary>{n_places} by place</summary>\n{pools}</details>\n")
}

fn framed(first: &str, columns: &[Column], rows: &str) -> String {
    let heading = |column: &Column| format!("<th class=\"number\">{}</th>", column.2);
    let headings: String = columns.iter().map(heading).collect();
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>{first}</th>{headings}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn row(results: &Results, names: &Names<'_>, at: (&str, &str), columns: &[Column]) -> String {
    let (place, year) = at;
    let cell = |(measure, unit, _): &Column| {
        let mut figures = results.figures.iter();
        let found = figures
            .find(|it| it.measure == *measure && it.place == place && it.period == year)
            .and_then(Figure::estimate);
        let text = found.map(|estimate| bare_interval(&estimate, unit));
        format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
    };
    let cells: String = columns.iter().map(cell).collect();
    let place = escaped(&names.place(place));
    format!("<tr><th scope=\"row\">{place}</th>{cells}</tr>\n")
}
