//! How much is offered: volumes by year, profiles by month, and the tonnes a day they come to.

use super::datum::Datum;
use super::names::Names;
use super::sheet::{Row, Sheet};
use crate::model::{Calendar, Dated, Month};
use crate::units::Duration;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The columns of the table of volumes.
pub(super) const VOLUME_COLUMNS: [&str; 3] = ["stream", "year", "kt"];

/// The columns of the table of profiles.
pub(super) const PROFILE_COLUMNS: [&str; 13] = [
    "profile", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The most that one stream may offer in a year: a hundred times what crosses today.
const KT_MAX: f64 = 2_000_000.0;

/// The profiles by name: relative tonnes a day in each month. Those at fault are `None`.
pub(super) struct Profiles {
    pub names: Names,
    pub weights: Vec<Option<[f64; 12]>>,
}

/// Kilotonnes by the stream's position and year.
pub(super) type Volumes = BTreeMap<(usize, i16), f64>;

/// Reads the profiles.
pub(super) fn profiles(sheet: Option<&Sheet>) -> Profiles {
    let names = Names::of_sheet("a profile", sheet);
    let Some(sheet) = sheet else {
        return Profiles {
            names,
            weights: Vec::new(),
        };
    };
    sheet.check_unique();
    Profiles {
        names,
        weights: sheet.rows().map(|row| weights(&row)).collect(),
    }
}

fn weights(row: &Row) -> Option<[f64; 12]> {
    let months = &PROFILE_COLUMNS[1..];
    let read: Vec<Option<f64>> = months
        .iter()
        .map(|month| row.get(month, |cell| cell.at_least_zero("a weight")))
        .collect();
    let weights: Vec<f64> = read.into_iter().collect::<Option<_>>()?;
    if weights.iter().all(|weight| *weight == 0.0) {
        row.fault("jan", "every month is zero; give one month a weight");
        return None;
    }
    weights.try_into().ok()
}

/// Reads the volumes. Years outside the run are checked and left alone.
pub(super) fn volumes(sheet: &Sheet, streams: &Names) -> Volumes {
    let mut volumes = Volumes::new();
    for row in sheet.rows() {
        let stream = row.get("stream", |cell| streams.find(cell));
        let year = row.get("year", |cell| cell.whole());
        let kt = row.get("kt", |cell| {
            cell.at_least_zero("a volume")?;
            cell.within(0.0, KT_MAX, "a volume of one stream")
        });
        let (Some(stream), Some(year)) = (stream, year) else {
            continue;
        };
        let Ok(year) = i16::try_from(year) else {
            row.fault("year", format!("{year} is not a year; give one like 2022"));
            continue;
        };
        // A volume at fault is there all the same, so that it is not called missing.
        if volumes
            .insert((stream, year), kt.unwrap_or_default())
            .is_some()
        {
            row.fault(
                "year",
                format!("{year} is there twice for this stream; take one out"),
            );
        }
    }
    volumes
}

/// Returns the last year that has a volume.
pub(super) fn latest(volumes: &Volumes) -> Option<i16> {
    volumes.keys().map(|(_, year)| *year).max()
}

/// Returns the volumes of one stream by year.
pub(super) fn of_stream(volumes: &Volumes, stream: usize) -> BTreeMap<i16, f64> {
    let years = volumes.range((stream, i16::MIN)..=(stream, i16::MAX));
    years.map(|((_, year), kt)| (*year, *kt)).collect()
}

/// Leaves a fault at a stream's row if a year of the run has no volume.
pub(super) fn check_years(row: &Row, volumes: &BTreeMap<i16, f64>, calendar: &Calendar) {
    let years: BTreeSet<i16> = calendar.months().iter().map(|month| month.year).collect();
    let missing = years.iter().filter(|year| !volumes.contains_key(year));
    let missing: Vec<String> = missing.map(i16::to_string).collect();
    if !missing.is_empty() {
        let years = missing.join(", ");
        row.fault(
            "stream",
            format!("there is no volume for {years}; add a row to the table of volumes"),
        );
    }
}

/// Returns the tonnes a day in each month of the run.
///
/// A month's share of its year is its profile weight times its days, so that the twelve months sum
/// to the year's volume. A factor that changes within a month counts by days.
pub(super) fn tonnes_per_day(
    calendar: &Calendar,
    weights: &[f64; 12],
    volumes: &BTreeMap<i16, f64>,
    factor: Option<&Dated<f64>>,
) -> Vec<f64> {
    let days = |year, month| Date::new(year, month, 1).map_or(0, |first| first.days_in_month());
    let weighted_days = |year| -> f64 {
        (1..=12)
            .zip(weights)
            .map(|(month, weight)| f64::from(days(year, month)) * weight)
            .sum()
    };
    let rate = |month: &Month| {
        let tonnes = volumes.get(&month.year).copied().unwrap_or_default() * 1_000.0;
        let weight = usize::try_from(month.month - 1).map_or(0.0, |n| weights[n]);
        let factor = factor.map_or(1.0, |factor| mean_factor(factor, month));
        tonnes * weight / weighted_days(month.year) * factor
    };
    calendar.months().iter().map(rate).collect()
}

fn mean_factor(factor: &Dated<f64>, month: &Month) -> f64 {
    let n_days = month.length().as_days().round() as u64;
    let on_day = |day| factor.at(month.from + Duration::from_days(day));
    (0..n_days).map(on_day).sum::<f64>() / n_days.max(1) as f64
}
