//! Variants of a scenario beside its base, replication by replication. Knows no files and no words.
//!
//! Both draw the same random numbers in the same replication, so what chance does to both alike
//! cancels in the difference (common random numbers; Law, *Simulation Modeling and Analysis*,
//! ch. 11.2). How much that narrows the interval depends on the change: where a variant dissolves
//! the very queue that made replications differ, little cancels. So the half-width of runs apart is
//! given beside that of pairs.

use super::Wanted;
use crate::model::{Period, Scenario};
use crate::stats::{Estimate, adjusted};
use crate::units::CrossingId;

/// What is compared, and which way is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Aspect {
    /// The labels.
    pub wanted: Wanted,
    /// The name of the place, for people.
    pub place: String,
    /// The unit of the values.
    pub unit: &'static str,
    /// What is better.
    pub better: Better,
}

/// What is better of two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The larger.
    More,
    /// The smaller.
    Less,
}

/// What the pairs say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Every pair is equal, to the last bit.
    Same,
    /// The interval of the difference is on the better side of zero.
    Better,
    /// It is on the worse side.
    Worse,
    /// It is on one side of zero, but of so many differences some would be so by chance.
    Perhaps,
    /// It covers zero, or there are fewer than two pairs.
    None,
}

/// One aspect of a variant beside the base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The base, over the pairs.
    pub base: Estimate,
    /// The variant, over the pairs.
    pub variant: Estimate,
    /// The variant less the base, pair by pair.
    pub paired: Estimate,
    /// The half-width that the difference would have if the two were run apart, by Welch's
    /// variance with the degrees of freedom of the pairs; none for fewer than two pairs.
    pub unpaired_half_width: Option<f64>,
    /// How likely such pairs are if nothing differs; none for fewer than two pairs.
    pub p_value: Option<f64>,
    /// The same, adjusted for all differences that are looked at together, where they are.
    pub adjusted_p: Option<f64>,
    /// What it says.
    pub evidence: Evidence,
}

/// Of what is called better or worse among differences that are looked at together, this share is
/// so by chance on average, at most.
const FALSE_DISCOVERIES: f64 = 0.05;

/// The measures compared at every crossing of China: measure, unit, what is better, commodities.
pub(super) const MEASURES: [(&str, &str, Better, &[&str]); 6] = [
    ("border_tonnage", "Mt", Better::More, &["all"]),
    (
        "border_trains_per_day",
        "trains_per_day",
        Better::More,
        &["all"],
    ),
    ("border_teu", "TEU", Better::More, &["all"]),
    ("border_dwell", "h", Better::Less, &["containers", "bulk"]),
    ("held_wagons", "wagons", Better::Less, &["all"]),
    ("set_aside_trains", "trains", Better::Less, &["all"]),
];

/// Returns what is compared of variants of a scenario: for each whole year (each month, where no
/// year is whole), at all crossings and at each, in both directions and either.
pub fn aspects(scenario: &Scenario) -> Vec<Aspect> {
    let mut aspects = Vec::new();
    let places = places(scenario);
    for period in periods(scenario) {
        for (measure, unit, better, commodities) in MEASURES {
            for (key, name) in &places {
                for direction in ["both", "to_china", "from_china"] {
                    aspects.extend(commodities.iter().map(|commodity| Aspect {
                        wanted: Wanted {
                            measure: measure.to_owned(),
                            place: key.clone(),
                            direction: direction.to_owned(),
                            commodity: (*commodity).to_owned(),
                            period,
                        },
                        place: name.clone(),
                        unit,
                        better,
                    }));
                }
            }
        }
    }
    aspects
}

fn places(scenario: &Scenario) -> Vec<(String, String)> {
    let ids = (0..scenario.crossings.len()).map(CrossingId::from_index);
    let of_china = ids.filter(|id| scenario.is_of_china(*id));
    let each = of_china.map(|id| {
        let crossing = scenario.crossing(id);
        (crossing.key.clone(), crossing.name.clone())
    });
    let all = ("all".to_owned(), "All crossings".to_owned());
    std::iter::once(all).chain(each).collect()
}

/// Returns the whole years of a scenario, or the reported months where no year is whole.
pub(super) fn periods(scenario: &Scenario) -> Vec<Period> {
    let years = scenario.calendar.whole_years();
    if !years.is_empty() {
        return years.into_iter().map(Period::Year).collect();
    }
    let months = scenario.calendar.months().iter();
    let reported = months.filter(|month| month.reported);
    reported.map(|month| month.period()).collect()
}

impl Better {
    /// Returns how much better a difference makes a value: positive where it is better.
    pub fn gain(self, difference: f64) -> f64 {
        match self {
            Self::More => difference,
            Self::Less => 0.0 - difference,
        }
    }
}

