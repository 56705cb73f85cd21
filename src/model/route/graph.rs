//! What a way is made of: moves along sections on one track, and breaks where cargo changes it.
//!
//! The graph has a state for each place and track. Moving along a section keeps the track; a break
//! (a crossing, a port) leads from one state to another and is kept apart, so that a route is a
//! sequence of breaks with the cheapest moves between them. To add a mode is to add its track, the
//! cost of its sections, and the breaks that lead to it and from it.

use super::{Leg, LegEnd, Via};
use crate::model::{Crossing, Direction, Gauge, Mode, Network, Railway, Road, Section};
use crate::units::{CrossingId, Duration, NodeId, RouteId, SectionId, StreamId};
use petgraph::algo::{astar, dijkstra};
use petgraph::graph::{DiGraph, EdgeReference, NodeIndex};
use petgraph::unionfind::UnionFind;
use petgraph::visit::{EdgeFiltered, EdgeRef};
use std::collections::BTreeMap;

/// What a tonne costs on its way. Source: the scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RouteCosts {
    /// Rail freight, in US dollars a tonne-kilometer.
    pub rail_usd_per_tkm: f64,
    /// Road freight, in US dollars a tonne-kilometer; zero in a scenario without roads.
    pub road_usd_per_tkm: f64,
    /// Sea freight, in US dollars a tonne-kilometer.
    pub sea_usd_per_tkm: f64,
    /// Value of time, in US dollars a tonne and hour.
    pub time_usd_per_tonne_hour: f64,
    /// Changing gauge, or between ship and train, in US dollars a tonne.
    pub transfer_usd_per_tonne: f64,
    /// How long that takes, in hours.
    pub transfer_h: f64,
}

impl RouteCosts {
    /// Returns what a tonne-kilometer costs, in US dollars.
    pub fn usd_per_tkm(&self, mode: Mode) -> f64 {
        match mode {
            Mode::Rail => self.rail_usd_per_tkm,
            Mode::Sea => self.sea_usd_per_tkm,
            Mode::Road => self.road_usd_per_tkm,
        }
    }

    /// Returns what a break costs, in US dollars a tonne, when nobody queues there.
    pub fn usd_per_break(&self) -> f64 {
        self.transfer_usd_per_tonne + self.transfer_h * self.time_usd_per_tonne_hour
    }
}

/// What cargo stands on: a gauge, a ship, or a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Track {
    Rail(Gauge),
    Sea,
    Road,
}

impl Track {
    const ALL: [Self; 4] = [
        Self::Rail(Gauge::Standard),
        Self::Rail(Gauge::Broad),
        Self::Sea,
        Self::Road,
    ];

    /// Where cargo by rail may start and end its way.
    const AT_ENDS: [Self; 2] = [Self::Rail(Gauge::Standard), Self::Rail(Gauge::Broad)];

    fn mode(self) -> Mode {
        match self {
            Self::Rail(_) => Mode::Rail,
            Self::Sea => Mode::Sea,
            Self::Road => Mode::Road,
        }
    }

    fn is_on(self, section: &Section) -> bool {
        match self {
            Self::Rail(gauge) => section.carries(gauge),
            Self::Sea => section.mode == Mode::Sea,
            Self::Road => section.mode == Mode::Road,
        }
    }

    /// Whose rules hold on a leg that starts in `country`.
    fn railway(self, country: &str) -> Railway {
        match self {
            Self::Rail(gauge) => Railway::of(gauge, country),
            Self::Sea => Railway::Caspian,
            Self::Road => Railway::Road,
        }
    }
}

/// A state of the graph.
pub(super) type State = NodeIndex;

/// A move along a section; `true` in the sense in which it is written.
type Move = (SectionId, bool);

/// Where cargo changes its track.
#[derive(Clone, Copy, Debug)]
pub(super) struct Break {
    pub end: LegEnd,
    pub from: State,
    pub to: State,
    /// In US dollars a tonne, when nobody queues.
    pub usd: f64,
}

/// Every state, move and break of a network.
pub(super) struct StateGraph<'a> {
    network: &'a Network,
    road: Option<&'a Road>,
    graph: DiGraph<(NodeId, Track), (f64, Move)>,
    pub breaks: Vec<Break>,
    /// By state: one of those with which moves and breaks join it, the same for all of them.
    joined: Vec<usize>,
}

