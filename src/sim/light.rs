//! Light engines: locomotives that run without a train to where trains wait for one.
//!
//! A traction district has a controller, at its first depot. Every depot tells it how many trains
//! want a locomotive that none turning round there will be ready for, how many of them are loaded,
//! and how many locomotives have stood ready for longer than they should. The controller sends one
//! from the nearest depot that can spare it. If none can, loaded trains have the next one of the
//! nearest depot where no loaded train wants it: it goes there, light or with a train of empty wagons
//! that runs there, before it takes empty wagons anywhere else. Each word takes its notice, so that a
//! locomotive may be gone when the order comes; then the next one goes. A light engine is a train on
//! the line and takes its place there.
//!
//! Where more is wanted than there is, depots take turns: whoever was sent one longest ago is next,
//! and few orders stand at a depot at once. Were it the depot that wants most, or the order given first,
//! a growing queue at one end of a line would take every locomotive from all other places for years.
//! To a yard that is nothing else no train brings a locomotive: where every depot wants its own, the
//! nearest one sends its next there all the same, one at a time.

use super::district::{Ctx, District, Event};
use super::locomotive::{LEAST_PRIORITY, LocomotiveEvent, Wanting};
use super::rank::PASSENGER;
use super::record::LocomotiveState;
use super::train::{Bound, Purpose, Train, TrainId};
use crate::units::{DepotId, Mass, Time};
use std::cmp::Reverse;

/// How many orders to send the next locomotive may stand at a depot at once: about those of some
/// hours, so that the controller decides anew before the day is over.
const MOST_ORDERS: i32 = 8;

/// What a depot wants and has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Supply {
    /// Trains that want a locomotive, and locomotives to be taken out of service, beyond those that
    /// turn round there.
    wanted: i32,
    /// The loaded ones of them.
    loaded: i32,
    /// Locomotives that have stood ready for long.
    spare: i32,
    /// Orders to send one that stand there.
    orders: i32,
}

/// What a depot has told the controller, less what was ordered since.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    supply: Supply,
    timer_runs: bool,
}

/// What the controller knows of a depot.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// What it was told, less what it has ordered since.
    supply: Supply,
    /// When it last had a locomotive sent there.
    sent_at: Time,
}

