//! Where the cargo of every stream is, to the kilogram.

use super::base::BaseTracks;
use super::district::District;
use super::plan::Plan;
use super::train::Purpose;
use crate::units::{LegId, Mass};

/// Cargo of one stream as one district counts it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub offered: Mass,
    pub delivered: Mass,
    pub turned_away: Mass,
    pub sent: Mass,
    pub received: Mass,
}

/// Cargo of one stream in the whole corridor at the end of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CargoCount {
    /// What appeared at its origin.
    pub offered: Mass,
    /// What came to its destination.
    pub delivered: Mass,
    /// What a full base turned away.
    pub turned_away: Mass,
    /// What waits at its origin for a train.
    pub waiting: Mass,
    /// What is on trains, at borders and terminals.
    pub in_corridor: Mass,
}

impl CargoCount {
    /// Counts every stream's cargo over all districts, from what stands where.
    pub(super) fn of(plan: &Plan, districts: &[District]) -> Vec<Self> {
        let mut counts = vec![Self::default(); plan.scenario.streams.len()];
        for district in districts {
            for (stream, own) in district.counts.written() {
                let total = &mut counts[stream];
                total.offered += own.offered;
                total.delivered += own.delivered;
                total.turned_away += own.turned_away;
                total.in_corridor += own.sent;
            }
            for (n, stock) in district.stock.written() {
                let count = &mut counts[plan.leg(LegId::from_index(n)).stream.index()];
                match plan.legs[n].continues {
                    true => count.in_corridor += stock.mass(),
                    false => count.waiting += stock.mass(),
                }
            }
            for (leg, mass) in district.port.bases.iter().flat_map(BaseTracks::outside) {
                counts[plan.leg(leg).stream.index()].waiting += mass;
            }
            for train in district.present() {
                if let Purpose::Loaded(leg) = train.purpose {
                    counts[plan.leg(leg).stream.index()].in_corridor += train.mass;
                }
            }
            for convoy in district.roads.convoys() {
                counts[plan.leg(convoy.leg).stream.index()].in_corridor += convoy.mass;
            }
        }
        // What was sent and not yet received is between two districts.
        for district in districts {
            for (stream, own) in district.counts.written() {
                counts[stream].in_corridor -= own.received;
            }
        }
        counts
    }
}
