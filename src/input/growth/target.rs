//! Growth to targets, `[demand.target_mt]`: totals that are to be offered by rail over the border to
//! China, both ways.
//!
//! From the last known year on the total grows evenly to the first target and from each to the next,
//! by the same share every year, and stays after the last. Every stream keeps its part of the total.

use super::known::is_of_border;
use crate::input::datum::Datum;
use crate::input::field::Field;
use crate::input::keys::Keys;
use crate::input::sheet::Row;
use crate::input::volume::Volumes;
use std::collections::BTreeMap;

/// The greatest target, in Mt: as much as one stream may offer.
const MT_MAX: f64 = 2_000.0;

/// Totals by year, in Mt.
pub(super) type Targets = BTreeMap<i16, f64>;

/// The way of the total from the last known year to the end of the run.
pub(super) struct Course {
    /// Of the last known year, in Mt.
    known_mt: f64,
    /// Of the years after it.
    totals_mt: Targets,
    /// By the stream's position: whether it is a part of the total.
    is_part: Vec<bool>,
}

/// Reads `[demand.target_mt]`, whose keys are years: later ones than `known_until`, where that is
/// what they are grown to from.
pub(super) fn targets(keys: &Keys, known_until: Option<i16>) -> Targets {
    let read = keys.maybe("target_mt", |field| {
        let entries = field.entries()?;
        if entries.is_empty() {
            field.fault("the table is empty; give a year and its total, like 2030 = 100");
        }
        let read = entries
            .iter()
            .filter_map(|(year, field)| target(year, field, known_until));
        Some(read.collect())
    });
    read.unwrap_or_default()
}

fn target(name: &str, field: &Field, known_until: Option<i16>) -> Option<(i16, f64)> {
    let at_key = |message: String| field.log.add(field.key_place, field.path(), message);
    let year = name.parse::<i16>().ok();
    // The name of a year is unique: 02030 is none.
    let year = year.filter(|year| (1900..2200).contains(year) && year.to_string() == name);
    if year.is_none() {
        at_key(format!("{name:?} is not a year; give one like 2030"));
    }
    if let (Some(year), Some(known)) = (year, known_until)
        && year <= known
    {
        let message = format!("volumes are known until {known}; give a later year, or take it out");
        at_key(message);
    }
    field.above_zero("a target")?;
    Some((year?, field.within(0.0, MT_MAX, "a target, in Mt")?))
}

impl Course {
    /// Returns the way from `known_until` to `last_year`, or `None` if nothing is known to go by
    /// rail over the border to China.
    pub fn new(
        rows: &[Row],
        volumes: &Volumes,
        targets: &Targets,
        (known_until, last_year): (i16, i16),
    ) -> Option<Self> {
        let is_part: Vec<bool> = rows.iter().map(is_of_border).collect();
        let parts = is_part.iter().enumerate().filter(|(_, is_part)| **is_part);
        let parts = parts.filter_map(|(stream, _)| volumes.get(&(stream, known_until)));
        let known_mt = parts.sum::<f64>() / 1_000.0;
        let years = known_until + 1..=last_year;
        let totals = years.map(|year| (year, total(targets, (known_until, known_mt), year)));
        (known_mt > 0.0).then(|| Self {
            known_mt,
            totals_mt: totals.collect(),
            is_part,
        })
    }

    /// Returns the positions of the streams that are parts of the total.
    pub fn streams(&self) -> Vec<usize> {
        let all = 0..self.is_part.len();
        all.filter(|stream| self.includes(*stream)).collect()
    }

    /// Returns whether a stream is a part of the total.
    pub fn includes(&self, stream: usize) -> bool {
        self.is_part[stream]
    }

    /// Returns by what the last known volume of each part is multiplied in `year`.
    pub fn factor(&self, year: i16) -> f64 {
        self.totals_mt[&year] / self.known_mt
    }
}

/// The total of `year`, which comes after the last known one: geometric between two that are given.
fn total(targets: &Targets, known: (i16, f64), year: i16) -> f64 {
    let own = |(year, mt): (&i16, &f64)| (*year, *mt);
    let (from, before) = targets.range(..=year).next_back().map_or(known, own);
    let Some((to, after)) = targets.range(year + 1..).next().map(own) else {
        return before;
    };
    let passed = f64::from(year - from) / f64::from(to - from);
    before * libm::pow(after / before, passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_targets_the_total_grows_by_the_same_share_a_year() {
        let targets = Targets::from([(2026, 40.0), (2028, 10.0)]);
        let years = [2025, 2026, 2027, 2028, 2029];
        let totals = years.map(|year| total(&targets, (2024, 10.0), year));
        for (total, wanted) in totals.iter().zip([20.0, 40.0, 20.0, 10.0, 10.0]) {
            assert!((total - wanted).abs() < 1e-12, "{totals:?}");
        }
    }
}
