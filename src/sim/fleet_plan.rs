//! Fleets compiled for the simulation: where their wagons stand, which legs they serve, and where
//! empty ones are to go in each month.
//!
//! Every leg takes wagons at its beginning and frees them at its end: beyond a crossing too, for
//! they go back over it. So demand says for each fleet, place and month how many wagons are loaded
//! and freed a day. What one place frees beyond its own loading goes to those that load more than
//! they free (`empty_plan`). Several fleets that serve a
//! leg share its loading by their numbers of wagons.

use super::leg::LegPlan;
use super::plan::name_of;
use super::routing::{options_at, share_of};
use crate::engine::ProcessId;
use crate::model::{Leg, Load, Network, Railway, Scenario, TrainClass};
use crate::units::{ClassId, Duration, FleetId, LegId, NodeId, PoolId, RunId, SectionId, Time};
use std::collections::BTreeMap;

/// What the shares of a pool's runs sum to, but for rounding.
pub(super) const WHOLE: u32 = 1_000_000;

/// The sections of a way in order; `true` where a section is run in the sense in which it is written.
pub(super) type Hops = Vec<(SectionId, bool)>;

/// The fleets of a scenario with everything that districts ask about them.
#[derive(Clone, Debug, Default)]
pub(super) struct FleetPlan {
    pub pools: Vec<PoolPlan>,
    pub runs: Vec<RunPlan>,
    /// By fleet.
    pub pools_of: Vec<Vec<PoolId>>,
    pool_of: BTreeMap<(FleetId, NodeId), PoolId>,
    /// By pool: the pools that the plan sends empties from to it, in any month.
    pub senders: Vec<Vec<PoolId>>,
    /// By pool: the shortest run from every other of its fleet, the nearest first.
    pub nearest_to: Vec<Vec<RunId>>,
    /// By leg: the pools at its beginning, in the order in which it asks them; none for ships.
    pub taken_from: Vec<Vec<PoolId>>,
    /// By leg: how long it is.
    pub leg_meters: Vec<u64>,
    /// By place: the legs that begin there and take wagons.
    pub legs_at: Vec<Vec<LegId>>,
    /// By place: the pools that those legs take from.
    pub loaded_from: Vec<Vec<PoolId>>,
}

/// The wagons of one fleet at one place.
#[derive(Clone, Debug)]
pub(super) struct PoolPlan {
    pub fleet: FleetId,
    pub place: NodeId,
    /// The kind of train that its empties make.
    pub class: ClassId,
    /// Whether a leg of the fleet's begins here.
    pub loads: bool,
    /// By month of the run.
    pub months: Vec<PoolMonth>,
    /// Runs from here: the shortest to every place where the fleet is loaded, and others that the
    /// plan uses.
    pub runs: Vec<RunId>,
}

/// What is expected of a pool in a month.
#[derive(Clone, Debug, Default)]
pub(super) struct PoolMonth {
    /// Wagons loaded and freed a day.
    pub loaded: f64,
    pub freed: f64,
    /// Where what is freed beyond that goes, each with its share.
    pub shares: Vec<(RunId, u32)>,
}

/// A way on which empty wagons are brought from one pool to another.
#[derive(Clone, Debug)]
pub(super) struct RunPlan {
    /// What random numbers know it by: its fleet and its way, not its place in a table.
    pub name: u32,
    pub from: PoolId,
    pub to: PoolId,
    pub hops: Hops,
    pub meters: u64,
    /// How long it takes without a stop.
    pub running: Duration,
}

impl FleetPlan {
    /// Compiles the fleets of a scenario.
    pub fn new(scenario: &Scenario, legs: &[LegPlan]) -> Self {
        let meters = |leg: &Leg| meters(&scenario.network, &leg.hops);
        let mut plan = Self {
            taken_from: vec![Vec::new(); legs.len()],
            legs_at: vec![Vec::new(); scenario.network.node_count()],
            loaded_from: vec![Vec::new(); scenario.network.node_count()],
            pools_of: vec![Vec::new(); scenario.fleets.list.len()],
            leg_meters: scenario.routes.legs().iter().map(meters).collect(),
            ..Self::default()
        };
        plan.add_pools(scenario);
        let expected = expected_wagons(scenario, legs);
        for (n, wagons_per_day) in expected.iter().enumerate() {
            plan.expect(scenario, LegId::from_index(n), wagons_per_day);
        }
        plan.plan_empties(scenario, legs, &expected);
        plan.add_senders();
        plan
    }

    /// Returns the pool of a fleet at a place, if its wagons are loaded, freed or kept there.
    pub fn pool(&self, fleet: FleetId, place: NodeId) -> Option<PoolId> {
        self.pool_of.get(&(fleet, place)).copied()
    }

