//! `[calibration.NAME]`: what may be fitted, within which bounds, to which reported figures.

use super::change;
use super::datum::Datum;
use super::document::{Table, Value};
use super::field::Field;
use super::keys::Keys;
use super::names::{Names, remedy};
use crate::model::Parameter;

/// Reads the parameters, of which there may be none. `root` is the whole scenario, `cells` are the
/// short names of all reported figures. Where calibration is switched off, a value laid over the
/// scenario may have taken the place of the number that a parameter names.
pub(super) fn parameters(keys: &Keys, root: &Table, cells: &Names) -> Vec<Parameter> {
    let off = is_off(root);
    let read = keys.switched("calibration", |name, keys| {
        parameter(name, keys, (root, off), cells)
    });
    read.into_iter().filter_map(|(_, one)| one).collect()
}

/// Whether the scenario says `calibration.enabled = false`.
fn is_off(root: &Table) -> bool {
    let calibration = root.get("calibration").map(|entry| &entry.item.value);
    let Some(Value::Table(calibration)) = calibration else {
        return false;
    };
    let switch = calibration.get("enabled");
    switch.is_some_and(|entry| entry.item.value == Value::Bool(false))
}

fn parameter(
    name: &str,
    keys: &Keys,
    (root, off): (&Table, bool),
    cells: &Names,
) -> Option<Parameter> {
    let key = keys.get("key", |field| key(field, root, off));
    let low = keys.get("low", |field| field.number());
    let high = keys.get("high", |field| field.number());
    let start = keys.get("start", |field| field.number());
    let cells = keys.maybe("cells", |field| {
        let elements = field.elements()?;
        if elements.is_empty() {
            field.fault("nothing tells of it; give the names of reported figures, or leave it out");
        }
        let found = elements.iter().map(|element| {
            cells.find(element)?;
            element.words()
        });
        found.collect::<Option<Vec<String>>>()
    });
    // What is at fault has been told; none of it means that no figure tells of the parameter.
    let cells = cells.unwrap_or_default();
    let (low, high, start) = (low?, high?, start?);
    if low >= high {
        let message = format!("{low} is not below {high}; give less");
        keys.fault("low", message);
        return None;
    }
    if !(low..=high).contains(&start) {
        let message = format!("{start} is not plausible by its own bounds; give {low} to {high}");
        keys.fault("start", message);
        return None;
    }
    Some(Parameter {
        name: name.to_owned(),
        key: key?,
        low,
        high,
        start,
        cells,
    })
}

/// Reads the path of a number of the scenario.
fn key(field: &Field, root: &Table, off: bool) -> Option<String> {
    let key = field.words()?;
    match change::look_up(root, &key) {
        Ok(_) => Some(key),
        Err(change::Missing::Name(name, others)) => {
            let remedy = remedy(&name, others.iter().map(String::as_str));
            field.fault(format!("{name:?} is not there; {remedy}"));
            None
        }
        Err(change::Missing::Number) => {
            let message = "this is the path of no number; add @ and a date to one that changes, \
                           or give calibration.enabled = false";
            (!off).then(|| field.fault(message));
            None
        }
    }
}
