//! Demand: streams, their volumes and profiles, and the factors that scale them.

use super::cell::Cell;
use super::dated::dated;
use super::datum::Datum;
use super::distribution::spread;
use super::growth::{self, Known};
use super::keys::Keys;
use super::names::Names;
use super::network::MODES;
use super::road::RoadRead;
use super::routing::ChoiceRead;
use super::sheet::{Row, Sheet};
use super::volume::{self, Profiles, Volumes};
use crate::engine::Distribution;
use crate::model::{
    Calendar, Commodity, Dated, Direction, Function, Load, Mode, Road, Stream, WagonType,
};
use crate::units::{CrossingId, Duration, Mass, NodeId};
use std::collections::BTreeMap;

/// The columns of the table of streams.
pub(super) const STREAM_COLUMNS: [&str; 13] = [
    "stream",
    "title",
    "origin",
    "destination",
    "crossing",
    "direction",
    "function",
    "commodity",
    "wagon",
    "lot_t",
    "profile",
    "longest_wait_h",
    "t_per_teu",
];

/// The column of what a stream travels by. Optional: rail, where there is none.
pub(super) const MODE: &str = "mode";

/// The most trucks of one consignment.
const CONVOY_MAX: u64 = 1_000;

/// What streams refer to, and what their tonnes a day are made of.
pub(super) struct Terms<'a> {
    pub calendar: Option<&'a Calendar>,
    pub nodes: &'a Names,
    /// Those of rail, then road borders.
    pub crossings: &'a Names,
    pub road: &'a RoadRead,
    pub profiles: &'a Profiles,
    /// `None` if the table of volumes could not be read.
    pub volumes: Option<&'a Volumes>,
    pub factors: &'a Factors,
    pub choice: &'a ChoiceRead,
}

/// Factors of demand by the crossing's position and direction.
pub(super) type Factors = BTreeMap<(usize, Direction), Dated<f64>>;

/// Reads `[demand]`: the spread of consignments in time, the factors, and what is known. Volumes
/// have `latest` as their last year.
pub(super) fn scale(
    keys: &Keys,
    crossings: &Names,
    calendar: Option<&Calendar>,
    latest: Option<i16>,
) -> (Option<Distribution>, Factors, Known) {
    let spread = keys.get("arrivals", |field| spread(field, 0.0));
    let factors = keys.maybe("factor", |field| {
        field.table(&[], |keys| Some(factors(keys, crossings, calendar)))
    });
    (
        spread,
        factors.unwrap_or_default(),
        growth::known(keys, latest),
    )
}

/// Reads `[demand.factor.CROSSING]`.
fn factors(keys: &Keys, crossings: &Names, calendar: Option<&Calendar>) -> Factors {
    let mut factors = Factors::new();
    if !crossings.are_known() {
        keys.leave();
    }
    for (n, crossing) in crossings.iter().enumerate() {
        keys.maybe_of(crossing, |field| {
            field.table(&[], |keys| {
                for direction in Direction::BOTH {
                    let factor = keys.maybe(direction.key(), |field| {
                        dated(field, calendar, |factor| {
                            factor.within(0.0, 1_000.0, "a factor of demand")
                        })
                    });
                    factors.extend(factor.map(|factor| ((n, direction), factor)));
                }
                Some(())
            })
        });
    }
    factors
}

/// Reads the streams. One is `None` only if its way cannot be looked for.
pub(super) fn streams(sheet: &Sheet, terms: &Terms) -> Vec<Option<Stream>> {
    sheet.check_unique();
    sheet
        .rows()
        .enumerate()
        .map(|(n, row)| stream(n, &row, terms))
        .collect()
}

