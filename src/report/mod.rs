//! What a run leaves behind: tables, charts, one page that opens offline, and a folder that holds
//! them all. Knows results; nothing of how they were computed.
//!
//! The same results write the same bytes, the wall time in the manifest apart.

mod calibration;
pub mod capacity;
mod chart;
mod compared;
mod error;
mod findings;
mod folder;
mod held;
mod hindcast;
mod html;
mod journal;
mod manifest;
mod names;
mod number;
mod projection;
mod reference;
mod road;
mod selection;
mod stall;
mod sweep;
mod tables;
mod terminal;
mod verdict;
mod view;
mod words;
mod worth;

pub use calibration::{LayerOf, calibration_json, calibration_table, write_calibration};
pub use compared::{Compared, Stuck, Variant, comparison_json, comparison_table, write_comparison};
pub use error::ReportError;
pub use findings::headline;
pub use folder::check_place;
pub use hindcast::{hindcast_json, hindcast_table, write_hindcast};
pub use journal::{Experiment, Journal};
pub use manifest::{Manifest, SourceFile};
pub use projection::{table as projection_table, write_projection};
pub use reference::{keys_json, keys_markdown, keys_table};
pub use stall::{stalls, stops};
pub use sweep::{SweepReport, sweep_json, sweep_table, trial_csv, trial_json, write_sweep};
pub use tables::summary;
pub use terminal::{Dress, table};
pub use worth::{Origin, worth_json, worth_table, write_worth};

use crate::study::Results;
use folder::Draft;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// The page to open first.
    pub page: PathBuf,
    /// The charts as SVG, the most telling first.
    pub charts: Vec<PathBuf>,
}

/// Writes the folder `out`, whole or not at all. An older report there is replaced once the new one
/// is complete; anything else there is left alone.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write(results: &Results, out: &Path, manifest: Manifest) -> Result<Written, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write("summary.json", &tables::summary(results))?;
    draft.write("results.csv", &tables::results(results))?;
    draft.write("observed.csv", &tables::observed(results))?;
    draft.write("comparison.csv", &tables::comparison(results))?;
    draft.write("held.csv", &tables::held(results))?;
    let mut figures = Vec::new();
    let mut charts = Vec::new();
    for chart in chart::charts(results) {
        charts.push(out.join(file_of(chart.name, "svg")));
        figures.push(drawn(&draft, chart)?);
    }
    draft.write("report.html", &html::page(results, &manifest, &figures))?;
    // Last, so that a folder with a manifest is a whole one.
    draft.write(manifest::FILE, &manifest.json(results))?;
    draft.finish()?;
    Ok(Written {
        folder: out.to_owned(),
        page: out.join("report.html"),
        charts,
    })
}

/// Writes a chart as SVG and PNG.
fn drawn(draft: &Draft, chart: chart::Chart) -> Result<html::Drawn, ReportError> {
    let (svg, png) = (file_of(chart.name, "svg"), file_of(chart.name, "png"));
    let text = chart.svg().map_err(|cause| undrawn(draft, &svg, cause))?;
    draft.write(&svg, &text)?;
    chart
        .write_png(&draft.path(&png)?)
        .map_err(|cause| undrawn(draft, &png, cause))?;
    Ok(html::Drawn { chart, svg: text })
}

fn file_of(chart: &str, ending: &str) -> String {
    format!("charts/{chart}.{ending}")
}

fn undrawn(draft: &Draft, name: &str, cause: String) -> ReportError {
    ReportError::Chart {
        path: draft.final_path(name),
        cause,
    }
}
