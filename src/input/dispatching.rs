//! Rules of precedence.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use crate::model::Dispatching;

/// Reads `[dispatching]`, which may be left out: then nobody overtakes.
pub(super) fn dispatching(keys: &Keys) -> Option<Dispatching> {
    let read = keys.maybe("dispatching", |field| Some(field.table(&[], rules)));
    read.unwrap_or_else(|| Some(Dispatching::default()))
}

fn rules(keys: &Keys) -> Option<Dispatching> {
    let overtaking = keys.get("overtaking", Field::truth);
    let siding_spacing = keys.get("siding_spacing_km", |field| field.length_km());
    let least_gain = keys.get("least_gain_min", |field| field.minutes());
    let longest_delay = keys.get("longest_delay_h", |field| field.hours());
    let priority_worth = keys.get("priority_worth_h", |field| field.hours());
    let fleet_trains = keys.get("fleet_trains", |field| field.count(1));
    Some(Dispatching {
        overtaking: overtaking?,
        siding_spacing: siding_spacing?,
        least_gain: least_gain?,
        longest_delay: longest_delay?,
        priority_worth: priority_worth?,
        fleet_trains: fleet_trains?,
    })
}
