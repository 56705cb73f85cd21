//! The table of official claims, which stands beside the scenarios.

use super::datum::Datum;
use super::fault::{FaultLog, Faults, Place};
use super::files::{Files, Loader, beside};
use super::sheet::{Row, Sheet};
use crate::model::Claim;
use std::path::Path;

/// The column of the scenario or what-if that a claim is tested on, seen from the table. Optional.
const SCENARIO: &str = "scenario";

const COLUMNS: [&str; 10] = [
    "id",
    "element",
    "claim",
    "value",
    "unit",
    "from",
    "sets",
    "observed",
    "observed_in",
    "source",
];

/// Reads a table of claims: one row a claim. What a claim presupposes is KEY=VALUE, with semicolons
/// between; a claim about what the scenario lacks may name another file in the column `scenario`.
///
/// # Errors
///
/// Every fault found, each with its line.
pub fn read_claims(files: &dyn Files, path: &Path) -> Result<Vec<Claim>, Faults> {
    let log = FaultLog::default();
    let loader = Loader::new(files, &log);
    let whole = Place::whole(path.to_string_lossy().as_ref().into());
    let source = loader.source(path, (&whole, ""));
    let claims = source.map(|source| {
        let sheet = Sheet::read(&source, &COLUMNS, &log);
        sheet.check_unique();
        let rows: Vec<_> = sheet.rows().map(|row| claim(&row, path)).collect();
        rows.into_iter().flatten().collect()
    });
    match log.into_faults() {
        Some(faults) => Err(faults),
        None => Ok(claims.unwrap_or_default()),
    }
}

fn claim(row: &Row, table: &Path) -> Option<Claim> {
    let words = |column| row.get(column, |cell| cell.words());
    let value = row.get("value", |cell| cell.above_zero("a capacity"));
    let observed = row.maybe("observed", |cell| cell.number());
    let observed_in = row.maybe("observed_in", |cell| cell.words());
    if observed.is_some() && observed_in.is_none() {
        row.fault("observed_in", "the cell is empty; say when it was observed");
    }
    let sets = row.maybe("sets", |cell| sets(cell));
    let scenario = row.maybe(SCENARIO, |cell| {
        let file = beside(&table.to_string_lossy(), &cell.words()?);
        Some(file.to_string_lossy().into_owned())
    });
    Some(Claim {
        key: words("id")?,
        element: words("element")?,
        text: words("claim")?,
        value: value?,
        unit: words("unit")?,
        from: words("from")?,
        scenario,
        sets: sets.unwrap_or_default(),
        observed: observed.zip(observed_in),
        source: words("source")?,
    })
}

fn sets(cell: &impl Datum) -> Option<Vec<String>> {
    let sets = cell.text()?.split(';').map(str::trim);
    let sets: Vec<String> = sets
        .filter(|set| !set.is_empty())
        .map(str::to_owned)
        .collect();
    let torn = sets.iter().find(|set| !set.contains('='));
    if let Some(torn) = torn {
        cell.fault(format!(
            "{torn:?} is no KEY=VALUE; give them with semicolons between"
        ));
        return None;
    }
    Some(sets)
}
