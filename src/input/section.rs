//! Changes to single rows of the table of sections, in the scenario file: `[section.NAME]`.
//!
//! A key has the name of the column that it takes the place of. What may change on a date is given
//! like any other dated value, `[{ value = …, from = … }]`.

use super::dated::dated;
use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::names::Names;
use super::network::{PAIRS_MAX, opened};
use crate::model::{Calendar, Section, Signalling};
use crate::units::{Length, Time};
use std::collections::BTreeMap;

/// Lays `[section.NAME]` over the sections of the table, those at fault left out.
pub(super) fn lay_over(
    keys: &Keys,
    sections: &mut [Option<Section>],
    names: &Names,
    calendar: Option<&Calendar>,
) {
    let entries = keys
        .maybe("section", |field| field.entries())
        .unwrap_or_default();
    for (name, field) in entries {
        let Some(position) = names.find_key(name, &field) else {
            continue;
        };
        field.table(&[], |keys| {
            let Some(section) = &mut sections[position] else {
                // The row of the table is at fault: what its changes come to cannot be told.
                keys.leave();
                return None;
            };
            let enabled = keys.maybe("enabled", Field::truth).unwrap_or(true);
            let mut changed = section.clone();
            change(keys, &mut changed, calendar);
            if enabled {
                *section = changed;
            }
            Some(())
        });
    }
}

fn change(keys: &Keys, section: &mut Section, calendar: Option<&Calendar>) {
    let pairs = |field: &Field| field.within(0.0, PAIRS_MAX, "a number of pairs");
    if let Some(tracks) = keys.maybe("tracks", |field| field.count(1)) {
        (section.tracks, section.double_from) = (tracks, None);
    }
    if let (Some(date), Some(calendar)) = (
        keys.maybe("double_track_from", |field| field.date()),
        calendar,
    ) {
        (section.tracks, section.double_from) = opened(section.tracks, date, calendar);
    }
    if let Some(pairs) = keys.maybe("other_passenger_pairs_per_day", pairs) {
        section.other.passenger_pairs_per_day = pairs;
    }
    if let Some(pairs) = keys.maybe("other_freight_pairs_per_day", pairs) {
        section.other.freight_pairs_per_day = pairs;
    }
    if let Some(tracks) = keys.maybe("loop_tracks", |field| field.count(2)) {
        section.working.loop_tracks = Some(tracks);
    }
    let signalling = |field: &Field| field.one_of("a kind of signalling", &Signalling::NAMES);
    if let Some(signalling) = keys.maybe("signalling", signalling) {
        section.working.signalling = signalling;
    }
    keys.maybe("freight_speed_kmh", |field| {
        speeds(field, section, calendar)
    });
    keys.maybe("passing_loops_km", |field| loops(field, section, calendar));
}

fn speeds(field: &Field, section: &mut Section, calendar: Option<&Calendar>) -> Option<()> {
    let speeds = dated(field, calendar, |speed| speed.speed_kmh())?;
    section.speed = speeds.at(Time::ZERO);
    section.working.later_speeds = speeds
        .changes()
        .map(|(from, _, speed)| (from, speed))
        .collect();
    Some(())
}

/// Reads positions of passing loops, or lists of them that hold from dates: loops only open.
fn loops(field: &Field, section: &mut Section, calendar: Option<&Calendar>) -> Option<()> {
    field.form("dated");
    let elements = field.elements()?;
    if !elements.first().is_some_and(Field::is_table) {
        section.loops = positions(field, section.length)?;
        section.working.loops_open.clear();
        return Some(());
    }
    let mut opens: BTreeMap<u64, (Length, Time)> = BTreeMap::new();
    let (mut latest, mut before) = (Time::ZERO, Vec::new());
    for element in &elements {
        let (list, date) = element.of_kind("DATED").table(&[], |keys| {
            let list = keys.get("value", |field| positions(field, section.length));
            Some((list?, keys.maybe("from", |field| field.date())))
        })?;
        let from = date.map_or(Some(Time::ZERO), |date| Some(calendar?.time_of(date)))?;
        if from < latest || (date.is_none() && !before.is_empty()) {
            element.fault("the lists are not in the order of their dates; put them in order");
            return None;
        }
        let gone = before.iter().find(|km| !list.contains(km));
        if let Some(gone) = gone {
            element.fault(format!(
                "the loop at {} is gone; loops open, but do not close: list it too",
                gone.as_km()
            ));
            return None;
        }
        for km in &list {
            let metre = (km.as_km() * 1e3).round() as u64;
            opens.entry(metre).or_insert((*km, from));
        }
        (latest, before) = (from, list);
    }
    let end = calendar?.end_time();
    let opens: Vec<(Length, Time)> = opens
        .into_values()
        .filter(|(_, from)| *from < end)
        .collect();
    section.loops = opens.iter().map(|(km, _)| *km).collect();
    section.working.loops_open = opens.iter().map(|(_, from)| *from).collect();
    Some(())
}

/// Reads positions of passing loops: ascending and strictly inside the section.
fn positions(field: &Field, length: Length) -> Option<Vec<Length>> {
    let numbers: Vec<Option<f64>> = field.elements()?.iter().map(|one| one.number()).collect();
    let numbers: Option<Vec<f64>> = numbers.into_iter().collect();
    super::network::positions(field, &numbers?, length)
}
