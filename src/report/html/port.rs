//! Yards, and ships between ports.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::bare_interval;
use crate::report::view::View;
use crate::report::words;
use crate::stats::Figure;
use crate::study::Results;

/// A column: a measure and its heading.
type Column = (&'static str, &'static str);

const YARDS: [Column; 4] = [
    ("yard_stock", "cargo in the yard, mean"),
    ("yard_stock_max", "most"),
    ("yard_occupation", "of its capacity, mean"),
    ("yard_held_up", "time held up"),
];

const SHIPS: [Column; 4] = [
    ("ship_sailings", "sailings"),
    ("ship_load_factor", "load factor"),
    ("ship_time_in_port", "in port, h"),
    ("ship_wait_for_weather", "kept by weather, h"),
];

/// Returns the yards and the ships of the last year; nothing where none is limited.
pub(super) fn tables(results: &Results) -> String {
    let yards = table(results, "yard", &YARDS);
    let ships = table(results, "ships from and to", &SHIPS);
    let note = match yards.is_empty() {
        true => "",
        false => {
            "<p class=\"note\">Cargo in TEU in yards for containers, in tonnes in others. Where \
             trains or ships waited for room, the yard held up the cranes.</p>\n"
        }
    };
    yards + note + &ships
}

fn table(results: &Results, what: &str, columns: &[Column]) -> String {
    let view = View::of(results);
    let (first, _) = columns[0];
    let Some(year) = view.years(first).pop() else {
        return String::new();
    };
    let names = Names::of(results);
    let of_first = |figure: &&Figure| figure.measure == first && figure.period == year;
    let rows: String = results
        .figures
        .iter()
        .filter(of_first)
        .map(|figure| row(results, &names, figure, columns))
        .collect();
    let headings: String = columns
        .iter()
        .map(|(_, heading)| format!("<th class=\"number\">{heading}</th>"))
        .collect();
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>{what}, {year}</th><th>cargo</th>{headings}\
         </tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn row(results: &Results, names: &Names<'_>, figure: &Figure, columns: &[Column]) -> String {
    let (place, commodity, period) = (&figure.place, figure.commodity, &figure.period);
    let cells = columns.iter().map(|(measure, _)| {
        let found = results.figure(measure, place, figure.direction, commodity, period);
        let text = found.and_then(|figure| {
            let estimate = figure.estimate()?;
            Some(bare_interval(&estimate, figure.unit))
        });
        format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
    });
    let cargo = match commodity {
        "all" => words::unit(figure.unit),
        _ => words::commodity(commodity),
    };
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td>{}</tr>\n",
        escaped(&names.place(place)),
        escaped(&cargo),
        cells.collect::<String>(),
    )
}
