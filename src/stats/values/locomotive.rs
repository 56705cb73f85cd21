//! Values of locomotives and crews: what they do, how far they run, who waits for them.

use super::{ALL, About, BOTH, Writer};
use crate::model::{Railway, TractionDistrict};
use crate::sim::{LocomotiveState, Traffic};
use crate::stats::indicators::{traffic_column, train_column};
use crate::stats::tables::Sums;
use crate::units::{DepotId, NodeId, TractionDistrictId};

impl Writer<'_> {
    /// Everything about locomotives, if they are counted anywhere, and about crews.
    pub(super) fn write_locomotives(&mut self) {
        let of = self.of;
        if let Some(locomotives) = &of.plan.scenario.locomotives {
            for (n, district) in locomotives.districts.iter().enumerate() {
                self.write_traction_district(TractionDistrictId::from_index(n), district);
            }
            self.write_waits_at_places();
        }
        if let Some(crews) = &of.plan.scenario.crews {
            for (key, railway) in Railway::NAMES {
                if crews.longest_stretch[railway.index()].is_some() {
                    self.write_crews(key, railway);
                }
            }
        }
    }

    fn write_traction_district(&mut self, id: TractionDistrictId, it: &TractionDistrict) {
        let of = self.of;
        let months = of.plan.scenario.calendar.months();
        let key = &it.key;
        for (name, state) in LocomotiveState::NAMES {
            let mean = of.locomotives.mean(id, state, (months, &self.covered));
            self.write(About("locomotives", key, BOTH, name, "locomotives"), mean);
        }
        let all = of.locomotives.mean_of_all(id, (months, &self.covered));
        self.write(About("locomotives", key, BOTH, ALL, "locomotives"), all);
        let at_work = of
            .locomotives
            .mean(id, LocomotiveState::Hauling, (months, &self.covered));
        self.write(
            About("locomotive_utilisation", key, BOTH, ALL, "share"),
            at_work / all,
        );
        let hauled = self.kilometers(it, Traffic::Corridor);
        let light = self.kilometers(it, Traffic::Light);
        self.write(About("locomotive_km", key, BOTH, "hauling", "km"), hauled);
        self.write(About("locomotive_km", key, BOTH, "light", "km"), light);
        let run = (hauled + light) / all / self.days();
        self.write(About("locomotive_run", key, BOTH, ALL, "km_per_day"), run);
        let share = light / (hauled + light);
        self.write(About("light_engine_share", key, BOTH, ALL, "share"), share);
        let depots = of.plan.depots().enumerate();
        let depots = depots.filter(|(_, (district, _))| *district == id);
        let depots: Vec<DepotId> = depots.map(|(n, _)| DepotId::from_index(n)).collect();
        self.write_waits(key, &depots);
    }

    /// Trains that waited for a locomotive at each place, whichever traction district it was of.
    fn write_waits_at_places(&mut self) {
        let of = self.of;
        let mut places: Vec<NodeId> = of.plan.depots().map(|(_, place)| place).collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            let depots = of.plan.depots().enumerate();
            let depots = depots.filter(|(_, (_, other))| *other == place);
            let depots: Vec<DepotId> = depots.map(|(n, _)| DepotId::from_index(n)).collect();
            self.write_waits(&of.plan.scenario.network.node(place).key, &depots);
        }
    }

    fn write_waits(&mut self, place: &str, depots: &[DepotId]) {
        let (of, covered) = (&self.of.locomotives, self.covered.clone());
        let months = self.of.plan.scenario.calendar.months();
        for (trains, kinds) in [
            (ALL, &[false, true][..]),
            ("loaded", &[false]),
            ("empty", &[true]),
        ] {
            let columns: Vec<usize> = depots
                .iter()
                .flat_map(|depot| kinds.iter().map(|empty| train_column(*depot, *empty)))
                .collect();
            let waiting = columns
                .iter()
                .map(|column| of.waiting.mean(*column, months, &covered));
            let train_hours = 24.0 * self.days() * waiting.sum::<f64>();
            let sum = |sums: &Sums<u64>| -> f64 {
                let of_kind = columns.iter().map(|column| sums.sum(&covered, *column));
                of_kind.sum::<u64>() as f64
            };
            let (taken, late, ms) = (sum(&of.taken), sum(&of.taken_late), sum(&of.waited_ms));
            let unit = "train_hours";
            self.write(
                About("locomotive_wait", place, BOTH, trains, unit),
                train_hours,
            );
            let share = late / taken;
            self.write(
                About("locomotive_wait_share", place, BOTH, trains, "share"),
                share,
            );
            let mean = ms / 3.6e6 / taken;
            self.write(
                About("locomotive_wait_mean", place, BOTH, trains, "h"),
                mean,
            );
        }
    }

    /// How far trains of some traffic, and so their locomotives, ran in a traction district.
    fn kilometers(&self, district: &TractionDistrict, traffic: Traffic) -> f64 {
        let of = self.of;
        let run = |id: &crate::units::SectionId| {
            let ways = [true, false].map(|forward| traffic_column(*id, traffic, forward));
            let trains = ways.map(|column| of.section_trains.sum(&self.covered, column));
            let trains: u64 = trains.into_iter().sum();
            trains as f64 * of.plan.scenario.network.section(*id).length.as_km()
        };
        district.sections.iter().map(run).sum()
    }

    fn write_crews(&mut self, place: &str, railway: Railway) {
        let (of, covered) = (&self.of.locomotives, self.covered.clone());
        let sum = |sums: &Sums<u64>| sums.sum(&covered, railway.index()) as f64;
        let (reliefs, relief_ms) = (sum(&of.reliefs), sum(&of.relief_ms));
        let (overrun, overrun_ms) = (sum(&of.overrun), sum(&of.overrun_ms));
        self.write(About("crew_reliefs", place, BOTH, ALL, "reliefs"), reliefs);
        self.write(
            About("crew_relief_wait", place, BOTH, ALL, "train_hours"),
            relief_ms / 3.6e6,
        );
        self.write(
            About("crew_overruns", place, BOTH, ALL, "stretches"),
            overrun,
        );
        self.write(
            About("crew_overrun_time", place, BOTH, ALL, "crew_hours"),
            overrun_ms / 3.6e6,
        );
    }
}
