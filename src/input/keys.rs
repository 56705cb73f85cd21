//! Walking the tree of a scenario: a key that is asked for is known, the others are faults. Knows
//! no key by itself, but that any table may say its `source` and a `note`.

use super::datum::Datum;
use super::document::{Item, Table, Value};
use super::fault::{FaultLog, Place};
use super::names::{nearest, remedy};
use jiff::civil::Date;
use std::cell::RefCell;
use std::fmt::Display;

/// The keys of a table while it is read.
pub(super) struct Keys<'a> {
    table: &'a Table,
    place: &'a Place,
    path: String,
    log: &'a FaultLog,
    known: RefCell<Vec<String>>,
    missing: RefCell<Vec<String>>,
}

/// A value of the tree, with its path.
pub(super) struct Field<'a> {
    item: &'a Item,
    place: &'a Place,
    path: String,
    log: &'a FaultLog,
}

impl<'a> Keys<'a> {
    /// Reads the top level of a document.
    pub fn read_root<T>(
        table: &'a Table,
        place: &'a Place,
        log: &'a FaultLog,
        read: impl FnOnce(&Self) -> T,
    ) -> T {
        let keys = Self::new(table, place, String::new(), log);
        let result = read(&keys);
        keys.finish(&[]);
        result
    }

    fn new(table: &'a Table, place: &'a Place, path: String, log: &'a FaultLog) -> Self {
        let known = RefCell::new(vec!["source".to_owned(), "note".to_owned()]);
        let missing = RefCell::default();
        Self { table, place, path, log, known, missing }
    }

