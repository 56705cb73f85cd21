//! What a study of worth leaves behind: tables, charts, one page, what-if files, and a folder of
//! them all. Knows no simulation.

mod files;
mod table;

pub(super) use table::{per_musd, per_musd_heading, verdict};
pub use table::{worth_json, worth_table};

use super::compared::signed;
use super::folder::Draft;
use super::manifest::{self, Manifest};
use super::number::bare;
use super::{ReportError, Written, chart, drawn, html};
use crate::stats::Estimate;
use crate::study::worth::{End, Judged, Rated, Stair, Staircase, Worth};
use crate::study::{Difference, Evidence};
use std::path::Path;

/// What the results do not say of themselves: what they came from.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// The scenario's file, as one in the folder of results names it.
    pub extends: &'a str,
    /// The same from a folder in it.
    pub extends_from_within: &'a str,
    /// What was set on the command line.
    pub set: &'a [String],
    /// The files that were read, and how long it took.
    pub manifest: Manifest,
}

/// Writes the folder `out`, whole or not at all.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_worth(worth: &Worth, out: &Path, origin: &Origin<'_>) -> Result<Written, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write("summary.json", &worth_json(worth))?;
    draft.write("worth.csv", &files::worth_csv(worth))?;
    draft.write("units.csv", &files::units_csv(worth))?;
    for rated in worth.ranked.iter().filter(|it| has_evidence(it)) {
        let name = format!("what-if/{}.toml", rated.unit.id.replace(':', "-"));
        draft.write(&name, &files::what_if(worth, rated, origin))?;
    }
    let mut charts = vec![chart::worth(worth)];
    if let Some(staircase) = &worth.staircase {
        draft.write("staircase.csv", &files::staircase_csv(worth, staircase))?;
        if !staircase.steps.is_empty() {
            draft.write(
                "staircase.toml",
                &files::staircase_toml(worth, staircase, origin),
            )?;
            charts.push(chart::staircase(worth, staircase));
        }
    }
    let paths = charts
        .iter()
        .map(|it| out.join(super::file_of(it.name, "svg")));
    let paths = paths.collect();
    let figures = charts.into_iter().map(|chart| drawn(&draft, chart));
    let figures = figures.collect::<Result<Vec<_>, _>>()?;
    draft.write("report.html", &html::worth_page(worth, &figures))?;
    let facts = serde_json::json!({
        "scenario": worth.scenario,
        "seed": worth.seed,
        "replications": worth.replications,
        "ranked_by": worth.judged.first().map(|it| &it.measure),
        "budget_musd": worth.staircase.as_ref().map(|it| it.budget_musd),
    });
    // Last, so that a folder with a manifest is a whole one.
    draft.write(
        manifest::FILE,
        &origin.manifest.json_of_study("worth", &facts),
    )?;
    draft.finish()?;
    Ok(Written {
        folder: out.to_owned(),
        page: out.join("report.html"),
        charts: paths,
    })
}

/// Returns a measure in few words, with its unit: `Mt a year`, `dwell, h`.
pub(super) fn heading(judged: &Judged) -> String {
    match judged.measure.as_str() {
        "border_tonnage" => "Mt a year".to_owned(),
        "border_teu" => "TEU a year".to_owned(),
        "border_dwell" => "dwell, h".to_owned(),
        "border_trains_per_day" => "trains a day".to_owned(),
        "held_wagons" => "wagons held".to_owned(),
        "set_aside_trains" => "trains set aside".to_owned(),
        other => format!("{}, {}", super::words::measure(other), judged.unit),
    }
}

/// Returns whether there is evidence that one more makes a difference, by any measure.
pub(super) fn has_evidence(rated: &Rated) -> bool {
    rated
        .differences
        .iter()
        .flatten()
        .any(|it| it.evidence.is_some())
}

/// Returns whether there is evidence that one more is better, by the measure that it is ranked by.
pub(super) fn is_better(rated: &Rated) -> bool {
    first(&rated.differences).is_some_and(|it| it.evidence == Evidence::Better)
}

/// Returns the difference in the measure that units are ranked by.
pub(super) fn first(differences: &[Option<Difference>]) -> Option<Difference> {
    differences.first().copied().flatten()
}

/// Returns how much better a difference makes a measure, with its interval.
pub(super) fn gain(judged: &Judged, difference: &Difference) -> Estimate {
    let paired = difference.paired;
    Estimate {
        mean: judged.better.gain(paired.mean),
        ..paired
    }
}

