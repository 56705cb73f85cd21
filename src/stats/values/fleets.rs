//! Values of wagon fleets: turnaround, states of wagons, empty running, waits for wagons.
//!
//! The place of a figure is the fleet's key, or fleet and place as `FLEET-PLACE`.

use super::{About, BOTH, Writer};
use crate::model::{Dated, Period};
use crate::stats::level::Levels;
use crate::units::{Duration, FleetId, Time};

impl Writer<'_> {
    pub(super) fn write_fleets(&mut self) {
        let (of, covered, days) = (self.of, self.covered.clone(), self.days());
        let scenario = &of.plan.scenario;
        let months = scenario.calendar.months();
        for (n, fleet) in scenario.fleets.list.iter().enumerate() {
            let id = FleetId::from_index(n);
            let pools: Vec<usize> = of
                .plan
                .pools()
                .enumerate()
                .filter(|(_, (fleet, ..))| *fleet == id)
                .map(|(pool, _)| pool)
                .collect();
            let mean = |levels: &Levels, n: usize| levels.mean(n, months, &covered);
            let sum = |levels| pools.iter().map(|pool| mean(levels, *pool)).sum::<f64>();
            let (loaded, empty) = (mean(&of.fleets.loaded, n), mean(&of.fleets.empty, n));
            let standing = sum(&of.fleets.standing);
            let loadings: u64 = pools
                .iter()
                .map(|pool| of.fleets.loadings.sum(&covered, *pool))
                .sum();
            let a_day = loadings as f64 / days;
            let mut write = |measure, unit, value| {
                self.write(
                    About(measure, &fleet.key, BOTH, fleet.wagon.key(), unit),
                    value,
                );
            };
            write("wagons_loaded", "wagons", loaded);
            write("wagons_empty", "wagons", empty);
            write("wagon_loadings_per_day", "wagons_per_day", a_day);
            let (with, without) = (&of.fleets.loaded_meters, &of.fleets.empty_meters);
            let (with, without) = (
                with.sum(&covered, n) as f64,
                without.sum(&covered, n) as f64,
            );
            write("empty_wagon_km", "share", without / (with + without));
            let waiting = 24.0 * days * sum(&of.fleets.waiting);
            write("wagon_wait", "train_h", waiting);
            if scenario.fleets.limited {
                write("wagons_standing", "wagons", standing);
                write(
                    "wagon_turnaround",
                    "days",
                    (loaded + empty + standing) / a_day,
                );
                let owned = self.mean_wagons(&fleet.wagons);
                let about = About(
                    "fleet_utilisation",
                    &fleet.key,
                    BOTH,
                    fleet.wagon.key(),
                    "share",
                );
                self.write(about, (loaded + empty) / owned);
            }
        }
        if matches!(self.period, Period::Year(_)) {
            self.write_pools();
        }
    }

    /// Wagons that stand and trains that wait for them, by fleet and place.
    fn write_pools(&mut self) {
        let (of, covered, days) = (self.of, self.covered.clone(), self.days());
        let scenario = &of.plan.scenario;
        let months = scenario.calendar.months();
        for (n, (fleet, place, loads)) in of.plan.pools().enumerate() {
            let fleet = scenario.fleets.fleet(fleet);
            let key = format!("{}-{}", fleet.key, scenario.network.node(place).key);
            let commodity = fleet.wagon.key();
            if scenario.fleets.limited {
                let standing = of.fleets.standing.mean(n, months, &covered);
                self.write(
                    About("wagons_standing", &key, BOTH, commodity, "wagons"),
                    standing,
                );
            }
            if loads {
                let loadings = of.fleets.loadings.sum(&covered, n) as f64 / days;
                let about = About(
                    "wagon_loadings_per_day",
                    &key,
                    BOTH,
                    commodity,
                    "wagons_per_day",
                );
                self.write(about, loadings);
                let waiting = 24.0 * days * of.fleets.waiting.mean(n, months, &covered);
                self.write(
                    About("wagon_wait", &key, BOTH, commodity, "train_h"),
                    waiting,
                );
            }
        }
    }

    /// How many wagons a fleet has on average over the period, as their number changes.
    fn mean_wagons(&self, wagons: &Dated<u32>) -> f64 {
        let months = self.plan().scenario.calendar.months();
        let covered = self.covered.iter().map(|n| &months[*n]);
        let days = covered.flat_map(|month| month.from.whole_days()..month.until.whole_days());
        let at = |day| wagons.at(Time::ZERO + Duration::from_days(day));
        days.map(|day| f64::from(at(day))).sum::<f64>() / self.days()
    }
}
