//! Traction districts compiled: depots, where locomotives change, and the ways of light engines
//! between them.

use super::fleet_plan::FleetPlan;
use super::line::Line;
use super::plan::name_of;
use crate::model::{Scenario, TractionDistrict};
use crate::units::{DepotId, Duration, Length, LightWayId, NodeId, SectionId, TractionDistrictId};
use std::collections::BTreeMap;

/// Where locomotives are counted. Empty where there is always one.
#[derive(Clone, Debug, Default)]
pub(super) struct TractionPlan {
    of_section: Vec<Option<TractionDistrictId>>,
    depots: Vec<Depot>,
    /// By traction district and place.
    depot_at: Vec<BTreeMap<NodeId, DepotId>>,
    ways: Vec<LightWay>,
    /// How long word takes between two depots.
    pub notice: Duration,
    /// How long a locomotive stands ready before it may go back light.
    pub light_after: Duration,
}

/// A place of a traction district where trains take and give up locomotives.
#[derive(Clone, Debug)]
pub(super) struct Depot {
    pub district: TractionDistrictId,
    pub place: NodeId,
    pub turn_round: Duration,
    /// Its position among the places where locomotives stand at the start, if it is one.
    pub stands: Option<usize>,
    /// Whether it is nothing but a yard where trains are set aside.
    pub is_yard: bool,
    /// Where light engines may come from, nearest first.
    pub supply: Vec<(DepotId, LightWayId)>,
    /// The depot whose district decides who runs light: the first of the traction district.
    pub control: DepotId,
}

/// A way of light engines.
#[derive(Clone, Debug)]
pub(super) struct LightWay {
    /// What random numbers know it by.
    pub name: u32,
    pub to: DepotId,
    pub hops: Vec<(SectionId, bool)>,
}

impl TractionPlan {
    /// Compiles the traction districts. Marks as used the lines that only light engines run on.
    pub fn new(scenario: &Scenario, fleets: &FleetPlan, lines: &mut [Line]) -> Self {
        let Some(locomotives) = &scenario.locomotives else {
            return Self::default();
        };
        let mut plan = Self {
            of_section: vec![None; lines.len()],
            notice: locomotives.notice,
            light_after: locomotives.light_after,
            ..Self::default()
        };
        for (n, district) in locomotives.districts.iter().enumerate() {
            for section in &district.sections {
                plan.of_section[section.index()] = Some(TractionDistrictId::from_index(n));
            }
        }
        let mut places: Vec<Vec<NodeId>> = vec![Vec::new(); locomotives.districts.len()];
        for leg in scenario.routes.legs() {
            plan.add_changes((&leg.hops, leg.to), lines, &mut places);
        }
        for run in &fleets.runs {
            let end = fleets.pools[run.to.index()].place;
            plan.add_changes((&run.hops, end), lines, &mut places);
        }
        let yards = plan.yards(scenario, lines, &places);
        for (n, district) in locomotives.districts.iter().enumerate() {
            let served = !places[n].is_empty();
            places[n].extend(&district.stand_at);
            places[n].extend(&yards[n]);
            places[n].sort_unstable();
            places[n].dedup();
            let id = TractionDistrictId::from_index(n);
            plan.add_depots(id, district, (&places[n], &yards[n]));
            if served {
                plan.add_ways(scenario, district, TractionDistrictId::from_index(n));
            }
        }
        for (section, _) in plan.ways.iter().flat_map(|way| &way.hops) {
            lines[section.index()].used = true;
        }
        plan
    }

    /// The traction district of a section.
    #[inline]
    pub fn district(&self, section: SectionId) -> Option<TractionDistrictId> {
        *self.of_section.get(section.index())?
    }

    pub fn depots(&self) -> &[Depot] {
        &self.depots
    }

    pub fn depot(&self, id: DepotId) -> &Depot {
        &self.depots[id.index()]
    }

    /// The depot of a traction district at a place where trains change locomotives.
    pub fn depot_at(&self, district: TractionDistrictId, place: NodeId) -> DepotId {
        self.depot_at[district.index()][&place]
    }

