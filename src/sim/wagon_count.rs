//! Every wagon is somewhere: a count of each fleet at the end of a run.

use super::district::District;
use super::plan::Plan;
use crate::model::Fleet;
use crate::units::Time;

/// The wagons of one fleet in the whole corridor at the end of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WagonCount {
    /// How many the fleet has; zero where there are always wagons.
    pub owned: i64,
    /// How many stand in pools; below zero where more were taken than came.
    pub standing: i64,
    /// How many are on trains.
    pub on_trains: i64,
}

impl WagonCount {
    /// Counts every fleet's wagons over all districts, from what stands where.
    pub(super) fn of(plan: &Plan, districts: &[District]) -> Vec<Self> {
        let scenario = &plan.scenario;
        // What would change at the end itself is no longer part of the run.
        let end = scenario.calendar.end_time().as_ms().saturating_sub(1);
        let end = Time::from_ms(end);
        let own = |fleet: &Fleet| Self {
            owned: match scenario.fleets.limited {
                true => i64::from(fleet.wagons.at(end)),
                false => 0,
            },
            ..Self::default()
        };
        let mut counts: Vec<Self> = scenario.fleets.list.iter().map(own).collect();
        for district in districts {
            for (pool, state) in district.wagons.pools.written() {
                let pool = &plan.fleets.pools[pool];
                if district.is_mine(pool.place) {
                    counts[pool.fleet.index()].standing += state.here;
                }
            }
            for train in district.present() {
                if let Some(fleet) = train.fleet {
                    counts[fleet.index()].on_trains += i64::from(train.wagons);
                }
            }
            // What was sent and not yet received is between two districts.
            for (n, count) in counts.iter_mut().enumerate() {
                count.on_trains += district.wagons.sent[n] as i64;
                count.on_trains -= district.wagons.received[n] as i64;
            }
        }
        counts
    }
}
