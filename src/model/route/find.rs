//! Finding the routes of every stream, for every time between two changes of rules.

use super::graph::Closed;
use super::way::{Found, Wanted, Ways};
use super::{
    Cap, Leg, LegEnd, OfStream, Options, Route, RouteChoice, RouteCosts, Routes, RoutingRule,
    Shares, Via,
};
use crate::model::{Crossing, Network, Road, Stream};
use crate::units::{CrossingId, RouteId, StreamId, Time};

/// What routes are found by.
#[derive(Clone, Copy)]
pub struct RouteTerms<'a> {
    /// Places and sections.
    pub network: &'a Network,
    /// Border crossings.
    pub crossings: &'a [Crossing],
    /// Trucks and road borders, where there are any.
    pub road: Option<&'a Road>,
    /// What a way costs.
    pub costs: &'a RouteCosts,
    /// How many ways, and how much dearer.
    pub choice: &'a RouteChoice,
    /// What is closed or required when.
    pub rules: &'a [RoutingRule],
    /// The end of the run.
    pub end: Time,
    /// Whether there is a train for a leg of a stream, and somebody who takes the cargo at its end.
    pub can_run: &'a dyn Fn(&Stream, &Leg) -> bool,
}

/// A stream that cannot go where it is to go.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRoute {
    /// A part of its way does not exist.
    #[error("there is no way from {from} to {to}")]
    Missing {
        /// Where the part starts.
        from: String,
        /// Where it should end.
        to: String,
    },
    /// Rules have closed every way.
    #[error("{} closes it", named(.rules))]
    Closed {
        /// From when on.
        from: Time,
        /// The rules that hold then.
        rules: Vec<String>,
    },
    /// Rules allow only a part of its cargo on every way.
    #[error("{} allows a part alone", named(.rules))]
    Capped {
        /// From when on.
        from: Time,
        /// The rules that hold then.
        rules: Vec<String>,
    },
}

/// Names rules in a sentence about one: `rule a`, or `rule a with b`.
fn named(rules: &[String]) -> String {
    format!("rule {}", rules.join(" with "))
}

impl Routes {
    /// Finds the routes of every stream.
    ///
    /// Two ways differ in substance if they differ in a crossing or a port where cargo changes its
    /// train: of those that differ only in the sections between, the cheapest is the route. A
    /// stream keeps to the crossings that it names, as far as rules let it.
    ///
    /// # Errors
    ///
    /// Every stream that has none at some time, with what is missing or closed.
    pub fn find(
        terms: RouteTerms<'_>,
        streams: &[Stream],
    ) -> Result<Self, Vec<(StreamId, NoRoute)>> {
        let mut finder = Finder {
            terms,
            ways: Ways::new(terms),
        };
        let mut routes = Self::default();
        let mut missing = Vec::new();
        for (n, stream) in streams.iter().enumerate() {
            let id = StreamId::from_index(n);
            let first = routes.routes.len();
            match finder.eras(id, stream, &mut routes) {
                Ok(options) => routes.of_stream.push(OfStream {
                    routes: first..routes.routes.len(),
                    options,
                }),
                Err(no_route) => missing.push((id, no_route)),
            }
        }
        match missing.is_empty() {
            true => Ok(routes),
            false => Err(missing),
        }
    }
}

struct Finder<'a> {
    terms: RouteTerms<'a>,
    ways: Ways<'a>,
}

impl<'a> Finder<'a> {
    /// Finds what a stream may choose from at each time, and adds its routes.
    fn eras(
        &mut self,
        id: StreamId,
        stream: &Stream,
        routes: &mut Routes,
    ) -> Result<Vec<Options>, NoRoute> {
        let (terms, first) = (self.terms, routes.routes.len());
        let rules = terms.rules.iter();
        let concern = |rule: &&RoutingRule| rule.selection.selects(id, stream, terms.network);
        let rules: Vec<&RoutingRule> = rules.filter(concern).collect();
        let changes = rules.iter().flat_map(|rule| [rule.from, rule.until]);
        let opened = terms.network.sections().filter_map(|(_, it)| it.opens);
        let mut from: Vec<Time> = changes
            .chain(opened)
            .filter(|time| *time < terms.end)
            .collect();
        from.push(Time::ZERO);
        from.sort_unstable();
        from.dedup();
        let era = |from: Time| {
            let holding = rules.iter().copied().filter(|rule| rule.holds(from));
            let holding: Vec<&RoutingRule> = holding.collect();
            let (found, n_kept, n_by_road) = self.options(stream, from, &holding)?;
            let of = |(via, share): &(Via, f64)| Cap {
                of: found
                    .iter()
                    .map(|way| via.is_on(&way.legs, terms.network))
                    .collect(),
                share: *share,
            };
            let caps = holding.iter().flat_map(|rule| &rule.largest_share);
            let caps: Vec<Cap> = caps.map(of).collect();
            let ids = found
                .into_iter()
                .map(|way| self.add(id, way, first, routes));
            let options = Options {
                from,
                routes: ids.collect(),
                n_kept,
                n_by_road,
                caps,
            };
            let rules = || holding.iter().map(|rule| rule.key.clone()).collect();
            match options.is_possible() {
                true => Ok(options),
                false => Err(NoRoute::Capped {
                    from,
                    rules: rules(),
                }),
            }
        };
        from.into_iter().map(era).collect()
    }

