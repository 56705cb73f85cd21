//! Weather that stops outdoor work and slows trains down.

use super::crossing::Setting;
use super::datum::Datum;
use super::disruption::speed_factor;
use super::distribution::distribution;
use super::facility::Facilities;
use super::field::Field;
use super::keys::Keys;
use super::names::Names;
use crate::engine::Distribution;
use crate::model::{LineEffect, Weather};
use crate::units::{Duration, FacilityId, SectionId};

/// Days of the months from January, of a year of 365.25 days.
const DAYS: [f64; 12] = [
    31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0,
];

/// Reads `[weather.NAME]`. What is switched off is checked, and left out.
pub(super) fn weather(
    keys: &Keys,
    setting: Setting,
    facilities: &Facilities,
    sections: &Names,
) -> Vec<Weather> {
    let read = keys.switched("weather", |name, keys| {
        one(name, keys, setting, facilities, sections)
    });
    read.into_iter().filter_map(|(_, read)| read).collect()
}

fn one(
    key: &str,
    keys: &Keys,
    setting: Setting,
    facilities: &Facilities,
    sections: &Names,
) -> Option<Weather> {
    let enabled = keys.maybe("enabled", |field| field.truth()).unwrap_or(true);
    let name = keys.get("name", |field| field.words());
    let spell_h = keys.get("spell_h", spell);
    let calm = keys.get("days_per_month", |field| calm(field, spell_h));
    let stops = keys.maybe("places", |field| stops(field, setting, facilities));
    let lines = lines(keys, setting, sections);
    if !keys.has("places") && !keys.has("sections") {
        keys.fault("", "nothing is struck; give places, sections or both");
    }
    let weather = Weather {
        key: key.to_owned(),
        name: name?,
        calm: calm?,
        spell_h: spell_h?,
        stops: stops.unwrap_or_default(),
        lines: lines.unwrap_or_default(),
    };
    enabled.then_some(weather)
}

/// Reads the length of a spell, in hours; its mean is not zero.
fn spell(field: &Field) -> Option<Distribution> {
    let spell = distribution(field)?;
    field.span(spell.mean())?;
    if spell.mean() < 0.1 {
        field.fault("a spell would last no time; give a mean of 0.1 hours or more");
        return None;
    }
    Some(spell)
}

/// Reads the days with such weather in each month, and returns the calm between spells that makes
/// so many.
fn calm(field: &Field, spell_h: Option<Distribution>) -> Option<[Option<Duration>; 12]> {
    let elements = field.elements()?;
    if elements.len() != DAYS.len() {
        let n = elements.len();
        field.fault(format!("there are {n} numbers; give 12, from January"));
        return None;
    }
    let mut calm = [None; 12];
    let mut possible = true;
    for (month, element) in elements.iter().enumerate() {
        let days = element.within(
            0.0,
            0.95 * DAYS[month],
            "a number of days with such weather",
        );
        possible &= days.is_some();
        let (Some(days), Some(spell_h)) = (days.filter(|days| *days > 0.0), spell_h) else {
            continue;
        };
        let hours = Weather::calm_h(days, DAYS[month], spell_h.mean());
        if hours.is_none() {
            element.fault(format!("{days} days are too few; give 0, or 0.01 or more"));
            possible = false;
        }
        calm[month] = hours.and_then(Duration::from_hours);
    }
    possible.then_some(calm)
}

/// Returns the facilities at the named places at which weather stops work.
fn stops(field: &Field, setting: Setting, facilities: &Facilities) -> Option<Vec<FacilityId>> {
    let mut stops = Vec::new();
    for element in field.elements()? {
        let Some(place) = setting.nodes.find(&element) else {
            continue;
        };
        for (n, facility) in facilities.list.iter().enumerate() {
            if facility
                .as_ref()
                .is_some_and(|facility| facility.outdoor && facility.node.index() == place)
            {
                stops.push(FacilityId::from_index(n));
            }
        }
    }
    Some(stops)
}

/// Returns what happens on the named sections.
fn lines(keys: &Keys, setting: Setting, names: &Names) -> Option<Vec<(SectionId, LineEffect)>> {
    let slow = keys.maybe("speed_factor", speed_factor);
    let closed = keys.maybe("closed", |field| field.truth()) == Some(true);
    let happens = closed || keys.has("speed_factor");
    let sections = keys.maybe("sections", |field| {
        if !happens {
            field.fault("nothing happens there; give closed = true, or speed_factor");
        }
        let elements = field.elements()?;
        let find = |element: &Field| {
            names.find(element)?;
            setting.network?.section_by_key(element.text()?)
        };
        Some(elements.iter().filter_map(find).collect::<Vec<_>>())
    });
    if happens && !keys.has("sections") {
        let key = if closed { "closed" } else { "speed_factor" };
        keys.fault(key, "no section is struck; give sections");
    }
    let effect = match (closed, slow) {
        (true, _) => LineEffect::Closed,
        (false, Some(factor)) => LineEffect::SpeedFactor(factor),
        (false, None) => return None,
    };
    let sections = sections.unwrap_or_default().into_iter();
    Some(sections.map(|section| (section, effect)).collect())
}
