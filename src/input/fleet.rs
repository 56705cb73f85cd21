//! Wagon fleets: `[fleets]` with the rules for all, and `[fleet.NAME]`.

use super::dated::{counts_times, dated, factor_of_counts};
use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::names::Names;
use super::sheet::Sheet;
use crate::model::{
    Calendar, Commodity, Fleet, Fleets, Gauge, Network, Railway, Routes, Stream, WagonType,
};
use crate::units::{FleetId, LegId, NodeId, StreamId};

/// The railways that have wagons: all but ships.
const RAILWAYS: [(&str, Railway); 3] = [Railway::NAMES[0], Railway::NAMES[1], Railway::NAMES[2]];

/// What fleets refer to.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub calendar: Option<&'a Calendar>,
    pub nodes: &'a Names,
    pub network: Option<&'a Network>,
    pub streams: &'a Names,
}

/// Reads the fleets, if the scenario has any. Without a list the rules may still be given.
pub(super) fn fleets(keys: &Keys, ground: Ground) -> Option<Fleets> {
    let given = keys.maybe("fleets", |field| field.table(&[], |keys| Some(rules(keys))));
    let (limited, factor, rules) = given.unwrap_or((None, 1.0, Fleets::default()));
    let read = keys.maybe_named("fleet", |name, keys| fleet(name, keys, ground));
    if read.len() > FleetId::COUNT_MAX {
        keys.fault(
            "fleet",
            format!(
                "{} are too many; give {} or fewer",
                read.len(),
                FleetId::COUNT_MAX
            ),
        );
        return None;
    }
    if read.is_empty() && limited == Some(true) {
        keys.fault("fleets", "there are no wagons to limit; add [fleet.NAME]");
    }
    let list = read.into_iter().map(|(_, fleet)| {
        let fleet = fleet?;
        let wagons = counts_times(&fleet.wagons, factor);
        Some(Fleet { wagons, ..fleet })
    });
    Some(Fleets {
        list: list.collect::<Option<_>>()?,
        ..rules
    })
}

/// Reads `[fleets]`: whether it says that wagons are limited, by what all counts of them are
/// multiplied, and all rules.
fn rules(keys: &Keys) -> (Option<bool>, f64, Fleets) {
    let default = Fleets::default();
    let limited = keys.maybe("limited", |field| field.truth());
    let factor = keys.maybe("factor", factor_of_counts);
    let notice = keys.maybe("notice_h", |field| {
        field.within(0.1, 720.0, "a notice")?;
        field.hours()
    });
    let longest_wait = keys.maybe("longest_wait_h", |field| field.hours());
    let cover = keys.maybe("cover_days", |field| {
        let days = field.within(0.0, 365.0, "a number of days")?;
        crate::units::Duration::from_hours(days * 24.0)
    });
    let rules = Fleets {
        limited: limited.unwrap_or(default.limited),
        notice: notice.unwrap_or(default.notice),
        longest_wait: longest_wait.unwrap_or(default.longest_wait),
        cover: cover.unwrap_or(default.cover),
        list: Vec::new(),
    };
    (limited, factor.unwrap_or(1.0), rules)
}

fn fleet(key: &str, keys: &Keys, ground: Ground) -> Option<Fleet> {
    let name = keys.get("name", |field| field.words());
    let wagon = keys.get("wagon", |field| {
        field.one_of("a type of wagon", &WagonType::NAMES)
    });
    let railway = keys.get("railway", |field| {
        field.one_of("a railway with wagons", &RAILWAYS)
    });
    let owner = keys.get("owner", |field| field.words());
    let wagons = keys.get("wagons", |field| {
        dated(field, ground.calendar, |count| count.count(0))
    });
    let stands_at = keys.maybe("stand_at", |field| {
        names_of(field, |element| {
            let place = ground.nodes.find(element).map(NodeId::from_index)?;
            check_rails(element, place, railway?, ground.network)
        })
    });
    let streams = keys.maybe("streams", |field| {
        names_of(field, |element| {
            ground.streams.find(element).map(StreamId::from_index)
        })
    });
    let commodities = keys.maybe("commodities", |field| {
        names_of(field, |element| {
            element.one_of("a commodity", &Commodity::NAMES)
        })
    });
    Some(Fleet {
        key: key.to_owned(),
        name: name?,
        wagon: wagon?,
        railway: railway?,
        owner: owner?,
        wagons: wagons?,
        stands_at: stands_at.unwrap_or_default(),
        streams: streams.unwrap_or_default(),
        commodities: commodities.unwrap_or_default(),
    })
}

