//! Transit times by origin and destination.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::{bare_interval, bare_range};
use crate::report::verdict::Verdict;
use crate::report::view::View;
use crate::report::words;
use crate::report::words::counted;
use crate::stats::Figure;
use crate::study::{Comparison, Results};

const MEASURES: [&str; 3] = ["transit_time", "transit_time_median", "transit_time_p90"];

/// Returns the transit times of the last year: those of relations of which something was reported,
/// and the rest folded away.
pub(super) fn table(results: &Results) -> String {
    let view = View::of(results);
    let Some(year) = view.years(MEASURES[0]).pop() else {
        return String::new();
    };
    let names = Names::of(results);
    let figures = results
        .figures
        .iter()
        .filter(|figure| figure.measure == MEASURES[0] && figure.period == year);
    let measured = figures.filter(|figure| figure.estimate().is_some());
    let (reported, rest): (Vec<&Figure>, Vec<&Figure>) =
        measured.partition(|figure| reported_of(results, figure).next().is_some());
    let rows = |figures: &[&Figure]| -> String {
        let rows = figures.iter().map(|figure| row(results, &names, figure));
        rows.collect()
    };
    let mut content = String::new();
    if !reported.is_empty() {
        content.push_str(&framed(year, &rows(&reported)));
    }
    if !rest.is_empty() {
        let n_rest = counted(rest.len(), "more relation", "more relations");
        content.push_str(&format!(
            "<details>\n<summary>{n_rest}, of which nothing was reported</summary>\n{}</details>\n",
            framed(year, &rows(&rest))
        ));
    }
    content
}

fn framed(year: &str, rows: &str) -> String {
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>from and to, {year}</th><th>load</th>\
         <th class=\"number\">mean, days</th><th class=\"number\">median</th>\
         <th class=\"number\">90th percentile</th><th class=\"number\">reported mean</th></tr>\
         </thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn row(results: &Results, names: &Names<'_>, figure: &Figure) -> String {
    let cells = MEASURES.map(|measure| {
        let (place, direction) = (&figure.place, figure.direction);
        let found = results.figure(measure, place, direction, figure.commodity, &figure.period);
        let estimate = found.and_then(Figure::estimate);
        let text = estimate.map(|estimate| bare_interval(&estimate, "days"));
        format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
    });
    let reported: Vec<String> = reported_of(results, figure).map(reported).collect();
    let place = escaped(&names.place(&figure.place));
    format!(
        "<tr><th scope=\"row\">{place}</th><td>{}</td>{}<td class=\"number\">{}</td></tr>\n",
        words::commodity(figure.commodity),
        cells.concat(),
        reported.join("<br>"),
    )
}

fn reported_of<'a>(
    results: &'a Results,
    figure: &'a Figure,
) -> impl Iterator<Item = &'a Comparison> {
    results.comparisons.iter().filter(move |comparison| {
        let observation = &comparison.observation;
        observation.measure == figure.measure
            && observation.place == figure.place
            && observation.direction == figure.direction
            && observation.commodity == figure.commodity
            && observation.period == figure.period
    })
}

fn reported(comparison: &Comparison) -> String {
    let observation = &comparison.observation;
    let (low, high) = match (observation.low, observation.high) {
        (None, None) => (observation.value, observation.value),
        _ => Verdict::range(observation),
    };
    let value = match low == high {
        true => crate::report::number::bare(observation.value, &observation.unit),
        false => bare_range(low, high, &observation.unit),
    };
    match Verdict::of(comparison).is_miss() {
        true => format!("<strong class=\"miss\">{value} ✗</strong>"),
        false => value,
    }
}
