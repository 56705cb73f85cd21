//! What one more unit of each element is worth, and which units to buy in turn for a budget.
//!
//! Every unit is a variant of the scenario that changes one key, compared with the scenario in
//! pairs on common random numbers. A unit opens on the first reported day; a track of a border
//! station, which has no date, is there from the start of the run.
//!
//! Of many units that do nothing some seem to do something. So what the first replications show is
//! looked at again on as many that nothing was chosen by; it counts if both show it, and the figures
//! told are of the second.

mod loops;
mod runs;
mod staircase;
mod unit;

pub use runs::Judged;
pub use staircase::{End, Stair, Staircase};
pub use unit::{Unit, Units, Untried};

use super::capacity::Read;
use super::{Conduct, Difference, Evidence, ExperimentError};
use crate::input::{Faults, Reading, nearest};
use crate::model::{Scenario, UnitKind};
use runs::{Runs, Variant};

/// As many replications as a wanted precision adds at most: beyond it the precision is out of reach.
const MOST_REPLICATIONS: usize = 1_000;

/// The measures that every unit is shown with, whatever it is ranked by: Mt a year and hours of dwell.
const SHOWN: [&str; 2] = ["border_tonnage", "border_dwell"];

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Units whose short names fit one of these are tried; if there is none, those at crossings to
    /// China and on the line.
    pub patterns: Vec<String>,
    /// What units are ranked by.
    pub ranked_by: Judged,
    /// Pairs of replications.
    pub replications: usize,
    /// The half-width that every difference is to have, as a share of the base's value: pairs are
    /// added for it.
    pub precision: Option<f64>,
    /// How many single-track sections, the most occupied, are given one more passing loop each.
    pub loops: usize,
    /// What may be spent, in millions of US dollars; with none there is no staircase.
    pub budget_musd: Option<f64>,
}

/// How it is found out.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Reads the scenario with values laid over it.
    pub read: Read<'a>,
    /// How trials are conducted; what is kept of each is named by [`kept_values`].
    pub conduct: Conduct<'a>,
    /// Told how many trials begin.
    pub begin: &'a dyn Fn(usize),
}

/// What each unit is worth.
#[derive(Clone, Debug)]
pub struct Worth {
    /// The scenario's short name.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// What units are judged by; they are ranked by the first.
    pub judged: Vec<Judged>,
    /// The units, the one worth most first.
    pub ranked: Vec<Rated>,
    /// What no unit was tried of.
    pub untried: Vec<Untried>,
    /// Which units to buy in turn, if a budget was given.
    pub staircase: Option<Staircase>,
    /// The periods that a year is the mean of.
    pub periods: Vec<String>,
    /// Pairs of replications.
    pub replications: usize,
    /// The seed of all random numbers.
    pub seed: u64,
}

/// A unit with what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// The unit.
    pub unit: Unit,
    /// What it changes, by measure; none where nothing was measured.
    pub differences: Vec<Option<Difference>>,
    /// The replications that these are of, the first and the last; from 1.
    pub replications: (usize, usize),
}

