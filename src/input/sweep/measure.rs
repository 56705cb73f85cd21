//! What a sweep measures, by the labels that the scenario's values have. Knows no measure.

use crate::input::datum::Datum;
use crate::input::field::Field;
use crate::input::names::Names;
use crate::model::{Period, Scenario};
use std::collections::BTreeSet;

/// Tells what a scenario measures in a period: measure, place, direction and commodity of each value;
/// nothing of a period that it does not report whole.
pub type Labels<'a> = dyn Fn(&Scenario, Period) -> Vec<[String; 4]> + 'a;

/// The labels of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SweepMeasure {
    /// What is measured.
    pub measure: String,
    /// Where, or `all`.
    pub place: String,
    /// `to_china`, `from_china` or `both`.
    pub direction: String,
    /// Of what, or `all`.
    pub commodity: String,
    /// When.
    pub period: Period,
}

/// The parts of a label, each with its article and what it is when it is left out.
const PARTS: [(&str, &str, &str); 4] = [
    ("measure", "a measure", ""),
    ("place", "a place", "all"),
    ("direction", "a direction", "both"),
    ("commodity", "a commodity", "all"),
];

/// Reads the measures: each a name, or a table of labels.
pub(super) fn measures(
    fields: &[Field<'_>],
    scenario: &Scenario,
    labels: &Labels<'_>,
) -> Option<Vec<SweepMeasure>> {
    let mut read = Vec::new();
    for field in fields {
        read.push(match field.is_table() {
            true => tabled(field, scenario, labels),
            false => named(field, scenario, labels),
        });
    }
    read.into_iter().collect()
}

/// Reads a name alone: the measure of the whole, in the last period.
fn named(field: &Field<'_>, scenario: &Scenario, labels: &Labels<'_>) -> Option<SweepMeasure> {
    let period = last(scenario);
    let Some(period) = period else {
        field.fault("the run reports no month whole; let it end later");
        return None;
    };
    let name = field.words()?;
    let all = labels(scenario, period);
    chosen(
        [Some(name), None, None, None],
        period,
        &all,
        |_, message| {
            field.fault(message);
        },
    )
}

fn tabled(field: &Field<'_>, scenario: &Scenario, labels: &Labels<'_>) -> Option<SweepMeasure> {
    field.table(&[], |keys| {
        let mut parts = [const { None }; 4];
        for (part, (key, ..)) in parts.iter_mut().zip(PARTS) {
            *part = match key {
                "measure" => Some(keys.get(key, |field| field.words())?),
                _ => keys.maybe(key, |field| field.words()),
            };
        }
        let period = match keys.has("period") {
            true => keys.maybe("period", period)?,
            false => last(scenario).or_else(|| {
                keys.fault("", "the run reports no month whole; let it end later");
                None
            })?,
        };
        let all = labels(scenario, period);
        if all.is_empty() {
            let message = format!("the run does not report {period} whole; give another period");
            keys.fault("period", message);
            return None;
        }
        chosen(parts, period, &all, |key, message| keys.fault(key, message))
    })
}

fn period(field: &Field<'_>) -> Option<Period> {
    let text = match field.whole_or_text()? {
        Ok(year) => year.to_string(),
        Err(text) => text.to_owned(),
    };
    let period = Period::parse(&text);
    if period.is_none() {
        let message = "this is no period; give one as 2022, \"2022-Q3\" or \"2022-09\"";
        field.fault(message);
    }
    period
}

/// Returns the last year that is reported whole, or else the last month.
fn last(scenario: &Scenario) -> Option<Period> {
    let calendar = &scenario.calendar;
    let year = calendar.whole_years().last().copied().map(Period::Year);
    let months = calendar.months().iter().rev().map(|month| month.period());
    year.or_else(|| {
        months
            .into_iter()
            .find(|it| calendar.months_of(*it).is_some())
    })
}

/// Returns the labels that the parts choose, or tells which part names none, with the nearest name.
fn chosen(
    parts: [Option<String>; 4],
    period: Period,
    all: &[[String; 4]],
    fault: impl Fn(&str, String),
) -> Option<SweepMeasure> {
    let mut left: Vec<&[String; 4]> = all.iter().collect();
    let mut chosen: Vec<String> = Vec::new();
    for (n, (key, what, usual)) in PARTS.iter().enumerate() {
        let part = parts[n].clone().unwrap_or_else(|| (*usual).to_owned());
        let names: BTreeSet<&str> = left.iter().map(|label| label[n].as_str()).collect();
        if !names.contains(part.as_str()) {
            let remedy = Names::new(what, names.iter().copied()).remedy(&part);
            let whose = match chosen.first() {
                None => "that this scenario has".to_owned(),
                Some(measure) => format!("of {measure}"),
            };
            // A part that is left out is missing where the whole has no such value.
            let at = if parts[n].is_some() { key } else { "measure" };
            fault(
                at,
                format!("{key} {part:?} is not {what} {whose}; {remedy}"),
            );
            return None;
        }
        left.retain(|label| label[n] == part);
        chosen.push(part);
    }
    let mut chosen = chosen.into_iter();
    let mut next = || chosen.next().unwrap_or_default();
    Some(SweepMeasure {
        measure: next(),
        place: next(),
        direction: next(),
        commodity: next(),
        period,
    })
}
