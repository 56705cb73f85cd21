//! One value of a scenario file while it is read. Knows no key by itself.

use super::asked::Trail;
use super::datum::Datum;
use super::document::{Item, Table, Value};
use super::fault::{FaultLog, Place};
use super::keys::{Keys, REMARKS};
use jiff::civil::Date;
use std::fmt::Display;

/// A value of the tree, with its path.
pub(super) struct Field<'a> {
    pub item: &'a Item,
    /// Where the key stands; of an element, where the value does.
    pub key_place: &'a Place,
    pub trail: Trail,
    pub log: &'a FaultLog,
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
        let keys = Keys::new(table, self.key_place, self.trail.clone(), self.log);
        let result = read(&keys);
        keys.finish(others);
        result
    }

    /// Returns the table as it is written, whatever its keys.
    pub fn whole_table(&self) -> Option<&'a Table> {
        match &self.item.value {
            Value::Table(table) => Some(table),
            _ => self.expected("a table"),
        }
    }

    /// Returns the names of a table with what they hold.
    pub fn entries(&self) -> Option<Vec<(&'a str, Field<'a>)>> {
        let Value::Table(table) = &self.item.value else {
            return self.expected("a table");
        };
        let entries = table
            .entries
            .iter()
            .filter(|entry| !is_remark(&entry.key, &entry.item));
        let fields = entries.map(|entry| {
            let trail = self.trail.name(&entry.key);
            if !is_switch(&entry.key, &entry.item) {
                self.log.asked.ask(&trail, false, true);
            }
            let field = Field {
                item: &entry.item,
                key_place: &entry.place,
                trail,
                log: self.log,
            };
            (entry.key.as_str(), field)
        });
        Some(fields.collect())
    }

    /// Returns the elements of an array.
    pub fn elements(&self) -> Option<Vec<Field<'a>>> {
        self.form("list");
        let Value::Array(items) = &self.item.value else {
            return self.expected("an array");
        };
        let field = |(n, item): (usize, &'a Item)| Field {
            item,
            key_place: &item.place,
            trail: self.trail.element(n),
            log: self.log,
        };
        Some(items.iter().enumerate().map(field).collect())
    }

    /// Notes as what it is read, for the reference of keys.
    pub fn form(&self, form: &'static str) {
        self.log.asked.form(&self.trail, form);
    }

    /// Returns the same value as something that is written alike under many keys, so that the
    /// reference of keys tells its parts once.
    pub fn of_kind(&self, kind: &str) -> Self {
        Self {
            trail: self.trail.of_kind(kind),
            ..*self
        }
    }

    /// Returns whether it is true or false.
    pub fn truth(&self) -> Option<bool> {
        self.form("true or false");
        match self.item.value {
            Value::Bool(truth) => Some(truth),
            _ => self.expected("true or false"),
        }
    }

    /// Returns a whole number, or else a text.
    pub fn whole_or_text(&self) -> Option<Result<i64, &'a str>> {
        match &self.item.value {
            Value::Integer(whole) => Some(Ok(*whole)),
            Value::String(text) => Some(Err(text)),
            _ => self.expected("a whole number or a text in quotes"),
        }
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
        &self.trail.path
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
    REMARKS.contains(&key) && !matches!(item.value, Value::Table(_))
}

/// Returns whether an entry among names of the user's choice is the switch of them all.
fn is_switch(key: &str, item: &Item) -> bool {
    key == "enabled" && !matches!(item.value, Value::Table(_))
}

impl Datum for Field<'_> {
    fn fault(&self, message: impl Display) {
        self.log.add(&self.item.place, &self.trail.path, message);
    }

    fn text(&self) -> Option<&str> {
        self.form("text");
        match &self.item.value {
            Value::String(text) => Some(text),
            _ => self.expected("a text in quotes"),
        }
    }

    fn any_number(&self) -> Option<f64> {
        self.form("number");
        match self.item.value {
            Value::Integer(whole) => Some(whole as f64),
            Value::Float(number) => Some(number),
            _ => self.expected("a number"),
        }
    }

    fn whole(&self) -> Option<i64> {
        self.form("whole");
        match self.item.value {
            Value::Integer(whole) => Some(whole),
            Value::Float(number) => {
                self.fault(format!(
                    "{number} is not a whole number; give one, without a point"
                ));
                None
            }
            _ => self.expected("a whole number"),
        }
    }

    fn date(&self) -> Option<Date> {
        self.form("date");
        match self.item.value {
            Value::Date(date) => Some(date),
            _ => self.expected("a date like 2022-01-31, without quotes"),
        }
    }
}
