//! Light engines: locomotives that run back without a train to where trains wait for one.
//!
//! A traction district has a controller, at its first depot. Every depot tells it how many trains
//! want a locomotive that none there will be ready for, and how many locomotives have stood ready
//! for longer than they should. The controller sends from the nearest such depot to the one that
//! wants most. Each word takes its notice, so that a locomotive may be gone when the order comes:
//! then the depot gives the order back. A light engine is a train on the line and takes its place
//! there.

use super::district::{Ctx, District, Event};
use super::locomotive::LocomotiveEvent;
use super::record::LocomotiveState;
use super::train::{Purpose, Train, TrainId};
use crate::units::{DepotId, LightWayId, Mass};

/// The priority of a light engine: that of domestic freight.
const PRIORITY: u8 = 1;

/// What a depot has told the controller, less what it was ordered since.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    wanted: i16,
    spare: i16,
    timer_runs: bool,
}

/// What the controller knows of a depot, less what it has ordered since.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    wanted: i16,
    spare: i16,
}

impl District {
    /// Tells the controller what has changed at a depot.
    pub(super) fn tell(&mut self, id: DepotId, ctx: &mut Ctx<'_>) {
        let depot = self.plan.traction.depot(id);
        if depot.supply.is_empty() {
            return;
        }
        let light_after = self.plan.traction.light_after;
        let state = &mut self.depots.states[id.index()];
        let wanted = state.waiting.len().saturating_sub(state.turning as usize);
        let spare = state
            .ready
            .partition_point(|since| *since + light_after <= ctx.now());
        if let Some(next) = state.ready.get(spare).filter(|_| !state.told.timer_runs) {
            state.told.timer_runs = true;
            let event = LocomotiveEvent::StoodLong(id);
            ctx.schedule(
                (*next + light_after).since(ctx.now()),
                Event::Locomotive(event),
            );
        }
        let count = |n: usize| i16::try_from(n).unwrap_or(i16::MAX);
        let change = (
            count(wanted) - state.told.wanted,
            count(spare) - state.told.spare,
        );
        (state.told.wanted, state.told.spare) = (count(wanted), count(spare));
        self.tell_controller(id, change, ctx);
    }

    fn tell_controller(&self, id: DepotId, (wanted, spare): (i16, i16), ctx: &mut Ctx<'_>) {
        if (wanted, spare) == (0, 0) {
            return;
        }
        let traction = &self.plan.traction;
        let control = traction.depot(traction.depot(id).control).place;
        let tell = LocomotiveEvent::Tell {
            depot: id,
            wanted,
            spare,
        };
        let controller = self.plan.district(control);
        ctx.send(controller, traction.notice, Event::Locomotive(tell));
    }

    /// Some locomotive at a depot has stood ready for long.
    pub(super) fn stood_long(&mut self, depot: DepotId, ctx: &mut Ctx<'_>) {
        self.depots.states[depot.index()].told.timer_runs = false;
        self.tell(depot, ctx);
    }

    /// The controller hears from a depot, and sends locomotives where they are wanted.
    pub(super) fn hear(&mut self, depot: DepotId, (wanted, spare): (i16, i16), ctx: &mut Ctx<'_>) {
        let known = &mut self.depots.known[depot.index()];
        (known.wanted, known.spare) = (known.wanted + wanted, known.spare + spare);
        let control = self.plan.traction.depot(depot).control;
        while let Some((from, to)) = self.best_order(control) {
            self.depots.known[from.index()].spare -= 1;
            self.depots.known[to.index()].wanted -= 1;
            let traction = &self.plan.traction;
            let there = self.plan.district(traction.depot(from).place);
            let send = LocomotiveEvent::Send { from, to };
            ctx.send(there, traction.notice, Event::Locomotive(send));
        }
    }

    /// Who should send a locomotive to whom: the nearest that can to the one that wants most.
    fn best_order(&self, control: DepotId) -> Option<(DepotId, DepotId)> {
        let (traction, known) = (&self.plan.traction, &self.depots.known);
        let source = |to: DepotId| {
            let mut supply = traction.depot(to).supply.iter();
            let source = supply.find(|(from, _)| known[from.index()].spare > 0);
            source.map(|(from, _)| *from)
        };
        let wanting = traction
            .controlled(control)
            .filter(|id| known[id.index()].wanted > 0);
        let orders = wanting.filter_map(|to| Some((source(to)?, to)));
        orders.max_by_key(|(_, to)| (known[to.index()].wanted, std::cmp::Reverse(*to)))
    }

    /// A depot is ordered to send a locomotive. If it has none to spare any more it says so.
    pub(super) fn send_light(&mut self, from: DepotId, to: DepotId, ctx: &mut Ctx<'_>) {
        let light_after = self.plan.traction.light_after;
        let state = &mut self.depots.states[from.index()];
        state.told.spare -= 1;
        let oldest = state.ready.front().copied();
        if oldest.is_some_and(|since| since + light_after <= ctx.now()) {
            state.ready.pop_front();
            let supply = &self.plan.traction.depot(to).supply;
            let way = supply.iter().find(|(depot, _)| *depot == from);
            let (_, way) = *way.expect("the controller sends where there is a way");
            self.run_light(from, way, ctx);
        } else {
            self.tell_controller(to, (1, 0), ctx);
        }
        self.tell(from, ctx);
    }

    fn run_light(&mut self, from: DepotId, way: LightWayId, ctx: &mut Ctx<'_>) {
        self.record_state(from, LocomotiveState::Ready, LocomotiveState::Light, ctx);
        let ordinal = &mut self.depots.light_ordinals[way.index()];
        *ordinal += 1;
        let id = TrainId::light(self.plan.traction.way(way).name, *ordinal);
        let index = self.insert(Train {
            id,
            purpose: Purpose::Light(way),
            hop: 0,
            wagons: 0,
            stopped: true,
            locomotive: true,
            priority: PRIORITY,
            crew_since: 0,
            mass: Mass::ZERO,
            born: ctx.now(),
            since: ctx.now(),
        });
        self.enter_section(index, ctx);
    }

    /// A light engine has come to its depot and is ready for a train.
    pub(super) fn light_arrived(&mut self, index: u32, way: LightWayId, ctx: &mut Ctx<'_>) {
        self.remove(index);
        let depot = self.plan.traction.way(way).to;
        self.record_state(depot, LocomotiveState::Light, LocomotiveState::Ready, ctx);
        // The controller counted it as come when it was sent.
        self.depots.states[depot.index()].told.wanted -= 1;
        self.locomotive_ready(depot, ctx);
    }
}
