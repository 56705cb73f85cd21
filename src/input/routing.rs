//! How routes are chosen, and the dated rules about them: `[routes]` and `[routing_rule.NAME]`.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::names::Names;
use super::rolling_stock::LOADS;
use crate::model::{
    Calendar, Commodity, Direction, Ends, Function, Mode, RouteChoice, RoutingRule, Selection, Via,
};
use crate::units::{CrossingId, Duration, NodeId, StreamId, Time};

/// The word for every stream.
const ALL: &str = "all";

const MODES: [(&str, Mode); 3] = [
    ("rail", Mode::Rail),
    ("road", Mode::Road),
    ("sea", Mode::Sea),
];

/// What rules refer to.
pub(super) struct Known<'a> {
    pub calendar: Option<&'a Calendar>,
    pub nodes: &'a Names,
    pub countries: &'a Names,
    pub crossings: &'a Names,
    pub streams: &'a Names,
}

/// Which streams have a choice that the table of streams does not give them.
#[derive(Debug, Default)]
pub(super) enum Choosers {
    #[default]
    None,
    All,
    Some(Vec<usize>),
}

impl Choosers {
    /// Returns whether the stream in this row is one of them.
    pub fn includes(&self, stream: usize) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Some(streams) => streams.contains(&stream),
        }
    }

    /// Returns whether the stream in this row is named as one of them.
    pub fn names(&self, stream: usize) -> bool {
        matches!(self, Self::Some(_)) && self.includes(stream)
    }
}

/// How routes are chosen, and who chooses more than others.
#[derive(Debug, Default)]
pub(super) struct ChoiceRead {
    /// `None` if it is at fault.
    pub choice: Option<RouteChoice>,
    /// Streams that choose their crossing.
    pub crossing: Choosers,
    /// Streams of rail that may go by road too.
    pub by_road: Choosers,
}

/// Reads `[routes]`; without it every stream has one route.
pub(super) fn choice(keys: &Keys, streams: &Names) -> ChoiceRead {
    let read = keys.maybe("routes", |field| {
        Some(field.table(&[], |keys| Some(choice_of(keys, streams))))
    });
    let none = || ChoiceRead {
        choice: Some(RouteChoice::NONE),
        ..ChoiceRead::default()
    };
    read.map_or_else(none, Option::unwrap_or_default)
}

fn choice_of(keys: &Keys, streams: &Names) -> ChoiceRead {
    let alternatives = keys.get("alternatives", |field| {
        let most = RouteChoice::MOST as f64;
        field.within(1.0, most, "a number of routes")?;
        field.count(1)
    });
    let scale = keys.get("scale_usd_per_tonne", |field| field.above_zero("a scale"));
    let detour = keys.get("largest_detour", |field| {
        field.within(1.0, 100.0, "a multiple of the cheapest")
    });
    let every = keys.get("news_every_days", |field| {
        let days = field.within(0.1, 366.0, "a span between news")?;
        Duration::from_hours(24.0 * days)
    });
    let notice = keys.get("news_notice_h", |field| {
        field.within(1.0, 1_000.0, "a notice")?;
        field.hours()
    });
    let crossing = keys.maybe("choose_crossing", |field| choosers(field, streams));
    let by_road = keys.maybe("also_by_road", |field| choosers(field, streams));
    let choice = || {
        Some(RouteChoice {
            alternatives: alternatives? as usize,
            scale_usd_per_tonne: scale?,
            largest_detour: detour?,
            news_every: every?,
            news_notice: notice?,
        })
    };
    ChoiceRead {
        choice: choice(),
        crossing: crossing.unwrap_or_default(),
        by_road: by_road.unwrap_or_default(),
    }
}

fn choosers(field: &Field, streams: &Names) -> Option<Choosers> {
    let elements = field.elements()?;
    let says_all = |element: &Field| !element.is_table() && element.text() == Some(ALL);
    if elements.iter().any(says_all) {
        return Some(Choosers::All);
    }
    let found = elements.iter().map(|element| streams.find(element));
    found.collect::<Option<_>>().map(Choosers::Some)
}

/// Reads every `[routing_rule.NAME]`; `None` if one is at fault. Those switched off are left out.
pub(super) fn rules(keys: &Keys, known: &Known) -> Option<Vec<RoutingRule>> {
    let rules = keys.switched("routing_rule", |name, keys| rule(name, keys, known));
    let rules: Vec<Option<Option<RoutingRule>>> = rules.into_iter().map(|(_, it)| it).collect();
    let sound: Option<Vec<Option<RoutingRule>>> = rules.into_iter().collect();
    Some(sound?.into_iter().flatten().collect())
}

