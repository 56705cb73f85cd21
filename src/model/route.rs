//! The way of every stream: legs over sections, and what happens where a leg ends.
//!
//! A route is a shortest path by generalised cost through a graph of (place, track) states: moving
//! along a section keeps the track, a crossing or a port changes it. The crossing between China and
//! Kazakhstan is the stream's own; any other break of gauge is taken where the path needs it. Roads
//! are in the network but carry no stream yet.

use super::{Crossing, Direction, Gauge, Mode, Network, Railway, Section, Stream};
use crate::units::{CrossingId, LegId, NodeId, SectionId, StreamId};
use petgraph::algo::astar;
use petgraph::graph::{DiGraph, NodeIndex};
use std::ops::Range;

/// What a tonne costs on its way. Source: the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteCosts {
    /// Rail freight, in US dollars a tonne-kilometer.
    pub rail_usd_per_tkm: f64,
    /// Sea freight, in US dollars a tonne-kilometer.
    pub sea_usd_per_tkm: f64,
    /// Value of time, in US dollars a tonne and hour.
    pub time_usd_per_tonne_hour: f64,
    /// Changing gauge, or between ship and train, in US dollars a tonne.
    pub transfer_usd_per_tonne: f64,
    /// How long that takes, in hours.
    pub transfer_h: f64,
}

/// A way over sections that a train runs without being unloaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// The stream that it belongs to.
    pub stream: StreamId,
    /// Where it starts.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
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

/// The legs of every stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    legs: Vec<Leg>,
    of_stream: Vec<Range<usize>>,
}

/// A part of a way that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no way from {from} to {to}")]
pub struct NoRoute {
    /// Where the part starts.
    pub from: String,
    /// Where it should end.
    pub to: String,
}

impl Routes {
    /// Finds the cheapest way of every stream.
    ///
    /// # Errors
    ///
    /// Every stream that has none, with the part of its way that is missing.
    pub fn find(
        network: &Network,
        crossings: &[Crossing],
        streams: &[Stream],
        costs: &RouteCosts,
    ) -> Result<Self, Vec<(StreamId, NoRoute)>> {
        let graph = StateGraph::new(network, crossings, streams, costs);
        let mut routes = Self::default();
        let mut missing = Vec::new();
        for (n, stream) in streams.iter().enumerate() {
            let id = StreamId::from_index(n);
            match graph.route(id, stream) {
                Ok(legs) => {
                    let first = routes.legs.len();
                    routes.legs.extend(legs);
                    routes.of_stream.push(first..routes.legs.len());
                }
                Err(no_route) => missing.push((id, no_route)),
            }
        }
        if missing.is_empty() {
            Ok(routes)
        } else {
            Err(missing)
        }
    }

    /// Returns a leg.
    pub fn leg(&self, id: LegId) -> &Leg {
        &self.legs[id.index()]
    }

    /// Returns all legs in the order of their indices.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// Returns the legs of a stream, from origin to destination.
    pub fn of_stream(&self, stream: StreamId) -> impl ExactSizeIterator<Item = LegId> + '_ {
        self.of_stream[stream.index()]
            .clone()
            .map(LegId::from_index)
    }

    /// Returns the leg after `id` on the same route.
    pub fn next(&self, id: LegId) -> Option<LegId> {
        let next = LegId(id.0 + 1);
        let range = &self.of_stream[self.leg(id).stream.index()];
        range.contains(&next.index()).then_some(next)
    }
}

/// What cargo stands on: a gauge, or a ship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Track {
    Rail(Gauge),
    Sea,
}

impl Track {
    const ALL: [Self; 3] = [
        Self::Rail(Gauge::Standard),
        Self::Rail(Gauge::Broad),
        Self::Sea,
    ];
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Move(SectionId, bool),
    Cross(CrossingId, Direction),
    Transfer,
}

struct StateGraph<'a> {
    network: &'a Network,
    crossings: &'a [Crossing],
    graph: DiGraph<(NodeId, Track), (f64, Step)>,
}

impl<'a> StateGraph<'a> {
    fn new(
        network: &'a Network,
        crossings: &'a [Crossing],
        streams: &[Stream],
        costs: &RouteCosts,
    ) -> Self {
        let mut graph = DiGraph::new();
        for (node, _) in network.nodes() {
            for track in Track::ALL {
                graph.add_node((node, track));
            }
        }
        let mut states = Self {
            network,
            crossings,
            graph,
        };
        for (id, section) in network.sections() {
            states.add_section(id, section, costs);
        }
        states.add_breaks(streams, costs);
        states
    }

    fn state(node: NodeId, track: Track) -> NodeIndex {
        let position = Track::ALL.iter().position(|other| *other == track);
        NodeIndex::new(node.index() * Track::ALL.len() + position.expect("every track is listed"))
    }

    /// Adds both ways along a section, unless a crossing works it or it is not open.
    fn add_section(&mut self, id: SectionId, section: &Section, costs: &RouteCosts) {
        if !section.open || self.crossings.iter().any(|crossing| crossing.section == id) {
            return;
        }
        let usd_per_tkm = match section.mode {
            Mode::Rail => costs.rail_usd_per_tkm,
            Mode::Sea => costs.sea_usd_per_tkm,
            Mode::Road => return,
        };
        for track in Track::ALL {
            let runs = match track {
                Track::Rail(gauge) => section.carries(gauge),
                Track::Sea => section.mode == Mode::Sea,
            };
            if !runs {
                continue;
            }
            for (from, to, forward) in [
                (section.from, section.to, true),
                (section.to, section.from, false),
            ] {
                let running = section.length / section.speed;
                let hours = (running + self.network.node(to).technical_stop).as_hours();
                let cost =
                    section.length.as_km() * usd_per_tkm + hours * costs.time_usd_per_tonne_hour;
                let step = Step::Move(id, forward);
                let ends = (Self::state(from, track), Self::state(to, track));
                self.graph.add_edge(ends.0, ends.1, (cost, step));
            }
        }
    }

