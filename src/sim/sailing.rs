//! Ships between two ports: at sea, waiting for the weather, for a berth, for cargo.
//!
//! A ship is unloaded and loaded at one berth, in one call. It sails when it is full, or has waited
//! longest, or when its timetable says so, with what there is, even with nothing. On board, the
//! cargo of each leg is a train without a track; it goes from district to district beside the ship.
//!
//! A ship takes a berth only when the yard has room for what it brings, less what it will take
//! along, and one that finds no room lets others go before it: so a yard full of cargo for ships
//! cannot keep the ships out.

use super::district::{Ctx, District, Event, next_multiple};
use super::plan::name_of;
use super::port::PortEvent;
use super::port_fact::PortFact;
use super::port_plan::{Quayside, ShipId, YardId};
use super::record::{Record, Traffic};
use super::stock::Lot;
use super::train::Train;
use crate::model::{Departs, Load, Room, Sailing};
use crate::units::{Duration, Mass, Time};
use std::collections::VecDeque;

/// The berths of one port for one load.
#[derive(Clone, Debug, Default)]
pub(super) struct Quay {
    busy: u32,
    /// Ships that wait for a berth.
    queue: VecDeque<ShipId>,
}

/// A ship, as the district knows it in which it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Ship {
    pub phase: Phase,
    pub side: u8,
    pub voyage: u32,
    /// Cargo on board, as trains of the district.
    pub hold: Vec<u32>,
    arrived: Time,
    /// When it was empty, and for how long the weather has kept it in this call.
    ready: Time,
    weather: Duration,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Phase {
    /// At sea, or in another district.
    #[default]
    Away,
    /// Before the port.
    Roads,
    /// At its berth: cranes at work, or waiting for cargo.
    Berth,
    Waiting,
    /// Loaded.
    Leaving,
}

impl Ship {
    /// Returns whether it is in a port of this district.
    pub fn is_here(&self) -> bool {
        self.phase != Phase::Away
    }
}

impl District {
    pub(super) fn start_ships(&mut self, ctx: &mut Ctx<'_>) {
        for n in 0..self.port.ships.len() {
            let ship = ShipId(n as u16);
            let (sailing, number) = self.plan.ports.ship(ship);
            let side = (number % 2) as u8;
            if self.is_mine(self.plan.ports.side(Quayside { sailing, side }).node) {
                let arrives = PortEvent::ShipArrives {
                    ship,
                    side,
                    voyage: 0,
                };
                ctx.schedule(Duration::ZERO, Event::Port(arrives));
            }
        }
    }

    pub(super) fn ship(&mut self, ship: ShipId) -> &mut Ship {
        &mut self.port.ships[usize::from(ship.0)]
    }

    pub(super) fn quayside(&self, ship: ShipId) -> Quayside {
        let (sailing, _) = self.plan.ports.ship(ship);
        let side = self.port.ships[usize::from(ship.0)].side;
        Quayside { sailing, side }
    }

    pub(super) fn sailing(&self, at: Quayside) -> &Sailing {
        &self.plan.scenario.ports.sailings[usize::from(at.sailing)]
    }

    /// Cargo comes with its ship: at the same instant, and nothing comes between it and the ship,
    /// since both were sent one after the other.
    pub(super) fn come_aboard(&mut self, train: Train, ctx: &mut Ctx<'_>) {
        self.count_received(&train);
        let leg = train.leg().expect("cargo on board is on a leg");
        let (mass, running) = (train.mass, ctx.now().since(train.since));
        ctx.record(Record::Arrived { leg, mass, running });
        let index = self.insert(train);
        self.port.coming.push(index);
    }

