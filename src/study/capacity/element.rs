//! The elements whose capacity can be asked for, by the names that scenarios use.

use super::CapacityError;
use crate::input::nearest;
use crate::model::{Direction, Gauge, Load, Mode, Scenario};
use crate::stats::Watched;
use crate::units::{CrossingId, FacilityId, NodeId, SectionId, Time};

/// An element of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The name that it was asked for by.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// What of it is watched.
    pub watched: Watched,
    /// What its capacity is counted in.
    pub unit: Unit,
}

/// What a capacity is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Pairs of freight trains a day.
    PairsPerDay,
    /// Trains a day.
    TrainsPerDay,
    /// TEU a year.
    TeuPerYear,
    /// Millions of tonnes a year.
    MtPerYear,
}

impl Unit {
    /// Every unit with the name that files use.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("pairs_per_day", Self::PairsPerDay),
        ("trains_per_day", Self::TrainsPerDay),
        ("TEU_per_year", Self::TeuPerYear),
        ("Mt_per_year", Self::MtPerYear),
    ];

    /// Returns the name that files use.
    pub const fn key(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    /// Returns the words for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::PairsPerDay => "pairs a day",
            Self::TrainsPerDay => "trains a day",
            Self::TeuPerYear => "TEU a year",
            Self::MtPerYear => "Mt a year",
        }
    }
}

impl Element {
    /// Finds the element that is called `name`.
    ///
    /// A section, or two places with a hyphen between them, is a line; a crossing with a direction
    /// after a colon, `dostyk:to_china`, is an exchange, one without is both directions and `all` is
    /// all crossings to China; a facility and a base have their own names.
    ///
    /// # Errors
    ///
    /// If there is none, with the nearest name, or if it is one that cannot be loaded by itself.
    pub fn find(scenario: &Scenario, name: &str) -> Result<Self, CapacityError> {
        let found = line(scenario, name)
            .or_else(|| exchange(scenario, name))
            .or_else(|| base(scenario, name));
        match found {
            Some(found) => Ok(found),
            None => facility(scenario, name)?.ok_or_else(|| unknown(scenario, name)),
        }
    }

    /// Returns the same element with its capacity counted in another unit, or `None` where it cannot be.
    pub fn counted_in(self, unit: Unit) -> Option<Self> {
        let can = match &self.watched {
            Watched::Line(_) => unit == Unit::PairsPerDay,
            Watched::Exchange(_) => unit != Unit::PairsPerDay,
            Watched::Base(_) => unit == Unit::TrainsPerDay,
            Watched::Facility(..) => unit == self.unit || unit == Unit::TrainsPerDay,
        };
        can.then_some(Self { unit, ..self })
    }
}

fn line(scenario: &Scenario, name: &str) -> Option<Element> {
    let network = &scenario.network;
    let (from, to) = name.split_once('-')?;
    let section = network
        .section_by_key(name)
        .or_else(|| network.section_by_key(&format!("{to}-{from}")));
    let sections = match section {
        Some(section) => vec![section],
        None => way(
            scenario,
            network.node_by_key(from)?,
            network.node_by_key(to)?,
        )?,
    };
    let is_rail = |id: &SectionId| network.section(*id).mode == Mode::Rail;
    let label = |key| network.node_by_key(key).map(|id| &*network.node(id).name);
    sections.iter().all(is_rail).then(|| Element {
        key: name.to_owned(),
        name: format!(
            "{} – {}",
            label(from).unwrap_or(from),
            label(to).unwrap_or(to)
        ),
        watched: Watched::Line(sections.clone()),
        unit: Unit::PairsPerDay,
    })
}

/// The shortest way on rails between two places, on either gauge.
fn way(scenario: &Scenario, from: NodeId, to: NodeId) -> Option<Vec<SectionId>> {
    let length = |_: SectionId, section: &crate::model::Section| Some(section.length.as_meters());
    let ways = [Gauge::Broad, Gauge::Standard]
        .into_iter()
        .find_map(|gauge| {
            let ways = scenario.network.ways_from(from, gauge, length);
            ways.hops_to(to)
        })?;
    let sections: Vec<SectionId> = ways.into_iter().map(|(section, _)| section).collect();
    (!sections.is_empty()).then_some(sections)
}

