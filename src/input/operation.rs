//! How lines are worked, what routes are chosen by, and the line to draw.

use super::datum::Datum;
use super::distribution::{distribution, spread};
use super::field::Field;
use super::keys::Keys;
use super::{maintenance, names::Names};
use crate::engine::Distribution;
use crate::model::{Calendar, Mode, Network, Operation, RouteCosts, Trace};
use crate::units::{Duration, NodeId, SectionId};

/// The least that a running time may be, relative to its mean: engines rely on it.
const RUNNING_SPREAD_MIN: f64 = 0.5;

/// Reads `[operation]`. The spread of consignments is given with the demand: here it is none.
pub(super) fn operation(keys: &Keys) -> Option<Operation> {
    let minutes = |key| keys.get(key, |field| field.minutes());
    let hours = |key| keys.get(key, |field| field.hours());
    let headway = keys.get("headway_min", |field| {
        field.above_zero("a headway")?;
        field.minutes()
    });
    let station_interval = minutes("station_interval_min");
    let start_stop_supplement = minutes("start_stop_supplement_min");
    let running_spread = keys.get("running_spread", |field| spread(field, RUNNING_SPREAD_MIN));
    let loop_tracks = keys.get("loop_tracks", |field| field.count(2));
    let entry_tracks = keys.get("entry_tracks", |field| field.count(1));
    let handover_notice = keys.get("handover_notice_min", |field| field.notice());
    let passenger_speed_factor = keys.get("passenger_speed_factor", |field| {
        field.above_zero("a factor of speed")
    });
    let maintenance = keys.table("maintenance", maintenance::every_day);
    let loading = hours("loading_h");
    let unloading = hours("unloading_h");
    let through_wait = hours("through_wait_h");
    let pool_trains = keys.get("pool_trains", |field| field.count(0));
    Some(Operation {
        headway: headway?,
        station_interval: station_interval?,
        start_stop_supplement: start_stop_supplement?,
        running_spread: running_spread?,
        loop_tracks: loop_tracks?,
        entry_tracks: entry_tracks?,
        handover_notice: handover_notice?,
        passenger_speed_factor: passenger_speed_factor?,
        maintenance: maintenance?,
        loading: loading?,
        unloading: unloading?,
        through_wait: through_wait?,
        consignment_spread: Distribution::constant(1.0)?,
        pool_trains: pool_trains?,
    })
}

/// Reads the time that a server takes for one train, in hours.
pub(super) fn service_time(field: &Field) -> Option<Distribution> {
    let time = distribution(field)?;
    field.span(time.mean())?;
    Some(time)
}

/// Reads `[route_costs]`. What freight by road costs is needed where there is a road mode.
pub(super) fn route_costs(keys: &Keys, has_road: bool) -> Option<RouteCosts> {
    let number = |key, what| keys.get(key, |field| field.at_least_zero(what));
    let rail_usd_per_tkm = number("rail_usd_per_tkm", "a cost");
    let cost = |field: &Field| field.at_least_zero("a cost");
    let road_usd_per_tkm = match has_road {
        true => keys.get("road_usd_per_tkm", cost),
        false => keys.maybe("road_usd_per_tkm", cost).or(Some(0.0)),
    };
    let sea_usd_per_tkm = number("sea_usd_per_tkm", "a cost");
    let time_usd_per_tonne_hour = number("time_usd_per_tonne_hour", "a value of time");
    let transfer_usd_per_tonne = number("transfer_usd_per_tonne", "a cost");
    let transfer_h = number("transfer_h", "a span of time");
    Some(RouteCosts {
        rail_usd_per_tkm: rail_usd_per_tkm?,
        road_usd_per_tkm: road_usd_per_tkm?,
        sea_usd_per_tkm: sea_usd_per_tkm?,
        time_usd_per_tonne_hour: time_usd_per_tonne_hour?,
        transfer_usd_per_tonne: transfer_usd_per_tonne?,
        transfer_h: transfer_h?,
    })
}

/// Reads `[trace]`: a line through adjacent places and the days to draw.
pub(super) fn trace(
    keys: &Keys,
    nodes: &Names,
    network: Option<&Network>,
    calendar: Option<&Calendar>,
) -> Option<Trace> {
    let line = keys.get("through", |field| line(field, nodes, network));
    let begins = keys.get("begins", |field| field.date());
    let days = keys.get("days", |field| field.count(1));
    // Switched off, it may be of dates that the run does not have.
    let enabled = keys.maybe("enabled", |field| field.truth());
    if enabled == Some(false) {
        return None;
    }
    let (begins, days, calendar) = (begins?, days?, calendar?);
    if begins < calendar.start() || begins >= calendar.end() {
        let (start, end) = (calendar.start(), calendar.end());
        keys.fault(
            "begins",
            format!("{begins} is not in the run; give {start} to before {end}"),
        );
    }
    let (from, sections) = line?;
    let begins = calendar.time_of(begins);
    let ends = begins + Duration::from_days(u64::from(days));
    Some(Trace {
        sections,
        from,
        begins,
        ends,
    })
}

fn line(
    field: &Field,
    nodes: &Names,
    network: Option<&Network>,
) -> Option<(NodeId, Vec<SectionId>)> {
    let elements = field.elements()?;
    if elements.len() < 2 {
        field.fault("a line has two ends; give two places or more");
        return None;
    }
    let places: Vec<Option<usize>> = elements.iter().map(|element| nodes.find(element)).collect();
    let places: Vec<NodeId> = places
        .into_iter()
        .map(|place| place.map(NodeId::from_index))
        .collect::<Option<_>>()?;
    let network = network?;
    let mut sections = Vec::new();
    for (pair, element) in places.windows(2).zip(&elements[1..]) {
        let found = rail_between(network, pair[0], pair[1]);
        if found.is_none() {
            let (a, b) = (&network.node(pair[0]).key, &network.node(pair[1]).key);
            element.fault(format!(
                "there is no railway section between {a} and {b}; name every place on the way"
            ));
        }
        sections.push(found);
    }
    let sections: Option<Vec<SectionId>> = sections.into_iter().collect();
    Some((places[0], sections?))
}

/// Returns the railway section between two places, even where a road joins them too.
pub(super) fn rail_between(network: &Network, a: NodeId, b: NodeId) -> Option<SectionId> {
    let joins = |from, to| (from, to) == (a, b) || (from, to) == (b, a);
    network
        .sections()
        .find(|(_, section)| section.mode == Mode::Rail && joins(section.from, section.to))
        .map(|(id, _)| id)
}
