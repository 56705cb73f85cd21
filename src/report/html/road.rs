//! The tables of freight by road.

use super::escaped;
use crate::report::number::bare_interval;
use crate::report::road::{self, RoadRow};
use crate::report::view::View;
use crate::study::Results;

/// Returns trucks and tonnes over each border, and the transit times of the last year; nothing
/// where no truck ran.
pub(super) fn tables(results: &Results) -> String {
    let view = View::of(results);
    let (years, borders) = (road::years(view), road::borders(view, bare_interval));
    let Some(year) = years.last().filter(|_| !borders.is_empty()) else {
        return String::new();
    };
    let of_year = |year: &&str| {
        [
            format!("{year}, Mt"),
            "trucks a day".to_owned(),
            "hours there".to_owned(),
        ]
    };
    let by_border = table("border", years.iter().flat_map(of_year), &borders);
    let of_way = [
        "mean, days",
        "median",
        "90th percentile",
        "rests, h",
        "borders, h",
        "reported mean",
    ];
    let heading = format!("from and to, {year}");
    let by_way = table(
        &heading,
        of_way.into_iter().map(str::to_owned),
        &road::transits(view, year),
    );
    format!(
        "{by_border}<p class=\"note\">In brackets: reported. Road tonnage is no part of any rail \
         figure. The sum is that of the borders between China and Kazakhstan.</p>\n{by_way}"
    )
}

fn table(about: &str, headings: impl Iterator<Item = String>, rows: &[RoadRow]) -> String {
    let heading = |text: String| format!("<th class=\"number\">{}</th>", escaped(&text));
    let headings: String = headings.map(heading).collect();
    let row = |row: &RoadRow| {
        let cell = |text: &String| format!("<td class=\"number\">{}</td>", escaped(text));
        let cells: String = row.cells.iter().map(cell).collect();
        let (place, direction) = (escaped(&row.place), escaped(row.direction));
        format!("<tr><th scope=\"row\">{place}</th><td>{direction}</td>{cells}</tr>\n")
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>{}</th><th>direction</th>{headings}</tr>\
         </thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n",
        escaped(about)
    )
}
