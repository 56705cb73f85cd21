//! A key that a sweep changes, and the levels that it takes. Knows no scenario.

use crate::input::datum::Datum;
use crate::input::document::Value;
use crate::input::fault::Place;
use crate::input::field::Field;
use crate::input::keys::Keys;
use std::fmt;

/// Levels of a span in a grid, where the plan does not say how many.
const STEPS: u32 = 3;
/// The most levels that a key may have in a grid.
const STEPS_MAX: u32 = 1_000;

/// A key of a scenario that a sweep changes.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepKey {
    /// Its path in the scenario, `operation.loop_tracks`; `@` and a date after it mean one step of a
    /// value that changes on dates.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// The unit for people; may be empty.
    pub unit: String,
    /// The levels that it takes.
    pub range: Range,
    /// What the scenario has itself.
    pub own: Level,
    /// Where the plan names it.
    pub(super) place: Place,
}

/// The levels that a key takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Those listed, the first called low and the last high.
    Values(Vec<Level>),
    /// Everything between two numbers.
    Span {
        /// The low end.
        from: f64,
        /// The high end, above the low one.
        to: f64,
        /// Whether equal steps are equal ratios.
        log: bool,
        /// Whether only whole numbers are meant: levels, or of a factor what it makes of the
        /// scenario's value.
        whole: bool,
        /// Whether the numbers multiply what the scenario has.
        is_factor: bool,
        /// How many levels it has in a grid.
        steps: u32,
    },
}

/// What a key is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Level {
    /// A number in place of the scenario's.
    Number(f64),
    /// The scenario's number, or all numbers of its distribution or of its steps by date, so many
    /// times; rounded where `whole`.
    Factor {
        /// So many times.
        factor: f64,
        /// Whether what comes out is rounded to a whole number.
        whole: bool,
    },
    /// True or false.
    Truth(bool),
    /// A text.
    Text(String),
}

/// As tables have it; a factor is its number.
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Factor { factor, .. } => write!(f, "{factor}"),
            Self::Truth(truth) => write!(f, "{truth}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl Level {
    /// Returns the level that a value of a file is; none of one that is no single thing.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(whole) => Some(Self::Number(*whole as f64)),
            Value::Float(number) => Some(Self::Number(*number)),
            Value::Bool(truth) => Some(Self::Truth(*truth)),
            Value::String(text) => Some(Self::Text(text.clone())),
            _ => None,
        }
    }

    /// Returns whether two levels are things of one kind.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl SweepKey {
    /// Returns the level at a share of the way from low to high, and how far along the way it is
    /// once it is rounded to a level that there is.
    ///
    /// Levels that are listed, and whole numbers, share the way evenly.
    pub fn at(&self, share: f64) -> (Level, f64) {
        let share = share.clamp(0.0, 1.0);
        let nth = |n: usize| ((share * n as f64) as usize).min(n - 1);
        let along = |n: usize, of: usize| n as f64 / (of - 1).max(1) as f64;
        match &self.range {
            Range::Values(levels) => {
                let n = nth(levels.len());
                (levels[n].clone(), along(n, levels.len()))
            }
            Range::Span {
                from,
                to,
                log: false,
                whole: true,
                is_factor: false,
                ..
            } => {
                let count = (to - from) as usize + 1;
                let n = nth(count);
                (Level::Number(from + n as f64), along(n, count))
            }
            Range::Span { .. } => self.between(share),
        }
    }

    /// Returns the levels of a grid, from low to high, each once.
    pub fn levels(&self) -> Vec<Level> {
        let mut levels = match &self.range {
            Range::Values(levels) => levels.clone(),
            Range::Span { steps, .. } => {
                let last = f64::from(steps - 1);
                let level = |n| self.between(f64::from(n) / last).0;
                (0..*steps).map(level).collect()
            }
        };
        levels.dedup();
        levels
    }

    /// Returns the level of a span at a share of its length, rounded where only whole ones are.
    fn between(&self, share: f64) -> (Level, f64) {
        let Range::Span {
            from,
            to,
            log,
            whole,
            is_factor,
            ..
        } = self.range
        else {
            return self.at(share);
        };
        let number = match log {
            true => from * (to / from).powf(share),
            false => from + share * (to - from),
        };
        // Six digits tell any two levels apart that mean something, and are read easily.
        let mut number: f64 = format!("{number:.5e}").parse().unwrap_or(number);
        if is_factor {
            let factor = number;
            return (Level::Factor { factor, whole }, share);
        }
        if whole {
            number = number.round();
        }
        let along = match log {
            true => (number / from).ln() / (to / from).ln(),
            false => (number - from) / (to - from),
        };
        (Level::Number(number), along)
    }
}

