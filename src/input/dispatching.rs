//! Rules of precedence.

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use crate::model::{Crossing, Dispatching, Precedence};
use crate::units::Duration;

/// Reads `[dispatching]`, which may be left out: then nobody overtakes.
pub(super) fn dispatching(keys: &Keys) -> Option<Dispatching> {
    let read = keys.maybe("dispatching", |field| Some(field.table(&[], rules)));
    read.unwrap_or_else(|| Some(Dispatching::default()))
}

/// Takes precedence away at every crossing where freight trains are to go as they come.
pub(super) fn switch(dispatching: &Dispatching, crossings: &mut [Crossing]) {
    if dispatching.first_come {
        for crossing in crossings {
            crossing.precedence = Precedence::FirstCome;
        }
    }
}

fn rules(keys: &Keys) -> Option<Dispatching> {
    let overtaking = keys.get("overtaking", Field::truth);
    let siding_spacing = keys.get("siding_spacing_km", |field| field.length_km());
    let least_gain = keys.get("least_gain_min", |field| field.minutes());
    let longest_delay = keys.get("longest_delay_h", |field| field.hours());
    let priority_worth = keys.get("priority_worth_h", |field| field.hours());
    let first_come = keys.maybe("precedence", |field| {
        let rules = [("train_class", false), ("first_come", true)];
        field.one_of("a precedence", &rules)
    });
    let first_come = first_come.unwrap_or(false);
    let fleet_trains = keys.get("fleet_trains", |field| field.count(1));
    Some(Dispatching {
        overtaking: overtaking?,
        siding_spacing: siding_spacing?,
        least_gain: least_gain?,
        longest_delay: longest_delay?,
        priority_worth: match first_come {
            true => Duration::ZERO,
            false => priority_worth?,
        },
        first_come,
        fleet_trains: fleet_trains?,
    })
}
