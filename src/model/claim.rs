//! What officials say that an element carries.

/// An official claim of capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The short name.
    pub key: String,
    /// The element that it is about, by the name that scenarios use.
    pub element: String,
    /// What was claimed, in a few words.
    pub text: String,
    /// How much the element is said to carry.
    pub value: f64,
    /// In what: `pairs_per_day`, `trains_per_day`, `TEU_per_year`, `Mt_per_year`, or anything that
    /// no simulation counts.
    pub unit: String,
    /// From when it is said to hold: a year or a date.
    pub from: String,
    /// The file of the scenario that it is tested on, where that is not the one asked about.
    pub scenario: Option<String>,
    /// What it presupposes beyond the scenario, each as KEY=VALUE.
    pub sets: Vec<String>,
    /// What was reported to have been carried, in the unit of the claim, and when.
    pub observed: Option<(f64, String)>,
    /// Who says so.
    pub source: String,
}