    /// Returns, for each fleet, the districts where it has a pool.
    pub fn dispatchers(
        &self,
        scenario: &Scenario,
        district_of: &[ProcessId],
    ) -> Vec<Vec<ProcessId>> {
        let mut dispatchers = vec![Vec::new(); scenario.fleets.list.len()];
        for pool in &self.pools {
            dispatchers[pool.fleet.index()].push(district_of[pool.place.index()]);
        }
        for districts in &mut dispatchers {
            districts.sort_unstable();
            districts.dedup();
        }
        dispatchers
    }

    /// Returns how many of a fleet's wagons belong to each of its pools: in equal parts to where it
    /// stands, or where it is loaded by what demand loads over the whole run.
    pub fn standing(&self, scenario: &Scenario, id: FleetId, wagons: u32) -> Vec<(PoolId, u32)> {
        let fleet = scenario.fleets.fleet(id);
        let loaded = |pool: &PoolPlan| pool.months.iter().map(|month| month.loaded).sum::<f64>();
        let weights = |pool: &PoolPlan| match fleet.stands_at.as_slice() {
            [] => loaded(pool),
            places => places.iter().filter(|place| **place == pool.place).count() as f64,
        };
        let pools = self.pools_of[id.index()].iter();
        let weighted: Vec<(PoolId, f64)> = pools
            .map(|pool| (*pool, weights(&self.pools[pool.index()])))
            .collect();
        // Where nothing is loaded in the whole run, any place of loading will do.
        let idle = weighted.iter().all(|(_, weight)| *weight == 0.0);
        let weight = |&(pool, weight): &(PoolId, f64)| match idle {
            true => (pool, f64::from(u8::from(self.pools[pool.index()].loads))),
            false => (pool, weight),
        };
        let weighted: Vec<(PoolId, f64)> = weighted.iter().map(weight).collect();
        let all: f64 = weighted.iter().map(|(_, weight)| weight).sum();
        let mut so_far = (0.0, 0);
        let part = |(pool, weight): (PoolId, f64)| {
            so_far.0 += weight;
            let until = (f64::from(wagons) * so_far.0 / all).round() as u32;
            let own = until.saturating_sub(so_far.1);
            so_far.1 = until.max(so_far.1);
            (pool, own)
        };
        weighted.into_iter().map(part).collect()
    }

    /// Adds a pool wherever a fleet is loaded or freed, or stands at the start.
    fn add_pools(&mut self, scenario: &Scenario) {
        let fleets = &scenario.fleets;
        for (n, leg) in scenario.routes.legs().iter().enumerate() {
            let id = LegId::from_index(n);
            for fleet in fleets.of_leg(id, &scenario.streams, &scenario.routes) {
                let from = self.add_pool(scenario, fleet, leg.from);
                self.add_pool(scenario, fleet, leg.to);
                self.pools[from.index()].loads = true;
                self.taken_from[n].push(from);
            }
            if !self.taken_from[n].is_empty() {
                self.legs_at[leg.from.index()].push(id);
            }
            let pools = &mut self.loaded_from[leg.from.index()];
            for pool in &self.taken_from[n] {
                if !pools.contains(pool) {
                    pools.push(*pool);
                }
            }
        }
        for (n, fleet) in fleets.list.iter().enumerate() {
            for place in &fleet.stands_at {
                self.add_pool(scenario, FleetId::from_index(n), *place);
            }
        }
    }

    fn add_pool(&mut self, scenario: &Scenario, id: FleetId, place: NodeId) -> PoolId {
        let next = PoolId::from_index(self.pools.len());
        let pool = *self.pool_of.entry((id, place)).or_insert(next);
        if pool == next {
            let fleet = scenario.fleets.fleet(id);
            self.pools_of[id.index()].push(pool);
            self.pools.push(PoolPlan {
                fleet: id,
                place,
                class: class_of(scenario, fleet.railway, fleet.wagon.load()),
                months: vec![PoolMonth::default(); scenario.calendar.months().len()],
                loads: false,
                runs: Vec::new(),
            });
        }
        pool
    }

    /// Adds the wagons a day that a leg is expected to load and free in each month.
    fn expect(&mut self, scenario: &Scenario, id: LegId, wagons_per_day: &[f64]) {
        let way = scenario.routes.leg(id);
        let months = scenario.calendar.months().iter().zip(wagons_per_day);
        for (n, (month, wagons)) in months.enumerate() {
            let from = self.taken_from[id.index()].clone();
            let size =
                |pool: &PoolId| wagons_at(scenario, self.pools[pool.index()].fleet, month.from);
            let sizes: Vec<f64> = from.iter().map(size).collect();
            let all: f64 = sizes.iter().sum();
            for (pool, size) in from.iter().zip(&sizes) {
                let share = if all > 0.0 {
                    size / all
                } else {
                    1.0 / from.len() as f64
                };
                let fleet = self.pools[pool.index()].fleet;
                let to = self
                    .pool(fleet, way.to)
                    .expect("a leg has a pool at either end");
                self.pools[pool.index()].months[n].loaded += wagons * share;
                self.pools[to.index()].months[n].freed += wagons * share;
            }
        }
    }

