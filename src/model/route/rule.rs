//! Dated routing rules: which cargo must go by what, may not, or may only in part.

use super::{Leg, LegEnd, places};
use crate::model::{Commodity, Direction, Function, Load, Mode, Network, Stream};
use crate::units::{CrossingId, NodeId, SectionId, StreamId, Time};

/// A rule about the ways of some streams between two dates.
#[derive(Clone, Debug, PartialEq)]
pub struct RoutingRule {
    /// The short name that files use.
    pub key: String,
    /// The first instant at which it holds.
    pub from: Time,
    /// The first instant at which it no longer holds.
    pub until: Time,
    /// Whose cargo it is about.
    pub selection: Selection,
    /// What their cargo must go by: one of these at least, unless there are none.
    pub require: Via,
    /// What their cargo may not go by.
    pub forbid: Via,
    /// What at most a share of each stream's cargo may go by.
    pub largest_share: Option<(Via, f64)>,
}

/// Places, crossings, countries or modes that a way may go by: any of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Via {
    /// Crossings, either way.
    pub crossings: Vec<CrossingId>,
    /// Places.
    pub places: Vec<NodeId>,
    /// Countries that it passes through in transit, as ISO codes: those of its own ends do not
    /// count.
    pub countries: Vec<String>,
    /// Modes.
    pub modes: Vec<Mode>,
    /// Sections, of what is closed alone: those that are not open yet.
    pub sections: Vec<SectionId>,
}

/// Which streams a rule is about: those to which everything applies that is given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Only these.
    pub streams: Option<Vec<StreamId>>,
    /// Only of this function.
    pub function: Option<Function>,
    /// Only this commodity group.
    pub commodity: Option<Commodity>,
    /// Only this load.
    pub load: Option<Load>,
    /// Only this way.
    pub direction: Option<Direction>,
    /// Only from there.
    pub origin: Option<Ends>,
    /// Only to there.
    pub destination: Option<Ends>,
    /// Only from there or to there.
    pub either_end: Option<Ends>,
}

/// Places and countries where cargo starts or ends.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ends {
    /// Places.
    pub places: Vec<NodeId>,
    /// Countries, as ISO codes.
    pub countries: Vec<String>,
}

impl RoutingRule {
    /// Returns whether the rule holds at `time`.
    pub fn holds(&self, time: Time) -> bool {
        (self.from..self.until).contains(&time)
    }
}

impl Selection {
    /// Returns whether the rule is about a stream.
    pub fn selects(&self, id: StreamId, stream: &Stream, network: &Network) -> bool {
        let fits = |ends: &Option<Ends>, of: &[NodeId]| {
            let has = |ends: &Ends| of.iter().any(|node| ends.contain(*node, network));
            ends.as_ref().is_none_or(has)
        };
        let (origin, destination) = (stream.origin, stream.destination);
        self.streams.as_ref().is_none_or(|all| all.contains(&id))
            && self.function.is_none_or(|it| it == stream.function)
            && self.commodity.is_none_or(|it| it == stream.commodity)
            && self.load.is_none_or(|it| it == stream.wagon.load())
            && self.direction.is_none_or(|it| it == stream.direction)
            && fits(&self.origin, &[origin])
            && fits(&self.destination, &[destination])
            && fits(&self.either_end, &[origin, destination])
    }
}

impl Ends {
    fn contain(&self, node: NodeId, network: &Network) -> bool {
        self.places.contains(&node) || self.countries.contains(&network.node(node).country)
    }
}

impl Via {
    /// Returns whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.crossings.is_empty()
            && self.places.is_empty()
            && self.countries.is_empty()
            && self.modes.is_empty()
            && self.sections.is_empty()
    }

    /// Returns whether a way of these legs goes by any of them.
    pub fn is_on(&self, legs: &[Leg], network: &Network) -> bool {
        let ends = [legs.first(), legs.last()].map(|leg| leg.map(|leg| (leg.from, leg.to)));
        let home = |node: NodeId| &network.node(node).country;
        let own = [ends[0].map(|it| home(it.0)), ends[1].map(|it| home(it.1))];
        let in_transit =
            |country: &String| self.countries.contains(country) && !own.contains(&Some(country));
        let crosses = |leg: &Leg| match leg.end {
            LegEnd::Cross(crossing, _) => self.crossings.contains(&crossing),
            LegEnd::Deliver | LegEnd::Transfer => false,
        };
        legs.iter()
            .any(|leg| self.modes.contains(&leg.mode) || crosses(leg))
            || places(legs, network)
                .any(|node| self.places.contains(&node) || in_transit(home(node)))
    }

    /// Adds what `other` has, but for the countries where the stream starts or ends.
    pub(super) fn add(&mut self, other: &Self, stream: &Stream, network: &Network) {
        let home = |node: NodeId| &network.node(node).country;
        let own = [home(stream.origin), home(stream.destination)];
        let countries = other.countries.iter().filter(|it| !own.contains(it));
        self.crossings.extend(&other.crossings);
        self.places.extend(&other.places);
        self.countries.extend(countries.cloned());
        self.modes.extend(&other.modes);
        self.sections.extend(&other.sections);
    }
}
