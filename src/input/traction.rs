//! Traction districts with their locomotives, and crews.

use super::dated::{counts_times, dated, factor_of_counts};
use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::names::Names;
use crate::model::{
    Calendar, Crews, Crossing, Locomotives, Mode, Network, Railway, TractionDistrict,
};
use crate::units::{Duration, NodeId, SectionId};
use std::collections::BTreeMap;

/// What was read before the locomotives, as far as it could be.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub calendar: Option<&'a Calendar>,
    pub nodes: &'a Names,
    pub sections: &'a Names,
    pub network: Option<&'a Network>,
    pub crossings: Option<&'a [Crossing]>,
}

/// Reads `[locomotives]` and `[traction_district.NAME]`, both of which may be left out. Returns
/// `Some(None)` where there is always a locomotive, and `None` if anything is at fault.
pub(super) fn locomotives(keys: &Keys, ground: Ground) -> Option<Option<Locomotives>> {
    let rules = keys.maybe("locomotives", |field| {
        field.table(&[], |keys| Some(rules(keys)))
    });
    let has_districts = keys.maybe("traction_district", |_| Some(())).is_some();
    if !has_districts {
        if rules.flatten().is_some_and(|rules| rules.limited) {
            let message = "no locomotive is counted anywhere; add a [traction_district.NAME]";
            keys.fault("locomotives", message);
        }
        return Some(None);
    }
    let mut taken = BTreeMap::new();
    let read = |name: &str, keys: &Keys| district(name, keys, ground, &mut taken);
    let districts = keys.maybe_named("traction_district", read);
    let districts: Option<Vec<_>> = districts
        .into_iter()
        .map(|(_, district)| district)
        .collect();
    let Some(rules) = rules else {
        let message = "nothing says how locomotives are worked; add [locomotives]";
        keys.fault("traction_district", message);
        return None;
    };
    let rules = rules?;
    let mut districts = districts?;
    for district in &mut districts {
        district.locomotives = counts_times(&district.locomotives, rules.factor);
    }
    Some(rules.limited.then_some(Locomotives {
        light_after: rules.light_after,
        notice: rules.notice,
        districts,
    }))
}

/// What `[locomotives]` says.
struct Rules {
    limited: bool,
    /// All counts are multiplied by it.
    factor: f64,
    light_after: Duration,
    notice: Duration,
}

fn rules(keys: &Keys) -> Option<Rules> {
    let limited = keys.get("limited", |field| field.truth());
    let factor = keys.maybe("factor", factor_of_counts);
    let light_after = keys.get("light_after_h", |field| field.hours());
    let notice = keys.get("notice_min", |field| field.notice());
    Some(Rules {
        limited: limited?,
        factor: factor.unwrap_or(1.0),
        light_after: light_after?,
        notice: notice?,
    })
}

fn district(
    key: &str,
    keys: &Keys,
    ground: Ground,
    taken: &mut BTreeMap<usize, String>,
) -> Option<TractionDistrict> {
    let crossings = ground.crossings.unwrap_or_default();
    if ground.nodes.position(key).is_some() || crossings.iter().any(|it| it.key == key) {
        keys.fault(
            "name",
            format!("a place is called {key} too; give the table another name"),
        );
    }
    let name = keys.get("name", |field| field.words());
    let traction = keys.get("traction", |field| {
        field.one_of("a traction", &crate::model::Traction::NAMES)
    });
    let sections = keys.get("sections", |field| sections(field, key, ground, taken));
    let locomotives = keys.get("locomotives", |field| {
        dated(field, ground.calendar, |count| count.count(1))
    });
    let turn_round = keys.get("turn_round_h", |field| field.hours());
    let turn_round_at = keys.maybe("turn_round_at_h", |field| {
        turn_round_at(field, ground.nodes)
    });
    let stand_at = keys.get("stand_at", |field| places(field, ground.nodes));
    let district = TractionDistrict {
        key: key.to_owned(),
        name: name?,
        traction: traction?,
        sections: sections?,
        locomotives: locomotives?,
        turn_round: turn_round?,
        turn_round_at: turn_round_at.unwrap_or_default(),
        stand_at: stand_at?,
    };
    check(keys, &district, ground.network?);
    Some(district)
}

