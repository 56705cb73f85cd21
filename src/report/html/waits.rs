//! The table of what loaded trains wait for at the crossings.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::bare_interval;
use crate::report::view::View;
use crate::report::words;
use crate::study::Results;

/// The measures with the headings of their columns.
const COLUMNS: [(&str, &str); 6] = [
    ("border_wait_turn", "their turn"),
    ("border_wait_hours", "working hours"),
    ("border_wait_weather", "weather"),
    ("border_wait_acceptance", "acceptance"),
    ("border_stay", "whole stay"),
    ("border_weather_hours", "work stopped by weather, h a year"),
];

/// Returns the waits of the last year by crossing and direction.
pub(super) fn table(results: &Results) -> String {
    let view = View::of(results);
    let Some(year) = view.years(COLUMNS[0].0).pop() else {
        return String::new();
    };
    let names = Names::of(results);
    let mut rows = String::new();
    for cell in view.cells() {
        let values = COLUMNS.map(|(measure, _)| {
            let estimate = view.estimate(measure, cell.crossing, cell.direction, year);
            let text = estimate.map(|estimate| bare_interval(&estimate, "h"));
            format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
        });
        rows.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td>{}</tr>\n",
            escaped(&names.place(cell.crossing)),
            words::direction(cell.direction),
            values.concat(),
        ));
    }
    if rows.is_empty() {
        return String::new();
    }
    let headings = COLUMNS.map(|(_, heading)| format!("<th class=\"number\">{heading}</th>"));
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>crossing</th><th>direction</th>{}</tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table></div>\n\
         <p class=\"note\">Mean hours a loaded train in {year}. Acceptance is the quota, a path over \
         the border and a receiving track beyond it; the whole stay is from arrival at the border \
         until the cargo is off the train.</p>\n",
        headings.concat(),
    )
}
