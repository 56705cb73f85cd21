//! The ways of the streams, and whether there are trains and cranes for each leg.

use super::routing::ChoiceRead;
use super::sheet::Sheet;
use crate::model::{
    Calendar, Crossing, Facility, Leg, LegEnd, Load, Mode, Network, NoRoute, Railway, Road,
    RouteChoice, RouteCosts, RouteTerms, Routes, RoutingRule, Stream, TrainClass,
};
use crate::units::{NodeId, StreamId};

/// What moves and handles the cargo of streams.
pub(super) struct Means<'a> {
    pub network: &'a Network,
    pub crossings: &'a [Crossing],
    pub classes: &'a [TrainClass],
    pub facilities: &'a [Facility],
}

/// What routes are found by; see [`RouteTerms`].
pub(super) struct Rules<'a> {
    pub road: Option<&'a Road>,
    pub costs: &'a RouteCosts,
    pub choice: &'a RouteChoice,
    pub rules: &'a [RoutingRule],
    pub calendar: &'a Calendar,
}

/// Finds the routes of every stream. `sheet` is the table of streams, in which faults stand; streams
/// at fault already are left out. Without trains and facilities, as when they are at fault, every
/// way can be run.
pub(super) fn routes(
    sheet: &Sheet,
    streams: &[Option<Stream>],
    (network, crossings): (&Network, &[Crossing]),
    rules: &Rules,
    means: Option<&Means>,
) -> Option<Routes> {
    let can_run = |stream: &Stream, leg: &Leg| means.is_none_or(|means| means.can_run(stream, leg));
    let terms = RouteTerms {
        network,
        crossings,
        road: rules.road,
        costs: rules.costs,
        choice: rules.choice,
        rules: rules.rules,
        end: rules.calendar.end_time(),
        can_run: &can_run,
    };
    let sound: Vec<Stream> = streams.iter().flatten().cloned().collect();
    let missing = match Routes::find(terms, &sound) {
        Ok(routes) => return (sound.len() == streams.len()).then_some(routes),
        Err(missing) => missing,
    };
    let positions: Vec<usize> = (0..streams.len())
        .filter(|n| streams[*n].is_some())
        .collect();
    let rows: Vec<_> = sheet.rows().collect();
    for (id, no_route) in missing {
        let message = lacking_way(&sound[id.index()], &no_route, terms, rules.calendar);
        rows[positions[id.index()]].fault("crossing", message);
    }
    None
}

/// Says what a stream without a way lacks, and what would be right.
fn lacking_way(
    stream: &Stream,
    no_route: &NoRoute,
    terms: RouteTerms,
    calendar: &Calendar,
) -> String {
    let key = |node| &terms.network.node(node).key;
    let (from, to) = (key(stream.origin), key(stream.destination));
    let crossings = stream.crossings.iter();
    let crossings: Vec<&str> = crossings
        .map(|id| match id.index().checked_sub(terms.crossings.len()) {
            None => terms.crossings[id.index()].key.as_str(),
            Some(n) => terms.road.map_or("", |road| &road.borders[n].key),
        })
        .collect();
    let over = match crossings.is_empty() {
        true => String::new(),
        false => format!(" over {}", crossings.join(" or ")),
    };
    let since = |time| calendar.date_of(time);
    match no_route {
        NoRoute::Missing { .. } => format!(
            "{no_route}, which the way from {from}{over} to {to} needs; add the sections or choose \
             another crossing"
        ),
        NoRoute::Closed { from: time, .. } => format!(
            "no way from {from} to {to} is left from {} on: {no_route}; open one, or leave the \
             stream out of the rule",
            since(*time)
        ),
        NoRoute::Capped { from: time, .. } => format!(
            "a part of the cargo from {from} to {to} has no way from {} on: {no_route}; allow more, \
             or leave the stream out of the rule",
            since(*time)
        ),
    }
}

