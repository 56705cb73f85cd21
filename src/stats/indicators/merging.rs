//! What all districts of a replication recorded, together.

use super::{Indicators, Transit};

impl Indicators {
    /// Returns what all districts of a replication recorded together, when the run is over.
    ///
    /// # Panics
    ///
    /// If there is no district.
    pub fn of_replication(districts: Vec<Self>) -> Self {
        let ended = districts.into_iter().map(Self::ended);
        let all = ended.reduce(|mut all, district| {
            all.merge(&district);
            all
        });
        let mut all = all.expect("a run has a district");
        all.services.end(&all.plan);
        all
    }

    /// Ends the integrals.
    fn ended(mut self) -> Self {
        let calendar = &self.plan.scenario.calendar;
        self.ports.end(calendar);
        self.stock.end(calendar.months());
        self.locomotives.end(calendar.months());
        self.held.end(calendar);
        self.fleets.end(calendar.months());
        self.roads.end(calendar);
        self
    }

    fn merge(&mut self, other: &Self) {
        self.handed_over.merge(&other.handed_over);
        self.trains.merge(&other.trains);
        self.wagons.merge(&other.wagons);
        self.teu.merge(&other.teu);
        self.transit_teu.merge(&other.transit_teu);
        self.chinese_trains.merge(&other.chinese_trains);
        self.chinese_teu.merge(&other.chinese_teu);
        self.chinese_mass.merge(&other.chinese_mass);
        self.ports.merge(&other.ports);
        self.left.merge(&other.left);
        self.dwelt.merge(&other.dwelt);
        self.stock.merge(&other.stock);
        self.carriage.merge(&other.carriage);
        self.held.merge(&other.held);
        self.offered.merge(&other.offered);
        self.delivered.merge(&other.delivered);
        self.terminal_trains.merge(&other.terminal_trains);
        self.terminal_teu.merge(&other.terminal_teu);
        self.lifted_ms.merge(&other.lifted_ms);
        self.lifted.merge(&other.lifted);
        self.lifted_trains.merge(&other.lifted_trains);
        self.shipped_teu.merge(&other.shipped_teu);
        self.shipped.merge(&other.shipped);
        self.occupied.merge(&other.occupied);
        self.section_trains.merge(&other.section_trains);
        self.fleets.merge(&other.fleets);
        self.hindrance.merge(&other.hindrance);
        for (relation, more) in &other.transit {
            self.transit
                .entry(*relation)
                .or_insert_with(Transit::new)
                .merge(more);
        }
        self.weekly
            .iter_mut()
            .zip(&other.weekly)
            .for_each(|(a, b)| *a += b);
        self.locomotives.merge(&other.locomotives);
        self.traced.extend_from_slice(&other.traced);
        self.services.merge(&other.services);
        self.journeys.merge(&other.journeys);
        self.roads.merge(&other.roads);
    }
}