/// Reads a list of one name or more; those at fault are left out.
fn names_of<T>(field: &Field, read: impl Fn(&Field) -> Option<T>) -> Option<Vec<T>> {
    let elements = field.elements()?;
    if elements.is_empty() {
        field.fault("the list is empty; give one name or more, or leave the key out");
    }
    Some(elements.iter().filter_map(read).collect())
}

/// Returns a place if wagons of the railway can stand there.
fn check_rails(
    element: &Field,
    place: NodeId,
    railway: Railway,
    network: Option<&Network>,
) -> Option<NodeId> {
    let (network, gauge) = (network?, railway.gauge()?);
    let ends = |end| end == place;
    let mut sections = network.sections();
    let there = sections
        .any(|(_, section)| section.carries(gauge) && (ends(section.from) || ends(section.to)));
    if !there {
        let mm = gauge.as_mm();
        element.fault(format!(
            "no rails of {mm} mm lead there; give a place that has some"
        ));
    }
    there.then_some(place)
}

/// What decides where wagons are needed.
#[derive(Clone, Copy)]
pub(super) struct Demand<'a> {
    pub sheet: &'a Sheet<'a>,
    pub streams: &'a [Option<Stream>],
    pub routes: &'a Routes,
    pub network: &'a Network,
}

/// Leaves faults where a stream has no wagons and where a fleet has no use, and returns the fleets;
/// unlimited ones of every kind, if the scenario names none.
pub(super) fn checked(keys: &Keys, fleets: Fleets, demand: Demand) -> Option<Fleets> {
    let streams: Vec<Stream> = demand.streams.iter().flatten().cloned().collect();
    if streams.len() < demand.streams.len() {
        return None;
    }
    if fleets.list.is_empty() {
        return Some(Fleets::unlimited(&streams, demand.routes));
    }
    let rows: Vec<_> = demand.sheet.rows().collect();
    let mut used = vec![false; fleets.list.len()];
    let mut told: Vec<String> = Vec::new();
    for (n, leg) in demand.routes.legs().iter().enumerate() {
        let serving = fleets.of_leg(LegId::from_index(n), &streams, demand.routes);
        for fleet in &serving {
            used[fleet.index()] = true;
        }
        let stream = &streams[leg.stream.index()];
        let gauge = leg.railway.gauge();
        let reaches =
            |fleet: &FleetId| can_reach(fleets.fleet(*fleet), gauge, leg.from, demand.network);
        if gauge.is_none() || serving.iter().any(reaches) {
            continue;
        }
        let (wagon, railway) = (stream.wagon.key(), leg.railway.key());
        let (from, to) = (
            &demand.network.node(leg.from).key,
            &demand.network.node(leg.to).key,
        );
        let lack = match serving.first() {
            None => format!(
                "no fleet has {wagon} wagons for it on railway {railway}, as from {from} to {to}; add [fleet.{railway}_{wagon}]"
            ),
            Some(fleet) => {
                let key = &fleets.fleet(*fleet).key;
                format!(
                    "no rails lead from where fleet {key} stands to {from}; let some of it stand there"
                )
            }
        };
        if !told.contains(&lack) {
            rows[leg.stream.index()].fault("wagon", &lack);
            told.push(lack);
        }
    }
    let entries = keys.maybe("fleet", |field| field.entries());
    let unused = |key: &str| {
        let mut fleets = fleets.list.iter().zip(&used);
        fleets.any(|(fleet, used)| fleet.key == key && !used)
    };
    for (_, field) in entries.iter().flatten().filter(|(key, _)| unused(key)) {
        field.fault("no stream that it serves loads such wagons on this railway; take it out");
    }
    (told.is_empty() && used.iter().all(|used| *used)).then_some(fleets)
}

/// Whether wagons of a fleet can come to a place from where they stand at the start.
fn can_reach(fleet: &Fleet, gauge: Option<Gauge>, place: NodeId, network: &Network) -> bool {
    let Some(gauge) = gauge.filter(|_| !fleet.stands_at.is_empty()) else {
        return true;
    };
    let ways = network.ways_from(place, gauge, |_, section| Some(section.length.as_meters()));
    fleet
        .stands_at
        .iter()
        .any(|from| ways.cost_to(*from).is_some())
}