/// Leaves a fault for each stream that is named as one that may go by road and has no way there.
pub(super) fn check_roads(
    sheet: &Sheet,
    routes: &Routes,
    streams: &[Option<Stream>],
    choice: &ChoiceRead,
) {
    for (n, (row, stream)) in sheet.rows().zip(streams).enumerate() {
        let wanted = choice.by_road.names(n) && choice.choice.is_some_and(|it| it.alternatives > 1);
        let may = stream.as_ref().is_some_and(|it| it.also_by_road);
        if wanted && may && !routes.may_go_by_road(StreamId::from_index(n)) {
            let message = "there is no way by road to its destination over a road border of China; add \
                           sections, or leave it out of routes.also_by_road";
            row.fault("stream", message);
        }
    }
}

/// Leaves a fault for each kind of leg that no train class can run, and for each place where no
/// facility can take the cargo, at the first stream that needs it.
pub(super) fn check_means(
    sheet: &Sheet,
    routes: &Routes,
    streams: &[Option<Stream>],
    means: &Means,
) {
    let rows: Vec<_> = sheet.rows().collect();
    let mut told: Vec<String> = Vec::new();
    for leg in routes.legs() {
        let Some(stream) = &streams[leg.stream.index()] else {
            continue;
        };
        let load = stream.wagon.load();
        let lacks = [
            means.lacking_class(leg, load),
            means.lacking_facility(leg, load),
        ];
        for lack in lacks.into_iter().flatten() {
            if !told.contains(&lack) {
                rows[leg.stream.index()].fault("wagon", &lack);
                told.push(lack);
            }
        }
    }
}

impl Means<'_> {
    /// Returns whether there is a train for a leg, and somebody who takes the cargo at its end.
    fn can_run(&self, stream: &Stream, leg: &Leg) -> bool {
        let load = stream.wagon.load();
        self.lacking_class(leg, load).is_none() && self.lacking_facility(leg, load).is_none()
    }

    fn lacking_class(&self, leg: &Leg, load: Load) -> Option<String> {
        let runs = |class: &TrainClass| class.railway == leg.railway && class.load == load;
        if leg.mode == Mode::Road || self.classes.iter().any(runs) {
            return None;
        }
        let (railway, load) = (railway_name(leg.railway), load_name(load));
        let (from, to) = (self.key(leg.from), self.key(leg.to));
        Some(format!(
            "no train carries {load} on railway {railway}, as from {from} to {to}; add \
             [train_class.{railway}_{load}]"
        ))
    }

    fn lacking_facility(&self, leg: &Leg, load: Load) -> Option<String> {
        let load_name = load_name(load);
        match leg.end {
            LegEnd::Deliver => None,
            LegEnd::Cross(crossing, direction) => {
                let crossing = &self.crossings[crossing.index()];
                let mut facilities = crossing.handover(direction).facilities.iter();
                let takes = facilities.any(|id| self.facilities[id.index()].load == load);
                let (key, direction) = (&crossing.key, direction.key());
                (!takes).then(|| {
                    format!(
                        "no facility takes {load_name} at {key} {direction}; name one in \
                         crossing.{key}.{direction}.facilities"
                    )
                })
            }
            LegEnd::Transfer => {
                let takes = |facility: &Facility| facility.node == leg.to && facility.load == load;
                let (any, port) = (self.facilities.iter().any(takes), self.key(leg.to));
                (!any).then(|| format!("no facility takes {load_name} at {port}; add one there"))
            }
        }
    }

    fn key(&self, node: NodeId) -> &str {
        &self.network.node(node).key
    }
}

fn railway_name(railway: Railway) -> &'static str {
    let mut names = Railway::NAMES.iter();
    names
        .find(|(_, known)| *known == railway)
        .map_or("", |(name, _)| name)
}

fn load_name(load: Load) -> &'static str {
    match load {
        Load::Container => "container",
        Load::Bulk => "bulk",
    }
}
