//! What ports have, compiled to dense tables.

use super::plan::name_of;
use crate::model::{LegEnd, Ports, Railway, Scenario};
use crate::units::{LegId, NodeId, StreamId};

/// A yard: of a facility, or of a base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct YardId(pub u16);

/// A ship of the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShipId(pub u16);

/// Where ships of a line lie: the line, and which of its two ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quayside {
    pub sailing: u16,
    pub side: u8,
}

/// The ports of a scenario as the simulation sees them.
#[derive(Clone, Debug, Default)]
pub(super) struct PortPlan {
    /// By facility.
    yard_of_facility: Vec<Option<YardId>>,
    /// By leg: the base that loads its trains, and the one that unloads them.
    loaded_at: Vec<Option<u16>>,
    unloaded_at: Vec<Option<u16>>,
    /// By base: the legs whose trains it unloads.
    unloads: Vec<Vec<LegId>>,
    /// By leg: the ships that carry its cargo.
    quayside: Vec<Option<Quayside>>,
    /// By line and port.
    sides: Vec<[SidePlan; 2]>,
    /// By ship: its line, and its number on it.
    ships: Vec<(u16, u32)>,
    /// By stream: the share of its cargo that comes by ship.
    sea_share: Vec<f64>,
    /// By place to which parcels come: its streams.
    pub arriving: Vec<Vec<StreamId>>,
    /// By service: its place's position, its own there, and what random numbers know it by.
    pub services: Vec<(u16, u16, u32)>,
}

/// One port of a line.
#[derive(Clone, Debug)]
pub(super) struct SidePlan {
    pub node: NodeId,
    /// Legs whose cargo leaves from here on its ships.
    pub legs: Vec<LegId>,
    pub berth: u16,
    /// The yard of the facility at the port, if it is limited.
    pub yard: Option<YardId>,
}

impl PortPlan {
    pub fn new(scenario: &Scenario) -> Self {
        let ports = &scenario.ports;
        let mut plan = Self {
            yard_of_facility: vec![None; scenario.facilities.len()],
            ..Self::default()
        };
        for (n, yard) in ports.yards.iter().enumerate() {
            plan.yard_of_facility[yard.facility.index()] = Some(YardId(n as u16));
        }
        plan.add_legs(scenario);
        plan.add_sailings(scenario);
        plan.add_arrivals(scenario);
        plan
    }

    fn add_legs(&mut self, scenario: &Scenario) {
        let routes = &scenario.routes;
        self.unloads = vec![Vec::new(); scenario.ports.bases.len()];
        for (n, leg) in routes.legs().iter().enumerate() {
            let load = scenario.stream(leg.stream).wagon.load();
            let base = |node| {
                let mut bases = scenario.ports.bases.iter();
                let at = bases.position(|base| (base.node, base.load) == (node, load));
                at.map(|n| n as u16)
            };
            let first = routes.previous(LegId::from_index(n)).is_none();
            let runs = !leg.hops.is_empty() && leg.railway != Railway::Caspian;
            self.loaded_at
                .push(base(leg.from).filter(|_| first && runs));
            let delivers = leg.end == LegEnd::Deliver;
            let unloaded_at = base(leg.to).filter(|_| delivers && runs);
            if let Some(base) = unloaded_at {
                self.unloads[usize::from(base)].push(LegId::from_index(n));
            }
            self.unloaded_at.push(unloaded_at);
            self.quayside.push(quayside(&scenario.ports, leg, load));
        }
    }

    fn add_sailings(&mut self, scenario: &Scenario) {
        for (n, sailing) in scenario.ports.sailings.iter().enumerate() {
            let side = |side: usize| {
                let node = sailing.ports[side];
                let here = Quayside {
                    sailing: n as u16,
                    side: side as u8,
                };
                let from_here = |leg: &usize| self.quayside[*leg] == Some(here);
                let legs = (0..self.quayside.len()).filter(from_here);
                let mut berths = scenario.ports.berths.iter();
                let berth = berths.position(|it| (it.node, it.load) == (node, sailing.load));
                let mut facilities = scenario.facilities.iter();
                let facility = facilities.position(|it| (it.node, it.load) == (node, sailing.load));
                SidePlan {
                    node,
                    legs: legs.map(LegId::from_index).collect(),
                    berth: berth.expect("the reader checks that there is a berth") as u16,
                    yard: facility.and_then(|n| self.yard_of_facility[n]),
                }
            };
            let sides = [side(0), side(1)];
            // Ships without any cargo to wait for stay out of the run.
            if sides.iter().any(|side| !side.legs.is_empty()) {
                self.ships
                    .extend((0..sailing.ships).map(|number| (n as u16, number)));
            }
            self.sides.push(sides);
        }
    }

    fn add_arrivals(&mut self, scenario: &Scenario) {
        self.sea_share = vec![0.0; scenario.streams.len()];
        for (n, arrival) in scenario.ports.arrivals.iter().enumerate() {
            let streams = scenario.streams.iter().enumerate();
            let here = streams.filter(|(_, stream)| stream.origin == arrival.node);
            let here: Vec<StreamId> = here.map(|(n, _)| StreamId::from_index(n)).collect();
            for stream in &here {
                self.sea_share[stream.index()] = arrival.sea_share;
            }
            self.arriving.push(here);
            for (number, service) in arrival.services.iter().enumerate() {
                let name = name_of(&format!("{}/{}", arrival.key, service.key));
                self.services.push((n as u16, number as u16, name));
            }
        }
    }

    pub fn yard_of(&self, facility: usize) -> Option<YardId> {
        self.yard_of_facility[facility]
    }

    pub fn loaded_at(&self, leg: LegId) -> Option<u16> {
        self.loaded_at[leg.index()]
    }

    /// Returns the legs whose trains a base unloads.
    pub fn unloads(&self, base: u16) -> &[LegId] {
        &self.unloads[usize::from(base)]
    }

    pub fn unloaded_at(&self, leg: LegId) -> Option<u16> {
        self.unloaded_at[leg.index()]
    }

    pub fn quayside(&self, leg: LegId) -> Option<Quayside> {
        self.quayside[leg.index()]
    }

    pub fn side(&self, at: Quayside) -> &SidePlan {
        &self.sides[usize::from(at.sailing)][usize::from(at.side)]
    }

    /// Returns every port of every line.
    pub fn quaysides(&self) -> impl Iterator<Item = (Quayside, &SidePlan)> {
        let both = |n: usize| [0, 1].map(move |side| (n as u16, side));
        (0..self.sides.len()).flat_map(both).map(|(sailing, side)| {
            let at = Quayside { sailing, side };
            (at, self.side(at))
        })
    }

    pub fn ship_count(&self) -> usize {
        self.ships.len()
    }

    /// Returns the line of a ship, and its number on it.
    pub fn ship(&self, ship: ShipId) -> (u16, u32) {
        self.ships[usize::from(ship.0)]
    }

    pub fn sea_share(&self, stream: StreamId) -> f64 {
        self.sea_share[stream.index()]
    }
}

/// Returns where the cargo of a leg waits for a ship, if ships of its load sail its only section.
fn quayside(ports: &Ports, leg: &crate::model::Leg, load: crate::model::Load) -> Option<Quayside> {
    let [(section, forward)] = leg.hops[..] else {
        return None;
    };
    let mut sailings = ports.sailings.iter();
    let sailing = sailings.position(|it| (it.section, it.load) == (section, load))?;
    let from_first = ports.sailings[sailing].forward == forward;
    Some(Quayside {
        sailing: sailing as u16,
        side: u8::from(!from_first),
    })
}
