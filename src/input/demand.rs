//! Demand: streams, their volumes and profiles, and the factors that scale them.

use super::dated::dated;
use super::datum::Datum;
use super::distribution::spread;
use super::keys::Keys;
use super::names::Names;
use super::sheet::{Row, Sheet};
use crate::engine::Distribution;
use crate::model::{Calendar, Commodity, Dated, Direction, Function, Load, Stream, WagonType};
use crate::units::{CrossingId, Duration, Mass, NodeId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The columns of the table of streams.
pub(super) const STREAM_COLUMNS: [&str; 13] = [
    "stream",
    "title",
    "origin",
    "destination",
    "crossing",
    "direction",
    "function",
    "commodity",
    "wagon",
    "lot_t",
    "profile",
    "longest_wait_h",
    "t_per_teu",
];

/// The columns of the table of volumes.
pub(super) const VOLUME_COLUMNS: [&str; 3] = ["stream", "year", "kt"];

/// The columns of the table of profiles.
pub(super) const PROFILE_COLUMNS: [&str; 13] = [
    "profile", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// What streams refer to, and what their tonnes a day are made of.
pub(super) struct Terms<'a> {
    pub calendar: Option<&'a Calendar>,
    pub nodes: &'a Names,
    pub crossings: &'a Names,
    pub profiles: &'a Profiles,
    /// `None` if the table of volumes could not be read.
    pub volumes: Option<&'a Volumes>,
    pub factors: &'a Factors,
}

/// The profiles by name: relative tonnes a day in each month. Those at fault are `None`.
pub(super) struct Profiles {
    names: Names,
    weights: Vec<Option<[f64; 12]>>,
}

/// Kilotonnes by the stream's position and year.
pub(super) type Volumes = BTreeMap<(usize, i16), f64>;

/// Factors of demand by the crossing's position and direction.
pub(super) type Factors = BTreeMap<(usize, Direction), Dated<f64>>;

/// Reads the profiles.
pub(super) fn profiles(sheet: Option<&Sheet>) -> Profiles {
    let names = Names::of_sheet("a profile", sheet);
    let Some(sheet) = sheet else {
        return Profiles { names, weights: Vec::new() };
    };
    sheet.check_unique();
    Profiles { names, weights: sheet.rows().map(|row| weights(&row)).collect() }
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
        let kt = row.get("kt", |cell| cell.at_least_zero("a volume"));
        let (Some(stream), Some(year)) = (stream, year) else { continue };
        let Ok(year) = i16::try_from(year) else {
            row.fault("year", format!("{year} is not a year; give one like 2022"));
            continue;
        };
        // A volume at fault is there all the same, so that it is not called missing.
        if volumes.insert((stream, year), kt.unwrap_or_default()).is_some() {
            row.fault("year", format!("{year} is there twice for this stream; take one out"));
        }
    }
    volumes
}

/// Reads `[demand]`: the spread of consignments in time, and the factors.
pub(super) fn scale(
    keys: &Keys,
    crossings: &Names,
    calendar: Option<&Calendar>,
) -> (Option<Distribution>, Factors) {
    let spread = keys.get("arrivals", |field| spread(field, 0.0));
    let factors = keys.maybe("factor", |field| {
        field.table(&[], |keys| Some(factors(keys, crossings, calendar)))
    });
    (spread, factors.unwrap_or_default())
}

/// Reads `[demand.factor.CROSSING]`.
fn factors(keys: &Keys, crossings: &Names, calendar: Option<&Calendar>) -> Factors {
    let mut factors = Factors::new();
    for (n, crossing) in crossings.iter().enumerate() {
        keys.maybe(crossing, |field| {
            field.table(&[], |keys| {
                for direction in Direction::BOTH {
                    let factor = keys.maybe(direction.key(), |field| {
                        dated(field, calendar, |factor| factor.at_least_zero("a factor"))
                    });
                    factors.extend(factor.map(|factor| ((n, direction), factor)));
                }
                Some(())
            })
        });
    }
    factors
}

/// Reads the streams. One is `None` only if its way cannot be looked for.
pub(super) fn streams(sheet: &Sheet, terms: &Terms) -> Vec<Option<Stream>> {
    sheet.check_unique();
    sheet.rows().enumerate().map(|(n, row)| stream(n, &row, terms)).collect()
}

