//! Where the empties of all fleets go, month by month: the cheapest transport from places that free
//! more wagons than they load to those that load more, over the rails of each gauge.
//!
//! A way costs its kilometers, and on single track a queue that grows as ρ / (1 − ρ), where ρ is the
//! share of the capacity that loaded trains, other traffic and the empties planned so far take. So
//! empties keep off a line that loaded trains fill, where another leads there too. The fleets
//! share the lines, so that each month is planned in rounds: each sends an equal part of all empties
//! the cheapest way, then lines are fuller (incremental assignment; Sheffi, *Urban Transportation
//! Networks*, 1985, section 5.1).

use super::fleet_plan::{FleetPlan, WHOLE};
use super::leg::LegPlan;
use crate::model::{EmptyFlow, Mode, Scenario, Section, Ways, cheapest_transport};
use crate::units::{Duration, FleetId, LegId, NodeId, PoolId, RunId, SectionId};
use std::collections::BTreeMap;

/// Flows are planned in thousandths of a wagon a day.
const PARTS: f64 = 1_000.0;

/// Rounds in which a month is planned.
const ROUNDS: u64 = 10;

/// What a queue as long as it takes to serve one train is worth, in meters of running. Estimate: so much
/// that lines fill evenly before empties, which go last, queue on one of them.
const QUEUE_METERS: f64 = 1_000_000.0;

/// Up to this share of its capacity a queue grows as ρ / (1 − ρ); beyond, where it has no end, in a
/// straight line at the same slope.
const STEADY: f64 = 0.9;

/// How full the lines are in one month.
struct Lines {
    /// By section: trains a day each way.
    trains: Vec<[f64; 2]>,
    /// By section: pairs of trains a day that it can carry; none where that is no limit.
    capacity: Vec<Option<f64>>,
}

/// Wagons of one fleet that are too many or too few at its places, in parts of a wagon a day.
struct Balance {
    pools: Vec<PoolId>,
    surplus: Vec<u64>,
    deficit: Vec<u64>,
}

impl FleetPlan {
    /// Plans where the empties of every fleet go in each month.
    ///
    /// `expected` is how many wagons a day each leg takes in each month.
    pub(super) fn plan_empties(
        &mut self,
        scenario: &Scenario,
        legs: &[LegPlan],
        expected: &[Vec<f64>],
    ) {
        self.add_shortest_runs(scenario);
        for month in 0..scenario.calendar.months().len() {
            let mut lines = Lines::loaded(scenario, legs, (month, expected));
            let mut sent: BTreeMap<(PoolId, RunId), u64> = BTreeMap::new();
            for round in 0..ROUNDS {
                self.send_round(scenario, (month, round), &mut lines, &mut sent);
            }
            let mut all: BTreeMap<PoolId, u64> = BTreeMap::new();
            for ((pool, _), wagons) in &sent {
                *all.entry(*pool).or_default() += wagons;
            }
            for ((pool, run), wagons) in sent {
                let share = u128::from(wagons) * u128::from(WHOLE) / u128::from(all[&pool]);
                let shares = &mut self.pools[pool.index()].months[month].shares;
                shares.push((run, share as u32));
            }
        }
    }

    /// Adds the shortest run from every pool to every other of its fleet where wagons are loaded.
    fn add_shortest_runs(&mut self, scenario: &Scenario) {
        self.nearest_to = vec![Vec::new(); self.pools.len()];
        let mut ways = WaysFrom::new(scenario, |_, section| section.length.as_meters());
        for from in 0..self.pools.len() {
            let (fleet, place) = (self.pools[from].fleet, self.pools[from].place);
            for n in 0..self.pools_of[fleet.index()].len() {
                let to = self.pools_of[fleet.index()][n].index();
                if to == from || !self.pools[to].loads {
                    continue;
                }
                if let Some(hops) = ways.of(fleet, place).hops_to(self.pools[to].place) {
                    let ends = [from, to].map(PoolId::from_index);
                    let run = self.run(scenario, ends, hops);
                    self.nearest_to[to].push(run);
                }
            }
        }
        for nearest in &mut self.nearest_to {
            nearest.sort_by_key(|run| {
                let run = &self.runs[run.index()];
                (run.meters, run.name)
            });
        }
    }

