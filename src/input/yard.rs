//! Yards of facilities, and bases where trains are loaded and unloaded.

use super::crossing::Setting;
use super::datum::Datum;
use super::facility::Facilities;
use super::keys::Keys;
use super::port::sound;
use super::rolling_stock::LOADS;
use crate::model::{Base, Load, Room, WhenFull, Yard};
use crate::units::{FacilityId, NodeId};

/// Reads `[yard.NAME]`.
pub(super) fn yards(keys: &Keys, facilities: &Facilities) -> Option<Vec<Yard>> {
    let mut taken: Vec<(usize, String)> = Vec::new();
    sound(keys.switched("yard", |name, keys| {
        let facility = keys.get("facility", |field| facilities.names.find(field));
        // What it holds can only be told when it is known what the facility takes.
        let load = facility.and_then(|n| facilities.list[n].as_ref());
        let capacity = match load.map(|facility| facility.load) {
            Some(load) => keys.get(capacity_key(load), capacity),
            None => {
                keys.leave();
                None
            }
        };
        let n = facility?;
        if let Some((_, other)) = taken.iter().find(|(at, _)| *at == n) {
            keys.fault(
                "facility",
                format!("{other} is its yard; keep one of the two"),
            );
        }
        taken.push((n, name.to_owned()));
        Some(Yard {
            key: name.to_owned(),
            facility: FacilityId::from_index(n),
            capacity: capacity?,
        })
    }))
}

/// Reads `[base.NAME]`.
pub(super) fn bases(keys: &Keys, setting: Setting) -> Option<Vec<Base>> {
    let mut taken: Vec<(usize, Load, String)> = Vec::new();
    sound(keys.switched("base", |name, keys| {
        let node = keys.get("node", |field| setting.nodes.find(field));
        let load = keys.get("load", |field| field.one_of("a load", &LOADS));
        let tracks = keys.get("tracks", |field| field.count(1));
        let trains_per_day = keys.get("trains_per_day", |field| {
            field.above_zero("a number of trains")?;
            field.within(0.01, 1_000.0, "a number of trains of one base")
        });
        let capacity_read = keys.maybe(capacity_key(load.unwrap_or(Load::Container)), |field| {
            Some(capacity(field))
        });
        let when_full = keys.maybe("when_full", |field| {
            Some(field.one_of("what becomes of cargo", &WhenFull::NAMES))
        });
        let stay = keys.get("stay_h", |field| field.hours());
        let (node, load) = (node?, load?);
        let same = taken.iter().find(|(at, it, _)| (*at, *it) == (node, load));
        if let Some((.., other)) = same {
            keys.fault(
                "node",
                format!("{other} handles this load there; keep one of the two"),
            );
        }
        taken.push((node, load, name.to_owned()));
        Some(Base {
            key: name.to_owned(),
            node: NodeId::from_index(node),
            load,
            tracks: tracks?,
            trains_per_day: trains_per_day?,
            capacity: capacity_read.unwrap_or(Some(Room::UNLIMITED))?,
            when_full: when_full.unwrap_or(Some(WhenFull::Wait))?,
            stay: stay?,
        })
    }))
}

/// The key that says what a yard for `load` holds.
fn capacity_key(load: Load) -> &'static str {
    match load {
        Load::Container => "capacity_teu",
        Load::Bulk => "capacity_t",
    }
}

/// Reads what a yard holds, in TEU or tonnes.
pub(super) fn capacity(field: &super::field::Field) -> Option<Room> {
    field.above_zero("room for cargo")?;
    let units = field.within(0.0, 1e9, "room for cargo at one place")?;
    Room::from_units(units).filter(|room| *room > Room::ZERO)
}
