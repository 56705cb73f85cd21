//! From a document and its tables to a checked scenario.

use super::crossing::{self, Setting};
use super::dated::calendar;
use super::datum::Datum;
use super::demand::{self, Terms};
use super::disruption::{self, Struck};
use super::document::Document;
use super::facility::{self, Facilities};
use super::fault::FaultLog;
use super::field::Field;
use super::files::Loader;
use super::keys::Keys;
use super::names::Names;
use super::road::{self, RoadRead};
use super::routes::{self, Means, Rules};
use super::sheet::Sheet;
use super::tables::{Sheets, Texts};
use super::{
    calibration, dispatching, fleet, footprint, growth, holding, hours, maintenance, network,
    observation, operation, port, projection, rolling_stock, routing, traction, unit_cost, volume,
    weather,
};
use crate::engine::Distribution;
use crate::model::{
    Calendar, Crews, Crossing, Dispatching, Disruption, Disruptions, Facility, Fleets, Growth,
    Locomotives, Network, Observation, Operation, Ports, RouteChoice, RouteCosts, Routes,
    RoutingRule, Scenario, Stream, TrainClass, Weather, Window,
};

/// What is read of everything that stands in tables of its own.
type Read = (
    Precedence,
    Ground,
    Pulling,
    Traffic,
    Option<Vec<Observation>>,
);

/// Who goes first, and when nobody does; with holes where it is at fault.
struct Precedence {
    dispatching: Option<Dispatching>,
    windows: Option<Vec<Window>>,
}

/// Where trains run and what stands there; with holes where it is at fault.
struct Ground {
    nodes: Names,
    network: Option<Network>,
    sections: Names,
    weather: Vec<Weather>,
    facilities: Facilities,
    crossing_names: Names,
    crossings: Option<Vec<Crossing>>,
    road: RoadRead,
    ports: Option<Ports>,
}

impl Ground {
    fn countries(&self) -> Names {
        match &self.network {
            Some(network) => network::countries(network),
            None => Names::unknown("a country"),
        }
    }
}

/// What is to be moved, and how; with holes where it is at fault.
struct Traffic {
    classes: Option<Vec<TrainClass>>,
    consignment_spread: Option<Distribution>,
    streams: Option<Vec<Stream>>,
    growth: Option<Growth>,
    route_costs: Option<RouteCosts>,
    route_choice: Option<RouteChoice>,
    routes: Option<Routes>,
    fleets: Option<Fleets>,
}

impl Ground {
    fn struck<'a>(&'a self, calendar: Option<&'a Calendar>) -> Struck<'a> {
        Struck {
            calendar,
            network: self.network.as_ref(),
            sections: &self.sections,
            crossings: &self.crossing_names,
            facilities: &self.facilities.names,
            list: self.crossings.as_deref(),
        }
    }
}

/// Who pulls trains; with holes where it is at fault.
struct Pulling {
    locomotives: Option<Option<Locomotives>>,
    crews: Option<Option<Crews>>,
}

/// Makes the scenario of a document, or leaves faults.
pub(super) fn scenario(
    document: &Document,
    name: &str,
    loader: &Loader,
    log: &FaultLog,
) -> Option<Scenario> {
    Keys::read_root(&document.root, &document.place, log, |keys| {
        // Known, so that a slip in it finds its name; it was followed before.
        keys.maybe("extends", |_| None::<()>);
        let texts = keys.table("tables", |keys| Some(Texts::read(keys, loader)));
        let texts = texts.unwrap_or_default();
        let sheets = Sheets::of(&texts, log);
        let calendar = calendar(keys);
        let operation = keys.table("operation", operation::operation);
        let precedence = precedence(keys, &sheets, calendar.as_ref());
        let ground = ground(keys, &sheets, calendar.as_ref(), operation.as_ref());
        let pulling = pulling(keys, calendar.as_ref(), &ground, &ground.sections);
        let traffic = traffic(keys, &sheets, calendar.as_ref(), &ground);
        let struck = ground.struck(calendar.as_ref());
        let disruptions = disruption::disruptions(keys, struck);
        let observations = observations(keys, &sheets, &ground);
        let cells = Names::of_sheet("a reported figure", sheets.observed.as_ref());
        let parameters = calibration::parameters(keys, &document.root, &cells);
        let scenario = assemble(
            keys,
            name,
            calendar,
            operation,
            (precedence, ground, pulling, traffic, observations),
        );
        scenario.map(|scenario| Scenario {
            parameters,
            ..disrupted(scenario, disruptions)
        })
    })
}

