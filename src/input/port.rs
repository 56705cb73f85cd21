//! What ports and dry ports have beyond their facilities, read in one go.

use super::crossing::Setting;
use super::facility::Facilities;
use super::keys::Keys;
use super::{parcel, ship, yard};
use crate::model::Ports;

/// Reads `[arrival]`, `[base]`, `[yard]`, `[ships]`, `[berth]` and `[port_closure]`, each of which
/// may be left out. `None` if one of them is at fault.
pub(super) fn ports(keys: &Keys, setting: Setting, facilities: &Facilities) -> Option<Ports> {
    let arrivals = parcel::arrivals(keys, setting);
    let bases = yard::bases(keys, setting);
    let yards = yard::yards(keys, facilities);
    let berths = ship::berths(keys, setting);
    let sailings = ship::sailings(keys, setting, berths.as_deref());
    let closures = ship::closures(keys, setting);
    Some(Ports {
        arrivals: arrivals?,
        bases: bases?,
        yards: yards?,
        sailings: sailings?,
        berths: berths?,
        closures: closures?,
    })
}

/// Returns the list if nothing in it is at fault.
pub(super) fn sound<T>(read: Vec<(String, Option<T>)>) -> Option<Vec<T>> {
    read.into_iter().map(|(_, one)| one).collect()
}
