//! Embargoes, trains set aside, and when a run has stalled.

use super::crossing::Setting;
use super::dated::dated;
use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::names::{Names, remedy};
use crate::model::{Calendar, Crossing, Dated, Direction, Embargo, Holding, SetAside, StallLimit};
use crate::units::{Duration, NodeId, Time};

/// The longest notice of an order, in hours.
const NOTICE_MAX_H: f64 = 720.0;

/// The longest delay for which a train called forward may be expected, in hours.
const OVERDUE_MAX_H: f64 = 8_760.0;

/// How fast an origin catches up where the file does not say: a fifth faster than it is offered
/// cargo.
const CATCH_UP: f64 = 1.2;

/// Reads what one direction of a crossing does with trains that wait. All of it may be left out.
pub(super) fn holding(keys: &Keys, setting: Setting) -> Holding {
    let wagons = |keys: &Keys, key| {
        keys.maybe(key, |field| {
            dated(field, setting.calendar, |wagons| wagons.count(0))
        })
    };
    let sending_tracks = keys.maybe("sending_tracks", |field| field.count(1));
    let set_aside_above_wagons = wagons(keys, "set_aside_above_wagons");
    let embargo = keys.maybe("embargo", |field| {
        field.table(&[], |keys| embargo(keys, setting.calendar))
    });
    Holding {
        sending_tracks,
        set_aside_above_wagons,
        embargo: embargo.flatten(),
    }
}

/// Reads an embargo; `Some(None)` if it is switched off.
fn embargo(keys: &Keys, calendar: Option<&Calendar>) -> Option<Option<Embargo>> {
    let wagons = |key| {
        keys.get(key, |field| {
            dated(field, calendar, |wagons| wagons.count(0))
        })
    };
    let enabled = is_enabled(keys);
    let above_wagons = wagons("above_wagons");
    let below_wagons = wagons("below_wagons");
    let notice = keys.get("notice_h", notice);
    let catch_up = keys.maybe("catch_up", |field| {
        field.within(0.01, 100.0, "a multiple of what is offered")
    });
    let (above_wagons, below_wagons) = (above_wagons?, below_wagons?);
    check_order(keys, &above_wagons, &below_wagons);
    let embargo = Embargo {
        above_wagons,
        below_wagons,
        notice: notice?,
        catch_up: catch_up.unwrap_or(CATCH_UP),
    };
    Some(enabled.then_some(embargo))
}

/// An embargo that is lifted above the stock that orders it would never rest.
fn check_order(keys: &Keys, above: &Dated<u32>, below: &Dated<u32>) {
    let mut times = vec![Time::ZERO];
    for limit in [above, below] {
        let changes = std::iter::successors(limit.next_change(Time::ZERO), |time| {
            limit.next_change(*time)
        });
        times.extend(changes);
    }
    // With a limit of zero it is in force whatever the other says.
    let odd = |time: &&Time| above.at(**time) > 0 && below.at(**time) > above.at(**time);
    if let Some(time) = times.iter().find(odd) {
        let (above, below) = (above.at(*time), below.at(*time));
        keys.fault(
            "below_wagons",
            format!("{below} is more than the {above} wagons that order it; give {above} or fewer"),
        );
    }
}

/// Reads the switch of a table that says nothing more: on unless it says otherwise.
fn is_enabled(keys: &Keys) -> bool {
    keys.maybe("enabled", |field| field.truth()).unwrap_or(true)
}

/// Reads the notice of an order, in hours: what one district tells another takes some time.
fn notice(field: &Field) -> Option<Duration> {
    field.within(0.1, NOTICE_MAX_H, "a notice")?;
    field.hours()
}

/// Reads `[embargo]`: the switch of every embargo.
pub(super) fn embargoes_are_enabled(keys: &Keys) -> bool {
    let enabled = keys.maybe("embargo", |field| {
        field.table(&[], |keys| Some(is_enabled(keys)))
    });
    enabled.unwrap_or(true)
}

/// Reads `[set_aside]`: `Some(None)` if it is switched off, none if it is left out.
pub(super) fn set_aside(keys: &Keys, nodes: &Names) -> Option<Option<SetAside>> {
    keys.maybe("set_aside", |field| {
        field.table(&[], |keys| {
            let enabled = is_enabled(keys);
            let notice = keys.get("notice_h", notice);
            let overdue_after = keys.maybe("overdue_after_h", |field| {
                field.within(1.0, OVERDUE_MAX_H, "a delay")?;
                field.hours()
            });
            let spares_priority = keys.maybe("spares_priority", |field| {
                field.within(1.0, f64::from(u8::MAX), "a priority")?;
                u8::try_from(field.count(1)?).ok()
            });
            let sidings = keys.get("sidings", |field| {
                let read = field.entries()?.into_iter().map(|(name, field)| {
                    let node = nodes.position(name);
                    if node.is_none() && nodes.are_known() {
                        let places: Vec<&str> = nodes.iter().collect();
                        let remedy = remedy(name, places.into_iter());
                        field.fault(format!("{name:?} is not a node; {remedy}"));
                    }
                    Some((NodeId::from_index(node?), field.count(0)?))
                });
                Some(read.collect::<Vec<_>>())
            });
            // What is at fault has a stand-in, so that the crossings' own keys are still checked.
            let sidings = sidings.and_then(|read| read.into_iter().collect::<Option<Vec<_>>>());
            let set_aside = SetAside {
                sidings: sidings.unwrap_or_default(),
                notice: notice.unwrap_or(Duration::DAY),
                overdue_after: overdue_after.unwrap_or(SetAside::OVERDUE_AFTER),
                spares_priority,
            };
            Some(enabled.then_some(set_aside))
        })
    })
}

/// Reads `[stall]`, which may be left out.
pub(super) fn stall_limit(keys: &Keys) -> StallLimit {
    let read = keys.maybe("stall", |field| {
        field.table(&[], |keys| {
            let enabled = is_enabled(keys);
            let days = keys.maybe("after_days", |field| {
                field.within(1.0, 3_650.0, "a limit of days")
            });
            let limit = days.and_then(|days| Duration::from_hours(days * 24.0));
            let limit = limit.map_or(StallLimit::DEFAULT, StallLimit);
            Some(if enabled { limit } else { StallLimit::NEVER })
        })
    });
    read.unwrap_or(StallLimit::DEFAULT)
}

/// Takes out what is switched off, and finds crossings that set trains aside with nowhere to do so.
pub(super) fn switch(
    keys: &Keys,
    crossings: &mut [Crossing],
    embargoes: bool,
    set_aside: Option<&Option<SetAside>>,
) {
    for crossing in crossings {
        for direction in Direction::BOTH {
            let name = format!("crossing.{}.{}", crossing.key, direction.key());
            let handover = match direction {
                Direction::ToChina => &mut crossing.to_china,
                Direction::FromChina => &mut crossing.from_china,
            };
            let holding = &mut handover.holding;
            if !embargoes {
                holding.embargo = None;
            }
            match set_aside {
                Some(Some(_)) => {}
                Some(None) => holding.set_aside_above_wagons = None,
                None if holding.set_aside_above_wagons.is_some() => keys.fault(
                    "set_aside",
                    format!("{name} sets trains aside, but nowhere; add [set_aside.sidings]"),
                ),
                None => {}
            }
        }
    }
}
