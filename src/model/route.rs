//! The ways of every stream: routes of legs over sections, and what happens where a leg ends.
//!
//! A stream has one route or several that differ in substance: in the crossings and ports where
//! its cargo changes train. `graph` says what a way is made of, `search` puts the cheapest together,
//! `way` finds those of one stream, `rule` says which are closed or required on which dates, `find`
//! goes through streams and dates, and `choice` says how cargo is shared among what remains.

mod choice;
mod find;
mod graph;
mod rule;
mod search;
mod way;

pub use choice::{Cap, Options, RouteChoice, Shares};
pub use find::{NoRoute, RouteTerms};
pub use graph::RouteCosts;
pub use rule::{Ends, RoutingRule, Selection, Via};

use super::{Direction, Mode, Network, Railway};
use crate::units::{CrossingId, LegId, NodeId, RoadBorderId, RouteId, SectionId, StreamId, Time};
use std::ops::Range;

/// A way over sections that a train runs without being unloaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// The stream that it belongs to.
    pub stream: StreamId,
    /// The route of the stream that it is a part of.
    pub route: RouteId,
    /// Where it starts.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
    /// What runs on it.
    pub mode: Mode,
    /// Whose rules hold on it.
    pub railway: Railway,
    /// Its sections in order; `true` where the section is run in the sense in which it is written.
    pub hops: Vec<(SectionId, bool)>,
    /// What happens to the cargo at the end.
    pub end: LegEnd,
}

/// What happens to the cargo at the end of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegEnd {
    /// It is where it was to go.
    Deliver,
    /// The train is handed over a border and transshipped on the other side.
    Cross(CrossingId, Direction),
    /// It changes between train and ship.
    Transfer,
}

/// One way of a stream from origin to destination.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    /// What tells it from the other routes of its stream: the crossings and ports where cargo
    /// changes train or ship, as `khorgos+AKP+ALY`; `direct` where there is none.
    pub key: String,
    /// Whose it is.
    pub stream: StreamId,
    /// Generalised cost without queues, in US dollars a tonne.
    pub usd_per_tonne: f64,
    /// The crossings on the way, in order.
    pub crossings: Vec<(CrossingId, Direction)>,
    /// The road borders on the way, in order.
    pub borders: Vec<(RoadBorderId, Direction)>,
    legs: Range<usize>,
}

/// The routes of every stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    legs: Vec<Leg>,
    routes: Vec<Route>,
    of_stream: Vec<OfStream>,
}

#[derive(Clone, Debug, PartialEq)]
struct OfStream {
    routes: Range<usize>,
    /// What may be chosen from, in the order of the instants from which each holds.
    options: Vec<Options>,
}

impl Routes {
    /// Returns a leg.
    pub fn leg(&self, id: LegId) -> &Leg {
        &self.legs[id.index()]
    }

    /// Returns all legs in the order of their indices.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// Returns a route.
    pub fn route(&self, id: RouteId) -> &Route {
        &self.routes[id.index()]
    }

    /// Returns all routes in the order of their indices.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// Returns the routes of a stream; the first is the cheapest when the run starts.
    pub fn of_stream(
        &self,
        stream: StreamId,
    ) -> impl ExactSizeIterator<Item = RouteId> + Clone + use<> {
        let range = self.of_stream[stream.index()].routes.clone();
        range.map(RouteId::from_index)
    }

    /// Returns whether a stream has more than one route, now or later.
    pub fn has_choice(&self, stream: StreamId) -> bool {
        self.of_stream[stream.index()].routes.len() > 1
    }

    /// Returns whether some route of a stream goes by road.
    pub fn may_go_by_road(&self, stream: StreamId) -> bool {
        self.of_stream(stream).any(|route| self.is_by_road(route))
    }

    /// Returns whether a route goes by road: from end to end, if it does.
    pub fn is_by_road(&self, route: RouteId) -> bool {
        let mut legs = self.legs_of(route).map(|leg| self.leg(leg));
        legs.any(|leg| leg.mode == Mode::Road)
    }

    /// Returns what cargo of a stream may choose from over the run, in time order.
    pub fn options(&self, stream: StreamId) -> &[Options] {
        &self.of_stream[stream.index()].options
    }

    /// Returns the routes where the lines that open at `opens` do so late.
    pub fn postponed(&self, opens: &[Time], late: impl Fn(Time) -> Time) -> Self {
        let mut routes = self.clone();
        for stream in &mut routes.of_stream {
            stream.options = choice::postponed(&stream.options, opens, &late);
        }
        routes
    }

    /// Returns the legs of a route, from origin to destination.
    pub fn legs_of(&self, route: RouteId) -> impl ExactSizeIterator<Item = LegId> + Clone + use<> {
        let range = self.routes[route.index()].legs.clone();
        range.map(LegId::from_index)
    }

    /// Returns the leg after `id` on the same route.
    pub fn next(&self, id: LegId) -> Option<LegId> {
        let next = LegId(id.0 + 1);
        let range = &self.route(self.leg(id).route).legs;
        range.contains(&next.index()).then_some(next)
    }

    /// Returns the leg before `id` on the same route.
    pub fn previous(&self, id: LegId) -> Option<LegId> {
        let before = LegId(id.0.checked_sub(1)?);
        let range = &self.route(self.leg(id).route).legs;
        range.contains(&before.index()).then_some(before)
    }

    /// Adds a route with its legs, which are given its number.
    fn add(&mut self, route: Route, legs: Vec<Leg>) {
        let id = RouteId::from_index(self.routes.len());
        let first = self.legs.len();
        let legs = legs.into_iter().map(|leg| Leg { route: id, ..leg });
        self.legs.extend(legs);
        self.routes.push(Route {
            legs: first..self.legs.len(),
            ..route
        });
    }
}

impl LegEnd {
    /// Returns the crossing at the end, if there is one.
    pub fn crossing(self) -> Option<(CrossingId, Direction)> {
        match self {
            Self::Cross(crossing, direction) => Some((crossing, direction)),
            Self::Deliver | Self::Transfer => None,
        }
    }
}

impl Leg {
    /// Returns the crossing at the end of the leg, if there is one.
    pub fn crossing(&self) -> Option<(CrossingId, Direction)> {
        self.end.crossing()
    }
}

/// Returns every place that legs touch, in order; the ends of legs may come twice.
fn places<'a>(legs: &'a [Leg], network: &'a Network) -> impl Iterator<Item = NodeId> + 'a {
    legs.iter().flat_map(|leg| {
        let ends = leg.hops.iter().map(|(id, forward)| {
            let section = network.section(*id);
            if *forward { section.to } else { section.from }
        });
        [leg.from].into_iter().chain(ends).chain([leg.to])
    })
}
