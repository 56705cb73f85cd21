//! What of a function's output comes from which of its inputs. Knows no scenario: points lie in the
//! unit cube, and a value belongs to each.
//!
//! Three designs: every level with every other (`factorial`), points for Sobol indices (`sobol`),
//! and walks for elementary effects (`morris`).

mod factorial;
mod morris;
mod sobol;

pub use factorial::{combinations, factorial_shares};
pub use morris::{Effects, Step, Walk, elementary_effects, walks};
pub use sobol::{SobolPoints, SobolRow, sobol_points, sobol_shares};

/// A value with an interval of 95 %, where there is one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounded {
    /// The value.
    pub value: f64,
    /// The lower and the upper end.
    pub interval: Option<(f64, f64)>,
}

/// How much of a variance comes from one input; after Saltelli et al., *Global Sensitivity Analysis:
/// The Primer*, 2008, ch. 4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// First order, V(E(Y|Xᵢ)) / V(Y): the share that would go, were the input known.
    pub first: Bounded,
    /// Total, E(V(Y|X₋ᵢ)) / V(Y): the share that would be left, were all other inputs known.
    pub total: Bounded,
}

impl Bounded {
    /// Returns a value that is known as it is.
    pub fn exact(value: f64) -> Self {
        Self {
            value,
            interval: None,
        }
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}
