//! Cargo that waits at the beginning of a leg until it fills a train.

use super::district::{Ctx, District, Event};
use super::port_plan::YardId;
use super::record::{Record, Side};
use super::train::{Bound, Purpose, Train, TrainId};
use crate::model::Railway;
use crate::units::{Duration, FleetId, LegId, Mass, Time};
use std::collections::VecDeque;

/// Cargo that waits for trains of one leg.
#[derive(Clone, Debug, Default)]
pub(super) struct Stock {
    lots: VecDeque<Lot>,
    mass: Mass,
    /// Trains that have left.
    trains: u32,
    timer_runs: bool,
}

/// Cargo that came together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lot {
    pub mass: Mass,
    /// When it left its origin.
    pub born: Time,
    /// When it came to this place.
    pub arrived: Time,
    /// When it was ready to be loaded: off the train that brought it.
    pub ready: Time,
    /// The limited yard of a facility in which it stands.
    pub yard: Option<YardId>,
}

impl Lot {
    /// Returns cargo that appears at its origin.
    pub fn at_origin(mass: Mass, now: Time) -> Self {
        Self {
            mass,
            born: now,
            arrived: now,
            ready: now,
            yard: None,
        }
    }
}

impl Stock {
    /// Returns all that waits.
    pub fn mass(&self) -> Mass {
        self.mass
    }

    /// Returns since when the oldest cargo is ready.
    pub fn oldest_ready(&self) -> Option<Time> {
        self.lots.front().map(|lot| lot.ready)
    }

    /// Takes the oldest lot, or as much of it as `most`; none if there is nothing to take.
    pub fn take_oldest(&mut self, most: Mass) -> Option<Lot> {
        let mass = self.lots.front()?.mass.min(most);
        let mut taken = None;
        if mass > Mass::ZERO {
            self.take(mass, |lot| taken = Some(lot));
        }
        taken
    }

    /// Names the next train of the leg of this name.
    pub fn next_train(&mut self, leg_name: u32) -> TrainId {
        self.trains += 1;
        TrainId::of_leg(leg_name, self.trains)
    }

    fn add(&mut self, lot: Lot) {
        self.mass += lot.mass;
        self.lots.push_back(lot);
    }

    /// Takes `mass` from the oldest lots. Calls `taken` with each part.
    fn take(&mut self, mass: Mass, mut taken: impl FnMut(Lot)) {
        self.mass -= mass;
        let mut wanted = mass;
        while wanted > Mass::ZERO {
            let oldest = self
                .lots
                .front_mut()
                .expect("there is as much as the sum says");
            let part = oldest.mass.min(wanted);
            taken(Lot {
                mass: part,
                ..*oldest
            });
            oldest.mass -= part;
            wanted -= part;
            if oldest.mass == Mass::ZERO {
                self.lots.pop_front();
            }
        }
    }
}

impl District {
    /// Adds cargo at the beginning of a leg: in the base that loads it, if there is one.
    ///
    /// By road there is nothing to wait for: the cargo leaves on trucks.
    pub(super) fn add_cargo(&mut self, leg: LegId, lot: Lot, ctx: &mut Ctx<'_>) {
        if self.plan.leg(leg).railway == Railway::Road {
            return self.load_trucks(leg, lot, ctx);
        }
        match self.plan.ports.loaded_at(leg) {
            Some(base) => self.bring_to_base(base, leg, lot, ctx),
            None => self.add_ready_cargo(leg, lot, ctx),
        }
    }

    /// Adds cargo that can be loaded: full trains leave at once, if they may, ships when they are
    /// here.
    pub(super) fn add_ready_cargo(&mut self, leg: LegId, lot: Lot, ctx: &mut Ctx<'_>) {
        self.stock[leg.index()].add(lot);
        if let Some(at) = self.plan.ports.quayside(leg) {
            return self.fill_ships(at, ctx);
        }
        if !self.may_load(leg) {
            return;
        }
        self.ask_for_wagons(leg, ctx);
        self.watch_longest_wait(leg, ctx);
    }

    /// Returns whether the cargo that waits fills a train.
    pub(super) fn has_full_train(&self, leg: LegId, ctx: &Ctx<'_>) -> bool {
        self.stock[leg.index()].mass >= self.plan.full_train(leg, ctx.now()).1
    }

    /// Whether cargo of a leg has waited for a full train for as long as it may.
    pub(super) fn is_overdue(&self, leg: LegId, now: Time) -> bool {
        let oldest = self.stock[leg.index()].lots.front();
        oldest.is_some_and(|oldest| oldest.ready + self.longest_wait(leg) <= now)
    }

