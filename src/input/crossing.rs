//! Border crossings.

use super::dated::dated;
use super::datum::Datum;
use super::facility::{self, Facilities};
use super::field::Field;
use super::holding::holding;
use super::hours::hours;
use super::keys::Keys;
use super::names::Names;
use super::operation::{rail_between, service_time};
use crate::engine::Distribution;
use crate::model::{
    Calendar, Commodity, Crossing, Dated, Direction, Gauge, Handover, Holding, Hours, Inspection,
    Network, Precedence, Road, Section, ServicePool, Side, Windows,
};
use crate::units::{Duration, NodeId, SectionId};

const GAUGES_MM: [(i64, Gauge); 2] = [(1435, Gauge::Standard), (1520, Gauge::Broad)];

/// What makes a rule of precedence.
type MakePrecedence = fn() -> Precedence;

/// Rules of precedence with a name; a list of commodities is another.
const PRECEDENCES: [(&str, MakePrecedence); 2] = [
    ("train_class", || Precedence::TrainClass),
    ("first_come", || Precedence::FirstCome),
];

/// What was read before the crossings, as far as it could be.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub calendar: Option<&'a Calendar>,
    pub nodes: &'a Names,
    pub network: Option<&'a Network>,
    pub station_interval: Option<Duration>,
}

/// Reads `[crossing.NAME]`. A crossing is `None` only if it cannot be placed in the network: the
/// rest has stand-ins, so that routes can still be checked.
pub(super) fn crossings(
    keys: &Keys,
    setting: Setting,
    facilities: &Facilities,
) -> Vec<(String, Option<Crossing>)> {
    keys.named("crossing", |name, keys| {
        crossing(name, keys, setting, facilities)
    })
}

fn crossing(key: &str, keys: &Keys, setting: Setting, facilities: &Facilities) -> Option<Crossing> {
    let station = |key| {
        let node = keys.get(key, |field| setting.nodes.find(field));
        node.map(NodeId::from_index)
    };
    let name = keys.get("name", |field| field.words());
    let (east, west) = (station("east"), station("west"));
    let east_gauge = keys.get("east_gauge_mm", gauge);
    let west_gauge = keys.get("west_gauge_mm", gauge);
    let path_cycle = keys.get("path_cycle_min", |field| field.minutes());
    let handover_notice = keys.get("handover_notice_min", |field| field.notice());
    let precedence = keys.maybe("precedence", precedence);
    let handover = |direction: Direction| {
        let stations = match direction {
            Direction::ToChina => west.zip(east),
            Direction::FromChina => east.zip(west),
        };
        let read = keys.table(direction.key(), |keys| {
            Some(handover(keys, setting, facilities, stations))
        });
        read.unwrap_or_else(stand_in)
    };
    let (to_china, from_china) = (handover(Direction::ToChina), handover(Direction::FromChina));
    let (east, west) = (east?, west?);
    let (east_gauge, west_gauge) = (east_gauge?, west_gauge?);
    let section = section(
        keys,
        (east, west),
        [east_gauge, west_gauge],
        setting.network?,
    )?;
    if let (Some(cycle), Some(interval)) = (path_cycle, setting.station_interval) {
        check_path_cycle(keys, cycle, interval, setting.network?.section(section));
    }
    Some(Crossing {
        key: key.to_owned(),
        name: name.unwrap_or_default(),
        section,
        east,
        west,
        east_gauge,
        west_gauge,
        path_cycle: path_cycle.unwrap_or(Duration::DAY),
        handover_notice: handover_notice.unwrap_or(Duration::ZERO),
        precedence: precedence.unwrap_or_default(),
        to_china,
        from_china,
    })
}

/// Reads `[quota]`: the switch of every quota of trains and of trucks.
pub(super) fn quotas_hold(keys: &Keys) -> bool {
    let enabled = keys.maybe("quota", |field| {
        field.table(&[], |keys| keys.maybe("enabled", |field| field.truth()))
    });
    enabled.unwrap_or(true)
}

/// Lets as many trains and trucks over the borders as can go.
pub(super) fn lift_quotas(crossings: &mut [Crossing], road: Option<&mut Road>) {
    for crossing in crossings {
        for handover in [&mut crossing.to_china, &mut crossing.from_china] {
            handover.quota_trains_per_day = Dated::constant(Crossing::NO_QUOTA);
        }
    }
    for border in road.into_iter().flat_map(|road| &mut road.borders) {
        for handover in [&mut border.to_china, &mut border.from_china] {
            handover.quota_trucks_per_day = None;
        }
    }
}

/// Reads a rule's name, or commodities in the order in which they go.
fn precedence(field: &Field) -> Option<Precedence> {
    if field.is_array() {
        return commodities(field).map(Precedence::Commodities);
    }
    let rule = field.one_of("a precedence", &PRECEDENCES)?;
    Some(rule())
}

fn commodities(field: &Field) -> Option<Vec<Commodity>> {
    let elements = field.elements()?;
    if elements.is_empty() {
        field.fault("there is no commodity; give one or more");
    }
    let one = |element: &Field| element.one_of("a commodity", &Commodity::NAMES);
    elements.iter().map(one).collect()
}

