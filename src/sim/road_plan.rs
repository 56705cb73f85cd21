//! The road borders of a scenario compiled for the simulation.

use crate::model::{Direction, Scenario};
use crate::units::{RoadBorderId, SectionId};

/// Which sections go over road borders, and which borders trucks go over.
#[derive(Clone, Debug)]
pub(super) struct RoadPlan {
    /// By section.
    border_of: Vec<Option<RoadBorderId>>,
    /// By border and direction.
    used: Vec<[bool; 2]>,
}

impl RoadPlan {
    pub fn new(scenario: &Scenario) -> Self {
        let road = scenario.road.as_ref();
        let of = |(id, _)| road?.border_of(id);
        let border_of: Vec<_> = scenario.network.sections().map(of).collect();
        let mut used = vec![[false; 2]; road.map_or(0, |road| road.borders.len())];
        let legs = scenario.routes.legs().iter();
        for (id, forward) in legs.flat_map(|leg| &leg.hops) {
            if let (Some(road), Some(border)) = (road, border_of[id.index()]) {
                let section = scenario.network.section(*id);
                let starts = if *forward { section.from } else { section.to };
                let direction = road.border(border).direction_from(starts);
                used[border.index()][direction.index()] = true;
            }
        }
        Self { border_of, used }
    }

    /// Returns the border that a section goes over, if it is a road over one.
    pub fn border_of(&self, section: SectionId) -> Option<RoadBorderId> {
        self.border_of[section.index()]
    }

    /// Returns whether a stream goes over a border in a direction.
    pub fn is_used(&self, border: RoadBorderId, direction: Direction) -> bool {
        self.used[border.index()][direction.index()]
    }
}