    fn add_senders(&mut self) {
        self.senders = vec![Vec::new(); self.pools.len()];
        for (n, pool) in self.pools.iter().enumerate() {
            for (run, _) in pool.months.iter().flat_map(|month| &month.shares) {
                self.senders[self.runs[run.index()].to.index()].push(PoolId::from_index(n));
            }
        }
        for senders in &mut self.senders {
            senders.sort_unstable();
            senders.dedup();
        }
    }

    /// Returns the run of a fleet's empties between two pools over `hops`, added if it is new.
    pub(super) fn run(&mut self, scenario: &Scenario, ends: [PoolId; 2], hops: Hops) -> RunId {
        let [from, to] = ends;
        let runs = self.pools[from.index()].runs.iter().copied();
        let mut same = runs.filter(|run| {
            let run = &self.runs[run.index()];
            run.to == to && run.hops == hops
        });
        if let Some(run) = same.next() {
            return run;
        }
        let network = &scenario.network;
        let fleet = &scenario.fleets.fleet(self.pools[from.index()].fleet).key;
        let keys = hops
            .iter()
            .map(|(hop, _)| network.section(*hop).key.as_str());
        let way: Vec<&str> = keys.collect();
        let id = RunId::from_index(self.runs.len());
        self.runs.push(RunPlan {
            name: name_of(&format!("{fleet}/{}", way.join("/"))),
            from,
            to,
            meters: meters(network, &hops),
            running: running(network, &hops),
            hops,
        });
        self.pools[from.index()].runs.push(id);
        id
    }
}

impl PoolPlan {
    /// Returns how many wagons are enough for the loading of a month: what is loaded in the time
    /// that the scenario says, and a full train.
    pub fn enough(&self, month: usize, cover: Duration, longest: u32) -> i64 {
        let loaded = self.months[month].loaded * cover.as_days();
        (loaded.ceil() as i64).max(i64::from(longest))
    }
}

/// Returns the wagons a day that each leg is expected to take in each month: what its stream offers,
/// shared among the stream's routes by their costs without queues.
fn expected_wagons(scenario: &Scenario, legs: &[LegPlan]) -> Vec<Vec<f64>> {
    let scale = scenario.route_choice.scale_usd_per_tonne;
    let routes = &scenario.routes;
    let share = |way: &Leg, from: Time| {
        let options = options_at(routes.options(way.stream), from);
        let shares = options.shares(scale, |route| routes.route(route).usd_per_tonne);
        share_of(options, &shares, way.route)
    };
    let of_leg = |(way, leg): (&Leg, &LegPlan)| {
        let stream = scenario.stream(way.stream);
        let months = scenario
            .calendar
            .months()
            .iter()
            .zip(&stream.tonnes_per_day);
        let wagons = |tonnes: f64| tonnes / leg.cargo_per_wagon.as_tonnes();
        months
            .map(|(month, tonnes)| wagons(*tonnes) * share(way, month.from))
            .collect()
    };
    routes.legs().iter().zip(legs).map(of_leg).collect()
}

/// How many wagons a fleet has at an instant.
fn wagons_at(scenario: &Scenario, fleet: FleetId, time: Time) -> f64 {
    f64::from(scenario.fleets.fleet(fleet).wagons.at(time))
}

/// How long a way is.
fn meters(network: &Network, hops: &[(SectionId, bool)]) -> u64 {
    let lengths = hops.iter().map(|(hop, _)| network.section(*hop).length);
    lengths.map(|length| length.as_meters()).sum()
}

/// How long a way takes at the speeds of its sections.
fn running(network: &Network, hops: &[(SectionId, bool)]) -> Duration {
    let sections = hops.iter().map(|(hop, _)| network.section(*hop));
    let times = sections.map(|section| section.length / section.speed);
    times.fold(Duration::ZERO, |all, time| all + time)
}

/// The kind of train that a fleet's empties make.
///
/// # Panics
///
/// If there is none: the reader checks that every leg has one, and a fleet serves a leg.
fn class_of(scenario: &Scenario, railway: Railway, load: Load) -> ClassId {
    let runs = |class: &TrainClass| class.railway == railway && class.load == load;
    let position = scenario.classes.iter().position(runs);
    ClassId::from_index(position.expect("a fleet serves a leg, and every leg has a class"))
}
