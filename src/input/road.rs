//! Trucks, drivers and road borders.

use super::crossing::Setting;
use super::dated::dated;
use super::datum::Datum;
use super::distribution::distribution;
use super::field::Field;
use super::hours::hours;
use super::keys::Keys;
use crate::model::{
    Booths, Direction, DriverRules, Mode, Network, NodeKind, Road, RoadBorder, RoadHandover, Truck,
};
use crate::units::{Duration, NodeId, SectionId};

/// The longest a truck stands in a booth: more is a slip.
const BOOTH_MAX_MIN: f64 = 7.0 * 1_440.0;

/// The road mode as far as it could be read.
#[derive(Default)]
pub(super) struct RoadRead {
    /// Whether the scenario has one.
    pub is_there: bool,
    /// The names of its borders, in order.
    pub border_names: Vec<String>,
    /// The mode itself; `None` if there is none or it is at fault.
    pub road: Option<Road>,
}

/// Reads `[road]`, and with it `[truck]` and `[road_border.NAME]`, which it needs.
pub(super) fn road(keys: &Keys, setting: Setting) -> RoadRead {
    let enabled = keys.maybe("road", |field| {
        let read = field.table(&[], |keys| keys.get("enabled", |field| field.truth()));
        Some(read)
    });
    let Some(enabled) = enabled else {
        return RoadRead::default();
    };
    let truck = keys.table("truck", truck);
    let borders = keys.named("road_border", |name, keys| border(name, keys, setting));
    let (border_names, borders): (Vec<String>, Vec<_>) = borders.into_iter().unzip();
    let borders: Option<Vec<RoadBorder>> = borders.into_iter().collect();
    let whole = enabled.zip(truck).zip(borders);
    RoadRead {
        is_there: true,
        border_names,
        road: whole.map(|((enabled, truck), borders)| Road {
            enabled,
            truck,
            borders,
        }),
    }
}

fn truck(keys: &Keys) -> Option<Truck> {
    let payload = keys.get("payload_t", |field| {
        field.within(0.1, 200.0, "the payload of a truck")?;
        field.mass_t()
    });
    let teu = keys.get("teu", |field| field.count(1));
    let speed = keys.get("speed_kmh", |field| field.speed_kmh());
    let loading = keys.get("loading_h", |field| field.hours());
    let unloading = keys.get("unloading_h", |field| field.hours());
    let rules = keys.table("driver", driver);
    Some(Truck {
        payload: payload?,
        teu: teu?,
        speed: speed?,
        loading: loading?,
        unloading: unloading?,
        rules: rules?,
    })
}

/// Reads `[truck.driver]`: the limits of one driver, and how many there are.
///
/// Two drivers take turns, so that neither needs a break; together they drive twice as long, and
/// must have had the shorter rest of a crew within 30 hours instead of 24 (Regulation (EC) No
/// 561/2006, art. 8(2) and 8(5)).
fn driver(keys: &Keys) -> Option<DriverRules> {
    let enabled = keys.maybe("enabled", |field| field.truth());
    let rules = limits(keys)?;
    Some(if enabled == Some(false) {
        DriverRules::NONE
    } else {
        rules
    })
}

fn limits(keys: &Keys) -> Option<DriverRules> {
    let span = |key| {
        keys.get(key, |field| {
            field.above_zero("a span of time")?;
            field.hours()
        })
    };
    let crew = keys.get("crew", |field| {
        let crew = field.count(1)?;
        if crew > 2 {
            field.fault(format!("{crew} do not fit into a truck; give 1 or 2"));
        }
        (crew <= 2).then_some(crew)
    });
    let stretch = span("stretch_h");
    let pause = keys.get("break_min", |field| {
        field.above_zero("a span of time")?;
        field.minutes()
    });
    let (daily_driving, daily_rest) = (span("daily_driving_h"), span("daily_rest_h"));
    let crew_rest = span("crew_daily_rest_h");
    let (weekly_driving, weekly_rest) = (span("weekly_driving_h"), span("weekly_rest_h"));
    check_order(
        keys,
        ["break_min", "daily_rest_h", "weekly_rest_h"],
        [pause, daily_rest, weekly_rest],
    );
    check_order(
        keys,
        ["break_min", "crew_daily_rest_h", "weekly_rest_h"],
        [pause, crew_rest, weekly_rest],
    );
    let least_day = Duration::DAY;
    for (key, rest) in [
        ("daily_rest_h", daily_rest),
        ("crew_daily_rest_h", crew_rest),
    ] {
        if rest.is_some_and(|rest| rest >= least_day) {
            keys.fault(
                key,
                "this leaves nothing of a day to drive; give less than 24",
            );
        }
    }
    let (rest, times, within) = match crew? {
        1 => (daily_rest?, 1.0, Duration::DAY),
        _ => (crew_rest?, 2.0, Duration::from_hours(30.0)?),
    };
    let daily_driving = daily_driving?.scaled(times);
    Some(DriverRules {
        stretch: if times == 1.0 {
            stretch?
        } else {
            daily_driving
        },
        pause: pause?,
        daily_driving,
        duty: within.saturating_sub(rest),
        daily_rest: rest,
        weekly_driving: weekly_driving?.scaled(times),
        weekly_rest: weekly_rest?,
    })
}