    pub(super) fn ship_arrives(
        &mut self,
        ship: ShipId,
        (side, voyage): (u8, u32),
        ctx: &mut Ctx<'_>,
    ) {
        if voyage > 0 {
            let (sailing, _) = self.plan.ports.ship(ship);
            self.port.at_sea[usize::from(sailing)] -= 1;
        }
        let mut coming = std::mem::take(&mut self.port.coming);
        let state = self.ship(ship);
        state.hold.append(&mut coming);
        (state.side, state.voyage) = (side, voyage);
        (state.phase, state.arrived) = (Phase::Roads, ctx.now());
        state.weather = Duration::ZERO;
        self.port.coming = coming;
        self.enter_port(ship, ctx);
    }

    /// The weather that kept a ship is over, for the time being.
    pub(super) fn weather_ends(&mut self, ship: ShipId, ctx: &mut Ctx<'_>) {
        match self.ship(ship).phase {
            Phase::Leaving => self.ship_loaded(ship, ctx),
            _ => self.enter_port(ship, ctx),
        }
    }

    /// Keeps a ship where it is as long as the weather closes the port, or its way is closed to it.
    fn is_kept(&mut self, ship: ShipId, ctx: &mut Ctx<'_>) -> bool {
        let (at, now) = (self.quayside(ship), ctx.now());
        let node = self.plan.ports.side(at).node;
        let port = self.closed_for(node, now);
        let way = match self.ship(ship).phase {
            Phase::Leaving => {
                let limits = &self.weather.limits[self.sailing(at).section.index()];
                limits.closed.until(now).map(|until| until.since(now))
            }
            _ => None,
        };
        let Some(wait) = port.max(way) else {
            return false;
        };
        let state = self.ship(ship);
        state.weather = state.weather + wait;
        ctx.schedule(wait, Event::Port(PortEvent::WeatherEnds(ship)));
        true
    }

    fn enter_port(&mut self, ship: ShipId, ctx: &mut Ctx<'_>) {
        if self.is_kept(ship, ctx) {
            return;
        }
        let berth = self.plan.ports.side(self.quayside(ship)).berth;
        self.port.quays[usize::from(berth)].queue.push_back(ship);
        self.berth_ships(berth, ctx);
    }

    /// Berths the ships that wait, as far as berths and the yard allow.
    fn berth_ships(&mut self, berth: u16, ctx: &mut Ctx<'_>) {
        let berths = self.plan.scenario.ports.berths[usize::from(berth)].berths;
        let mut next = 0;
        loop {
            let quay = &self.port.quays[usize::from(berth)];
            if quay.busy >= berths {
                return;
            }
            let Some(ship) = quay.queue.get(next).copied() else {
                return;
            };
            if !self.finds_room(ship) {
                next += 1;
                continue;
            }
            let quay = &mut self.port.quays[usize::from(berth)];
            quay.queue.remove(next);
            quay.busy += 1;
            self.unload_ship(ship, berth, ctx);
        }
    }

    /// Berths the ships that wait for room in a yard.
    pub(super) fn berth_ships_of(&mut self, yard: YardId, ctx: &mut Ctx<'_>) {
        for berth in 0..self.port.quays.len() as u16 {
            if self.port.quays[usize::from(berth)].queue.is_empty() {
                continue;
            }
            let plan = std::sync::Arc::clone(&self.plan);
            let mut sides = plan.ports.quaysides();
            if sides.any(|(_, side)| side.berth == berth && side.yard == Some(yard)) {
                self.berth_ships(berth, ctx);
            }
        }
    }

    fn room_of_hold(&self, ship: ShipId) -> Room {
        let hold = self.port.ships[usize::from(ship.0)].hold.iter();
        hold.map(|train| self.room_after(*train))
            .fold(Room::ZERO, |sum, room| sum + room)
    }

    fn finds_room(&self, ship: ShipId) -> bool {
        let at = self.quayside(ship);
        let Some(yard) = self.plan.ports.side(at).yard else {
            return true;
        };
        let sailing = self.sailing(at);
        let most = sailing
            .capacity_teu
            .unwrap_or(Room::of_bulk(sailing.capacity));
        let goes = self.room_waiting(at).min(most);
        let comes = self.room_of_hold(ship);
        self.port.yards[usize::from(yard.0)].fits(comes.saturating_sub(goes))
    }

