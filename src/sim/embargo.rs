//! Embargoes as the origins obey them: loading stops, cargo gathers, and is loaded as fast as the
//! plan allows when the embargo is lifted.
//!
//! Only cargo that has not left its origin is concerned: trains that are loaded run on, and cargo
//! that changes trains on its way is taken on. Cargo with a choice of routes takes one that is not
//! under embargo, and stays only where there is none.

use super::district::{Ctx, District, Event};
use super::holding::{HoldingEvent, Way};
use crate::model::Embargo;
use crate::units::{Duration, LegId, RouteId, Time};
use std::sync::Arc;

/// What the origins of a district know of embargoes.
#[derive(Clone, Debug)]
pub(super) struct Loading {
    /// Whether one is in force, by way.
    embargoed: Vec<bool>,
    in_force: u32,
    /// By leg: whether the next train of what has gathered is arranged.
    catches_up: Vec<bool>,
}

impl Loading {
    pub fn new(ways: usize, legs: usize) -> Self {
        Self {
            embargoed: vec![false; ways],
            in_force: 0,
            catches_up: vec![false; legs],
        }
    }
}

impl District {
    /// Whether trains may be loaded for a route.
    #[inline]
    pub(super) fn is_open(&self, route: RouteId) -> bool {
        self.loading.in_force == 0 || {
            let crossings = &self.plan.scenario.routes.route(route).crossings;
            let mut ways = crossings
                .iter()
                .map(|(id, direction)| Way::new(*id, *direction));
            !ways.any(|way| self.loading.embargoed[way.index()])
        }
    }

    /// Whether trains may be loaded of the cargo at the beginning of a leg as soon as they are full.
    #[inline]
    pub(super) fn may_load(&self, leg: LegId) -> bool {
        !self.loading.catches_up[leg.index()] && (self.loading.in_force == 0 || self.is_free(leg))
    }

    /// How many trains of a leg may be loaded at once: none under an embargo, one after the other of what
    /// gathered in it. Nobody sends wagons for more.
    pub(super) fn most_loaded_at_once(&self, leg: LegId) -> u32 {
        match self.loading.in_force == 0 || self.is_free(leg) {
            false => 0,
            true if self.loading.catches_up[leg.index()] => 1,
            true => u32::MAX,
        }
    }

    /// Whether some route of the cargo at the beginning of a leg is under no embargo.
    fn is_free(&self, leg: LegId) -> bool {
        let plan = &self.plan;
        let mut routes = plan.scenario.routes.of_stream(plan.leg(leg).stream);
        let here = |route: &RouteId| plan.stock_of[route.index()] == leg;
        plan.legs[leg.index()].continues || routes.any(|it| here(&it) && self.is_open(it))
    }

    /// An embargo is ordered or lifted: every origin here that loads for the crossing obeys.
    pub(super) fn obey_embargo(&mut self, way: Way, ordered: bool, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        self.loading.embargoed[way.index()] = ordered;
        match ordered {
            true => self.loading.in_force += 1,
            false => self.loading.in_force -= 1,
        }
        for leg in &plan.holding.origins[way.index()] {
            let here = self.is_mine(plan.leg(*leg).from);
            if ordered && here {
                self.recount_waiting(*leg, ctx);
            }
            if ordered {
                continue;
            }
            if here && self.may_load(*leg) && self.has_full_train(*leg, ctx) {
                self.loading.catches_up[leg.index()] = true;
                // Origins do not begin all at the same hour.
                let name = u64::from(plan.legs[leg.index()].name);
                let mut draws = self.streams.stream("loading after an embargo", name);
                let wait = self.catch_up_interval(*leg, way, ctx.now());
                let first = wait.scaled(draws.uniform());
                ctx.schedule(
                    first,
                    Event::Holding(HoldingEvent::CatchUp { leg: *leg, way }),
                );
                self.recount_waiting(*leg, ctx);
            } else if here && self.may_load(*leg) {
                self.watch_longest_wait(*leg, ctx);
            }
        }
    }

    /// Loads one train of what has gathered, and arranges the next.
    pub(super) fn catch_up(&mut self, leg: LegId, way: Way, ctx: &mut Ctx<'_>) {
        self.loading.catches_up[leg.index()] = false;
        if !self.may_load(leg) {
            return;
        }
        self.load_one(leg, ctx);
        let more = self.has_full_train(leg, ctx);
        self.loading.catches_up[leg.index()] = more;
        self.recount_waiting(leg, ctx);
        if more {
            let wait = self.catch_up_interval(leg, way, ctx.now());
            ctx.schedule(wait, Event::Holding(HoldingEvent::CatchUp { leg, way }));
        } else {
            self.watch_longest_wait(leg, ctx);
        }
    }

    /// The time between two trains of what has gathered: that in which the origin is offered a
    /// train, divided by how much faster it may load.
    fn catch_up_interval(&self, leg: LegId, way: Way, now: Time) -> Duration {
        let scenario = &self.plan.scenario;
        let embargo: &Option<Embargo> = &way.holding(scenario).embargo;
        let embargo = embargo.as_ref();
        let embargo = embargo.expect("an embargo that is lifted was ordered");
        let months = scenario.calendar.months();
        let month = months.partition_point(|month| month.until <= now);
        let stream = scenario.stream(self.plan.leg(leg).stream);
        let offered = stream.tonnes_per_day[month.min(months.len() - 1)];
        let (_, full) = self.plan.full_train(leg, now);
        match offered > 0.0 {
            true => Duration::DAY.scaled(full.as_tonnes() / offered / embargo.catch_up),
            false => Duration::DAY,
        }
    }
}
