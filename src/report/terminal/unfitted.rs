//! Reported figures that nothing was fitted to, beside the simulated ones.

use super::{Dress, align_right, plain_table};
use crate::report::names::Names;
use crate::report::number::{bare, bare_interval, bare_range, difference};
use crate::report::selection::{by_measure, telling};
use crate::report::verdict::{Limit, Tally, Verdict};
use crate::report::view::View;
use crate::report::words;
use crate::study::{Comparison, Results};
use comfy_table::{Cell, Table};

/// How many rows a measure has at most.
pub(super) const MOST_ROWS: usize = 4;

/// How many letters are left of a subject: the table is for a window of 110 columns.
const MOST_LETTERS: usize = 42;

/// Returns the table, or nothing where nothing was reported that was not fitted to.
pub(super) fn table(results: &Results, dress: Dress) -> Option<Table> {
    let headings = ["where and when", "simulated", "reported", "difference", ""];
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    let (view, names) = (View::of(results), Names::of(results));
    let unfitted = results
        .comparisons
        .iter()
        .filter(|comparison| !comparison.observation.fitted && comparison.simulated.is_some());
    for (measure, group) in by_measure(unfitted) {
        add_group(&mut table, (measure, &group), (view, &names), dress);
    }
    align_right(&mut table, [1, 2, 3]);
    (!table.is_empty()).then_some(table)
}

fn add_group(
    table: &mut Table,
    (measure, group): (&str, &[&Comparison]),
    (view, names): (View<'_>, &Names<'_>),
    dress: Dress,
) {
    let rows = rows(view, group);
    let subjects = names.subjects(&rows);
    let name = words::measure(measure);
    let unit = rows
        .first()
        .map_or("", |comparison| &comparison.observation.unit);
    let unit = words::unit(unit);
    let says_unit = match unit.as_str() {
        "share" | "%" | "t" => true,
        unit => unit.len() > 2 && name.to_lowercase().contains(&unit.to_lowercase()),
    };
    let unit = match says_unit {
        true => String::new(),
        false => format!(", {unit}"),
    };
    let shared = match subjects.shared.as_str() {
        "" => String::new(),
        shared => format!(" ({shared})"),
    };
    let tally = Tally::of(group.iter().copied());
    let agreeing = match tally.n_unfitted {
        0 => String::new(),
        n => format!("{} of {n} agree", tally.n_unfitted_agreeing),
    };
    let heading = vec![
        dress.heading(clipped(&format!("{name}{unit}{shared}"), MOST_LETTERS + 2)),
        Cell::new(""),
        Cell::new(""),
        Cell::new(""),
        Cell::new(agreeing),
    ];
    table.add_row(heading);
    for (comparison, subject) in rows.iter().zip(subjects.each) {
        table.add_row(row(comparison, &subject, dress));
    }
}

/// Returns the rows that are shown: limits, and those farthest off, in the order of the file.
fn rows<'a>(view: View<'_>, group: &[&'a Comparison]) -> Vec<&'a Comparison> {
    let (mut rows, _) = telling(view, group.iter().copied());
    if rows.is_empty() {
        rows = group.to_vec();
    } else {
        let is_limit = |it: &&&Comparison| Limit::of(&it.observation).is_some();
        rows.extend(group.iter().filter(is_limit));
    }
    // Equally far ones keep the order of the file.
    rows.sort_by(|one, other| farness(other).total_cmp(&farness(one)));
    rows.truncate(MOST_ROWS);
    rows.sort_by_key(|row| group.iter().position(|other| std::ptr::eq(*row, *other)));
    rows
}

/// Returns how far off a figure is: misses come first, then limits, the nearest to being reached
/// before the others. A half of what was reported is as far off as its double.
fn farness(comparison: &Comparison) -> f64 {
    let share = comparison.relative_error().map_or(1.0, |error| 1.0 + error);
    let share = share.max(1e-9).ln();
    match Verdict::of(comparison) {
        Verdict::Misses | Verdict::Above(_) => 1e3 + share.abs(),
        Verdict::Within(_) => 5e2 + share,
        Verdict::Agrees | Verdict::NotModelled => share.abs(),
    }
}

fn row(comparison: &Comparison, subject: &str, dress: Dress) -> Vec<Cell> {
    let observation = &comparison.observation;
    let unit = &observation.unit;
    let simulated = comparison.simulated.as_ref();
    let limit = Limit::of(observation);
    let reported = match (observation.low, observation.high) {
        (Some(low), Some(high)) if limit.is_none() => bare_range(low, high, unit),
        _ => bare(observation.value, unit),
    };
    let difference = comparison.relative_error().map(difference);
    let verdict = Verdict::of(comparison);
    let words = verdict.words();
    vec![
        Cell::new(format!("  {}", clipped(subject, MOST_LETTERS))),
        Cell::new(
            simulated
                .map(|estimate| bare_interval(estimate, unit))
                .unwrap_or_default(),
        ),
        Cell::new(reported),
        Cell::new(difference.filter(|_| limit.is_none()).unwrap_or_default()),
        match verdict.is_miss() {
            true => dress.miss(words),
            false => Cell::new(words),
        },
    ]
}

fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}
