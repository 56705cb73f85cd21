//! Variants of a scenario: some of its keys at other levels. Knows neither files nor designs.

use super::key::{Level, SweepKey};
use crate::input::change::{self, Missing};
use crate::input::document::{Document, Item, Table, Value};
use crate::input::fault::{Fault, FaultLog, Faults, Place};
use crate::input::files::{Loader, ReadFile};
use crate::input::names::remedy;
use crate::input::scenario;
use crate::model::Scenario;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The parameters of distributions that are quantities and not shapes.
const SCALED: [&str; 7] = ["value", "low", "mode", "high", "mean", "location", "scale"];

/// A scenario whose keys can be changed without asking the disk again.
#[derive(Clone, Debug)]
pub struct Variants {
    name: String,
    document: Document,
    files: BTreeMap<PathBuf, Vec<u8>>,
    keys: Vec<SweepKey>,
}

impl Variants {
    pub(super) fn new(
        name: &str,
        document: Document,
        files: &[ReadFile],
        keys: Vec<SweepKey>,
    ) -> Self {
        let files = files.iter();
        Self {
            name: name.to_owned(),
            document,
            files: files
                .map(|file| (file.path.clone(), file.bytes.clone()))
                .collect(),
            keys,
        }
    }

    /// Reads and checks the scenario with each key at its level; levels are in the order of keys.
    ///
    /// # Errors
    ///
    /// Every fault found. What a level itself is to blame for is at its key in the plan.
    ///
    /// # Panics
    ///
    /// If there are not as many levels as keys.
    pub fn read(&self, levels: &[Level]) -> Result<Scenario, Faults> {
        assert_eq!(levels.len(), self.keys.len(), "a level for each key");
        self.with(&self.keys.iter().zip(levels).collect::<Vec<_>>())
    }

    /// Returns the faults of every key at its low end, at its high end and at all that are listed,
    /// all others as the scenario has them.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for key in &self.keys {
            let levels = match &key.range {
                super::Range::Values(levels) => levels.clone(),
                super::Range::Span { .. } => vec![key.at(0.0).0, key.at(1.0).0],
            };
            for level in &levels {
                let found = self.with(&[(key, level)]).err();
                faults.extend(found.iter().flat_map(Faults::iter).map(|fault| Fault {
                    place: key.place.clone(),
                    path: format!("key.{}", key.key),
                    message: format!("with {level}: {}", said(fault, &key.place)),
                }));
            }
        }
        faults
    }

    fn with(&self, changes: &[(&SweepKey, &Level)]) -> Result<Scenario, Faults> {
        let log = FaultLog::default();
        let loader = Loader::new(&self.files, &log);
        let mut document = self.document.clone();
        for (key, level) in changes {
            if let Err(missing) = set(&mut document.root, key, level) {
                log.add(&key.place, &key.key, why(&missing, &key.key));
            }
        }
        let scenario = scenario::scenario(&document, &self.name, &loader, &log);
        match (log.into_faults(), scenario) {
            (None, Some(scenario)) => Ok(scenario),
            (Some(faults), _) => Err(faults),
            (None, None) => panic!("{}: no scenario, and no fault that says why", self.name),
        }
    }
}

/// Returns what a fault says, with its place unless that is the key's own.
fn said(fault: &Fault, own: &Place) -> String {
    match fault.place.file == own.file {
        true => fault.message.clone(),
        false => fault.to_string(),
    }
}

/// Returns the level that a scenario itself has of a key.
pub(super) fn own(root: &Table, key: &SweepKey) -> Result<Level, Missing> {
    let mut root = root.clone();
    let item = change::spot(&mut root, &key.key)?;
    match key.at(0.0).0 {
        Level::Factor { whole, .. } => {
            scaled(&item.value, 1.0, whole)?;
            Ok(Level::Factor { factor: 1.0, whole })
        }
        first => Level::of(&item.value)
            .filter(|own| own.is_like(&first))
            .ok_or(Missing::Number),
    }
}

/// Returns why a path cannot be changed, and what would be right.
pub(super) fn why(missing: &Missing, key: &str) -> String {
    match missing {
        Missing::Name(name, others) => {
            let remedy = remedy(name, others.iter().map(String::as_str));
            format!("the scenario has no {name:?} there; {remedy}")
        }
        Missing::Number => format!(
            "{key} is not one such value in the scenario; add @ and a date (or @start) to one that \
             changes, name one parameter of a distribution, or give factor_from and factor_to"
        ),
    }
}

fn set(root: &mut Table, key: &SweepKey, level: &Level) -> Result<(), Missing> {
    let item = change::spot(root, &key.key)?;
    item.value = match level {
        Level::Number(number) => written(*number),
        Level::Factor { factor, whole } => scaled(&item.value, *factor, *whole)?,
        Level::Truth(truth) => Value::Bool(*truth),
        Level::Text(text) => Value::String(text.clone()),
    };
    item.place = key.place.clone();
    Ok(())
}

/// A whole number is read as any other where those are allowed.
fn written(number: f64) -> Value {
    match number.fract() == 0.0 && number.abs() < 1e15 {
        true => Value::Integer(number as i64),
        false => Value::Float(number),
    }
}

/// Returns a number, each step of one that changes on dates, or a distribution, so many times.
fn scaled(value: &Value, factor: f64, whole: bool) -> Result<Value, Missing> {
    let scaled_item = |item: &Item| {
        let value = scaled(&item.value, factor, whole)?;
        let place = item.place.clone();
        Ok(Item { value, place })
    };
    match value {
        Value::Array(steps) => {
            let steps = steps.iter().map(scaled_item);
            Ok(Value::Array(steps.collect::<Result<_, _>>()?))
        }
        Value::Table(table) if SCALED.iter().any(|key| table.get(key).is_some()) => {
            let mut table = table.clone();
            for entry in &mut table.entries {
                if SCALED.contains(&entry.key.as_str()) {
                    entry.item = scaled_item(&entry.item)?;
                }
            }
            Ok(Value::Table(table))
        }
        other => {
            let number = change::number(other)?;
            // Twelve digits: 0.8 × 1.005 is 0.804, without dust.
            let product = format!("{:.11e}", factor * number);
            let product = product.parse().unwrap_or(number);
            Ok(written(if whole { f64::round(product) } else { product }))
        }
    }
}