/// Which locomotive a depot is to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// One that it can spare.
    Spare,
    /// The next one that no loaded train wants there.
    Next,
    /// The next one, whoever wants it.
    First,
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
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let long = |since: &crate::units::Time| *since + light_after <= ctx.now();
        let spare = state.ready.partition_point(long);
        if let Some(next) = state.ready.get(spare).filter(|_| !state.told.timer_runs) {
            state.told.timer_runs = true;
            let event = LocomotiveEvent::StoodLong(id);
            ctx.schedule(
                (*next + light_after).since(ctx.now()),
                Event::Locomotive(event),
            );
        }
        let turning = state.turning as usize;
        let loaded = state
            .waiting
            .partition_point(|it| it.priority >= LEAST_PRIORITY);
        let orders = state.orders as usize;
        let trains = state.waiting.len() - orders;
        let now = Supply {
            wanted: count((trains + state.withdrawn as usize).saturating_sub(turning)),
            loaded: count((loaded - orders).saturating_sub(turning)),
            spare: count(spare),
            orders: count(orders),
        };
        let change = now.less(state.told.supply);
        state.told.supply = now;
        if change != Supply::default() {
            self.tell_controller(id, change, ctx);
        }
    }

    /// An order to send a locomotive is not carried out, for one comes with a train.
    pub(super) fn give_order_back(&self, to: DepotId, ctx: &mut Ctx<'_>) {
        let change = Supply {
            wanted: 1,
            loaded: 1,
            ..Supply::default()
        };
        self.tell_controller(to, change, ctx);
    }

    fn tell_controller(&self, depot: DepotId, change: Supply, ctx: &mut Ctx<'_>) {
        let traction = &self.plan.traction;
        let control = traction.depot(traction.depot(depot).control).place;
        let tell = LocomotiveEvent::Tell { depot, change };
        let controller = self.plan.district(control);
        ctx.send(controller, traction.notice, Event::Locomotive(tell));
    }

    /// Some locomotive at a depot has stood ready for long.
    pub(super) fn stood_long(&mut self, depot: DepotId, ctx: &mut Ctx<'_>) {
        self.depots.states[depot.index()].told.timer_runs = false;
        self.tell(depot, ctx);
    }

    /// The controller hears from a depot, and sends locomotives where they are wanted.
    pub(super) fn hear(&mut self, depot: DepotId, change: Supply, ctx: &mut Ctx<'_>) {
        let known = &mut self.depots.known[depot.index()];
        known.supply = known.supply.more(change);
        let control = self.plan.traction.depot(depot).control;
        while let Some((from, to, order)) = self.best_order(control) {
            let sending = &mut self.depots.known[from.index()].supply;
            match order {
                Order::Spare => sending.spare -= 1,
                Order::Next | Order::First => sending.orders += 1,
            }
            let wanting = &mut self.depots.known[to.index()];
            wanting.supply.wanted -= 1;
            wanting.supply.loaded -= 1;
            wanting.sent_at = ctx.now();
            let traction = &self.plan.traction;
            let there = self.plan.district(traction.depot(from).place);
            let send = LocomotiveEvent::Send { from, to, order };
            ctx.send(there, traction.notice, Event::Locomotive(send));
        }
    }

    /// Who should send a locomotive to whom, if anybody: loaded trains first, then the depot that was
    /// sent one longest ago, then the one that wants most.
    fn best_order(&self, control: DepotId) -> Option<(DepotId, DepotId, Order)> {
        let (traction, known) = (&self.plan.traction, &self.depots.known);
        let orders = traction.controlled(control).filter_map(|to| {
            let wanting = known[to.index()].supply;
            let nearest = |can: &dyn Fn(DepotId, Supply) -> bool| {
                let mut supply = traction.depot(to).supply.iter();
                let found = supply.find(|(from, _)| can(*from, known[from.index()].supply));
                found.map(|(from, _)| *from)
            };
            let spare = || nearest(&|_, it| it.spare > 0).map(|from| (from, to, Order::Spare));
            // To a yard that is nothing else, no locomotive comes by itself.
            let comes = |from: DepotId| !traction.depot(from).is_yard;
            let next = || {
                nearest(&|from, it| it.loaded <= 0 && it.orders < MOST_ORDERS && comes(from))
                    .map(|from| (from, to, Order::Next))
            };
            // A yard gets one from a depot that wants some itself rather than none at all.
            let or_to_yard = || {
                let to_yard = traction.depot(to).is_yard;
                nearest(&|from, it| to_yard && it.orders <= 0 && comes(from))
                    .map(|from| (from, to, Order::First))
            };
            let order = spare().filter(|_| wanting.wanted > 0);
            order.or_else(|| next().or_else(or_to_yard).filter(|_| wanting.loaded > 0))
        });
        orders.max_by_key(|(_, to, _)| {
            let (wanting, sent_at) = (known[to.index()].supply, known[to.index()].sent_at);
            (
                wanting.loaded > 0,
                Reverse(sent_at),
                wanting.loaded.max(0),
                wanting.wanted,
                Reverse(*to),
            )
        })
    }

    /// A depot is ordered to send a locomotive: at once if one is ready, else the next one.
    pub(super) fn obey(&mut self, from: DepotId, to: DepotId, order: Order, ctx: &mut Ctx<'_>) {
        let state = &mut self.depots.states[from.index()];
        match order {
            Order::Spare => state.told.supply.spare -= 1,
            Order::Next | Order::First => state.told.supply.orders += 1,
        }
        match state.ready.pop_front() {
            Some(_) => self.run_light(from, to, ctx),
            None => {
                let priority = match order {
                    Order::First => PASSENGER,
                    Order::Spare | Order::Next => LEAST_PRIORITY,
                };
                self.want(from, Wanting::Depot(to), priority, ctx);
                self.tell(from, ctx);
            }
        }
    }

    /// A locomotive of a depot leaves for another without a train.
    pub(super) fn run_light(&mut self, from: DepotId, to: DepotId, ctx: &mut Ctx<'_>) {
        let supply = &self.plan.traction.depot(to).supply;
        let way = supply.iter().find(|(depot, _)| *depot == from);
        let (_, way) = *way.expect("the controller sends where there is a way");
        self.record_state(from, LocomotiveState::Ready, LocomotiveState::Light, ctx);
        let ordinal = &mut self.depots.light_ordinals[way.index()];
        *ordinal += 1;
        let id = TrainId::light(self.plan.traction.way(way).name, *ordinal);
        let index = self.insert(Train {
            id,
            purpose: Purpose::Light(way),
            hop: 0,
            wagons: 0,
            fleet: None,
            stopped: true,
            locomotive: true,
            priority: LEAST_PRIORITY,
            bound: Bound::Free,
            crew_since: 0,
            mass: Mass::ZERO,
            born: ctx.now(),
            since: ctx.now(),
        });
        self.tell(from, ctx);
        self.enter_section(index, ctx);
    }

    /// A light engine has come to its depot and is ready for a train.
    pub(super) fn light_arrived(&mut self, index: u32, to: DepotId, ctx: &mut Ctx<'_>) {
        self.remove(index);
        self.record_state(to, LocomotiveState::Light, LocomotiveState::Ready, ctx);
        // The controller counted it as come when it was sent.
        let told = &mut self.depots.states[to.index()].told.supply;
        (told.wanted, told.loaded) = (told.wanted - 1, told.loaded - 1);
        self.locomotive_ready(to, ctx);
    }
}

impl Supply {
    fn more(self, other: Self) -> Self {
        Self {
            wanted: self.wanted + other.wanted,
            loaded: self.loaded + other.loaded,
            spare: self.spare + other.spare,
            orders: self.orders + other.orders,
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            wanted: self.wanted - other.wanted,
            loaded: self.loaded - other.loaded,
            spare: self.spare - other.spare,
            orders: self.orders - other.orders,
        }
    }
}
