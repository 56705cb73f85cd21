//! What trains lose on the way against their unhindered run, and whom they pass.

use crate::model::{Network, Scenario};
use crate::sim::{Fared, LossCause};
use crate::stats::tables::Sums;

/// Time lost and overtakes, by month.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Hindrance {
    /// Train-kilometers by class of trains.
    pub train_km: Sums<f64>,
    /// Milliseconds lost by class and cause.
    pub lost: Sums<u64>,
    /// Runs of trains and milliseconds lost, by section.
    pub runs: Sums<u64>,
    pub lost_on: Sums<u64>,
    /// Trains left behind, by section.
    pub overtaken: Sums<u64>,
}

impl Hindrance {
    pub fn new(scenario: &Scenario) -> Self {
        let months = scenario.calendar.months().len();
        let (classes, sections) = (class_count(scenario), scenario.network.section_count());
        Self {
            train_km: Sums::new(months, classes),
            lost: Sums::new(months, classes * LossCause::NAMES.len()),
            runs: Sums::new(months, sections),
            lost_on: Sums::new(months, sections),
            overtaken: Sums::new(months, sections),
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.train_km.merge(&other.train_km);
        self.lost.merge(&other.lost);
        self.runs.merge(&other.runs);
        self.lost_on.merge(&other.lost_on);
        self.overtaken.merge(&other.overtaken);
    }

    pub fn hear(&mut self, month: usize, fared: &Fared, network: &Network) {
        match *fared {
            Fared::Ran {
                section,
                class,
                lost,
            } => {
                let km = network.section(section).length.as_km();
                self.train_km.add(month, class.column(), km);
                self.runs.add(month, section.index(), 1);
                let mut all = 0;
                for ((_, cause), time) in LossCause::NAMES.into_iter().zip(lost) {
                    let column = lost_column(class.column(), cause);
                    self.lost.add(month, column, time.as_ms());
                    all += time.as_ms();
                }
                self.lost_on.add(month, section.index(), all);
            }
            Fared::Overtook { section, trains } => {
                self.overtaken
                    .add(month, section.index(), u64::from(trains));
            }
        }
    }
}

/// How many classes of trains there are: freight, passenger trains, and the corridor's.
pub(in crate::stats) fn class_count(scenario: &Scenario) -> usize {
    2 + scenario.classes.len()
}

/// Position among what is lost: by class and cause.
pub(in crate::stats) fn lost_column(class: usize, cause: LossCause) -> usize {
    class * LossCause::NAMES.len() + cause as usize
}