fn stream(position: usize, row: &Row, terms: &Terms) -> Option<Stream> {
    let key = row.get("stream", |cell| cell.words());
    let title = row.get("title", |cell| cell.words());
    let origin = row.get("origin", |cell| terms.nodes.find(cell));
    let destination = row.get("destination", |cell| terms.nodes.find(cell));
    if origin.is_some() && origin == destination {
        row.fault(
            "destination",
            "the cargo is there already; give another place",
        );
    }
    let crossings = crossings(row, terms);
    let mode = mode(row, crossings.as_deref(), terms);
    let direction = row.get("direction", |cell| {
        cell.one_of("a direction", &Direction::NAMES)
    });
    let function = row.get("function", |cell| {
        cell.one_of("a function", &Function::NAMES)
    });
    let commodity = row.get("commodity", |cell| {
        cell.one_of("a commodity", &Commodity::NAMES)
    });
    let wagon = row.get("wagon", |cell| {
        cell.one_of("a type of wagon", &WagonType::NAMES)
    });
    let lot = row.get("lot_t", |cell| {
        cell.within(1.0, 1e6, "the mass of a consignment")?;
        cell.mass_t()
    });
    let mass_per_teu = mass_per_teu(row, wagon);
    let wait = |cell: &Cell| {
        cell.above_zero("a longest wait")?;
        cell.hours()
    };
    // Trucks leave as consignments appear: nothing waits to fill one.
    let longest_wait = match mode {
        Some(Mode::Rail) => row.get("longest_wait_h", wait),
        _ => row.maybe("longest_wait_h", wait),
    };
    // A factor is of one crossing: cargo that chooses has none.
    let given = crossings.as_deref().and_then(|all| match all {
        [only] => Some(only.index()),
        _ => None,
    });
    let factor = given
        .zip(direction)
        .and_then(|place| terms.factors.get(&place));
    let also_by_road = also_by_road(position, row, (mode, lot, mass_per_teu), terms);
    check_convoy(row, (mode, lot, mass_per_teu), terms);
    let mut tonnes_per_day = offered(position, row, terms, factor);
    if mode == Some(Mode::Road) && terms.road.road.as_ref().is_some_and(|road| !road.enabled) {
        tonnes_per_day.fill(0.0);
    }
    Some(Stream {
        key: key?,
        title: title.unwrap_or_default(),
        origin: NodeId::from_index(origin?),
        destination: NodeId::from_index(destination?),
        mode: mode?,
        crossings: match terms.choice.crossing.includes(position) {
            true => Vec::new(),
            false => crossings?,
        },
        also_by_road,
        direction: direction?,
        function: function.unwrap_or(Function::Transit),
        commodity: commodity.unwrap_or(Commodity::Other),
        wagon: wagon?,
        lot: lot.unwrap_or_default(),
        mass_per_teu: mass_per_teu.unwrap_or_default(),
        longest_wait: longest_wait.unwrap_or(Duration::DAY),
        tonnes_per_day,
    })
}

/// Reads what a stream travels by, which must be what its crossings are for.
fn mode(row: &Row, crossings: Option<&[CrossingId]>, terms: &Terms) -> Option<Mode> {
    let given = row.maybe(MODE, |cell| Some(cell.one_of("a mode", &MODES)));
    let mode = given.unwrap_or(Some(Mode::Rail))?;
    if mode == Mode::Sea {
        row.fault(MODE, "no stream goes by sea alone; give rail or road");
        return None;
    }
    if mode == Mode::Road && !terms.road.is_there {
        row.fault(MODE, "the scenario has no trucks; add [road], or give rail");
        return None;
    }
    let borders = &terms.road.border_names;
    let first_border = terms.crossings.iter().count() - borders.len();
    for crossing in crossings.unwrap_or_default() {
        match (mode, crossing.index().checked_sub(first_border)) {
            (Mode::Rail, Some(border)) => {
                let border = &borders[border];
                let message =
                    format!("{border} is a road border; give a crossing of rail, or mode road");
                row.fault("crossing", message);
                return None;
            }
            (Mode::Road, None) => {
                let borders = borders.join(", ");
                let message = format!("this is a crossing of rail; give a road border: {borders}");
                row.fault("crossing", message);
                return None;
            }
            _ => {}
        }
    }
    Some(mode)
}

