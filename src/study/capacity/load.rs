//! How an element is loaded, as values laid over the scenario: anybody can run one step by itself.

use super::element::{Element, is_single};
use crate::model::{Crossing, Direction, Load, Mode, Scenario};
use crate::stats::Watched;
use crate::units::{CrossingId, FacilityId, SectionId, Time};

/// Offered flow on a line, as shares of what the formula says.
const OF_FORMULA: [f64; 8] = [0.4, 0.6, 0.75, 0.9, 1.0, 1.15, 1.4, 2.0];

/// Factors of the demand of the streams that an element is for.
const OF_DEMAND: [f64; 8] = [0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0];

/// A step of the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The share of the formula, or the factor of demand.
    pub factor: f64,
    /// Freight pairs a day that are generated on a line; none elsewhere.
    pub pairs: Option<f64>,
    /// Values over those of the scenario, as KEY=VALUE.
    pub sets: Vec<String>,
}

/// Returns the ladder of an element, `formula` being what textbooks say of it.
pub(super) fn ladder(scenario: &Scenario, element: &Element, formula: f64) -> Vec<Step> {
    let shared = window(scenario);
    let mut sets: Vec<String> = shared.into_iter().chain(alone(scenario, element)).collect();
    // Nobody waits for a locomotive or a wagon: they are no part of the element.
    sets.extend(
        scenario
            .locomotives
            .iter()
            .map(|_| "locomotives.limited=false".to_owned()),
    );
    // Nothing is fitted, and what is laid over may be what a parameter names.
    if !scenario.parameters.is_empty() {
        sets.push("calibration.enabled=false".to_owned());
    }
    if scenario.fleets.limited {
        sets.push("fleets.limited=false".to_owned());
    }
    let (factors, is_line) = match element.watched {
        Watched::Line(_) => (OF_FORMULA, true),
        _ => (OF_DEMAND, false),
    };
    let step = |factor: f64| {
        let pairs = is_line.then_some((formula * factor * 10.0).round() / 10.0);
        let of_step = match &element.watched {
            Watched::Line(sections) => generated(scenario, sections, pairs.unwrap_or_default()),
            _ => demanded(scenario, element, factor),
        };
        Step {
            factor,
            pairs,
            sets: sets.iter().cloned().chain(of_step).collect(),
        }
    };
    factors.map(step).to_vec()
}

/// Five months of the last whole year, of which June, July and August are measured: the first two
/// fill the corridor.
fn window(scenario: &Scenario) -> Vec<String> {
    let Some(year) = scenario.calendar.whole_years().last().copied() else {
        return Vec::new();
    };
    let mut sets = vec![
        format!("start={year}-04-01"),
        format!("report_from={year}-06-01"),
        format!("end={year}-09-01"),
    ];
    if scenario.trace.is_some() {
        sets.push(format!("trace.begins={year}-06-14"));
    }
    sets
}

/// The middle of what is measured: the instant that formulas are of.
pub(super) fn middle(scenario: &Scenario) -> Time {
    let calendar = &scenario.calendar;
    let months = calendar.months().iter().rev();
    let july = months
        .clone()
        .find(|month| month.month == 7 && month.is_whole());
    let last = july.or_else(|| months.clone().next());
    last.map_or(Time::ZERO, |month| month.from)
}

/// Freight trains generated on every section of a line; the corridor's own go aside for them.
fn generated(scenario: &Scenario, sections: &[SectionId], pairs: f64) -> Vec<String> {
    let network = &scenario.network;
    let on = sections.iter().map(|id| {
        let key = &network.section(*id).key;
        format!("section.{key}.other_freight_pairs_per_day={pairs}")
    });
    let single = sections
        .iter()
        .any(|id| is_single(scenario, *id, Time::ZERO));
    // On double track other trains enter with those of the corridor, which are all needed.
    let little = if single { 0.01 } else { 1.0 };
    let own = ways(scenario).map(|(crossing, direction)| factor(crossing, direction, little));
    on.chain(own).collect()
}

/// The demand of the streams that an element is for.
fn demanded(scenario: &Scenario, element: &Element, share: f64) -> Vec<String> {
    let of_base = |n: usize| {
        let node = scenario.ports.bases[n].node;
        let here = scenario.streams.iter();
        here.filter(move |it| it.origin == node || it.destination == node)
    };
    let wanted = |id: CrossingId, direction: Direction| match &element.watched {
        Watched::Line(_) => false,
        Watched::Exchange(ways) => ways.contains(&(id, direction)),
        Watched::Facility(_, way) => *way == (id, direction),
        Watched::Base(n) => of_base(*n)
            .any(|stream| stream.direction == direction && stream.crossings.contains(&id)),
    };
    let chosen = ids(scenario).flat_map(|(id, crossing)| {
        let both = Direction::BOTH.into_iter();
        let both = both.filter(move |direction| wanted(id, *direction));
        both.map(move |direction| factor(crossing, direction, share))
    });
    chosen.collect()
}

