//! What a sweep leaves behind: tables, charts, a page, and a folder that holds them all. Knows no
//! simulation.

mod long;
mod page;
mod parquet;
mod tables;
mod text;

pub use tables::{json as sweep_json, trial_json};
pub use text::table as sweep_table;

use super::folder::Draft;
use super::manifest::{self, Manifest};
use super::{ReportError, Written, chart, drawn, words};
use crate::input::{Level, SweepKey, SweepPlan};
use crate::study::{
    Bar, Difference, Evidence, Measured, SweepDesign, Swept, SweptValues, TrialRow,
};
use std::path::Path;

/// A finished sweep, ready to be written.
#[derive(Clone, Copy, Debug)]
pub struct SweepReport<'a> {
    /// What was to be done.
    pub plan: &'a SweepPlan,
    /// The scenario's short name and title.
    pub scenario: (&'a str, &'a str),
    /// The points.
    pub design: &'a SweepDesign,
    /// What was measured, the most important first.
    pub measured: &'a [Measured],
    /// The values of every trial.
    pub values: &'a SweptValues,
    /// What they tell.
    pub swept: &'a Swept,
    /// The seed of all random numbers.
    pub seed: u64,
}

/// Writes the folder `out`, whole or not at all.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_sweep(
    sweep: &SweepReport<'_>,
    out: &Path,
    manifest: &Manifest,
) -> Result<Written, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write("summary.json", &tables::json(sweep))?;
    draft.write("results.csv", &long::csv(sweep))?;
    draft.write("results.parquet", &parquet::bytes(sweep))?;
    draft.write("design.csv", &tables::design(sweep))?;
    draft.write("tornado.csv", &tables::tornado(sweep))?;
    draft.write("sensitivity.csv", &tables::sensitivity(sweep))?;
    let mut figures = Vec::new();
    let mut charts = Vec::new();
    for chart in chart::sweep(sweep) {
        charts.push(out.join(super::file_of(chart.name, "svg")));
        figures.push(drawn(&draft, chart)?);
    }
    draft.write("report.html", &page::page(sweep, &figures))?;
    let facts = serde_json::json!({
        "scenario": sweep.scenario.0,
        "seed": sweep.seed,
        "points": sweep.design.points.len(),
        "replications": sweep.values.replications,
    });
    // Last, so that a folder with a manifest is a whole one.
    draft.write(manifest::FILE, &manifest.json_of_study("sweep", &facts))?;
    draft.finish()?;
    Ok(Written {
        folder: out.to_owned(),
        page: out.join("report.html"),
        charts,
    })
}

/// Returns the rows of `results.csv` of one trial, under their heading.
pub fn trial_csv(
    (plan, scenario): (&SweepPlan, &str),
    levels: &[Level],
    measured: &[Measured],
    (id, row): (&str, &TrialRow),
) -> String {
    let mut table = long::table(plan);
    let trial = long::Trial {
        scenario,
        id,
        levels,
        row,
    };
    long::write(&mut table, &trial, measured);
    table.text()
}

/// Returns what a measure is of, in words: `Tonnage over the border, all crossings, both ways, 2022`.
pub(super) fn subject(measured: &Measured) -> String {
    let wanted = &measured.wanted;
    let mut parts = vec![
        words::measure(&wanted.measure),
        measured.place.clone(),
        words::direction(&wanted.direction).to_owned(),
    ];
    if wanted.commodity != "all" {
        parts.push(words::commodity(&wanted.commodity));
    }
    parts.push(words::period(&wanted.period.to_string()));
    parts.join(", ")
}

/// Returns a level for people, without its unit: `10.1`, `×0.8`.
pub(super) fn level(level: &Level) -> String {
    match level {
        Level::Factor { factor, .. } => format!("×{factor}"),
        Level::Truth(true) => "yes".to_owned(),
        Level::Truth(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

/// Returns the low and the high end of a key for people: `8–14 trains a day`.
pub(super) fn ends(key: &SweepKey) -> String {
    let [low, high] = [0.0, 1.0].map(|share| level(&key.at(share).0));
    let unit = match key.unit.as_str() {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    format!("{low} → {high}{unit}")
}

/// Returns the keys with what changing each alone does to a measure, the most telling first.
pub(super) fn ranked<'a>(
    sweep: &SweepReport<'a>,
    measure: usize,
) -> Vec<(usize, &'a SweepKey, &'a Bar)> {
    let bars = sweep.swept.tornado[measure].iter();
    let rows = sweep.plan.keys.iter().zip(bars).enumerate();
    let mut rows: Vec<_> = rows.map(|(n, (key, bar))| (n, key, bar)).collect();
    rows.sort_by(|(.., one), (.., other)| other.length().total_cmp(&one.length()));
    rows
}

/// Returns whether a difference is more than chance.
pub(super) fn is_evident(difference: Option<&Difference>) -> bool {
    difference.is_some_and(|it| matches!(it.evidence, Evidence::Better | Evidence::Worse))
}
