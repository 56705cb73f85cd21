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
    /// The reported figures that tell of it, by their short names.
    pub cells: Vec<String>,
}
