//! A scenario file as a tree in which every value remembers where it stands. Knows neither TOML's
//! grammar nor what any key means.

use super::fault::Place;
use jiff::civil::Date;

/// A whole scenario as it was written, after every `extends` and every override.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// The keys of the top level.
    pub root: Table,
    /// Where the file of the scenario itself begins.
    pub place: Place,
}

/// Keys and what they hold, in the order in which they were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The keys; each is there once.
    pub entries: Vec<Entry>,
    /// Whether it is written on one line, between braces.
    pub inline: bool,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// What it holds.
    pub item: Item,
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The value.
    pub value: Value,
    /// Where it begins.
    pub place: Place,
}

/// What a key can hold.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the names are TOML's own")]
pub enum Value {
    String(String),
    Integer(i64),
    Float(f64),
    Bool(bool),
    Date(Date),
    Array(Vec<Item>),
    Table(Table),
    /// Something that cannot be understood; there is a fault about it already.
    Broken,
}

impl Table {
    /// Returns the entry of `key`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Lays `other` over this table, key by key.
    ///
    /// Tables are laid over tables in the same way; anything else is replaced whole. So is a table
    /// that says its `kind`: it is one value, like a distribution.
    pub fn lay_over(&mut self, other: Self) {
        for entry in other.entries {
            match self.entries.iter_mut().find(|own| own.key == entry.key) {
                Some(own) => own.lay_over(entry),
                None => self.entries.push(entry),
            }
        }
    }
}

impl Entry {
    fn lay_over(&mut self, other: Self) {
        match (&mut self.item.value, other.item.value) {
            (Value::Table(own), Value::Table(table)) if table.get("kind").is_none() => {
                own.lay_over(table);
            }
            (_, value) => {
                let place = other.item.place;
                self.place = other.place;
                self.item = Item { value, place };
            }
        }
    }
}

impl Value {
    /// Returns what it is, with the article, for faults.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::String(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Bool(_) => "true or false",
            Self::Date(_) => "a date",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
            Self::Broken => "nothing that can be read",
        }
    }
}
