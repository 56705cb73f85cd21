//! What one element carries, as tables.

use crate::model::Claim;
use crate::report::number::{bare, bare_interval, plain};
use crate::report::tables::Table;
use crate::report::terminal::{Dress, align_right, lines_of, plain_table};
use crate::stats::Estimate;
use crate::study::capacity::{Capacity, Measured};
use serde_json::{Value, json};

/// Returns what an element carries as a table that a person reads.
pub fn element_table(capacity: &Capacity, claims: &[&Claim], dress: Dress) -> String {
    let unit = capacity.element.unit.words();
    let load = match capacity.steps.first().and_then(|step| step.step.pairs) {
        Some(_) => "of formula",
        None => "demand",
    };
    let headings = [
        load,
        "offered",
        "carried",
        "carried whole",
        "wait, h",
        "occupation",
    ];
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    let knee = capacity.knee().map(|knee| knee.step.factor);
    for measured in &capacity.steps {
        let whole = match knee {
            Some(knee) if measured.step.factor == knee => "knee",
            Some(knee) if measured.step.factor < knee => "yes",
            _ => "no",
        };
        let or_dash = |estimate: Option<Estimate>, unit: &str| {
            estimate.map_or("–".to_owned(), |it| bare_interval(&it, unit))
        };
        table.add_row([
            format!("× {}", measured.step.factor),
            bare_interval(&measured.offered(), unit),
            bare_interval(&measured.carried(), unit),
            whole.to_owned(),
            or_dash(measured.wait(), "h"),
            or_dash(measured.occupation(), "share"),
        ]);
    }
    align_right(&mut table, [0, 1, 2, 4, 5]);
    let mut text = format!("{}, {unit} (± 95 % confidence)\n", capacity.element.name);
    text.push_str(&lines_of(&table));
    text.push_str(&format!("\n{}\n", lead(capacity)));
    for formula in &capacity.formulas {
        let value = bare(formula.value, unit);
        text.push_str(&format!(
            "  {}: {value} = {}\n",
            formula.name, formula.terms
        ));
    }
    for claim in claims {
        let value = bare(claim.value, unit);
        text.push_str(&format!(
            "  official, {}: {value} ({})\n",
            claim.from, claim.source
        ));
    }
    text
}

/// Returns the answer in a sentence or two.
pub(super) fn lead(capacity: &Capacity) -> String {
    let unit = capacity.element.unit.words();
    let most = bare_interval(&capacity.capacity(), unit);
    let mut text = match capacity.is_saturated() {
        true => format!("It carries {most} {unit} at most."),
        false => format!(
            "It carries all that was offered, up to {most} {unit}: the end was not reached."
        ),
    };
    match capacity.knee() {
        Some(knee) => {
            text.push_str(&format!(
                " Up to {} all is carried (the knee)",
                bare(knee.offered().mean, unit)
            ));
            if let Some(occupation) = knee.occupation() {
                let share = bare(occupation.mean, "share");
                text.push_str(&format!(", with an occupation of {share} (UIC 406)"));
            }
            text.push('.');
        }
        None => text.push_str(" Even the least that was offered is not carried whole."),
    }
    text
}

/// Returns `results.csv` in long form: one row for each step, replication and measure.
pub(super) fn csv(capacity: &Capacity, scenario: &str) -> String {
    let columns = [
        "scenario",
        "element",
        "step",
        "factor",
        "replication",
        "measure",
        "unit",
        "value",
    ];
    let mut table = Table::new(&columns);
    let unit = capacity.element.unit.key();
    for (n, measured) in capacity.steps.iter().enumerate() {
        for (measure, unit, values) in measures(measured, unit) {
            for (replication, value) in values.iter().enumerate().filter(|(_, it)| it.is_finite()) {
                table.row(&[
                    scenario.to_owned(),
                    capacity.element.key.clone(),
                    (n + 1).to_string(),
                    plain(measured.step.factor),
                    (replication + 1).to_string(),
                    measure.to_owned(),
                    unit.to_owned(),
                    plain(*value),
                ]);
            }
        }
    }
    table.text()
}

fn measures<'a>(of: &'a Measured, unit: &'a str) -> [(&'a str, &'a str, &'a [f64]); 4] {
    [
        ("offered", unit, &of.offered),
        ("carried", unit, &of.carried),
        ("wait", "h", &of.wait_h),
        ("occupation", "share", &of.occupation),
    ]
}

/// Returns what an element carries as JSON, with what to lay over the scenario for each step.
pub fn element_json(capacity: &Capacity) -> String {
    let number = |it: Estimate| json!({ "mean": it.mean, "half_width": it.half_width });
    let steps = capacity.steps.iter().map(|measured| {
        json!({
            "factor": measured.step.factor,
            "offered": number(measured.offered()),
            "carried": number(measured.carried()),
            "wait_h": measured.wait().map(number),
            "occupation": measured.occupation().map(number),
            "set": measured.step.sets,
        })
    });
    let steps: Vec<Value> = steps.collect();
    let formulas = capacity.formulas.iter();
    let formulas: Vec<Value> = formulas
        .map(|it| json!({ "name": it.name, "terms": it.terms, "value": it.value }))
        .collect();
    let all = json!({
        "element": capacity.element.key,
        "name": capacity.element.name,
        "unit": capacity.element.unit.key(),
        "capacity": number(capacity.capacity()),
        "saturated": capacity.is_saturated(),
        "knee": capacity.knee().map(|knee| knee.offered().mean),
        "formulas": formulas,
        "steps": steps,
        "replications": capacity.replications,
        "seed": capacity.seed,
    });
    format!("{all:#}\n")
}
