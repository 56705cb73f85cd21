//! Values of the crossings between China and Kazakhstan.

use super::{ALL, About, BOTH, Writer};
use crate::model::{Commodity, Direction, Function, Load, Period};
use crate::sim::Side;
use crate::stats::indicators::{Indicators, Way, cargo_column, cargo_columns, station_column};
use crate::stats::tables::Sums;
use crate::units::CrossingId;

#[derive(Clone, Copy)]
pub(super) enum Place {
    All,
    Crossing(CrossingId),
}

/// Which cargo: a commodity, a function, or any.
type Cargo = (Option<Commodity>, Option<Function>);

impl Indicators {
    pub(super) fn ways(&self, place: Place, directions: &[Direction]) -> Vec<Way> {
        let chosen = self
            .crossings_of_china()
            .into_iter()
            .filter(|id| match place {
                Place::All => true,
                Place::Crossing(crossing) => crossing == *id,
            });
        let both = |crossing| {
            directions.iter().map(move |&direction| Way {
                crossing,
                direction,
            })
        };
        chosen.flat_map(both).collect()
    }

    /// Returns the crossings together, and each.
    pub(super) fn border_places(&self) -> Vec<Place> {
        let each = self.crossings_of_china().into_iter().map(Place::Crossing);
        std::iter::once(Place::All).chain(each).collect()
    }

    /// The crossings between China and Kazakhstan: those that streams name. Other breaks of gauge
    /// are simulated, but no border figures are made of them.
    fn crossings_of_china(&self) -> Vec<CrossingId> {
        let scenario = &self.plan.scenario;
        let crossings = (0..scenario.crossings.len()).map(CrossingId::from_index);
        crossings.filter(|id| scenario.is_of_china(*id)).collect()
    }

    fn mt(&self, ways: &[Way], covered: &[usize], wanted: Cargo) -> f64 {
        let mut kg = 0;
        for (_, commodity) in Commodity::NAMES
            .iter()
            .filter(|(_, it)| wanted.0.is_none_or(|c| c == *it))
        {
            for (_, function) in Function::NAMES
                .iter()
                .filter(|(_, it)| wanted.1.is_none_or(|f| f == *it))
            {
                let column = cargo_column(*commodity, *function);
                for way in ways {
                    kg += self
                        .handed_over
                        .sum(covered, way.index() * cargo_columns() + column);
                }
            }
        }
        kg as f64 / 1e9
    }
}

