//! Cargo that waits at the beginning of a leg until it fills a train.

use super::district::{Ctx, District, Event};
use super::record::{Record, Side};
use super::train::{Bound, Purpose, Train, TrainId};
use crate::model::Railway;
use crate::units::{Duration, LegId, Mass, Time};
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
}

impl Stock {
    /// Returns all that waits.
    pub fn mass(&self) -> Mass {
        self.mass
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
    /// Adds cargo at the beginning of a leg; full trains leave at once, if they may be loaded.
    pub(super) fn add_cargo(&mut self, leg: LegId, lot: Lot, ctx: &mut Ctx<'_>) {
        self.stock[leg.index()].add(lot);
        if !self.may_load(leg) {
            return;
        }
        let (wagons, full) = self.plan.full_train(leg, ctx.now());
        while self.stock[leg.index()].mass >= full {
            self.form_train(leg, wagons, full, ctx);
        }
        self.watch_longest_wait(leg, ctx);
    }

    /// Returns whether the cargo that waits fills a train.
    pub(super) fn has_full_train(&self, leg: LegId, ctx: &Ctx<'_>) -> bool {
        self.stock[leg.index()].mass >= self.plan.full_train(leg, ctx.now()).1
    }

    /// Loads a full train, if there is cargo for one.
    pub(super) fn load_one(&mut self, leg: LegId, ctx: &mut Ctx<'_>) {
        let (wagons, full) = self.plan.full_train(leg, ctx.now());
        if self.stock[leg.index()].mass >= full {
            self.form_train(leg, wagons, full, ctx);
        }
    }

    pub(super) fn watch_longest_wait(&mut self, leg: LegId, ctx: &mut Ctx<'_>) {
        let wait = self.longest_wait(leg);
        let stock = &mut self.stock[leg.index()];
        if stock.timer_runs {
            return;
        }
        if let Some(oldest) = stock.lots.front() {
            stock.timer_runs = true;
            ctx.schedule(
                (oldest.ready + wait).since(ctx.now()),
                Event::LongestWait { leg },
            );
        }
    }

    /// How long cargo waits for a full train: at its origin, or coming from another train.
    fn longest_wait(&self, leg: LegId) -> Duration {
        let longest = self
            .plan
            .scenario
            .stream(self.plan.leg(leg).stream)
            .longest_wait;
        match self.plan.legs[leg.index()].continues {
            true => longest.min(self.plan.scenario.operation.through_wait),
            false => longest,
        }
    }

    /// The cargo that was the oldest when the timer was set has waited longest, or has left.
    pub(super) fn waited_longest(&mut self, leg: LegId, ctx: &mut Ctx<'_>) {
        let wait = self.longest_wait(leg);
        let stock = &mut self.stock[leg.index()];
        stock.timer_runs = false;
        if !self.may_load(leg) {
            // Looked at again when the embargo is lifted and what has gathered is loaded.
            return;
        }
        let stock = &self.stock[leg.index()];
        let mass = stock.mass;
        let due = stock
            .lots
            .front()
            .is_some_and(|oldest| oldest.ready + wait <= ctx.now());
        if due {
            let per_wagon = self.plan.legs[leg.index()].cargo_per_wagon.as_kg().max(1);
            let wagons = mass.as_kg().div_ceil(per_wagon);
            self.form_train(leg, u32::try_from(wagons).unwrap_or(u32::MAX), mass, ctx);
        }
        self.watch_longest_wait(leg, ctx);
    }

    fn form_train(&mut self, leg: LegId, wagons: u32, mass: Mass, ctx: &mut Ctx<'_>) {
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
        let stock = &mut self.stock[leg.index()];
        stock.trains += 1;
        let train = Train {
            id: TrainId::of_leg(plan.legs[leg.index()].name, stock.trains),
            purpose: Purpose::Loaded(leg),
            hop: 0,
            wagons,
            stopped: true,
            locomotive: false,
            crew_since: 0,
            priority: plan.class(leg).priority,
            bound: Bound::Free,
            mass,
            born,
            since: now,
        };
        if plan.leg(leg).railway != Railway::Caspian {
            let wagon_type = plan.wagon_type(leg).index();
            self.pool[plan.leg(leg).from.index()][wagon_type] -= i64::from(wagons);
        }
        let index = self.insert(train);
        match continues {
            true => self.depart(index, ctx),
            false => ctx.schedule(loading, Event::Depart(index)),
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
