//! Bases: trains are loaded at their origin and unloaded at their destination on so many tracks,
//! and their cargo stands in a yard.
//!
//! Cargo for which the yard has no room waits outside, in order, or is turned away, as the base has
//! it; no train is made of it. A train to be unloaded waits for room too, and lets those that are to
//! be loaded go before it, since they make room. Cargo from outside leaves room for one train: did it
//! fill the yard while wagons are short, no train could be unloaded, and the wagons that it waits for
//! would stand under the others.

use super::district::{Ctx, District, Event};
use super::port::PortEvent;
use super::port_fact::PortFact;
use super::port_plan::YardId;
use super::record::Record;
use super::stock::Lot;
use super::train::Purpose;
use crate::model::{Room, WhenFull};
use crate::units::{Duration, LegId, Mass};
use std::collections::VecDeque;

/// The tracks of a base, and what waits outside.
#[derive(Clone, Debug, Default)]
pub(super) struct BaseTracks {
    busy: u32,
    waiting: VecDeque<u32>,
    outside: VecDeque<(LegId, Lot)>,
}

impl BaseTracks {
    /// Returns the cargo that has no room in the yard yet.
    pub fn outside(&self) -> impl Iterator<Item = (LegId, Mass)> {
        self.outside.iter().map(|(leg, lot)| (*leg, lot.mass))
    }
}

impl District {
    fn yard_of_base(&self, base: u16) -> YardId {
        YardId(self.plan.scenario.ports.base_yard(usize::from(base)) as u16)
    }

    /// Cargo comes to a base to be loaded.
    pub(super) fn bring_to_base(&mut self, base: u16, leg: LegId, lot: Lot, ctx: &mut Ctx<'_>) {
        if self.plan.scenario.ports.bases[usize::from(base)].when_full == WhenFull::TurnAway {
            return self.take_what_fits(base, leg, lot, ctx);
        }
        self.port.bases[usize::from(base)]
            .outside
            .push_back((leg, lot));
        self.let_in(base, ctx);
    }

    /// Lets cargo into the yard as far as there is room.
    fn let_in(&mut self, base: u16, ctx: &mut Ctx<'_>) {
        let yard = self.yard_of_base(base);
        let kept = self.room_kept_for_a_train(base, ctx);
        loop {
            let free = self.port.yards[usize::from(yard.0)].free();
            let free = free.saturating_sub(kept);
            let outside = &mut self.port.bases[usize::from(base)].outside;
            let Some((leg, first)) = outside.front_mut() else {
                return;
            };
            let (leg, mut lot) = (*leg, *first);
            let stream = self.plan.scenario.stream(self.plan.leg(leg).stream);
            lot.mass = lot.mass.min(stream.fitting(free));
            if lot.mass == Mass::ZERO {
                return;
            }
            lot.ready = ctx.now();
            first.mass -= lot.mass;
            if first.mass == Mass::ZERO {
                outside.pop_front();
            }
            self.enter_yard(yard, leg, lot.mass, ctx);
            self.add_ready_cargo(leg, lot, ctx);
        }
    }

    /// The room that cargo from outside leaves: of the largest train that comes to be unloaded, but at
    /// most half of the yard.
    fn room_kept_for_a_train(&self, base: u16, ctx: &Ctx<'_>) -> Room {
        let plan = &self.plan;
        let parameters = &plan.scenario.ports.bases[usize::from(base)];
        let room = |leg: &LegId| {
            let (_, full) = plan.full_train(*leg, ctx.now());
            plan.scenario.stream(plan.leg(*leg).stream).room(full)
        };
        let largest = plan.ports.unloads(base).iter().map(room).max();
        let stands = parameters.stay > Duration::ZERO;
        let largest = largest.filter(|_| stands).unwrap_or(Room::ZERO);
        largest.min(parameters.capacity.half())
    }

