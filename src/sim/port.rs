//! Ports: the state of a district's ships, berths, yards and bases, and which rule handles which
//! event.

use super::base::BaseTracks;
use super::district::{Ctx, District};
use super::parcel::Calls;
use super::plan::{Plan, name_of};
use super::port_plan::ShipId;
use super::sailing::{Quay, Ship};
use super::spells::Spells;
use super::yard::Yard;
use crate::engine::Streams;
use crate::units::{Duration, LegId, Mass, NodeId, Time};
use std::collections::VecDeque;

/// What a district keeps of ports. Ships are here by number, wherever they are.
#[derive(Debug)]
pub(super) struct PortState {
    /// Those of facilities, then those of bases.
    pub yards: Vec<Yard>,
    pub bases: Vec<BaseTracks>,
    /// By berth.
    pub quays: Vec<Quay>,
    pub ships: Vec<Ship>,
    /// Cargo on board of the ship that is about to arrive.
    pub coming: Vec<u32>,
    /// By line and port: ships that wait for cargo, and the last instant of the timetable taken.
    pub waiting: Vec<[VecDeque<ShipId>; 2]>,
    pub taken_slot: Vec<[Option<Time>; 2]>,
    /// By service that brings parcels.
    pub calls: Vec<Calls>,
    /// By stream: what is less than a kilogram of parcels and still to come.
    pub crumbs: Vec<f64>,
    /// By line: ships that sailed from here less those that came over the sea.
    pub at_sea: Vec<i64>,
    /// By closure.
    spells: Vec<Spells>,
}

/// Ships of one line at the end of a run. Both together are as many as the scenario has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShipCount {
    /// In either port, or before it.
    pub in_port: i64,
    /// On their way.
    pub at_sea: i64,
}

/// What can happen in ports.
#[derive(Clone, Copy, Debug)]
pub(super) enum PortEvent {
    /// A ship comes to a port from the sea.
    ShipArrives { ship: ShipId, side: u8, voyage: u32 },
    /// The weather may let a ship in or out.
    WeatherEnds(ShipId),
    /// A ship is empty.
    ShipUnloaded(ShipId),
    /// A ship has waited longest for cargo, or it is its time.
    ShipDue { ship: ShipId, voyage: u32 },
    /// A ship is ready to sail.
    ShipLoaded(ShipId),
    /// A ship brings a parcel.
    Call { service: u16 },
    /// A train is loaded or unloaded at a base.
    BaseDone { base: u16, train: u32 },
    /// Delivered cargo is fetched from a base.
    Fetched { base: u16, leg: LegId, mass: Mass },
}

impl PortState {
    pub fn new(plan: &Plan, streams: Streams) -> Self {
        let ports = &plan.scenario.ports;
        let yards = ports.all_yards(&plan.scenario.facilities);
        let spells = ports.closures.iter();
        let calls = plan.ports.services.iter();
        Self {
            yards: yards.map(|(_, _, capacity)| Yard::new(capacity)).collect(),
            bases: vec![BaseTracks::default(); ports.bases.len()],
            quays: vec![Quay::default(); ports.berths.len()],
            ships: vec![Ship::default(); plan.ports.ship_count()],
            coming: Vec::new(),
            waiting: vec![Default::default(); ports.sailings.len()],
            taken_slot: vec![[None; 2]; ports.sailings.len()],
            calls: calls
                .map(|(.., name)| Calls::new(&streams, *name))
                .collect(),
            crumbs: vec![0.0; plan.scenario.streams.len()],
            at_sea: vec![0; ports.sailings.len()],
            spells: spells
                .map(|closure| Spells::new(&streams, name_of(&closure.key)))
                .collect(),
        }
    }
}

impl ShipCount {
    /// Counts the ships of every line over all districts.
    pub(super) fn of(plan: &Plan, districts: &[District]) -> Vec<Self> {
        let mut counts = vec![Self::default(); plan.scenario.ports.sailings.len()];
        for district in districts {
            for (n, ship) in district.port.ships.iter().enumerate() {
                let (sailing, _) = plan.ports.ship(ShipId(n as u16));
                counts[usize::from(sailing)].in_port += i64::from(ship.is_here());
            }
            for (count, at_sea) in counts.iter_mut().zip(&district.port.at_sea) {
                count.at_sea += at_sea;
            }
        }
        counts
    }
}

impl District {
    pub(super) fn start_ports(&mut self, ctx: &mut Ctx<'_>) {
        self.start_ships(ctx);
        self.start_calls(ctx);
    }

    pub(super) fn port_event(&mut self, event: PortEvent, ctx: &mut Ctx<'_>) {
        match event {
            PortEvent::ShipArrives { ship, side, voyage } => {
                self.ship_arrives(ship, (side, voyage), ctx);
            }
            PortEvent::WeatherEnds(ship) => self.weather_ends(ship, ctx),
            PortEvent::ShipUnloaded(ship) => self.ship_unloaded(ship, ctx),
            PortEvent::ShipDue { ship, voyage } => self.ship_due(ship, voyage, ctx),
            PortEvent::ShipLoaded(ship) => self.ship_loaded(ship, ctx),
            PortEvent::Call { service } => self.ship_calls(service, ctx),
            PortEvent::BaseDone { base, train } => self.base_done(base, train, ctx),
            PortEvent::Fetched { base, leg, mass } => self.fetched(base, leg, mass, ctx),
        }
    }

    /// Returns how long the weather keeps a port closed, if it does.
    pub(super) fn closed_for(&mut self, node: NodeId, now: Time) -> Option<Duration> {
        let scenario = &self.plan.scenario;
        let closures = &scenario.ports.closures;
        let n = closures.iter().position(|closure| closure.node == node)?;
        let until = self.port.spells[n].closed_until(now, &closures[n], &scenario.calendar)?;
        Some(until.since(now))
    }
}