    /// Adds a way to the routes of its stream, which begin at `first`, unless it is there.
    fn add(&self, stream: StreamId, way: Found, first: usize, routes: &mut Routes) -> RouteId {
        let same = |n: &usize| {
            let legs = routes.legs_of(RouteId::from_index(*n));
            let legs = legs.map(|id| routes.leg(id));
            legs.clone().len() == way.legs.len()
                && legs
                    .zip(&way.legs)
                    .all(|(a, b)| (&a.hops, a.end) == (&b.hops, b.end))
        };
        if let Some(n) = (first..routes.routes.len()).find(same) {
            return RouteId::from_index(n);
        }
        let key = self.key(&way.legs);
        let twins = routes.routes[first..].iter();
        let n_twins = twins.filter(|route| route.key.split('~').next() == Some(&key));
        let key = match n_twins.count() {
            0 => key,
            n => format!("{key}~{}", n + 1),
        };
        let crossings = way.legs.iter().filter_map(Leg::crossing);
        let route = Route {
            key,
            stream,
            usd_per_tonne: way.usd,
            crossings: crossings.collect(),
            borders: self.ways.passed_on(&way.legs),
            legs: 0..0,
        };
        let legs = way.legs.into_iter().map(|leg| Leg { stream, ..leg });
        routes.add(route, legs.collect());
        RouteId::from_index(routes.routes.len() - 1)
    }

    /// What tells a way from others: its crossings, and the ports at either end of a crossing by sea;
    /// by road, the borders.
    fn key(&self, legs: &[Leg]) -> String {
        if let Some(borders) = self.ways.borders_on(legs) {
            return borders;
        }
        let name = |leg: &Leg| match leg.end {
            LegEnd::Cross(crossing, _) => Some(&self.terms.crossings[crossing.index()].key),
            LegEnd::Transfer => Some(&self.terms.network.node(leg.to).key),
            LegEnd::Deliver => None,
        };
        let names: Vec<&str> = legs.iter().filter_map(name).map(String::as_str).collect();
        match names.is_empty() {
            true => "direct".to_owned(),
            false => names.join("+"),
        }
    }

    /// Finds the ways of a stream under some rules, how many of the first it keeps, and how many of the
    /// last go by road though it is one of rail.
    fn options(
        &mut self,
        stream: &Stream,
        from: Time,
        rules: &[&RoutingRule],
    ) -> Result<(Vec<Found>, usize, usize), NoRoute> {
        let mut closed = Closed::default();
        let sections = self.terms.network.sections();
        let later = sections.filter(|(_, it)| it.opens.is_some_and(|opens| opens > from));
        closed.sections.extend(later.map(|(id, _)| id));
        let crossings = self.terms.crossings.iter().enumerate();
        let shut = crossings.filter(|(_, it)| closed.sections.contains(&it.section));
        let shut: Vec<CrossingId> = shut.map(|(n, _)| CrossingId::from_index(n)).collect();
        closed.crossings.extend(shut);
        for rule in rules {
            closed.add(&rule.forbid, stream, self.terms.network);
        }
        if stream.is_by_road() {
            // What rules require or cap is about trains; what they close holds for trucks too.
            return match self.ways.by_road(stream, &closed) {
                Ok(mut found) => {
                    found.truncate(Shares::MOST);
                    let n_kept = found.len();
                    Ok((found, n_kept, 0))
                }
                Err(_) if !rules.is_empty() => Err(closed_by(from, rules)),
                Err(missing) => Err(missing),
            };
        }
        let requires = rules.iter().map(|rule| &rule.require);
        let require: Vec<&Via> = requires.filter(|via| !via.is_empty()).collect();
        let of_china = self.ways.of_china.clone();
        let names_some = !stream.crossings.is_empty();
        let allowed = match names_some {
            true => &stream.crossings,
            false => &of_china,
        };
        let kept = Wanted {
            allowed,
            must_cross: names_some,
            closed: &closed,
            require: &require,
        };
        let mut found = self.ways.search(stream, &kept);
        let mut n_kept = found.len();
        let free = Wanted {
            allowed: &of_china,
            must_cross: false,
            ..kept
        };
        if found.is_empty() && !rules.is_empty() {
            found = self.ways.search(stream, &free);
            n_kept = found.len();
        }
        for (via, _) in rules.iter().flat_map(|rule| &rule.largest_share) {
            let network = self.terms.network;
            if found.iter().all(|way| via.is_on(&way.legs, network)) {
                let mut without = closed.clone();
                without.add(via, stream, network);
                let free = Wanted {
                    closed: &without,
                    ..free
                };
                found.extend(self.ways.search(stream, &free));
            }
        }
        let by_road = self.also_by_road(stream, &closed);
        let n_by_road = by_road.len();
        found.truncate(Shares::MOST - n_by_road);
        n_kept = n_kept.min(found.len());
        found.extend(by_road);
        match found.is_empty() {
            false => Ok((found, n_kept, n_by_road)),
            true if rules.is_empty() => Err(self.ways.missing(stream)),
            true => Err(closed_by(from, rules)),
        }
    }
}

impl Finder<'_> {
    /// Finds the ways by road of a stream of rail that may go there too; none where nobody chooses.
    fn also_by_road(&mut self, stream: &Stream, closed: &Closed) -> Vec<Found> {
        if !stream.also_by_road || self.terms.choice.alternatives < 2 {
            return Vec::new();
        }
        self.ways.by_road(stream, closed).unwrap_or_default()
    }
}

/// Rules have closed every way.
fn closed_by(from: Time, rules: &[&RoutingRule]) -> NoRoute {
    let rules = rules.iter().map(|rule| rule.key.clone()).collect();
    NoRoute::Closed { from, rules }
}
