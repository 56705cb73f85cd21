//! Working hours: `"always"`, one shift, or a list of them.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use crate::model::{Calendar, Crossing, Facility, Handover, Hours, Road, Shift, WEEKDAYS};
use crate::units::Duration;

/// Reads `hours`, which may be left out: then servers work around the clock.
pub(super) fn hours(keys: &Keys, calendar: Option<&Calendar>) -> Hours {
    let read = keys.maybe("hours", |field| of_field(field, calendar));
    read.unwrap_or_default()
}

/// Reads `[hours]`: the switch of all working hours.
pub(super) fn are_kept(keys: &Keys) -> bool {
    let enabled = keys.maybe("hours", |field| {
        field.table(&[], |keys| keys.maybe("enabled", |field| field.truth()))
    });
    enabled.unwrap_or(true)
}

/// Lets everybody work around the clock: services, inspections, cranes and booths.
pub(super) fn switch_off<'a>(
    crossings: &mut [Crossing],
    facilities: impl Iterator<Item = &'a mut Facility>,
    road: Option<&mut Road>,
) {
    for crossing in crossings {
        for handover in [&mut crossing.to_china, &mut crossing.from_china] {
            for hours in hours_of(handover) {
                *hours = Hours::default();
            }
        }
    }
    for facility in facilities {
        facility.hours = Hours::default();
    }
    for border in road.into_iter().flat_map(|road| &mut road.borders) {
        for handover in [&mut border.to_china, &mut border.from_china] {
            handover.hours = Hours::default();
        }
    }
}

/// Every working hours of one direction of a crossing.
fn hours_of(handover: &mut Handover) -> impl Iterator<Item = &mut Hours> {
    let inspections = handover.inspections.iter_mut().map(|it| &mut it.pool);
    let documents = [&mut handover.sending, &mut handover.receiving];
    let pools = documents.into_iter().chain(inspections);
    pools.map(|pool| &mut pool.hours)
}

fn of_field(field: &Field, calendar: Option<&Calendar>) -> Option<Hours> {
    field.form("hours");
    let shifts: Vec<Option<Shift>> = if field.is_array() {
        field.elements()?.iter().map(shift).collect()
    } else if field.is_table() {
        vec![shift(field)]
    } else {
        field.one_of("working hours", &[("always", ())])?;
        return Some(Hours::default());
    };
    if shifts.is_empty() {
        field.fault("nobody would ever work; give a shift, or \"always\"");
    }
    let shifts: Vec<Shift> = shifts.into_iter().collect::<Option<_>>()?;
    let hours = Hours::new(&shifts, calendar?);
    if hours.is_none() {
        field.fault("two shifts overlap; end one before the other begins");
    }
    hours
}

fn shift(field: &Field) -> Option<Shift> {
    field.of_kind("SHIFT").table(&[], |keys| {
        let time_of_day = |key| {
            keys.get(key, |field| {
                field.within(0.0, 24.0, "a time of day")?;
                field.hours()
            })
        };
        let (from, until) = (time_of_day("from_h"), time_of_day("until_h"));
        let days = keys.maybe("days", days);
        let servers = keys.maybe("servers", |field| field.count(1));
        let from = from.filter(|from| *from < Duration::DAY);
        Some(Shift {
            from: from.unwrap_or_default(),
            until: until?,
            days: days.unwrap_or([true; 7]),
            servers,
        })
    })
}

fn days(field: &Field) -> Option<[bool; 7]> {
    let names: Vec<(&'static str, usize)> = WEEKDAYS.into_iter().zip(0..).collect();
    let mut days = [false; 7];
    for element in field.elements()? {
        let day = element.one_of("a day of the week", &names)?;
        days[day] = true;
    }
    if days == [false; 7] {
        field.fault("the shift has no day; give one or more, or leave `days` out for all");
    }
    Some(days)
}