/// What makes an element the narrowest of all: more of everything else.
fn alone(scenario: &Scenario, element: &Element) -> Vec<String> {
    let mut sets = Vec::new();
    if let Watched::Line(_) = element.watched {
        return sets;
    }
    let single = scenario
        .network
        .sections()
        .filter(|(id, section)| section.mode == Mode::Rail && is_single(scenario, *id, Time::ZERO));
    sets.extend(single.map(|(_, section)| format!("section.{}.tracks=2", section.key)));
    for (id, crossing) in ids(scenario) {
        for direction in Direction::BOTH {
            let key = format!("crossing.{}.{}", crossing.key, direction.key());
            if crossing.handover(direction).holding.embargo.is_some() {
                sets.push(format!("{key}.embargo.enabled=false"));
            }
            if let Watched::Exchange(ways) = &element.watched
                && ways.contains(&(id, direction))
            {
                continue;
            }
            sets.push(format!("{key}.quota_trains_per_day=200"));
            sets.push(format!("{key}.receiving_tracks=200"));
            sets.push(format!("{key}.sending.servers=100"));
            sets.push(format!("{key}.receiving.servers=100"));
        }
        let is_loaded = matches!(&element.watched, Watched::Exchange(ways)
            if ways.iter().any(|(of, _)| *of == id));
        if !is_loaded {
            let shortest = shortest_cycle_min(scenario, crossing);
            let cycle = shortest.min(crossing.path_cycle.as_minutes());
            sets.push(format!("crossing.{}.path_cycle_min={cycle}", crossing.key));
        }
    }
    sets.extend(facilities(scenario, element));
    sets
}

/// The shortest cycle of paths that the way over a border and back allows, in whole minutes.
fn shortest_cycle_min(scenario: &Scenario, crossing: &Crossing) -> f64 {
    let section = scenario.network.section(crossing.section);
    let runs = section.length.as_km() / section.speed.as_kmh() * 60.0;
    let interval = scenario.operation.station_interval.as_minutes();
    (2.0 * (runs + interval)).ceil()
}

fn facilities(scenario: &Scenario, element: &Element) -> Vec<String> {
    let own: Vec<FacilityId> = match &element.watched {
        Watched::Facility(id, _) => vec![*id],
        // The cranes of a crossing are its own.
        Watched::Exchange(ways) => {
            let of = |(id, direction): &(CrossingId, Direction)| {
                scenario
                    .crossing(*id)
                    .handover(*direction)
                    .facilities
                    .clone()
            };
            ways.iter().flat_map(of).collect()
        }
        Watched::Line(_) | Watched::Base(_) => Vec::new(),
    };
    let others = scenario.facilities.iter().enumerate();
    let others = others.filter(|(n, _)| !own.contains(&FacilityId::from_index(*n)));
    let more = |(_, it): (usize, &crate::model::Facility)| {
        ["working_tracks", "groups"].map(|what| format!("facility.{}.{what}=200", it.key))
    };
    let mut sets: Vec<String> = others.flat_map(more).collect();
    if let Watched::Facility(id, (crossing, direction)) = &element.watched {
        sets.push(only(scenario, *id, (*crossing, *direction)));
    }
    sets
}

/// All of a facility's kind of load goes to it and to no other.
fn only(
    scenario: &Scenario,
    id: FacilityId,
    (crossing, direction): (CrossingId, Direction),
) -> String {
    let load: Load = scenario.facility(id).load;
    let crossing = scenario.crossing(crossing);
    let kept = crossing.handover(direction).facilities.iter();
    let kept = kept.filter(|other| **other == id || scenario.facility(**other).load != load);
    let keys: Vec<String> = kept
        .map(|other| format!("\"{}\"", scenario.facility(*other).key))
        .collect();
    let (crossing, direction) = (&crossing.key, direction.key());
    format!(
        "crossing.{crossing}.{direction}.facilities=[{}]",
        keys.join(", ")
    )
}

fn ids(scenario: &Scenario) -> impl Iterator<Item = (CrossingId, &Crossing)> {
    let crossings = scenario.crossings.iter().enumerate();
    crossings.map(|(n, crossing)| (CrossingId::from_index(n), crossing))
}

/// Every crossing that streams name, with both directions.
fn ways(scenario: &Scenario) -> impl Iterator<Item = (&Crossing, Direction)> {
    let of_china = ids(scenario).filter(|(id, _)| scenario.is_of_china(*id));
    of_china.flat_map(|(_, crossing)| Direction::BOTH.map(|direction| (crossing, direction)))
}

fn factor(crossing: &Crossing, direction: Direction, value: f64) -> String {
    format!("demand.factor.{}.{}={value}", crossing.key, direction.key())
}
