//! Values of carriage: shares and costs of routes, tonne-kilometers, freight and emissions.

use super::{ALL, About, BOTH, Writer};
use crate::model::{Haul, Load, TonneFootprint};
use crate::units::{LegId, NodeId, RouteId, StreamId};
use std::collections::BTreeMap;

/// What some cargo took, in tonnes times the footprint of one.
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    tonnes: f64,
    footprint: TonneFootprint,
}

/// Origin, destination, direction and load.
type Relation = (NodeId, NodeId, &'static str, &'static str);

impl Taken {
    fn add(&mut self, tonnes: f64, of_one: TonneFootprint) {
        self.tonnes += tonnes;
        self.footprint += TonneFootprint {
            km: of_one.km.map(|km| tonnes * km),
            usd: tonnes * of_one.usd,
            kg: tonnes * of_one.kg,
        };
    }

    fn merge(&mut self, other: &Self) {
        self.tonnes += other.tonnes;
        self.footprint += other.footprint;
    }
}

impl Writer<'_> {
    /// The share of each route in what its stream offered, and its generalised cost as those who
    /// took it knew it. Of streams that have a choice alone.
    pub(super) fn write_routes(&mut self) {
        let of = self.of;
        let (scenario, carriage) = (&of.plan.scenario, &of.carriage);
        let routes = &scenario.routes;
        for (n, stream) in scenario.streams.iter().enumerate() {
            let id = StreamId::from_index(n);
            if !routes.has_choice(id) {
                continue;
            }
            let chosen = |route: RouteId| carriage.chosen.sum(&self.covered, route.index());
            let all: u64 = routes.of_stream(id).map(chosen).sum();
            for route in routes.of_stream(id) {
                let place = format!("{}/{}", stream.key, routes.route(route).key);
                let (direction, commodity) = (stream.direction.key(), stream.commodity.key());
                let kg = carriage.chosen.sum(&self.covered, route.index()) as f64;
                let about = About("route_share", &place, direction, commodity, "share");
                self.write(about, kg / all as f64);
                let cost = carriage.cost.sum(&self.covered, route.index());
                let about = About("route_cost", &place, direction, commodity, "USD_per_t");
                self.write(about, cost / kg);
            }
        }
    }

    /// Tonne-kilometers, freight and emissions: a tonne's by stream and by relation, of what came to
    /// its destination by the routes that it took; in all, of everything that came to the end of a
    /// leg.
    pub(super) fn write_footprint(&mut self) {
        let scenario = &self.of.plan.scenario;
        if scenario.footprint.is_empty() {
            return;
        }
        let mut relations: BTreeMap<Relation, Taken> = BTreeMap::new();
        for (n, stream) in scenario.streams.iter().enumerate() {
            let taken = self.taken_by(StreamId::from_index(n));
            let (direction, commodity) = (stream.direction.key(), stream.commodity.key());
            self.write_taken(&stream.key, direction, commodity, &taken);
            let load = load_key(stream.wagon.load());
            let relation = (stream.origin, stream.destination, direction, load);
            relations.entry(relation).or_default().merge(&taken);
        }
        for ((from, to, direction, load), taken) in relations {
            let key = |node| &scenario.network.node(node).key;
            let place = format!("{}-{}", key(from), key(to));
            self.write_taken(&place, direction, load, &taken);
        }
        self.write_totals();
    }

    fn write_taken(
        &mut self,
        place: &str,
        direction: &'static str,
        commodity: &'static str,
        taken: &Taken,
    ) {
        let Taken { tonnes, footprint } = *taken;
        let (costs, emits) = self.accounts();
        if costs {
            let about = About("cost_per_tonne", place, direction, commodity, "USD_per_t");
            self.write(about, footprint.usd / tonnes);
        }
        if emits {
            let unit = "kg_CO2e_per_t";
            let about = About("emission_per_tonne", place, direction, commodity, unit);
            self.write(about, footprint.kg / tonnes);
        }
        let tkm: f64 = footprint.km.iter().sum();
        let about = About("tonne_km", place, direction, commodity, "bn_tkm");
        self.write(about, tkm / 1e9);
    }

    fn write_totals(&mut self) {
        let scenario = &self.of.plan.scenario;
        let mut all = Taken::default();
        for n in 0..scenario.routes.legs().len() {
            let leg = LegId::from_index(n);
            all.add(self.arrived_t(leg), self.of_leg(leg));
        }
        for haul in Haul::ALL {
            let tkm = all.footprint.km[haul.index()];
            let about = About("tonne_km", ALL, BOTH, haul.key(), "bn_tkm");
            self.write(about, tkm / 1e9);
        }
        let tkm: f64 = all.footprint.km.iter().sum();
        self.write(About("tonne_km", ALL, BOTH, ALL, "bn_tkm"), tkm / 1e9);
        let (costs, emits) = self.accounts();
        if costs {
            let usd = all.footprint.usd;
            self.write(About("cost_total", ALL, BOTH, ALL, "mn_USD"), usd / 1e6);
        }
        if emits {
            let kg = all.footprint.kg;
            self.write(About("emission_total", ALL, BOTH, ALL, "kt_CO2e"), kg / 1e6);
            let per_tkm = 1e3 * kg / tkm;
            let about = About("emission_per_tkm", ALL, BOTH, ALL, "g_CO2e_per_tkm");
            self.write(about, per_tkm);
        }
    }

    /// Whether costs are accounted for, and emissions.
    fn accounts(&self) -> (bool, bool) {
        let footprint = &self.plan().scenario.footprint;
        (footprint.tariffs.is_some(), footprint.emissions.is_some())
    }

    /// What the cargo of a stream took that came to the end of its last leg.
    fn taken_by(&self, id: StreamId) -> Taken {
        let routes = &self.plan().scenario.routes;
        let mut taken = Taken::default();
        for route in routes.of_stream(id) {
            let mut whole = TonneFootprint::default();
            for leg in routes.legs_of(route) {
                whole += self.of_leg(leg);
            }
            let last = routes.legs_of(route).last();
            taken.add(last.map_or(0.0, |leg| self.arrived_t(leg)), whole);
        }
        taken
    }

    fn arrived_t(&self, leg: LegId) -> f64 {
        self.of.carriage.arrived.sum(&self.covered, leg.index()) as f64 / 1e3
    }

    fn of_leg(&self, id: LegId) -> TonneFootprint {
        let scenario = &self.plan().scenario;
        let leg = scenario.routes.leg(id);
        let load = scenario.stream(leg.stream).wagon.load();
        let (network, crossings) = (&scenario.network, &scenario.crossings);
        scenario.footprint.of_leg(leg, load, network, crossings)
    }
}

fn load_key(load: Load) -> &'static str {
    match load {
        Load::Container => "containers",
        Load::Bulk => "bulk",
    }
}
