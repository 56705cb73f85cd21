//! What units are worth as text that a person reads, and as JSON.

use super::{
    climbed, cost, ended, first, gain, heading, is_better, judged_on, note, signed_or_dash,
};
use crate::input::Change;
use crate::report::compared::signed;
use crate::report::number::rounded;
use crate::report::terminal::{Dress, align_right, lines_of, plain_table};
use crate::report::words::counted;
use crate::stats::Estimate;
use crate::study::worth::{Judged, Rated, Staircase, Worth};
use crate::study::{Difference, Evidence};
use serde_json::{Value, json};

/// Returns units in the order of their worth, and the staircase, as tables.
pub fn worth_table(worth: &Worth, dress: Dress) -> String {
    let mut text = format!("What one more unit is worth, {}\n", worth.title);
    text.push_str(&ranked(worth, dress));
    let same: Vec<&Rated> = worth.ranked.iter().filter(|it| is_same(it)).collect();
    if !same.is_empty() {
        let names: Vec<&str> = same.iter().map(|it| it.unit.id.as_str()).collect();
        text.push_str(&format!(
            "\n{}, one more of which changes nothing at all:\n  {}\n",
            counted(names.len(), "element", "elements"),
            wrapped(&names)
        ));
    }
    for untried in &worth.untried {
        text.push_str(&format!("\n{}: {}\n", untried.name, untried.why));
    }
    text.push_str(&format!("\n{}\n", note(worth)));
    if let Some(staircase) = &worth.staircase {
        text.push_str(&stairs(worth, staircase, dress));
    }
    text
}

fn ranked(worth: &Worth, dress: Dress) -> String {
    let mut headings = vec!["one more".to_owned(), "MUSD".to_owned()];
    for judged in &worth.judged {
        headings.extend([heading(judged), "verdict".to_owned()]);
    }
    headings.push(per_musd_heading(&worth.judged[0]));
    let mut table = plain_table(&headings, dress);
    for rated in worth.ranked.iter().filter(|it| !is_same(it)) {
        let mut cells = vec![rated.unit.name.clone(), cost(rated.unit.cost_musd)];
        for (judged, difference) in worth.judged.iter().zip(&rated.differences) {
            cells.push(signed_or_dash(*difference, judged.unit));
            cells.push(verdict(*difference).to_owned());
        }
        cells.push(per_musd(rated, &worth.judged[0]).unwrap_or("–".to_owned()));
        table.add_row(cells);
    }
    let n_numbers = worth.judged.len();
    let numbers = (0..n_numbers).map(|n| 2 + 2 * n);
    align_right(
        &mut table,
        [1, 2 + 2 * n_numbers].into_iter().chain(numbers),
    );
    lines_of(&table)
}

fn stairs(worth: &Worth, staircase: &Staircase, dress: Dress) -> String {
    let judged = &worth.judged[0];
    let mut text = format!("\nStaircase. {}\n", climbed(worth, staircase));
    if !staircase.steps.is_empty() {
        let headings = ["step", "one more", "spent, MUSD", "adds", "in all"];
        let mut headings = headings.map(str::to_owned);
        headings[3] = format!("adds, {}", heading(judged));
        let mut table = plain_table(&headings, dress);
        for (n, stair) in staircase.steps.iter().enumerate() {
            table.add_row([
                (n + 1).to_string(),
                stair.unit.name.clone(),
                cost(Some(stair.spent_musd)),
                signed_or_dash(first(&stair.added), judged.unit),
                signed_or_dash(first(&stair.total), judged.unit),
            ]);
        }
        align_right(&mut table, [0, 2, 3, 4]);
        text.push_str(&lines_of(&table));
    }
    text + &format!("{}\n{}\n", ended(staircase), judged_on(staircase))
}

/// Returns whether one more changes nothing, by every measure and to the last bit.
pub(in crate::report) fn is_same(rated: &Rated) -> bool {
    let mut measured = rated.differences.iter().flatten().peekable();
    measured.peek().is_some() && measured.all(|it| it.evidence == Evidence::Same)
}

