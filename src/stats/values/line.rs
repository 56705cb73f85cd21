//! Values of lines: occupation, pairs of trains a day, transit times.

use super::{ALL, About, BOTH, Writer};
use crate::model::{Load, Railway};
use crate::sim::Traffic;
use crate::stats::indicators::{Indicators, Relation, TRANSIT_STEP_MIN, traffic_column};
use crate::units::SectionId;

impl Writer<'_> {
    /// The share of time in which the busiest block of each section was not free.
    pub(super) fn write_occupation(&mut self, year: i16) {
        let plan = &self.of.plan;
        let first = plan.scenario.calendar.months()[0].year;
        let year = usize::try_from(year - first).expect("a year of the run");
        let ms = self.days() * 86.4e6;
        for n in 0..plan.scenario.network.section_count() {
            let id = SectionId::from_index(n);
            if plan.is_used(id) {
                let busiest = plan
                    .blocks_of(id)
                    .map(|block| self.of.occupied.sum(&[year], block))
                    .max()
                    .unwrap_or(0);
                let key = &plan.scenario.network.section(id).key;
                let about = About("section_occupation", key, BOTH, ALL, "share");
                self.write(about, busiest as f64 / ms);
            }
        }
    }

    /// Pairs of trains a day on each section: half of all trains, both ways.
    pub(super) fn write_pairs(&mut self) {
        let plan = &self.of.plan;
        let freight = &[Traffic::Corridor, Traffic::Freight][..];
        for (id, section) in plan
            .scenario
            .network
            .sections()
            .filter(|(id, _)| plan.is_used(*id))
        {
            for (commodity, wanted) in [("freight", freight), (ALL, &Traffic::ALL[..])] {
                let columns = wanted.iter().flat_map(|traffic| {
                    [true, false].map(|forward| traffic_column(id, *traffic, forward))
                });
                let trains: u64 = columns
                    .map(|column| self.of.section_trains.sum(&self.covered, column))
                    .sum();
                let pairs = trains as f64 / 2.0 / self.days();
                let unit = "pairs_per_day";
                let about = About("section_pairs_per_day", &section.key, BOTH, commodity, unit);
                self.write(about, pairs);
            }
        }
    }

    pub(super) fn write_transit(&mut self, year: i16) {
        let of = self.of;
        for relation in of.relations() {
            let node = |id| &of.plan.scenario.network.node(id).key;
            let place = format!("{}-{}", node(relation.from), node(relation.to));
            let direction = relation.direction.key();
            let load = match relation.load {
                Load::Container => "containers",
                Load::Bulk => "bulk",
            };
            let transit = of.transit.get(&(relation, year));
            let days = |share: f64| {
                transit.map_or(f64::NAN, |transit| {
                    let step = transit.steps.value_at_quantile(share) as f64;
                    step * TRANSIT_STEP_MIN / 1_440.0
                })
            };
            let mean = transit.map_or(f64::NAN, |it| it.tonne_hours / it.tonnes / 24.0);
            self.write(About("transit_time", &place, direction, load, "days"), mean);
            self.write(
                About("transit_time_median", &place, direction, load, "days"),
                days(0.5),
            );
            self.write(
                About("transit_time_p90", &place, direction, load, "days"),
                days(0.9),
            );
        }
    }
}

impl Indicators {
    /// Every relation whose transit time can be measured: the ends of each stream, and the ends of
    /// each leg.
    fn relations(&self) -> Vec<Relation> {
        let scenario = &self.plan.scenario;
        let mut relations = Vec::new();
        let mut add = |from, to, stream: &crate::model::Stream| {
            let (direction, load) = (stream.direction, stream.wagon.load());
            relations.push(Relation {
                from,
                to,
                direction,
                load,
            });
        };
        for stream in scenario.streams.iter().filter(|it| !it.is_by_road()) {
            add(stream.origin, stream.destination, stream);
        }
        for leg in scenario
            .routes
            .legs()
            .iter()
            .filter(|leg| leg.from != leg.to && leg.railway != Railway::Road)
        {
            add(leg.from, leg.to, scenario.stream(leg.stream));
        }
        relations.sort_unstable();
        relations.dedup();
        relations
    }
}
