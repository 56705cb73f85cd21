//! What units are worth as tables that programs read, and as scenario files that go on from it.

use super::{Origin, first, heading, note};
use crate::input::Change;
use crate::report::compared::signed;
use crate::report::number::plain;
use crate::report::tables::Table;
use crate::study::Difference;
use crate::study::worth::{Judged, Rated, Staircase, Worth};

/// The columns of a difference.
const DIFFERENCE: [&str; 8] = [
    "measure",
    "unit_of_measure",
    "base",
    "difference",
    "half_width",
    "unpaired_half_width",
    "pairs",
    "verdict",
];

/// Returns `worth.csv`: one row per unit and measure, the unit worth most first.
pub(super) fn worth_csv(worth: &Worth) -> String {
    let columns = [
        "scenario",
        "rank",
        "unit",
        "name",
        "cost_musd",
        "replications",
    ];
    let columns: Vec<&str> = columns.into_iter().chain(DIFFERENCE).collect();
    let mut table = Table::new(&columns);
    for (n, rated) in worth.ranked.iter().enumerate() {
        for (judged, it) in measured(worth, &rated.differences) {
            let mut cells = vec![
                worth.scenario.clone(),
                (n + 1).to_string(),
                rated.unit.id.clone(),
                rated.unit.name.clone(),
                rated.unit.cost_musd.map(plain).unwrap_or_default(),
                format!("{}-{}", rated.replications.0, rated.replications.1),
            ];
            cells.extend(difference(judged, &it));
            table.row(&cells);
        }
    }
    table.text()
}

/// Returns `units.csv`: one row per unit, with the key that it changes, from what to what; and what
/// no unit was tried of, with the reason.
pub(super) fn units_csv(worth: &Worth) -> String {
    let mut table = Table::new(&["unit", "name", "key", "from", "to", "cost_musd", "remark"]);
    for unit in worth.ranked.iter().map(|it| &it.unit) {
        let (from, to) = (unit.change.from.as_deref(), unit.change.to.as_deref());
        let cost = unit.cost_musd.map(plain).unwrap_or_default();
        let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
        table.row(&[&*unit.id, &unit.name, &unit.change.key, from, to, &cost, ""]);
    }
    for it in &worth.untried {
        table.row(&["", &*it.name, "", "", "", "", &it.why]);
    }
    table.text()
}

/// Returns `staircase.csv`: two rows per step and measure, what it adds and what all steps so far
/// bring, judged on replications that the choice did not see.
pub(super) fn staircase_csv(worth: &Worth, staircase: &Staircase) -> String {
    let columns = [
        "scenario",
        "step",
        "unit",
        "name",
        "key",
        "from",
        "to",
        "spent_musd",
        "of",
    ];
    let columns: Vec<&str> = columns.into_iter().chain(DIFFERENCE).collect();
    let mut table = Table::new(&columns);
    for (n, stair) in staircase.steps.iter().enumerate() {
        for (of, differences) in [("step", &stair.added), ("all steps", &stair.total)] {
            for (judged, it) in measured(worth, differences) {
                let change = &stair.unit.change;
                let mut cells = vec![
                    worth.scenario.clone(),
                    (n + 1).to_string(),
                    stair.unit.id.clone(),
                    stair.unit.name.clone(),
                    change.key.clone(),
                    change.from.clone().unwrap_or_default(),
                    change.to.clone().unwrap_or_default(),
                    plain(stair.spent_musd),
                    of.to_owned(),
                ];
                cells.extend(difference(judged, &it));
                table.row(&cells);
            }
        }
    }
    table.text()
}

fn measured<'a>(
    worth: &'a Worth,
    differences: &'a [Option<Difference>],
) -> impl Iterator<Item = (&'a Judged, Difference)> {
    let pairs = worth.judged.iter().zip(differences);
    pairs.filter_map(|(judged, it)| Some((judged, (*it)?)))
}

fn difference(judged: &Judged, it: &Difference) -> [String; 8] {
    [
        judged.measure.clone(),
        judged.unit.to_owned(),
        plain(it.base.mean),
        plain(it.paired.mean),
        it.paired.half_width.map(plain).unwrap_or_default(),
        it.unpaired_half_width.map(plain).unwrap_or_default(),
        it.paired.replications.to_string(),
        it.evidence.words().to_owned(),
    ]
}

/// Returns a what-if with one more unit.
pub(super) fn what_if(worth: &Worth, rated: &Rated, origin: &Origin<'_>) -> String {
    let judged = &worth.judged[0];
    let found = first(&rated.differences);
    let found = found.map_or(String::new(), |it| signed(&it.paired, judged.unit));
    let remark = format!("# {}: {found}. {}\n", heading(judged), note(worth));
    let title = format!("{}: one more", rated.unit.name);
    let head = (origin.extends_from_within, title.as_str());
    remark + &layer(head, &[&rated.unit.change], origin.set)
}

/// Returns a what-if with all steps of a staircase.
pub(super) fn staircase_toml(worth: &Worth, staircase: &Staircase, origin: &Origin<'_>) -> String {
    let changes: Vec<&Change> = staircase.steps.iter().map(|it| &it.unit.change).collect();
    let names = staircase.steps.iter().enumerate();
    let remarks = names.map(|(n, stair)| format!("# {}. {}\n", n + 1, stair.unit.name));
    let title = format!("{}, with {}", worth.title, super::climbed(worth, staircase));
    let head = (origin.extends, title.as_str());
    remarks.collect::<String>() + &layer(head, &changes, origin.set)
}

/// Returns a scenario that extends another by changes, of which the last of each key holds.
fn layer((extends, title): (&str, &str), changes: &[&Change], set: &[String]) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    let given = set.iter().map(|line| {
        let key = line.split('=').next().unwrap_or(line).trim();
        (key.to_owned(), line.clone())
    });
    let changed = changes
        .iter()
        .filter_map(|it| Some((it.key.clone(), it.line()?)));
    for (key, line) in given.chain(changed) {
        match lines.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = line,
            None => lines.push((key, line)),
        }
    }
    let lines = lines.into_iter().map(|(_, line)| line + "\n");
    format!(
        "extends = {extends:?}\ntitle = {title:?}\n{}",
        lines.collect::<String>()
    )
}
