//! Places and the sections between them, as a petgraph graph.

use super::Working;
use crate::units::{Length, NodeId, SectionId, Speed, Time};
use petgraph::algo::dijkstra;
use petgraph::graph::{EdgeIndex, EdgeReference, NodeIndex, UnGraph};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use std::collections::BTreeMap;

/// The network: nodes are places, edges are sections. Immutable once made.
#[derive(Clone, Debug)]
pub struct Network {
    graph: UnGraph<Node, Section>,
    node_by_key: BTreeMap<String, NodeId>,
    section_by_key: BTreeMap<String, SectionId>,
}

/// A place: a port, a station, a junction, a terminal.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The short name that files use.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// The country, as an ISO 3166 code of two letters.
    pub country: String,
    /// What the place is.
    pub kind: NodeKind,
    /// Latitude, in degrees north.
    pub latitude_deg: f64,
    /// Longitude, in degrees east.
    pub longitude_deg: f64,
    /// How long a train that runs through stands for crew, locomotive and inspection.
    pub technical_stop: crate::units::Duration,
}

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the field's own")]
pub enum NodeKind {
    Port,
    Terminal,
    Yard,
    Junction,
    BorderStation,
    DryPort,
    SeaPort,
    City,
    RoadBorder,
}

/// What runs on a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the field's own")]
pub enum Mode {
    Rail,
    Road,
    Sea,
}

/// The distance between the rails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gauge {
    /// 1435 mm: China, Poland, Germany.
    Standard,
    /// 1520 mm: Kazakhstan, Russia, Belarus, the Caucasus.
    Broad,
}

/// What pulls trains on a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the field's own")]
pub enum Traction {
    Electric,
    Diesel,
}

/// A line between two adjacent places.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The short name that files use.
    pub key: String,
    /// The end from which positions are counted.
    pub from: NodeId,
    /// The other end.
    pub to: NodeId,
    /// What runs on it.
    pub mode: Mode,
    /// The gauges of its tracks, none for road and sea. Two on the way across a border.
    pub gauges: Vec<Gauge>,
    /// How long it is.
    pub length: Length,
    /// The number of tracks (or lanes) at the start of the run.
    pub tracks: u32,
    /// Positions of the passing loops from `from`, ascending, strictly inside the section.
    pub loops: Vec<Length>,
    /// What pulls its trains; none at sea and on roads, and where the table does not say.
    pub traction: Option<Traction>,
    /// The section speed of freight trains, or of ships and trucks, at the start of the run.
    pub speed: Speed,
    /// Trains that are not the corridor's.
    pub other: OtherTraffic,
    /// When a second track opens, if it does.
    pub double_from: Option<Time>,
    /// Whether it is open when the run starts, or opens before it ends.
    pub open: bool,
    /// When it opens, if that is after the run starts and before it ends.
    pub opens: Option<Time>,
    /// What is its own in the way it is worked.
    pub working: Working,
}

/// Pairs of trains a day that share the line with the corridor's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OtherTraffic {
    /// Passenger trains, in pairs a day.
    pub passenger_pairs_per_day: f64,
    /// Domestic freight trains, in pairs a day.
    pub freight_pairs_per_day: f64,
}

impl Network {
    /// Creates the network. Indices are positions in the two lists.
    ///
    /// # Panics
    ///
    /// If a section ends at a node that is not in `nodes`: the reader checks names first.
    pub fn new(nodes: Vec<Node>, sections: Vec<Section>) -> Self {
        let mut graph = UnGraph::with_capacity(nodes.len(), sections.len());
        let mut node_by_key = BTreeMap::new();
        let mut section_by_key = BTreeMap::new();
        for node in nodes {
            let key = node.key.clone();
            node_by_key.insert(key, NodeId::from_index(graph.add_node(node).index()));
        }
        for section in sections {
            let (from, to) = (
                NodeIndex::new(section.from.index()),
                NodeIndex::new(section.to.index()),
            );
            let key = section.key.clone();
            let edge = graph.add_edge(from, to, section);
            section_by_key.insert(key, SectionId::from_index(edge.index()));
        }
        Self {
            graph,
            node_by_key,
            section_by_key,
        }
    }

    /// Returns the graph itself, for algorithms.
    pub fn graph(&self) -> &UnGraph<Node, Section> {
        &self.graph
    }

