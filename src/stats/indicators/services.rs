//! Waits at crossings by cause, time spent there, and spells of weather.

use super::Way;
use crate::model::{Direction, Windows};
use crate::sim::{Plan, Record, Side, WaitCause};
use crate::stats::tables::Sums;
use crate::units::{CrossingId, Duration, FacilityId, Time};

/// What is heard of services and weather.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Services {
    /// Milliseconds that loaded trains waited; columns by crossing, direction and cause.
    waited_ms: Sums<u64>,
    /// Wagons that left a side of a crossing, and their milliseconds there; columns by crossing,
    /// direction and side.
    wagons: Sums<u64>,
    wagon_ms: Sums<u64>,
    /// By kind of weather.
    spells: Vec<Vec<(Time, Time)>>,
    /// When the run is over: spells by kind of weather, and by facility when its work stood still.
    windows: Vec<Windows>,
    stopped: Vec<Windows>,
}

impl Services {
    pub fn new(plan: &Plan, months: usize) -> Self {
        let ways = plan.scenario.crossings.len() * 2;
        Self {
            waited_ms: Sums::new(months, ways * WaitCause::ALL.len()),
            wagons: Sums::new(months, ways * 2),
            wagon_ms: Sums::new(months, ways * 2),
            spells: vec![Vec::new(); plan.scenario.weather.len()],
            windows: Vec::new(),
            stopped: Vec::new(),
        }
    }

    pub fn merge(&mut self, other: &Self) {
        self.waited_ms.merge(&other.waited_ms);
        self.wagons.merge(&other.wagons);
        self.wagon_ms.merge(&other.wagon_ms);
        for (spells, more) in self.spells.iter_mut().zip(&other.spells) {
            spells.extend_from_slice(more);
        }
    }

    /// Puts the spells of all districts in order, when the run is over.
    pub fn end(&mut self, plan: &Plan) {
        let spells = self.spells.iter().cloned();
        self.windows = spells.map(Windows::new).collect();
        self.stopped = vec![Windows::default(); plan.scenario.facilities.len()];
        for (weather, windows) in plan.scenario.weather.iter().zip(&self.windows) {
            for facility in &weather.stops {
                let stopped = &mut self.stopped[facility.index()];
                *stopped = stopped.joined(windows);
            }
        }
    }

    /// Takes note of a record that is about services or weather.
    pub fn hear(&mut self, month: usize, record: Record) {
        match record {
            Record::Waited {
                crossing,
                direction,
                cause,
                span,
            } => {
                let column = wait_column(way(crossing, direction), cause);
                self.waited_ms.add(month, column, span.as_ms());
            }
            Record::Stayed {
                crossing,
                direction,
                side,
                wagons,
                span,
            } => {
                let column = way(crossing, direction).index() * 2 + side as usize;
                self.wagons.add(month, column, wagons.into());
                let wagon_ms = span.as_ms() * u64::from(wagons);
                self.wagon_ms.add(month, column, wagon_ms);
            }
            Record::Spell {
                weather,
                from,
                until,
            } => self.spells[usize::from(weather)].push((from, until)),
            _ => {}
        }
    }

    /// Hours that loaded trains waited for a cause, together.
    pub fn waited_h(&self, covered: &[usize], way: Way, cause: WaitCause) -> f64 {
        let ms = self.waited_ms.sum(covered, wait_column(way, cause));
        Duration::from_ms(ms).as_hours()
    }

    /// Mean hours that a loaded wagon spends on a side of a crossing.
    pub fn stay_h(&self, covered: &[usize], ways: &[Way], side: Side) -> f64 {
        let sum = |sums: &Sums<u64>| -> u64 {
            let columns = ways.iter().map(|way| way.index() * 2 + side as usize);
            columns.map(|column| sums.sum(covered, column)).sum()
        };
        Duration::from_ms(sum(&self.wagon_ms)).as_hours() / sum(&self.wagons) as f64
    }

    /// The spells of a kind of weather.
    pub fn spells(&self, weather: usize) -> &Windows {
        &self.windows[weather]
    }

    /// When the weather stopped the work of a facility.
    pub fn stopped(&self, facility: FacilityId) -> &Windows {
        &self.stopped[facility.index()]
    }
}

fn way(crossing: CrossingId, direction: Direction) -> Way {
    Way {
        crossing,
        direction,
    }
}

/// Position among waits: by way and cause.
fn wait_column(way: Way, cause: WaitCause) -> usize {
    way.index() * WaitCause::ALL.len() + cause as usize
}
