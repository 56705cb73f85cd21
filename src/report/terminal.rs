//! The result as a table for the terminal.

use super::number::{amount, bare, bare_interval, difference};
use super::verdict::{Tally, Verdict, by_measure};
use super::view::View;
use super::words::{self, DIRECTIONS};
use crate::study::{Comparison, Results};
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ContentArrangement, LineStyle, Table, presets,
};
use std::io::IsTerminal;

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
}

/// Returns the result of a run as tables that a person reads: tonnage by crossing, direction and
/// year beside what was reported, then every reported figure that nothing was fitted to.
pub fn table(results: &Results, dress: Dress) -> String {
    let view = View::of(results);
    let mut text = String::new();
    if let Some(table) = tonnage(view, dress) {
        text.push_str(
            "Rail freight over the border, Mt a year (± 95 % confidence; * fitted; ✗ miss)\n",
        );
        text.push_str(&lines_of(&table));
    }
    if let Some(table) = unfitted(results, dress) {
        text.push_str("\nReported figures that nothing was fitted to\n");
        text.push_str(&lines_of(&table));
    }
    if !results.comparisons.is_empty() {
        text.push('\n');
        let tally = Tally::of(&results.comparisons);
        text.push_str(&tally.headline());
        text.push_str(&tally.rest());
        text.push_str(".\n");
    }
    text
}

fn tonnage(view: View<'_>, dress: Dress) -> Option<Table> {
    let years = view.years("border_tonnage");
    if years.is_empty() {
        return None;
    }
    let mut headings = vec!["crossing".to_owned(), "direction".to_owned()];
    for year in &years {
        headings.extend([(*year).to_owned(), "reported".to_owned()]);
    }
    let mut table = plain_table(&headings, dress);
    let crossings = view.crossings();
    let mut places: Vec<&str> = crossings.clone();
    places.push("all");
    for place in places {
        for direction in [DIRECTIONS[0], DIRECTIONS[1], "both"] {
            let cells = years
                .iter()
                .map(|year| tonnage_cells(view, place, direction, year, dress));
            let cells: Vec<Option<[Cell; 2]>> = cells.collect();
            if cells.iter().all(Option::is_none) {
                continue;
            }
            let mut row = vec![
                Cell::new(words::place(place)),
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
fn tonnage_cells(
    view: View<'_>,
    place: &str,
    direction: &str,
    year: &str,
    dress: Dress,
) -> Option<[Cell; 2]> {
    let simulated = view.estimate("border_tonnage", place, direction, year)?;
    let comparisons = view.compared().filter(|comparison| {
        let observation = &comparison.observation;
        observation.measure == "border_tonnage"
            && observation.place == place
            && observation.direction == direction
            && observation.commodity == "all"
            && observation.period == year
    });
    let comparisons: Vec<&Comparison> = comparisons.collect();
    let reported: Vec<String> = comparisons
        .iter()
        .map(|comparison| {
            let observation = &comparison.observation;
            let fitted = if observation.fitted { "*" } else { "" };
            let miss = if Verdict::of(comparison) == Verdict::Misses {
                " ✗"
            } else {
                ""
            };
            format!(
                "{}{fitted}{miss}",
                bare(observation.value, &observation.unit)
            )
        })
        .collect();
    let has_miss = comparisons
        .iter()
        .any(|comparison| Verdict::of(comparison) == Verdict::Misses);
    let reported = Cell::new(reported.join("\n"));
    let reported = if has_miss {
        marked(reported, dress)
    } else {
        reported
    };
    Some([Cell::new(bare_interval(&simulated, "Mt")), reported])
}

fn unfitted(results: &Results, dress: Dress) -> Option<Table> {
    let headings = [
        "where and when",
        "simulated",
        "reported",
        "standing",
        "difference",
        "",
    ];
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    for (measure, group) in by_measure(&results.comparisons) {
        let unfitted: Vec<&Comparison> = group
            .into_iter()
            .filter(|comparison| !comparison.observation.fitted && comparison.simulated.is_some())
            .collect();
        if !unfitted.is_empty() {
            let heading = Cell::new(words::measure(measure));
            table.add_row(vec![match dress {
                Dress::Plain => heading,
                Dress::Colored => heading.add_attribute(Attribute::Bold),
            }]);
        }
        for comparison in unfitted {
            table.add_row(unfitted_row(comparison, dress));
        }
    }
    align_right(&mut table, [1, 2, 4]);
    (!table.is_empty()).then_some(table)
}

fn unfitted_row(comparison: &Comparison, dress: Dress) -> Vec<Cell> {
    let observation = &comparison.observation;
    let unit = &observation.unit;
    let simulated = comparison.simulated.as_ref();
    let reported = match (observation.low, observation.high) {
        (Some(low), Some(high)) => format!("{}–{}", bare(low, unit), amount(high, unit)),
        _ => amount(observation.value, unit),
    };
    let verdict = match Verdict::of(comparison) {
        Verdict::Misses => marked(Cell::new("✗ miss"), dress),
        _ => Cell::new("agrees"),
    };
    vec![
        Cell::new(format!("  {}", words::subject(observation))),
        Cell::new(
            simulated
                .map(|estimate| bare_interval(estimate, unit))
                .unwrap_or_default(),
        ),
        Cell::new(reported),
        Cell::new(observation.standing.key()),
        Cell::new(
            comparison
                .relative_error()
                .map(difference)
                .unwrap_or_default(),
        ),
        verdict,
    ]
}

fn plain_table(headings: &[String], dress: Dress) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY.row_separator(LineStyle::none()));
    table.set_content_arrangement(ContentArrangement::Disabled);
    // What comes out may not depend on where it goes: the caller has said how it is dressed.
    table.force_no_tty();
    if dress == Dress::Colored {
        table.enforce_styling();
    }
    let headings = headings.iter().map(|heading| match dress {
        Dress::Plain => Cell::new(heading),
        Dress::Colored => Cell::new(heading).add_attribute(Attribute::Bold),
    });
    table.set_header(headings);
    table
}

fn marked(cell: Cell, dress: Dress) -> Cell {
    match dress {
        Dress::Plain => cell,
        Dress::Colored => cell.fg(Color::DarkYellow),
    }
}

fn align_right(table: &mut Table, columns: impl IntoIterator<Item = usize>) {
    for index in columns {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn lines_of(table: &Table) -> String {
    let lines = table.lines().map(|line| line.trim_end().to_owned() + "\n");
    lines.collect()
}
