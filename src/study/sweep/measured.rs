//! What a sweep measures of a scenario, and what there is to measure. Runs nothing.

use crate::input::SweepMeasure;
use crate::model::{Period, Scenario};
use crate::sim::Plan;
use crate::stats::{Indicators, Label};
use crate::study::replicate::names;
use crate::study::{Wanted, aspects};
use std::sync::Arc;

/// What is measured where a plan leaves it to the program; the first is the most important.
const HEADLINES: [&str; 3] = ["border_tonnage", "border_teu", "border_dwell"];

/// A value that a sweep keeps of each trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Its labels.
    pub wanted: Wanted,
    /// The name of the place, for people.
    pub place: String,
    /// Its unit.
    pub unit: &'static str,
}

/// Returns the labels of all that a scenario measures in a period; nothing of one that it does not
/// report whole.
pub fn labels(scenario: &Scenario, period: Period) -> Vec<[String; 4]> {
    let of = |label: Label| {
        let [direction, commodity] = [label.direction, label.commodity].map(str::to_owned);
        [label.measure.to_owned(), label.place, direction, commodity]
    };
    values_of(&Arc::new(Plan::new(scenario.clone())), &[period])
        .into_iter()
        .map(of)
        .collect()
}

/// Returns what is measured: what is asked for, or else tonnage, TEU and dwell of the last year at all
/// crossings, and tonnage and dwell by crossing and direction.
pub fn measured(scenario: &Scenario, asked: &[SweepMeasure]) -> Vec<Measured> {
    let wanted: Vec<Wanted> = match asked {
        [] => headlines(scenario),
        asked => asked.iter().map(wanted).collect(),
    };
    let plan = Arc::new(Plan::new(scenario.clone()));
    let mut periods: Vec<Period> = wanted.iter().map(|it| it.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let (labels, names) = (values_of(&plan, &periods), names(&plan));
    let measured = |wanted: Wanted| {
        let label = labels.iter().find(|label| wanted.is(label))?;
        let place = match wanted.place.as_str() {
            "all" => "all crossings".to_owned(),
            key => names.get(key).cloned().unwrap_or_else(|| key.to_owned()),
        };
        Some(Measured {
            place,
            unit: label.unit,
            wanted,
        })
    };
    wanted.into_iter().filter_map(measured).collect()
}

/// The labels of the values of a replication in which nothing happened.
fn values_of(plan: &Arc<Plan>, periods: &[Period]) -> Vec<Label> {
    let idle = Indicators::of_replication(vec![Indicators::new(Arc::clone(plan))]);
    let values = idle.values(periods).into_iter();
    values.map(|(label, _)| label).collect()
}

fn wanted(asked: &SweepMeasure) -> Wanted {
    Wanted {
        measure: asked.measure.clone(),
        place: asked.place.clone(),
        direction: asked.direction.clone(),
        commodity: asked.commodity.clone(),
        period: asked.period,
    }
}

fn headlines(scenario: &Scenario) -> Vec<Wanted> {
    let all = aspects(scenario).into_iter().map(|aspect| aspect.wanted);
    let all: Vec<Wanted> = all.collect();
    let last = all.iter().map(|it| it.period).max();
    let is_headline = |it: &Wanted| {
        let is_whole = it.place == "all" && it.direction == "both";
        let is_part = it.place != "all" && it.direction != "both" && it.measure != "border_teu";
        Some(it.period) == last && HEADLINES.contains(&it.measure.as_str()) && (is_whole || is_part)
    };
    all.into_iter().filter(is_headline).collect()
}
