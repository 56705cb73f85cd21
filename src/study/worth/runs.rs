//! What was found in every replication of every variant, run when it is first asked for.

use super::WorthError;
use crate::input::{Faults, Reading};
use crate::model::{Mode, Period, Scenario};
use crate::sim::Plan;
use crate::stats::Estimate;
use crate::study::capacity::Read;
use crate::study::paired::{Better, MEASURES, periods};
use crate::study::{Conduct, Difference, Trial, Wanted, experiment};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// A variant of the scenario: the units that it has more, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Variant {
    /// Its name: the short names of the units; `base` if there is none.
    pub name: String,
    /// Values over those of the scenario, as KEY=VALUE.
    pub sets: Vec<String>,
}

/// A measure that units are judged by, at all crossings to China in both directions.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its name, as in the table of results.
    pub measure: String,
    /// The unit of its values: of an amount such as Mt, a year.
    pub unit: &'static str,
    /// What is better.
    pub better: Better,
}

/// The values of all trials, by measure and period.
pub(super) struct Runs<'a> {
    read: Read<'a>,
    conduct: Conduct<'a>,
    /// Told how many trials begin.
    begin: &'a dyn Fn(usize),
    judged: Vec<Judged>,
    periods: Vec<Period>,
    wanted: Vec<Wanted>,
    /// Single-track sections by key, in the order in which their occupation is kept.
    sections: Vec<String>,
    /// By variant and replication.
    found: BTreeMap<String, BTreeMap<usize, Vec<f64>>>,
}

impl Judged {
    /// Returns the measure that is called so, if units can be judged by it.
    pub fn by_name(name: &str) -> Option<Self> {
        let found = MEASURES.iter().find(|(measure, ..)| *measure == name);
        found.map(|(measure, unit, better, _)| Self {
            measure: (*measure).to_owned(),
            unit,
            better: *better,
        })
    }

    /// Returns the names of the measures that units can be judged by.
    pub fn names() -> impl Iterator<Item = &'static str> {
        MEASURES.iter().map(|(measure, ..)| *measure)
    }
}

impl Variant {
    /// Returns the scenario as it is.
    pub fn base() -> Self {
        Self {
            name: "base".to_owned(),
            sets: Vec::new(),
        }
    }

    /// Returns it with one more unit.
    pub fn with(&self, unit: &super::Unit) -> Self {
        let sets = self.sets.iter().cloned().chain(unit.change.line());
        Self {
            name: match self.sets.is_empty() {
                true => unit.id.clone(),
                false => format!("{} + {}", self.name, unit.id),
            },
            sets: sets.collect(),
        }
    }
}

/// Returns the labels of all that is kept of a trial, in order.
pub(super) fn kept(scenario: &Scenario, judged: &[Judged]) -> Vec<Wanted> {
    let periods = periods(scenario);
    let wanted = |measure: &str, place: &str, period: Period| Wanted {
        measure: measure.to_owned(),
        place: place.to_owned(),
        direction: "both".to_owned(),
        commodity: "all".to_owned(),
        period,
    };
    let of_judged = judged.iter().flat_map(|it| {
        let of = |period: &Period| wanted(&it.measure, "all", *period);
        periods.iter().map(of)
    });
    let sections = single_tracks(scenario);
    let of_sections = sections.iter().flat_map(|key| {
        let of = |period: &Period| wanted("section_occupation", key, *period);
        periods.iter().map(of)
    });
    of_judged.chain(of_sections).collect()
}

/// Returns the keys of the railway sections that are single track when the report begins.
fn single_tracks(scenario: &Scenario) -> Vec<String> {
    let begins = scenario.calendar.time_of(scenario.calendar.report_from());
    let sections = scenario.network.sections();
    let single = sections.filter(|(_, it)| it.mode == Mode::Rail && !it.is_double(begins));
    single.map(|(_, section)| section.key.clone()).collect()
}

impl<'a> Runs<'a> {
    pub fn new(
        read: Read<'a>,
        scenario: &Scenario,
        judged: Vec<Judged>,
        (conduct, begin): (Conduct<'a>, &'a dyn Fn(usize)),
    ) -> Self {
        Self {
            read,
            conduct,
            begin,
            periods: periods(scenario),
            wanted: kept(scenario, &judged),
            sections: single_tracks(scenario),
            judged,
            found: BTreeMap::new(),
        }
    }