    /// Takes as much of some cargo as the yard has room for; the rest goes elsewhere at once.
    fn take_what_fits(&mut self, base: u16, leg: LegId, lot: Lot, ctx: &mut Ctx<'_>) {
        let yard = self.yard_of_base(base);
        let free = self.port.yards[usize::from(yard.0)].free();
        let free = free.saturating_sub(self.room_kept_for_a_train(base, ctx));
        let id = self.plan.leg(leg).stream;
        let taken = lot.mass.min(self.plan.scenario.stream(id).fitting(free));
        let turned_away = lot.mass - taken;
        self.counts[id.index()].turned_away += turned_away;
        ctx.record(Record::Port(PortFact::Brought {
            base,
            stream: id,
            taken,
            turned_away,
        }));
        if taken > Mass::ZERO {
            self.enter_yard(yard, leg, taken, ctx);
            self.add_ready_cargo(leg, Lot { mass: taken, ..lot }, ctx);
        }
    }

    /// A train is to be loaded or unloaded at a base.
    pub(super) fn go_to_base(&mut self, base: u16, train: u32, ctx: &mut Ctx<'_>) {
        self.port.bases[usize::from(base)].waiting.push_back(train);
        self.take_tracks(base, ctx);
    }

    /// There is room in the yard of a base, or a track.
    pub(super) fn use_base(&mut self, base: u16, ctx: &mut Ctx<'_>) {
        self.take_tracks(base, ctx);
        self.let_in(base, ctx);
    }

    /// Places the trains that wait, as far as tracks and room allow.
    fn take_tracks(&mut self, base: u16, ctx: &mut Ctx<'_>) {
        let parameters = &self.plan.scenario.ports.bases[usize::from(base)];
        let (tracks, time) = (parameters.tracks, parameters.track_time());
        let yard = self.yard_of_base(base);
        let mut next = 0;
        loop {
            let state = &self.port.bases[usize::from(base)];
            if state.busy >= tracks {
                return;
            }
            let Some(train) = state.waiting.get(next).copied() else {
                return;
            };
            let room = self.room_to_unload(base, train);
            if !self.take_room(yard, room, ctx) {
                next += 1;
                continue;
            }
            let state = &mut self.port.bases[usize::from(base)];
            state.waiting.remove(next);
            state.busy += 1;
            ctx.record(Record::Port(PortFact::BaseWorked { base, busy: time }));
            ctx.schedule(time, Event::Port(PortEvent::BaseDone { base, train }));
        }
    }

    /// The room that a train needs at a base: none if it is to be loaded.
    fn room_to_unload(&self, base: u16, train: u32) -> Room {
        let train = self.train(train);
        let leg = train.leg().expect("only trains of a leg come to a base");
        let stay = self.plan.scenario.ports.bases[usize::from(base)].stay;
        let stands = train.hop > 0 && stay > Duration::ZERO;
        match stands {
            true => {
                let stream = self.plan.leg(leg).stream;
                self.plan.scenario.stream(stream).room(train.mass)
            }
            false => Room::ZERO,
        }
    }

    /// A train is loaded and leaves, or is unloaded.
    pub(super) fn base_done(&mut self, base: u16, index: u32, ctx: &mut Ctx<'_>) {
        let yard = self.yard_of_base(base);
        let room = self.room_to_unload(base, index);
        self.port.bases[usize::from(base)].busy -= 1;
        let train = *self.train(index);
        let Purpose::Loaded(leg) = train.purpose else {
            unreachable!("only loaded trains are at a base");
        };
        if train.hop == 0 {
            self.train_mut(index).born = ctx.now();
            self.depart(index, ctx);
            // It stood there before it was known which way it goes.
            let stock = self.plan.stock_of[self.plan.leg(leg).route.index()];
            return self.leave_yard(yard, stock, train.mass, ctx);
        }
        self.port.yards[usize::from(yard.0)].give_back(room);
        if room > Room::ZERO {
            self.enter_yard(yard, leg, train.mass, ctx);
            let stay = self.plan.scenario.ports.bases[usize::from(base)].stay;
            let mass = train.mass;
            let fetched = PortEvent::Fetched { base, leg, mass };
            ctx.schedule(stay, Event::Port(fetched));
        }
        self.unloaded(index, ctx);
        self.use_base(base, ctx);
    }

    /// Delivered cargo leaves the yard.
    pub(super) fn fetched(&mut self, base: u16, leg: LegId, mass: Mass, ctx: &mut Ctx<'_>) {
        let yard = self.yard_of_base(base);
        self.leave_yard(yard, leg, mass, ctx);
    }
}
