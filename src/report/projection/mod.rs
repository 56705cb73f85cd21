//! What a projection leaves behind: tables, a fan chart, a page, and a folder that holds them.

mod page;
mod tables;

pub use tables::table;
pub(super) use tables::{QUANTILES, name_of};

use super::chart;
use super::folder::Draft;
use super::html::Drawn;
use super::manifest::{self, Manifest};
use super::{ReportError, Written, drawn, file_of};
use crate::study::Projected;
use std::path::Path;

/// Writes the folder `out` of a projection, whole or not at all.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_projection(
    projected: &Projected,
    out: &Path,
    manifest: &Manifest,
) -> Result<Written, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write("results.csv", &tables::results(projected))?;
    draft.write("bands.csv", &tables::bands(projected))?;
    draft.write("saturation.csv", &tables::saturation(projected))?;
    draft.write("variance.csv", &tables::variance(projected))?;
    if !projected.offered.is_empty() {
        draft.write("offered.csv", &tables::offered(projected))?;
    }
    let chart = chart::fan(projected);
    let svg = out.join(file_of(chart.name, "svg"));
    let Drawn { chart, svg: text } = drawn(&draft, chart)?;
    draft.write("report.html", &page::page(projected, &chart, &text))?;
    let facts = serde_json::json!({
        "scenario": projected.scenario,
        "title": projected.title,
        "seed": projected.seed,
        "paths": projected.paths,
        "first_year": projected.years.first(),
        "last_year": projected.years.last(),
    });
    // Last, so that a folder with a manifest is a whole one.
    draft.write(manifest::FILE, &manifest.json_of_study("project", &facts))?;
    draft.finish()?;
    Ok(Written {
        folder: out.to_owned(),
        page: out.join("report.html"),
        charts: vec![svg],
    })
}