    /// Sends one round's part of all empties of a month the cheapest way, as lines are now.
    fn send_round(
        &mut self,
        scenario: &Scenario,
        (month, round): (usize, u64),
        lines: &mut Lines,
        sent: &mut BTreeMap<(PoolId, RunId), u64>,
    ) {
        let mut ways = WaysFrom::new(scenario, |id, section| lines.cost(id, section));
        let mut flows = Vec::new();
        for n in 0..scenario.fleets.list.len() {
            let fleet = FleetId::from_index(n);
            let balance = self.balance(fleet, month, round);
            let place = |n: usize| self.pools[balance.pools[n].index()].place;
            let mut costs = vec![None; balance.pools.len() * balance.pools.len()];
            for from in 0..balance.pools.len() {
                if balance.surplus[from] > 0 {
                    let ways = ways.of(fleet, place(from));
                    for to in 0..balance.pools.len() {
                        costs[from * balance.pools.len() + to] = ways.cost_to(place(to));
                    }
                }
            }
            let cost = |from: usize, to: usize| costs[from * balance.pools.len() + to];
            for EmptyFlow { from, to, wagons } in
                cheapest_transport(&balance.surplus, &balance.deficit, cost)
            {
                let hops = ways.of(fleet, place(from)).hops_to(place(to));
                let hops = hops.expect("wagons flow where a way leads");
                flows.push(([balance.pools[from], balance.pools[to]], hops, wagons));
            }
        }
        let from = scenario.calendar.months()[month].from;
        for (ends, hops, wagons) in flows {
            let class = &scenario.classes[self.pools[ends[0].index()].class.index()];
            let trains = wagons as f64 / PARTS / f64::from(class.wagons_max.at(from));
            for (section, forward) in &hops {
                lines.trains[section.index()][usize::from(!*forward)] += trains;
            }
            let run = self.run(scenario, ends, hops);
            *sent.entry((ends[0], run)).or_default() += wagons;
        }
    }

    /// What a fleet's places have too many and too few of, one round's part of it.
    fn balance(&self, fleet: FleetId, month: usize, round: u64) -> Balance {
        // Each pool's parts are rounded alike in freeing and loading, and all rounds sum to all.
        let parts = |wagons: f64| (wagons * PARTS).round() as u64;
        let part = |all: u64| all * (round + 1) / ROUNDS - all * round / ROUNDS;
        let mut balance = Balance {
            pools: self.pools_of[fleet.index()].clone(),
            surplus: Vec::new(),
            deficit: Vec::new(),
        };
        for pool in &balance.pools {
            let expected = &self.pools[pool.index()].months[month];
            let (freed, loaded) = (parts(expected.freed), parts(expected.loaded));
            balance.surplus.push(part(freed.saturating_sub(loaded)));
            balance.deficit.push(part(loaded.saturating_sub(freed)));
        }
        balance
    }
}

/// The cheapest ways from places, each found when it is first asked for.
struct WaysFrom<'a, F> {
    scenario: &'a Scenario,
    /// By section: whether it is a crossing, over which empties of one place do not go to another.
    crosses: Vec<bool>,
    cost: F,
    found: BTreeMap<(NodeId, u32), Ways<'a>>,
}

impl<'a, F: Fn(SectionId, &Section) -> u64> WaysFrom<'a, F> {
    fn new(scenario: &'a Scenario, cost: F) -> Self {
        let mut crosses = vec![false; scenario.network.section_count()];
        for crossing in &scenario.crossings {
            crosses[crossing.section.index()] = true;
        }
        Self {
            scenario,
            crosses,
            cost,
            found: BTreeMap::new(),
        }
    }

    fn of(&mut self, fleet: FleetId, place: NodeId) -> &Ways<'a> {
        let gauge = self.scenario.fleets.fleet(fleet).railway.gauge();
        let gauge = gauge.expect("only railways have fleets");
        let (crosses, cost, network) = (&self.crosses, &self.cost, &self.scenario.network);
        let found = self.found.entry((place, gauge.as_mm()));
        found.or_insert_with(|| {
            network.ways_from(place, gauge, |id, section| {
                (!crosses[id.index()]).then(|| cost(id, section))
            })
        })
    }
}

impl Lines {
    /// The lines with loaded trains and other traffic on them, before any empties.
    fn loaded(
        scenario: &Scenario,
        legs: &[LegPlan],
        (month, expected): (usize, &[Vec<f64>]),
    ) -> Self {
        let other = |(_, section): (SectionId, &Section)| {
            let other = &section.other;
            [other.passenger_pairs_per_day + other.freight_pairs_per_day; 2]
        };
        let from = scenario.calendar.months()[month].from;
        let capacity = |(_, section): (SectionId, &Section)| {
            let single = section.mode == Mode::Rail && !section.is_double(from);
            single.then(|| single_track_pairs_per_day(scenario, section))
        };
        let mut lines = Self {
            trains: scenario.network.sections().map(other).collect(),
            capacity: scenario.network.sections().map(capacity).collect(),
        };
        let sizes = train_sizes(scenario, legs, (month, expected));
        let ways = scenario.routes.legs().iter().zip(expected);
        for ((way, wagons_per_day), wagons) in ways.zip(sizes) {
            let trains = wagons_per_day[month] / wagons;
            for (section, forward) in &way.hops {
                lines.trains[section.index()][usize::from(!*forward)] += trains;
            }
        }
        lines
    }

    /// What running over a section costs, in meters of an empty line.
    fn cost(&self, id: SectionId, section: &Section) -> u64 {
        let meters = section.length.as_meters();
        let Some(capacity) = self.capacity[id.index()] else {
            return meters;
        };
        let [forward, back] = self.trains[id.index()];
        let full = forward.max(back) / capacity;
        let steady = full.min(STEADY);
        let slope = 1.0 / (1.0 - STEADY).powi(2);
        let queue = steady / (1.0 - steady) + slope * (full - steady);
        meters + (QUEUE_METERS * queue) as u64
    }
}

