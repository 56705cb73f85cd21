//! The tables of a sweep that programs read, but for its trials: what every point is for, what each
//! key does alone, what comes from which, and all of it as JSON.

use super::SweepReport;
use crate::input::{Level, SweepKey, SweepPlan};
use crate::report::number::{plain, rounded};
use crate::report::tables::Table;
use crate::study::sensitivity::{Bounded, Effects, Shares};
use crate::study::{Bar, Difference, Measured, Sensitivity, TrialRow};
use serde_json::{Value, json};

/// Returns `design.csv`: one row per point and what it is for.
pub(super) fn design(sweep: &SweepReport<'_>) -> String {
    let mut table = Table::new(&["part", "row", "role", "key", "point"]);
    for role in sweep.design.roles() {
        let key = role.key.map_or("", |key| sweep.plan.keys[key].key.as_str());
        table.row(&[
            role.part,
            &role.row.to_string(),
            role.role,
            key,
            &sweep.design.points[role.point].id,
        ]);
    }
    table.text()
}

const LABELS: [&str; 6] = [
    "measure",
    "place",
    "direction",
    "commodity",
    "period",
    "unit",
];

fn labels(measured: &Measured) -> [String; 6] {
    let wanted = &measured.wanted;
    [
        wanted.measure.clone(),
        wanted.place.clone(),
        wanted.direction.clone(),
        wanted.commodity.clone(),
        wanted.period.to_string(),
        measured.unit.to_owned(),
    ]
}

/// Returns `tornado.csv`: one row per measure and key.
pub(super) fn tornado(sweep: &SweepReport<'_>) -> String {
    let own = [
        "key",
        "low",
        "scenario",
        "high",
        "value_scenario",
        "value_low",
        "value_high",
        "low_difference",
        "low_half_width",
        "high_difference",
        "high_half_width",
        "low_to_high",
        "low_to_high_half_width",
        "replications",
    ];
    let mut table = Table::new(&[&LABELS[..], &own].concat());
    for (measured, bars) in sweep.measured.iter().zip(&sweep.swept.tornado) {
        for (key, bar) in sweep.plan.keys.iter().zip(bars) {
            let mut cells = labels(measured).to_vec();
            cells.extend([
                key.key.clone(),
                key.at(0.0).0.to_string(),
                key.own.to_string(),
                key.at(1.0).0.to_string(),
            ]);
            cells.extend(bar_cells(bar));
            table.row(&cells);
        }
    }
    table.text()
}

fn bar_cells(bar: &Bar) -> Vec<String> {
    let of = |it: Option<Difference>, value: fn(Difference) -> Option<f64>| {
        it.and_then(value).map(plain).unwrap_or_default()
    };
    let base = bar.low.or(bar.high);
    let mut cells = vec![
        of(base, |it| Some(it.base.mean)),
        of(bar.low, |it| Some(it.variant.mean)),
        of(bar.high, |it| Some(it.variant.mean)),
    ];
    for part in [bar.low, bar.high, bar.across] {
        cells.push(of(part, |it| Some(it.paired.mean)));
        cells.push(of(part, |it| it.paired.half_width));
    }
    let pairs = base.map(|it| it.paired.replications.to_string());
    cells.push(pairs.unwrap_or_default());
    cells
}

/// Returns `sensitivity.csv`: one row per measure, key and index.
pub(super) fn sensitivity(sweep: &SweepReport<'_>) -> String {
    let own = ["key", "index", "value", "low", "high"];
    let mut table = Table::new(&[&LABELS[..], &own].concat());
    for (measured, sensitivity) in sweep.measured.iter().zip(&sweep.swept.sensitivity) {
        for (n, key) in sweep.plan.keys.iter().enumerate() {
            for (index, it) in indices(sensitivity, n) {
                let end = |end: Option<f64>| end.map(plain).unwrap_or_default();
                let (low, high) = it.interval.unzip();
                let mut cells = labels(measured).to_vec();
                cells.extend([
                    key.key.clone(),
                    index.to_owned(),
                    plain(it.value),
                    end(low),
                    end(high),
                ]);
                table.row(&cells);
            }
        }
    }
    table.text()
}

