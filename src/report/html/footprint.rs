//! What carriage cost and emitted: in all by year, and a tonne's by relation.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::{bare, bare_interval};
use crate::report::view::View;
use crate::report::words::{self, capitalized, counted};
use crate::stats::{Estimate, Figure};
use crate::study::Results;

/// The rows of the totals: measure, commodity, what it is called.
const TOTALS: [(&str, &str, &str); 8] = [
    ("tonne_km", "all", "carried, bn tkm"),
    ("tonne_km", "rail_electric", "behind electric locomotives"),
    ("tonne_km", "rail_diesel", "behind diesel locomotives"),
    ("tonne_km", "road", "by road"),
    ("tonne_km", "sea", "by sea"),
    ("cost_total", "all", "freight, mn USD"),
    ("emission_total", "all", "emissions, kt CO₂e"),
    ("emission_per_tkm", "all", "emissions, g CO₂e a tkm"),
];

/// Returns both tables, or nothing where nothing was accounted for.
pub(super) fn table(results: &Results) -> String {
    let years = View::of(results).years("tonne_km");
    let Some(year) = years.last() else {
        return String::new();
    };
    let headings: String = years
        .iter()
        .map(|year| format!("<th class=\"number\">{year}</th>"))
        .collect();
    let rows: String = TOTALS
        .iter()
        .filter_map(|total| total_row(results, &years, *total))
        .collect();
    let totals = format!(
        "<div class=\"wide\"><table>\n<thead><tr><th></th>{headings}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table></div>\n"
    );
    totals + &relations(results, year)
}

/// A total over the years; none where it was never more than nothing.
fn total_row(
    results: &Results,
    years: &[&str],
    (measure, commodity, name): (&str, &str, &str),
) -> Option<String> {
    let of = |year: &&str| {
        results
            .figure(measure, "all", "both", commodity, year)?
            .estimate()
    };
    let estimates: Vec<Option<Estimate>> = years.iter().map(of).collect();
    let some = estimates.iter().flatten().any(|it| it.mean > 0.0);
    let cell = |estimate: &Option<Estimate>| {
        let text = estimate.as_ref().map(|it| bare_interval(it, ""));
        format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
    };
    let cells: String = estimates.iter().map(cell).collect();
    some.then(|| {
        let name = capitalized(name);
        format!("<tr><th scope=\"row\">{name}</th>{cells}</tr>\n")
    })
}

/// What a tonne cost and emitted between origin and destination.
fn relations(results: &Results, year: &str) -> String {
    let names = Names::of(results);
    let figures = results.figures.iter().filter(|figure| {
        let is_relation = ["containers", "bulk"].contains(&figure.commodity)
            && !results.names.contains_key(&figure.place);
        figure.measure == "tonne_km" && figure.period == *year && is_relation
    });
    let measured = figures.filter(|it| it.estimate().is_some_and(|it| it.mean > 0.0));
    let rows: Vec<String> = measured
        .map(|figure| relation_row(results, &names, figure))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let n_rows = counted(rows.len(), "relation", "relations");
    format!(
        "<details>\n<summary>A tonne of {n_rows}</summary>\n<div class=\"wide\"><table>\n\
         <thead><tr><th>from and to, {year}</th><th>load</th><th class=\"number\">freight, USD/t</th>\
         <th class=\"number\">emissions, kg CO₂e/t</th></tr></thead>\n<tbody>\n{}</tbody>\n\
         </table></div>\n</details>\n",
        rows.concat()
    )
}

fn relation_row(results: &Results, names: &Names<'_>, figure: &Figure) -> String {
    let cell = |measure: &str| {
        let (direction, commodity) = (figure.direction, figure.commodity);
        let found = results.figure(measure, &figure.place, direction, commodity, &figure.period);
        let found = found.and_then(|it| Some((it.unit, it.estimate()?)));
        let text = found.map(|(unit, estimate)| bare(estimate.mean, unit));
        format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
    };
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td>{}{}</tr>\n",
        escaped(&names.place(&figure.place)),
        words::commodity(figure.commodity),
        cell("cost_per_tonne"),
        cell("emission_per_tonne"),
    )
}
