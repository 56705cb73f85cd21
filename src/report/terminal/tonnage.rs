//! Tonnage by crossing, direction and year, beside what was reported.

use super::{Dress, align_right, plain_table};
use crate::report::names::Names;
use crate::report::number::{bare, bare_interval};
use crate::report::verdict::Verdict;
use crate::report::view::View;
use crate::report::words::{self, DIRECTIONS};
use crate::study::Comparison;
use comfy_table::{Cell, Table};

/// Returns the table, or nothing where no year was measured.
pub(super) fn table(view: View<'_>, dress: Dress) -> Option<Table> {
    let years = view.years("border_tonnage");
    if years.is_empty() {
        return None;
    }
    let mut headings = vec!["crossing".to_owned(), "direction".to_owned()];
    for year in &years {
        headings.extend([(*year).to_owned(), "reported".to_owned()]);
    }
    let mut table = plain_table(&headings, dress);
    let names = Names::of(view.results);
    let mut places: Vec<&str> = view.crossings();
    places.push("all");
    for place in places {
        for direction in [DIRECTIONS[0], DIRECTIONS[1], "both"] {
            let cells = years
                .iter()
                .map(|year| cells(view, place, direction, year, dress));
            let cells: Vec<Option<[Cell; 2]>> = cells.collect();
            if cells.iter().all(Option::is_none) {
                continue;
            }
            let mut row = vec![
                Cell::new(names.in_row(place)),
                Cell::new(words::direction(direction)),
            ];
            row.extend(
                cells
                    .into_iter()
                    .flat_map(|cells| cells.unwrap_or_else(|| [Cell::new("–"), Cell::new("")])),
            );
            table.add_row(row);
        }
    }
    align_right(&mut table, 2..2 + 2 * years.len());
    Some(table)
}

/// Returns the simulated tonnage and, beside it, whatever was reported of it.
fn cells(
    view: View<'_>,
    place: &str,
    direction: &str,
    year: &str,
    dress: Dress,
) -> Option<[Cell; 2]> {
    let simulated = view.estimate("border_tonnage", place, direction, year)?;
    let comparisons: Vec<&Comparison> = view
        .compared_with("border_tonnage", place, direction, year)
        .collect();
    let reported: Vec<String> = comparisons.iter().copied().map(reported).collect();
    let has_miss = comparisons
        .iter()
        .any(|comparison| Verdict::of(comparison).is_miss());
    // One line a row keeps the table compact, however many have reported.
    let reported = reported.join(", ");
    let reported = if has_miss {
        dress.miss(reported)
    } else {
        Cell::new(reported)
    };
    Some([Cell::new(bare_interval(&simulated, "Mt")), reported])
}

fn reported(comparison: &Comparison) -> String {
    let observation = &comparison.observation;
    let value = bare(observation.value, &observation.unit);
    let fitted = if observation.fitted { "*" } else { "" };
    let miss = if Verdict::of(comparison).is_miss() {
        " ✗"
    } else {
        ""
    };
    format!("{value}{fitted}{miss}")
}
