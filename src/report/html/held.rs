//! What waited before the crossings, as a table.

use super::escaped;
use crate::report::held::{HEADINGS, rows};
use crate::report::view::View;
use crate::study::Results;

const DEFINITIONS: &str = "<p>Loaded wagons held: at the sending station, before it, set aside for \
    it and called forward to it; mean of the year, and the most at the end of a day. Recovery: from \
    the end of a fall of the quota, or of a closure, to the end of the first whole day after which no more wagons are \
    held than at the end of any of the 28 days before the fall; the longest of those that begin in \
    the year.</p>\n";

/// Returns the table, or nothing where there is nothing to tell.
pub(super) fn table(results: &Results) -> String {
    let rows = rows(View::of(results));
    if rows.is_empty() {
        return String::new();
    }
    let cells = |tag: &str, cells: &[String]| {
        let cell = |(n, text): (usize, &String)| {
            let class = if n < 3 { "" } else { " class=\"number\"" };
            format!("<{tag}{class}>{}</{tag}>", escaped(text))
        };
        cells.iter().enumerate().map(cell).collect::<String>()
    };
    let head = cells("th", &HEADINGS.map(str::to_owned));
    let body: String = rows
        .iter()
        .map(|row| format!("<tr>{}</tr>\n", cells("td", row)))
        .collect();
    format!(
        "{DEFINITIONS}<div class=\"wide\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n"
    )
}