fn exchange(scenario: &Scenario, name: &str) -> Option<Element> {
    let (key, direction) = match name.split_once(':') {
        Some((key, direction)) => {
            let found = Direction::NAMES.iter().find(|(name, _)| *name == direction);
            (key, Some(found?.1))
        }
        None => (name, None),
    };
    let all = scenario.crossings.iter().enumerate();
    let all = all.map(|(n, crossing)| (CrossingId::from_index(n), crossing));
    let chosen: Vec<_> = all
        .filter(|(id, crossing)| match key {
            "all" => scenario.is_of_china(*id),
            _ => crossing.key == key,
        })
        .collect();
    let place = match (key, chosen.first()?) {
        ("all", _) => "All crossings to China",
        (_, (_, crossing)) => &crossing.name,
    };
    let directions = direction.map_or(Direction::BOTH.to_vec(), |direction| vec![direction]);
    let ways = chosen.iter().flat_map(|(id, _)| {
        let ways = directions.iter().map(|direction| (*id, *direction));
        ways.collect::<Vec<_>>()
    });
    let way = match direction {
        Some(Direction::ToChina) => ", to China",
        Some(Direction::FromChina) => ", from China",
        None => ", both ways",
    };
    Some(Element {
        key: name.to_owned(),
        name: format!("{place}{way}"),
        watched: Watched::Exchange(ways.collect()),
        unit: Unit::TrainsPerDay,
    })
}

fn facility(scenario: &Scenario, name: &str) -> Result<Option<Element>, CapacityError> {
    let Some(n) = scenario.facilities.iter().position(|it| it.key == name) else {
        return Ok(None);
    };
    let (id, facility) = (FacilityId::from_index(n), &scenario.facilities[n]);
    let way = scenario.crossings.iter().enumerate().find_map(|(n, it)| {
        let serves = |direction: &Direction| it.handover(*direction).facilities.contains(&id);
        let direction = Direction::BOTH.into_iter().find(serves)?;
        Some((CrossingId::from_index(n), direction))
    });
    let Some(way) = way else {
        return Err(CapacityError::Unloadable(name.to_owned()));
    };
    Ok(Some(Element {
        key: name.to_owned(),
        name: facility.name.clone(),
        watched: Watched::Facility(id, way),
        unit: match facility.load {
            Load::Container => Unit::TeuPerYear,
            Load::Bulk => Unit::MtPerYear,
        },
    }))
}

fn base(scenario: &Scenario, name: &str) -> Option<Element> {
    let n = scenario.ports.bases.iter().position(|it| it.key == name)?;
    let node = scenario.network.node(scenario.ports.bases[n].node);
    Some(Element {
        key: name.to_owned(),
        name: node.name.clone(),
        watched: Watched::Base(n),
        unit: Unit::TrainsPerDay,
    })
}

fn unknown(scenario: &Scenario, name: &str) -> CapacityError {
    let network = &scenario.network;
    let rail = network.sections().filter(|(_, it)| it.mode == Mode::Rail);
    let exchanges = scenario.crossings.iter().flat_map(|it| {
        let both = Direction::BOTH.map(|direction| format!("{}:{}", it.key, direction.key()));
        std::iter::once(it.key.clone()).chain(both)
    });
    let names: Vec<String> = exchanges
        .chain(scenario.facilities.iter().map(|it| it.key.clone()))
        .chain(scenario.ports.bases.iter().map(|it| it.key.clone()))
        .chain(rail.map(|(_, it)| it.key.clone()))
        .collect();
    let remedy = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near}?"),
        None => "give two places as SAY-MOY, a crossing and direction as dostyk:to_china, a \
                 facility or a base"
            .to_owned(),
    };
    CapacityError::Unknown {
        name: name.to_owned(),
        remedy,
    }
}

/// Returns whether a section is worked as single track at `time`.
pub(super) fn is_single(scenario: &Scenario, id: SectionId, time: Time) -> bool {
    !scenario.network.section(id).is_double(time)
}
