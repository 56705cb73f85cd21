//! The table of reported figures, and the definitions that they are counted by.

use super::cell::Cell;
use super::datum::Datum;
use super::keys::Keys;
use super::names::Names;
use super::sheet::{Row, Sheet};
use crate::model::{Commodity, Observation, Period, Standing};
use std::collections::BTreeMap;

/// The columns of the table of observations.
pub(super) const COLUMNS: [&str; 14] = [
    "id",
    "measure",
    "place",
    "direction",
    "commodity",
    "period",
    "value",
    "low",
    "high",
    "unit",
    "status",
    "definition",
    "fitted",
    "source",
];

const DIRECTIONS: [(&str, ()); 3] = [("to_china", ()), ("from_china", ()), ("both", ())];
const FITTED: [(&str, bool); 2] = [("yes", true), ("no", false)];

/// The column of what a figure counts in a fit. Optional: by its status, where there is none.
const WEIGHT: &str = "weight";

/// By measure, how the definitions begin that count what the model counts under its name.
pub(super) type Definitions = BTreeMap<String, Vec<String>>;

/// Reads `[definition.MEASURE]`, which may be left out.
pub(super) fn definitions(keys: &Keys) -> Definitions {
    let read = keys.maybe_named("definition", |_, keys| {
        keys.get("counts", |field| {
            let elements = field.elements()?;
            if elements.is_empty() {
                field.fault("nothing counts; give how a definition begins");
            }
            elements
                .iter()
                .map(|it| it.words())
                .collect::<Option<Vec<_>>>()
        })
    });
    let read = read.into_iter();
    read.filter_map(|(measure, counts)| Some((measure, counts?)))
        .collect()
}

/// Leaves a fault at every figure that would be compared by another definition than its measure's:
/// of a measure in `definitions` it must be one of those, of any other one figure has one alone.
pub(super) fn check_definitions(sheet: &Sheet, list: &[Observation], definitions: &Definitions) {
    for (n, (row, it)) in sheet.rows().zip(list).enumerate() {
        if let Some(counts) = definitions.get(&it.measure) {
            if !counts.iter().any(|start| it.definition.starts_with(start)) {
                let message = format!(
                    "{:?} is not what {} counts; give one that begins with {:?}, or this figure a \
                     measure of its own",
                    it.definition,
                    it.measure,
                    counts.join("\" or \"")
                );
                row.fault("definition", message);
            }
            continue;
        }
        let other = list[..n]
            .iter()
            .find(|other| other.is_of(it) && other.definition != it.definition);
        if let Some(other) = other {
            let message = format!(
                "this is {} under another definition; give it a measure of its own, or say in \
                 [definition.{}] that both count the same",
                other.key, it.measure
            );
            row.fault("definition", message);
        }
    }
}

/// Reads the observations. `places` are all names that a figure can be about; two places with a
/// hyphen between them are a way.
pub(super) fn observations(sheet: &Sheet, places: &Names) -> Option<Vec<Observation>> {
    sheet.check_unique();
    let read: Vec<_> = sheet.rows().map(|row| observation(&row, places)).collect();
    read.into_iter().collect()
}

fn observation(row: &Row, places: &Names) -> Option<Observation> {
    let words = |column| row.get(column, |cell| cell.words());
    let number = |column| row.maybe(column, |cell| cell.number());
    let key = words("id");
    let measure = words("measure");
    let place = row.get("place", |cell| place(cell, places));
    let direction = row.get("direction", |cell| {
        cell.one_of("a direction", &DIRECTIONS)?;
        cell.words()
    });
    let commodity = row.get("commodity", commodity);
    let period = row.get("period", period);
    let value = row.get("value", |cell| cell.number());
    let (low, high) = (number("low"), number("high"));
    check_range(row, value, low, high);
    let unit = words("unit");
    let standing = row.get("status", |cell| cell.one_of("a status", &Standing::NAMES));
    let definition = words("definition");
    let fitted = row.get("fitted", |cell| cell.one_of("an answer", &FITTED));
    let weight = row.maybe(WEIGHT, |cell| {
        cell.above_zero("a weight")?;
        cell.within(0.0, 1.0, "a weight")
    });
    let source = words("source");
    Some(Observation {
        key: key?,
        measure: measure?,
        place: place?,
        direction: direction?,
        commodity: commodity?,
        period: period?,
        value: value?,
        low,
        high,
        unit: unit?,
        standing: standing?,
        definition: definition?,
        fitted: fitted?,
        weight: weight.unwrap_or(standing?.weight()),
        source: source?,
    })
}

fn place(cell: &Cell, places: &Names) -> Option<String> {
    let text = cell.words()?;
    let ends = text.split_once('-');
    let is_way = ends
        .is_some_and(|(from, to)| places.position(from).is_some() && places.position(to).is_some());
    if is_way || text == "all" {
        return Some(text);
    }
    places.find(cell)?;
    Some(text)
}

fn commodity(cell: &Cell) -> Option<String> {
    let text = cell.words()?;
    if text != "all" {
        cell.one_of("a commodity", &Commodity::NAMES)?;
    }
    Some(text)
}

/// Reads a period, or two with `..` between them.
fn period(cell: &Cell) -> Option<String> {
    let text = cell.words()?;
    let (first, last) = text.split_once("..").unwrap_or((&text, &text));
    let possible = Period::parse(first).is_some() && Period::parse(last).is_some();
    if !possible {
        cell.fault(format!(
            "{text:?} is not a period; give 2022, 2022-Q3, 2022-09 or two with .. between"
        ));
    }
    possible.then_some(text)
}

fn check_range(row: &Row, value: Option<f64>, low: Option<f64>, high: Option<f64>) {
    let Some(value) = value else { return };
    if let Some(low) = low.filter(|low| *low > value) {
        row.fault(
            "low",
            format!("{low} is above the value; give {value} or less"),
        );
    }
    if let Some(high) = high.filter(|high| *high < value) {
        row.fault(
            "high",
            format!("{high} is below the value; give {value} or more"),
        );
    }
}
