//! `[calibration.NAME]`: what may be fitted, within which bounds, to which reported figures.

use super::change;
use super::datum::Datum;
use super::document::Table;
use super::field::Field;
use super::keys::Keys;
use super::names::{Names, remedy};
use crate::model::Parameter;

/// Reads the parameters, of which there may be none. `root` is the whole scenario, `cells` are the
/// short names of all reported figures.
pub(super) fn parameters(keys: &Keys, root: &Table, cells: &Names) -> Vec<Parameter> {
    let read = keys.maybe_named("calibration", |name, keys| {
        parameter(name, keys, root, cells)
    });
    read.into_iter().filter_map(|(_, one)| one).collect()
}

fn parameter(name: &str, keys: &Keys, root: &Table, cells: &Names) -> Option<Parameter> {
    let key = keys.get("key", |field| key(field, root));
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
fn key(field: &Field, root: &Table) -> Option<String> {
    let key = field.words()?;
    match change::look_up(root, &key) {
        Ok(_) => Some(key),
        Err(change::Missing::Name(name, others)) => {
            let remedy = remedy(&name, others.iter().map(String::as_str));
            field.fault(format!("{name:?} is not there; {remedy}"));
            None
        }
        Err(change::Missing::Number) => {
            field.fault("this is the path of no number; add @ and a date to one that changes");
            None
        }
    }
}
