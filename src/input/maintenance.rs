//! Maintenance windows: the daily one of single track, and those of sections of their own.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::names::Names;
use crate::model::{Calendar, Closes, Maintenance, Window};
use crate::units::{Duration, SectionId};
use jiff::civil::{Date, Weekday};

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

const CLOSES: [(&str, Kind); 2] = [("line", Kind::Line), ("one_track", Kind::OneTrack)];

/// Which of [`Closes`] a window is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Line,
    OneTrack,
}

/// Reads `[operation.maintenance]`.
pub(super) fn every_day(keys: &Keys) -> Option<Maintenance> {
    let enabled = keys.maybe("enabled", Field::truth).unwrap_or(true);
    let begins = keys.get("begins_h", time_of_day);
    let lasts = keys.get("lasts_min", |field| field.minutes());
    let months = keys.get("months", months);
    let (begins, lasts) = (begins?, lasts?);
    if begins + lasts > Duration::DAY {
        keys.fault(
            "lasts_min",
            "the window ends after midnight; begin it sooner or shorten it",
        );
    }
    Some(Maintenance {
        enabled,
        begins,
        lasts,
        months: months?,
    })
}

/// Reads `[maintenance.NAME]`. Windows that are switched off are checked and dropped.
pub(super) fn windows(
    keys: &Keys,
    sections: &Names,
    calendar: Option<&Calendar>,
) -> Option<Vec<Window>> {
    let windows = keys.switched("maintenance", |name, keys| {
        let enabled = keys.maybe("enabled", Field::truth).unwrap_or(true);
        window(name, keys, sections, calendar).map(|window| enabled.then_some(window))
    });
    let windows: Option<Vec<Option<Window>>> =
        windows.into_iter().map(|(_, window)| window).collect();
    Some(windows?.into_iter().flatten().collect())
}

fn window(key: &str, keys: &Keys, sections: &Names, calendar: Option<&Calendar>) -> Option<Window> {
    let sections = keys.get("sections", |field| places(field, sections));
    let begins = keys.get("begins_h", time_of_day);
    let lasts = keys.get("lasts_min", |field| {
        field.above_zero("a span of time")?;
        field.within(0.0, 1_440.0, "a window of a day")?;
        field.minutes()
    });
    let months = keys.maybe("months", months).unwrap_or([true; 12]);
    let weekdays = keys.maybe("weekdays", weekdays).unwrap_or([true; 7]);
    let from = keys.maybe("from", |field| field.date());
    let until = keys.maybe("until", |field| field.date());
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        let message = format!("{until} is not after {from}; give the day after the last window");
        keys.fault("until", message);
    }
    let closes = closes(keys);
    let on = |date: Date| {
        let month = usize::from(date.month().unsigned_abs()) - 1;
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        let in_season =
            from.is_none_or(|from| date >= from) && until.is_none_or(|until| date < until);
        months[month] && weekdays[weekday] && in_season
    };
    let calendar = calendar?;
    let all = calendar.start().series(jiff::Span::new().days(1));
    let days = all
        .take_while(|date| *date < calendar.end())
        .map(on)
        .collect();
    Some(Window {
        key: key.to_owned(),
        sections: sections?,
        begins: begins?,
        lasts: lasts?,
        days,
        closes: closes?,
    })
}

fn closes(keys: &Keys) -> Option<Closes> {
    let kind = keys.maybe("closes", |field| {
        field.one_of("a part of the line", &CLOSES)
    });
    let turn = keys.maybe("turn_min", |field| {
        field.within(1.0, 1_440.0, "a turn of one direction")?;
        field.minutes()
    });
    let stretch = keys.maybe("stretch_km", |field| field.length_km());
    match kind {
        None | Some(Kind::Line) => {
            let only = "is only for windows that close one_track; take it out";
            for key in ["turn_min", "stretch_km"] {
                if keys.has(key) && !(kind.is_none() && keys.has("closes")) {
                    keys.fault(key, only);
                }
            }
            Some(Closes::Line)
        }
        Some(Kind::OneTrack) => {
            for (key, given) in [
                ("turn_min", turn.is_some()),
                ("stretch_km", stretch.is_some()),
            ] {
                if !given && !keys.has(key) {
                    keys.fault("closes", format!("single-line working needs {key}; add it"));
                }
            }
            Some(Closes::OneTrack {
                turn: turn?,
                stretch: stretch?,
            })
        }
    }
}

fn time_of_day(field: &Field) -> Option<Duration> {
    field.within(0.0, 24.0, "a time of day")?;
    field.hours()
}

fn places(field: &Field, sections: &Names) -> Option<Vec<SectionId>> {
    let elements = field.elements()?;
    if elements.is_empty() {
        field.fault("the window is held nowhere; name one section or more");
        return None;
    }
    let found: Vec<Option<usize>> = elements.iter().map(|one| sections.find(one)).collect();
    let found: Option<Vec<usize>> = found.into_iter().collect();
    Some(found?.into_iter().map(SectionId::from_index).collect())
}

fn months(field: &Field) -> Option<[bool; 12]> {
    let mut held = [false; 12];
    for element in field.elements()? {
        let month = element.whole()?;
        let position = usize::try_from(month - 1).ok().filter(|n| *n < held.len());
        let Some(position) = position else {
            element.fault(format!("{month} is not a month; give 1 to 12"));
            return None;
        };
        held[position] = true;
    }
    Some(held)
}

fn weekdays(field: &Field) -> Option<[bool; 7]> {
    let mut held = [false; 7];
    for element in field.elements()? {
        let day: Weekday = element.one_of("a day of the week", &WEEKDAYS)?;
        held[usize::from(day.to_monday_zero_offset().unsigned_abs())] = true;
    }
    Some(held)
}
