//! What a projection leaves behind: tables, a fan chart, a page, and a folder that holds them.

mod page;
mod tables;

pub use tables::table;
pub(super) use tables::{QUANTILES, name_of};

use super::chart;
use super::folder::Draft;
use super::manifest::{self, Manifest};
use super::{ReportError, Written, file_of, number, undrawn};
use crate::study::Projected;
use serde::Serialize;
use std::path::Path;

/// The manifest as it is written.
#[derive(Serialize)]
struct Content<'a> {
    program: &'a str,
    version: &'a str,
    scenario: &'a str,
    title: &'a str,
    scenario_sha256: String,
    files: &'a [super::SourceFile],
    seed: u64,
    paths: usize,
    first_year: Option<i16>,
    last_year: Option<i16>,
    wall_time_s: f64,
}

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
    let chart = chart::fan(projected);
    let (svg, png) = (file_of(chart.name, "svg"), file_of(chart.name, "png"));
    let text = chart.svg().map_err(|cause| undrawn(&draft, &svg, cause))?;
    draft.write(&svg, &text)?;
    chart
        .write_png(&draft.path(&png)?)
        .map_err(|cause| undrawn(&draft, &png, cause))?;
    draft.write("report.html", &page::page(projected, &chart, &text))?;
    let content = Content {
        program: manifest::PROGRAM,
        version: &manifest.version,
        scenario: &projected.scenario,
        title: &projected.title,
        scenario_sha256: manifest.scenario_sha256(),
        files: &manifest.files,
        seed: projected.seed,
        paths: projected.paths,
        first_year: projected.years.first().copied(),
        last_year: projected.years.last().copied(),
        wall_time_s: number::rounded((manifest.wall_time.as_secs_f64() * 1e3).round() / 1e3),
    };
    let json = serde_json::to_string_pretty(&content).expect("text and numbers become JSON");
    // Last, so that a folder with a manifest is a whole one.
    draft.write(manifest::FILE, &(json + "\n"))?;
    draft.finish()?;
    Ok(Written {
        folder: out.to_owned(),
        page: out.join("report.html"),
        charts: vec![out.join(svg)],
    })
}
