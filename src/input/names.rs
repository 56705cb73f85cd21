//! Names that must exist, and the nearest right one where one does not. Knows no file.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::sheet::Sheet;

/// The names of one kind of thing, in the order of its indices.
pub(super) struct Names {
    /// What they name, with the article: `a node`.
    what: &'static str,
    keys: Vec<String>,
    /// False where the names could not be read, so that nothing can be said about any name.
    known: bool,
}

/// Lists of names up to this length are shown whole where none is near.
const SHOWN_MAX: usize = 9;

impl Names {
    pub fn new(what: &'static str, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let keys = keys.into_iter().map(Into::into).collect();
        Self {
            what,
            keys,
            known: true,
        }
    }

    /// Returns names that could not be read.
    pub fn unknown(what: &'static str) -> Self {
        Self {
            what,
            keys: Vec::new(),
            known: false,
        }
    }

    /// Returns the keys of a table's rows.
    pub fn of_sheet(what: &'static str, sheet: Option<&Sheet>) -> Self {
        match sheet {
            Some(sheet) if sheet.has_keys() => Self::new(what, sheet.keys()),
            _ => Self::unknown(what),
        }
    }

    /// Returns the names of a table in the scenario file, unknown if some may have been lost.
    pub fn of_table(what: &'static str, names: Vec<String>, keys: &Keys) -> Self {
        if keys.are_torn() {
            Self::unknown(what)
        } else {
            Self::new(what, names)
        }
    }

    /// Returns the names of several kinds of things. Positions among them mean nothing.
    pub fn together<const N: usize>(what: &'static str, kinds: [&Self; N]) -> Self {
        let keys = kinds
            .iter()
            .flat_map(|kind| kind.iter())
            .map(str::to_owned)
            .collect();
        Self {
            what,
            keys,
            known: kinds.iter().all(|kind| kind.known),
        }
    }

    /// Returns the position of the name that `datum` gives, or leaves a fault with the nearest.
    pub fn find(&self, datum: &impl Datum) -> Option<usize> {
        self.find_named(datum.text()?, datum)
    }

    /// Returns the position of `name`, or leaves a fault at `datum` with the nearest.
    pub fn find_named(&self, name: &str, datum: &impl Datum) -> Option<usize> {
        self.look_up(name, |message| datum.fault(message))
    }

    /// Returns the position of the name that is the key of `field`, or leaves a fault there with
    /// the nearest.
    pub fn find_key(&self, name: &str, field: &Field) -> Option<usize> {
        self.look_up(name, |message| {
            field.log.add(field.key_place, field.path(), message);
        })
    }

    fn look_up(&self, name: &str, fault: impl FnOnce(String)) -> Option<usize> {
        let position = self.position(name);
        if position.is_none() && self.known {
            let keys = self.keys.iter().map(String::as_str);
            fault(format!(
                "{name:?} is not {}; {}",
                self.what,
                remedy(name, keys)
            ));
        }
        position
    }

    /// Returns what to write in place of an unknown name.
    pub fn remedy(&self, name: &str) -> String {
        remedy(name, self.keys.iter().map(String::as_str))
    }

    pub fn are_known(&self) -> bool {
        self.known
    }

    pub fn position(&self, name: &str) -> Option<usize> {
        self.keys.iter().position(|key| key == name)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }
}

/// Returns what to write in place of an unknown `name`.
pub(super) fn remedy<'a>(name: &str, keys: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(name, keys.clone()) {
        return format!("did you mean {near}?");
    }
    let mut keys: Vec<&str> = keys.collect();
    keys.dedup();
    match keys.len() {
        0 => "there is none to give".to_owned(),
        1 => format!("give {}", keys[0]),
        n if n <= SHOWN_MAX => format!("give one of {}", keys.join(", ")),
        n => format!("give one of the {n} that are there, or add it"),
    }
}

/// Returns the right name that is most like `name`, or `None` if none is like it.
///
/// Alike is a third of the letters wrong at most, or one name beginning with the other.
pub(crate) fn nearest<'a>(name: &str, keys: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let score = |key: &str| {
        let key = key.to_lowercase();
        let wrong = strsim::damerau_levenshtein(&name, &key);
        let begins = name.len() >= 4 && key.len() >= 4;
        let begins = begins && (key.starts_with(&name) || name.starts_with(&key));
        let allowed = (key.chars().count().max(name.chars().count()) / 3).max(1);
        (begins || wrong <= allowed).then_some(wrong)
    };
    keys.filter_map(|key| Some((score(key)?, key)))
        .min_by_key(|(wrong, _)| *wrong)
        .map(|(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_the_one_meant() {
        let keys = [
            "path_cycle_min",
            "handover_notice_min",
            "quota_trains_per_day",
        ];
        let near = |name| nearest(name, keys.into_iter());
        assert_eq!(near("path_cycle_mn"), Some("path_cycle_min"));
        assert_eq!(near("quota"), Some("quota_trains_per_day"));
        assert_eq!(near("speed"), None);
        assert_eq!(nearest("dso", ["DOS", "ALT"].into_iter()), Some("DOS"));
    }
}
