//! Locomotives and crews: who pulls trains where, and for how long at a stretch.

use super::{Dated, Network, Railway, Traction};
use crate::units::{Duration, NodeId, SectionId};
use std::collections::BTreeMap;

/// How locomotives are worked where they are counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Locomotives {
    /// How long a locomotive stands ready without a train before it may be sent back light.
    pub light_after: Duration,
    /// How long word of a locomotive or of a train that wants one takes between two places.
    pub notice: Duration,
    /// Where locomotives are counted; on all other sections there is always one.
    pub districts: Vec<TractionDistrict>,
}

/// Connected sections of one traction over which a locomotive works: it is changed at their ends.
#[derive(Clone, Debug, PartialEq)]
pub struct TractionDistrict {
    /// The short name that files use.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// What pulls its trains.
    pub traction: Traction,
    /// Its sections.
    pub sections: Vec<SectionId>,
    /// How many locomotives work there.
    pub locomotives: Dated<u32>,
    /// How long a locomotive takes from the end of one train until it is ready for the next.
    pub turn_round: Duration,
    /// The same, at places where it is not that.
    pub turn_round_at: BTreeMap<NodeId, Duration>,
    /// Where locomotives stand at the start, evenly, and where later ones come and go.
    pub stand_at: Vec<NodeId>,
}

/// How long crews work.
#[derive(Clone, Debug, PartialEq)]
pub struct Crews {
    /// The longest stretch of duty, by [`Railway::index`]; none where crews are not looked at.
    pub longest_stretch: [Option<Duration>; Railway::COUNT],
    /// How long a change of crew takes. A technical stop of at least this brings one.
    pub relief: Duration,
}

impl TractionDistrict {
    /// Returns how long a locomotive takes at a place from one train to the next.
    pub fn turn_round(&self, place: NodeId) -> Duration {
        *self.turn_round_at.get(&place).unwrap_or(&self.turn_round)
    }

    /// Returns how many of `total` locomotives stand at the `n`-th of the places where they stand.
    pub fn share(&self, total: u32, n: usize) -> u32 {
        let (places, n) = (self.stand_at.len() as u32, n as u32);
        total / places + u32::from(n < total % places)
    }

    /// Returns whether a place is at an end of one of the sections.
    pub fn touches(&self, network: &Network, place: NodeId) -> bool {
        self.sections.iter().any(|id| {
            let section = network.section(*id);
            section.from == place || section.to == place
        })
    }
}
