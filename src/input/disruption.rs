//! What goes wrong for a while.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::names::Names;
use super::operation::service_time;
use crate::model::{
    AtCrossing, BorderEffect, Calendar, Crossing, Direction, Disruption, Effects, LineEffect,
    Network, Services, Side, YardEffect,
};
use crate::units::{CrossingId, FacilityId, SectionId, Time};

/// The keys that name what is struck: a disruption has one of them.
const TARGETS: [&str; 3] = ["section", "crossing", "facility"];

/// What disruptions refer to, as far as it could be read.
#[derive(Clone, Copy)]
pub(super) struct Struck<'a> {
    pub calendar: Option<&'a Calendar>,
    pub network: Option<&'a Network>,
    pub sections: &'a Names,
    pub crossings: &'a Names,
    pub facilities: &'a Names,
    /// `None` if one of them is at fault.
    pub list: Option<&'a [Crossing]>,
}

/// Reads `[disruption.NAME]`. Those that are switched off are checked, and left out.
pub(super) fn disruptions(keys: &Keys, struck: Struck) -> Vec<Disruption> {
    let read = keys.switched("disruption", |name, keys| disruption(name, keys, struck));
    read.into_iter().filter_map(|(_, read)| read).collect()
}

fn disruption(key: &str, keys: &Keys, struck: Struck) -> Option<Disruption> {
    let enabled = keys.maybe("enabled", |field| field.truth()).unwrap_or(true);
    keys.maybe("name", |field| field.words());
    let span = span(keys, struck.calendar);
    let effects = match target(keys)? {
        "section" => on_section(keys, struck),
        "crossing" => at_crossing(keys, struck),
        _ => at_facility(keys, struck),
    };
    let (from, until) = span?;
    enabled.then_some(Disruption {
        key: key.to_owned(),
        from,
        until,
        effects: effects?,
    })
}

fn span(keys: &Keys, calendar: Option<&Calendar>) -> Option<(Time, Time)> {
    let from = keys.get("from", |field| field.date());
    let until = keys.get("until", |field| field.date());
    let (from, until) = (from?, until?);
    if until <= from {
        let message = format!("{until} is not after {from}; give the first day after it");
        keys.fault("until", message);
        return None;
    }
    let calendar = calendar?;
    Some((calendar.time_of(from), calendar.time_of(until)))
}

/// Returns which kind of thing is struck: the one of [`TARGETS`] that is given.
fn target(keys: &Keys) -> Option<&'static str> {
    let given: Vec<&'static str> = TARGETS.into_iter().filter(|key| keys.has(key)).collect();
    match given[..] {
        [one] => Some(one),
        [] => {
            keys.leave();
            keys.fault(
                "",
                "nothing is struck; give a section, a crossing or a facility",
            );
            None
        }
        [_, second, ..] => {
            keys.leave();
            keys.fault(
                second,
                "one disruption strikes one thing; make another for this",
            );
            None
        }
    }
}

fn closed(keys: &Keys) -> bool {
    keys.maybe("closed", |field| field.truth()).unwrap_or(false)
}

/// Leaves a fault if a disruption does nothing.
fn some<T>(keys: &Keys, effects: Vec<T>, known: &str) -> Option<Vec<T>> {
    if effects.is_empty() && !known.split(", ").any(|key| keys.has(key)) {
        keys.fault("", format!("nothing happens; give one or more of {known}"));
        return None;
    }
    Some(effects)
}

fn on_section(keys: &Keys, struck: Struck) -> Option<Effects> {
    let section = keys.get("section", |field| section(field, struck));
    let mut effects = Vec::new();
    effects.extend(closed(keys).then_some(LineEffect::Closed));
    effects.extend(
        keys.maybe("speed_factor", speed_factor)
            .map(LineEffect::SpeedFactor),
    );
    let effects = some(keys, effects, "closed, speed_factor")?;
    Some(Effects::Section(section?, effects))
}

