//! The holds of ships: what waits for them, and who takes how much of it along.

use super::district::{Ctx, District, Event};
use super::port::PortEvent;
use super::port_plan::{Quayside, ShipId};
use super::sailing::Phase;
use super::train::{Bound, Purpose, Train};
use crate::model::{Departs, Room};
use crate::units::{LegId, Mass, Time};

impl District {
    /// The room of all cargo that waits for ships of a line in a port.
    pub(super) fn room_waiting(&self, at: Quayside) -> Room {
        let legs = self.plan.ports.side(at).legs.iter();
        let room = |leg: &LegId| {
            let stream = self.plan.leg(*leg).stream;
            let mass = self.stock[leg.index()].mass();
            self.plan.scenario.stream(stream).room(mass)
        };
        legs.map(room).fold(Room::ZERO, |sum, room| sum + room)
    }

    fn mass_waiting(&self, at: Quayside) -> Mass {
        let legs = self.plan.ports.side(at).legs.iter();
        legs.map(|leg| self.stock[leg.index()].mass()).sum()
    }

    /// Loads the ships that wait for cargo as long as there is enough to fill one.
    pub(super) fn fill_ships(&mut self, at: Quayside, ctx: &mut Ctx<'_>) {
        let sailing = self.sailing(at);
        let (capacity, capacity_teu) = (sailing.capacity, sailing.capacity_teu);
        if matches!(sailing.departs, Departs::Timetable { .. }) {
            return;
        }
        loop {
            let waiting = &self.port.waiting[usize::from(at.sailing)][usize::from(at.side)];
            let Some(ship) = waiting.front().copied() else {
                return;
            };
            let fills = self.mass_waiting(at) >= capacity
                || capacity_teu.is_some_and(|room| self.room_waiting(at) >= room);
            if !fills {
                return;
            }
            self.load_ship(ship, at, ctx);
        }
    }

    /// A ship has waited longest, or its time has come.
    pub(super) fn ship_due(&mut self, ship: ShipId, voyage: u32, ctx: &mut Ctx<'_>) {
        let state = self.ship(ship);
        if state.voyage == voyage && state.phase == Phase::Waiting {
            let at = self.quayside(ship);
            self.load_ship(ship, at, ctx);
        }
    }

    /// Loads the oldest cargo, as much as a ship holds.
    fn load_ship(&mut self, ship: ShipId, at: Quayside, ctx: &mut Ctx<'_>) {
        self.port.waiting[usize::from(at.sailing)][usize::from(at.side)].retain(|it| *it != ship);
        self.ship(ship).phase = Phase::Berth;
        let sailing = self.sailing(at);
        let mut left = (sailing.capacity, sailing.capacity_teu);
        let legs = self.plan.ports.side(at).legs.clone();
        let mut loaded = vec![(Mass::ZERO, 0_u128); legs.len()];
        while let Some(n) = self.oldest(&legs) {
            let stream = self.plan.scenario.stream(self.plan.leg(legs[n]).stream);
            let fits = left
                .1
                .map_or(left.0, |room| stream.fitting(room).min(left.0));
            let Some(lot) = self.stock[legs[n].index()].take_oldest(fits) else {
                break;
            };
            left.0 -= lot.mass;
            left.1 = left
                .1
                .map(|room| room.saturating_sub(stream.room(lot.mass)));
            loaded[n].0 += lot.mass;
            loaded[n].1 += u128::from(lot.born.as_ms()) * u128::from(lot.mass.as_kg());
            if let Some(yard) = lot.yard {
                self.leave_yard(yard, legs[n], lot.mass, ctx);
            }
        }
        for (leg, (mass, weighted)) in legs.into_iter().zip(loaded) {
            if mass > Mass::ZERO {
                let born = Time::from_ms((weighted / u128::from(mass.as_kg())) as u64);
                self.put_on_board(ship, leg, mass, born, ctx);
            }
        }
        let berth = self.plan.ports.side(at).berth;
        let work = self.berth_work(ship, berth, 1);
        ctx.schedule(work, Event::Port(PortEvent::ShipLoaded(ship)));
    }

    /// The position of the leg with the oldest cargo, the first of equals.
    fn oldest(&self, legs: &[LegId]) -> Option<usize> {
        let ready = |n: &usize| self.stock[legs[*n].index()].oldest_ready();
        (0..legs.len())
            .filter(|n| ready(n).is_some())
            .min_by_key(|n| ready(n))
    }

    fn put_on_board(
        &mut self,
        ship: ShipId,
        leg: LegId,
        mass: Mass,
        born: Time,
        ctx: &mut Ctx<'_>,
    ) {
        let per_box = self.plan.legs[leg.index()].cargo_per_wagon.as_kg().max(1);
        let boxes = mass.as_kg().div_ceil(per_box);
        let train = Train {
            id: self.stock[leg.index()].next_train(self.plan.legs[leg.index()].name),
            purpose: Purpose::Loaded(leg),
            hop: 0,
            wagons: u16::try_from(boxes).unwrap_or(u16::MAX),
            stopped: true,
            locomotive: false,
            crew_since: 0,
            bound: Bound::Free,
            fleet: None,
            priority: 0,
            mass,
            born,
            since: ctx.now(),
        };
        let index = self.insert(train);
        self.ship(ship).hold.push(index);
    }
}
