//! Which route cargo takes: shares by logit, with the waits at the borders as lately told.
//!
//! Trains choose, as they are formed, so that a choice makes no train shorter. Where cargo may begin
//! its way on another railway, by ship or by road, each consignment chooses that as it appears.

use super::district::{Ctx, District};
use super::experience::{Gate, Station};
use super::plan::{Plan, name_of};
use super::record::{Record, Side};
use crate::engine::{ProcessId, Stream, Streams};
use crate::model::{Direction, Options, Shares};
use crate::units::{CrossingId, LegId, Mass, RouteId, Sparse, StreamId, Time};

/// The choices of a district.
#[derive(Debug)]
pub(super) struct Routing {
    /// By route of a stream that starts here and has a choice.
    draws: Sparse<Option<Stream>>,
}

impl Routing {
    pub fn new(plan: &Plan, me: ProcessId, streams: Streams) -> Self {
        let scenario = &plan.scenario;
        let routes = scenario.routes.routes();
        let mut draws = Sparse::new(routes.len());
        for (n, route) in routes.iter().enumerate() {
            let stream = scenario.stream(route.stream);
            if plan.district(stream.origin) == me && scenario.routes.has_choice(route.stream) {
                let name = name_of(&format!("{}/{}", stream.key, route.key));
                draws[n] = Some(streams.stream("choice of route", u64::from(name)));
            }
        }
        Self { draws }
    }
}

impl District {
    /// Chooses where a consignment waits for a train: only where routes begin on different railways
    /// or modes is there anything to choose.
    pub(super) fn choose_stock(&mut self, stream: StreamId, now: Time) -> LegId {
        let plan = std::sync::Arc::clone(&self.plan);
        let routes = &plan.scenario.routes;
        let stock = |route: RouteId| plan.stock_of[route.index()];
        let first = routes.options(stream)[0].routes[0];
        let one_for_all = routes.of_stream(stream).all(|it| stock(it) == stock(first));
        match one_for_all {
            true => stock(first),
            false => {
                // An embargo holds boxes back; it is the waits that drive them on the road.
                let held = plan.scenario.stream(stream).also_by_road;
                stock(self.race(stream, now, |_, is_open| is_open || held).0)
            }
        }
    }

    /// Chooses the route of a train that is formed of cargo at its origin, and returns its first leg.
    pub(super) fn choose_route(&mut self, stock: LegId, mass: Mass, ctx: &mut Ctx<'_>) -> LegId {
        let plan = std::sync::Arc::clone(&self.plan);
        let (routes, stream) = (&plan.scenario.routes, plan.leg(stock).stream);
        if !routes.has_choice(stream) {
            return stock;
        }
        let here = |route: RouteId| plan.stock_of[route.index()] == stock;
        let may = |route, is_open| here(route) && is_open;
        let (route, usd_per_tonne) = self.race(stream, ctx.now(), may);
        ctx.record(Record::Routed {
            route,
            mass,
            usd_per_tonne,
        });
        let first = routes.legs_of(route).next();
        first.expect("a route has a leg")
    }

    /// Returns one of some routes of a stream, each as often as its share says, and its cost: of those
    /// that `may` be taken, given whether they are open or under embargo.
    ///
    /// Every route draws an exponential number, and the first to ring is taken: at rates that are
    /// the shares, each rings first as often as its share says. So one more route changes the choice
    /// of nobody but those that it wins.
    fn race(
        &mut self,
        stream: StreamId,
        now: Time,
        may: impl Fn(RouteId, bool) -> bool,
    ) -> (RouteId, f64) {
        let plan = std::sync::Arc::clone(&self.plan);
        let routes = &plan.scenario.routes;
        let options = options_at(routes.options(stream), now);
        let scale = plan.scenario.route_choice.scale_usd_per_tonne;
        let shares = options.shares(scale, |route| self.usd_per_tonne(route));
        let mut best = (f64::INFINITY, options.routes[0]);
        for route in routes.of_stream(stream) {
            let is_open = self.is_open(route);
            let draws = self.routing.draws[route.index()].as_mut();
            let draw = draws.expect("the stream starts here").exponential();
            let share = share_of(options, &shares, route);
            if may(route, is_open) && share > 0.0 && draw / share < best.0 {
                best = (draw / share, route);
            }
        }
        (best.1, self.usd_per_tonne(best.1))
    }

    /// The generalised cost of a route with the waits as last told, in US dollars a tonne.
    fn usd_per_tonne(&self, route: RouteId) -> f64 {
        let scenario = &self.plan.scenario;
        let costs = &scenario.route_costs;
        let route = scenario.routes.route(route);
        let known = |gate| self.experience.wait_h(gate, scenario);
        let wait_h = |(crossing, direction): &(CrossingId, Direction)| {
            let hours = [Side::Sending, Side::Receiving].map(|side| {
                known(Gate::Station(Station {
                    crossing: *crossing,
                    direction: *direction,
                    side,
                }))
            });
            hours[0] + hours[1] - costs.transfer_h
        };
        let more_h: f64 = route.crossings.iter().map(wait_h).sum();
        // Ways by road are found without any time at borders.
        let booths = route.borders.iter();
        let booths_h: f64 = booths.map(|(id, way)| known(Gate::Booths(*id, *way))).sum();
        route.usd_per_tonne + (more_h + booths_h) * costs.time_usd_per_tonne_hour
    }
}

/// Returns what a stream may choose from at an instant.
pub(super) fn options_at(options: &[Options], now: Time) -> &Options {
    let n = options.partition_point(|it| it.from <= now);
    &options[n - 1]
}

/// Returns the share of a route; none if it may not be chosen.
pub(super) fn share_of(options: &Options, shares: &Shares, route: RouteId) -> f64 {
    let position = options.routes.iter().position(|it| *it == route);
    position.map_or(0.0, |n| shares.of(n))
}
