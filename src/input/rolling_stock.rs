//! Wagons and kinds of trains.

use super::dated::dated;
use super::datum::Datum;
use super::keys::Keys;
use crate::model::{Calendar, Load, Railway, TrainClass, Wagon, WagonType};
use crate::units::Mass;

/// The longest train that a scenario may have; the longest ever run had 682 wagons.
const WAGONS_MAX: f64 = 1_000.0;

/// What files call the two kinds of load.
pub(super) const LOADS: [(&str, Load); 2] = [("container", Load::Container), ("bulk", Load::Bulk)];

/// Reads `[wagon.TYPE]`, one for each type.
pub(super) fn wagons(keys: &Keys) -> Option<[Wagon; WagonType::COUNT]> {
    let mut wagons = [None; WagonType::COUNT];
    let read = WagonType::NAMES.map(|(key, kind)| keys.table(key, |keys| wagon(keys, kind)));
    for ((_, kind), wagon) in WagonType::NAMES.into_iter().zip(read) {
        wagons[kind.index()] = wagon;
    }
    let wagons: Option<Vec<Wagon>> = wagons.into_iter().collect();
    wagons?.try_into().ok()
}

fn wagon(keys: &Keys, kind: WagonType) -> Option<Wagon> {
    let tare = keys.get("tare_t", |field| field.mass_t());
    // A box weighs what its stream says, so that a flat has no payload of its own.
    let (payload, teu) = match kind.load() {
        Load::Container => (Some(Mass::ZERO), keys.get("teu", |field| field.count(1))),
        Load::Bulk => (keys.get("payload_t", |field| field.mass_t()), Some(0)),
    };
    Some(Wagon {
        tare: tare?,
        payload: payload?,
        teu: teu?,
    })
}

/// Reads `[train_class.NAME]`. At most one class runs a load on a railway.
pub(super) fn classes(keys: &Keys, calendar: Option<&Calendar>) -> Option<Vec<TrainClass>> {
    let mut taken: Vec<(Railway, Load, String)> = Vec::new();
    let classes = keys.named("train_class", |name, keys| {
        let railway = keys.get("railway", |field| {
            field.one_of("a railway", &Railway::NAMES)
        });
        let load = keys.get("load", |field| field.one_of("a load", &LOADS));
        let speed = keys.get("speed_kmh", |field| field.speed_kmh());
        let wagons_max = keys.get("wagons_max", |field| {
            dated(field, calendar, |count| {
                count
                    .within(1.0, WAGONS_MAX, "a number of wagons")
                    .and(count.count(1))
            })
        });
        let gross_mass_max = keys.get("gross_mass_max_t", |field| field.mass_t());
        let priority = keys.get("priority", |field| {
            field.within(0.0, 255.0, "a priority").and(field.count(0))
        });
        let (railway, load) = (railway?, load?);
        let same = taken.iter().find(|(r, l, _)| (*r, *l) == (railway, load));
        if let Some((_, _, other)) = same {
            keys.fault(
                "load",
                format!("{other} runs this load on this railway; keep one of the two"),
            );
        }
        taken.push((railway, load, name.to_owned()));
        Some(TrainClass {
            key: name.to_owned(),
            railway,
            load,
            speed: speed?,
            wagons_max: wagons_max?,
            gross_mass_max: gross_mass_max?,
            priority: u8::try_from(priority?).ok()?,
        })
    });
    classes.into_iter().map(|(_, class)| class).collect()
}
