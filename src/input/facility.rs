//! Facilities where cargo changes trains.

use super::crossing::Setting;
use super::dated::dated;
use super::datum::Datum;
use super::distribution::spread;
use super::field::Field;
use super::hours::hours;
use super::keys::Keys;
use super::names::Names;
use super::operation::rail_between;
use super::rolling_stock::LOADS;
use crate::model::Facility;
use crate::units::{FacilityId, NodeId};

/// The facilities of a scenario by name; those at fault are `None`.
pub(super) struct Facilities {
    pub names: Names,
    pub list: Vec<Option<Facility>>,
}

/// Reads `[facility.NAME]`.
pub(super) fn facilities(keys: &Keys, setting: Setting) -> Facilities {
    let read = keys.named("facility", |name, keys| facility(name, keys, setting));
    let (names, list): (Vec<String>, Vec<_>) = read.into_iter().unzip();
    Facilities {
        names: Names::of_table("a facility", names, keys),
        list,
    }
}

fn facility(key: &str, keys: &Keys, setting: Setting) -> Option<Facility> {
    let count = |key| {
        keys.get(key, |field| {
            dated(field, setting.calendar, |count| count.count(1))
        })
    };
    let name = keys.get("name", |field| field.words());
    let node = keys.get("node", |field| setting.nodes.find(field));
    let load = keys.get("load", |field| field.one_of("a load", &LOADS));
    let working_tracks = count("working_tracks");
    let groups = count("groups");
    let hours = hours(keys, setting.calendar);
    let outdoor = keys.maybe("outdoor", |field| field.truth());
    let rate = keys.get("rate_per_group_hour", |field| {
        field.above_zero("a rate of work")
    });
    let spread = keys.get("spread", |field| spread(field, 0.0));
    let placement = keys.get("placement_h", |field| field.hours());
    let removal = keys.get("removal_h", |field| field.hours());
    Some(Facility {
        key: key.to_owned(),
        name: name?,
        node: NodeId::from_index(node?),
        load: load?,
        working_tracks: working_tracks?,
        groups: groups?,
        hours,
        outdoor: outdoor.unwrap_or(true),
        rate_per_group_hour: rate?,
        spread: spread?,
        placement: placement?,
        removal: removal?,
    })
}

/// Reads the names of the facilities of a direction, which must be at the receiving one of the two
/// stations, or one section away from it and not at the sending one.
pub(super) fn of_handover(
    field: &Field,
    setting: Setting,
    facilities: &Facilities,
    stations: Option<(NodeId, NodeId)>,
) -> Option<Vec<FacilityId>> {
    let elements = field.elements()?;
    if elements.is_empty() {
        field.fault("trains could not be transshipped; name one facility or more");
    }
    let mut found: Vec<FacilityId> = Vec::new();
    for element in &elements {
        let Some(n) = facilities.names.find(element) else {
            continue;
        };
        let id = FacilityId::from_index(n);
        if found.contains(&id) {
            element.fault("the facility is there twice; take one out");
        }
        found.push(id);
        let (Some(facility), Some((sender, receiver)), Some(network)) =
            (&facilities.list[n], stations, setting.network)
        else {
            continue;
        };
        let at = facility.node;
        let near = at != sender && rail_between(network, at, receiver).is_some();
        if at != receiver && !near {
            let (at, station) = (&network.node(at).key, &network.node(receiver).key);
            element.fault(format!(
                "{} is at {at}, out of reach; give one at {station} or one section away",
                facility.key
            ));
        }
    }
    Some(found)
}