/// Reads one rule: `None` if it is at fault, none within if it is switched off.
fn rule(name: &str, keys: &Keys, known: &Known) -> Option<Option<RoutingRule>> {
    let enabled = keys.maybe("enabled", |field| field.truth());
    let from = keys.get("from", |field| field.date());
    let until = keys.maybe("until", |field| field.date());
    if let (Some(from), Some(until)) = (from, until)
        && until <= from
    {
        keys.fault(
            "until",
            format!("{until} is not after {from}; give a later date"),
        );
    }
    let read_via = |key| {
        keys.maybe(key, |field| {
            field
                .of_kind("VIA")
                .table(&[], |keys| Some(via(keys, known)))
        })
    };
    let (require, forbid) = (read_via("require"), read_via("forbid"));
    let largest_share = keys.maybe("largest_share", |field| {
        field.table(&[], |keys| {
            let share = keys.get("share", |field| field.within(0.0, 1.0, "a share"));
            Some((via(keys, known), share?))
        })
    });
    check_any(
        keys,
        &["require", "forbid", "largest_share"],
        "the rule changes nothing",
    );
    let selection = selection(keys, known);
    let calendar = known.calendar?;
    let time = |date| calendar.time_of(date);
    let from = time(from?);
    let rule = RoutingRule {
        key: name.to_owned(),
        from,
        until: until.map_or(Time::MAX, time),
        selection,
        require: require.unwrap_or_default(),
        forbid: forbid.unwrap_or_default(),
        largest_share,
    };
    Some(enabled.unwrap_or(true).then_some(rule))
}

/// Leaves a fault if a table has none of some keys.
fn check_any(keys: &Keys, wanted: &[&str], fault: &str) {
    let has = |key: &&str| keys.maybe(key, |_| Some(())).is_some();
    if !wanted.iter().any(has) {
        let (last, others) = wanted.split_last().expect("something is wanted");
        let others = others.join(", ");
        keys.fault("", format!("{fault}; give {others} or {last}"));
    }
}

/// Reads what a way may go by.
fn via(keys: &Keys, known: &Known) -> Via {
    let wanted = ["crossings", "places", "countries", "modes"];
    check_any(keys, &wanted, "there is nothing in it");
    let crossings = names(keys, "crossings", known.crossings);
    let modes = keys.maybe("modes", |field| {
        let modes = field.elements()?.into_iter();
        let modes = modes.map(|element| element.one_of("a mode", &MODES));
        modes.collect::<Option<Vec<Mode>>>()
    });
    let Ends { places, countries } = places_and_countries(keys, known);
    Via {
        crossings: crossings.into_iter().map(CrossingId::from_index).collect(),
        places,
        countries,
        modes: modes.unwrap_or_default(),
        sections: Vec::new(),
    }
}

/// Reads places and countries, where cargo may start or end.
fn ends(keys: &Keys, known: &Known) -> Ends {
    check_any(keys, &["places", "countries"], "there is nothing in it");
    places_and_countries(keys, known)
}

fn places_and_countries(keys: &Keys, known: &Known) -> Ends {
    let places = names(keys, "places", known.nodes);
    let countries = keys.maybe("countries", |field| {
        let elements = field.elements()?;
        let known_one = |element: &Field| {
            known.countries.find(element)?;
            element.text().map(str::to_owned)
        };
        elements.iter().map(known_one).collect::<Option<Vec<_>>>()
    });
    Ends {
        places: places.into_iter().map(NodeId::from_index).collect(),
        countries: countries.unwrap_or_default(),
    }
}

fn names(keys: &Keys, key: &str, known: &Names) -> Vec<usize> {
    let found = keys.maybe(key, |field| {
        let elements = field.elements()?;
        let found = elements.iter().map(|element| known.find(element));
        found.collect::<Option<Vec<_>>>()
    });
    found.unwrap_or_default()
}

fn selection(keys: &Keys, known: &Known) -> Selection {
    let ends_of = |key| {
        keys.maybe(key, |field| {
            field
                .of_kind("ENDS")
                .table(&[], |keys| Some(ends(keys, known)))
        })
    };
    let streams = keys.maybe("streams", |field| {
        let elements = field.elements()?;
        let found = elements.iter().map(|element| known.streams.find(element));
        found.collect::<Option<Vec<_>>>()
    });
    let streams = streams.map(|all| all.into_iter().map(StreamId::from_index).collect());
    Selection {
        streams,
        function: keys.maybe("function", |it| it.one_of("a function", &Function::NAMES)),
        commodity: keys.maybe("commodity", |it| {
            it.one_of("a commodity", &Commodity::NAMES)
        }),
        load: keys.maybe("load", |it| it.one_of("a load", &LOADS)),
        direction: keys.maybe("direction", |it| {
            it.one_of("a direction", &Direction::NAMES)
        }),
        origin: ends_of("origin"),
        destination: ends_of("destination"),
        either_end: ends_of("either_end"),
    }
}