/// Leaves a fault at a rest that is not longer than the lesser one before it.
fn check_order(keys: &Keys, names: [&str; 3], rests: [Option<Duration>; 3]) {
    for n in 1..3 {
        if let (Some(lesser), Some(rest)) = (rests[n - 1], rests[n])
            && rest <= lesser
        {
            let message = format!(
                "this is no longer than {}; give a longer rest",
                names[n - 1]
            );
            keys.fault(names[n], message);
        }
    }
}

fn border(key: &str, keys: &Keys, setting: Setting) -> Option<RoadBorder> {
    let end = |key| {
        let node = keys.get(key, |field| setting.nodes.find(field));
        node.map(NodeId::from_index)
    };
    let name = keys.get("name", |field| field.words());
    let (east, west) = (end("east"), end("west"));
    let direction =
        |direction: Direction| keys.table(direction.key(), |keys| handover(keys, setting));
    let (to_china, from_china) = (
        direction(Direction::ToChina),
        direction(Direction::FromChina),
    );
    let (east, west, network) = (east?, west?, setting.network?);
    let section = section(keys, (east, west), network);
    let booths_at = booths_at(keys, (east, west), network);
    Some(RoadBorder {
        key: key.to_owned(),
        name: name?,
        section: section?,
        east,
        west,
        booths_at: booths_at?,
        to_china: to_china?,
        from_china: from_china?,
    })
}

fn section(keys: &Keys, (east, west): (NodeId, NodeId), network: &Network) -> Option<SectionId> {
    let joins = |from, to| (from, to) == (east, west) || (from, to) == (west, east);
    let mut sections = network.sections();
    let found = sections.find(|(_, it)| it.mode == Mode::Road && joins(it.from, it.to));
    if found.is_none() {
        let (from, to) = (&network.node(east).key, &network.node(west).key);
        let message = format!(
            "there is no road section between {from} and {to}; add it to the table of sections"
        );
        keys.fault("west", message);
    }
    found.map(|(id, _)| id)
}

/// The end that is a road border; the eastern one where both are.
fn booths_at(keys: &Keys, (east, west): (NodeId, NodeId), network: &Network) -> Option<NodeId> {
    let is_border = |node: &NodeId| network.node(*node).kind == NodeKind::RoadBorder;
    let found = [east, west].into_iter().find(is_border);
    if found.is_none() {
        let (east, west) = (&network.node(east).key, &network.node(west).key);
        let message = format!(
            "neither {east} nor {west} is of the kind road_border; give the place where the controls \
             stand"
        );
        keys.fault("east", message);
    }
    found
}

fn handover(keys: &Keys, setting: Setting) -> Option<RoadHandover> {
    let quota = keys.maybe("quota_trucks_per_day", |field| {
        Some(dated(field, setting.calendar, |quota| quota.count(0)))
    });
    let hours = hours(keys, setting.calendar);
    let sending = keys.table("sending", |keys| booths(keys, setting));
    let receiving = keys.table("receiving", |keys| booths(keys, setting));
    Some(RoadHandover {
        quota_trucks_per_day: match quota {
            Some(quota) => Some(quota?),
            None => None,
        },
        hours,
        sending: sending?,
        receiving: receiving?,
    })
}

fn booths(keys: &Keys, setting: Setting) -> Option<Booths> {
    let count = keys.get("booths", |field| {
        dated(field, setting.calendar, |count| count.count(1))
    });
    let time_min = keys.get("time_min", booth_time);
    Some(Booths {
        count: count?,
        time_min: time_min?,
    })
}

fn booth_time(field: &Field) -> Option<crate::engine::Distribution> {
    let time = distribution(field)?;
    if time.mean() > BOOTH_MAX_MIN {
        field.fault("this is more than a week a truck; give a shorter time");
    }
    Some(time)
}
