//! Walking the tree of a scenario: a key that is asked for is known, the others are faults. Knows
//! no key by itself, but that any table may say its `source` and a `note`.

use super::asked::Trail;
use super::document::{Table, Value};
use super::fault::{FaultLog, Place};
use super::field::Field;
use super::names::{nearest, remedy};
use std::cell::RefCell;
use std::fmt::Display;

/// The keys that any table may have: they say where its numbers are from.
pub(super) const REMARKS: [&str; 2] = ["source", "note"];

/// The keys of a table while it is read.
pub(super) struct Keys<'a> {
    table: &'a Table,
    place: &'a Place,
    trail: Trail,
    log: &'a FaultLog,
    known: RefCell<Vec<String>>,
    missing: RefCell<Vec<String>>,
}

/// Whether a key must be there.
#[derive(Clone, Copy)]
enum Need {
    Needed,
    Optional,
}

impl<'a> Keys<'a> {
    /// Reads the top level of a document.
    pub fn read_root<T>(
        table: &'a Table,
        place: &'a Place,
        log: &'a FaultLog,
        read: impl FnOnce(&Self) -> T,
    ) -> T {
        let keys = Self::new(table, place, Trail::default(), log);
        let result = read(&keys);
        keys.finish(&[]);
        result
    }

    pub fn new(table: &'a Table, place: &'a Place, trail: Trail, log: &'a FaultLog) -> Self {
        let known = RefCell::new(REMARKS.map(str::to_owned).to_vec());
        let missing = RefCell::default();
        Self {
            table,
            place,
            trail,
            log,
            known,
            missing,
        }
    }

