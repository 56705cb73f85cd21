//! What a study of capacity leaves behind: a table, a chart, one page, and a folder of them all.

mod claims;
mod element;

pub use claims::{claims_json, claims_table};
pub use element::{element_json, element_table};

use super::chart::{self, Chart};
use super::folder::Draft;
use super::manifest::{self, Manifest};
use super::{ReportError, Written, html};
use crate::model::Claim;
use crate::study::capacity::{Capacity, Checked};
use serde_json::json;
use std::path::Path;

/// What the results do not say of themselves: what they came from and what it took.
#[derive(Clone, Debug)]
pub struct Made<'a> {
    /// The scenario's short name.
    pub scenario: &'a str,
    /// The files that were read, and how long it took.
    pub manifest: Manifest,
    /// The seed of all random numbers.
    pub seed: u64,
    /// Replications of each step that were asked for.
    pub replications: usize,
}

/// The page of a study.
struct Page {
    kicker: String,
    lead: String,
    table: String,
    csv: String,
}

/// Writes what one element carries into the folder `out`, whole or not at all.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_element(
    capacity: &Capacity,
    claims: &[&Claim],
    out: &Path,
    made: &Made<'_>,
) -> Result<Written, ReportError> {
    let chart = chart::capacity(capacity, claims);
    let page = Page {
        kicker: format!("Corridor · {} · capacity", made.scenario),
        lead: element::lead(capacity),
        table: element_table(capacity, claims, super::Dress::Plain),
        csv: element::csv(capacity, made.scenario),
    };
    write(&page, chart, out, made)
}

/// Writes what became of official claims into the folder `out`, whole or not at all.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_claims(
    checked: &[Checked],
    out: &Path,
    made: &Made<'_>,
) -> Result<Written, ReportError> {
    let chart = chart::claims(checked, made.seed, made.replications);
    let page = Page {
        kicker: format!("Corridor · {} · official claims", made.scenario),
        lead: "Each element is loaded with far more than it can carry, with what the claim presupposes. A claim \
               holds that is met within 10 %, or within the interval."
            .to_owned(),
        table: claims_table(checked, super::Dress::Plain),
        csv: claims::csv(checked),
    };
    write(&page, chart, out, made)
}

fn write(page: &Page, chart: Chart, out: &Path, made: &Made<'_>) -> Result<Written, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write("results.csv", &page.csv)?;
    let svg = out.join(super::file_of(chart.name, "svg"));
    let html::Drawn { chart, svg: text } = super::drawn(&draft, chart)?;
    draft.write(
        "report.html",
        &html::plain_page(
            (&page.kicker, &chart.title),
            &page.lead,
            (&chart, &text),
            &page.table,
        ),
    )?;
    let facts = json!({
        "scenario": made.scenario,
        "seed": made.seed,
        "replications": made.replications,
    });
    // Last, so that a folder with a manifest is a whole one.
    draft.write(
        manifest::FILE,
        &made.manifest.json_of_study("capacity", &facts),
    )?;
    draft.finish()?;
    Ok(Written {
        folder: out.to_owned(),
        page: out.join("report.html"),
        charts: vec![svg],
    })
}
