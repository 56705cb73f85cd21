//! The values of a replication: every measure, for every place, direction and period.
//!
//! The order is fixed by the scenario, so the values of two replications of one scenario stand side
//! by side.

use super::indicators::{
    Indicators, Relation, TRANSIT_STEP_MIN, Way, cargo_column, cargo_columns, station_column,
    traffic_column,
};
use crate::model::{Commodity, Direction, Function, Load, NodeKind, Period, Railway};
use crate::sim::{Plan, Side, Traffic};
use crate::units::{CrossingId, FacilityId, LegId, SectionId};

/// What a value is about: the labels of a [`Figure`](super::Figure).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are explained at Figure")]
pub struct Label {
    pub measure: &'static str,
    pub place: String,
    pub direction: &'static str,
    pub commodity: &'static str,
    pub period: Period,
    pub unit: &'static str,
}

/// A value with its label. Not a number where there was nothing to measure.
pub type Value = (Label, f64);

const BOTH: &str = "both";
const ALL: &str = "all";

impl Indicators {
    /// Returns every value of every period that the run covers whole. Call it on the merged
    /// indicators of a replication.
    pub fn values(&self, periods: &[Period]) -> Vec<Value> {
        let mut values = Vec::new();
        for period in periods {
            let Some(covered) = self.plan.scenario.calendar.months_of(*period) else {
                continue;
            };
            let mut writer = Writer {
                of: self,
                period: *period,
                covered,
                values: &mut values,
            };
            writer.write_borders();
            writer.write_streams();
            writer.write_terminals();
            writer.write_pairs();
            if let Period::Year(year) = *period {
                writer.write_growth(year);
                writer.write_occupation(year);
                writer.write_transit(year);
            }
        }
        values
    }

    fn ways(&self, place: Place, directions: &[Direction]) -> Vec<Way> {
        let chosen = self
            .crossings_of_china()
            .into_iter()
            .filter(|id| match place {
                Place::All => true,
                Place::Crossing(crossing) => crossing == *id,
            });
        let both = |crossing| {
            directions.iter().map(move |&direction| Way {
                crossing,
                direction,
            })
        };
        chosen.flat_map(both).collect()
    }

    /// The crossings between China and Kazakhstan: those that streams name. Other breaks of gauge
    /// are simulated, but no border figures are made of them.
    fn crossings_of_china(&self) -> Vec<CrossingId> {
        let streams = &self.plan.scenario.streams;
        let crossings = (0..self.plan.scenario.crossings.len()).map(CrossingId::from_index);
        crossings
            .filter(|id| streams.iter().any(|stream| stream.crossing == *id))
            .collect()
    }

    fn mt(&self, ways: &[Way], covered: &[usize], wanted: Cargo) -> f64 {
        let mut kg = 0;
        for (_, commodity) in Commodity::NAMES
            .iter()
            .filter(|(_, it)| wanted.0.is_none_or(|c| c == *it))
        {
            for (_, function) in Function::NAMES
                .iter()
                .filter(|(_, it)| wanted.1.is_none_or(|f| f == *it))
            {
                let column = cargo_column(*commodity, *function);
                for way in ways {
                    kg += self
                        .handed_over
                        .sum(covered, way.index() * cargo_columns() + column);
                }
            }
        }
        kg as f64 / 1e9
    }
}

#[derive(Clone, Copy)]
enum Place {
    All,
    Crossing(CrossingId),
}

/// Which cargo: a commodity, a function, or any.
type Cargo = (Option<Commodity>, Option<Function>);

struct Writer<'a> {
    of: &'a Indicators,
    period: Period,
    covered: Vec<usize>,
    values: &'a mut Vec<Value>,
}

/// The labels of a value but for its period.
struct About<'a>(
    &'static str,
    &'a str,
    &'static str,
    &'static str,
    &'static str,
);