/// Reads the table of a key: its name and its levels. What the scenario has is not known yet.
pub(super) fn key(path: &str, keys: &Keys, place: &Place) -> Option<SweepKey> {
    let name = keys.maybe("name", |field| field.words());
    let unit = keys.maybe("unit", |field| field.words());
    let range = range(keys)?;
    Some(SweepKey {
        key: path.to_owned(),
        name: name.unwrap_or_else(|| path.to_owned()),
        unit: unit.unwrap_or_default(),
        range,
        own: Level::Truth(false),
        place: place.clone(),
    })
}

fn range(keys: &Keys) -> Option<Range> {
    if keys.has("values") {
        return keys.get("values", values).map(Range::Values);
    }
    let is_factor = keys.has("factor_from") || keys.has("factor_to");
    let (low, high) = match is_factor {
        true => ("factor_from", "factor_to"),
        false => ("from", "to"),
    };
    let from = keys.get(low, |field| field.number());
    let to = keys.get(high, |field| field.number());
    let whole = keys.maybe("integer", |field| field.truth());
    let scales = [("linear", false), ("log", true)];
    let log = keys.maybe("scale", |field| field.one_of("a scale", &scales));
    let steps = keys.maybe("steps", steps).unwrap_or(STEPS);
    let (from, to) = (from?, to?);
    let (whole, log) = (whole.unwrap_or(false), log.unwrap_or(false));
    if from >= to {
        keys.fault(low, format!("{from} is not below {to}; give less"));
        return None;
    }
    if log && from <= 0.0 {
        let message = format!("{from} has no logarithm; give more than zero");
        keys.fault(low, message);
        return None;
    }
    let is_whole = |number: f64| number.fract() == 0.0;
    if whole && !is_factor && !(is_whole(from) && is_whole(to)) {
        keys.fault(low, "integer = true needs whole ends; give whole numbers");
        return None;
    }
    Some(Range::Span {
        from,
        to,
        log,
        whole,
        is_factor,
        steps,
    })
}

fn steps(field: &Field) -> Option<u32> {
    let steps = field.count(2)?;
    let possible = steps <= STEPS_MAX;
    if !possible {
        field.fault(format!(
            "{steps} is too many; give {STEPS_MAX} steps or fewer"
        ));
    }
    possible.then_some(steps)
}

fn values(field: &Field) -> Option<Vec<Level>> {
    let elements = field.elements()?;
    if elements.len() < 2 {
        field.fault("a key that is changed needs two values or more");
        return None;
    }
    let mut levels: Vec<Level> = Vec::new();
    for element in &elements {
        let level = Level::of(&element.item.value);
        let level = level.filter(|level| levels.first().is_none_or(|first| first.is_like(level)));
        let Some(level) = level else {
            element.fault("give numbers, texts, or true and false, and all of one kind");
            return None;
        };
        if levels.contains(&level) {
            element.fault(format!("{level} is there already; give each value once"));
            return None;
        }
        levels.push(level);
    }
    Some(levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(range: Range) -> SweepKey {
        SweepKey {
            key: "a".to_owned(),
            name: "a".to_owned(),
            unit: String::new(),
            range,
            own: Level::Number(1.0),
            place: Place::whole("plan.toml".into()),
        }
    }

    fn span(from: f64, to: f64, log: bool, whole: bool) -> SweepKey {
        key(Range::Span {
            from,
            to,
            log,
            whole,
            is_factor: false,
            steps: 3,
        })
    }

    #[test]
    fn levels_share_the_way_evenly() {
        let whole = span(2.0, 5.0, false, true);
        let at = |share| whole.at(share);
        assert_eq!(at(0.0), (Level::Number(2.0), 0.0));
        assert_eq!(at(0.49), (Level::Number(3.0), 1.0 / 3.0));
        assert_eq!(at(1.0), (Level::Number(5.0), 1.0));
        let listed = key(Range::Values(vec![Level::Truth(false), Level::Truth(true)]));
        assert_eq!(listed.at(0.4), (Level::Truth(false), 0.0));
        assert_eq!(listed.at(0.6), (Level::Truth(true), 1.0));
    }

    #[test]
    fn a_span_is_rounded_to_what_is_read_easily() {
        assert_eq!(
            span(0.0, 1.0, false, false).at(1.0 / 3.0).0,
            Level::Number(0.333333)
        );
        let log = span(1.0, 100.0, true, false);
        let levels = [1.0, 10.0, 100.0].map(Level::Number);
        assert_eq!(log.levels(), levels);
        let whole = span(1.0, 2.0, false, true);
        assert_eq!(whole.levels(), [1.0, 2.0].map(Level::Number));
    }
}
