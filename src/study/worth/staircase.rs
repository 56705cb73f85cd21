//! The best next unit again and again, up to a budget.
//!
//! At each step every unit that the budget still allows is tried on top of what was bought. The best
//! of many seems better than it is. So units are chosen on one half of the replications and judged
//! on another that the choice did not see: a unit is bought only if its gain is confirmed there, and
//! all gains told are of that half.

use super::runs::{Runs, Variant};
use super::{Question, Rated, Unit, Units, WorthError, chosen, loops_to_try, rated};
use crate::study::{Difference, Evidence};

/// Which units to buy in turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Staircase {
    /// What may be spent, in millions of US dollars.
    pub budget_musd: f64,
    /// What is bought, in turn.
    pub steps: Vec<Stair>,
    /// Why it ends.
    pub end: End,
    /// The replications that gains are judged by, none of which units were chosen by; from 1.
    pub judged_on: (usize, usize),
}

/// One unit that is bought.
#[derive(Clone, Debug, PartialEq)]
pub struct Stair {
    /// The unit, with the key as what was bought before has left it.
    pub unit: Unit,
    /// What all units so far cost, in millions of US dollars.
    pub spent_musd: f64,
    /// What it adds to what was bought before, by measure.
    pub added: Vec<Option<Difference>>,
    /// What all units so far change in the scenario as it is.
    pub total: Vec<Option<Difference>>,
}

/// Why a staircase ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// No unit is left that the rest of the budget pays for.
    Budget,
    /// Of those that it would pay for none makes a difference that is confirmed.
    Evidence,
    /// The scenario says of no unit what it costs.
    NoCosts,
}

/// Climbs the staircase with `n` replications to choose by, and as many others to judge by.
pub(super) fn climb(
    runs: &mut Runs<'_>,
    question: &Question,
    budget_musd: f64,
    n: usize,
) -> Result<Staircase, WorthError> {
    let base = Variant::base();
    let (mut steps, mut bought, mut spent): (Vec<Stair>, _, _) = (Vec::new(), base.clone(), 0.0);
    let end = loop {
        let reading = runs.reading(&bought)?;
        let occupied =
            runs.most_occupied(&bought, loops_to_try(question), 0..question.replications);
        let units = chosen(Units::of(&reading, &occupied), question, true)?.list;
        if units.iter().all(|unit| unit.cost_musd.is_none()) {
            break End::NoCosts;
        }
        let is_paid_for = |unit: &Unit| unit.cost_musd.is_some_and(|it| spent + it <= budget_musd);
        let units: Vec<Unit> = units.into_iter().filter(is_paid_for).collect();
        if units.is_empty() {
            break End::Budget;
        }
        let Some(unit) = best(runs, &bought, &units, n)? else {
            break End::Evidence;
        };
        let next = bought.with(&unit);
        spent += unit.cost_musd.unwrap_or_default();
        // The base was judged on the same half before.
        runs.run(&[&base], n..2 * n)?;
        steps.push(Stair {
            added: runs.differences(&bought, &next, n..2 * n),
            total: runs.differences(&base, &next, n..2 * n),
            unit,
            spent_musd: spent,
        });
        bought = next;
    };
    Ok(Staircase {
        budget_musd,
        steps,
        end,
        judged_on: (n + 1, 2 * n),
    })
}

/// Returns the unit with most gain for its cost whose gain is confirmed on the other half.
fn best(
    runs: &mut Runs<'_>,
    bought: &Variant,
    units: &[Unit],
    n: usize,
) -> Result<Option<Unit>, WorthError> {
    let mut candidates = rated(runs, bought, units, n)?;
    candidates.retain(|it| it.evidence() == Evidence::Better);
    let judged = runs.judged()[0].clone();
    let per_musd = |it: &Rated| {
        let cost = it.unit.cost_musd.unwrap_or(f64::INFINITY);
        it.gain(&judged).unwrap_or_default() / cost
    };
    candidates.sort_by(|one, other| per_musd(other).total_cmp(&per_musd(one)));
    for candidate in candidates {
        let next = bought.with(&candidate.unit);
        runs.run(&[bought, &next], n..2 * n)?;
        let differences = runs.differences(bought, &next, n..2 * n);
        let confirmed = differences.first().copied().flatten();
        if confirmed.is_some_and(|it| it.evidence == Evidence::Better) {
            return Ok(Some(candidate.unit));
        }
    }
    Ok(None)
}
