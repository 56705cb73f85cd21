//! Values that change on a date, and the dates of the run themselves.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use crate::model::{Calendar, Dated};
use crate::units::Time;
use jiff::civil::Date;

/// The years that a run may lie in: beyond them a slip is likelier than a study.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// Reads by what all counts of a kind are multiplied.
pub(super) fn factor_of_counts(field: &Field) -> Option<f64> {
    field.within(0.1, 10.0, "a factor")
}

/// Returns counts multiplied by a factor and rounded, but none that was above zero to zero.
pub(super) fn counts_times(counts: &Dated<u32>, factor: f64) -> Dated<u32> {
    let times = |count: u32| {
        let product = (f64::from(count) * factor).round() as u32;
        product.max(u32::from(count > 0))
    };
    counts.changed((Time::ZERO, Time::MAX), times)
}

/// Reads the dates of the run.
pub(super) fn calendar(keys: &Keys) -> Option<Calendar> {
    let date = |field: &Field| {
        let date = field.date()?;
        let possible = YEARS.contains(&date.year());
        if !possible {
            field.fault(format!(
                "{date} is too far away; give a date from 1900 to 2199"
            ));
        }
        possible.then_some(date)
    };
    let start = keys.get("start", date);
    let report_from = keys.get("report_from", date);
    let end = keys.get("end", date);
    let (start, report_from, end) = (start?, report_from?, end?);
    if report_from < start {
        let message = format!("{report_from} is before the start; give {start} or later");
        keys.fault("report_from", message);
    }
    if end <= report_from {
        let message = format!("{end} leaves nothing to report; give a date after {report_from}");
        keys.fault("end", message);
    }
    Calendar::new(start, report_from, end)
}

/// Reads one value for all time, or an array of `{ value, from }` in the order of dates.
///
/// `read` reads one value. Changes up to the start of the run are folded into the first value.
/// Without a calendar, as when its dates are at fault, the values are checked all the same.
pub(super) fn dated<T: Copy + PartialEq>(
    field: &Field,
    calendar: Option<&Calendar>,
    read: impl Fn(&Field) -> Option<T>,
) -> Option<Dated<T>> {
    field.form("dated");
    if !field.is_array() {
        return read(field).map(Dated::constant);
    }
    let elements = field.elements()?;
    if elements.is_empty() {
        field.fault("there is no value; give one, or [{ value = …, from = … }]");
        return None;
    }
    let changes: Vec<_> = elements
        .iter()
        .map(|element| change(element, &read))
        .collect();
    let dates: Vec<Option<Date>> = changes.iter().map(|change| change.1).collect();
    let dates_possible = check_dates(&elements, &dates, calendar);
    let values: Option<Vec<T>> = changes.iter().map(|change| change.0).collect();
    let (values, calendar) = (values?, calendar?);
    if !dates_possible {
        return None;
    }
    let mut first = values[0];
    let mut later = Vec::new();
    for (value, date) in values.into_iter().zip(dates) {
        match date {
            Some(date) if date > calendar.start() => later.push((calendar.time_of(date), value)),
            _ => first = value,
        }
    }
    Some(Dated::new(first, later))
}

/// Reads the value and the date of one element, each `None` if absent or at fault.
fn change<T>(element: &Field, read: &impl Fn(&Field) -> Option<T>) -> (Option<T>, Option<Date>) {
    if !element.is_table() {
        element.fault("this is no dated value; give { value = …, from = 2022-01-31 }");
        return (None, None);
    }
    let both = element.of_kind("DATED").table(&[], |keys| {
        Some((
            keys.get("value", read),
            keys.maybe("from", |from| from.date()),
        ))
    });
    both.unwrap_or((None, None))
}

/// Leaves faults about dates that are missing or out of order, and returns whether there are none.
fn check_dates(elements: &[Field], dates: &[Option<Date>], calendar: Option<&Calendar>) -> bool {
    let mut possible = true;
    let start = calendar.map(Calendar::start);
    if let (Some(from), Some(start)) = (dates[0], start)
        && from > start
    {
        let message = format!(
            "nothing holds from the start of the run; leave out `from`, or give {start} or earlier"
        );
        elements[0].fault(message);
        possible = false;
    }
    for n in 1..dates.len() {
        match (dates[n - 1], dates[n]) {
            (_, None) => {
                elements[n].fault("only the first value may leave out `from`; give its date");
                possible = false;
            }
            (Some(before), Some(from)) if from <= before => {
                let message = format!("{from} is not after {before}; put the dates in order");
                elements[n].fault(message);
                possible = false;
            }
            _ => {}
        }
    }
    possible
}
