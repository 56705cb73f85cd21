//! Finding the cheapest ways of one stream, whatever is closed or required.

mod road;

use super::find::RouteTerms;
use super::graph::{Break, Closed, State, StateGraph, Tree};
use super::search::{Cheapest, Parts};
use super::{Leg, LegEnd, NoRoute, Via, places};
use crate::model::{Gauge, Network, Stream};
use crate::units::{CrossingId, NodeId};
use std::collections::BTreeMap;

/// The most sequences of breaks that are looked at for one stream and time.
const MOST_TRIED: usize = 500;

/// A way that was found.
pub(super) struct Found {
    pub usd: f64,
    pub legs: Vec<Leg>,
}

/// What is looked for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The crossings of China that may be used.
    pub allowed: &'a [CrossingId],
    /// Whether one of them must be.
    pub must_cross: bool,
    pub closed: &'a Closed,
    pub require: &'a [&'a Via],
}

/// Finds ways, and remembers what it has found on the way.
pub(super) struct Ways<'a> {
    terms: RouteTerms<'a>,
    graph: StateGraph<'a>,
    /// The crossings whose eastern station is in China.
    pub of_china: Vec<CrossingId>,
    /// The cheapest ways from each state that was asked for, by what is closed.
    trees: Vec<(Closed, BTreeMap<State, Tree>)>,
}

impl<'a> Ways<'a> {
    pub fn new(terms: RouteTerms<'a>) -> Self {
        let crossings = (0..terms.crossings.len()).map(CrossingId::from_index);
        let of_china = |id: &CrossingId| terms.crossings[id.index()].is_of_china(terms.network);
        Self {
            terms,
            graph: StateGraph::new(terms.network, terms.crossings, terms.road, terms.costs),
            of_china: crossings.filter(of_china).collect(),
            trees: Vec::new(),
        }
    }

    /// Finds the cheapest ways that fit. Where none can be run, the cheapest that nobody can run is
    /// returned, so that what it lacks can be told.
    pub fn search(&mut self, stream: &Stream, wanted: &Wanted<'_>) -> Vec<Found> {
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
        // What nothing joins to the origin is no part of a way, and costs between all breaks are asked for.
        let is_near = |it: &Break| {
            let mut starts = self.graph.ends_at(stream.origin);
            starts.any(|start| self.graph.are_joined(start, it.from))
        };
        let breaks = self.graph.breaks.iter().enumerate();
        let open = breaks.filter(|(_, it)| is_open(it.end) && is_near(it));
        open.map(|(n, _)| n).collect()
    }

    /// Works out what the parts of a way cost.
    fn parts(&mut self, breaks: &[usize], ends: (&[State], &[State]), closed: &Closed) -> Parts {
        let all = &self.graph.breaks;
        let breaks: Vec<_> = breaks.iter().map(|n| all[*n]).collect();
        let group = |it: &Break| match it.end {
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
    pub fn missing(&mut self, stream: &Stream) -> NoRoute {
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
    fn reaches(&mut self, from: NodeId, to: NodeId, gauge: Gauge) -> bool {
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

/// Returns whether a way comes to a place that it has left before.
fn turns_back(legs: &[Leg], network: &Network) -> bool {
    let mut way: Vec<NodeId> = places(legs, network).collect();
    way.dedup();
    let n_stops = way.len();
    way.sort_unstable();
    way.dedup();
    way.len() < n_stops
}