/// Returns whether cargo of a stream of rail may go by road too. Where all may, those whose
/// consignments no trucks take keep to rail.
fn also_by_road(
    position: usize,
    row: &Row,
    (mode, lot, per_teu): (Option<Mode>, Option<Mass>, Option<Mass>),
    terms: &Terms,
) -> bool {
    let wanted = &terms.choice.by_road;
    if wanted.names(position) {
        if mode == Some(Mode::Road) {
            let message = "it goes by road alone; leave it out of routes.also_by_road";
            row.fault("stream", message);
        } else if !terms.road.is_there {
            let message = "the scenario has no trucks for routes.also_by_road; add [road]";
            row.fault("stream", message);
        }
        check_convoy(row, (Some(Mode::Road), lot, per_teu), terms);
    }
    let (Some(Mode::Rail), Some(lot), Some(road)) = (mode, lot, &terms.road.road) else {
        return false;
    };
    road.enabled
        && wanted.includes(position)
        && trucks(road, lot, per_teu.unwrap_or_default()) <= CONVOY_MAX
}

/// The trucks that a consignment fills.
fn trucks(road: &Road, lot: Mass, per_teu: Mass) -> u64 {
    lot.as_kg()
        .div_ceil(road.truck.payload_of(per_teu).as_kg().max(1))
}

/// Leaves a fault if a consignment by road fills more trucks than anybody sends at once.
fn check_convoy(
    row: &Row,
    (mode, lot, per_teu): (Option<Mode>, Option<Mass>, Option<Mass>),
    terms: &Terms,
) {
    let (Some(Mode::Road), Some(lot), Some(road)) = (mode, lot, &terms.road.road) else {
        return;
    };
    let trucks = trucks(road, lot, per_teu.unwrap_or_default());
    if trucks > CONVOY_MAX {
        let message = format!("{trucks} trucks at once are too many; give {CONVOY_MAX} or fewer");
        row.fault("lot_t", message);
    }
}

/// Reads the crossings that a stream may take: one, several with strokes between, or any.
fn crossings(row: &Row, terms: &Terms) -> Option<Vec<CrossingId>> {
    let Some(cell) = row.filled("crossing") else {
        return Some(Vec::new());
    };
    let names = cell.text.split('|').map(str::trim);
    let crossings = names.map(|text| terms.crossings.find(&Cell { text, ..cell }));
    crossings
        .map(|crossing| crossing.map(CrossingId::from_index))
        .collect()
}

/// Returns the tonnes a day of a stream, or nothing if what they are made of is at fault.
fn offered(position: usize, row: &Row, terms: &Terms, factor: Option<&Dated<f64>>) -> Vec<f64> {
    let profile = row.get("profile", |cell| terms.profiles.names.find(cell));
    let weights = profile.and_then(|n| terms.profiles.weights[n]);
    let (Some(all), Some(calendar)) = (terms.volumes, terms.calendar) else {
        return Vec::new();
    };
    let volumes = volume::of_stream(all, position);
    volume::check_years(row, &volumes, calendar);
    let rates = weights.map(|weights| volume::tonnes_per_day(calendar, &weights, &volumes, factor));
    rates.unwrap_or_default()
}

/// Reads the cargo in one TEU: needed for containers, and for nothing else.
fn mass_per_teu(row: &Row, wagon: Option<WagonType>) -> Option<Mass> {
    match wagon?.load() {
        Load::Container => row.get("t_per_teu", |cell| cell.mass_t()),
        Load::Bulk => {
            let given = row
                .maybe("t_per_teu", |cell| cell.number())
                .filter(|t| *t != 0.0);
            if given.is_some() {
                row.fault(
                    "t_per_teu",
                    "only container flats carry TEU; leave the cell empty",
                );
            }
            Some(Mass::ZERO)
        }
    }
}