    /// Has the cargo of a leg looked at again when the oldest of it has waited longest.
    pub(super) fn watch_longest_wait(&mut self, leg: LegId, ctx: &mut Ctx<'_>) {
        let wait = self.longest_wait(leg);
        let stock = &mut self.stock[leg.index()];
        if stock.timer_runs {
            return;
        }
        // What waits longer already waits for wagons.
        let due = stock.lots.front().map(|oldest| oldest.ready + wait);
        if let Some(due) = due.filter(|due| *due > ctx.now()) {
            stock.timer_runs = true;
            ctx.schedule(due.since(ctx.now()), Event::LongestWait { leg });
        }
    }

    fn longest_wait(&self, leg: LegId) -> Duration {
        let stream = self.plan.leg(leg).stream;
        self.plan.legs[leg.index()].longest_wait(&self.plan.scenario, stream)
    }

    /// The cargo that was the oldest when the timer was set has waited longest, or has left.
    pub(super) fn waited_longest(&mut self, leg: LegId, ctx: &mut Ctx<'_>) {
        self.stock[leg.index()].timer_runs = false;
        if !self.may_load(leg) {
            // Looked at again when the embargo is lifted and what has gathered is loaded.
            return;
        }
        self.ask_for_wagons(leg, ctx);
        self.watch_longest_wait(leg, ctx);
    }

    /// Loads a train with the oldest cargo of a leg, as much as goes on so many wagons.
    pub(super) fn form_train(
        &mut self,
        leg: LegId,
        wagons: u32,
        fleet: Option<FleetId>,
        ctx: &mut Ctx<'_>,
    ) {
        let per_wagon = self.plan.legs[leg.index()].cargo_per_wagon.as_kg();
        let room = Mass::from_kg(per_wagon * u64::from(wagons));
        let mass = self.stock[leg.index()].mass.min(room);
        let plan = std::sync::Arc::clone(&self.plan);
        let after = plan.legs[leg.index()].after;
        let now = ctx.now();
        let mut weighted = 0_u128;
        let mut left = Vec::new();
        self.stock[leg.index()].take(mass, |lot| {
            weighted += u128::from(lot.born.as_ms()) * u128::from(lot.mass.as_kg());
            left.push(lot);
        });
        for lot in left {
            if let Some(yard) = lot.yard {
                self.leave_yard(yard, leg, lot.mass, ctx);
            }
            if let Some((crossing, direction)) = after {
                let (stream, mass) = (plan.leg(leg).stream, lot.mass);
                let (side, dwell) = (Side::Receiving, now.since(lot.arrived));
                ctx.record(Record::LeftStation {
                    crossing,
                    direction,
                    side,
                    stream,
                    mass,
                    dwell,
                    for_train: now.since(lot.ready),
                });
            }
        }
        let continues = plan.legs[leg.index()].continues;
        let leg = match continues {
            true => leg,
            false => self.choose_route(leg, mass, ctx),
        };
        let loading = plan.scenario.operation.loading;
        let born = match continues {
            true => Time::from_ms((weighted / u128::from(mass.as_kg())) as u64),
            false => now + loading,
        };
        let wagons = u16::try_from(wagons).expect("a train has fewer than 2^16 wagons");
        let train = Train {
            id: self.stock[leg.index()].next_train(plan.legs[leg.index()].name),
            purpose: Purpose::Loaded(leg),
            hop: 0,
            wagons,
            fleet,
            stopped: true,
            locomotive: false,
            crew_since: 0,
            priority: plan.class(leg).priority,
            bound: Bound::Free,
            mass,
            born,
            since: now,
        };
        let index = self.insert(train);
        match (continues, plan.ports.loaded_at(leg)) {
            (true, _) => self.depart(index, ctx),
            (false, Some(base)) => self.go_to_base(base, index, ctx),
            (false, None) => ctx.schedule(loading, Event::Depart(index)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_cargo_leaves_first_and_lots_are_split() {
        let mut stock = Stock::default();
        for (kg, arrived) in [(100, 1), (50, 2)] {
            let arrived = Time::from_ms(arrived);
            stock.add(Lot {
                mass: Mass::from_kg(kg),
                born: Time::ZERO,
                arrived,
                ready: arrived,
                yard: None,
            });
        }
        let mut taken = Vec::new();
        stock.take(Mass::from_kg(120), |lot| {
            taken.push((lot.mass.as_kg(), lot.arrived.as_ms()))
        });
        assert_eq!(taken, [(100, 1), (20, 2)]);
        assert_eq!(stock.mass(), Mass::from_kg(30));
    }
}
