//! Freight by road, beside that by rail.

use super::{Dress, align_right, plain_table};
use crate::report::number::{bare, bare_interval};
use crate::report::road;
use crate::report::view::View;
use crate::stats::Estimate;
use comfy_table::{Cell, Table};

/// Returns the table, or nothing where no truck ran.
pub(super) fn table(view: View<'_>, dress: Dress) -> Option<Table> {
    let (years, rows) = (road::years(view), road::borders(view, show));
    if rows.is_empty() {
        return None;
    }
    let mut headings = vec!["border".to_owned(), "direction".to_owned()];
    for year in &years {
        headings.push(format!("{year}, Mt"));
        headings.extend(["trucks a day", "h there"].map(str::to_owned));
    }
    let mut table = plain_table(&headings, dress);
    for row in rows {
        let cells = row.cells.iter().map(|cell| match cell.as_str() {
            "" => Cell::new("–"),
            text => Cell::new(text),
        });
        // The name of its western side is enough.
        let side = row.place.split('–').next().unwrap_or_default();
        let labels = [Cell::new(side), Cell::new(row.direction)];
        table.add_row(labels.into_iter().chain(cells).collect::<Vec<_>>());
    }
    align_right(&mut table, 2..headings.len());
    Some(table)
}

/// How sure a figure is stands beside tonnage only, which keeps the table narrow; the report has it all.
fn show(estimate: &Estimate, unit: &str) -> String {
    match unit {
        "Mt" => bare_interval(estimate, unit),
        _ => bare(estimate.mean, unit),
    }
}
