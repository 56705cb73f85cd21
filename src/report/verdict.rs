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
    /// The reported figure is a limit, and the simulated mean keeps it.
    Within(Limit),
    /// The reported figure is a limit, and the simulated mean is above it.
    Above(Limit),
    /// The model has no such figure.
    NotModelled,
}

/// What a reported figure allows at most, where it is not a report of traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// As many as two railways have agreed to exchange.
    Quota,
    /// As many as the installations allow.
    Capacity,
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
    /// Limits on traffic.
    pub(super) n_limits: usize,
    /// Those of them that are kept.
    pub(super) n_limits_kept: usize,
    /// Figures that the model has no counterpart of.
    pub(super) n_not_modelled: usize,
}

impl Limit {
    /// Returns what an observation limits, if it is a limit by its definition.
    pub(super) fn of(observation: &Observation) -> Option<Self> {
        [Self::Quota, Self::Capacity]
            .into_iter()
            .find(|limit| observation.definition.starts_with(limit.opening()))
    }

    /// Returns what it is in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Quota => "quota",
            Self::Capacity => "technical capacity",
        }
    }

    fn opening(self) -> &'static str {
        match self {
            Self::Quota => "agreed quota",
            Self::Capacity => "technical capacity",
        }
    }
}

impl Verdict {
    /// Returns the verdict on one comparison.
    pub(super) fn of(comparison: &Comparison) -> Self {
        let observation = &comparison.observation;
        if let (Some(limit), Some(simulated)) = (Limit::of(observation), comparison.simulated) {
            let most = observation.high.unwrap_or(observation.value);
            return if simulated.mean <= most {
                Self::Within(limit)
            } else {
                Self::Above(limit)
            };
        }
        match comparison.agrees() {
            Some(true) => Self::Agrees,
            Some(false) => Self::Misses,
            None => Self::NotModelled,
        }
    }

    /// Returns whether it speaks against the model.
    pub(super) fn is_miss(self) -> bool {
        matches!(self, Self::Misses | Self::Above(_))
    }

    /// Returns the range that counts as agreement, as [`Comparison::agrees`] has it.
    pub(super) fn range(observation: &Observation) -> (f64, f64) {
        let slack = 0.05 * observation.value.abs();
        let low = observation.low.unwrap_or(observation.value - slack);
        let high = observation.high.unwrap_or(observation.value + slack);
        (low, high)
    }

    /// Returns the verdict in a few words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Misses => "✗ miss",
            Self::Within(Limit::Quota) => "within quota",
            Self::Within(Limit::Capacity) => "within capacity",
            Self::Above(Limit::Quota) => "✗ above quota",
            Self::Above(Limit::Capacity) => "✗ above capacity",
            Self::NotModelled => "not modelled",
        }
    }
}

impl Tally {
    /// Counts.
    pub(super) fn of<'a>(comparisons: impl IntoIterator<Item = &'a Comparison>) -> Self {
        let mut tally = Self::default();
        for comparison in comparisons {
            let (n_all, n_good) = match (Verdict::of(comparison), comparison.observation.fitted) {
                (Verdict::NotModelled, _) => {
                    tally.n_not_modelled += 1;
                    continue;
                }
                (Verdict::Within(_) | Verdict::Above(_), _) => {
                    (&mut tally.n_limits, &mut tally.n_limits_kept)
                }
                (_, true) => (&mut tally.n_fitted, &mut tally.n_fitted_agreeing),
                (_, false) => (&mut tally.n_unfitted, &mut tally.n_unfitted_agreeing),
            };
            *n_all += 1;
            *n_good += usize::from(!Verdict::of(comparison).is_miss());
        }
        tally
    }

    /// Returns the count in a sentence without a full stop, about `what` in the singular and plural.
    pub(super) fn headline(&self, what: [&str; 2]) -> String {
        let unfitted = format!(
            "Of {} that nothing was fitted to, {} {} and {} {}",
            counted(self.n_unfitted, what[0], what[1]),
            self.n_unfitted_agreeing,
            if self.n_unfitted_agreeing == 1 {
                "agrees"
            } else {
                "agree"
            },
            self.n_unfitted - self.n_unfitted_agreeing,
            if self.n_unfitted - self.n_unfitted_agreeing == 1 {
                "misses"
            } else {
                "miss"
            },
        );
        match (self.n_unfitted, self.n_fitted) {
            (0, 0) => "No reported figure has a simulated one beside it".to_owned(),
            (0, n) => format!(
                "Of {} fitted, {} agree; none was left to test with",
                counted(n, what[0], what[1]),
                self.n_fitted_agreeing
            ),
            (_, 0) => unfitted,
            (_, n) => format!(
                "{unfitted}; of {n} fitted, {} agree",
                self.n_fitted_agreeing
            ),
        }
    }

    /// Returns what is to be added of limits and of figures that the model has no counterpart of.
    pub(super) fn rest(&self) -> String {
        let limits = match self.n_limits {
            0 => String::new(),
            n => format!(
                "; of {}, {} kept",
                counted(n, "quota or capacity", "quotas and capacities"),
                match self.n_limits_kept {
                    1 => "1 is".to_owned(),
                    kept => format!("{kept} are"),
                }
            ),
        };
        let missing = match self.n_not_modelled {
            0 => String::new(),
            n => format!(
                "; {} no counterpart in the model",
                counted(n, "figure has", "figures have")
            ),
        };
        limits + &missing
    }
}
