//! What a reader is told in sentences: the answer, what agrees, and every miss.

use super::names::Names;
use super::number::{amount, bare, difference, interval};
use super::verdict::Tally;
use super::view::View;
use super::words;
use crate::stats::Estimate;
use crate::study::Results;

/// Returns the answer of a run in one sentence, or `None` where no year was measured whole.
pub fn headline(results: &Results) -> Option<String> {
    let view = View::of(results);
    let years = view.years("border_tonnage");
    let year = *years.last()?;
    let now = total(view, year)?;
    let mut sentence = format!(
        "In {year}, {} crossed the border by rail",
        interval(&now, "Mt")
    );
    let before = years
        .iter()
        .rev()
        .nth(1)
        .and_then(|before| Some((before, total(view, before)?)));
    if let Some((before, then)) = before.filter(|(_, then)| then.mean > 0.0) {
        let growth = difference(now.mean / then.mean - 1.0);
        sentence.push_str(&format!(
            ", {growth} on {before} ({})",
            amount(then.mean, "Mt")
        ));
    }
    let observed = view.observed("border_tonnage", "all", "both", year);
    let reported: Vec<String> = observed
        .iter()
        .map(|observation| amount(observation.value, &observation.unit))
        .collect();
    if !reported.is_empty() {
        sentence.push_str(&format!("; reported: {}", reported.join(" and ")));
    }
    Some(sentence + ".")
}

/// Returns the summary of a run: a few sentences, the answer first.
pub(super) fn summary(results: &Results) -> Vec<String> {
    let view = View::of(results);
    let sentences = [
        headline(results),
        by_crossing(view),
        trust(view),
        transit(view),
        bottleneck(view),
        footprint(view),
    ];
    sentences.into_iter().flatten().collect()
}

fn total(view: View<'_>, year: &str) -> Option<Estimate> {
    view.estimate("border_tonnage", "all", "both", year)
}

fn by_crossing(view: View<'_>) -> Option<String> {
    let year = *view.years("border_tonnage").last()?;
    let names = Names::of(view.results);
    let parts: Vec<String> = view
        .cells()
        .into_iter()
        .filter_map(|cell| {
            let mean = view
                .estimate("border_tonnage", cell.crossing, cell.direction, year)?
                .mean;
            let (place, direction) = (names.place(cell.crossing), words::direction(cell.direction));
            Some(format!("{} {direction} over {place}", amount(mean, "Mt")))
        })
        .collect();
    (!parts.is_empty()).then(|| format!("Of this, {}.", listed(&parts)))
}

fn trust(view: View<'_>) -> Option<String> {
    let tally = Tally::of(&view.results.comparisons);
    if view.results.comparisons.is_empty() {
        return None;
    }
    let what = ["reported figure", "reported figures"];
    Some(format!("{}{}.", tally.headline(what), tally.rest()))
}

/// Names the three relations that most is reported of: those come first in what was observed.
fn transit(view: View<'_>) -> Option<String> {
    let year = *view.years("transit_time_median").last()?;
    let names = Names::of(view.results);
    let observed = view.observations().filter(|observation| {
        observation.measure.starts_with("transit_time") && observation.period == year
    });
    let parts: Vec<String> = observed
        .filter_map(|observation| {
            let of = |measure| {
                let (place, direction) = (&observation.place, &observation.direction);
                let figure =
                    view.results
                        .figure(measure, place, direction, &observation.commodity, year)?;
                Some(figure.estimate()?.mean)
            };
            let (median, p90) = (of("transit_time_median")?, of("transit_time_p90")?);
            let place = names.place(&observation.place);
            let (median, p90) = (amount(median, "days"), bare(p90, "days"));
            Some(format!("{place} {median} ({p90})"))
        })
        .take(3)
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Transit times in {year}, median and 90th percentile: {}.",
            listed(&parts)
        )
    })
}

fn bottleneck(view: View<'_>) -> Option<String> {
    let year = *view.years("section_occupation").last()?;
    let sections = view
        .results
        .figures
        .iter()
        .filter(|figure| figure.measure == "section_occupation" && figure.period == year);
    let occupied = sections.filter_map(|figure| Some((figure.estimate()?.mean, figure)));
    let (share, busiest) = occupied.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    let place = Names::of(view.results).place(&busiest.place);
    Some(format!(
        "The busiest section is {place}, occupied {} of {year}.",
        amount(share, "share")
    ))
}

/// What carriage took in the last year, where that was accounted for.
fn footprint(view: View<'_>) -> Option<String> {
    let year = *view.years("emission_total").last()?;
    let of = |measure, commodity| {
        let figure = view
            .results
            .figure(measure, "all", "both", commodity, year)?;
        Some(figure.estimate()?.mean)
    };
    let (tkm, wired) = (of("tonne_km", "all")?, of("tonne_km", "rail_electric")?);
    let (kt, grams) = (of("emission_total", "all")?, of("emission_per_tkm", "all")?);
    (tkm > 0.0).then(|| {
        format!(
            "Carriage took {} bn tonne-kilometers in {year}, {} of them behind electric \
             locomotives, and emitted {} kt of CO₂ equivalent, {} g a tonne-kilometer.",
            bare(tkm, ""),
            amount(wired / tkm, "share"),
            bare(kt, ""),
            bare(grams, "")
        )
    })
}

/// Returns the parts as a list in a sentence.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