fn stream(position: usize, row: &Row, terms: &Terms) -> Option<Stream> {
    let key = row.get("stream", |cell| cell.words());
    let title = row.get("title", |cell| cell.words());
    let origin = row.get("origin", |cell| terms.nodes.find(cell));
    let destination = row.get("destination", |cell| terms.nodes.find(cell));
    if origin.is_some() && origin == destination {
        row.fault("destination", "the cargo is there already; give another place");
    }
    let crossing = row.get("crossing", |cell| terms.crossings.find(cell));
    let direction = row.get("direction", |cell| cell.one_of("a direction", &Direction::NAMES));
    let function = row.get("function", |cell| cell.one_of("a function", &Function::NAMES));
    let commodity = row.get("commodity", |cell| cell.one_of("a commodity", &Commodity::NAMES));
    let wagon = row.get("wagon", |cell| cell.one_of("a type of wagon", &WagonType::NAMES));
    let lot = row.get("lot_t", |cell| cell.mass_t());
    let mass_per_teu = mass_per_teu(row, wagon);
    let longest_wait = row.get("longest_wait_h", |cell| {
        cell.above_zero("a longest wait")?;
        cell.hours()
    });
    let profile = row.get("profile", |cell| terms.profiles.names.find(cell));
    let weights = profile.and_then(|n| terms.profiles.weights[n]);
    let volumes = terms.volumes.map(|volumes| of_stream(volumes, position));
    if let (Some(volumes), Some(calendar)) = (&volumes, terms.calendar) {
        check_years(row, volumes, calendar);
    }
    let factor = crossing.zip(direction).and_then(|place| terms.factors.get(&place));
    let tonnes_per_day = match (terms.calendar, weights, volumes) {
        (Some(calendar), Some(weights), Some(volumes)) => {
            tonnes_per_day(calendar, &weights, &volumes, factor)
        }
        _ => Vec::new(),
    };
    Some(Stream {
        key: key?,
        title: title.unwrap_or_default(),
        origin: NodeId::from_index(origin?),
        destination: NodeId::from_index(destination?),
        crossing: CrossingId::from_index(crossing?),
        direction: direction?,
        function: function.unwrap_or(Function::Transit),
        commodity: commodity.unwrap_or(Commodity::Other),
        wagon: wagon?,
        lot: lot.unwrap_or_default(),
        mass_per_teu: mass_per_teu.unwrap_or_default(),
        longest_wait: longest_wait.unwrap_or(Duration::DAY),
        tonnes_per_day,
    })
}

/// Reads the cargo in one TEU: needed for containers, and for nothing else.
fn mass_per_teu(row: &Row, wagon: Option<WagonType>) -> Option<Mass> {
    match wagon?.load() {
        Load::Container => row.get("t_per_teu", |cell| cell.mass_t()),
        Load::Bulk => {
            let given = row.maybe("t_per_teu", |cell| cell.number()).filter(|t| *t != 0.0);
            if given.is_some() {
                row.fault("t_per_teu", "only container flats carry TEU; leave the cell empty");
            }
            Some(Mass::ZERO)
        }
    }
}

fn of_stream(volumes: &Volumes, stream: usize) -> BTreeMap<i16, f64> {
    let years = volumes.range((stream, i16::MIN)..=(stream, i16::MAX));
    years.map(|((_, year), kt)| (*year, *kt)).collect()
}

fn check_years(row: &Row, volumes: &BTreeMap<i16, f64>, calendar: &Calendar) {
    let years: BTreeSet<i16> = calendar.months().iter().map(|month| month.year).collect();
    let missing = years.iter().filter(|year| !volumes.contains_key(year));
    let missing: Vec<String> = missing.map(i16::to_string).collect();
    if !missing.is_empty() {
        let years = missing.join(", ");
        row.fault("stream", format!("there is no volume for {years}; add a row to the table of volumes"));
    }
}

/// Returns the tonnes a day in each month of the run.
///
/// A month's share of its year is its profile weight times its days, so that the twelve months sum
/// to the year's volume. A factor that changes within a month counts by days.
fn tonnes_per_day(
    calendar: &Calendar,
    weights: &[f64; 12],
    volumes: &BTreeMap<i16, f64>,
    factor: Option<&Dated<f64>>,
) -> Vec<f64> {
    let days = |year, month| Date::new(year, month, 1).map_or(0, |first| first.days_in_month());
    let weighted_days = |year| -> f64 {
        (1..=12).zip(weights).map(|(month, weight)| f64::from(days(year, month)) * weight).sum()
    };
    let rate = |month: &crate::model::Month| {
        let tonnes = volumes.get(&month.year).copied().unwrap_or_default() * 1_000.0;
        let weight = usize::try_from(month.month - 1).map_or(0.0, |n| weights[n]);
        let factor = factor.map_or(1.0, |factor| mean_factor(factor, month));
        tonnes * weight / weighted_days(month.year) * factor
    };
    calendar.months().iter().map(rate).collect()
}

fn mean_factor(factor: &Dated<f64>, month: &crate::model::Month) -> f64 {
    let n_days = month.length().as_days().round() as u64;
    let on_day = |day| factor.at(month.from + Duration::from_days(day));
    (0..n_days).map(on_day).sum::<f64>() / n_days.max(1) as f64
}