    /// Reads a key that must be there.
    pub fn get<T>(&self, key: &str, read: impl FnOnce(&Field<'a>) -> Option<T>) -> Option<T> {
        let field = self.field(self.trail.key(key), key, Need::Needed);
        if field.is_none() {
            self.missing.borrow_mut().push(key.to_owned());
        }
        read(&field?)
    }

    /// Reads a key that may be left out.
    pub fn maybe<T>(&self, key: &str, read: impl FnOnce(&Field<'a>) -> Option<T>) -> Option<T> {
        read(&self.field(self.trail.key(key), key, Need::Optional)?)
    }

    /// Reads a key that may be left out and is the name of something elsewhere, as of a crossing.
    pub fn maybe_of<T>(&self, name: &str, read: impl FnOnce(&Field<'a>) -> Option<T>) -> Option<T> {
        read(&self.field(self.trail.name(name), name, Need::Optional)?)
    }

    /// Reads the table of a key that must be there.
    pub fn table<T>(&self, key: &str, read: impl FnOnce(&Self) -> Option<T>) -> Option<T> {
        self.get(key, |field| field.table(&[], read))
    }

    /// Reads each entry of a table whose keys are names of the user's choice.
    ///
    /// Returns the names in order, each with what was read.
    pub fn named<T>(&self, key: &str, read: impl FnMut(&str, &Self) -> T) -> Vec<(String, T)> {
        let entries = self.get(key, |field| field.entries()).unwrap_or_default();
        self.read_named(key, &entries, read)
    }

    /// Reads each entry of such a table, if it is there.
    pub fn maybe_named<T>(
        &self,
        key: &str,
        read: impl FnMut(&str, &Self) -> T,
    ) -> Vec<(String, T)> {
        let entries = self.maybe(key, |field| field.entries()).unwrap_or_default();
        self.read_named(key, &entries, read)
    }

    fn read_named<T>(
        &self,
        key: &str,
        entries: &[(&str, Field<'a>)],
        mut read: impl FnMut(&str, &Self) -> T,
    ) -> Vec<(String, T)> {
        if self
            .table
            .get(key)
            .is_some_and(|entry| is_empty(&entry.item.value))
        {
            self.fault(
                key,
                format!("the table is empty; give one [{key}.NAME] or more"),
            );
        }
        let names: Vec<&str> = entries.iter().map(|(name, _)| *name).collect();
        let mut read_all = Vec::new();
        for (name, field) in entries {
            let others: Vec<&str> = names
                .iter()
                .copied()
                .filter(|other| other != name)
                .collect();
            let read_one = field.table(&others, |keys| Some(read(name, keys)));
            read_all.extend(read_one.map(|one| ((*name).to_owned(), one)));
        }
        read_all
    }

    /// Reads each entry of a table that may be left out, and whose key `enabled` switches all of
    /// them. Entries that are switched off are read, so that they are checked, and dropped.
    pub fn switched<T>(
        &self,
        key: &str,
        mut read: impl FnMut(&str, &Self) -> T,
    ) -> Vec<(String, T)> {
        let entries = self.maybe(key, |field| field.entries()).unwrap_or_default();
        let mut enabled = true;
        let switch = self.trail.key(key).key("enabled");
        let has_switch = entries
            .iter()
            .any(|(name, field)| *name == "enabled" && !field.is_table());
        self.log.asked.ask(&switch, false, has_switch);
        let mut read_all = Vec::new();
        for (name, field) in &entries {
            if *name == "enabled" && !field.is_table() {
                let trail = switch.clone();
                let field = Field { trail, ..*field };
                enabled = field.truth().unwrap_or(true);
                continue;
            }
            let read_one = field.table(&[], |keys| Some(read(name, keys)));
            read_all.extend(read_one.map(|one| ((*name).to_owned(), one)));
        }
        if !enabled {
            read_all.clear();
        }
        read_all
    }

    /// Returns whether the key is there. Does not make it known.
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Takes every key as known, where what would be right cannot be told.
    pub fn leave(&self) {
        let keys = self.table.entries.iter().map(|entry| entry.key.clone());
        self.known.borrow_mut().extend(keys);
    }

    /// Returns whether keys and names may have been lost with a line that cannot be understood.
    pub fn are_torn(&self) -> bool {
        self.log.is_torn()
    }

    /// Leaves a fault at `key`, or at the table if the key is not there or is empty.
    pub fn fault(&self, key: &str, message: impl Display) {
        let place = self
            .table
            .get(key)
            .map_or(self.place, |entry| &entry.item.place);
        let path = match key {
            "" => self.trail.path.clone(),
            key => self.trail.key(key).path,
        };
        self.log.add(place, &path, message);
    }

    fn field(&self, trail: Trail, key: &str, need: Need) -> Option<Field<'a>> {
        let needed = matches!(need, Need::Needed);
        self.log.asked.ask(&trail, needed, self.has(key));
        self.known.borrow_mut().push(key.to_owned());
        let entry = self.table.get(key)?;
        Some(Field {
            item: &entry.item,
            key_place: &entry.place,
            trail,
            log: self.log,
        })
    }

    /// Leaves faults about keys that nobody asked for and keys that are not there. A table that
    /// lacks half of its keys may be one of `others` with a slip in its name.
    pub fn finish(self, others: &[&str]) {
        let known = self.known.borrow();
        let mut missing = self.missing.take();
        let n_required = missing.len()
            + self
                .table
                .entries
                .iter()
                .filter(|entry| known.contains(&entry.key))
                .count();
        for entry in &self.table.entries {
            if known.contains(&entry.key) {
                continue;
            }
            let (meant, remedy) = self.meant(&entry.key, &known);
            if meant == Some("extends") {
                // Everything may be in the file that was meant to be extended.
                missing.clear();
            }
            missing.retain(|key| Some(key.as_str()) != meant);
            let message = format!("unknown key; {remedy}");
            self.log
                .add(&entry.place, &self.trail.key(&entry.key).path, message);
        }
        if missing.is_empty() || self.log.is_torn() {
            return;
        }
        let name = self.trail.path.rsplit('.').next().unwrap_or_default();
        let other =
            nearest(name, others.iter().copied()).filter(|_| 2 * missing.len() >= n_required);
        let hint = other
            .map(|other| format!("; did you mean {other}?"))
            .unwrap_or_default();
        let noun = if missing.len() == 1 { "key" } else { "keys" };
        let message = format!("missing {noun} {}{hint}", missing.join(", "));
        self.log.add(self.place, &self.trail.path, message);
    }

    /// Returns the key that an unknown one was meant to be, one that is not there before one that
    /// is, and what to do.
    fn meant<'b>(&self, key: &str, known: &'b [String]) -> (Option<&'b str>, String) {
        let known = known
            .iter()
            .map(String::as_str)
            .filter(|key| !REMARKS.contains(key));
        let (there, absent): (Vec<&str>, Vec<&str>) =
            known.partition(|key| self.table.get(key).is_some());
        let near = |keys: &[&'b str]| nearest(key, keys.iter().copied());
        let meant = near(&absent).or_else(|| near(&there));
        let remedy = match meant {
            None if absent.is_empty() => "take it out".to_owned(),
            None => remedy(key, absent.iter().copied()),
            Some(meant) => format!("did you mean {meant}?"),
        };
        (meant, remedy)
    }
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Table(table) if table.entries.is_empty())
}
