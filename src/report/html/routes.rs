//! How cargo goes that has a choice: the routes of each stream, their shares and costs.

use super::escaped;
use crate::report::number::{bare, bare_interval};
use crate::report::view::View;
use crate::report::words::{self, counted};
use crate::stats::Figure;
use crate::study::Results;

/// More streams than this are folded away.
const MOST_STREAMS: usize = 12;

/// Returns the shares of routes in the last year, or nothing where no stream has a choice.
pub(super) fn table(results: &Results) -> String {
    let Some(year) = View::of(results).years("route_share").pop() else {
        return String::new();
    };
    let figures = results.figures.iter();
    let shares = figures.filter(|it| it.measure == "route_share" && it.period == year);
    let measured: Vec<&Figure> = shares.filter(|it| it.estimate().is_some()).collect();
    let mut streams: Vec<&str> = measured.iter().map(|it| stream_of(it)).collect();
    streams.dedup();
    let rows: String = measured.iter().map(|it| row(results, it)).collect();
    let table = format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>cargo</th><th></th><th>by</th>\
         <th class=\"number\">share, {year}</th><th class=\"number\">generalised cost, USD/t</th></tr>\
         </thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    );
    let n_streams = counted(streams.len(), "stream", "streams");
    match streams.len() {
        0 => String::new(),
        n if n <= MOST_STREAMS => NOTE.to_owned() + &table,
        _ => format!(
            "{NOTE}<details>\n<summary>{n_streams} that had a choice</summary>\n{table}</details>\n"
        ),
    }
}

const NOTE: &str = "<p>Cargo that can go by different crossings or ports chooses among them by \
                    freight, time and the waits at the borders as lately told; the cost is that of \
                    those who took the route.</p>\n";

/// The stream of a figure whose place is `stream/route`.
fn stream_of(figure: &Figure) -> &str {
    let (stream, _) = figure.place.split_once('/').unwrap_or((&figure.place, ""));
    stream
}

fn row(results: &Results, figure: &Figure) -> String {
    let name = |key: &str| {
        results
            .names
            .get(key)
            .map_or(key, String::as_str)
            .to_owned()
    };
    let estimate = figure.estimate().expect("it was measured");
    let share = bare_interval(&estimate, figure.unit);
    let (direction, commodity) = (figure.direction, figure.commodity);
    let cost = results.figure(
        "route_cost",
        &figure.place,
        direction,
        commodity,
        &figure.period,
    );
    let cost = cost.and_then(Figure::estimate);
    let cost = cost.map(|cost| bare(cost.mean, "USD_per_t"));
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"number\">{share}</td>\
         <td class=\"number\">{}</td></tr>\n",
        escaped(&name(stream_of(figure))),
        words::direction(direction),
        escaped(&name(&figure.place)),
        cost.unwrap_or_default(),
    )
}