impl Writer<'_> {
    pub(super) fn write_borders(&mut self) {
        let each = self
            .of
            .crossings_of_china()
            .into_iter()
            .map(Place::Crossing);
        for place in std::iter::once(Place::All).chain(each) {
            self.write_border(place, BOTH, &Direction::BOTH);
            for direction in Direction::BOTH {
                self.write_border(place, direction.key(), &[direction]);
            }
        }
    }

    fn write_border(&mut self, place: Place, direction: &'static str, directions: &[Direction]) {
        let ways = self.of.ways(place, directions);
        let key = match place {
            Place::All => ALL.to_owned(),
            Place::Crossing(id) => self.plan().scenario.crossing(id).key.clone(),
        };
        let (of, key) = (self.of, key.as_str());
        let covered = self.covered.clone();
        let total = of.mt(&ways, &covered, (None, None));
        self.write(About("border_tonnage", key, direction, ALL, "Mt"), total);
        let count = |sums: &Sums<u64>| {
            ways.iter()
                .map(|way| sums.sum(&covered, way.index()))
                .sum::<u64>() as f64
        };
        let teu = |sums: &Sums<f64>| {
            ways.iter()
                .map(|way| sums.sum(&covered, way.index()))
                .sum::<f64>()
        };
        let trains = count(&of.trains);
        self.write(
            About("border_trains", key, direction, ALL, "trains"),
            trains,
        );
        let a_day = trains / self.days();
        self.write(
            About(
                "border_trains_per_day",
                key,
                direction,
                ALL,
                "trains_per_day",
            ),
            a_day,
        );
        self.write(
            About("border_teu", key, direction, ALL, "TEU"),
            teu(&of.teu),
        );
        self.write(
            About("transit_teu", key, direction, "containers", "TEU"),
            teu(&of.transit_teu),
        );
        let wagons: f64 = ways
            .iter()
            .map(|way| {
                of.stock
                    .mean(way.index(), of.plan.scenario.calendar.months(), &covered)
            })
            .sum();
        self.write(About("border_stock", key, direction, ALL, "wagons"), wagons);
        let chinese = count(&of.chinese_trains);
        let about = About(
            "border_container_trains",
            key,
            direction,
            "containers",
            "trains",
        );
        self.write(about, chinese);
        let per_day = "border_container_trains_per_day";
        let about = About(per_day, key, direction, "containers", "trains_per_day");
        self.write(about, chinese / self.days());
        let about = About("teu_per_train", key, direction, "containers", "TEU");
        self.write(about, teu(&of.chinese_teu) / chinese);
        let about = About("tonnes_per_train", key, direction, "containers", "t");
        self.write(about, count(&of.chinese_mass) / 1e3 / chinese);
        self.write_dwell(key, direction, &ways);
        self.write_causes_of_wait(key, direction, &ways, trains);
        if matches!(self.period, Period::Year(_)) {
            self.write_cargo(key, direction, &ways);
        }
    }

    /// Dwell at the western station of a crossing (in Kazakhstan), and at the eastern one.
    fn write_dwell(&mut self, key: &str, direction: &'static str, ways: &[Way]) {
        let loads = [Load::Container, Load::Bulk];
        for (commodity, loads) in [
            (ALL, &loads[..]),
            ("containers", &loads[..1]),
            ("bulk", &loads[1..]),
        ] {
            for (measure, western) in [("border_dwell", true), ("border_dwell_east", false)] {
                let (mut left, mut dwelt) = (0, 0.0);
                for (way, load) in ways
                    .iter()
                    .flat_map(|way| loads.iter().map(move |it| (way, it)))
                {
                    let sends = (way.direction == Direction::ToChina) == western;
                    let side = if sends {
                        Side::Sending
                    } else {
                        Side::Receiving
                    };
                    let column = station_column(*way, side, *load);
                    left += self.of.left.sum(&self.covered, column);
                    dwelt += self.of.dwelt.sum(&self.covered, column);
                }
                self.write(
                    About(measure, key, direction, commodity, "h"),
                    dwelt / left as f64,
                );
            }
        }
    }

    fn write_cargo(&mut self, key: &str, direction: &'static str, ways: &[Way]) {
        let covered = self.covered.clone();
        for (commodity, wanted) in Commodity::NAMES {
            let value = self.of.mt(ways, &covered, (Some(wanted), None));
            self.write(
                About("border_tonnage", key, direction, commodity, "Mt"),
                value,
            );
            let value = self
                .of
                .mt(ways, &covered, (Some(wanted), Some(Function::Export)));
            self.write(
                About("border_tonnage_export", key, direction, commodity, "Mt"),
                value,
            );
        }
        let functions = [
            ("border_tonnage_export", Function::Export),
            ("border_tonnage_import", Function::Import),
            ("border_tonnage_transit", Function::Transit),
        ];
        for (measure, function) in functions {
            let value = self.of.mt(ways, &covered, (None, Some(function)));
            self.write(About(measure, key, direction, ALL, "Mt"), value);
        }
    }

    pub(super) fn write_growth(&mut self, year: i16) {
        let calendar = &self.plan().scenario.calendar;
        let Some(before) = calendar.months_of(Period::Year(year - 1)) else {
            return;
        };
        if !calendar.whole_years().contains(&(year - 1)) {
            return;
        }
        let ways = self.of.ways(Place::All, &Direction::BOTH);
        let mt = |covered: &[usize]| self.of.mt(&ways, covered, (None, None));
        let growth = 100.0 * (mt(&self.covered) / mt(&before) - 1.0);
        self.write(About("border_tonnage_growth", ALL, BOTH, ALL, "%"), growth);
    }
}
