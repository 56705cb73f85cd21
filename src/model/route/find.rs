//! Finding the routes of every stream, for every time between two changes of rules.

use super::graph::{Closed, State, StateGraph, Tree};
use super::search::{Cheapest, Parts};
use super::{
    Cap, Leg, LegEnd, OfStream, Options, Route, RouteChoice, RouteCosts, Routes, RoutingRule,
    Shares, Via, places,
};
use crate::model::{Crossing, Direction, Network, Stream};
use crate::units::{CrossingId, NodeId, RouteId, StreamId, Time};
use std::collections::BTreeMap;

/// The most sequences of breaks that are looked at for one stream and time.
const MOST_TRIED: usize = 500;

/// What routes are found by.
#[derive(Clone, Copy)]
pub struct RouteTerms<'a> {
    /// Places and sections.
    pub network: &'a Network,
    /// Border crossings.
    pub crossings: &'a [Crossing],
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
    #[error("{} leaves it no way", rules.join(" with "))]
    Closed {
        /// From when on.
        from: Time,
        /// The rules that hold then.
        rules: Vec<String>,
    },
    /// Rules allow only a part of its cargo on every way.
    #[error("{} leaves a part of it no way", rules.join(" with "))]
    Capped {
        /// From when on.
        from: Time,
        /// The rules that hold then.
        rules: Vec<String>,
    },
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
        let mut finder = Finder::new(terms);
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

/// A way that was found.
struct Found {
    usd: f64,
    legs: Vec<Leg>,
}

/// What is looked for.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    /// The crossings of China that may be used.
    allowed: &'a [CrossingId],
    /// Whether one of them must be.
    must_cross: bool,
    closed: &'a Closed,
    require: &'a [&'a Via],
}

struct Finder<'a> {
    terms: RouteTerms<'a>,
    graph: StateGraph<'a>,
    /// The crossings whose eastern station is in China.
    of_china: Vec<CrossingId>,
    /// The cheapest ways from each state that was asked for, by what is closed.
    trees: Vec<(Closed, BTreeMap<State, Tree>)>,
}