fn precedence(keys: &Keys, sheets: &Sheets, calendar: Option<&Calendar>) -> Precedence {
    let sections = Names::of_sheet("a section", sheets.sections.as_ref());
    Precedence {
        dispatching: dispatching::dispatching(keys),
        windows: maintenance::windows(keys, &sections, calendar),
    }
}

fn ground(
    keys: &Keys,
    sheets: &Sheets,
    calendar: Option<&Calendar>,
    operation: Option<&Operation>,
) -> Ground {
    let nodes = Names::of_sheet("a node", sheets.nodes.as_ref());
    let network = match (&sheets.nodes, &sheets.sections) {
        (Some(nodes_sheet), Some(sections)) => {
            network::network(keys, (nodes_sheet, sections), &nodes, calendar)
        }
        _ => None,
    };
    let sections = Names::of_sheet("a section", sheets.sections.as_ref());
    let setting = Setting {
        calendar,
        nodes: &nodes,
        network: network.as_ref(),
        station_interval: operation.map(|operation| operation.station_interval),
    };
    let facilities = facility::facilities(keys, setting);
    let crossings = crossing::crossings(keys, setting, &facilities);
    let (mut names, crossings): (Vec<String>, Vec<_>) = crossings.into_iter().unzip();
    let road = road::road(keys, setting);
    // Road borders come after the crossings of rail: see `Road::crossing`.
    names.extend(road.border_names.iter().cloned());
    let crossing_names = Names::of_table("a crossing", names, keys);
    // With some lost, the ways cannot be judged either.
    let crossings = crossings.into_iter().collect::<Option<_>>();
    let crossings = crossings.filter(|_| !keys.are_torn());
    let weather = weather::weather(keys, setting, &facilities, &sections);
    let ports = port::ports(keys, setting, &facilities);
    Ground {
        nodes,
        network,
        sections,
        weather,
        facilities,
        crossing_names,
        crossings,
        road,
        ports,
    }
}

fn pulling(keys: &Keys, calendar: Option<&Calendar>, ground: &Ground, sections: &Names) -> Pulling {
    let there = traction::Ground {
        calendar,
        nodes: &ground.nodes,
        sections,
        network: ground.network.as_ref(),
        crossings: ground.crossings.as_deref(),
    };
    Pulling {
        locomotives: traction::locomotives(keys, there),
        crews: traction::crews(keys),
    }
}

