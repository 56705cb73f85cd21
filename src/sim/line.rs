//! Sections as trains see them.

use super::fleet_plan::FleetPlan;
use super::plan::name_of;
use crate::model::{Mode, Railway, Scenario, Section};
use crate::units::{Length, NodeId, SectionId, Time};

/// A section as trains see it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What random numbers know it by: its key, not its place in a table.
    pub name: u32,
    /// Whether a stream or empty wagons run over it by rail or sea; other sections have no trains.
    pub used: bool,
    /// Whether a stream runs over it by road.
    pub road: bool,
    /// Whether trains and ships run on it freely: no headway, no other traffic.
    pub sea: bool,
    /// Lengths of its blocks, from its `from` end.
    pub blocks: Vec<Length>,
    /// Whether its ends are in different districts.
    pub boundary: bool,
    /// The places at its ends.
    pub from: NodeId,
    pub to: NodeId,
    /// From when on each direction has a way of its own: always at sea, at its time on a line that
    /// gets a second track, never on one that stays single.
    pub double_from: Time,
}

impl Line {
    /// Whether each direction has a way of its own.
    #[inline]
    pub fn is_double(&self, now: Time) -> bool {
        self.double_from <= now
    }

    /// The place to which `forward` trains run.
    #[inline]
    pub fn far(&self, forward: bool) -> NodeId {
        if forward { self.to } else { self.from }
    }
}

/// Returns every section of a scenario as trains see it.
pub(super) fn lines(scenario: &Scenario, fleets: &FleetPlan) -> Vec<Line> {
    let mut used = vec![false; scenario.network.section_count()];
    let mut by_road = used.clone();
    let has_trucks = scenario.road.as_ref().is_some_and(|road| road.enabled);
    for leg in scenario.routes.legs() {
        for (section, _) in &leg.hops {
            match leg.railway {
                Railway::Road => by_road[section.index()] = has_trucks,
                _ => used[section.index()] = true,
            }
        }
    }
    for (section, _) in fleets.runs.iter().flat_map(|run| &run.hops) {
        used[section.index()] = true;
    }
    let line = |(id, section): (SectionId, &Section)| {
        let ends = section.loops.iter().copied().chain([section.length]);
        let mut from = Length::default();
        let blocks = ends
            .map(|to| to - std::mem::replace(&mut from, to))
            .collect();
        let sea = section.mode == Mode::Sea;
        let double_from = match sea || section.tracks >= 2 {
            true => Time::ZERO,
            false => section.double_from.unwrap_or(Time::MAX),
        };
        Line {
            name: name_of(&section.key),
            used: used[id.index()],
            road: by_road[id.index()],
            sea,
            blocks,
            boundary: false,
            from: section.from,
            to: section.to,
            double_from,
        }
    };
    scenario.network.sections().map(line).collect()
}
