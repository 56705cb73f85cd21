//! The tables of places and sections.

use super::cell::Cell;
use super::datum::Datum;
use super::keys::Keys;
use super::names::Names;
use super::section::lay_over;
use super::sheet::{Row, Sheet};
use crate::model::{
    Calendar, Gauge, Mode, Network, Node, NodeKind, OtherTraffic, Section, Signalling, Traction,
    Working,
};
use crate::units::{Duration, Length, NodeId, Speed, Time};
use jiff::civil::Date;

/// The columns of the table of places.
pub(super) const NODE_COLUMNS: [&str; 7] = [
    "node",
    "name",
    "country",
    "kind",
    "latitude_deg",
    "longitude_deg",
    "technical_stop_min",
];

/// The columns of the table of sections.
pub(super) const SECTION_COLUMNS: [&str; 12] = [
    "section",
    "from",
    "to",
    "mode",
    "gauges",
    "length_km",
    "tracks",
    "passing_loops_km",
    "freight_speed_kmh",
    "other_passenger_pairs_per_day",
    "other_freight_pairs_per_day",
    "opens",
];

/// The column of the date on which a second track opens. Optional.
const DOUBLE_TRACK_FROM: &str = "double_track_from";

/// The column of what pulls trains on a section. Optional: only limited locomotives, costs and
/// emissions need it.
const TRACTION: &str = "traction";

/// What the column of traction says where nothing is pulled: at sea and on roads.
const NO_TRACTION: &str = "none";

/// The speed of a section whose own is at fault: so high that no later check finds it too low.
const STAND_IN_KMH: f64 = 1_000.0;

/// The most pairs of trains a day on a section: one every three minutes each way.
pub(super) const PAIRS_MAX: f64 = 480.0;

pub(super) const MODES: [(&str, Mode); 3] = [
    ("rail", Mode::Rail),
    ("road", Mode::Road),
    ("sea", Mode::Sea),
];

const GAUGES: [(&str, &[Gauge]); 3] = [
    ("1435", &[Gauge::Standard]),
    ("1520", &[Gauge::Broad]),
    ("1435+1520", &[Gauge::Standard, Gauge::Broad]),
];

/// Reads both tables, and lays the changes of the scenario file over them. The network is there unless a fault would change what is connected to what:
/// a length or speed at fault has a stand-in, so that routes can still be checked.
pub(super) fn network(
    keys: &Keys,
    (nodes, sections): (&Sheet, &Sheet),
    names: &Names,
    calendar: Option<&Calendar>,
) -> Option<Network> {
    nodes.check_unique();
    sections.check_unique();
    let section_names = Names::of_sheet("a section", Some(sections));
    let nodes: Vec<Option<Node>> = nodes.rows().map(|row| node(&row)).collect();
    let mut sections: Vec<Option<Section>> = sections
        .rows()
        .map(|row| section(&row, names, calendar))
        .collect();
    lay_over(keys, &mut sections, &section_names, calendar);
    let nodes: Option<Vec<Node>> = nodes.into_iter().collect();
    let sections: Option<Vec<Section>> = sections.into_iter().collect();
    Some(Network::new(nodes?, sections?))
}

/// Returns the countries that have a place.
pub(super) fn countries(network: &Network) -> Names {
    let mut countries: Vec<&str> = network.nodes().map(|(_, it)| it.country.as_str()).collect();
    countries.sort_unstable();
    countries.dedup();
    Names::new("a country with a place", countries)
}

fn node(row: &Row) -> Option<Node> {
    let key = row.get("node", |cell| cell.words());
    let name = row.get("name", |cell| cell.words());
    let country = row.get("country", country);
    let kind = row.get("kind", |cell| {
        cell.one_of("a kind of place", &NodeKind::NAMES)
    });
    let latitude = row.get("latitude_deg", |cell| {
        cell.within(-90.0, 90.0, "a latitude")
    });
    let longitude = row.get("longitude_deg", |cell| {
        cell.within(-180.0, 180.0, "a longitude")
    });
    let technical_stop = row.get("technical_stop_min", |cell| cell.minutes());
    Some(Node {
        key: key?,
        name: name.unwrap_or_default(),
        country: country?,
        kind: kind.unwrap_or(NodeKind::Junction),
        latitude_deg: latitude.unwrap_or_default(),
        longitude_deg: longitude.unwrap_or_default(),
        technical_stop: technical_stop.unwrap_or(Duration::ZERO),
    })
}

fn country(cell: &Cell) -> Option<String> {
    let code = cell.words()?;
    let possible = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    if !possible {
        cell.fault(format!(
            "{code:?} is not a country; give two capital letters, like KZ"
        ));
    }
    possible.then_some(code)
}

