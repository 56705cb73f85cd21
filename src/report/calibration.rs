//! What a calibration leaves behind: a scenario layer with the fitted values, tables, and a folder
//! that holds them.

use super::folder::Draft;
use super::manifest::{self, Manifest};
use super::terminal::{Dress, align_right, lines_of, plain_table};
use super::{ReportError, Written, number};
use crate::study::{Calibrated, Fitted};
use std::fmt::Write;
use std::path::Path;

/// The layer's file.
const LAYER: &str = "calibrated.toml";

/// What a calibration does not say of itself.
#[derive(Clone, Debug)]
pub struct LayerOf<'a> {
    /// The scenario's title.
    pub title: &'a str,
    /// The scenario's file, as seen from the folder of the layer.
    pub extends: &'a str,
    /// The years fitted to.
    pub years: &'a [i16],
    /// What the user changed, as lines of TOML.
    pub set: &'a [String],
    /// The seed of all random numbers.
    pub seed: u64,
}

/// Writes the folder `out` of a calibration, whole or not at all.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_calibration(
    calibrated: &Calibrated,
    of: &LayerOf<'_>,
    out: &Path,
    manifest: &Manifest,
) -> Result<Written, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write(LAYER, &layer(calibrated, of))?;
    draft.write("fitted.csv", &fitted_csv(calibrated))?;
    draft.write("cells.csv", &cells_csv(calibrated))?;
    let facts = serde_json::json!({
        "title": of.title,
        "fitted_to": of.years,
        "seed": of.seed,
        "replications": calibrated.replications,
        "rounds": calibrated.fit.rounds,
    });
    // Last, so that a folder with a manifest is a whole one.
    draft.write(manifest::FILE, &manifest.json_of_study("calibrate", &facts))?;
    draft.finish()?;
    Ok(Written {
        folder: out.to_owned(),
        page: out.join(LAYER),
        charts: Vec::new(),
    })
}

/// Returns what was fitted, and the cells beside it, as tables that a person reads.
pub fn calibration_table(calibrated: &Calibrated, dress: Dress) -> String {
    let headings = ["fitted", "value", "90 %", "bounds", "held by the data"];
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    align_right(&mut table, 1..4);
    for (parameter, fitted) in pairs(calibrated) {
        table.add_row([
            parameter.name.clone(),
            number::fixed(fitted.value, 3),
            range(fitted.interval),
            range((parameter.low, parameter.high)),
            hold(fitted),
        ]);
    }
    let headings = ["cell", "period", "reported", "fitted", "error"];
    let mut cells = plain_table(&headings.map(str::to_owned), dress);
    align_right(&mut cells, 2..5);
    for (cell, value) in calibrated.cells.iter().zip(&calibrated.fit.cells) {
        cells.add_row([
            cell.key.clone(),
            cell.period.clone(),
            number::amount(cell.value, &cell.unit),
            number::amount(*value, &cell.unit),
            number::difference(value / cell.value - 1.0),
        ]);
    }
    format!(
        "{}\n{}\nWeighted squares {} over {} cells and {} parameters, in {} rounds.\n",
        lines_of(&table),
        lines_of(&cells),
        number::fixed(calibrated.fit.squares, 1),
        calibrated.cells.len(),
        calibrated.parameters.len(),
        calibrated.fit.rounds,
    )
}

/// Returns what was fitted as JSON.
pub fn calibration_json(calibrated: &Calibrated) -> String {
    let fitted = pairs(calibrated).map(|(parameter, it)| {
        serde_json::json!({
            "name": parameter.name, "key": parameter.key, "value": number::rounded(it.value),
            "error": number::rounded(it.error), "low_90": number::rounded(it.interval.0),
            "high_90": number::rounded(it.interval.1), "held": it.hold.key(),
            "at_bound": it.at_bound,
        })
    });
    let fitted: Vec<_> = fitted.collect();
    let json = serde_json::to_string_pretty(&serde_json::json!({ "fitted": fitted }));
    json.expect("text and numbers become JSON") + "\n"
}

fn pairs(calibrated: &Calibrated) -> impl Iterator<Item = (&crate::model::Parameter, &Fitted)> {
    calibrated.parameters.iter().zip(&calibrated.fit.fitted)
}

fn range((low, high): (f64, f64)) -> String {
    format!("{}–{}", number::fixed(low, 3), number::fixed(high, 3))
}

fn hold(fitted: &Fitted) -> String {
    let key = fitted.hold.key();
    if fitted.at_bound {
        format!("{key}; at its bound: the data ask for more")
    } else {
        key.to_owned()
    }
}

fn layer(calibrated: &Calibrated, of: &LayerOf<'_>) -> String {
    let years: Vec<String> = of.years.iter().map(i16::to_string).collect();
    let mut text = format!(
        "# Fitted to {} reported figures of {}, {} replications a point, seed {}.\n# Each value with its \
         interval of 90 % and how firmly the data hold it.\n",
        calibrated.cells.len(),
        years.join(", "),
        calibrated.replications,
        of.seed,
    );
    for (parameter, fitted) in pairs(calibrated) {
        let _ = writeln!(
            text,
            "# {} = {}: {}, {}; plausible {}",
            parameter.key,
            number::plain(fitted.value),
            range(fitted.interval),
            hold(fitted),
            range((parameter.low, parameter.high)),
        );
    }
    let quoted = |text: &str| format!("{text:?}");
    let _ = writeln!(text, "extends = {}", quoted(of.extends));
    let title = format!("{}, fitted to {}", of.title, years.join(", "));
    let _ = writeln!(text, "title = {}", quoted(&title));
    for line in of.set.iter().chain(&calibrated.changes) {
        let _ = writeln!(text, "{line}");
    }
    text
}

fn fitted_csv(calibrated: &Calibrated) -> String {
    let mut text =
        "name,key,value,standard_error,low_90,high_90,held,at_bound,low,high,start\n".to_owned();
    for (it, fitted) in pairs(calibrated) {
        let numbers = [
            fitted.value,
            fitted.error,
            fitted.interval.0,
            fitted.interval.1,
        ];
        let numbers = numbers.map(number::plain).join(",");
        let bounds = [it.low, it.high, it.start].map(number::plain).join(",");
        let (held, at_bound) = (fitted.hold.key(), fitted.at_bound);
        let _ = writeln!(
            text,
            "{},{},{numbers},{held},{at_bound},{bounds}",
            it.name, it.key
        );
    }
    text
}

fn cells_csv(calibrated: &Calibrated) -> String {
    let mut text =
        "cell,measure,place,direction,commodity,period,unit,reported,fitted\n".to_owned();
    for (it, value) in calibrated.cells.iter().zip(&calibrated.fit.cells) {
        let labels = [
            &it.key,
            &it.measure,
            &it.place,
            &it.direction,
            &it.commodity,
            &it.period,
            &it.unit,
        ];
        let labels = labels.map(String::as_str).join(",");
        let values = [it.value, *value].map(number::plain).join(",");
        let _ = writeln!(text, "{labels},{values}");
    }
    text
}
