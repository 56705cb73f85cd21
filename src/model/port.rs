//! What ports and dry ports have beyond the cranes of their facilities.

use super::{Arrival, Base, Berth, Facility, Load, PortClosure, Room, Sailing, Yard};

/// Everything of ports that a scenario may have. Empty as long as its file says nothing: ships are
/// as many as are wanted, yards hold all that comes, cargo appears consignment by consignment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ports {
    /// Cargo that comes in ships' parcels.
    pub arrivals: Vec<Arrival>,
    /// Where trains are loaded and unloaded.
    pub bases: Vec<Base>,
    /// Yards of facilities.
    pub yards: Vec<Yard>,
    /// Ships between two ports.
    pub sailings: Vec<Sailing>,
    /// Where they lie.
    pub berths: Vec<Berth>,
    /// Weather that keeps them in or out.
    pub closures: Vec<PortClosure>,
}

impl Ports {
    /// Returns every yard with what it handles and holds, in the order of [`Ports::base_yard`].
    pub fn all_yards<'a>(
        &'a self,
        facilities: &'a [Facility],
    ) -> impl Iterator<Item = (&'a str, Load, Room)> {
        let yards = self.yards.iter().map(|yard| {
            let facility = &facilities[yard.facility.index()];
            (&*facility.key, facility.load, yard.capacity)
        });
        let bases = self.bases.iter();
        yards.chain(bases.map(|base| (&*base.key, base.load, base.capacity)))
    }

    /// Returns how many yards there are.
    pub fn yard_count(&self) -> usize {
        self.yards.len() + self.bases.len()
    }

    /// Returns the position of a base's yard among all: those of facilities come first.
    pub fn base_yard(&self, base: usize) -> usize {
        self.yards.len() + base
    }
}
