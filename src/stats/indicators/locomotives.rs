//! What was recorded of locomotives and crews.

use super::{Indicators, Way, station_column};
use crate::model::{Month, Railway};
use crate::sim::{CrewFact, LocomotiveFact, LocomotiveState, Plan, Side};
use crate::stats::level::{Level, Levels};
use crate::stats::tables::Sums;
use crate::units::{DepotId, Duration, LegId, Mass, Time, TractionDistrictId};
use std::sync::Arc;

/// Locomotives by traction district and depot, and crews by railway.
#[derive(Clone, Debug)]
pub(in crate::stats) struct LocomotiveIndicators {
    /// Locomotives by traction district and state.
    pub states: Levels,
    /// Trains that wait for one, by depot, loaded and empty.
    pub waiting: Levels,
    /// By depot, loaded and empty: trains that took one, those of them that had waited, and how long in milliseconds.
    pub taken: Sums<u64>,
    pub taken_late: Sums<u64>,
    pub waited_ms: Sums<u64>,
    /// By railway: reliefs for which a train stood longer than it would have, and how long.
    pub reliefs: Sums<u64>,
    pub relief_ms: Sums<u64>,
    /// By railway: crews past their longest stretch at the end of a section, and how far.
    pub overrun: Sums<u64>,
    pub overrun_ms: Sums<u64>,
}

impl LocomotiveIndicators {
    pub fn new(plan: &Plan, months: usize) -> Self {
        let depots = plan.depots().len();
        let districts = plan.scenario.locomotives.as_ref();
        let districts = districts.map_or(0, |locomotives| locomotives.districts.len());
        Self {
            states: Levels::new(districts * LocomotiveState::NAMES.len()),
            waiting: Levels::new(2 * depots),
            taken: Sums::new(months, 2 * depots),
            taken_late: Sums::new(months, 2 * depots),
            waited_ms: Sums::new(months, 2 * depots),
            reliefs: Sums::new(months, Railway::COUNT),
            relief_ms: Sums::new(months, Railway::COUNT),
            overrun: Sums::new(months, Railway::COUNT),
            overrun_ms: Sums::new(months, Railway::COUNT),
        }
    }

    /// Hears a fact about locomotives; `time` is in the `month`-th of `months`.
    pub fn hear(&mut self, (time, month): (Time, usize), fact: LocomotiveFact, plan: &Plan) {
        let months = plan.scenario.calendar.months();
        match fact {
            LocomotiveFact::Wanted { depot, empty } => {
                self.waiting
                    .change(train_column(depot, empty), time, 1, months);
            }
            LocomotiveFact::Taken {
                depot,
                empty,
                waited,
            } => {
                let column = train_column(depot, empty);
                self.taken.add(month, column, 1);
                if let Some(waited) = waited {
                    self.waiting.change(column, time, -1, months);
                    self.taken_late.add(month, column, 1);
                    self.waited_ms.add(month, column, waited.as_ms());
                }
                let district = plan.depot(depot).0;
                self.change(time, (district, LocomotiveState::Ready), -1, months);
                self.change(time, (district, LocomotiveState::Hauling), 1, months);
            }
            LocomotiveFact::Became { district, from, to } => {
                for (state, by) in [(from, -1), (to, 1)] {
                    if let Some(state) = state {
                        self.change(time, (district, state), by, months);
                    }
                }
            }
        }
    }

    /// Hears a fact about crews.
    pub fn hear_of_crews(&mut self, month: usize, fact: CrewFact) {
        match fact {
            CrewFact::Relieved { railway, wait } => {
                self.reliefs.add(month, railway.index(), 1);
                self.relief_ms.add(month, railway.index(), wait.as_ms());
            }
            CrewFact::Overran { railway, by } => {
                self.overrun.add(month, railway.index(), 1);
                self.overrun_ms.add(month, railway.index(), by.as_ms());
            }
        }
    }

    /// Ends the integrals.
    pub fn end(&mut self, months: &[Month]) {
        self.states.end(months);
        self.waiting.end(months);
    }

    pub fn merge(&mut self, other: &Self) {
        self.states.merge(&other.states);
        self.waiting.merge(&other.waiting);
        self.taken.merge(&other.taken);
        self.taken_late.merge(&other.taken_late);
        self.waited_ms.merge(&other.waited_ms);
        self.reliefs.merge(&other.reliefs);
        self.relief_ms.merge(&other.relief_ms);
        self.overrun.merge(&other.overrun);
        self.overrun_ms.merge(&other.overrun_ms);
    }

    /// The mean number of locomotives of a district in a state over some months.
    pub fn mean(
        &self,
        district: TractionDistrictId,
        state: LocomotiveState,
        (months, covered): (&[Month], &[usize]),
    ) -> f64 {
        self.states.mean(column(district, state), months, covered)
    }

    /// The mean number of locomotives of a district in service, exactly where it does not change.
    pub fn mean_of_all(
        &self,
        district: TractionDistrictId,
        (months, covered): (&[Month], &[usize]),
    ) -> f64 {
        let mut all = Level::default();
        for (_, state) in LocomotiveState::NAMES {
            all.merge(self.states.at(column(district, state)));
        }
        all.mean(months, covered)
    }

    fn change(
        &mut self,
        time: Time,
        (district, state): (TractionDistrictId, LocomotiveState),
        by: i64,
        months: &[Month],
    ) {
        self.states
            .change(column(district, state), time, by, months);
    }
}

impl Indicators {
    /// Adds to the dwell at the station that received the cargo of a leg.
    pub(super) fn stayed_longer(&mut self, leg: LegId, mass: Mass, longer: Duration) {
        let plan = Arc::clone(&self.plan);
        let Some((crossing, direction)) = plan.starts_after(leg) else {
            return;
        };
        let stream = plan.scenario.routes.leg(leg).stream;
        let load = plan.scenario.stream(stream).wagon.load();
        let way = Way {
            crossing,
            direction,
        };
        let column = station_column(way, Side::Receiving, load);
        let kilogram_hours = mass.as_kg() as f64 * longer.as_hours();
        self.dwelt.add(self.month, column, kilogram_hours);
    }
}

fn column(district: TractionDistrictId, state: LocomotiveState) -> usize {
    district.index() * LocomotiveState::NAMES.len() + state as usize
}

/// Position among the trains that want a locomotive.
pub(in crate::stats) fn train_column(depot: DepotId, empty: bool) -> usize {
    2 * depot.index() + usize::from(empty)
}
