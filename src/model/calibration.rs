//! What may be fitted to reported figures.

/// A number of the scenario that may be fitted, and what is plausible for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The short name that files use.
    pub name: String,
    /// The path of the number in the scenario file; of a value that changes on dates, with the date
    /// of the change after an `@`.
    pub key: String,
    /// The least that is plausible.
    pub low: f64,
    /// The most that is plausible.
    pub high: f64,
    /// Where fitting begins.
    pub start: f64,
    /// The reported figures that tell of it, by their short names; of one that no figure tells of, none.
    pub cells: Vec<String>,
}

impl Parameter {
    /// Returns a value of a parameter that nothing tells of but its bounds, `normal` standard deviations
    /// from their middle: of all that lie between them its variance is (high − low)² / 12. Never
    /// beyond the bounds.
    pub fn unknown(&self, normal: f64) -> f64 {
        let deviation = (self.high - self.low) / 12.0_f64.sqrt();
        let middle = 0.5 * (self.low + self.high);
        (middle + deviation * normal).clamp(self.low, self.high)
    }
}
