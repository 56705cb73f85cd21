//! The tables of the page.

use super::escaped;
use crate::report::number::{amount, bare, bare_interval, difference};
use crate::report::verdict::{Verdict, by_measure};
use crate::report::view::View;
use crate::report::words::{self, DIRECTIONS};
use crate::study::{Comparison, Results};

/// Returns the tonnage of each year by crossing and direction, beside what was reported.
pub(super) fn tonnage(results: &Results) -> String {
    let view = View::of(results);
    let years = view.years("border_tonnage");
    let mut places = view.crossings();
    places.push("all");
    let mut rows = String::new();
    for place in places {
        for direction in [DIRECTIONS[0], DIRECTIONS[1], "both"] {
            let cells: Vec<Option<String>> = years
                .iter()
                .map(|year| tonnage_cells(view, place, direction, year))
                .collect();
            if cells.iter().all(Option::is_none) {
                continue;
            }
            let cells: String = cells
                .into_iter()
                .map(|cells| cells.unwrap_or_else(|| "<td></td><td></td>".to_owned()))
                .collect();
            let class = if place == "all" {
                " class=\"total\""
            } else {
                ""
            };
            rows.push_str(&format!(
                "<tr{class}><th scope=\"row\">{}</th><td>{}</td>{cells}</tr>\n",
                escaped(&words::place(place)),
                escaped(words::direction(direction)),
            ));
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let headings: String = years
        .iter()
        .map(|year| {
            format!("<th class=\"number\">{year}, Mt</th><th class=\"number\">reported</th>")
        })
        .collect();
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>crossing</th><th>direction</th>{headings}\
         </tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n\
         <p class=\"note\">A reported figure that was fitted to is marked with *; one that is \
         missed is in bold, with ✗.</p>\n"
    )
}

fn tonnage_cells(view: View<'_>, place: &str, direction: &str, year: &str) -> Option<String> {
    let simulated = view.estimate("border_tonnage", place, direction, year)?;
    let comparisons = view.compared().filter(|comparison| {
        let observation = &comparison.observation;
        observation.measure == "border_tonnage"
            && observation.place == place
            && observation.direction == direction
            && observation.commodity == "all"
            && observation.period == year
    });
    let reported: Vec<String> = comparisons
        .map(|comparison| {
            let observation = &comparison.observation;
            let value = bare(observation.value, &observation.unit);
            let star = if observation.fitted { "*" } else { "" };
            match Verdict::of(comparison) {
                Verdict::Misses => format!("<strong class=\"miss\">{value}{star} ✗</strong>"),
                _ => format!("{value}{star}"),
            }
        })
        .collect();
    Some(format!(
        "<td class=\"number\">{}</td><td class=\"number\">{}</td>",
        bare_interval(&simulated, "Mt"),
        reported.join("<br>")
    ))
}

/// Returns the transit times of the last year by origin and destination.
pub(super) fn transit(results: &Results) -> String {
    let view = View::of(results);
    let measures = ["transit_time", "transit_time_median", "transit_time_p90"];
    let Some(year) = measures
        .iter()
        .filter_map(|measure| view.years(measure).pop())
        .max()
    else {
        return String::new();
    };
    let mut places: Vec<(&str, &str)> = Vec::new();
    for figure in &results.figures {
        let key = (figure.place.as_str(), figure.direction);
        if measures.contains(&figure.measure) && !places.contains(&key) {
            places.push(key);
        }
    }
    let mut rows = String::new();
    for (place, direction) in places {
        let cells = measures.map(|measure| {
            let estimate = view.estimate(measure, place, direction, year);
            let text = estimate.map(|estimate| bare_interval(&estimate, "days"));
            format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
        });
        let place = escaped(&words::place(place));
        rows.push_str(&format!(
            "<tr><th scope=\"row\">{place}</th>{}</tr>\n",
            cells.concat()
        ));
    }
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>from and to, {year}</th>\
         <th class=\"number\">mean, days</th><th class=\"number\">median, days</th>\
         <th class=\"number\">90th percentile, days</th></tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table></div>\n"
    )
}

/// Returns every reported figure, by measure.
pub(super) fn comparison(results: &Results) -> String {
    let mut body = String::new();
    for (measure, group) in by_measure(&results.comparisons) {
        let measure = escaped(&words::measure(measure));
        body.push_str(&format!(
            "<tbody>\n<tr class=\"group\"><th colspan=\"7\" scope=\"rowgroup\">{measure}</th></tr>\n"
        ));
        body.extend(group.into_iter().map(comparison_row));
        body.push_str("</tbody>\n");
    }
    if body.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"wide\"><table class=\"dense\">\n<thead><tr><th>where and when</th>\
         <th class=\"number\">simulated</th><th class=\"number\">reported</th>\
         <th class=\"number\">difference</th><th>verdict</th><th>standing</th>\
         <th>definition and source</th></tr></thead>\n{body}</table></div>\n"
    )
}

fn comparison_row(comparison: &Comparison) -> String {
    let observation = &comparison.observation;
    let unit = &observation.unit;
    let verdict = Verdict::of(comparison);
    let simulated = comparison.simulated.as_ref();
    let range = match (observation.low, observation.high) {
        (None, None) => String::new(),
        (low, high) => {
            let [low, high] = [low, high].map(|end| end.map(|end| bare(end, unit)));
            let ends = [low.unwrap_or_default(), high.unwrap_or_default()];
            format!(" <span class=\"range\">({}–{})</span>", ends[0], ends[1])
        }
    };
    let class = if verdict == Verdict::Misses {
        " class=\"miss\""
    } else {
        ""
    };
    let fitted = if observation.fitted { ", fitted" } else { "" };
    format!(
        "<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}{range}</td>\
         <td class=\"number\">{}</td><td{class}>{}</td><td>{}{fitted}</td>\
         <td class=\"source\">{}</td></tr>\n",
        escaped(&words::subject(observation)),
        simulated
            .map(|estimate| bare_interval(estimate, unit))
            .unwrap_or_default(),
        escaped(&amount(observation.value, unit)),
        comparison
            .relative_error()
            .map(difference)
            .unwrap_or_default(),
        verdict.word(),
        observation.standing.key(),
        definition(&observation.definition, &observation.source),
    )
}

/// Returns the definition with its source, as a link where the source is one web address.
fn definition(definition: &str, source: &str) -> String {
    let (definition, source) = (escaped(definition), escaped(source));
    let is_address = source.starts_with("http") && !source.contains(' ');
    let source = if is_address {
        format!("<a href=\"{source}\">source</a>")
    } else {
        source
    };
    match (definition.is_empty(), source.is_empty()) {
        (true, _) => source,
        (_, true) => definition,
        _ => format!("{definition} · {source}"),
    }
}