pub(in crate::report) fn verdict(difference: Option<Difference>) -> &'static str {
    difference.map_or("nothing measured", |it| it.evidence.words())
}

/// Returns what a million US dollars brings, with its interval; none without cost or evidence.
pub(in crate::report) fn per_musd(rated: &Rated, judged: &Judged) -> Option<String> {
    let cost = rated.unit.cost_musd.filter(|_| is_better(rated))?;
    let (factor, unit) = match judged.unit {
        "Mt" => (1e3, "kt"),
        unit => (1.0, unit),
    };
    let gain = gain(judged, &first(&rated.differences)?);
    let scaled = Estimate {
        mean: factor * gain.mean / cost,
        half_width: gain.half_width.map(|it| factor * it / cost),
        ..gain
    };
    Some(signed(&scaled, unit))
}

pub(in crate::report) fn per_musd_heading(judged: &Judged) -> String {
    let what = match judged.unit {
        "Mt" => "kt a year".to_owned(),
        _ => heading(judged),
    };
    format!("{what} per MUSD")
}

/// Returns names in lines of a width that terminals have.
fn wrapped(names: &[&str]) -> String {
    let mut text = String::new();
    let mut width = 0;
    for (n, name) in names.iter().enumerate() {
        if n > 0 {
            text.push_str(if width + name.len() > 100 {
                ",\n  "
            } else {
                ", "
            });
            width = if width + name.len() > 100 { 0 } else { width };
        }
        text.push_str(name);
        width += name.len() + 2;
    }
    text
}

/// Returns everything as JSON.
pub fn worth_json(worth: &Worth) -> String {
    let units = worth.ranked.iter().map(|rated| {
        json!({
            "unit": rated.unit.id, "name": rated.unit.name, "kind": rated.unit.kind.key(),
            "cost_musd": rated.unit.cost_musd, "change": change(&rated.unit.change),
            "worth": differences(worth, &rated.differences),
            "replications": [rated.replications.0, rated.replications.1],
        })
    });
    let untried = worth.untried.iter();
    let untried = untried.map(|it| json!({ "name": it.name, "why": it.why }));
    let staircase = worth.staircase.as_ref().map(|staircase| {
        let steps = staircase.steps.iter().map(|stair| {
            json!({
                "unit": stair.unit.id, "name": stair.unit.name,
                "change": change(&stair.unit.change), "spent_musd": stair.spent_musd,
                "added": differences(worth, &stair.added), "total": differences(worth, &stair.total),
            })
        });
        json!({
            "budget_musd": staircase.budget_musd,
            "steps": steps.collect::<Vec<Value>>(),
            "end": ended(staircase),
            "judged_on_replications": [staircase.judged_on.0, staircase.judged_on.1],
        })
    });
    let all = json!({
        "scenario": worth.scenario, "seed": worth.seed, "replications": worth.replications,
        "periods": worth.periods, "ranked_by": worth.judged[0].measure,
        "units": units.collect::<Vec<Value>>(), "untried": untried.collect::<Vec<Value>>(),
        "staircase": staircase,
    });
    format!("{all:#}\n")
}

fn change(change: &Change) -> Value {
    json!({ "key": change.key, "from": change.from, "to": change.to })
}

fn differences(worth: &Worth, differences: &[Option<Difference>]) -> Vec<Value> {
    let pairs = worth.judged.iter().zip(differences);
    let measured = pairs.filter_map(|(judged, it)| Some((judged, (*it)?)));
    let value = |(judged, it): (&Judged, Difference)| {
        json!({
            "measure": judged.measure, "unit": judged.unit, "base": rounded(it.base.mean),
            "difference": rounded(it.paired.mean),
            "half_width": it.paired.half_width.map(rounded),
            "unpaired_half_width": it.unpaired_half_width.map(rounded),
            "pairs": it.paired.replications, "verdict": it.evidence.words(),
        })
    };
    measured.map(value).collect()
}