    /// Reads a key that must be there.
    pub fn get<T>(&self, key: &str, read: impl FnOnce(&Field<'a>) -> Option<T>) -> Option<T> {
        let field = self.field(key);
        if field.is_none() {
            self.missing.borrow_mut().push(key.to_owned());
        }
        read(&field?)
    }

    /// Reads a key that may be left out.
    pub fn maybe<T>(&self, key: &str, read: impl FnOnce(&Field<'a>) -> Option<T>) -> Option<T> {
        read(&self.field(key)?)
    }

    /// Reads the table of a key that must be there.
    pub fn table<T>(&self, key: &str, read: impl FnOnce(&Self) -> Option<T>) -> Option<T> {
        self.get(key, |field| field.table(&[], read))
    }

    /// Reads each entry of a table whose keys are names of the user's choice.
    ///
    /// Returns the names in order, each with what was read.
    pub fn named<T>(&self, key: &str, mut read: impl FnMut(&str, &Self) -> T) -> Vec<(String, T)> {
        let entries = self.get(key, |field| field.entries()).unwrap_or_default();
        if self.table.get(key).is_some_and(|entry| is_empty(&entry.item.value)) {
            self.fault(key, format!("the table is empty; give one [{key}.NAME] or more"));
        }
        let names: Vec<&str> = entries.iter().map(|(name, _)| *name).collect();
        let mut read_all = Vec::new();
        for (name, field) in &entries {
            let others: Vec<&str> = names.iter().copied().filter(|other| other != name).collect();
            let read_one = field.table(&others, |keys| Some(read(name, keys)));
            read_all.extend(read_one.map(|one| ((*name).to_owned(), one)));
        }
        read_all
    }

    /// Leaves a fault at `key`, or at the table if the key is not there.
    pub fn fault(&self, key: &str, message: impl Display) {
        let place = self.table.get(key).map_or(self.place, |entry| &entry.item.place);
        self.log.add(place, &self.path_of(key), message);
    }

    fn field(&self, key: &str) -> Option<Field<'a>> {
        self.known.borrow_mut().push(key.to_owned());
        let entry = self.table.get(key)?;
        Some(Field {
            item: &entry.item,
            place: &entry.place,
            path: self.path_of(key),
            log: self.log,
        })
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Leaves faults about keys that nobody asked for and keys that are not there. A table that
    /// lacks half of its keys may be one of `others` with a slip in its name.
    fn finish(self, others: &[&str]) {
        let known = self.known.borrow();
        let mut missing = self.missing.take();
        let n_required = missing.len()
            + self.table.entries.iter().filter(|entry| known.contains(&entry.key)).count();
        for entry in &self.table.entries {
            if known.contains(&entry.key) {
                continue;
            }
            let absent = known.iter().filter(|key| self.table.get(key).is_none());
            let keys = absent.map(String::as_str);
            if let Some(meant) = nearest(&entry.key, keys.clone()) {
                missing.retain(|key| key != meant);
            }
            let message = format!("unknown key; {}", remedy(&entry.key, keys));
            self.log.add(&entry.place, &self.path_of(&entry.key), message);
        }
        if missing.is_empty() {
            return;
        }
        let name = self.path.rsplit('.').next().unwrap_or_default();
        let other = nearest(name, others.iter().copied()).filter(|_| 2 * missing.len() >= n_required);
        let hint = other.map(|other| format!("; did you mean {other}?")).unwrap_or_default();
        let noun = if missing.len() == 1 { "key" } else { "keys" };
        let message = format!("missing {noun} {}{hint}", missing.join(", "));
        self.log.add(self.place, &self.path, message);
    }
}

impl<'a> Field<'a> {
    /// Reads the value as a table; `others` are the names that it might have been meant to have.
    pub fn table<T>(
        &self,
        others: &[&str],
        read: impl FnOnce(&Keys<'a>) -> Option<T>,
    ) -> Option<T> {
        let Value::Table(table) = &self.item.value else {
            return self.expected("a table");
        };
        let keys = Keys::new(table, self.place, self.path.clone(), self.log);
        let result = read(&keys);
        keys.finish(others);
        result
    }

    /// Returns the names of a table with what they hold.
    fn entries(&self) -> Option<Vec<(&'a str, Field<'a>)>> {
        let Value::Table(table) = &self.item.value else {
            return self.expected("a table");
        };
        let entries = table.entries.iter().filter(|entry| !is_remark(&entry.key, &entry.item));
        let fields = entries.map(|entry| {
            let path = format!("{}.{}", self.path, entry.key);
            let field = Field { item: &entry.item, place: &entry.place, path, log: self.log };
            (entry.key.as_str(), field)
        });
        Some(fields.collect())
    }

    /// Returns the elements of an array.
    pub fn elements(&self) -> Option<Vec<Field<'a>>> {
        let Value::Array(items) = &self.item.value else {
            return self.expected("an array");
        };
        let field = |(n, item): (usize, &'a Item)| Field {
            item,
            place: &item.place,
            path: format!("{}[{n}]", self.path),
            log: self.log,
        };
        Some(items.iter().enumerate().map(field).collect())
    }

    pub fn is_array(&self) -> bool {
        matches!(self.item.value, Value::Array(_))
    }

    pub fn is_table(&self) -> bool {
        matches!(self.item.value, Value::Table(_))
    }

    pub fn place(&self) -> &'a Place {
        &self.item.place
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    fn expected<T>(&self, what: &str) -> Option<T> {
        match &self.item.value {
            Value::Broken => {}
            value => self.fault(format!("this is {}; give {what}", value.noun())),
        }
        None
    }
}

/// Returns whether an entry among names of the user's choice is a remark instead.
fn is_remark(key: &str, item: &Item) -> bool {
    matches!(key, "source" | "note") && !matches!(item.value, Value::Table(_))
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Table(table) if table.entries.is_empty())
}

impl Datum for Field<'_> {
    fn fault(&self, message: impl Display) {
        self.log.add(&self.item.place, &self.path, message);
    }

    fn text(&self) -> Option<&str> {
        match &self.item.value {
            Value::String(text) => Some(text),
            _ => self.expected("a text in quotes"),
        }
    }

    fn any_number(&self) -> Option<f64> {
        match self.item.value {
            Value::Integer(whole) => Some(whole as f64),
            Value::Float(number) => Some(number),
            _ => self.expected("a number"),
        }
    }

    fn whole(&self) -> Option<i64> {
        match self.item.value {
            Value::Integer(whole) => Some(whole),
            Value::Float(number) => {
                self.fault(format!("{number} is not a whole number; give one, without a point"));
                None
            }
            _ => self.expected("a whole number"),
        }
    }

    fn date(&self) -> Option<Date> {
        match self.item.value {
            Value::Date(date) => Some(date),
            _ => self.expected("a date like 2022-01-31, without quotes"),
        }
    }
}