/// Returns the indices of a key by their names; none where the design does not tell.
fn indices(sensitivity: &Sensitivity, key: usize) -> Vec<(&'static str, Bounded)> {
    match sensitivity {
        Sensitivity::None => Vec::new(),
        Sensitivity::Shares(all) => {
            let Shares { first, total } = all[key];
            vec![("first_order", first), ("total", total)]
        }
        Sensitivity::Effects(all) => match &all[key] {
            None => Vec::new(),
            Some(Effects {
                mean,
                absolute,
                deviation,
                ..
            }) => vec![
                ("mu_star", *absolute),
                ("mu", Bounded::exact(*mean)),
                ("sigma", Bounded::exact(*deviation)),
            ],
        },
    }
}

/// Returns all that a sweep tells as JSON, but for its trials.
pub fn json(sweep: &SweepReport<'_>) -> String {
    let measures = sweep.measured.iter().enumerate().map(|(n, measured)| {
        let keys = sweep.plan.keys.iter().enumerate();
        let keys = keys.map(|(key, it)| {
            key_json(
                it,
                &sweep.swept.tornado[n][key],
                &indices(&sweep.swept.sensitivity[n], key),
            )
        });
        let mut content = label_json(measured);
        content["scenario"] = sweep.swept.tornado[n]
            .iter()
            .find_map(|bar| bar.low.or(bar.high))
            .map_or(Value::Null, |it| json!(rounded(it.base.mean)));
        content["keys"] = json!(keys.collect::<Vec<_>>());
        content
    });
    let all = json!({
        "plan": sweep.plan.name, "title": sweep.plan.title, "scenario": sweep.scenario.0,
        "seed": sweep.seed, "points": sweep.design.points.len(),
        "replications": sweep.values.replications, "stalled": sweep.values.n_stalled(),
        "measures": measures.collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}

fn label_json(measured: &Measured) -> Value {
    let mut content = json!({});
    for (name, label) in LABELS.iter().zip(labels(measured)) {
        content[*name] = json!(label);
    }
    content
}

fn key_json(key: &SweepKey, bar: &Bar, indices: &[(&str, Bounded)]) -> Value {
    let part = |it: Option<Difference>| {
        it.map(|it| {
            json!({
                "value": rounded(it.variant.mean), "difference": rounded(it.paired.mean),
                "half_width": it.paired.half_width.map(rounded),
            })
        })
    };
    let mut content = json!({
        "key": key.key, "name": key.name, "low": level_json(&key.at(0.0).0),
        "scenario": level_json(&key.own), "high": level_json(&key.at(1.0).0),
        "at_low": part(bar.low), "at_high": part(bar.high),
        "low_to_high": bar.across.map(|it| json!({
            "difference": rounded(it.paired.mean),
            "half_width": it.paired.half_width.map(rounded),
        })),
    });
    for (name, it) in indices {
        let interval = it.interval.map(|(low, high)| [rounded(low), rounded(high)]);
        content[*name] = json!({ "value": rounded(it.value), "interval": interval });
    }
    content
}

fn level_json(level: &Level) -> Value {
    match level {
        Level::Number(number) => json!(number),
        Level::Factor { factor, .. } => json!({ "factor": factor }),
        Level::Truth(truth) => json!(truth),
        Level::Text(text) => json!(text),
    }
}

/// Returns what is kept of one trial as JSON.
pub fn trial_json(
    plan: &SweepPlan,
    levels: &[Level],
    measured: &[Measured],
    (id, row): (&str, &TrialRow),
) -> String {
    let levels = plan.keys.iter().zip(levels);
    let levels: serde_json::Map<String, Value> = levels
        .map(|(key, level)| (key.key.clone(), level_json(level)))
        .collect();
    let values = measured.iter().zip(&row.values).map(|(it, value)| {
        let mut content = label_json(it);
        content["value"] = json!(value.is_finite().then(|| rounded(*value)));
        content
    });
    let all = json!({
        "trial": id, "keys": levels, "stalled": row.stalled,
        "values": values.collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}
