//! Official claims put to the test.

use super::{CapacityError, Element, Formula, Ladder, Loading, Unit};
use crate::input::{Faults, Reading};
use crate::model::Claim;
use crate::stats::Estimate;

/// A claim holds that is off by no more than this share.
const TOLERANCE: f64 = 0.10;

/// Reads the scenario that a claim is tested on, with values laid over it.
pub type ReadFor<'a> = &'a (dyn Fn(&Claim, &[String]) -> Result<Reading, Faults> + Sync);

/// A claim with what speaks for it and against it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What was claimed.
    pub claim: Claim,
    /// The element; none where the scenario has no such element.
    pub element: Option<Element>,
    /// What the textbook says.
    pub formula: Option<Formula>,
    /// The most that was carried in the simulation.
    pub simulated: Option<Estimate>,
    /// Why there is no simulated figure, or what it does not tell.
    pub remark: Option<String>,
    /// What follows.
    pub verdict: Verdict,
}

/// Whether a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The simulation carries as much, within 10 % or its interval.
    Holds,
    /// It carries less.
    DoesNotHold,
    /// It carries more: something that was not simulated limits the element, or the claim is modest.
    HoldsWithRoom,
    /// Nothing was simulated, or too little was offered to tell.
    NoEvidence,
}

impl Verdict {
    /// Returns the words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::DoesNotHold => "does not hold",
            Self::HoldsWithRoom => "holds with room to spare",
            Self::NoEvidence => "no evidence",
        }
    }

    fn of(claim: f64, simulated: Estimate) -> Self {
        let slack = (TOLERANCE * claim).max(simulated.half_width.unwrap_or(0.0));
        match simulated.mean - claim {
            less if less < -slack => Self::DoesNotHold,
            more if more > slack => Self::HoldsWithRoom,
            _ => Self::Holds,
        }
    }
}

/// Tests every claim: the heaviest step of its element's ladder, with what it presupposes.
///
/// # Errors
///
/// If it is stopped, if threads cannot be started or values not be kept, or if what a claim
/// presupposes is at fault. What is finished is in the notebook even then.
pub fn check_claims(
    claims: &[Claim],
    read: ReadFor<'_>,
    loading: Loading<'_>,
) -> Result<Vec<Checked>, CapacityError> {
    claims
        .iter()
        .map(|claim| check(claim, read, loading))
        .collect()
}

fn check(claim: &Claim, read: ReadFor<'_>, loading: Loading<'_>) -> Result<Checked, CapacityError> {
    let unit = Unit::NAMES.iter().find(|(key, _)| *key == claim.unit);
    let presupposed = |sets: &[String]| {
        let all: Vec<String> = claim.sets.iter().chain(sets).cloned().collect();
        read(claim, &all)
    };
    let untested = |remark: String| Checked {
        claim: claim.clone(),
        element: None,
        formula: None,
        simulated: None,
        remark: Some(remark),
        verdict: Verdict::NoEvidence,
    };
    let Some((_, unit)) = unit else {
        return Ok(untested(format!("no simulation counts {}", claim.unit)));
    };
    let ladder = match Ladder::of_steps(&presupposed, &claim.element, Some(*unit), 1) {
        Ok(ladder) => ladder,
        Err(error @ (CapacityError::Unused(_) | CapacityError::Unknown { .. })) => {
            return Ok(untested(error.to_string()));
        }
        Err(error) => return Err(error),
    };
    if ladder.element.unit != *unit {
        return Ok(untested(format!(
            "{} is not counted in {}",
            claim.element, claim.unit
        )));
    }
    let capacity = match ladder.run_for(&claim.key, loading, None) {
        Ok(capacity) => capacity,
        Err(error @ CapacityError::TooFew(_)) => return Ok(untested(error.to_string())),
        Err(error) => return Err(error),
    };
    let simulated = capacity.capacity();
    let (verdict, remark) = match Verdict::of(claim.value, simulated) {
        // What carries all that comes may carry more.
        Verdict::DoesNotHold if !capacity.is_saturated() => (
            Verdict::NoEvidence,
            Some("all that is offered is carried, and it is less than what is claimed".to_owned()),
        ),
        found => (found, None),
    };
    Ok(Checked {
        claim: claim.clone(),
        element: Some(capacity.element),
        formula: capacity.formulas.into_iter().next(),
        simulated: Some(simulated),
        remark,
        verdict,
    })
}