/// How many wagons the trains of each leg have in a month: what comes while the first consignment,
/// or the train that brought it, waits its longest, and no more than makes a full train.
fn train_sizes(
    scenario: &Scenario,
    legs: &[LegPlan],
    (month, expected): (usize, &[Vec<f64>]),
) -> Vec<f64> {
    let routes = &scenario.routes;
    let from = scenario.calendar.months()[month].from;
    let mut sizes: Vec<f64> = Vec::with_capacity(legs.len());
    for (n, (way, leg)) in routes.legs().iter().zip(legs).enumerate() {
        let stream = scenario.stream(way.stream);
        let per_wagon = leg.cargo_per_wagon.as_tonnes();
        let before = routes.previous(LegId::from_index(n)).map(LegId::index);
        // At its origin all cargo of a stream waits together, whatever route it will take.
        let (first, wagons_per_day) = match before {
            Some(n_before) => {
                let tonnes = sizes[n_before] * legs[n_before].cargo_per_wagon.as_tonnes();
                (tonnes, expected[n][month])
            }
            None => {
                let tonnes = stream.tonnes_per_day.get(month).copied().unwrap_or(0.0);
                (stream.lot.as_tonnes(), tonnes / per_wagon)
            }
        };
        let class = &scenario.classes[leg.class.index()];
        let wagon = &scenario.wagons[stream.wagon.index()];
        let full = class.full_train(class.wagons_max.at(from), wagon, leg.cargo_per_wagon);
        let wait = leg.longest_wait(scenario, way.stream);
        let comes = first / per_wagon + wagons_per_day * wait.as_days();
        sizes.push(comes.clamp(1.0, f64::from(full)));
    }
    sizes
}

/// Pairs of trains a day over the longest block of a single track, one at a time, outside its
/// maintenance window.
fn single_track_pairs_per_day(scenario: &Scenario, section: &Section) -> f64 {
    let operation = &scenario.operation;
    let ends = section.loops.iter().copied().chain([section.length]);
    let mut from = crate::units::Length::default();
    let blocks = ends.map(|to| to - std::mem::replace(&mut from, to));
    let run = blocks.map(|block| block / section.speed).max();
    let one =
        run.unwrap_or_default() + operation.start_stop_supplement + operation.station_interval;
    let open = Duration::DAY.saturating_sub(operation.maintenance.lasts);
    open.as_minutes() / (2.0 * one.as_minutes()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input;
    use crate::sim::Plan;
    use std::path::Path;

    fn baseline() -> Plan {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
        let reading = input::read(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        Plan::new(reading.scenario)
    }

    #[test]
    fn shares_sum_to_the_whole_and_runs_lead_from_pool_to_pool() {
        let plan = baseline();
        let network = &plan.scenario.network;
        for (n, pool) in plan.fleets.pools.iter().enumerate() {
            for month in pool.months.iter().filter(|month| !month.shares.is_empty()) {
                let sum: u32 = month.shares.iter().map(|(_, share)| share).sum();
                assert!(WHOLE - sum < 100, "{sum}");
                assert!(month.freed > month.loaded, "only who frees more sends");
            }
            for run in &pool.runs {
                let run = &plan.fleets.runs[run.index()];
                assert_eq!(run.from.index(), n);
                let end = run.hops.iter().fold(pool.place, |at, (hop, forward)| {
                    let section = network.section(*hop);
                    assert_eq!(at, if *forward { section.from } else { section.to });
                    section.other_end(at)
                });
                assert_eq!(end, plan.fleets.pools[run.to.index()].place);
            }
        }
    }

    #[test]
    fn empties_keep_off_a_line_that_loaded_trains_fill() {
        // From the west to Dostyk the way by Sayak is the shorter by 800 km, and nearly full.
        let plan = baseline();
        let network = &plan.scenario.network;
        let place = |key| network.node_by_key(key).expect("the place is there");
        let section = |key| network.section_by_key(key).expect("the section is there");
        let (mut by_sayak, mut by_almaty) = (0, 0);
        for pool in plan
            .fleets
            .pools
            .iter()
            .filter(|pool| pool.place == place("MSK"))
        {
            for (run, _) in pool.months.iter().flat_map(|month| &month.shares) {
                let run = &plan.fleets.runs[run.index()];
                if plan.fleets.pools[run.to.index()].place == place("DOS") {
                    let over = |id| run.hops.iter().any(|(hop, _)| *hop == id);
                    by_sayak += u32::from(over(section("SAY-BLK")));
                    by_almaty += u32::from(over(section("UST-AKG")));
                }
            }
        }
        assert!(by_sayak > 0 && by_almaty > 0, "{by_sayak} {by_almaty}");
    }
}
