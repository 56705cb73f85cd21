//! Figures: what was measured, where, of what and when, with one value a replication.

use super::half_width;

/// One measured quantity of a run.
///
/// The labels are those of the long-form table: a figure of the whole has `all` as its place or
/// commodity and `both` as its direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What is measured.
    pub measure: &'static str,
    /// Where: a crossing, a section, a facility, or origin and destination.
    pub place: String,
    /// `to_china`, `from_china` or `both`.
    pub direction: &'static str,
    /// The commodity group, or `all`.
    pub commodity: &'static str,
    /// When: `2022` or `2022-09`.
    pub period: String,
    /// The unit of the values.
    pub unit: &'static str,
    /// One value a replication, in the order of replications. Not a number where a replication had
    /// nothing to measure.
    pub values: Vec<f64>,
}

/// A mean over replications and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// Half the width of the 95 % confidence interval; none for fewer than two replications.
    pub half_width: Option<f64>,
    /// How many replications had something to measure.
    pub replications: usize,
}

impl Figure {
    /// Returns the mean and its half-width, or `None` when no replication had anything to measure.
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::of(&self.values)
    }
}

impl Estimate {
    /// Returns the estimate from one value a replication; values that are not numbers are left out.
    pub fn of(values: &[f64]) -> Option<Self> {
        let values: Vec<f64> = values
            .iter()
            .copied()
            .filter(|value| value.is_finite())
            .collect();
        if values.is_empty() {
            return None;
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        Some(Self {
            mean,
            half_width: half_width(&values),
            replications: values.len(),
        })
    }

    /// Returns whether `value` lies inside the interval.
    pub fn covers(&self, value: f64) -> bool {
        self.half_width
            .is_some_and(|half_width| (value - self.mean).abs() <= half_width)
    }
}
