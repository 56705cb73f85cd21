//! What a hindcast leaves behind: the scorecard as a table, a chart, and a folder that holds them.

mod tables;

pub use tables::{hindcast_json, hindcast_table};

use super::chart;
use super::folder::Draft;
use super::html::Drawn;
use super::manifest::{self, Manifest};
use super::{ReportError, Written, drawn, file_of};
use crate::study::Hindcast;
use std::path::Path;

/// Writes the folder `out` of a hindcast, whole or not at all.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_hindcast(
    hindcast: &Hindcast,
    (scenario, seed): (&str, u64),
    out: &Path,
    manifest: &Manifest,
) -> Result<Written, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write("scorecard.csv", &tables::scorecard(hindcast))?;
    draft.write(
        "scorecard.txt",
        &hindcast_table(hindcast, super::Dress::Plain),
    )?;
    draft.write("fitted.csv", &tables::fitted(hindcast))?;
    let Drawn { chart, .. } = drawn(&draft, chart::hindcast(hindcast, (scenario, seed)))?;
    let svg = out.join(file_of(chart.name, "svg"));
    let known: Vec<i16> = hindcast.fits.iter().map(|it| it.0).collect();
    let facts = serde_json::json!({
        "scenario": scenario,
        "seed": seed,
        "known_until": known,
        "paths": hindcast.paths,
        "growth_rule": hindcast.growth_rule,
        "definition": hindcast.definition,
    });
    // Last, so that a folder with a manifest is a whole one.
    draft.write(manifest::FILE, &manifest.json_of_study("hindcast", &facts))?;
    draft.finish()?;
    Ok(Written {
        folder: out.to_owned(),
        page: svg.clone(),
        charts: vec![svg],
    })
}
