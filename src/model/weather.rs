//! Weather that stops outdoor work and slows trains down, by season.

use super::LineEffect;
use crate::engine::Distribution;
use crate::units::{Duration, FacilityId, SectionId};

/// The longest mean time between two spells, in hours: a hundred years.
const CALM_MAX_H: f64 = 876_600.0;

/// A kind of weather that comes in spells over some places: wind at a pass, frost.
///
/// Spells and calm follow one another; calm lasts exponentially long, with a mean that depends on
/// the month.
#[derive(Clone, Debug, PartialEq)]
pub struct Weather {
    /// The short name that files use.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// Mean time between two spells, by month from January; none in months without.
    pub calm: [Option<Duration>; 12],
    /// How long a spell lasts, in hours.
    pub spell_h: Distribution,
    /// Facilities whose work stops: outdoor ones at the places that it strikes.
    pub stops: Vec<FacilityId>,
    /// What it does to sections.
    pub lines: Vec<(SectionId, LineEffect)>,
}

impl Weather {
    /// Returns the mean time of calm between spells of the mean length `spell_h` that makes a spell
    /// touch so many of the `days` days of a month on average, or `None` if that is not possible.
    ///
    /// Calm is exponential with mean c and the length of spells has mean s, so that calm holds at
    /// midnight with probability c / (c + s) and, if it does, for the day with exp(−24 h / c): a
    /// share 1 − c / (c + s) · exp(−24 h / c) of days is touched.
    pub fn calm_h(touched: f64, days: f64, spell_h: f64) -> Option<f64> {
        let share = |calm_h: f64| 1.0 - calm_h / (calm_h + spell_h) * libm::exp(-24.0 / calm_h);
        let wanted = touched / days;
        let (mut low, mut high) = (0.01, CALM_MAX_H);
        if !(share(high)..share(low)).contains(&wanted) {
            return None;
        }
        for _ in 0..200 {
            let middle = libm::sqrt(low * high);
            match share(middle) > wanted {
                true => low = middle,
                false => high = middle,
            }
        }
        Some(high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calm_is_shorter_where_more_days_are_touched() {
        let calm = |days| Weather::calm_h(days, 30.0, 8.0);
        let (some, most) = (calm(10.0).expect("possible"), calm(25.0).expect("possible"));
        assert!(most < some);
        let touched = 30.0 * (1.0 - some / (some + 8.0) * libm::exp(-24.0 / some));
        assert!((touched - 10.0).abs() < 1e-6, "{touched}");
        assert_eq!(calm(30.0), None, "a spell is not always on");
        assert_eq!(calm(0.0), None, "calm has an end");
    }
}
