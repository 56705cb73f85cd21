//! A whole scenario: everything that a run needs to know.

use super::{
    Calendar, Crews, Crossing, Dispatching, Disruptions, Facility, Fleets, Footprint, Growth,
    Locomotives, Network, Observation, Operation, Parameter, Ports, Projection, Road, RouteChoice,
    RouteCosts, Routes, SetAside, StallLimit, Stream, Trace, TrainClass, UnitCosts, Wagon,
    WagonType, Weather, Window,
};
use crate::units::{CrossingId, FacilityId, StreamId};

/// A checked scenario. Indices into its lists are the typed ids.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The short name, that of the file.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The dates.
    pub calendar: Calendar,
    /// The seed of all random numbers, unless the command line gives one.
    pub seed: u64,
    /// How many replications to run, unless the command line gives a number.
    pub replications: u32,
    /// Places and sections.
    pub network: Network,
    /// Rules of movement.
    pub operation: Operation,
    /// Who goes first.
    pub dispatching: Dispatching,
    /// Maintenance windows of sections of their own.
    pub windows: Vec<Window>,
    /// Wagons, by [`WagonType::index`].
    pub wagons: [Wagon; WagonType::COUNT],
    /// Kinds of trains.
    pub classes: Vec<TrainClass>,
    /// Where locomotives are counted; none if there is always one.
    pub locomotives: Option<Locomotives>,
    /// How long crews work; none if as long as it takes.
    pub crews: Option<Crews>,
    /// Whose wagons there are.
    pub fleets: Fleets,
    /// Border crossings.
    pub crossings: Vec<Crossing>,
    /// Transshipment facilities, at crossings and ports.
    pub facilities: Vec<Facility>,
    /// Trucks and road borders, where there are any.
    pub road: Option<Road>,
    /// Ships, parcels, yards and bases.
    pub ports: Ports,
    /// Demand.
    pub streams: Vec<Stream>,
    /// How demand goes on after the last known year; none if every year has its volumes.
    pub growth: Option<Growth>,
    /// What may turn out otherwise in the years to come; none if nothing is said of it.
    pub projection: Option<Projection>,
    /// What routes are chosen by.
    pub route_costs: RouteCosts,
    /// How routes are chosen.
    pub route_choice: RouteChoice,
    /// The routes of every stream.
    pub routes: Routes,
    /// What carriage costs and emits.
    pub footprint: Footprint,
    /// What one more unit of an element costs.
    pub unit_costs: UnitCosts,
    /// Reported figures.
    pub observations: Vec<Observation>,
    /// What may be fitted to them.
    pub parameters: Vec<Parameter>,
    /// What goes wrong for a while.
    pub disruptions: Disruptions,
    /// Weather that stops work.
    pub weather: Vec<Weather>,
    /// Where trains are set aside; none if they never are.
    pub set_aside: Option<SetAside>,
    /// When nothing can move any more.
    pub stall_limit: StallLimit,
    /// What to draw as a time–distance graph.
    pub trace: Option<Trace>,
}

impl Scenario {
    /// Returns a stream.
    pub fn stream(&self, id: StreamId) -> &Stream {
        &self.streams[id.index()]
    }

    /// Returns a crossing.
    pub fn crossing(&self, id: CrossingId) -> &Crossing {
        &self.crossings[id.index()]
    }

    /// Returns whether a route of a stream crosses the border between China and Kazakhstan.
    pub fn crosses_to_china(&self, stream: StreamId) -> bool {
        let routes = self.routes.of_stream(stream);
        let mut crossings = routes.flat_map(|route| &self.routes.route(route).crossings);
        crossings.any(|(crossing, _)| self.is_of_china(*crossing))
    }

    /// Returns whether a crossing leads to China, so that border figures are made of it.
    pub fn is_of_china(&self, id: CrossingId) -> bool {
        self.crossing(id).is_of_china(&self.network)
    }

    /// Returns a facility.
    pub fn facility(&self, id: FacilityId) -> &Facility {
        &self.facilities[id.index()]
    }
}