fn gauge(field: &Field) -> Option<Gauge> {
    let mm = field.whole()?;
    let found = GAUGES_MM.iter().find(|(known, _)| *known == mm);
    if found.is_none() {
        field.fault(format!(
            "{mm} is not a gauge of the corridor; give 1435 or 1520"
        ));
    }
    found.map(|(_, gauge)| *gauge)
}

/// Finds the section between the two stations, which must carry both gauges.
fn section(
    keys: &Keys,
    (east, west): (NodeId, NodeId),
    gauges: [Gauge; 2],
    network: &Network,
) -> Option<SectionId> {
    if gauges[0] == gauges[1] {
        keys.fault(
            "west_gauge_mm",
            "the gauge is the same on both sides; give the other one",
        );
    }
    let (from, to) = (&network.node(east).key, &network.node(west).key);
    let Some(id) = rail_between(network, east, west) else {
        let message = format!(
            "there is no railway section between {from} and {to}; add it to the table of sections"
        );
        keys.fault("west", message);
        return None;
    };
    let section = network.section(id);
    let key = &section.key;
    for gauge in gauges.into_iter().filter(|gauge| !section.carries(*gauge)) {
        let mm = gauge.as_mm();
        keys.fault(
            "west",
            format!("section {key} has no track of {mm} mm; give it both gauges"),
        );
    }
    if !section.open {
        keys.fault(
            "west",
            format!("section {key} is not open when the run starts; open it before"),
        );
    }
    Some(id)
}

/// One track of each gauge takes a train each way in every cycle.
fn check_path_cycle(keys: &Keys, cycle: Duration, interval: Duration, section: &Section) {
    let least = (section.length / section.speed + interval).scaled(2.0);
    if cycle < least {
        let key = &section.key;
        keys.fault(
            "path_cycle_min",
            format!(
                "{} is too short to run over {key} and back; give {} or more",
                cycle.as_minutes(),
                least.as_minutes().ceil(),
            ),
        );
    }
}

/// Reads one direction; `stations` are the sending and the receiving one.
fn handover(
    keys: &Keys,
    setting: Setting,
    facilities: &Facilities,
    stations: Option<(NodeId, NodeId)>,
) -> Handover {
    let stand_in = stand_in();
    let quota = keys.get("quota_trains_per_day", |field| {
        dated(field, setting.calendar, |quota| {
            quota.at_least_zero("a number of trains")
        })
    });
    let receiving_tracks = keys.get("receiving_tracks", |field| field.count(1));
    let pool = |keys: &Keys| pool(keys, setting);
    let sending = keys.table("sending", pool);
    let receiving = keys.table("receiving", pool);
    let inspections = keys.switched("inspection", |name, keys| inspection(name, keys, setting));
    let facilities = keys.get("facilities", |field| {
        facility::of_handover(field, setting, facilities, stations)
    });
    Handover {
        quota_trains_per_day: quota.unwrap_or(stand_in.quota_trains_per_day),
        closed: Windows::default(),
        sending: sending.unwrap_or(stand_in.sending),
        receiving: receiving.unwrap_or(stand_in.receiving),
        inspections: inspections.into_iter().filter_map(|it| it.1).collect(),
        receiving_tracks: receiving_tracks.unwrap_or(stand_in.receiving_tracks),
        facilities: facilities.unwrap_or_default(),
        holding: holding(keys, setting),
    }
}

/// A direction that takes the place of one at fault while the rest is checked.
fn stand_in() -> Handover {
    let none = Distribution::constant(0.0).expect("zero is a quantity");
    let pool = ServicePool {
        servers: Dated::constant(1),
        time_h: Dated::constant(none),
        hours: Hours::default(),
    };
    Handover {
        quota_trains_per_day: Dated::constant(1.0),
        closed: Windows::default(),
        sending: pool.clone(),
        receiving: pool,
        inspections: Vec::new(),
        receiving_tracks: 1,
        facilities: Vec::new(),
        holding: Holding::default(),
    }
}

fn pool(keys: &Keys, setting: Setting) -> Option<ServicePool> {
    let servers = keys.get("servers", |field| {
        dated(field, setting.calendar, |count| count.count(1))
    });
    let time_h = keys.get("time_h", |field| {
        dated(field, setting.calendar, service_time)
    });
    let hours = hours(keys, setting.calendar);
    Some(ServicePool {
        servers: servers?,
        time_h: time_h?,
        hours,
    })
}

/// Reads `[crossing.NAME.DIRECTION.inspection.NAME]`; `None` if it is switched off or at fault.
fn inspection(key: &str, keys: &Keys, setting: Setting) -> Option<Inspection> {
    let enabled = keys.maybe("enabled", |field| field.truth()).unwrap_or(true);
    let side = keys.maybe("side", |field| field.one_of("a side", &Side::NAMES));
    let commodities = keys.get("commodities", commodities);
    let share = keys.maybe("share", |field| field.within(0.0, 1.0, "a share of trains"));
    let pool = pool(keys, setting);
    let inspection = Inspection {
        key: key.to_owned(),
        side: side.unwrap_or(Side::Receiving),
        commodities: commodities?,
        share: share.unwrap_or(1.0),
        pool: pool?,
    };
    enabled.then_some(inspection)
}