fn section(row: &Row, names: &Names, calendar: Option<&Calendar>) -> Option<Section> {
    let key = row.get("section", |cell| cell.words());
    let from = row.get("from", |cell| names.find(cell));
    let to = row.get("to", |cell| names.find(cell));
    if from.is_some() && from == to {
        row.fault("to", "the section ends where it begins; give another place");
    }
    let mode = row.get("mode", |cell| cell.one_of("a mode", &MODES));
    let gauges = gauges(row, mode);
    let length = row.get("length_km", |cell| cell.length_km());
    let speed = row.get("freight_speed_kmh", |cell| cell.speed_kmh());
    let least_tracks = u32::from(mode != Some(Mode::Sea));
    let tracks = row.get("tracks", |cell| cell.count(least_tracks));
    let loops = row.maybe("passing_loops_km", |cell| loops(cell, length));
    let traction = traction(row, mode);
    let other = other_traffic(row);
    let opens = row.maybe("opens", |cell| cell.date());
    let (tracks, double_from) = double_track(row, tracks.unwrap_or(1), calendar);
    let working = Working {
        loop_tracks: row.maybe("loop_tracks", |cell| cell.count(2)),
        signalling: row
            .maybe("signalling", |cell| {
                cell.one_of("a kind of signalling", &Signalling::NAMES)
            })
            .unwrap_or_default(),
        ..Working::default()
    };
    Some(Section {
        key: key?,
        from: NodeId::from_index(from?),
        to: NodeId::from_index(to?),
        mode: mode?,
        gauges: gauges?,
        length: length.unwrap_or_default(),
        tracks,
        loops: loops.unwrap_or_default(),
        traction,
        speed: speed.or_else(|| Speed::from_kmh(STAND_IN_KMH))?,
        other,
        double_from,
        open: opens.is_none_or(|date| calendar.is_none_or(|calendar| date < calendar.end())),
        opens: opens.zip(calendar).and_then(|(date, calendar)| {
            let is_later = date > calendar.start() && date < calendar.end();
            is_later.then(|| calendar.time_of(date))
        }),
        working,
    })
}

/// Reads the gauges of a section: one or two for a railway, none for anything else.
fn gauges(row: &Row, mode: Option<Mode>) -> Option<Vec<Gauge>> {
    match mode? {
        Mode::Rail => row
            .get("gauges", |cell| cell.one_of("a gauge", &GAUGES))
            .map(<[Gauge]>::to_vec),
        Mode::Road | Mode::Sea => {
            row.maybe("gauges", |cell| {
                cell.fault("only a railway has a gauge; leave the cell empty");
                Some(())
            });
            Some(Vec::new())
        }
    }
}

/// Reads what pulls trains on a railway.
fn traction(row: &Row, mode: Option<Mode>) -> Option<Traction> {
    row.maybe(TRACTION, |cell| {
        let none = cell.text() == Some(NO_TRACTION);
        match mode? {
            Mode::Rail => cell.one_of("a traction", &Traction::NAMES),
            Mode::Road | Mode::Sea if none => None,
            Mode::Road | Mode::Sea => {
                cell.fault("only a railway has traction; give none or leave the cell empty");
                None
            }
        }
    })
}

/// Reads the positions of passing loops of a row.
fn loops(cell: &Cell, length: Option<Length>) -> Option<Vec<Length>> {
    positions(cell, &cell.numbers()?, length?)
}

/// Checks the positions of passing loops: ascending and strictly inside the section.
pub(super) fn positions(
    datum: &impl Datum,
    positions: &[f64],
    length: Length,
) -> Option<Vec<Length>> {
    if let Some(pair) = positions.windows(2).find(|pair| pair[1] <= pair[0]) {
        let message = format!(
            "{} is not after {}; put the loops in order",
            pair[1], pair[0]
        );
        datum.fault(message);
        return None;
    }
    let length_km = length.as_km();
    let outside = positions
        .iter()
        .find(|km| !(**km > 0.0 && **km < length_km));
    if let Some(km) = outside {
        datum.fault(format!(
            "{km} is not inside the section; give positions above 0 and below {length_km}"
        ));
        return None;
    }
    positions.iter().map(|km| Length::from_km(*km)).collect()
}

fn other_traffic(row: &Row) -> OtherTraffic {
    let pairs = |column| {
        let pairs = row.maybe(column, |cell| {
            cell.within(0.0, PAIRS_MAX, "a number of pairs")
        });
        pairs.unwrap_or_default()
    };
    OtherTraffic {
        passenger_pairs_per_day: pairs("other_passenger_pairs_per_day"),
        freight_pairs_per_day: pairs("other_freight_pairs_per_day"),
    }
}

/// Returns the tracks at the start of the run, and when a second one opens after that.
fn double_track(row: &Row, tracks: u32, calendar: Option<&Calendar>) -> (u32, Option<Time>) {
    let date = row.maybe(DOUBLE_TRACK_FROM, |cell| cell.date());
    match (date, calendar) {
        (Some(date), Some(calendar)) => opened(tracks, date, calendar),
        _ => (tracks, None),
    }
}

/// Returns the tracks at the start of the run of a section whose second one opens on `date`, and
/// when it opens after that.
pub(super) fn opened(tracks: u32, date: Date, calendar: &Calendar) -> (u32, Option<Time>) {
    if date <= calendar.start() {
        return (tracks.max(2), None);
    }
    (
        tracks,
        (date < calendar.end()).then(|| calendar.time_of(date)),
    )
}
