//! One more of something, as a change of one key. Knows no key.
//!
//! What has a date opens on it and is there on all later dates. A source is of the old value: it is
//! not carried over to the new one.

use super::change;
use super::difference::Change;
use super::document::{Document, Entry, Item, Table, Value};
use super::render;
use jiff::civil::Date;

/// What one value becomes.
type Step<'a> = &'a dyn Fn(&Value) -> Option<Value>;

impl Document {
    /// Returns the change that adds `amount` to the number at `path`, from a date on or for all
    /// time; none if there is no number.
    pub fn raised(&self, path: &str, amount: u32, opens: Option<Date>) -> Option<Change> {
        self.changed(path, opens, &|value| match value {
            Value::Integer(whole) => Some(Value::Integer(whole + i64::from(amount))),
            Value::Float(number) => Some(Value::Float(tidy(number + f64::from(amount)))),
            _ => None,
        })
    }

    /// Returns the change that puts `number` in its place among the ascending numbers at `path`;
    /// none if there are no such numbers, or it is among them.
    pub fn inserted(&self, path: &str, number: f64, opens: Option<Date>) -> Option<Change> {
        self.changed(path, opens, &|value| with_number(value, number))
    }

    fn changed(&self, path: &str, opens: Option<Date>, step: Step<'_>) -> Option<Change> {
        let mut root = self.root.clone();
        let item = change::item_at(&mut root, path).ok()?;
        change_of(path, &item.value, opens, step)
    }
}

impl Change {
    /// Returns the change of a list of numbers that no file gives: that of a table, say. None if
    /// `number` is in it already.
    pub fn inserting(
        path: &str,
        numbers: &[f64],
        number: f64,
        opens: Option<Date>,
    ) -> Option<Self> {
        let listed = numbers.iter().map(|it| bare(Value::Float(*it)));
        let listed = Value::Array(listed.collect());
        change_of(path, &listed, opens, &|value| with_number(value, number))
    }

    /// Returns the change as a line of TOML, as `--set` takes it; none if the key is taken away.
    pub fn line(&self) -> Option<String> {
        Some(format!("{} = {}", self.key, self.to.as_ref()?))
    }
}

fn change_of(path: &str, value: &Value, opens: Option<Date>, step: Step<'_>) -> Option<Change> {
    let steps = steps(value)?;
    let to = match (opens, steps.as_slice()) {
        (None, [(None, only)]) => step(only)?,
        (None, _) => {
            let raised = steps
                .iter()
                .map(|(date, value)| Some((*date, step(value)?)));
            dated(&raised.collect::<Option<Vec<_>>>()?)
        }
        (Some(opens), _) => dated(&opened(&steps, opens, step)?),
    };
    Some(Change {
        key: path.to_owned(),
        from: Some(render::value(value)),
        to: Some(render::value(&to)),
    })
}

/// Returns the values that hold from dates on; of one for all time there is one without a date.
fn steps(value: &Value) -> Option<Vec<(Option<Date>, Value)>> {
    let of_item = |item: &Item| {
        let Value::Table(step) = &item.value else {
            return None;
        };
        let from = step.get("from").map(|entry| &entry.item.value);
        let date = match from {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        };
        Some((date, step.get("value")?.item.value.clone()))
    };
    match value {
        Value::Array(items) if items.iter().any(|it| matches!(it.value, Value::Table(_))) => {
            items.iter().map(of_item).collect()
        }
        only => Some(vec![(None, only.clone())]),
    }
}

/// Changes what holds from a day on, and leaves what held before.
fn opened(
    steps: &[(Option<Date>, Value)],
    opens: Date,
    step: Step<'_>,
) -> Option<Vec<(Option<Date>, Value)>> {
    let is_before = |date: &Option<Date>| date.is_none_or(|date| date < opens);
    let (before, after): (Vec<_>, Vec<_>) =
        steps.iter().cloned().partition(|(date, _)| is_before(date));
    let begins = after.first().is_some_and(|(date, _)| *date == Some(opens));
    let on_the_day = match before.last() {
        Some((_, held)) if !begins => Some((Some(opens), step(held)?)),
        _ => None,
    };
    let later = after
        .iter()
        .map(|(date, value)| Some((*date, step(value)?)));
    let later = later.collect::<Option<Vec<_>>>()?;
    Some(before.into_iter().chain(on_the_day).chain(later).collect())
}

fn dated(steps: &[(Option<Date>, Value)]) -> Value {
    let step = |(date, value): &(Option<Date>, Value)| {
        let from = date.map(|date| entry("from", Value::Date(date)));
        let entries = from.into_iter().chain([entry("value", value.clone())]);
        bare(Value::Table(Table {
            entries: entries.collect(),
            inline: true,
        }))
    };
    Value::Array(steps.iter().map(step).collect())
}

fn with_number(list: &Value, number: f64) -> Option<Value> {
    let Value::Array(items) = list else {
        return None;
    };
    let numbers: Option<Vec<f64>> = items.iter().map(number_of).collect();
    let mut numbers = numbers.filter(|all| !all.contains(&number))?;
    numbers.push(number);
    numbers.sort_by(f64::total_cmp);
    let items = numbers.into_iter().map(|it| bare(Value::Float(it)));
    Some(Value::Array(items.collect()))
}

fn number_of(item: &Item) -> Option<f64> {
    match item.value {
        Value::Integer(whole) => Some(whole as f64),
        Value::Float(number) => Some(number),
        _ => None,
    }
}

/// A value that stands in no file.
fn bare(value: Value) -> Item {
    Item {
        value,
        place: super::fault::Place::whole("unit".into()),
    }
}

fn entry(key: &str, value: Value) -> Entry {
    Entry {
        key: key.to_owned(),
        place: super::fault::Place::whole("unit".into()),
        item: bare(value),
    }
}

/// Returns a sum without the dust of binary fractions: 4.85 + 1 is 5.85.
fn tidy(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}