impl Difference {
    /// Returns the difference from one value a replication of either, in the same order; pairs with
    /// a value that is not a number are left out, and with none left there is no difference.
    pub fn of(base: &[f64], variant: &[f64], better: Better) -> Option<Self> {
        let pairs = base.iter().zip(variant);
        let pairs = pairs.filter(|(one, other)| one.is_finite() && other.is_finite());
        let (base, variant): (Vec<f64>, Vec<f64>) = pairs.unzip();
        let differences: Vec<f64> = base.iter().zip(&variant).map(|(b, v)| v - b).collect();
        let paired = Estimate::of(&differences)?;
        let (base, variant) = (Estimate::of(&base)?, Estimate::of(&variant)?);
        // Half-widths share their quantile, so that variances add as their squares.
        let apart = base.half_width.zip(variant.half_width);
        Some(Self {
            base,
            variant,
            paired,
            unpaired_half_width: apart.map(|(one, other)| one.hypot(other)),
            p_value: paired.p_value(),
            adjusted_p: None,
            evidence: Evidence::of(&differences, &paired, better),
        })
    }

    /// Looks at differences together: adjusts the p-values of those that are not the same to the last
    /// bit, and takes back the evidence of what may be by chance.
    pub fn adjust(all: &mut [Option<Self>]) {
        let differ = all.iter_mut().flatten();
        let differ = differ.filter(|it| it.evidence != Evidence::Same && it.p_value.is_some());
        let mut differ: Vec<&mut Self> = differ.collect();
        let p_values: Vec<f64> = differ.iter().filter_map(|it| it.p_value).collect();
        for (it, adjusted) in differ.iter_mut().zip(adjusted(&p_values)) {
            it.adjusted_p = Some(adjusted);
            if it.evidence.is_some() && adjusted > FALSE_DISCOVERIES {
                it.evidence = Evidence::Perhaps;
            }
        }
    }
}

impl Evidence {
    /// Returns whether there is any, for better or worse.
    pub fn is_some(self) -> bool {
        matches!(self, Self::Better | Self::Worse)
    }

    fn of(differences: &[f64], paired: &Estimate, better: Better) -> Self {
        if differences.iter().all(|difference| *difference == 0.0) {
            return Self::Same;
        }
        if paired.half_width.is_none() || paired.covers(0.0) {
            return Self::None;
        }
        match better.gain(paired.mean) > 0.0 {
            true => Self::Better,
            false => Self::Worse,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_chance_does_to_both_cancels() {
        let base = [10.0, 20.0, 30.0];
        let variant = [11.0, 21.1, 30.9];
        let found = Difference::of(&base, &variant, Better::More).expect("three pairs");
        assert!((found.paired.mean - 1.0).abs() < 1e-9);
        assert_eq!(found.evidence, Evidence::Better);
        let (narrow, wide) = (found.paired.half_width, found.unpaired_half_width);
        assert!(3.0 * narrow.expect("three") < wide.expect("three"));
        let less = Difference::of(&base, &variant, Better::Less).expect("three pairs");
        assert_eq!(less.evidence, Evidence::Worse);
    }

    /// What holds by itself may not hold among many; what is the same counts for nothing.
    #[test]
    fn one_of_many_needs_more_evidence() {
        let of = |variant: [f64; 3]| Difference::of(&[0.0; 3], &variant, Better::More);
        let (clear, weak) = ([1.0, 1.001, 0.999], [1.0, 1.4, 0.8]);
        let mut alone = [of(weak), of([0.0; 3])];
        Difference::adjust(&mut alone);
        let weak_alone = alone[0].expect("three pairs");
        assert_eq!(weak_alone.evidence, Evidence::Better);
        assert_eq!(weak_alone.adjusted_p, weak_alone.p_value);
        let same = alone[1].expect("three pairs");
        assert_eq!((same.evidence, same.adjusted_p), (Evidence::Same, None));
        let mut many = vec![of(clear), of(weak), None];
        many.extend([of([1.0, -1.0, 0.1]); 8]);
        Difference::adjust(&mut many);
        let evidence = |n: usize| many[n].expect("three pairs").evidence;
        assert_eq!(evidence(0), Evidence::Better);
        assert_eq!(evidence(1), Evidence::Perhaps);
        assert_eq!(evidence(3), Evidence::None);
    }

    #[test]
    fn a_mean_alone_is_no_evidence() {
        let one = Difference::of(&[1.0], &[2.0], Better::More).expect("one pair");
        assert_eq!(one.evidence, Evidence::None);
        let noise = Difference::of(&[1.0, 2.0], &[2.0, 1.1], Better::More).expect("two pairs");
        assert_eq!(noise.evidence, Evidence::None);
        let same = Difference::of(&[1.0, 2.0], &[1.0, 2.0], Better::More).expect("two pairs");
        assert_eq!((same.evidence, same.paired.mean), (Evidence::Same, 0.0));
        assert_eq!(Difference::of(&[f64::NAN], &[1.0], Better::More), None);
    }
}
