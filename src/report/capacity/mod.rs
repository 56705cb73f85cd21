//! What a study of capacity leaves behind: a table, a chart, one page, and a folder of them all.

mod claims;
mod element;

pub use claims::{claims_json, claims_table};
pub use element::{element_json, element_table};

use super::chart::{self, Chart};
use super::folder::Draft;
use super::manifest::{self, SourceFile};
use super::{ReportError, html, number, undrawn};
use crate::model::Claim;
use crate::study::capacity::{Capacity, Checked};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the results do not say of themselves: what they came from and what it took.
#[derive(Clone, Copy, Debug)]
pub struct Made<'a> {
    /// The scenario's short name.
    pub scenario: &'a str,
    /// The files that were read.
    pub files: &'a [SourceFile],
    /// The seed of all random numbers.
    pub seed: u64,
    /// Replications of each step that were asked for.
    pub replications: usize,
    /// How long it took: all in the folder that differs from run to run.
    pub wall_time: Duration,
}

/// The page of a study.
struct Page {
    kicker: String,
    lead: String,
    table: String,
    csv: String,
}

/// Writes what one element carries into the folder `out`, whole or not at all; returns the folder.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_element(
    capacity: &Capacity,
    claims: &[&Claim],
    out: &Path,
    made: &Made<'_>,
) -> Result<PathBuf, ReportError> {
    let chart = chart::capacity(capacity, claims);
    let page = Page {
        kicker: format!("Corridor · {} · capacity", made.scenario),
        lead: element::lead(capacity),
        table: element_table(capacity, claims, super::Dress::Plain),
        csv: element::csv(capacity, made.scenario),
    };
    write(&page, &chart, out, made)
}

/// Writes what became of official claims into the folder `out`, whole or not at all; returns the
/// folder.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_claims(
    checked: &[Checked],
    out: &Path,
    made: &Made<'_>,
) -> Result<PathBuf, ReportError> {
    let chart = chart::claims(checked, made.seed, made.replications);
    let page = Page {
        kicker: format!("Corridor · {} · official claims", made.scenario),
        lead: "Each element is loaded with far more than it can carry, with what the claim presupposes. A claim \
               holds that is met within 10 %, or within the interval."
            .to_owned(),
        table: claims_table(checked, super::Dress::Plain),
        csv: claims::csv(checked),
    };
    write(&page, &chart, out, made)
}

fn write(page: &Page, chart: &Chart, out: &Path, made: &Made<'_>) -> Result<PathBuf, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write("results.csv", &page.csv)?;
    let (svg, png) = (
        super::file_of(chart.name, "svg"),
        super::file_of(chart.name, "png"),
    );
    let text = chart.svg().map_err(|cause| undrawn(&draft, &svg, cause))?;
    draft.write(&svg, &text)?;
    let drawn = chart.write_png(&draft.path(&png)?);
    drawn.map_err(|cause| undrawn(&draft, &png, cause))?;
    draft.write(
        "report.html",
        &html::plain_page(
            (&page.kicker, &chart.title),
            &page.lead,
            (chart, &text),
            &page.table,
        ),
    )?;
    let wall_time_s = number::rounded((made.wall_time.as_secs_f64() * 1e3).round() / 1e3);
    let manifest = json!({
        "program": "corridor",
        "version": env!("CARGO_PKG_VERSION"),
        "scenario": made.scenario,
        "files": made.files,
        "seed": made.seed,
        "replications": made.replications,
        "wall_time_s": wall_time_s,
    });
    // Last, so that a folder with a manifest is a whole one.
    draft.write(manifest::FILE, &format!("{manifest:#}\n"))?;
    draft.finish()?;
    Ok(out.to_owned())
}