impl<'a> Finder<'a> {
    fn new(terms: RouteTerms<'a>) -> Self {
        let crossings = (0..terms.crossings.len()).map(CrossingId::from_index);
        let of_china = |id: &CrossingId| terms.crossings[id.index()].is_of_china(terms.network);
        Self {
            terms,
            graph: StateGraph::new(terms.network, terms.crossings, terms.costs),
            of_china: crossings.filter(of_china).collect(),
            trees: Vec::new(),
        }
    }

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
        let mut from: Vec<Time> = changes.filter(|time| *time < terms.end).collect();
        from.push(Time::ZERO);
        from.sort_unstable();
        from.dedup();
        let era = |from: Time| {
            let holding = rules.iter().copied().filter(|rule| rule.holds(from));
            let holding: Vec<&RoutingRule> = holding.collect();
            let (found, n_kept) = self.ways(stream, from, &holding)?;
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
            legs: 0..0,
        };
        let legs = way.legs.into_iter().map(|leg| Leg { stream, ..leg });
        routes.add(route, legs.collect());
        RouteId::from_index(routes.routes.len() - 1)
    }

    /// What tells a way from others: its crossings, and the ports at either end of a crossing by sea.
    fn key(&self, legs: &[Leg]) -> String {
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

    /// Finds the ways of a stream under some rules, those that it keeps first, and how many it keeps.
    fn ways(
        &mut self,
        stream: &Stream,
        from: Time,
        rules: &[&RoutingRule],
    ) -> Result<(Vec<Found>, usize), NoRoute> {
        let mut closed = Closed::default();
        for rule in rules {
            closed.add(&rule.forbid, stream, self.terms.network);
        }
        let requires = rules.iter().map(|rule| &rule.require);
        let require: Vec<&Via> = requires.filter(|via| !via.is_empty()).collect();
        let of_china = self.of_china.clone();
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
        let mut found = self.search(stream, &kept);
        let mut n_kept = found.len();
        let free = Wanted {
            allowed: &of_china,
            must_cross: false,
            ..kept
        };
        if found.is_empty() && !rules.is_empty() {
            found = self.search(stream, &free);
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
                found.extend(self.search(stream, &free));
            }
        }
        found.truncate(Shares::MOST);
        match found.is_empty() {
            false => Ok((found, n_kept.min(Shares::MOST))),
            true if rules.is_empty() => Err(self.missing(stream)),
            true => Err(NoRoute::Closed {
                from,
                rules: rules.iter().map(|rule| rule.key.clone()).collect(),
            }),
        }
    }

    /// Finds the cheapest ways that fit. Where none can be run, the cheapest that nobody can run is
    /// returned, so that what it lacks can be told.
    fn search(&mut self, stream: &Stream, wanted: &Wanted<'_>) -> Vec<Found> {
        let breaks = self.breaks(stream, wanted);
        let starts: Vec<State> = self.graph.ends_at(stream.origin).collect();
        let goals: Vec<State> = self.graph.ends_at(stream.destination).collect();
        let parts = self.parts(&breaks, (&starts, &goals), wanted.closed);
        let terms = self.terms;
        let (mut found, mut lame): (Vec<Found>, Option<Found>) = (Vec::new(), None);
        for (usd, sequence) in Cheapest::new(&parts).take(MOST_TRIED) {
            let too_dear = |best: &Found| usd > best.usd * terms.choice.largest_detour;
            if found.len() == terms.choice.alternatives || found.first().is_some_and(too_dear) {
                break;
            }
            let sequence: Vec<usize> = sequence.into_iter().map(|n| breaks[n]).collect();
            let legs = self.legs(&sequence, (&starts, &goals), wanted.closed);
            let crosses = |leg: &Leg| {
                leg.crossing()
                    .is_some_and(|it| wanted.allowed.contains(&it.0))
            };
            let fits = (!wanted.must_cross || legs.iter().any(crosses))
                && wanted
                    .require
                    .iter()
                    .all(|via| via.is_on(&legs, terms.network))
                && !turns_back(&legs, terms.network);
            if !fits {
                continue;
            }
            match legs.iter().all(|leg| (terms.can_run)(stream, leg)) {
                true => found.push(Found { usd, legs }),
                false => lame = lame.or(Some(Found { usd, legs })),
            }
        }
        if found.is_empty() {
            found.extend(lame);
        }
        found
    }

    /// The breaks that a stream may use: of the crossings of China those allowed, its own way.
    fn breaks(&self, stream: &Stream, wanted: &Wanted<'_>) -> Vec<usize> {
        let is_open = |end: LegEnd| match end {
            LegEnd::Cross(crossing, _) if wanted.closed.crossings.contains(&crossing) => false,
            LegEnd::Cross(crossing, direction) if wanted.allowed.contains(&crossing) => {
                direction == stream.direction
            }
            LegEnd::Cross(crossing, _) => !self.of_china.contains(&crossing),
            LegEnd::Deliver | LegEnd::Transfer => true,
        };
        let breaks = self.graph.breaks.iter().enumerate();
        let open = breaks.filter(|(_, it)| is_open(it.end));
        open.map(|(n, _)| n).collect()
    }

    /// Works out what the parts of a way cost.
    fn parts(&mut self, breaks: &[usize], ends: (&[State], &[State]), closed: &Closed) -> Parts {
        let all = &self.graph.breaks;
        let breaks: Vec<_> = breaks.iter().map(|n| all[*n]).collect();
        let group = |it: &super::graph::Break| match it.end {
            LegEnd::Cross(crossing, _) => crossing.index(),
            _ => self.terms.crossings.len() + self.graph.place(it.from).index(),
        };
        let group = breaks.iter().map(group).collect();
        let froms = ends.0.iter().copied().chain(breaks.iter().map(|it| it.to));
        let froms: Vec<State> = froms.collect();
        let trees = self.trees(&froms, closed);
        let least = |usd: Vec<Option<f64>>| usd.into_iter().flatten().min_by(f64::total_cmp);
        let from_origin =
            |to: State| least(ends.0.iter().map(|start| trees[start].usd(to)).collect());
        let to_goal =
            |from: State| least(ends.1.iter().map(|goal| trees[&from].usd(*goal)).collect());
        let over = |from: State| {
            let breaks = breaks.iter();
            breaks.map(move |it| trees[&from].usd(it.from).map(|usd| usd + it.usd))
        };
        Parts {
            direct: least(ends.0.iter().map(|start| to_goal(*start)).collect()),
            first: breaks
                .iter()
                .map(|it| from_origin(it.from).map(|usd| usd + it.usd))
                .collect(),
            next: breaks.iter().map(|it| over(it.to).collect()).collect(),
            last: breaks.iter().map(|it| to_goal(it.to)).collect(),
            group,
        }
    }

    /// Returns the trees of some states, found now unless they were before.
    fn trees(&mut self, froms: &[State], closed: &Closed) -> &BTreeMap<State, Tree> {
        // Crossings are breaks, and trees hold moves alone.
        let closed = Closed {
            crossings: Vec::new(),
            ..closed.clone()
        };
        let known = self.trees.iter().position(|(other, _)| *other == closed);
        let n = known.unwrap_or_else(|| {
            self.trees.push((closed, BTreeMap::new()));
            self.trees.len() - 1
        });
        let (closed, trees) = &mut self.trees[n];
        for from in froms {
            let tree = || self.graph.tree(*from, closed);
            trees.entry(*from).or_insert_with(tree);
        }
        trees
    }

    /// Returns the legs of a sequence of breaks, by the cheapest moves between them.
    fn legs(
        &mut self,
        sequence: &[usize],
        (starts, goals): (&[State], &[State]),
        closed: &Closed,
    ) -> Vec<Leg> {
        let breaks: Vec<_> = sequence.iter().map(|n| self.graph.breaks[*n]).collect();
        let mut legs = Vec::new();
        let mut from = starts.to_vec();
        for it in &breaks {
            let ends = self.cheapest(&from, &[it.from], closed);
            legs.push(self.graph.leg(ends, it.end, closed));
            from = vec![it.to];
        }
        let ends = self.cheapest(&from, goals, closed);
        if ends.0 != ends.1 || legs.is_empty() {
            legs.push(self.graph.leg(ends, LegEnd::Deliver, closed));
        }
        legs
    }

    /// Returns the ends of the cheapest way from any of some states to any of others.
    fn cheapest(&mut self, from: &[State], to: &[State], closed: &Closed) -> (State, State) {
        let trees = self.trees(from, closed);
        let pairs = from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b)));
        let costed = pairs.filter_map(|(a, b)| Some((trees[&a].usd(b)?, (a, b))));
        let cheapest = costed.min_by(|one, other| one.0.total_cmp(&other.0));
        cheapest.expect("a sequence has a way between its breaks").1
    }

    /// Returns which part of the way of a stream is missing.
    fn missing(&mut self, stream: &Stream) -> NoRoute {
        let part = |from: NodeId, to: NodeId| NoRoute::Missing {
            from: self.terms.network.node(from).key.clone(),
            to: self.terms.network.node(to).key.clone(),
        };
        let [crossing] = stream.crossings[..] else {
            return part(stream.origin, stream.destination);
        };
        let crossing = &self.terms.crossings[crossing.index()];
        let sender = crossing.sender(stream.direction);
        let receiver = crossing.receiver(stream.direction);
        let (to_sender, from_receiver) = (
            part(stream.origin, sender),
            part(receiver, stream.destination),
        );
        match self.reaches(
            stream.origin,
            sender,
            crossing.sending_gauge(stream.direction),
        ) {
            true => from_receiver,
            false => to_sender,
        }
    }

    /// Returns whether a place can be reached on some gauge without a crossing of China.
    fn reaches(&mut self, from: NodeId, to: NodeId, gauge: crate::model::Gauge) -> bool {
        let closed = Closed::default();
        let goal = StateGraph::on_rail(to, gauge);
        let mut open: Vec<State> = self.graph.ends_at(from).collect();
        let mut seen = open.clone();
        while let Some(state) = open.pop() {
            let tree = self.graph.tree(state, &closed);
            if tree.usd(goal).is_some() {
                return true;
            }
            for it in &self.graph.breaks {
                let inner = it
                    .end
                    .crossing()
                    .is_none_or(|it| !self.of_china.contains(&it.0));
                if inner && tree.usd(it.from).is_some() && !seen.contains(&it.to) {
                    seen.push(it.to);
                    open.push(it.to);
                }
            }
        }
        false
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

/// Returns whether a way comes to a place that it has left before.
fn turns_back(legs: &[Leg], network: &Network) -> bool {
    let mut way: Vec<NodeId> = places(legs, network).collect();
    way.dedup();
    let n_stops = way.len();
    way.sort_unstable();
    way.dedup();
    way.len() < n_stops
}
