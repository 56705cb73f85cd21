//! Changing numbers of a scenario by their paths. Knows no key.
//!
//! A path is dotted names; `@` and a date after it mean the step of a value that changes on dates.

use super::document::{Document, Item, Table, Value};
use super::render;

/// Why a path leads to no number.
pub(super) enum Missing {
    /// A name of it is not there; these are.
    Name(String, Vec<String>),
    /// What is there is no number.
    Number,
}

/// Returns the number at a path.
pub(super) fn look_up(root: &Table, key: &str) -> Result<f64, Missing> {
    number(&spot(&mut root.clone(), key)?.value)
}

/// Returns what is written there as a number, if it is one.
pub(super) fn number(value: &Value) -> Result<f64, Missing> {
    match *value {
        Value::Float(number) => Ok(number),
        Value::Integer(whole) => Ok(whole as f64),
        _ => Err(Missing::Number),
    }
}

impl Document {
    /// Returns the changes, as lines of TOML, that give numbers at some paths other values. Of
    /// values that change on dates the line has all steps.
    ///
    /// # Panics
    ///
    /// If a path leads to no number; those of a checked scenario's parameters do.
    pub fn changes(&self, values: &[(&str, f64)]) -> Vec<String> {
        let mut root = self.root.clone();
        let mut paths: Vec<&str> = Vec::new();
        for (key, value) in values {
            let Ok(item) = spot(&mut root, key) else {
                panic!("{key} is not in the scenario that it was checked against");
            };
            item.value = Value::Float(*value);
            let path = key.split('@').next().unwrap_or(key);
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        let line = |path: &&str| {
            let value = item_at(&mut root, path).map(|item| render::value(&item.value));
            let value = value.unwrap_or_else(|_| panic!("{path} was there a moment ago"));
            format!("{path} = {value}")
        };
        paths.iter().map(line).collect()
    }
}

/// Returns what stands at a path: of one with a date, the value of that step.
pub(super) fn spot<'a>(root: &'a mut Table, key: &str) -> Result<&'a mut Item, Missing> {
    let Some((path, date)) = key.split_once('@') else {
        return item_at(root, key);
    };
    match &mut item_at(root, path)?.value {
        Value::Array(steps) => step_at(steps, date),
        _ => Err(Missing::Number),
    }
}

fn step_at<'a>(steps: &'a mut [Item], date: &str) -> Result<&'a mut Item, Missing> {
    let mut dates = Vec::new();
    for item in steps {
        let Value::Table(step) = &mut item.value else {
            continue;
        };
        let from = match step.get("from").map(|entry| &entry.item.value) {
            Some(Value::Date(from)) => from.to_string(),
            _ => "start".to_owned(),
        };
        if from == date {
            let entry = step.entries.iter_mut().find(|entry| entry.key == "value");
            return entry.map(|entry| &mut entry.item).ok_or(Missing::Number);
        }
        dates.push(from);
    }
    Err(Missing::Name(date.to_owned(), dates))
}

pub(super) fn item_at<'a>(root: &'a mut Table, path: &str) -> Result<&'a mut Item, Missing> {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    let names: Vec<String> = root.entries.iter().map(|it| it.key.clone()).collect();
    let entry = root.entries.iter_mut().find(|entry| entry.key == name);
    let entry = entry.ok_or_else(|| Missing::Name(name.to_owned(), names))?;
    match (rest, &mut entry.item) {
        (None, item) => Ok(item),
        (Some(rest), item) => match &mut item.value {
            Value::Table(table) => item_at(table, rest),
            _ => Err(Missing::Number),
        },
    }
}
