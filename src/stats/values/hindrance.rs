//! Values of delay and overtaking: by class of trains, and by section.

use super::{ALL, About, BOTH, Writer};
use crate::sim::LossCause;
use crate::stats::indicators::{class_count, lost_column};
use crate::units::SectionId;

const MS_PER_H: f64 = 3.6e6;

impl Writer<'_> {
    /// Hours that trains of each class lost against their unhindered run, on 100 train-kilometers,
    /// by what held them up. Other traffic is measured on single track only: on double track it has
    /// no trains of its own.
    pub(super) fn write_delay(&mut self) {
        let of = self.of;
        let scenario = &of.plan.scenario;
        let own = scenario.classes.iter().map(|class| class.key.as_str());
        let classes = ["other_freight", "other_passenger"].into_iter().chain(own);
        for (class, key) in classes.enumerate().take(class_count(scenario)) {
            let hundreds_km = of.hindrance.train_km.sum(&self.covered, class) / 100.0;
            let mut all = 0.0;
            for (name, cause) in LossCause::NAMES {
                let lost = of
                    .hindrance
                    .lost
                    .sum(&self.covered, lost_column(class, cause));
                let hours = lost as f64 / MS_PER_H / hundreds_km;
                all += hours;
                self.write(About("train_delay", key, BOTH, name, "h_per_100_km"), hours);
            }
            self.write(About("train_delay", key, BOTH, ALL, "h_per_100_km"), all);
        }
    }

    /// Hours that a train loses on each section, and how many trains are overtaken there in a day:
    /// trains of the corridor, or others by them; on single track any train by any other.
    pub(super) fn write_overtakes(&mut self) {
        let of = self.of;
        let network = &of.plan.scenario.network;
        let days = self.days();
        for n in 0..network.section_count() {
            let id = SectionId::from_index(n);
            if !of.plan.is_used(id) {
                continue;
            }
            let key = &network.section(id).key;
            let sum = |sums: &crate::stats::tables::Sums<u64>| sums.sum(&self.covered, n) as f64;
            let trains = sum(&of.hindrance.runs);
            let lost = sum(&of.hindrance.lost_on) / MS_PER_H / trains;
            let overtaken = sum(&of.hindrance.overtaken) / days;
            self.write(About("section_delay", key, BOTH, ALL, "h_per_train"), lost);
            let about = About("section_overtakes", key, BOTH, ALL, "trains_per_day");
            self.write(about, overtaken);
        }
    }
}