/// Reads the sections of a district: railway lines that no other district and no crossing works.
fn sections(
    field: &Field,
    key: &str,
    ground: Ground,
    taken: &mut BTreeMap<usize, String>,
) -> Option<Vec<SectionId>> {
    let elements = field.elements()?;
    if elements.is_empty() {
        field.fault("there is no section; give one or more");
        return None;
    }
    let mut sections = Vec::new();
    for element in &elements {
        let Some(position) = ground.sections.find(element) else {
            sections.push(None);
            continue;
        };
        if let Some(other) = taken.insert(position, key.to_owned()) {
            element.fault(format!("{other} has this section; give it to one district"));
        }
        let id = SectionId::from_index(position);
        let section = ground.network.map(|network| network.section(id));
        if section.is_some_and(|section| section.mode != Mode::Rail) {
            element.fault("this is no railway; leave it out");
            sections.push(None);
            continue;
        }
        let crossings = ground.crossings.unwrap_or_default();
        if let Some(crossing) = crossings.iter().find(|crossing| crossing.section == id) {
            let crossing = &crossing.key;
            element.fault(format!(
                "trains go over {crossing} with locomotives of the two stations; leave it out"
            ));
        }
        sections.push(Some(id));
    }
    sections.into_iter().collect()
}

fn turn_round_at(field: &Field, nodes: &Names) -> Option<BTreeMap<NodeId, Duration>> {
    let mut all = BTreeMap::new();
    for (name, time) in field.entries()? {
        let place = nodes.find_named(name, &time);
        let time = time.hours();
        if let (Some(place), Some(time)) = (place, time) {
            all.insert(NodeId::from_index(place), time);
        }
    }
    Some(all)
}

fn places(field: &Field, nodes: &Names) -> Option<Vec<NodeId>> {
    let elements = field.elements()?;
    if elements.is_empty() {
        field.fault("locomotives must stand somewhere; give a place or more");
        return None;
    }
    let places: Vec<_> = elements.iter().map(|element| nodes.find(element)).collect();
    places
        .into_iter()
        .map(|place| place.map(NodeId::from_index))
        .collect()
}

/// Checks a district against the network: one gauge, its own traction, connected, places on it.
fn check(keys: &Keys, district: &TractionDistrict, network: &Network) {
    let first = network.section(district.sections[0]);
    let name = |place| &network.node(place).key;
    for id in &district.sections {
        let section = network.section(*id);
        let key = &section.key;
        if section.gauges != first.gauges {
            let message = format!(
                "{key} has another gauge than {}; cut the district",
                first.key
            );
            keys.fault("sections", message);
        }
        match section.traction {
            Some(traction) if traction == district.traction => {}
            Some(traction) => {
                let traction = traction.key();
                keys.fault(
                    "traction",
                    format!("{key} is {traction}; cut the district there"),
                );
            }
            None => keys.fault(
                "traction",
                format!("the table of sections does not say the traction of {key}; fill it in"),
            ),
        }
    }
    if let Some(apart) = apart(&district.sections, network) {
        let key = &network.section(apart).key;
        let message = format!(
            "{key} is not connected with {}; cut the district",
            first.key
        );
        keys.fault("sections", message);
    }
    for place in district
        .stand_at
        .iter()
        .filter(|place| !district.touches(network, **place))
    {
        keys.fault(
            "stand_at",
            format!("{} is not on the district; give another", name(*place)),
        );
    }
    let elsewhere = district.turn_round_at.keys();
    for place in elsewhere.filter(|place| !district.touches(network, **place)) {
        let message = format!("{} is not on the district; leave it out", name(*place));
        keys.fault("turn_round_at_h", message);
    }
}

/// Returns a section that cannot be reached from the first over the others.
fn apart(sections: &[SectionId], network: &Network) -> Option<SectionId> {
    let ends = |id: SectionId| [network.section(id).from, network.section(id).to];
    let mut reached = ends(sections[0]).to_vec();
    let mut left = sections[1..].to_vec();
    loop {
        let next = left
            .iter()
            .position(|id| ends(*id).iter().any(|end| reached.contains(end)));
        match next {
            Some(position) => reached.extend(ends(left.swap_remove(position))),
            None => return left.first().copied(),
        }
    }
}

/// Reads `[crew]`, which may be left out. Returns `Some(None)` where crews work as long as it takes,
/// and `None` if anything is at fault.
pub(super) fn crews(keys: &Keys) -> Option<Option<Crews>> {
    let read = keys.maybe("crew", |field| field.table(&[], |keys| Some(crew(keys))));
    match read {
        None => Some(None),
        Some(crew) => crew,
    }
}

fn crew(keys: &Keys) -> Option<Option<Crews>> {
    let enabled = keys.get("enabled", |field| field.truth());
    let relief = keys.get("relief_min", |field| field.minutes());
    let longest_stretch = keys.table("longest_stretch_h", |keys| {
        let rail = Railway::NAMES
            .iter()
            .filter(|(_, railway)| *railway != Railway::Caspian);
        let mut stretch = [None; Railway::COUNT];
        for (key, railway) in rail {
            stretch[railway.index()] = keys.maybe(key, |field| {
                field.above_zero("a stretch of duty")?;
                field.hours()
            });
        }
        Some(stretch)
    });
    let (relief, longest_stretch) = (relief?, longest_stretch?);
    Some(enabled?.then_some(Crews {
        longest_stretch,
        relief,
    }))
}