    /// Adds changes of gauge at the crossings that no stream chooses, and of mode where ships call.
    fn add_breaks(&mut self, streams: &[Stream], costs: &RouteCosts) {
        let cost = costs.transfer_usd_per_tonne + costs.transfer_h * costs.time_usd_per_tonne_hour;
        for (n, crossing) in self.crossings.iter().enumerate() {
            let id = CrossingId::from_index(n);
            if streams.iter().any(|stream| stream.crossing == id) {
                continue;
            }
            for direction in Direction::BOTH {
                let (from, to) = self.crossing_states(crossing, direction);
                let step = Step::Cross(id, direction);
                self.graph.add_edge(from, to, (cost, step));
            }
        }
        let ports = self
            .network
            .sections()
            .filter(|(_, section)| section.mode == Mode::Sea);
        let mut ports: Vec<NodeId> = ports
            .flat_map(|(_, section)| [section.from, section.to])
            .collect();
        ports.sort_unstable();
        ports.dedup();
        for port in ports {
            let (rail, sea) = (
                Self::state(port, Track::Rail(Gauge::Broad)),
                Self::state(port, Track::Sea),
            );
            self.graph.add_edge(rail, sea, (cost, Step::Transfer));
            self.graph.add_edge(sea, rail, (cost, Step::Transfer));
        }
    }

    /// The states before and after a crossing: the sender's own gauge, then the receiver's.
    fn crossing_states(&self, crossing: &Crossing, direction: Direction) -> (NodeIndex, NodeIndex) {
        let east = Self::state(crossing.east, Track::Rail(crossing.east_gauge));
        let west = Self::state(crossing.west, Track::Rail(crossing.west_gauge));
        match direction {
            Direction::ToChina => (west, east),
            Direction::FromChina => (east, west),
        }
    }

    fn route(&self, id: StreamId, stream: &Stream) -> Result<Vec<Leg>, NoRoute> {
        let crossing = &self.crossings[stream.crossing.index()];
        let (sender, receiver) = self.crossing_states(crossing, stream.direction);
        let on_rail = |node| {
            [Gauge::Standard, Gauge::Broad].map(|gauge| Self::state(node, Track::Rail(gauge)))
        };
        let (start, before) = self.path(&on_rail(stream.origin), &[sender])?;
        let (_, after) = self.path(&[receiver], &on_rail(stream.destination))?;
        let cross = (Step::Cross(stream.crossing, stream.direction), receiver);
        let steps: Vec<_> = before.into_iter().chain([cross]).chain(after).collect();
        Ok(self.legs(id, start, &steps))
    }

    /// Returns where the cheapest way from any of `starts` to any of `goals` begins, and its steps,
    /// each with the state that it leads to.
    fn path(
        &self,
        starts: &[NodeIndex],
        goals: &[NodeIndex],
    ) -> Result<(NodeIndex, Vec<(Step, NodeIndex)>), NoRoute> {
        let to_goal = |start: &NodeIndex| {
            let cost = |edge: petgraph::graph::EdgeReference<'_, (f64, Step)>| edge.weight().0;
            astar(
                &self.graph,
                *start,
                |state| goals.contains(&state),
                cost,
                |_| 0.0,
            )
        };
        let cheapest = starts
            .iter()
            .filter_map(to_goal)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, states)) = cheapest else {
            let key = |state: NodeIndex| self.network.node(self.graph[state].0).key.clone();
            return Err(NoRoute {
                from: key(starts[0]),
                to: key(goals[0]),
            });
        };
        let step = |pair: &[NodeIndex]| (self.cheapest_step(pair[0], pair[1]), pair[1]);
        Ok((states[0], states.windows(2).map(step).collect()))
    }

    fn cheapest_step(&self, from: NodeIndex, to: NodeIndex) -> Step {
        let edges = self
            .graph
            .edges_connecting(from, to)
            .map(|edge| *edge.weight());
        let cheapest = edges.min_by(|a, b| a.0.total_cmp(&b.0));
        cheapest.expect("a path has an edge between its states").1
    }

    /// Cuts the steps of a route into legs, each ended by a step that is not a move.
    fn legs(&self, stream: StreamId, start: NodeIndex, steps: &[(Step, NodeIndex)]) -> Vec<Leg> {
        let mut legs = Vec::new();
        let (mut from, mut at) = (start, start);
        let mut hops = Vec::new();
        let leg = |from: NodeIndex, at: NodeIndex, hops, end| {
            let ((from, track), (to, _)) = (self.graph[from], self.graph[at]);
            let railway = match track {
                Track::Rail(gauge) => Railway::of(gauge, &self.network.node(from).country),
                Track::Sea => Railway::Caspian,
            };
            Leg {
                stream,
                from,
                to,
                railway,
                hops,
                end,
            }
        };
        for (step, state) in steps {
            let end = match *step {
                Step::Move(section, forward) => {
                    hops.push((section, forward));
                    at = *state;
                    continue;
                }
                Step::Cross(crossing, direction) => LegEnd::Cross(crossing, direction),
                Step::Transfer => LegEnd::Transfer,
            };
            legs.push(leg(from, at, std::mem::take(&mut hops), end));
            (from, at) = (*state, *state);
        }
        if !hops.is_empty() {
            legs.push(leg(from, at, hops, LegEnd::Deliver));
        }
        legs
    }
}
