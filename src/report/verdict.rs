//! Whether the simulated figures agree with the reported ones, and how many do.

use super::words::counted;
use crate::model::Observation;
use crate::study::Comparison;

/// How a reported figure and the simulated one stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The simulated mean is in the reported range.
    Agrees,
    /// It is not.
    Misses,
    /// The model has no such figure.
    NotModelled,
}

/// How many figures agree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Figures that nothing was fitted to.
    pub(super) n_unfitted: usize,
    /// Those of them that agree.
    pub(super) n_unfitted_agreeing: usize,
    /// Figures that a parameter was fitted to.
    pub(super) n_fitted: usize,
    /// Those of them that agree.
    pub(super) n_fitted_agreeing: usize,
    /// Figures that the model has no counterpart of.
    pub(super) n_not_modelled: usize,
}

impl Verdict {
    /// Returns the verdict on one comparison.
    pub(super) fn of(comparison: &Comparison) -> Self {
        match comparison.agrees() {
            Some(true) => Self::Agrees,
            Some(false) => Self::Misses,
            None => Self::NotModelled,
        }
    }

    /// Returns the range that counts as agreement, as [`Comparison::agrees`] has it.
    pub(super) fn range(observation: &Observation) -> (f64, f64) {
        let slack = 0.05 * observation.value.abs();
        let low = observation.low.unwrap_or(observation.value - slack);
        let high = observation.high.unwrap_or(observation.value + slack);
        (low, high)
    }

    /// Returns the verdict in a word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Misses => "MISSES",
            Self::NotModelled => "not modelled",
        }
    }
}

impl Tally {
    /// Counts.
    pub(super) fn of(comparisons: &[Comparison]) -> Self {
        let mut tally = Self::default();
        for comparison in comparisons {
            let agrees = match Verdict::of(comparison) {
                Verdict::Agrees => 1,
                Verdict::Misses => 0,
                Verdict::NotModelled => {
                    tally.n_not_modelled += 1;
                    continue;
                }
            };
            if comparison.observation.fitted {
                tally.n_fitted += 1;
                tally.n_fitted_agreeing += agrees;
            } else {
                tally.n_unfitted += 1;
                tally.n_unfitted_agreeing += agrees;
            }
        }
        tally
    }

    /// Returns the count in a sentence without a full stop.
    pub(super) fn headline(&self) -> String {
        let figures = counted(self.n_unfitted, "reported figure", "reported figures");
        let unfitted = format!(
            "Of {figures} that nothing was fitted to, {} agree",
            self.n_unfitted_agreeing
        );
        match (self.n_unfitted, self.n_fitted) {
            (0, 0) => "No reported figure has a simulated one beside it".to_owned(),
            (0, n) => format!(
                "Of {} fitted, {} agree; none was left to test with",
                counted(n, "figure", "figures"),
                self.n_fitted_agreeing
            ),
            (_, 0) => unfitted,
            (_, n) => format!("{unfitted}; of {n} fitted, {}", self.n_fitted_agreeing),
        }
    }

    /// Returns what is to be added of figures that the model has no counterpart of, if any.
    pub(super) fn rest(&self) -> String {
        match self.n_not_modelled {
            0 => String::new(),
            n => format!(
                "; {} no counterpart in the model",
                counted(n, "figure has", "figures have")
            ),
        }
    }
}

/// Returns the comparisons by measure, in the order in which the measures first appear.
pub(super) fn by_measure(comparisons: &[Comparison]) -> Vec<(&str, Vec<&Comparison>)> {
    let mut groups: Vec<(&str, Vec<&Comparison>)> = Vec::new();
    for comparison in comparisons {
        let measure = comparison.observation.measure.as_str();
        match groups.iter_mut().find(|(found, _)| *found == measure) {
            Some((_, group)) => group.push(comparison),
            None => groups.push((measure, vec![comparison])),
        }
    }
    groups
}
