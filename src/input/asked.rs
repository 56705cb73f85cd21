//! Which keys the readers ask for, as patterns: what the reference of keys is held against. Knows
//! no key by itself.

use crate::model::{Direction, Railway, Side, WagonType};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in a pattern for a name of the user's choice.
const NAME: &str = "NAME";

/// A key that a reader asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedKey {
    /// Whether it had to be there, at least once.
    pub needed: bool,
    /// The dotted paths at which it was there.
    pub given_at: BTreeSet<String>,
    /// The dotted path at which it was asked for first and was not there.
    pub absent_at: Option<String>,
    /// As what its value was read: `date`, `number`, `dated`, `distribution`, ….
    pub forms: BTreeSet<&'static str>,
}

/// The keys that were asked for, by pattern.
///
/// In a pattern, `NAME` stands for a name of the user's choice, and `DIRECTION`, `SIDE`, `WAGON` and
/// `RAILWAY` for one of theirs. What is written in the same way under many keys has a pattern of its
/// own: `DATED.value`, `DISTRIBUTION.kind`, `SHIFT.from_h`.
pub type AskedKeys = BTreeMap<String, AskedKey>;

/// Where readers leave what they asked for.
#[derive(Debug, Default)]
pub(super) struct AskedLog(RefCell<AskedKeys>);

impl AskedLog {
    /// Notes that a key was asked for. One that is `needed` must be there; `given` says if it is.
    pub fn ask(&self, trail: &Trail, needed: bool, given: bool) {
        let mut keys = self.0.borrow_mut();
        let asked = keys.entry(trail.pattern.clone()).or_default();
        asked.needed |= needed;
        if given {
            asked.given_at.insert(trail.path.clone());
        } else if asked.absent_at.is_none() {
            asked.absent_at = Some(trail.path.clone());
        }
    }

    /// Notes as what the value of a key is read.
    pub fn form(&self, trail: &Trail, form: &'static str) {
        let mut keys = self.0.borrow_mut();
        keys.entry(trail.pattern.clone())
            .or_default()
            .forms
            .insert(form);
    }

    pub fn keys(&self) -> AskedKeys {
        self.0.borrow().clone()
    }
}

/// The way to a value: as it is written, and as a pattern.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail {
    pub path: String,
    pattern: String,
}

impl Trail {
    /// Returns the way to a key of this table.
    pub fn key(&self, key: &str) -> Self {
        self.step(key, class_of(key))
    }

    /// Returns the way to an entry of this table that has a name of the user's choice.
    pub fn name(&self, name: &str) -> Self {
        self.step(name, NAME)
    }

    fn step(&self, key: &str, class: &str) -> Self {
        let join = |before: &str, key: &str| match before {
            "" => key.to_owned(),
            before => format!("{before}.{key}"),
        };
        Self {
            path: join(&self.path, key),
            pattern: join(&self.pattern, class),
        }
    }

    /// Returns the way to an element of this array, which is read like the array.
    pub fn element(&self, n: usize) -> Self {
        Self {
            path: format!("{}[{n}]", self.path),
            pattern: self.pattern.clone(),
        }
    }

    /// Returns the same way, to something that is written alike under many keys.
    pub fn of_kind(&self, kind: &str) -> Self {
        Self {
            path: self.path.clone(),
            pattern: kind.to_owned(),
        }
    }
}

/// Returns what stands in patterns for a key that is one of a few names, and else the key itself.
fn class_of(key: &str) -> &str {
    let is_in = |names: &[&str]| names.contains(&key);
    if is_in(&Direction::NAMES.map(|(name, _)| name)) {
        "DIRECTION"
    } else if is_in(&Side::NAMES.map(|(name, _)| name)) {
        "SIDE"
    } else if is_in(&WagonType::NAMES.map(|(name, _)| name)) {
        "WAGON"
    } else if is_in(&Railway::NAMES.map(|(name, _)| name)) {
        "RAILWAY"
    } else {
        key
    }
}
