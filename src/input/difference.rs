//! What two scenarios differ in, key by key, as they are after every `extends` and override. Knows
//! no key but `title`, which says nothing of the corridor.

use super::document::{Document, Table, Value};
use super::render::{key, value};

/// A key that two scenarios do not have in common, or not with the same value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The whole key, `crossing.khorgos.to_china.quota_trains_per_day`.
    pub key: String,
    /// Its value in the first, as TOML on one line; none where the first has no such key.
    pub from: Option<String>,
    /// Its value in the second.
    pub to: Option<String>,
}

impl Document {
    /// Returns every key whose value in `other` is different, in the order of this document, and
    /// then those that only `other` has.
    pub fn differences(&self, other: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        compare(&self.root, &other.root, "", &mut changes);
        changes.retain(|change| change.key != "title");
        changes
    }
}

fn compare(one: &Table, other: &Table, path: &str, changes: &mut Vec<Change>) {
    let path_of = |name: &str| match path {
        "" => key(name),
        path => format!("{path}.{}", key(name)),
    };
    for entry in &one.entries {
        let to = other.get(&entry.key).map(|entry| &entry.item.value);
        match (&entry.item.value, to) {
            (Value::Table(from), Some(Value::Table(to))) => {
                compare(from, to, &path_of(&entry.key), changes);
            }
            (from, to) => {
                let (from, to) = (Some(value(from)), to.map(value));
                if from != to {
                    let key = path_of(&entry.key);
                    changes.push(Change { key, from, to });
                }
            }
        }
    }
    let new = other.entries.iter();
    let new = new.filter(|entry| one.get(&entry.key).is_none());
    changes.extend(new.map(|entry| Change {
        key: path_of(&entry.key),
        from: None,
        to: Some(value(&entry.item.value)),
    }));
}