fn traffic(keys: &Keys, sheets: &Sheets, calendar: Option<&Calendar>, ground: &Ground) -> Traffic {
    let stream_names = Names::of_sheet("a stream", sheets.streams.as_ref());
    let profiles = volume::profiles(sheets.profiles.as_ref());
    let mut volumes = sheets
        .volumes
        .as_ref()
        .map(|sheet| volume::volumes(sheet, &stream_names));
    let crossings = &ground.crossing_names;
    let latest = volumes.as_ref().and_then(volume::latest);
    let scale = keys.table("demand", |keys| {
        Some(demand::scale(keys, crossings, calendar, latest))
    });
    let (consignment_spread, factors, known) = scale.unwrap_or_default();
    let outlook = growth::outlook(keys, &known);
    let growth = match (&sheets.streams, &mut volumes, calendar) {
        (Some(sheet), Some(volumes), Some(calendar)) => {
            growth::grown(keys, (sheet, volumes), &known, &outlook, calendar)
        }
        _ => None,
    };
    let choice = routing::choice(keys, &stream_names);
    let terms = Terms {
        calendar,
        nodes: &ground.nodes,
        crossings,
        road: &ground.road,
        profiles: &profiles,
        volumes: volumes.as_ref(),
        factors: &factors,
        choice: &choice,
    };
    let streams = sheets
        .streams
        .as_ref()
        .map(|sheet| demand::streams(sheet, &terms));
    let classes = rolling_stock::classes(keys, calendar);
    let has_road = ground.road.is_there;
    let route_costs = keys.table("route_costs", |keys| operation::route_costs(keys, has_road));
    let mut traffic = Traffic {
        classes,
        consignment_spread,
        streams: None,
        growth,
        route_costs,
        route_choice: choice.choice,
        routes: None,
        fleets: None,
    };
    let rules = rules(keys, calendar, ground, &stream_names);
    let fleets = fleet::fleets(
        keys,
        fleet::Ground {
            calendar,
            nodes: &ground.nodes,
            network: ground.network.as_ref(),
            streams: &stream_names,
        },
    );
    if let (Some(sheet), Some(streams)) = (&sheets.streams, streams) {
        let dates = rules.as_deref().zip(calendar);
        traffic.routes = dates.and_then(|dates| routes(sheet, &streams, ground, &traffic, dates));
        if let Some(routes) = &traffic.routes {
            routes::check_roads(sheet, routes, &streams, &choice);
        }
        if let (Some(fleets), Some(routes), Some(network)) =
            (fleets, &traffic.routes, &ground.network)
        {
            let demand = fleet::Demand {
                sheet,
                streams: &streams,
                routes,
                network,
            };
            traffic.fleets = fleet::checked(keys, fleets, demand);
        }
        traffic.streams = streams.into_iter().collect();
    }
    traffic
}

fn rules(
    keys: &Keys,
    calendar: Option<&Calendar>,
    ground: &Ground,
    streams: &Names,
) -> Option<Vec<RoutingRule>> {
    let countries = ground.countries();
    let known = routing::Known {
        calendar,
        nodes: &ground.nodes,
        countries: &countries,
        crossings: &ground.crossing_names,
        streams,
    };
    routing::rules(keys, &known)
}

/// Finds the routes as soon as everything that decides them is sound.
fn routes(
    sheet: &Sheet,
    streams: &[Option<Stream>],
    ground: &Ground,
    traffic: &Traffic,
    (rules, calendar): (&[RoutingRule], &Calendar),
) -> Option<Routes> {
    let (network, crossings) = (ground.network.as_ref()?, ground.crossings.as_ref()?);
    let road = ground.road.road.as_ref();
    if ground.road.is_there && road.is_none() {
        return None;
    }
    let rules = Rules {
        road,
        costs: traffic.route_costs.as_ref()?,
        choice: traffic.route_choice.as_ref()?,
        rules,
        calendar,
    };
    let facilities: Option<Vec<Facility>> = ground.facilities.list.iter().cloned().collect();
    let means = facilities.as_ref().zip(traffic.classes.as_ref());
    let means = means.map(|(facilities, classes)| Means {
        network,
        crossings,
        classes,
        facilities,
    });
    let ground = (network, &crossings[..]);
    let routes = routes::routes(sheet, streams, ground, &rules, means.as_ref())?;
    if let Some(means) = means {
        routes::check_means(sheet, &routes, streams, &means);
    }
    Some(routes)
}

/// Lets the disruptions change what they strike.
fn disrupted(mut scenario: Scenario, list: Vec<Disruption>) -> Scenario {
    let (crossings, facilities) = (&mut scenario.crossings, &mut scenario.facilities);
    let sections = scenario.network.section_count();
    scenario.disruptions = Disruptions::new(list, crossings, facilities, sections);
    scenario
}

