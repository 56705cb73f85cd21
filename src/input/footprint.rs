//! What carriage costs and emits: `[cost]` and `[emission]`.

use super::datum::Datum;
use super::keys::Keys;
use super::names::Names;
use crate::model::{EmissionFactors, Footprint, Tariffs};

/// Reads both tables; each may be missing, or switched off. `None` if one is at fault.
pub(super) fn footprint(keys: &Keys, countries: &Names) -> Option<Footprint> {
    let tariffs = table(keys, "cost", tariffs);
    let emissions = table(keys, "emission", |keys| emissions(keys, countries));
    Some(Footprint {
        tariffs: tariffs?,
        emissions: emissions?,
    })
}

/// Reads a table that may be missing or switched off: none within, then.
fn table<T>(keys: &Keys, key: &str, read: impl Fn(&Keys) -> Option<T>) -> Option<Option<T>> {
    let found = keys.maybe(key, |field| {
        Some(field.table(&[], |keys| {
            let enabled = keys.maybe("enabled", |field| field.truth());
            let read = read(keys)?;
            Some(enabled.unwrap_or(true).then_some(read))
        }))
    });
    found.unwrap_or(Some(None))
}

fn number(keys: &Keys, key: &str) -> Option<f64> {
    keys.get(key, |field| field.within(0.0, 1e6, "a rate"))
}

fn tariffs(keys: &Keys) -> Option<Tariffs> {
    let rail_container_usd_per_tkm = number(keys, "rail_container_usd_per_tkm");
    let rail_bulk_usd_per_tkm = number(keys, "rail_bulk_usd_per_tkm");
    let road_usd_per_tkm = number(keys, "road_usd_per_tkm");
    let sea_usd_per_tkm = number(keys, "sea_usd_per_tkm");
    let transshipment_usd_per_tonne = number(keys, "transshipment_usd_per_tonne");
    Some(Tariffs {
        rail_container_usd_per_tkm: rail_container_usd_per_tkm?,
        rail_bulk_usd_per_tkm: rail_bulk_usd_per_tkm?,
        road_usd_per_tkm: road_usd_per_tkm?,
        sea_usd_per_tkm: sea_usd_per_tkm?,
        transshipment_usd_per_tonne: transshipment_usd_per_tonne?,
    })
}

fn emissions(keys: &Keys, countries: &Names) -> Option<EmissionFactors> {
    let rail_diesel_g_per_tkm = number(keys, "rail_diesel_g_per_tkm");
    let rail_electric_g_per_tkm = number(keys, "rail_electric_g_per_tkm");
    let rail_electric_in = keys.maybe("rail_electric_g_per_tkm_in", |field| {
        field.table(&[], |keys| {
            if !countries.are_known() {
                keys.leave();
            }
            let own = |code: &str| {
                let grams = keys.maybe_of(code, |field| field.within(0.0, 1e6, "a rate"))?;
                Some((code.to_owned(), grams))
            };
            Some(countries.iter().filter_map(own).collect::<Vec<_>>())
        })
    });
    let road_g_per_tkm = number(keys, "road_g_per_tkm");
    let sea_g_per_tkm = number(keys, "sea_g_per_tkm");
    let transshipment_g_per_tonne = number(keys, "transshipment_g_per_tonne");
    Some(EmissionFactors {
        rail_diesel_g_per_tkm: rail_diesel_g_per_tkm?,
        rail_electric_g_per_tkm: rail_electric_g_per_tkm?,
        rail_electric_in: rail_electric_in.unwrap_or_default(),
        road_g_per_tkm: road_g_per_tkm?,
        sea_g_per_tkm: sea_g_per_tkm?,
        transshipment_g_per_tonne: transshipment_g_per_tonne?,
    })
}