/// The cheapest ways from one state to all others.
pub(super) struct Tree(BTreeMap<State, f64>);

impl<'a> StateGraph<'a> {
    pub fn new(
        network: &'a Network,
        crossings: &[Crossing],
        road: Option<&'a Road>,
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
            road,
            graph,
            breaks: Vec::new(),
            joined: Vec::new(),
        };
        for (id, section) in network.sections() {
            let is_border = crossings.iter().any(|crossing| crossing.section == id);
            if section.open && !is_border {
                states.add_section(id, section, costs);
            }
        }
        states.add_crossings(crossings, costs);
        states.add_ports(costs);
        states.join();
        states
    }

    /// Finds what moves and breaks join.
    fn join(&mut self) {
        let mut joined = UnionFind::new(self.graph.node_count());
        let moves = self.graph.edge_references();
        let moves = moves.map(|edge| (edge.source(), edge.target()));
        for (from, to) in moves.chain(self.breaks.iter().map(|it| (it.from, it.to))) {
            joined.union(from.index(), to.index());
        }
        self.joined = joined.into_labeling();
    }

    /// Returns whether moves and breaks join two states: where not, no way leads from one to the other.
    pub fn are_joined(&self, one: State, other: State) -> bool {
        self.joined[one.index()] == self.joined[other.index()]
    }

    fn state(node: NodeId, track: Track) -> State {
        let position = Track::ALL.iter().position(|other| *other == track);
        NodeIndex::new(node.index() * Track::ALL.len() + position.expect("every track is listed"))
    }

    /// Adds both ways along a section.
    fn add_section(&mut self, id: SectionId, section: &Section, costs: &RouteCosts) {
        let usd_per_tkm = costs.usd_per_tkm(section.mode);
        let Some(running) = self.running(section) else {
            return;
        };
        for track in Track::ALL.into_iter().filter(|track| track.is_on(section)) {
            for (from, to, forward) in [
                (section.from, section.to, true),
                (section.to, section.from, false),
            ] {
                let hours = (running + self.network.node(to).technical_stop).as_hours();
                let usd =
                    section.length.as_km() * usd_per_tkm + hours * costs.time_usd_per_tonne_hour;
                let ends = (Self::state(from, track), Self::state(to, track));
                self.graph.add_edge(ends.0, ends.1, (usd, (id, forward)));
            }
        }
    }

    /// How long cargo takes over a section, rests of drivers included; nothing on roads where there
    /// are no trucks.
    fn running(&self, section: &Section) -> Option<Duration> {
        if section.mode != Mode::Road {
            return Some(section.length / section.speed);
        }
        let truck = &self.road?.truck;
        let driving = section.length / section.speed.min(truck.speed);
        Some(driving.scaled(truck.rules.elapsed_per_driving()))
    }

    /// Adds the crossings, both ways: from the sender's own gauge to the receiver's.
    fn add_crossings(&mut self, crossings: &[Crossing], costs: &RouteCosts) {
        for (n, crossing) in crossings.iter().enumerate() {
            let east = Self::state(crossing.east, Track::Rail(crossing.east_gauge));
            let west = Self::state(crossing.west, Track::Rail(crossing.west_gauge));
            for direction in Direction::BOTH {
                let (from, to) = match direction {
                    Direction::ToChina => (west, east),
                    Direction::FromChina => (east, west),
                };
                self.breaks.push(Break {
                    end: LegEnd::Cross(CrossingId::from_index(n), direction),
                    from,
                    to,
                    usd: costs.usd_per_break(),
                });
            }
        }
    }

    /// Adds the changes between train and ship where ships call and a railway ends.
    fn add_ports(&mut self, costs: &RouteCosts) {
        for (node, _) in self.network.nodes() {
            let sea = Self::state(node, Track::Sea);
            if self.graph.edges(sea).next().is_none() {
                continue;
            }
            for track in Track::AT_ENDS {
                let rail = Self::state(node, track);
                if self.graph.edges(rail).next().is_none() {
                    continue;
                }
                for (from, to) in [(rail, sea), (sea, rail)] {
                    self.breaks.push(Break {
                        end: LegEnd::Transfer,
                        from,
                        to,
                        usd: costs.usd_per_break(),
                    });
                }
            }
        }
    }

    /// The state at a place on rails of some gauge.
    pub fn on_rail(node: NodeId, gauge: Gauge) -> State {
        Self::state(node, Track::Rail(gauge))
    }

    /// The state at a place on the road.
    pub fn on_road(node: NodeId) -> State {
        Self::state(node, Track::Road)
    }

    /// Returns what the move along a section costs, in US dollars a tonne, and its sense.
    pub fn move_along(
        &self,
        (from, to): (State, State),
        section: SectionId,
    ) -> Option<(f64, bool)> {
        let mut moves = self.graph.edges_connecting(from, to).map(|it| it.weight());
        let (usd, (_, forward)) = moves.find(|(_, (id, _))| *id == section)?;
        Some((*usd, *forward))
    }

    pub fn place(&self, state: State) -> NodeId {
        self.graph[state].0
    }

    /// The states in which cargo may start or end its way at a place.
    pub fn ends_at(&self, node: NodeId) -> impl Iterator<Item = State> + use<> {
        Track::AT_ENDS
            .into_iter()
            .map(move |track| Self::state(node, track))
    }

    /// Finds the cheapest ways from a state that touch nothing closed.
    pub fn tree(&self, from: State, closed: &Closed) -> Tree {
        if !self.is_open(from, closed) {
            return Tree(BTreeMap::new());
        }
        let graph = &self.graph;
        let open = EdgeFiltered::from_fn(graph, |edge: EdgeReference<'_, (f64, Move)>| {
            self.is_open(edge.target(), closed) && !closed.sections.contains(&edge.weight().1.0)
        });
        let reached = dijkstra(&open, from, None, |edge| edge.weight().0);
        Tree(reached.into_iter().collect())
    }

    fn is_open(&self, state: State, closed: &Closed) -> bool {
        let (node, track) = self.graph[state];
        let is_closed = closed.places.contains(&node)
            || closed.modes.contains(&track.mode())
            || closed.countries.contains(&self.network.node(node).country);
        !is_closed
    }

    /// Returns the moves of the cheapest way between two states that touches nothing closed.
    fn moves(&self, (from, to): (State, State), closed: &Closed) -> Vec<Move> {
        let open = EdgeFiltered::from_fn(&self.graph, |edge: EdgeReference<'_, (f64, Move)>| {
            self.is_open(edge.target(), closed) && !closed.sections.contains(&edge.weight().1.0)
        });
        let usd = |edge: EdgeReference<'_, (f64, Move)>| edge.weight().0;
        let found = astar(&open, from, |state| state == to, usd, |_| 0.0);
        let (_, states) = found.expect("the tree has reached it");
        let cheapest = |pair: &[State]| {
            let edges = self.graph.edges_connecting(pair[0], pair[1]);
            let edges = edges.filter(|edge| !closed.sections.contains(&edge.weight().1.0));
            let cheapest = edges.min_by(|a, b| a.weight().0.total_cmp(&b.weight().0));
            let edge = cheapest.expect("a path has an edge between its states");
            edge.weight().1
        };
        states.windows(2).map(cheapest).collect()
    }

    /// Returns the leg along the cheapest way between two states that touches nothing closed.
    pub fn leg(&self, ends: (State, State), end: LegEnd, closed: &Closed) -> Leg {
        let ((from, track), (to, _)) = (self.graph[ends.0], self.graph[ends.1]);
        Leg {
            stream: StreamId(0),
            route: RouteId(0),
            from,
            to,
            mode: track.mode(),
            railway: track.railway(&self.network.node(from).country),
            hops: self.moves(ends, closed),
            end,
        }
    }
}

impl Tree {
    /// Returns what the cheapest way to a state costs, in US dollars a tonne, if there is one.
    pub fn usd(&self, to: State) -> Option<f64> {
        self.0.get(&to).copied()
    }
}

/// What trains and ships of a stream may not touch at some time.
pub(super) type Closed = Via;