    /// Returns what units are judged by; they are ranked by the first.
    pub fn judged(&self) -> &[Judged] {
        &self.judged
    }

    /// Reads a variant.
    pub fn reading(&self, variant: &Variant) -> Result<Reading, Faults> {
        (self.read)(&variant.sets)
    }

    /// Runs what is missing of some replications of some variants.
    pub fn run(
        &mut self,
        variants: &[&Variant],
        replications: Range<usize>,
    ) -> Result<(), WorthError> {
        let is_missing = |variant: &Variant, replication: &usize| {
            let of = self.found.get(&variant.name);
            of.is_none_or(|of| !of.contains_key(replication))
        };
        // All replications of a variant in turn: each is compiled once.
        let trials: Vec<Trial> = variants
            .iter()
            .enumerate()
            .flat_map(|(n, variant)| {
                let missing = replications.clone().filter(|it| is_missing(variant, it));
                let trial = |replication: usize| Trial {
                    id: format!("{}/{}", variant.name, replication + 1),
                    variant: n,
                    replication,
                };
                missing.map(trial).collect::<Vec<_>>()
            })
            .collect();
        (self.begin)(trials.len());
        let plan_of = |variant: usize| {
            let reading = (self.read)(&variants[variant].sets)?;
            Ok::<_, Faults>(Arc::new(Plan::new(reading.scenario)))
        };
        let found = experiment(&trials, &self.wanted, self.conduct, plan_of)?;
        for (trial, values) in trials.iter().zip(found) {
            let name = variants[trial.variant].name.clone();
            let of = self.found.entry(name).or_default();
            of.insert(trial.replication, values);
        }
        Ok(())
    }

    /// Returns the differences of a variant to another by measure; none where nothing was measured.
    pub fn differences(
        &self,
        base: &Variant,
        variant: &Variant,
        replications: Range<usize>,
    ) -> Vec<Option<Difference>> {
        let difference = |(n, judged): (usize, &Judged)| {
            let of = |it: &Variant| self.yearly(it, n, replications.clone());
            Difference::of(&of(base), &of(variant), judged.better)
        };
        self.judged.iter().enumerate().map(difference).collect()
    }

    /// Returns the single-track sections of a variant that are occupied most, the most first.
    pub fn most_occupied(
        &self,
        variant: &Variant,
        most: usize,
        replications: Range<usize>,
    ) -> Vec<String> {
        let skipped = self.judged.len() * self.periods.len();
        let occupation = |n: usize| {
            let first = skipped + n * self.periods.len();
            let of = replications.clone().flat_map(|replication| {
                &self.values(variant, replication)[first..first + self.periods.len()]
            });
            Estimate::of(&of.copied().collect::<Vec<_>>()).map(|it| it.mean)
        };
        let sections = self.sections.iter().enumerate();
        let mut used: Vec<(f64, &String)> = sections
            .filter_map(|(n, key)| Some((occupation(n)?, key)))
            .filter(|(share, _)| *share > 0.0)
            .collect();
        used.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
        used.into_iter()
            .take(most)
            .map(|(_, key)| key.clone())
            .collect()
    }

    /// One value a replication of a measure: the mean of whole years, or of months made a year of.
    fn yearly(&self, variant: &Variant, judged: usize, replications: Range<usize>) -> Vec<f64> {
        let n = self.periods.len();
        let is_amount = matches!(self.judged[judged].unit, "Mt" | "TEU");
        let is_months = matches!(self.periods.first(), Some(Period::Month(..)));
        let factor = if is_amount && is_months { 12.0 } else { 1.0 };
        let of_one = |replication| {
            let values = &self.values(variant, replication)[judged * n..(judged + 1) * n];
            Estimate::of(values).map_or(f64::NAN, |it| factor * it.mean)
        };
        replications.map(of_one).collect()
    }

    fn values(&self, variant: &Variant, replication: usize) -> &[f64] {
        let of = self.found.get(&variant.name);
        of.and_then(|of| of.get(&replication))
            .expect("a variant is run before it is looked at")
    }
}