/// Why it is not known what units are worth.
#[derive(Debug, thiserror::Error)]
pub enum WorthError {
    /// No unit has such a name.
    #[error("{pattern:?} is in the name of no unit of the scenario; {remedy}")]
    Unmatched {
        /// What was asked for.
        pattern: String,
        /// What would be right.
        remedy: String,
    },
    /// There is nothing that there could be one more of.
    #[error("the scenario has nothing that there could be one more of")]
    NoUnits,
    /// The scenario is at fault.
    #[error(transparent)]
    Input(#[from] Faults),
    /// Its trials did not come to an end.
    #[error(transparent)]
    Trials(#[from] ExperimentError<Faults>),
}

impl Rated {
    /// Returns how much better it makes the measure that units are ranked by, by its sign: more of
    /// what should be more, less of what should be less.
    pub fn gain(&self, judged: &Judged) -> Option<f64> {
        let difference = self.differences.first().copied().flatten()?;
        Some(judged.better.gain(difference.paired.mean))
    }

    fn evidence(&self) -> Evidence {
        let difference = self.differences.first().copied().flatten();
        difference.map_or(Evidence::None, |it| it.evidence)
    }
}

/// Returns what each value that is kept of a trial is.
pub fn kept_values(scenario: &Scenario, question: &Question) -> Vec<String> {
    let kept = runs::kept(scenario, &judged(question));
    kept.iter().map(ToString::to_string).collect()
}

/// Returns the units that would be tried, as far as they are known before anything is run: the
/// sections for passing loops are chosen by what is found.
///
/// # Errors
///
/// If a pattern fits none.
pub fn units_to_try(reading: &Reading, question: &Question) -> Result<Units, WorthError> {
    chosen(
        Units::of(reading, &[]),
        question,
        loops_to_try(question) > 0,
    )
}

/// Returns on how many sections one more passing loop would be tried.
pub fn loops_to_try(question: &Question) -> usize {
    let key = UnitKind::PassingLoop.key();
    let may_mean = |pattern: &String| pattern.split([':', '*']).any(|piece| piece == key);
    match question.patterns.is_empty() || question.patterns.iter().any(may_mean) {
        true => question.loops,
        false => 0,
    }
}

/// Finds what one more unit of each element is worth, and the staircase if a budget is given.
///
/// # Errors
///
/// If a pattern fits no unit, the scenario is at fault, or trials do not come to an end. What is
/// finished is in the notebook even then.
pub fn worth(
    reading: &Reading,
    question: &Question,
    means: Means<'_>,
) -> Result<Worth, WorthError> {
    let scenario = &reading.scenario;
    units_to_try(reading, question)?;
    let judged = judged(question);
    let how = (means.conduct, means.begin);
    let mut runs = Runs::new(means.read, scenario, judged.clone(), how);
    let base = Variant::base();
    let mut n = question.replications;
    // Chosen by as many replications as were asked for, so that adding some changes no unit.
    runs.run(&[&base], 0..n)?;
    let occupied = runs.most_occupied(&base, loops_to_try(question), 0..n);
    let mut units = chosen(Units::of(reading, &occupied), question, false)?;
    if question.loops > 0 && occupied.is_empty() && question.patterns.is_empty() {
        units.untried.push(Untried {
            name: "Passing loops".to_owned(),
            why: "no single track was occupied in a whole year".to_owned(),
        });
    }
    let ranked = loop {
        let ranked = rated(&mut runs, &base, &units.list, n)?;
        let is_done = question
            .precision
            .is_none_or(|share| is_precise(&ranked, share));
        if is_done || n >= MOST_REPLICATIONS {
            break ranked;
        }
        n = (2 * n).min(MOST_REPLICATIONS);
    };
    let ranked = confirmed(&mut runs, &base, ranked, n)?;
    let staircase = match question.budget_musd {
        Some(budget) => Some(staircase::climb(&mut runs, question, budget, n)?),
        None => None,
    };
    Ok(Worth {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        judged,
        ranked,
        untried: units.untried,
        staircase,
        periods: super::paired::periods(scenario)
            .iter()
            .map(ToString::to_string)
            .collect(),
        replications: n,
        seed: means.conduct.seed,
    })
}

/// The measures: what is ranked by first, then those that are always shown.
fn judged(question: &Question) -> Vec<Judged> {
    let first = &question.ranked_by;
    let shown = SHOWN.into_iter().filter_map(Judged::by_name);
    let others = shown.filter(|it| it.measure != first.measure);
    std::iter::once(first.clone()).chain(others).collect()
}

/// Leaves the units that were asked for. `may_be_loops` where passing loops are not known yet.
fn chosen(units: Units, question: &Question, may_be_loops: bool) -> Result<Units, WorthError> {
    let patterns = &question.patterns;
    let loops = UnitKind::PassingLoop.key();
    for pattern in patterns {
        let mut ids = units.list.iter().map(|it| it.id.as_str());
        let is_known = ids.any(|id| unit::is_meant(id, pattern))
            || pattern.split([':', '*']).any(|piece| piece == loops) && may_be_loops;
        if !is_known {
            return Err(unmatched(&units, pattern));
        }
    }
    let is_chosen = |unit: &Unit| match patterns.is_empty() {
        true => unit.is_near_china,
        false => patterns
            .iter()
            .any(|pattern| unit::is_meant(&unit.id, pattern)),
    };
    let list: Vec<Unit> = units.list.into_iter().filter(is_chosen).collect();
    if list.is_empty() && !may_be_loops {
        return Err(WorthError::NoUnits);
    }
    let untried = if patterns.is_empty() {
        units.untried
    } else {
        Vec::new()
    };
    Ok(Units { list, untried })
}

fn unmatched(units: &Units, pattern: &str) -> WorthError {
    let ids = units.list.iter().map(|it| it.id.as_str());
    let pieces = units.list.iter().flat_map(|it| it.id.split(':'));
    let remedy = match nearest(pattern, pieces.chain(ids)) {
        Some(near) => format!("did you mean {near}?"),
        None => {
            let mut kinds: Vec<&str> = units.list.iter().map(|it| it.kind.key()).collect();
            kinds.dedup();
            kinds.sort_unstable();
            kinds.dedup();
            format!("give a part of one, such as {}", kinds.join(", "))
        }
    };
    WorthError::Unmatched {
        pattern: pattern.to_owned(),
        remedy,
    }
}

/// Runs units beside a variant and puts them in the order of their worth.
fn rated(
    runs: &mut Runs<'_>,
    base: &Variant,
    units: &[Unit],
    replications: usize,
) -> Result<Vec<Rated>, WorthError> {
    let variants: Vec<Variant> = units.iter().map(|unit| base.with(unit)).collect();
    let all: Vec<&Variant> = std::iter::once(base).chain(&variants).collect();
    runs.run(&all, 0..replications)?;
    let rate = |(unit, variant): (&Unit, &Variant)| Rated {
        unit: unit.clone(),
        differences: runs.differences(base, variant, 0..replications),
        replications: (1, replications),
    };
    let mut rated: Vec<Rated> = units.iter().zip(&variants).map(rate).collect();
    rank(&mut rated, runs.judged());
    Ok(rated)
}

/// Looks again at what the first `n` replications show, on as many others.
fn confirmed(
    runs: &mut Runs<'_>,
    base: &Variant,
    mut rated: Vec<Rated>,
    n: usize,
) -> Result<Vec<Rated>, WorthError> {
    let shows = |it: &&mut Rated| {
        it.differences
            .iter()
            .flatten()
            .any(|it| it.evidence.is_some())
    };
    let mut doubtful: Vec<&mut Rated> = rated.iter_mut().filter(shows).collect();
    let variants: Vec<Variant> = doubtful.iter().map(|it| base.with(&it.unit)).collect();
    if !variants.is_empty() {
        let all: Vec<&Variant> = std::iter::once(base).chain(&variants).collect();
        runs.run(&all, n..2 * n)?;
    }
    for (it, variant) in doubtful.iter_mut().zip(&variants) {
        let mut again = runs.differences(base, variant, n..2 * n);
        for (first, second) in it.differences.iter().zip(&mut again) {
            if let (Some(first), Some(second)) = (first, second)
                && first.evidence != second.evidence
            {
                second.evidence = Evidence::None;
            }
        }
        (it.differences, it.replications) = (again, (n + 1, 2 * n));
    }
    rank(&mut rated, runs.judged());
    Ok(rated)
}

/// Puts units in the order of their worth: by the first measure, those with evidence before others;
/// where it tells nothing, by the next.
fn rank(rated: &mut [Rated], judged: &[Judged]) {
    let order = |it: &Rated| {
        let of = |(judged, difference): (&Judged, &Option<Difference>)| {
            let evidence = difference.map_or(Evidence::None, |it| it.evidence);
            let gain = difference.map_or(0.0, |it| judged.better.gain(it.paired.mean));
            (evidence, gain)
        };
        let all: Vec<(Evidence, f64)> = judged.iter().zip(&it.differences).map(of).collect();
        let place = |evidence: Evidence| match evidence {
            Evidence::Better => 0,
            Evidence::Perhaps | Evidence::None => 1,
            Evidence::Same => 2,
            Evidence::Worse => 3,
        };
        let (first, gain) = all[0];
        let better = all
            .iter()
            .position(|(evidence, _)| *evidence == Evidence::Better);
        match (first, better) {
            (Evidence::None | Evidence::Same, Some(n)) => (0, n, all[n].1),
            _ => (place(first), 0, gain),
        }
    };
    rated.sort_by(|one, other| {
        let ((place, by, gain), (place_of_other, by_of_other, gain_of_other)) =
            (order(one), order(other));
        let by_place = (place, by).cmp(&(place_of_other, by_of_other));
        by_place.then(gain_of_other.total_cmp(&gain))
    });
}

/// Whether the half-width of every difference is within a share of the base's value.
fn is_precise(ranked: &[Rated], share: f64) -> bool {
    let differences = ranked
        .iter()
        .filter_map(|it| it.differences.first().copied().flatten());
    differences.into_iter().all(|it| {
        let half_width = it.paired.half_width.unwrap_or(f64::INFINITY);
        half_width <= share * it.base.mean.abs()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Change;

    fn rated(id: &str, tonnage: [f64; 3], dwell: [f64; 3]) -> Rated {
        let judged = SHOWN.map(|it| Judged::by_name(it).expect("it is a measure"));
        let difference =
            |values: [f64; 3], judged: &Judged| Difference::of(&[0.0; 3], &values, judged.better);
        Rated {
            unit: Unit {
                id: id.to_owned(),
                kind: UnitKind::Server,
                name: String::new(),
                change: Change {
                    key: String::new(),
                    from: None,
                    to: None,
                },
                cost_musd: None,
                is_near_china: true,
            },
            differences: vec![
                difference(tonnage, &judged[0]),
                difference(dwell, &judged[1]),
            ],
            replications: (1, 3),
        }
    }

    #[test]
    fn evidence_goes_before_means_and_the_first_measure_before_the_next() {
        let [none, same] = [[9.0, -9.0, 8.0], [0.0; 3]];
        let mut all = [
            rated("worse", [-1.0, -1.1, -0.9], same),
            rated("same", same, same),
            rated("noise", none, same),
            rated("sooner", none, [-5.0, -5.1, -4.9]),
            rated("much sooner", none, [-7.0, -7.1, -6.9]),
            rated("more", [0.1, 0.11, 0.09], same),
            rated("much more", [0.2, 0.21, 0.19], same),
        ];
        rank(
            &mut all,
            &SHOWN.map(|it| Judged::by_name(it).expect("it is a measure")),
        );
        let order: Vec<&str> = all.iter().map(|it| it.unit.id.as_str()).collect();
        assert_eq!(
            order,
            [
                "much more",
                "more",
                "much sooner",
                "sooner",
                "noise",
                "same",
                "worse"
            ]
        );
    }
}
