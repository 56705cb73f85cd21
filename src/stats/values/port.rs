//! Values of yards, bases, ships' parcels and ships.

use super::{ALL, About, BOTH, Writer};
use crate::model::{Load, Railway, Room, WhenFull};
use crate::stats::indicators::port::side;
use crate::units::{LegId, NodeId, SectionId};

const MS_PER_HOUR: f64 = 3.6e6;

impl Writer<'_> {
    pub(super) fn write_ports(&mut self) {
        self.write_yards();
        self.write_bases();
        self.write_parcels();
        self.write_sailings();
        self.write_caspian();
    }

    fn write_yards(&mut self) {
        let (of, covered) = (self.of, self.covered.clone());
        let scenario = &of.plan.scenario;
        let months = scenario.calendar.months();
        let yards = scenario.ports.all_yards(&scenario.facilities).enumerate();
        for (n, (key, load, capacity)) in yards {
            let unit = unit(load);
            let mean = of.ports.mean_stock(n, months, &covered);
            self.write(About("yard_stock", key, BOTH, ALL, unit), mean);
            let most = of.ports.most[n].over(&covered);
            self.write(About("yard_stock_max", key, BOTH, ALL, unit), most);
            if capacity < Room::UNLIMITED {
                let share = mean / capacity.as_units();
                self.write(About("yard_occupation", key, BOTH, ALL, "share"), share);
            }
            let held_up = of.ports.held_up.mean(n, months, &covered);
            self.write(About("yard_held_up", key, BOTH, ALL, "share"), held_up);
        }
    }

    fn write_bases(&mut self) {
        let (of, covered, days) = (self.of, self.covered.clone(), self.days());
        for (n, base) in of.plan.scenario.ports.bases.iter().enumerate() {
            let trains = of.ports.base_trains.sum(&covered, n) as f64;
            let unit = "trains_per_day";
            let about = About("base_trains_per_day", &base.key, BOTH, ALL, unit);
            self.write(about, trains / days);
            let hours = of.ports.base_ms.sum(&covered, n) as f64 / MS_PER_HOUR;
            let share = hours / (24.0 * days * f64::from(base.tracks));
            let about = About("track_occupation", &base.key, BOTH, ALL, "share");
            self.write(about, share);
            if base.when_full == WhenFull::TurnAway {
                let kg = of.ports.turned_away_kg.sum(&covered, n) as f64;
                let about = About("base_turned_away", &base.key, BOTH, ALL, "kt");
                self.write(about, kg / 1e6);
                let share = kg / of.ports.brought_kg.sum(&covered, n) as f64;
                let about = About("base_turned_away_share", &base.key, BOTH, ALL, "share");
                self.write(about, share);
            }
        }
    }

    fn write_parcels(&mut self) {
        let (of, covered) = (self.of, self.covered.clone());
        for (n, arrival) in of.plan.scenario.ports.arrivals.iter().enumerate() {
            let calls = of.ports.calls.sum(&covered, n) as f64;
            self.write(
                About("parcel_calls", &arrival.key, BOTH, ALL, "calls"),
                calls,
            );
            let teu = of.ports.parcel_teu.sum(&covered, n);
            self.write(
                About("parcel_teu", &arrival.key, BOTH, "containers", "TEU"),
                teu,
            );
            let kt = of.ports.parcel_kg.sum(&covered, n) as f64 / 1e6;
            self.write(About("parcel_tonnage", &arrival.key, BOTH, ALL, "kt"), kt);
        }
    }

    /// Ships by line and the port that they leave.
    fn write_sailings(&mut self) {
        let (of, covered) = (self.of, self.covered.clone());
        let scenario = &of.plan.scenario;
        for (n, sailing) in scenario.ports.sailings.iter().enumerate() {
            for from in [0, 1] {
                let column = side(n, from);
                let node = |id: NodeId| &scenario.network.node(id).key;
                let ends = [sailing.ports[from], sailing.ports[1 - from]].map(node);
                let place = format!("{}-{}", ends[0], ends[1]);
                let cargo = match sailing.load {
                    Load::Container => "containers",
                    Load::Bulk => "bulk",
                };
                let sailings = of.ports.sailings.sum(&covered, column) as f64;
                let about = |measure, unit| About(measure, &place, BOTH, cargo, unit);
                self.write(about("ship_sailings", "sailings"), sailings);
                let carried = of.ports.carried.sum(&covered, column) as f64 / 1_000.0;
                let most = sailing
                    .capacity_teu
                    .unwrap_or(Room::of_bulk(sailing.capacity));
                let load_factor = carried / (sailings * most.as_units());
                self.write(about("ship_load_factor", "share"), load_factor);
                let hours = |ms: u64| ms as f64 / MS_PER_HOUR / sailings;
                let in_port = hours(of.ports.in_port_ms.sum(&covered, column));
                self.write(about("ship_time_in_port", "h"), in_port);
                let weather = hours(of.ports.weather_ms.sum(&covered, column));
                self.write(about("ship_wait_for_weather", "h"), weather);
            }
        }
    }

    /// What leaves or reaches ports of Kazakhstan by sea, all of them together.
    fn write_caspian(&mut self) {
        let scenario = &self.of.plan.scenario;
        let is_kazakh = |id: NodeId| scenario.network.node(id).country == "KZ";
        let touches = |section: SectionId| {
            let section = scenario.network.section(section);
            is_kazakh(section.from) || is_kazakh(section.to)
        };
        let legs = scenario.routes.legs().iter().enumerate();
        let legs = legs.filter(|(_, leg)| {
            leg.railway == Railway::Caspian && leg.hops.iter().any(|(hop, _)| touches(*hop))
        });
        let legs: Vec<LegId> = legs.map(|(n, _)| LegId::from_index(n)).collect();
        if legs.is_empty() {
            return;
        }
        let (teu, kg) = self.shipped(&legs);
        self.write(About("caspian_teu", ALL, BOTH, "containers", "TEU"), teu);
        let about = About("caspian_tonnage", ALL, BOTH, ALL, "Mt");
        self.write(about, kg as f64 / 1e9);
    }
}

/// The unit of a yard.
fn unit(load: Load) -> &'static str {
    match load {
        Load::Container => "TEU",
        Load::Bulk => "t",
    }
}
