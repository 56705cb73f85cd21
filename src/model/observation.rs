//! What was reported of the real corridor, to hold the simulation against.

/// One observed figure, with its definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// The short name that files use.
    pub key: String,
    /// The measure of the simulation that it is held against.
    pub measure: String,
    /// The place of that measure.
    pub place: String,
    /// The direction of that measure.
    pub direction: String,
    /// The commodity of that measure, or `all`.
    pub commodity: String,
    /// The period, as written: `2022`, `2022-Q3`, `2022-09`.
    pub period: String,
    /// The figure.
    pub value: f64,
    /// The lower end of the reported range, where one is given.
    pub low: Option<f64>,
    /// The upper end of the reported range, where one is given.
    pub high: Option<f64>,
    /// The unit of the figure.
    pub unit: String,
    /// How firmly it stands.
    pub standing: Standing,
    /// What is counted, by whom.
    pub definition: String,
    /// Whether a parameter of the scenario was fitted to it.
    pub fitted: bool,
    /// How much it counts in a fit, above 0 and up to 1: with less, its deviation is taken as wider.
    pub weight: f64,
    /// Where it was published.
    pub source: String,
}

/// How firmly an observation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Published as such.
    Reported,
    /// Computed from published figures.
    Derived,
    /// Uncertain by a tenth or more.
    Weak,
}

impl Observation {
    /// Returns whether another is of the same thing in the same period, by whatever definition.
    pub fn is_of(&self, other: &Self) -> bool {
        self.measure == other.measure
            && self.place == other.place
            && self.direction == other.direction
            && self.commodity == other.commodity
            && self.period == other.period
    }
}

impl Standing {
    /// Every standing with the name that files use.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("reported", Self::Reported),
        ("derived", Self::Derived),
        ("weak", Self::Weak),
    ];

    /// Returns the name that files use.
    pub fn key(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Returns the weight of a figure that is given none of its own.
    pub fn weight(self) -> f64 {
        match self {
            Self::Reported => 1.0,
            Self::Derived => 0.5,
            Self::Weak => 0.2,
        }
    }
}