fn observations(keys: &Keys, sheets: &Sheets, ground: &Ground) -> Option<Vec<Observation>> {
    let definitions = observation::definitions(keys);
    let Some(sheet) = &sheets.observed else {
        return Some(Vec::new());
    };
    let places = Names::together(
        "a place",
        [
            &ground.crossing_names,
            &ground.nodes,
            &ground.facilities.names,
            &ground.sections,
        ],
    );
    let read = observation::observations(sheet, &places)?;
    observation::check_definitions(sheet, &read, &definitions);
    Some(read)
}

fn assemble(
    keys: &Keys,
    name: &str,
    calendar: Option<Calendar>,
    operation: Option<Operation>,
    (precedence, ground, pulling, traffic, observations): Read,
) -> Option<Scenario> {
    let title = keys.get("title", |field| field.words());
    let seed = keys.get("seed", seed);
    let replications = keys.get("replications", |field| field.count(1));
    let wagons = keys.table("wagon", rolling_stock::wagons);
    let trace = keys.maybe("trace", |field| {
        let (network, calendar) = (ground.network.as_ref(), calendar.as_ref());
        field.table(&[], |keys| {
            operation::trace(keys, &ground.nodes, network, calendar)
        })
    });
    let footprint = footprint::footprint(keys, &ground.countries());
    let projection = projection::projection(keys, calendar.as_ref());
    let unit_costs = unit_cost::unit_costs(keys);
    let mut ground = ground;
    let set_aside = holding::set_aside(keys, &ground.nodes);
    let embargoes = holding::embargoes_are_enabled(keys);
    if let Some(crossings) = &mut ground.crossings {
        holding::switch(keys, crossings, embargoes, set_aside.as_ref());
        if let Some(dispatching) = &precedence.dispatching {
            dispatching::switch(dispatching, crossings);
        }
    }
    if !crossing::quotas_hold(keys) {
        let crossings = ground.crossings.as_deref_mut().unwrap_or_default();
        crossing::lift_quotas(crossings, ground.road.road.as_mut());
    }
    if !hours::are_kept(keys) {
        let crossings = ground.crossings.as_deref_mut().unwrap_or_default();
        let facilities = ground.facilities.list.iter_mut().flatten();
        hours::switch_off(crossings, facilities, ground.road.road.as_mut());
    }
    let stall_limit = holding::stall_limit(keys);
    let mut operation = operation?;
    operation.consignment_spread = traffic.consignment_spread?;
    Some(Scenario {
        name: name.to_owned(),
        title: title?,
        calendar: calendar?,
        seed: seed?,
        replications: replications?,
        network: ground.network?,
        operation,
        dispatching: precedence.dispatching?,
        windows: precedence.windows?,
        wagons: wagons?,
        classes: traffic.classes?,
        locomotives: pulling.locomotives?,
        crews: pulling.crews?,
        fleets: traffic.fleets?,
        crossings: ground.crossings?,
        road: ground.road.road,
        facilities: ground.facilities.list.into_iter().collect::<Option<_>>()?,
        ports: ground.ports?,
        streams: traffic.streams?,
        growth: traffic.growth,
        projection,
        route_costs: traffic.route_costs?,
        route_choice: traffic.route_choice?,
        routes: traffic.routes?,
        footprint: footprint?,
        unit_costs,
        observations: observations?,
        parameters: Vec::new(),
        disruptions: Disruptions::default(),
        weather: ground.weather,
        set_aside: set_aside.flatten(),
        stall_limit,
        trace,
    })
}

fn seed(field: &Field) -> Option<u64> {
    let seed = field.whole()?;
    if seed < 0 {
        field.fault(format!("{seed} is not a seed; give zero or more"));
    }
    u64::try_from(seed).ok()
}