    /// Returns a place.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.graph[NodeIndex::new(id.index())]
    }

    /// Returns a section.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.graph[EdgeIndex::new(id.index())]
    }

    /// Returns the place that files call `key`.
    pub fn node_by_key(&self, key: &str) -> Option<NodeId> {
        self.node_by_key.get(key).copied()
    }

    /// Returns the section that files call `key`.
    pub fn section_by_key(&self, key: &str) -> Option<SectionId> {
        self.section_by_key.get(key).copied()
    }

    /// Returns the cheapest ways on rails of `gauge` from a place to all others, over open sections.
    ///
    /// `cost` is that of running over a section either way, or none where nothing may run.
    pub fn ways_from(
        &self,
        from: NodeId,
        gauge: Gauge,
        cost: impl Fn(SectionId, &Section) -> Option<u64>,
    ) -> Ways<'_> {
        let cost = |edge: EdgeReference<'_, Section>| {
            let section = edge.weight();
            let runs = section.open && section.carries(gauge);
            let id = SectionId::from_index(edge.id().index());
            let cost = if runs { cost(id, section) } else { None };
            cost.map(|cost| cost.max(1))
        };
        let open = EdgeFiltered::from_fn(&self.graph, |edge| cost(edge).is_some());
        let of_edge = |edge: EdgeReference<'_, Section>| cost(edge).unwrap_or(0);
        let to_place = dijkstra(&open, NodeIndex::new(from.index()), None, of_edge);
        let near = to_place.keys().flat_map(|place| self.graph.edges(*place));
        let of_section = near.filter_map(|edge| Some((edge.id(), cost(edge)?)));
        Ways {
            network: self,
            of_section: of_section.collect(),
            to_place: to_place.into_iter().collect(),
        }
    }

    /// Returns how many places there are.
    pub fn node_count(&self) -> usize {
        self.graph.node_count()
    }

    /// Returns how many sections there are.
    pub fn section_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// Returns the places in the order of their indices.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.graph
            .node_weights()
            .enumerate()
            .map(|(n, node)| (NodeId::from_index(n), node))
    }

    /// Returns the sections in the order of their indices.
    pub fn sections(&self) -> impl Iterator<Item = (SectionId, &Section)> {
        self.graph
            .edge_weights()
            .enumerate()
            .map(|(n, section)| (SectionId::from_index(n), section))
    }
}

/// The cheapest ways from one place to all others.
#[derive(Clone, Debug)]
pub struct Ways<'a> {
    network: &'a Network,
    /// The cost as far as each place to which a way leads.
    to_place: BTreeMap<NodeIndex, u64>,
    /// The cost of each section at those places on which something may run.
    of_section: BTreeMap<EdgeIndex, u64>,
}

impl Ways<'_> {
    /// Returns what the way to a place costs, or `None` if there is none.
    pub fn cost_to(&self, to: NodeId) -> Option<u64> {
        self.to_place.get(&NodeIndex::new(to.index())).copied()
    }

    /// Returns the sections of the way to a place in order; `true` where a section is run in the
    /// sense in which it is written. `None` if there is no way.
    pub fn hops_to(&self, to: NodeId) -> Option<Vec<(SectionId, bool)>> {
        let mut hops = Vec::new();
        let (mut at, mut left) = (to, self.cost_to(to)?);
        while left > 0 {
            let (edge, before) = self.last_hop(at, left)?;
            let section = &self.network.graph[edge];
            hops.push((SectionId::from_index(edge.index()), section.to == at));
            (at, left) = before;
        }
        hops.reverse();
        Some(hops)
    }

    /// The last section of the way to `at`, and where it begins; of equal ones that of the first key.
    fn last_hop(&self, at: NodeId, cost: u64) -> Option<(EdgeIndex, (NodeId, u64))> {
        let edges = self.network.graph.edges(NodeIndex::new(at.index()));
        let last = edges.filter_map(|edge| {
            let before = edge.weight().other_end(at);
            let so_far = cost.checked_sub(*self.of_section.get(&edge.id())?)?;
            (self.cost_to(before) == Some(so_far)).then_some((edge, (before, so_far)))
        });
        let last = last.min_by(|(a, _), (b, _)| a.weight().key.cmp(&b.weight().key));
        last.map(|(edge, before)| (edge.id(), before))
    }
}

impl Section {
    /// Returns whether trains of `gauge` can run on it.
    pub fn carries(&self, gauge: Gauge) -> bool {
        self.mode == Mode::Rail && self.gauges.contains(&gauge)
    }

    /// Returns whether both directions have a track of their own at `time`.
    pub fn is_double(&self, time: Time) -> bool {
        self.tracks >= 2 || self.double_from.is_some_and(|from| from <= time)
    }

    /// Returns the section speed at `time`.
    pub fn speed_at(&self, time: Time) -> Speed {
        let later = &self.working.later_speeds;
        match later.partition_point(|(from, _)| *from <= time) {
            0 => self.speed,
            n => later[n - 1].1,
        }
    }

    /// Returns the highest section speed that it ever has.
    pub fn highest_speed(&self) -> Speed {
        let later = self.working.later_speeds.iter().map(|(_, speed)| *speed);
        later.fold(self.speed, |a, b| if a < b { b } else { a })
    }

    /// Returns the end that is not `node`.
    pub fn other_end(&self, node: NodeId) -> NodeId {
        if node == self.from {
            self.to
        } else {
            self.from
        }
    }
}

impl Gauge {
    /// Returns the distance between the rails, in millimeters.
    pub fn as_mm(self) -> u32 {
        match self {
            Self::Standard => 1435,
            Self::Broad => 1520,
        }
    }
}

impl Traction {
    /// Either kind with the name that files use.
    pub const NAMES: [(&'static str, Self); 2] =
        [("electric", Self::Electric), ("diesel", Self::Diesel)];

    /// Returns the name that files use.
    pub const fn key(self) -> &'static str {
        Self::NAMES[self as usize].0
    }
}

impl NodeKind {
    /// Every kind with the name that files use.
    pub const NAMES: [(&'static str, Self); 9] = [
        ("port", Self::Port),
        ("terminal", Self::Terminal),
        ("yard", Self::Yard),
        ("junction", Self::Junction),
        ("border_station", Self::BorderStation),
        ("dry_port", Self::DryPort),
        ("sea_port", Self::SeaPort),
        ("city", Self::City),
        ("road_border", Self::RoadBorder),
    ];
}
