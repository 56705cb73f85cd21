//! One more of something, as a change of one key. Knows no key.
//!
//! What holds from some date on is raised on all dates. A source is of the old value: it is not
//! carried over to the new one.

use super::change;
use super::difference::Change;
use super::document::{Document, Entry, Item, Table, Value};
use super::render;

impl Document {
    /// Returns the change that adds `amount` to the number at `path`; none if there is no number.
    pub fn raised(&self, path: &str, amount: u32) -> Option<Change> {
        self.changed(path, &|value| match value {
            Value::Integer(whole) => Some(Value::Integer(whole + i64::from(amount))),
            Value::Float(number) => Some(Value::Float(tidy(number + f64::from(amount)))),
            _ => None,
        })
    }

    /// Returns the change that puts `number` in its place among the ascending numbers at `path`;
    /// none if there are no such numbers, or it is among them.
    pub fn inserted(&self, path: &str, number: f64) -> Option<Change> {
        self.changed(path, &|value| match value {
            Value::Array(items) => {
                let numbers: Option<Vec<f64>> = items.iter().map(number_of).collect();
                with_number(&numbers?, number)
            }
            _ => None,
        })
    }

    fn changed(&self, path: &str, change: &dyn Fn(&Value) -> Option<Value>) -> Option<Change> {
        let mut root = self.root.clone();
        let item = change::item_at(&mut root, path).ok()?;
        let to = on_all_dates(&item.value, change)?;
        Some(Change {
            key: path.to_owned(),
            from: Some(render::value(&item.value)),
            to: Some(render::value(&to)),
        })
    }
}

impl Change {
    /// Returns the change of a list of numbers that no file gives: that of a table, say. None if
    /// `number` is in it already.
    pub fn inserting(path: &str, numbers: &[f64], number: f64) -> Option<Self> {
        let listed = numbers.iter().map(|number| bare(Value::Float(*number)));
        Some(Self {
            key: path.to_owned(),
            from: Some(render::value(&Value::Array(listed.collect()))),
            to: Some(render::value(&with_number(numbers, number)?)),
        })
    }

    /// Returns the change as a line of TOML, as `--set` takes it; none if the key is taken away.
    pub fn line(&self) -> Option<String> {
        Some(format!("{} = {}", self.key, self.to.as_ref()?))
    }
}

fn on_all_dates(value: &Value, change: &dyn Fn(&Value) -> Option<Value>) -> Option<Value> {
    let Value::Array(steps) = value else {
        return change(value);
    };
    let is_dated = |step: &Item| matches!(step.value, Value::Table(_));
    if !steps.first().is_some_and(is_dated) {
        return change(value);
    }
    let step = |item: &Item| match &item.value {
        Value::Table(step) => {
            let kept = step
                .entries
                .iter()
                .filter(|it| it.key != "source" && it.key != "note");
            let entry = |entry: &Entry| {
                let value = match entry.key.as_str() {
                    "value" => change(&entry.item.value)?,
                    _ => entry.item.value.clone(),
                };
                Some(Entry {
                    item: Item {
                        value,
                        ..entry.item.clone()
                    },
                    ..entry.clone()
                })
            };
            let entries = kept.map(entry).collect::<Option<Vec<Entry>>>()?;
            Some(Item {
                value: Value::Table(Table {
                    entries,
                    inline: true,
                }),
                place: item.place.clone(),
            })
        }
        _ => None,
    };
    Some(Value::Array(steps.iter().map(step).collect::<Option<_>>()?))
}

fn number_of(item: &Item) -> Option<f64> {
    match item.value {
        Value::Integer(whole) => Some(whole as f64),
        Value::Float(number) => Some(number),
        _ => None,
    }
}

fn with_number(numbers: &[f64], number: f64) -> Option<Value> {
    if numbers.contains(&number) {
        return None;
    }
    let mut all: Vec<f64> = numbers.iter().copied().chain([number]).collect();
    all.sort_by(f64::total_cmp);
    Some(Value::Array(
        all.into_iter().map(|it| bare(Value::Float(it))).collect(),
    ))
}

/// A value that stands in no file.
fn bare(value: Value) -> Item {
    Item {
        value,
        place: super::fault::Place::whole("unit".into()),
    }
}

/// Returns a sum without the dust of binary fractions: 4.85 + 1 is 5.85.
fn tidy(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}