    /// The depots of the traction district of which `control` is the first.
    pub fn controlled(&self, control: DepotId) -> impl Iterator<Item = DepotId> + '_ {
        let depots = (control.index()..self.depots.len()).map(DepotId::from_index);
        depots.take_while(move |id| self.depot(*id).control == control)
    }

    pub fn ways(&self) -> &[LightWay] {
        &self.ways
    }

    #[inline]
    pub fn way(&self, id: LightWayId) -> &LightWay {
        &self.ways[id.index()]
    }

    /// Adds the places at which trains on a way change locomotives.
    fn add_changes(
        &self,
        (hops, end): (&[(SectionId, bool)], NodeId),
        lines: &[Line],
        places: &mut [Vec<NodeId>],
    ) {
        let mut before = None;
        for (section, forward) in hops {
            let line = &lines[section.index()];
            let (near, district) = (line.far(!*forward), self.district(*section));
            if before != district {
                for change in [before, district].into_iter().flatten() {
                    places[change.index()].push(near);
                }
            }
            before = district;
        }
        if let Some(last) = before {
            places[last.index()].push(end);
        }
    }

    /// Finds the yards where trains are set aside within a traction district and that are nothing
    /// else to it: trains give their locomotives up there, but none comes by itself.
    fn yards(
        &self,
        scenario: &Scenario,
        lines: &[Line],
        places: &[Vec<NodeId>],
    ) -> Vec<Vec<NodeId>> {
        let sidings = scenario.set_aside.iter().flat_map(|it| &it.sidings);
        let yards: Vec<NodeId> = sidings.map(|(yard, _)| *yard).collect();
        let mut found = vec![Vec::new(); places.len()];
        for leg in scenario.routes.legs() {
            for (section, forward) in leg.hops.iter().skip(1) {
                let near = lines[section.index()].far(!*forward);
                let Some(district) = self.district(*section) else {
                    continue;
                };
                let known = &mut found[district.index()];
                let change = places[district.index()].contains(&near);
                if yards.contains(&near) && !change && !known.contains(&near) {
                    known.push(near);
                }
            }
        }
        let stands = scenario.locomotives.iter().flat_map(|it| &it.districts);
        for (yards, district) in found.iter_mut().zip(stands) {
            yards.retain(|yard| !district.stand_at.contains(yard));
        }
        found
    }

    fn add_depots(
        &mut self,
        id: TractionDistrictId,
        it: &TractionDistrict,
        (places, yards): (&[NodeId], &[NodeId]),
    ) {
        let control = DepotId::from_index(self.depots.len());
        let mut at = BTreeMap::new();
        for place in places {
            at.insert(*place, DepotId::from_index(self.depots.len()));
            self.depots.push(Depot {
                district: id,
                place: *place,
                turn_round: it.turn_round(*place),
                stands: it.stand_at.iter().position(|other| other == place),
                is_yard: yards.contains(place),
                supply: Vec::new(),
                control,
            });
        }
        self.depot_at.push(at);
    }

    fn add_ways(&mut self, scenario: &Scenario, it: &TractionDistrict, id: TractionDistrictId) {
        let at = self.depot_at[id.index()].clone();
        for (place, to) in &at {
            let steps = steps_to(scenario, &it.sections, *place);
            let mut supply = Vec::new();
            for (start, from) in at.iter().filter(|(start, _)| *start != place) {
                let Some((length, hops)) = way(scenario, &steps, *start) else {
                    continue;
                };
                let key = |node: &NodeId| &scenario.network.node(*node).key;
                let name = name_of(&format!("{}/{}/{}", it.key, key(start), key(place)));
                supply.push((length, *from, LightWayId::from_index(self.ways.len())));
                self.ways.push(LightWay {
                    name,
                    to: *to,
                    hops,
                });
            }
            supply.sort_by(|a, b| a.0.as_km().total_cmp(&b.0.as_km()).then(a.1.cmp(&b.1)));
            let supply = supply.into_iter().map(|(_, from, way)| (from, way));
            self.depots[to.index()].supply = supply.collect();
        }
    }
}

/// From each place: how far it is to the goal, and the section that leads there.
type Steps = BTreeMap<NodeId, (Length, Option<SectionId>)>;

/// Returns the shortest ways over open sections to `goal`, by relaxing until nothing gets shorter.
fn steps_to(scenario: &Scenario, sections: &[SectionId], goal: NodeId) -> Steps {
    let mut steps: Steps = BTreeMap::from([(goal, (Length::default(), None))]);
    loop {
        let mut shorter = None;
        for id in sections {
            let section = scenario.network.section(*id);
            for (from, to) in [(section.from, section.to), (section.to, section.from)] {
                let Some((rest, _)) = steps.get(&to).filter(|_| section.open) else {
                    continue;
                };
                let length = *rest + section.length;
                if steps.get(&from).is_none_or(|(known, _)| length < *known) {
                    shorter = Some((from, (length, Some(*id))));
                }
            }
        }
        match shorter {
            Some((from, step)) => steps.insert(from, step),
            None => return steps,
        };
    }
}

/// Follows the steps from a place to their goal.
fn way(
    scenario: &Scenario,
    steps: &Steps,
    start: NodeId,
) -> Option<(Length, Vec<(SectionId, bool)>)> {
    let (length, _) = steps.get(&start)?;
    let (mut at, mut hops) = (start, Vec::new());
    while let Some((_, Some(id))) = steps.get(&at) {
        let section = scenario.network.section(*id);
        hops.push((*id, section.from == at));
        at = section.other_end(at);
    }
    Some((*length, hops))
}
