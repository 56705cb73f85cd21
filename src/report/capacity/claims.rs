//! Official claims and what became of them, as tables.

use crate::report::number::{bare, bare_interval, plain};
use crate::report::tables::Table;
use crate::report::terminal::{Dress, align_right, lines_of, plain_table};
use crate::study::capacity::{Checked, Unit, Verdict};
use serde_json::{Value, json};

/// Returns what became of claims as a table that a person reads.
pub fn claims_table(checked: &[Checked], dress: Dress) -> String {
    let headings = [
        "claim",
        "unit",
        "claimed",
        "formula",
        "simulated",
        "observed",
        "verdict",
    ];
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    for one in checked {
        let claim = &one.claim;
        let number = |value: f64| bare(value, unit(one));
        let observed = claim.observed.as_ref();
        table.add_row([
            claim.text.clone(),
            unit(one).to_owned(),
            number(claim.value),
            one.formula
                .as_ref()
                .map_or("–".to_owned(), |it| number(it.value)),
            one.simulated
                .map_or("–".to_owned(), |it| bare_interval(&it, unit(one))),
            observed.map_or("–".to_owned(), |(value, when)| {
                format!("{} ({when})", number(*value))
            }),
            one.verdict.words().to_owned(),
        ]);
    }
    align_right(&mut table, [2, 3, 4]);
    let count = |verdict| checked.iter().filter(|it| it.verdict == verdict).count();
    let mut text = "Official claims of capacity (± 95 % confidence)\n".to_owned();
    text.push_str(&lines_of(&table));
    text.push_str(&format!(
        "\n{} of {} claims hold, {} more with room to spare; {} do not hold; for {} there is no evidence.\n",
        count(Verdict::Holds),
        checked.len(),
        count(Verdict::HoldsWithRoom),
        count(Verdict::DoesNotHold),
        count(Verdict::NoEvidence),
    ));
    let remarks = checked
        .iter()
        .filter_map(|it| Some((it, it.remark.as_ref()?)));
    for (one, remark) in remarks {
        text.push_str(&format!("  {}: {remark}\n", one.claim.key));
    }
    text
}

/// Returns `results.csv`: one row a claim.
pub(super) fn csv(checked: &[Checked]) -> String {
    let columns = [
        "id",
        "element",
        "claim",
        "from",
        "scenario",
        "presupposes",
        "unit",
        "claimed",
        "formula",
        "formula_terms",
        "simulated",
        "half_width",
        "replications",
        "observed",
        "observed_in",
        "verdict",
        "remark",
        "source",
    ];
    let mut table = Table::new(&columns);
    for one in checked {
        let claim = &one.claim;
        let observed = claim.observed.as_ref();
        let simulated = one.simulated;
        let maybe = |value: Option<f64>| value.map(plain).unwrap_or_default();
        table.row(&[
            claim.key.clone(),
            claim.element.clone(),
            claim.text.clone(),
            claim.from.clone(),
            claim.scenario.clone().unwrap_or_default(),
            claim.sets.join("; "),
            claim.unit.clone(),
            plain(claim.value),
            maybe(one.formula.as_ref().map(|it| it.value)),
            one.formula
                .as_ref()
                .map(|it| it.terms.clone())
                .unwrap_or_default(),
            maybe(simulated.map(|it| it.mean)),
            maybe(simulated.and_then(|it| it.half_width)),
            simulated
                .map(|it| it.replications.to_string())
                .unwrap_or_default(),
            maybe(observed.map(|it| it.0)),
            observed.map(|it| it.1.clone()).unwrap_or_default(),
            one.verdict.words().to_owned(),
            one.remark.clone().unwrap_or_default(),
            claim.source.clone(),
        ]);
    }
    table.text()
}

/// Returns what became of claims as JSON.
pub fn claims_json(checked: &[Checked]) -> String {
    let rows = checked.iter().map(|one| {
        json!({
            "id": one.claim.key,
            "element": one.claim.element,
            "claim": one.claim.text,
            "scenario": one.claim.scenario,
            "unit": one.claim.unit,
            "claimed": one.claim.value,
            "formula": one.formula.as_ref().map(|it| it.value),
            "simulated": one.simulated.map(|it| it.mean),
            "half_width": one.simulated.and_then(|it| it.half_width),
            "observed": one.claim.observed.as_ref().map(|it| it.0),
            "verdict": one.verdict.words(),
            "remark": one.remark,
        })
    });
    format!("{:#}\n", Value::Array(rows.collect()))
}

fn unit(one: &Checked) -> &str {
    let known = Unit::NAMES.iter().find(|(key, _)| *key == one.claim.unit);
    known.map_or(&*one.claim.unit, |(_, unit)| unit.words())
}