impl Writer<'_> {
    fn write(&mut self, About(measure, place, direction, commodity, unit): About<'_>, value: f64) {
        let place = place.to_owned();
        let label = Label {
            measure,
            place,
            direction,
            commodity,
            period: self.period,
            unit,
        };
        self.values.push((label, value));
    }

    fn plan(&self) -> &Plan {
        &self.of.plan
    }

    fn days(&self) -> f64 {
        let months = self.plan().scenario.calendar.months();
        self.covered
            .iter()
            .map(|n| months[*n].length().as_days())
            .sum()
    }

    fn write_borders(&mut self) {
        let each = self
            .of
            .crossings_of_china()
            .into_iter()
            .map(Place::Crossing);
        for place in std::iter::once(Place::All).chain(each) {
            self.write_border(place, BOTH, &Direction::BOTH);
            for direction in Direction::BOTH {
                self.write_border(place, direction.key(), &[direction]);
            }
        }
    }

    fn write_border(&mut self, place: Place, direction: &'static str, directions: &[Direction]) {
        let ways = self.of.ways(place, directions);
        let key = match place {
            Place::All => ALL.to_owned(),
            Place::Crossing(id) => self.plan().scenario.crossing(id).key.clone(),
        };
        let (of, key) = (self.of, key.as_str());
        let covered = self.covered.clone();
        let total = of.mt(&ways, &covered, (None, None));
        self.write(About("border_tonnage", key, direction, ALL, "Mt"), total);
        let count = |sums: &super::tables::Sums<u64>| {
            ways.iter()
                .map(|way| sums.sum(&covered, way.index()))
                .sum::<u64>() as f64
        };
        let teu = |sums: &super::tables::Sums<f64>| {
            ways.iter()
                .map(|way| sums.sum(&covered, way.index()))
                .sum::<f64>()
        };
        let trains = count(&of.trains);
        self.write(
            About("border_trains", key, direction, ALL, "trains"),
            trains,
        );
        let a_day = trains / self.days();
        self.write(
            About(
                "border_trains_per_day",
                key,
                direction,
                ALL,
                "trains_per_day",
            ),
            a_day,
        );
        self.write(
            About("border_teu", key, direction, ALL, "TEU"),
            teu(&of.teu),
        );
        self.write(
            About("transit_teu", key, direction, "containers", "TEU"),
            teu(&of.transit_teu),
        );
        let wagons: f64 = ways
            .iter()
            .map(|way| of.stock[way.index()].mean(of.plan.scenario.calendar.months(), &covered))
            .sum();
        self.write(About("border_stock", key, direction, ALL, "wagons"), wagons);
        let chinese = count(&of.chinese_trains);
        let about = About(
            "border_container_trains",
            key,
            direction,
            "containers",
            "trains",
        );
        self.write(about, chinese);
        let per_day = "border_container_trains_per_day";
        let about = About(per_day, key, direction, "containers", "trains_per_day");
        self.write(about, chinese / self.days());
        let about = About("teu_per_train", key, direction, "containers", "TEU");
        self.write(about, teu(&of.chinese_teu) / chinese);
        let about = About("tonnes_per_train", key, direction, "containers", "t");
        self.write(about, count(&of.chinese_mass) / 1e3 / chinese);
        self.write_dwell(key, direction, &ways);
        if matches!(self.period, Period::Year(_)) {
            self.write_cargo(key, direction, &ways);
        }
    }

    /// Dwell at the western station of a crossing (in Kazakhstan), and at the eastern one.
    fn write_dwell(&mut self, key: &str, direction: &'static str, ways: &[Way]) {
        let loads = [Load::Container, Load::Bulk];
        for (commodity, loads) in [
            (ALL, &loads[..]),
            ("containers", &loads[..1]),
            ("bulk", &loads[1..]),
        ] {
            for (measure, western) in [("border_dwell", true), ("border_dwell_east", false)] {
                let (mut left, mut dwelt) = (0, 0.0);
                for (way, load) in ways
                    .iter()
                    .flat_map(|way| loads.iter().map(move |it| (way, it)))
                {
                    let sends = (way.direction == Direction::ToChina) == western;
                    let side = if sends {
                        Side::Sending
                    } else {
                        Side::Receiving
                    };
                    let column = station_column(*way, side, *load);
                    left += self.of.left.sum(&self.covered, column);
                    dwelt += self.of.dwelt.sum(&self.covered, column);
                }
                self.write(
                    About(measure, key, direction, commodity, "h"),
                    dwelt / left as f64,
                );
            }
        }
    }

    fn write_cargo(&mut self, key: &str, direction: &'static str, ways: &[Way]) {
        let covered = self.covered.clone();
        for (commodity, wanted) in Commodity::NAMES {
            let value = self.of.mt(ways, &covered, (Some(wanted), None));
            self.write(
                About("border_tonnage", key, direction, commodity, "Mt"),
                value,
            );
            let value = self
                .of
                .mt(ways, &covered, (Some(wanted), Some(Function::Export)));
            self.write(
                About("border_tonnage_export", key, direction, commodity, "Mt"),
                value,
            );
        }
        let functions = [
            ("border_tonnage_export", Function::Export),
            ("border_tonnage_import", Function::Import),
            ("border_tonnage_transit", Function::Transit),
        ];
        for (measure, function) in functions {
            let value = self.of.mt(ways, &covered, (None, Some(function)));
            self.write(About(measure, key, direction, ALL, "Mt"), value);
        }
    }

    fn write_growth(&mut self, year: i16) {
        let calendar = &self.plan().scenario.calendar;
        let Some(before) = calendar.months_of(Period::Year(year - 1)) else {
            return;
        };
        if !calendar.whole_years().contains(&(year - 1)) {
            return;
        }
        let ways = self.of.ways(Place::All, &Direction::BOTH);
        let mt = |covered: &[usize]| self.of.mt(&ways, covered, (None, None));
        let growth = 100.0 * (mt(&self.covered) / mt(&before) - 1.0);
        self.write(About("border_tonnage_growth", ALL, BOTH, ALL, "%"), growth);
    }

    /// Offered and delivered tonnage by direction; single streams are in yearly values only.
    fn write_streams(&mut self) {
        let of = self.of;
        let streams = &of.plan.scenario.streams;
        for (measure, sums) in [
            ("offered_tonnage", &of.offered),
            ("delivered_tonnage", &of.delivered),
        ] {
            for direction in Direction::BOTH {
                let kg: u64 = streams
                    .iter()
                    .enumerate()
                    .filter(|(_, stream)| stream.direction == direction)
                    .map(|(n, _)| sums.sum(&self.covered, n))
                    .sum();
                self.write(
                    About(measure, ALL, direction.key(), ALL, "Mt"),
                    kg as f64 / 1e9,
                );
            }
        }
    }

    fn write_terminals(&mut self) {
        let (of, covered, days) = (self.of, self.covered.clone(), self.days());
        let scenario = &of.plan.scenario;
        for (n, facility) in scenario.facilities.iter().enumerate() {
            let id = FacilityId::from_index(n);
            let hours = of.lifted_ms.sum(&covered, id.index()) as f64 / 3.6e6;
            let groups = f64::from(facility.groups.at(self.last_instant()));
            let about = About("crane_occupation", &facility.key, BOTH, ALL, "share");
            self.write(about, hours / (groups * days * 24.0));
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
            if scenario.streams.iter().any(ends) {
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
            let covered = &self.covered;
            let teu = legs
                .iter()
                .map(|leg| self.of.shipped_teu.sum(covered, leg.index()))
                .sum();
            let kg: u64 = legs
                .iter()
                .map(|leg| self.of.shipped.sum(covered, leg.index()))
                .sum();
            self.write(
                About("caspian_teu", &section.key, BOTH, "containers", "TEU"),
                teu,
            );
            let about = About("caspian_tonnage", &section.key, BOTH, ALL, "Mt");
            self.write(about, kg as f64 / 1e9);
        }
    }

    /// The share of time in which the busiest block of each section was not free.
    fn write_occupation(&mut self, year: i16) {
        let plan = &self.of.plan;
        let first = plan.scenario.calendar.months()[0].year;
        let occupied = &self.of.occupied[usize::try_from(year - first).expect("a year of the run")];
        let ms = self.days() * 86.4e6;
        for n in 0..plan.scenario.network.section_count() {
            let id = SectionId::from_index(n);
            if plan.is_used(id) {
                let busiest = plan
                    .blocks_of(id)
                    .map(|block| occupied[block])
                    .max()
                    .unwrap_or(0);
                let key = &plan.scenario.network.section(id).key;
                let about = About("section_occupation", key, BOTH, ALL, "share");
                self.write(about, busiest as f64 / ms);
            }
        }
    }

    /// Pairs of trains a day on each section: half of all trains, both ways.
    fn write_pairs(&mut self) {
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

    fn write_transit(&mut self, year: i16) {
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

    fn last_instant(&self) -> crate::units::Time {
        let months = self.plan().scenario.calendar.months();
        self.covered
            .last()
            .map_or(crate::units::Time::ZERO, |n| months[*n].from)
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
        for stream in &scenario.streams {
            add(stream.origin, stream.destination, stream);
        }
        for leg in scenario
            .routes
            .legs()
            .iter()
            .filter(|leg| leg.from != leg.to)
        {
            add(leg.from, leg.to, scenario.stream(leg.stream));
        }
        relations.sort_unstable();
        relations.dedup();
        relations
    }
}
