//! The table of tonnage.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::{bare, bare_interval};
use crate::report::verdict::Verdict;
use crate::report::view::View;
use crate::report::words::{self, DIRECTIONS};
use crate::study::Results;

/// Returns the tonnage of each year by crossing and direction, beside what was reported.
pub(super) fn table(results: &Results) -> String {
    let view = View::of(results);
    let years = view.years("border_tonnage");
    let names = Names::of(results);
    let mut places = view.crossings();
    places.push("all");
    let mut rows = String::new();
    for place in places {
        for direction in [DIRECTIONS[0], DIRECTIONS[1], "both"] {
            let cells: Vec<Option<String>> = years
                .iter()
                .map(|year| cells(view, place, direction, year))
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
                escaped(&names.place(place)),
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

fn cells(view: View<'_>, place: &str, direction: &str, year: &str) -> Option<String> {
    let simulated = view.estimate("border_tonnage", place, direction, year)?;
    let comparisons = view.compared_with("border_tonnage", place, direction, year);
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