    fn unload_ship(&mut self, ship: ShipId, berth: u16, ctx: &mut Ctx<'_>) {
        if let Some(yard) = self.plan.ports.side(self.quayside(ship)).yard {
            let room = self.room_of_hold(ship);
            self.port.yards[usize::from(yard.0)].reserve(room);
        }
        self.ship(ship).phase = Phase::Berth;
        let work = self.berth_work(ship, berth, 0);
        ctx.schedule(work, Event::Port(PortEvent::ShipUnloaded(ship)));
    }

    /// How long a berth works on what a ship has on board.
    pub(super) fn berth_work(&self, ship: ShipId, berth: u16, occasion: u64) -> Duration {
        let parameters = &self.plan.scenario.ports.berths[usize::from(berth)];
        let state = &self.port.ships[usize::from(ship.0)];
        let amount = |train: &u32| match parameters.load {
            Load::Container => f64::from(self.train(*train).wagons),
            Load::Bulk => self.train(*train).mass.as_tonnes(),
        };
        let amount: f64 = state.hold.iter().map(amount).sum();
        if amount == 0.0 {
            return Duration::ZERO;
        }
        let mut draws = self.ship_draws("work of berths", ship, occasion);
        let hours = amount / parameters.rate_per_berth_hour * parameters.spread.sample(&mut draws);
        Duration::from_hours(hours).expect("a checked distribution gives no negative time")
    }

    fn ship_draws(
        &self,
        purpose: &'static str,
        ship: ShipId,
        occasion: u64,
    ) -> crate::engine::Stream {
        let (sailing, number) = self.plan.ports.ship(ship);
        let key = &self.plan.scenario.ports.sailings[usize::from(sailing)].key;
        let name = u64::from(name_of(key)) << 8 | u64::from(number & 0xff);
        let voyage = u64::from(self.port.ships[usize::from(ship.0)].voyage);
        self.streams
            .stream(purpose, name << 28 | voyage << 1 | occasion)
    }

    pub(super) fn ship_unloaded(&mut self, ship: ShipId, ctx: &mut Ctx<'_>) {
        let at = self.quayside(ship);
        let yard = self.plan.ports.side(at).yard;
        let mut hold = std::mem::take(&mut self.ship(ship).hold);
        let arrived = self.ship(ship).arrived;
        for index in hold.drain(..) {
            self.land(index, arrived, yard, ctx);
        }
        let now = ctx.now();
        let departs = self.sailing(at).departs;
        let state = self.ship(ship);
        (state.hold, state.ready, state.phase) = (hold, now, Phase::Waiting);
        let voyage = state.voyage;
        let wait = match departs {
            Departs::WhenFull { longest_wait } => longest_wait,
            Departs::Timetable { interval } => self.next_slot(at, interval, now).since(now),
        };
        ctx.schedule(wait, Event::Port(PortEvent::ShipDue { ship, voyage }));
        self.port.waiting[usize::from(at.sailing)][usize::from(at.side)].push_back(ship);
        self.fill_ships(at, ctx);
    }

    /// Cargo of a leg is on land.
    fn land(&mut self, index: u32, arrived: Time, yard: Option<YardId>, ctx: &mut Ctx<'_>) {
        if let Some(yard) = yard {
            let room = self.room_after(index);
            self.put_into(yard, index, room, ctx);
        }
        let train = self.remove(index);
        let leg = train.leg().expect("cargo on board is on a leg");
        match self.plan.scenario.routes.next(leg) {
            None => self.deliver(leg, train.mass, train.born, ctx),
            Some(next) => {
                let lot = Lot {
                    mass: train.mass,
                    born: train.born,
                    arrived,
                    ready: ctx.now(),
                    yard,
                };
                self.add_cargo(next, lot, ctx);
            }
        }
    }

