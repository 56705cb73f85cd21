//! Values of what waits to go over the crossings, and how long it takes to recover.

use super::border::Place;
use super::{ALL, About, BOTH, Writer};
use crate::model::Direction;
use crate::stats::indicators::{HeldWay, Indicators, Way};
use crate::stats::recovery::{Disturbance, disturbances};
use std::ops::Range;

impl Writer<'_> {
    /// Loaded wagons and trains set aside before the crossings, embargoes, recovery.
    pub(super) fn write_held(&mut self) {
        let places: Vec<Place> = self.of.border_places();
        for place in places {
            for (direction, directions) in [
                (BOTH, &Direction::BOTH[..]),
                ("to_china", &[Direction::ToChina]),
                ("from_china", &[Direction::FromChina]),
            ] {
                let ways = self.of.ways(place, directions);
                let key = match place {
                    Place::All => ALL.to_owned(),
                    Place::Crossing(id) => self.plan().scenario.crossing(id).key.clone(),
                };
                self.write_held_at(&key, direction, &ways);
            }
        }
        self.write_recovery();
    }

    fn write_held_at(&mut self, key: &str, direction: &'static str, ways: &[Way]) {
        let days = self.covered_days();
        let of: Vec<&HeldWay> = ways.iter().map(|way| self.of.held.way(*way)).collect();
        let ended = |day: usize, number: fn(&HeldWay, usize) -> u32| {
            of.iter()
                .map(|held| f64::from(number(held, day)))
                .sum::<f64>()
        };
        let most = |number| {
            let on_days = days.clone().map(|day| ended(day, number));
            on_days.fold(0.0, f64::max)
        };
        let wagons: fn(&HeldWay, usize) -> u32 = |held, day| held.wagons.ended[day];
        let trains: fn(&HeldWay, usize) -> u32 = |held, day| held.set_aside.ended[day];
        let mean = |number: fn(&HeldWay) -> &super::super::indicators::Daily| {
            of.iter()
                .map(|held| number(held).mean(days.clone()))
                .sum::<f64>()
        };
        let embargo_ms = |held: &&HeldWay| {
            days.clone()
                .map(|day| u64::from(held.embargo_ms[day]))
                .sum::<u64>()
        };
        let embargo_days = of.iter().map(embargo_ms).max().unwrap_or(0) as f64 / 86.4e6;
        let values = [
            ("held_wagons", "wagons", mean(|held| &held.wagons)),
            ("held_wagons_max", "wagons", most(wagons)),
            ("held_wagons_end", "wagons", ended(days.end - 1, wagons)),
            ("set_aside_trains", "trains", mean(|held| &held.set_aside)),
            (
                "set_aside_trains_end",
                "trains",
                ended(days.end - 1, trains),
            ),
            ("set_aside_trains_max", "trains", most(trains)),
            ("embargo_days", "days", embargo_days),
        ];
        for (measure, unit, value) in values {
            self.write(About(measure, key, direction, ALL, unit), value);
        }
    }

    /// Of the disturbances that begin in the period and are over before the run is, the longest
    /// recovery at each crossing and direction; nothing where one is not over.
    fn write_recovery(&mut self) {
        let (from, until) = self.span();
        let begun: Vec<Disturbance> = disturbances(&self.plan().scenario)
            .into_iter()
            .filter(|it| (from..until).contains(&it.from))
            .collect();
        let mut written = Vec::new();
        for disturbance in &begun {
            if written.contains(&disturbance.way) {
                continue;
            }
            written.push(disturbance.way);
            let way = disturbance.way;
            let ended = &self.of.held.way(way).wagons.ended;
            let same = begun.iter().filter(|it| it.way == way);
            let days = same.map(|it| it.recovery_days(ended));
            let mut days = days;
            let longest = days.try_fold(0.0_f64, |longest, days| Some(longest.max(days?)));
            let key = self.plan().scenario.crossing(way.crossing).key.clone();
            let about = About("recovery_days", &key, way.direction.key(), ALL, "days");
            self.write(about, longest.unwrap_or(f64::NAN));
        }
    }

    fn span(&self) -> (crate::units::Time, crate::units::Time) {
        let months = self.plan().scenario.calendar.months();
        let (first, last) = (self.covered[0], self.covered[self.covered.len() - 1]);
        (months[first].from, months[last].until)
    }

    fn covered_days(&self) -> Range<usize> {
        let (from, until) = self.span();
        from.whole_days() as usize..until.whole_days() as usize
    }
}

impl Indicators {
    /// Returns the loaded wagons that were held at the end of each day of the run, and the trains
    /// set aside, by crossing and direction as values label them.
    pub fn held_by_day(&self) -> Vec<HeldByDay> {
        let ways = self.ways(Place::All, &Direction::BOTH);
        let by_day = |way: &Way| {
            let held = self.held.way(*way);
            HeldByDay {
                place: self.plan.scenario.crossing(way.crossing).key.clone(),
                direction: way.direction.key(),
                wagons: held.wagons.ended.clone(),
                set_aside: held.set_aside.ended.clone(),
            }
        };
        ways.iter().map(by_day).collect()
    }
}

/// What waited to go over a crossing one way at the end of each day of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldByDay {
    /// The crossing's key.
    pub place: String,
    /// The direction's key.
    pub direction: &'static str,
    /// Loaded wagons.
    pub wagons: Vec<u32>,
    /// Trains set aside.
    pub set_aside: Vec<u32>,
}
