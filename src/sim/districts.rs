//! Where the network is cut into dispatching districts, the logical processes of a run.
//!
//! A cut must leave long lookahead and need no common decision of both sides: at the border, where
//! trains go over by a timetable, and on double track and at sea where a run takes long. Single
//! track is never cut, for its two ends decide together who goes. Places that hold together become
//! a district; small ones join a neighbour, so that a district has something to do.

use super::line::Line;
use crate::engine::ProcessId;
use crate::model::{Mode, Scenario, Section};
use crate::units::{Duration, NodeId};
use std::collections::{BTreeMap, BTreeSet};

/// A section may be cut where a run takes at least this long.
const LEAST_RUN: Duration = Duration::from_ms(30 * 60_000);

/// A district of fewer blocks than this joins a neighbour.
const LEAST_BLOCKS: usize = 24;

/// Returns the district of every place, and how many districts there are.
pub(super) fn assign(scenario: &Scenario, lines: &[Line]) -> (Vec<ProcessId>, u32) {
    let mut groups = Groups::new(scenario.network.node_count());
    let mut cuts = Vec::new();
    for (id, section) in scenario.network.sections() {
        let line = &lines[id.index()];
        let border = scenario
            .crossings
            .iter()
            .any(|crossing| crossing.section == id);
        if border || !line.used {
            continue;
        }
        let root = groups.root(section.from.index());
        groups.weight[root] += line.blocks.len();
        if may_be_cut(section) {
            cuts.push((section.from, section.to));
        } else {
            groups.join(section.from, section.to);
        }
    }
    join_facilities(scenario, &mut groups);
    groups.join_small(&cuts);
    let (mut district, count) = groups.numbered();
    let count = add_roads(scenario, lines, &groups, (&mut district, count));
    (district, count)
}

/// Returns the network of each place, as the first of all places that sections connect it with.
pub(super) fn networks(scenario: &Scenario) -> Vec<usize> {
    let mut connected = Groups::new(scenario.network.node_count());
    for (_, section) in scenario.network.sections() {
        connected.join(section.from, section.to);
    }
    let places = 0..scenario.network.node_count();
    places.map(|place| connected.root(place)).collect()
}

/// Puts the places that only trucks come to into a district of their own, so that roads change
/// nothing about the districts of trains: one in each network that no way connects to another, behind
/// the network's other districts. Returns how many districts there are then.
fn add_roads(
    scenario: &Scenario,
    lines: &[Line],
    groups: &Groups,
    (district, count): (&mut [ProcessId], u32),
) -> u32 {
    let network = networks(scenario);
    // A district by its network, whether it is of roads, and its number among those of trains.
    let key = |place: usize, roads: bool| (network[place], roads, district[place].0);
    let mut keys: Vec<_> = (0..district.len()).map(|place| key(place, false)).collect();
    for (id, section) in scenario.network.sections() {
        for place in [section.from.index(), section.to.index()] {
            if lines[id.index()].road && groups.weight[groups.root(place)] == 0 {
                keys[place] = (network[place], true, count);
            }
        }
    }
    // Places that nothing comes to go with the first district of their network, or of all.
    let served = |place: usize| keys[place].1 || groups.weight[groups.root(place)] > 0;
    let all: BTreeSet<_> = (0..keys.len())
        .filter(|it| served(*it))
        .map(|it| keys[it])
        .collect();
    let numbers: BTreeMap<_, _> = all.into_iter().zip(0..).collect();
    for (place, key) in keys.iter().enumerate() {
        let first = || numbers.range((key.0, false, 0)..).next();
        let first = || first().filter(|(other, _)| other.0 == key.0);
        let number = numbers
            .get(key)
            .or_else(|| first().map(|(_, number)| number));
        district[place] = ProcessId(number.copied().unwrap_or(0));
    }
    (numbers.len() as u32).max(1)
}

fn may_be_cut(section: &Section) -> bool {
    let alone = section.tracks >= 2 || section.mode == Mode::Sea;
    alone && section.length / section.speed >= LEAST_RUN
}

/// A facility belongs to the station that it serves, on whichever branch it lies.
fn join_facilities(scenario: &Scenario, groups: &mut Groups) {
    for crossing in &scenario.crossings {
        for direction in crate::model::Direction::BOTH {
            for facility in &crossing.handover(direction).facilities {
                groups.join(
                    crossing.receiver(direction),
                    scenario.facility(*facility).node,
                );
            }
        }
    }
}

/// Places that are in one district, as a forest.
struct Groups {
    parent: Vec<usize>,
    /// Blocks of a group, at its root.
    weight: Vec<usize>,
}

impl Groups {
    fn new(places: usize) -> Self {
        Self {
            parent: (0..places).collect(),
            weight: vec![0; places],
        }
    }

    fn root(&self, place: usize) -> usize {
        let mut place = place;
        while self.parent[place] != place {
            place = self.parent[place];
        }
        place
    }

    fn join(&mut self, a: NodeId, b: NodeId) {
        let (a, b) = (self.root(a.index()), self.root(b.index()));
        let (root, child) = (a.min(b), a.max(b));
        if root != child {
            self.parent[child] = root;
            self.weight[root] += self.weight[child];
        }
    }

    /// Joins the smallest group that is too small to its smallest neighbour, until none is.
    fn join_small(&mut self, cuts: &[(NodeId, NodeId)]) {
        loop {
            let neighbours = cuts.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
            let pairs = neighbours.filter_map(|(a, b)| {
                let (small, other) = (self.root(a.index()), self.root(b.index()));
                let weights = (self.weight[small], self.weight[other]);
                (small != other && weights.0 < LEAST_BLOCKS)
                    .then_some((weights, small, other, a, b))
            });
            let Some((_, _, _, a, b)) = pairs.min() else {
                break;
            };
            self.join(a, b);
        }
    }

    /// Numbers the groups in the order of their first places; places without trains join district 0.
    fn numbered(&self) -> (Vec<ProcessId>, u32) {
        let mut numbers = BTreeMap::new();
        let district = (0..self.parent.len()).map(|place| {
            let root = self.root(place);
            if self.weight[root] == 0 {
                return ProcessId(0);
            }
            let next = numbers.len() as u32;
            ProcessId(*numbers.entry(root).or_insert(next))
        });
        let district = district.collect();
        (district, (numbers.len() as u32).max(1))
    }
}