    /// The next instant of the timetable that no other ship of the line takes.
    fn next_slot(&mut self, at: Quayside, interval: Duration, now: Time) -> Time {
        let phase = match at.side {
            0 => Duration::ZERO,
            _ => Duration::from_ms(interval.as_ms() / 2),
        };
        let taken = &mut self.port.taken_slot[usize::from(at.sailing)][usize::from(at.side)];
        let from = match *taken {
            Some(taken) if taken >= now => taken + Duration::from_ms(1),
            _ => now,
        };
        let slot = next_multiple(from, interval, phase);
        *taken = Some(slot);
        slot
    }

    /// A ship is loaded, and sails unless the weather keeps it.
    pub(super) fn ship_loaded(&mut self, ship: ShipId, ctx: &mut Ctx<'_>) {
        self.ship(ship).phase = Phase::Leaving;
        if self.is_kept(ship, ctx) {
            return;
        }
        let at = self.quayside(ship);
        self.record_sailing(ship, at, ctx);
        let mut hold = std::mem::take(&mut self.ship(ship).hold);
        let far = Quayside {
            side: 1 - at.side,
            ..at
        };
        let to = self.plan.district(self.plan.ports.side(far).node);
        let running = self.sailing_time(ship, at);
        let limits = &self.weather.limits[self.sailing(at).section.index()];
        let running = limits.running(running, ctx.now());
        for index in hold.drain(..) {
            let mut train = self.remove(index);
            train.since = ctx.now();
            self.count_sent(&train);
            let leg = train.leg().expect("cargo on board is on a leg");
            let mass = train.mass;
            ctx.record(Record::Departed { leg, mass });
            self.post(to, running, Event::Aboard(train), ctx);
        }
        let state = self.ship(ship);
        (state.hold, state.phase) = (hold, Phase::Away);
        let (side, voyage) = (far.side, state.voyage + 1);
        let arrives = Event::Port(PortEvent::ShipArrives { ship, side, voyage });
        self.port.at_sea[usize::from(at.sailing)] += 1;
        self.post(to, running, arrives, ctx);
        let berth = self.plan.ports.side(at).berth;
        self.port.quays[usize::from(berth)].busy -= 1;
        self.berth_ships(berth, ctx);
    }

    fn post(&self, to: crate::engine::ProcessId, after: Duration, event: Event, ctx: &mut Ctx<'_>) {
        match to == self.me {
            true => ctx.schedule(after, event),
            false => ctx.send(to, after, event),
        }
    }

    fn sailing_time(&self, ship: ShipId, at: Quayside) -> Duration {
        let section = self.sailing(at).section;
        let section = self.plan.scenario.network.section(section);
        let mut draws = self.ship_draws("sailing time", ship, 0);
        let pace = self
            .plan
            .scenario
            .operation
            .running_spread
            .sample(&mut draws);
        (section.length / section.speed).scaled(pace)
    }

    fn record_sailing(&self, ship: ShipId, at: Quayside, ctx: &mut Ctx<'_>) {
        let state = &self.port.ships[usize::from(ship.0)];
        let (mut mass, mut room) = (Mass::ZERO, Room::ZERO);
        for train in &state.hold {
            let train = self.train(*train);
            let leg = train.leg().expect("cargo on board is on a leg");
            let stream = self.plan.leg(leg).stream;
            mass += train.mass;
            room += self.plan.scenario.stream(stream).room(train.mass);
        }
        let sailing = self.sailing(at);
        ctx.record(Record::Port(PortFact::Sailed {
            sailing: at.sailing,
            side: at.side,
            mass,
            room,
            in_port: ctx.now().since(state.arrived),
            weather: state.weather,
        }));
        // A ship on its section is counted as a train would be.
        let forward = sailing.forward == (at.side == 0);
        ctx.record(Record::Counted {
            section: sailing.section,
            traffic: Traffic::Corridor,
            forward,
            trains: 1,
        });
    }
}
