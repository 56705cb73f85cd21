//! Scenario files and tables → a checked [`Scenario`], or every fault at once. Knows nothing of
//! simulation.
//!
//! A scenario is a TOML file that may extend another, with CSV tables beside it. [`read`] goes in
//! four steps, none of which is stopped by a fault in another part:
//!
//! 1. texts become a tree of values that remember their file, line and column (`parse`);
//! 2. a file is laid over the one that it extends, and overrides over both (`extend`);
//! 3. readers walk the tree and the tables, asking for each key and cell by name; a key that
//!    nobody asked for is a fault (`keys`, `sheet`);
//! 4. what was read is checked together: names, routes, trains and cranes for every leg.
//!
//! A fault leaves a hole, or a harmless stand-in where later checks need something to go on; with
//! any fault at all there is no scenario.

mod asked;
mod calibration;
mod cell;
mod change;
mod claim;
mod crossing;
mod dated;
mod datum;
mod demand;
mod difference;
mod dispatching;
mod disruption;
mod distribution;
mod document;
mod extend;
mod facility;
mod fault;
mod field;
mod files;
mod fleet;
mod footprint;
mod growth;
mod holding;
mod hours;
mod keys;
mod maintenance;
mod names;
mod network;
mod observation;
mod operation;
mod parcel;
mod parse;
mod port;
mod projection;
mod raise;
mod reference;
mod render;
mod road;
mod rolling_stock;
mod routes;
mod routing;
mod scenario;
mod section;
mod sheet;
mod ship;
mod sweep;
mod tables;
mod traction;
mod unit_cost;
mod volume;
mod weather;
mod yard;

pub use asked::{AskedKey, AskedKeys};
pub use claim::read_claims;
pub use difference::Change;
pub use document::{Document, Entry, Item, Table, Value};
pub use fault::{Fault, Faults, Place};
pub use files::{Disk, Files, ReadFile};
pub(crate) use names::nearest;
pub use reference::{KeyEntry, reference, unit_of_ending};
pub use sweep::{
    Labels, Level, Range, Space, SweepKey, SweepMeasure, SweepPlan, SweepReading, Variants,
    read_sweep,
};

use crate::model::Scenario;
use fault::FaultLog;
use files::Loader;
use std::path::Path;

/// A scenario with what it was made from.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The scenario.
    pub scenario: Scenario,
    /// Every file that took part, in the order in which they were read.
    pub files: Vec<ReadFile>,
    /// The scenario as it was written, after every `extends` and override.
    pub document: Document,
    /// The keys that were asked for while it was read.
    pub asked: AskedKeys,
}

/// Reads and checks a scenario from disk.
///
/// Each of `overrides` is `path.to.key=value` with the value as TOML, and is laid over the file.
///
/// # Errors
///
/// Every fault found, not just the first.
pub fn read(path: &Path, overrides: &[String]) -> Result<Reading, Faults> {
    read_from(&Disk, path, overrides)
}

/// Reads and checks a scenario from any source of files. [`read`] says how.
///
/// # Errors
///
/// Every fault found, not just the first.
///
/// # Panics
///
/// If nothing is at fault and there is no scenario all the same, which a reader has promised not
/// to do.
pub fn read_from(files: &dyn Files, path: &Path, overrides: &[String]) -> Result<Reading, Faults> {
    let log = FaultLog::default();
    let loader = Loader::new(files, &log);
    let document = extend::document(&loader, &log, path, overrides);
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let scenario = match &document {
        Some(document) => scenario::scenario(document, &name, &loader, &log),
        None => None,
    };
    let files = loader.into_files();
    let asked = log.asked.keys();
    match (log.into_faults(), document, scenario) {
        (None, Some(document), Some(scenario)) => Ok(Reading {
            scenario,
            files,
            document,
            asked,
        }),
        (Some(faults), ..) => Err(faults),
        (None, ..) => panic!(
            "{}: no scenario, and no fault that says why",
            path.display()
        ),
    }
}
