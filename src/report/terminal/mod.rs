//! The result as a table for the terminal.

mod held;
mod road;
mod tonnage;
mod unfitted;

use super::verdict::Tally;
use super::view::View;
use crate::study::Results;
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ContentArrangement, LineStyle, Table, TableStyle,
    presets,
};
use std::io::IsTerminal;

/// One line, under the headings, and none between rows.
const STYLE: TableStyle =
    presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─'));

/// How a table is dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// Text alone: for files, pipes and those who set `NO_COLOR`.
    Plain,
    /// Misses in color and headings in bold.
    Colored,
}

impl Dress {
    /// Returns the dress for standard output as it is now.
    pub fn of_stdout() -> Self {
        let declines = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if declines || !std::io::stdout().is_terminal() {
            Self::Plain
        } else {
            Self::Colored
        }
    }

    fn heading(self, text: impl ToString) -> Cell {
        let cell = Cell::new(text);
        match self {
            Self::Plain => cell,
            Self::Colored => cell.add_attribute(Attribute::Bold),
        }
    }

    fn miss(self, text: impl ToString) -> Cell {
        let cell = Cell::new(text);
        match self {
            Self::Plain => cell,
            Self::Colored => cell.fg(Color::DarkYellow),
        }
    }
}

/// Returns the result of a run as tables that a person reads: tonnage by crossing, direction and
/// year beside what was reported, freight by road, then the most telling of the figures that nothing was fitted to.
pub fn table(results: &Results, dress: Dress) -> String {
    let view = View::of(results);
    let mut text = String::new();
    if let Some(table) = tonnage::table(view, dress) {
        text.push_str(
            "Rail freight over the border, Mt a year (± 95 % confidence; * fitted; ✗ miss)\n",
        );
        text.push_str(&lines_of(&table));
    }
    if let Some(table) = held::table(view, dress) {
        text.push_str(
            "\nHeld before the crossings, loaded wagons and trains at the end of a day\n",
        );
        text.push_str(&lines_of(&table));
    }
    if let Some(table) = road::table(view, dress) {
        text.push_str(
            "\nFreight by road over the border, no part of the above (in brackets: reported)\n",
        );
        text.push_str(&lines_of(&table));
    }
    if let Some(table) = unfitted::table(results, dress) {
        text.push_str(&format!(
            "\nReported figures that nothing was fitted to: of each measure the {} farthest off; \
             all are in comparison.csv\n",
            unfitted::MOST_ROWS
        ));
        text.push_str(&lines_of(&table));
    }
    if !results.comparisons.is_empty() {
        let tally = Tally::of(&results.comparisons);
        let headline = tally.headline(["reported figure", "reported figures"]);
        // Two lines: one would be wider than the tables.
        let rest = tally.rest().replacen("; ", ";\n", 1);
        text.push_str(&format!("\n{headline}{rest}.\n"));
    }
    text
}

pub(super) fn plain_table(headings: &[String], dress: Dress) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Disabled);
    // What comes out may not depend on where it goes: the caller has said how it is dressed.
    table.force_no_tty();
    if dress == Dress::Colored {
        table.enforce_styling();
    }
    table.set_header(headings.iter().map(|heading| dress.heading(heading)));
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}

pub(super) fn align_right(table: &mut Table, columns: impl IntoIterator<Item = usize>) {
    for index in columns {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

pub(super) fn lines_of(table: &Table) -> String {
    let lines = table.lines().map(|line| line.trim_end().to_owned() + "\n");
    lines.collect()
}