/// Returns a difference for people, or a dash where nothing was measured.
pub(super) fn signed_or_dash(difference: Option<Difference>, unit: &str) -> String {
    difference.map_or("–".to_owned(), |it| signed(&it.paired, unit))
}

/// Returns a cost in millions of US dollars for people.
pub(super) fn cost(musd: Option<f64>) -> String {
    musd.map_or("–".to_owned(), |it| bare(it, "MUSD"))
}

/// Returns the answer in a sentence: what the best unit brings, or, where none brings anything by the
/// first measure, what it brings by the next.
pub(super) fn headline(worth: &Worth) -> String {
    let best = worth.ranked.first().and_then(|best| {
        let pairs = worth.judged.iter().zip(&best.differences);
        let measured = pairs.filter_map(|(judged, it)| Some((judged, (*it)?)));
        let mut better = measured.filter(|(_, it)| it.evidence == Evidence::Better);
        Some((&best.unit.name, better.next()?))
    });
    let Some((name, (judged, difference))) = best else {
        return "No evidence that one more unit of anything makes a difference".to_owned();
    };
    let gain = told(judged, &gain(judged, &difference));
    if *judged == worth.judged[0] {
        return format!("Worth most: {name}, {gain}");
    }
    let none = match worth.judged[0].measure.as_str() {
        "border_tonnage" => "No evidence of more tonnage".to_owned(),
        _ => format!("No evidence: {}", heading(&worth.judged[0])),
    };
    format!("{none}; {name}: {gain}")
}

/// Returns where a staircase leads, in a sentence.
pub(super) fn climbed(worth: &Worth, staircase: &Staircase) -> String {
    let judged = &worth.judged[0];
    let last = staircase.steps.last();
    match last.and_then(|last| Some((last, first(&last.total)?))) {
        Some((last, total)) => format!(
            "{} million USD in {}: {}",
            bare(last.spent_musd, "MUSD"),
            super::words::counted(staircase.steps.len(), "step", "steps"),
            told(judged, &gain(judged, &total))
        ),
        None => "No step is worth its cost".to_owned(),
    }
}

/// Returns why a staircase ends where it does.
pub(super) fn ended(staircase: &Staircase) -> String {
    match staircase.end {
        End::Budget => format!(
            "What is left of {} million USD pays for no unit.",
            bare(staircase.budget_musd, "MUSD")
        ),
        End::Evidence => "Of the units that the rest of the budget would pay for none makes a \
                          difference that is confirmed."
            .to_owned(),
        End::NoCosts => "The scenario says of no unit what it costs; give [unit_cost].".to_owned(),
    }
}

/// Returns how the figures are to be read.
pub(super) fn note(worth: &Worth) -> String {
    let n = worth.replications;
    format!(
        "{}, {} on the same random numbers, seed {}; ± 95 % confidence. What these show is told of \
         {n} others that nothing was chosen by, and is evidence if both show it. A unit opens on the \
         first reported day, a border track with the run. What crosses sooner, and not in addition, \
         shows in the dwell and not in Mt.",
        years(worth),
        super::words::counted(n, "pair of replications", "pairs of replications"),
        worth.seed
    )
}

fn years(worth: &Worth) -> String {
    let words = |key: &String| super::words::period(key);
    match worth.periods.as_slice() {
        [] => String::new(),
        [only] => words(only),
        [first, .., last] => format!("Mean of {} to {}", words(first), words(last)),
    }
}

/// Returns how a staircase was judged.
pub(super) fn judged_on(staircase: &Staircase) -> String {
    let (first, last) = staircase.judged_on;
    format!(
        "Chosen by replications 1 to {}, confirmed and told on {first} to {last}, which the choice did not see.",
        first - 1
    )
}

fn told(judged: &Judged, gain: &Estimate) -> String {
    let text = signed(gain, judged.unit);
    let text = text.trim_start_matches('+');
    match judged.measure.as_str() {
        "border_tonnage" => format!("{text} Mt a year"),
        "border_teu" => format!("{text} TEU a year"),
        "border_dwell" => format!("{text} h less dwell"),
        "border_trains_per_day" => format!("{text} trains a day"),
        "held_wagons" => format!("{text} wagons fewer held"),
        "set_aside_trains" => format!("{text} trains fewer set aside"),
        _ => text.to_owned(),
    }
}

/// Returns what a unit of a staircase adds, for people.
pub(super) fn added(stair: &Stair, judged: &Judged) -> String {
    signed_or_dash(first(&stair.added), judged.unit)
}
