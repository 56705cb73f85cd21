//! What districts record of wagons, summed up by fleet and pool.

use crate::model::Month;
use crate::sim::{FleetRecord, Plan, WagonState};
use crate::stats::level::Levels;
use crate::stats::tables::Sums;
use crate::units::{FleetId, Time};

/// Wagons by state, loadings, kilometers, and trains that wait for wagons.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Fleets {
    /// The fleet of each pool.
    fleet_of: Vec<FleetId>,
    /// Empty wagons that stand, by pool.
    pub standing: Levels,
    /// Trains that wait for wagons, by pool.
    pub waiting: Levels,
    /// Wagons with cargo, or being loaded or unloaded, by fleet.
    pub loaded: Levels,
    /// Wagons on their way empty, by fleet.
    pub empty: Levels,
    /// Wagons loaded, by pool.
    pub loadings: Sums<u64>,
    /// Meters run by wagons loaded and empty, by fleet.
    pub loaded_meters: Sums<u64>,
    pub empty_meters: Sums<u64>,
}

impl Fleets {
    /// Returns sums that have heard nothing yet.
    pub fn new(plan: &Plan) -> Self {
        let months = plan.scenario.calendar.months().len();
        let (pools, fleets) = (plan.pools().len(), plan.scenario.fleets.list.len());
        Self {
            fleet_of: plan.pools().map(|(fleet, ..)| fleet).collect(),
            standing: Levels::new(pools),
            waiting: Levels::new(pools),
            loaded: Levels::new(fleets),
            empty: Levels::new(fleets),
            loadings: Sums::new(months, pools),
            loaded_meters: Sums::new(months, fleets),
            empty_meters: Sums::new(months, fleets),
        }
    }

    /// Hears what became of wagons at `time`, in the month at position `month` of `months`.
    pub fn hear(&mut self, record: FleetRecord, time: Time, month: usize, months: &[Month]) {
        match record {
            FleetRecord::Joined { pool, wagons } => {
                self.standing
                    .change(pool.index(), time, wagons.into(), months);
            }
            FleetRecord::Loaded { pool, wagons } => {
                let fleet = self.fleet_of[pool.index()].index();
                let wagons = i64::from(wagons);
                self.standing.change(pool.index(), time, -wagons, months);
                self.loaded.change(fleet, time, wagons, months);
                self.loadings.add(month, pool.index(), wagons as u64);
            }
            FleetRecord::Emptied { fleet, wagons } => {
                let wagons = i64::from(wagons);
                self.loaded.change(fleet.index(), time, -wagons, months);
                self.empty.change(fleet.index(), time, wagons, months);
            }
            FleetRecord::Freed { pool, wagons, from } => {
                let fleet = self.fleet_of[pool.index()].index();
                let wagons = i64::from(wagons);
                let before = match from {
                    WagonState::Loaded => &mut self.loaded,
                    WagonState::Empty => &mut self.empty,
                };
                before.change(fleet, time, -wagons, months);
                self.standing.change(pool.index(), time, wagons, months);
            }
            FleetRecord::SentEmpty { pool, wagons } => {
                let fleet = self.fleet_of[pool.index()].index();
                let wagons = i64::from(wagons);
                self.standing.change(pool.index(), time, -wagons, months);
                self.empty.change(fleet, time, wagons, months);
            }
            FleetRecord::Ran {
                fleet,
                state,
                wagon_meters,
            } => {
                let meters = match state {
                    WagonState::Loaded => &mut self.loaded_meters,
                    WagonState::Empty => &mut self.empty_meters,
                };
                meters.add(month, fleet.index(), wagon_meters);
            }
            FleetRecord::TrainsWait { pool, change } => {
                self.waiting
                    .change(pool.index(), time, change.into(), months);
            }
        }
    }

    /// Ends the integrals.
    pub fn end(&mut self, months: &[Month]) {
        for levels in [
            &mut self.standing,
            &mut self.waiting,
            &mut self.loaded,
            &mut self.empty,
        ] {
            levels.end(months);
        }
    }

    /// Adds what another district recorded, when both are ended.
    pub fn merge(&mut self, other: &Self) {
        self.standing.merge(&other.standing);
        self.waiting.merge(&other.waiting);
        self.loaded.merge(&other.loaded);
        self.empty.merge(&other.empty);
        self.loadings.merge(&other.loadings);
        self.loaded_meters.merge(&other.loaded_meters);
        self.empty_meters.merge(&other.empty_meters);
    }
}
