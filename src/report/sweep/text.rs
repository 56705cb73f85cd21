//! A sweep as tables for the terminal: what each key does alone, and what comes from which.

use super::{SweepReport, ends, level, ranked, subject};
use crate::report::Dress;
use crate::report::compared::signed;
use crate::report::number::{amount, bare, fixed};
use crate::report::terminal::{align_right, lines_of, plain_table};
use crate::report::words::{self, counted};
use crate::study::Sensitivity;
use crate::study::sensitivity::Bounded;

/// Returns the tables of the first measure, and how the sweep was made.
pub fn table(sweep: &SweepReport<'_>, dress: Dress) -> String {
    let Some(measured) = sweep.measured.first() else {
        return "Nothing was measured.\n".to_owned();
    };
    let mut text = format!(
        "{}, {}\nEach key alone, all others as in the scenario\n",
        subject(measured),
        words::unit(measured.unit)
    );
    text.push_str(&tornado(sweep, measured.unit, dress));
    let indices = sensitivity(sweep, measured.unit, dress);
    text.push_str(&indices);
    text.push_str(&format!("\n{}.\n", made(sweep)));
    if sweep.measured.len() > 1 {
        text.push_str(&format!(
            "{} in the folder's tables.\n",
            words::capitalized(&counted(
                sweep.measured.len() - 1,
                "more measure is",
                "more measures are"
            ))
        ));
    }
    text
}

/// Returns how many points and trials there were, on what random numbers; and a word on stalls.
pub(super) fn made(sweep: &SweepReport<'_>) -> String {
    let values = sweep.values;
    let mut text = format!(
        "{} with {} each on the same random numbers, seed {}",
        counted(sweep.design.points.len(), "point", "points"),
        counted(values.replications, "replication", "replications"),
        sweep.seed
    );
    if values.n_stalled() > 0 {
        text.push_str(&format!(
            ". In {} the corridor stalled: results.csv marks them, and their values are of a corridor \
             that stood still",
            counted(values.n_stalled(), "trial", "trials")
        ));
    }
    text
}

fn tornado(sweep: &SweepReport<'_>, unit: &str, dress: Dress) -> String {
    let headings = [
        "key",
        "scenario",
        "low → high",
        "at low",
        "at high",
        "low to high (95 %)",
    ];
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    align_right(&mut table, [1, 3, 4, 5]);
    for (_, key, bar) in ranked(sweep, 0) {
        let at = |it: Option<crate::study::Difference>| {
            it.map_or("–".to_owned(), |it| bare(it.variant.mean, unit))
        };
        let across = bar.across.map(|it| signed(&it.paired, unit));
        table.add_row([
            key.name.clone(),
            level(&key.own),
            ends(key),
            at(bar.low),
            at(bar.high),
            across.unwrap_or_else(|| "–".to_owned()),
        ]);
    }
    lines_of(&table)
}

/// Returns the indices of the first measure over all of the space; nothing where the design does not
/// tell.
fn sensitivity(sweep: &SweepReport<'_>, unit: &str, dress: Dress) -> String {
    let keys = sweep.plan.keys.iter();
    let (title, headings, rows): (_, [&str; 3], Vec<[String; 3]>) =
        match &sweep.swept.sensitivity[0] {
            Sensitivity::None => return String::new(),
            Sensitivity::Shares(all) => (
                "Share of the variance over the whole space, first order and total",
                ["key", "first order", "total"],
                keys.zip(all)
                    .map(|(key, it)| [key.name.clone(), share(&it.first), share(&it.total)])
                    .collect(),
            ),
            Sensitivity::Effects(all) => (
                "Elementary effects over the whole range: mean of sizes (μ*) and deviation (σ)",
                ["key", "μ*", "σ"],
                keys.zip(all)
                    .filter_map(|(key, it)| {
                        let it = it.as_ref()?;
                        Some([
                            key.name.clone(),
                            sized(&it.absolute, unit),
                            amount(it.deviation, unit),
                        ])
                    })
                    .collect(),
            ),
        };
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    align_right(&mut table, [1, 2]);
    for row in rows {
        table.add_row(row);
    }
    format!("\n{title}\n{}", lines_of(&table))
}

/// Returns a share of a variance with its interval: `0.44 (0.40–0.47)`.
pub(super) fn share(bounded: &Bounded) -> String {
    let interval = bounded.interval;
    let interval = interval.map(|(low, high)| format!(" ({}–{})", fixed(low, 2), fixed(high, 2)));
    fixed(bounded.value, 2) + &interval.unwrap_or_default()
}

/// Returns the size of an effect with its interval: `1.93 (1.71–2.15) Mt`.
pub(super) fn sized(bounded: &Bounded, unit: &str) -> String {
    let interval = bounded.interval;
    let interval =
        interval.map(|(low, high)| format!(" ({}–{})", bare(low, unit), bare(high, unit)));
    amount(bounded.value, unit) + &interval.unwrap_or_default()
}