/// Reads the name of a section that lies in no crossing.
fn section(field: &Field, struck: Struck) -> Option<SectionId> {
    struck.sections.find(field)?;
    let id = struck.network?.section_by_key(field.text()?)?;
    let crossing = struck.list?.iter().find(|crossing| crossing.section == id);
    if let Some(crossing) = crossing {
        let key = &crossing.key;
        field.fault(format!(
            "trains go over the border there; give crossing = {key:?} instead"
        ));
        return None;
    }
    Some(id)
}

/// Reads a share of their speed at which trains run.
pub(super) fn speed_factor(field: &Field) -> Option<f64> {
    field.above_zero("a factor of speed")?;
    field.within(0.05, 1.0, "a factor of speed")
}

fn at_crossing(keys: &Keys, struck: Struck) -> Option<Effects> {
    let crossing = keys.get("crossing", |field| struck.crossings.find(field));
    let direction = keys.maybe("direction", |field| {
        field.one_of("a direction", &Direction::NAMES)
    });
    let services = keys.maybe("service", |field| services(field, crossing?, struck));
    let quota = keys.maybe("quota_trains_per_day", |field| {
        field.at_least_zero("a number of trains")
    });
    let quota_factor = keys.maybe("quota_factor", |field| {
        field.within(0.0, 1_000.0, "a factor of the quota")
    });
    let inspection_factor = keys.maybe("inspection_factor", |field| {
        field.within(0.001, 1_000.0, "a factor of time")
    });
    let inspection = keys.maybe("inspection_h", service_time);
    let mut effects = Vec::new();
    effects.extend(closed(keys).then_some(BorderEffect::Closed));
    effects.extend(quota.map(BorderEffect::Quota));
    effects.extend(quota_factor.map(BorderEffect::QuotaFactor));
    effects.extend(inspection.map(BorderEffect::Inspection));
    effects.extend(inspection_factor.map(BorderEffect::InspectionFactor));
    let known = "closed, quota_trains_per_day, quota_factor, inspection_h, inspection_factor";
    let effects = some(keys, effects, known)?;
    let directions = direction.map_or(Direction::BOTH.to_vec(), |direction| vec![direction]);
    Some(Effects::Crossing(AtCrossing {
        crossing: CrossingId::from_index(crossing?),
        directions,
        services: services.unwrap_or(Services::All),
        effects,
    }))
}

/// Reads the name of a service of a crossing: a side for its documents, or an inspection.
fn services(field: &Field, crossing: usize, struck: Struck) -> Option<Services> {
    let crossing = &struck.list?[crossing];
    let both = [&crossing.to_china, &crossing.from_china];
    let inspections = both.into_iter().flat_map(|handover| &handover.inspections);
    let inspections = inspections.map(|inspection| inspection.key.as_str());
    let sides = Side::NAMES.iter().map(|(key, _)| *key);
    let names = Names::new("a service there", sides.chain(inspections));
    names.find(field)?;
    let name = field.text()?;
    let side = Side::NAMES.iter().find(|(key, _)| *key == name);
    Some(match side {
        Some((_, side)) => Services::Documents(*side),
        None => Services::Inspection(name.to_owned()),
    })
}

fn at_facility(keys: &Keys, struck: Struck) -> Option<Effects> {
    let facility = keys.get("facility", |field| struck.facilities.find(field));
    let lost = |key| keys.maybe(key, |field| field.count(0));
    let (lost_groups, lost_tracks) = (lost("lost_groups"), lost("lost_tracks"));
    let mut effects = Vec::new();
    effects.extend(closed(keys).then_some(YardEffect::Closed));
    effects.extend(lost_groups.map(YardEffect::LostGroups));
    effects.extend(lost_tracks.map(YardEffect::LostTracks));
    let effects = some(keys, effects, "closed, lost_groups, lost_tracks")?;
    Some(Effects::Facility(
        FacilityId::from_index(facility?),
        effects,
    ))
}
