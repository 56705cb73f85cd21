//! Values of streams, terminals, facilities and ships.

use super::{ALL, About, BOTH, Writer};
use crate::model::{Dated, Direction, NodeKind, Railway};
use crate::units::{Duration, FacilityId, LegId, StreamId, Time};

impl Writer<'_> {
    /// Offered and delivered tonnage by direction, of streams that cross a border with China.
    pub(super) fn write_streams(&mut self) {
        let of = self.of;
        let scenario = &of.plan.scenario;
        let streams = &scenario.streams;
        for (measure, sums) in [
            ("offered_tonnage", &of.offered),
            ("delivered_tonnage", &of.delivered),
        ] {
            for direction in Direction::BOTH {
                let of_rail = streams
                    .iter()
                    .enumerate()
                    .filter(|(_, stream)| stream.direction == direction && !stream.is_by_road())
                    .map(|(n, _)| StreamId::from_index(n))
                    .filter(|id| scenario.crosses_to_china(*id));
                let by_rail = |id: StreamId| {
                    // What is delivered is counted off trains, what is offered as it appears.
                    let by_road = match measure {
                        "offered_tonnage" => self.chosen_by_road(id),
                        _ => 0,
                    };
                    sums.sum(&self.covered, id.index()) - by_road
                };
                let kg: u64 = of_rail.map(by_rail).sum();
                self.write(
                    About(measure, ALL, direction.key(), ALL, "Mt"),
                    kg as f64 / 1e9,
                );
            }
        }
    }

    pub(super) fn write_terminals(&mut self) {
        let (of, covered, days) = (self.of, self.covered.clone(), self.days());
        let scenario = &of.plan.scenario;
        for (n, facility) in scenario.facilities.iter().enumerate() {
            let id = FacilityId::from_index(n);
            let hours = of.lifted_ms.sum(&covered, id.index()) as f64 / 3.6e6;
            let available = self.group_hours(&facility.groups);
            let about = About("crane_occupation", &facility.key, BOTH, ALL, "share");
            self.write(about, hours / available);
            if scenario.network.node(facility.node).kind == NodeKind::DryPort {
                let place = &scenario.network.node(facility.node).key;
                let about = About("dry_port_teu", place, BOTH, "containers", "TEU");
                self.write(about, of.lifted.sum(&covered, id.index()));
                let trains = of.lifted_trains.sum(&covered, id.index()) as f64;
                let unit = "trains_per_day";
                let about = About("dry_port_trains_per_day", place, BOTH, "containers", unit);
                self.write(about, trains / days);
            }
        }
        for (id, node) in scenario.network.nodes() {
            let ends =
                |stream: &crate::model::Stream| stream.origin == id || stream.destination == id;
            let mut by_rail = scenario.streams.iter().filter(|it| !it.is_by_road());
            if by_rail.any(ends) {
                let trains = of.terminal_trains.sum(&covered, id.index()) as f64;
                let about = About("terminal_trains", &node.key, BOTH, "containers", "trains");
                self.write(about, trains);
                let teu = of.terminal_teu.sum(&covered, id.index());
                self.write(
                    About("terminal_teu", &node.key, BOTH, "containers", "TEU"),
                    teu,
                );
            }
        }
        self.write_ships();
    }

    /// Hours for which groups of cranes are there over the period, as their number changes.
    fn group_hours(&self, groups: &Dated<u32>) -> f64 {
        let months = self.plan().scenario.calendar.months();
        let covered = self.covered.iter().map(|n| &months[*n]);
        let days = covered.flat_map(|month| month.from.whole_days()..month.until.whole_days());
        let at = |day| groups.at(Time::ZERO + Duration::from_days(day));
        days.map(|day| 24.0 * f64::from(at(day))).sum()
    }

    /// TEU and kilograms that ships took on some legs.
    pub(super) fn shipped(&self, legs: &[LegId]) -> (f64, u64) {
        let (of, covered) = (self.of, &self.covered);
        let teu = legs
            .iter()
            .map(|leg| of.shipped_teu.sum(covered, leg.index()));
        let kg = legs.iter().map(|leg| of.shipped.sum(covered, leg.index()));
        (teu.sum(), kg.sum())
    }

    fn write_ships(&mut self) {
        let scenario = &self.of.plan.scenario;
        for (id, section) in scenario.network.sections() {
            let legs = scenario.routes.legs().iter().enumerate();
            let legs: Vec<LegId> = legs
                .filter(|(_, leg)| leg.railway == Railway::Caspian)
                .filter(|(_, leg)| leg.hops.iter().any(|(hop, _)| *hop == id))
                .map(|(n, _)| LegId::from_index(n))
                .collect();
            if legs.is_empty() {
                continue;
            }
            let (teu, kg) = self.shipped(&legs);
            self.write(
                About("caspian_teu", &section.key, BOTH, "containers", "TEU"),
                teu,
            );
            let about = About("caspian_tonnage", &section.key, BOTH, ALL, "Mt");
            self.write(about, kg as f64 / 1e9);
        }
    }
}
