//! What trucks did: over each border, before its booths, and on the way from end to end.
//!
//! Nothing here is added to figures of rail.

use super::{Transit, years_since_start};
use crate::model::{Calendar, Direction, Function};
use crate::sim::{Plan, RoadRecord, Side};
use crate::stats::level::Levels;
use crate::stats::tables::Sums;
use crate::units::{Mass, NodeId, RoadBorderId, Time};
use std::collections::BTreeMap;

/// Sums of one district, or, merged, of a replication.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Roads {
    /// By border, direction and function: trucks and kilograms that went over.
    pub trucks: Sums<u64>,
    pub mass: Sums<u64>,
    /// By border and direction: truck-milliseconds at the border of the trucks that went over.
    pub dwelt_ms: Sums<u64>,
    /// By border, direction and side: trucks controlled, milliseconds of waiting, and in booths.
    pub controlled: Sums<u64>,
    pub waited_ms: Sums<u64>,
    pub busy_ms: Sums<u64>,
    /// By border and direction: trucks before the first booth.
    pub queue: Levels,
    /// By stream: trucks loaded, kilograms delivered.
    pub loaded: Sums<u64>,
    pub delivered: Sums<u64>,
    /// By relation and calendar year of the run.
    pub transit: BTreeMap<(RoadRelation, usize), RoadTransit>,
}

/// What a transit time by road is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::stats) struct RoadRelation {
    pub from: NodeId,
    pub to: NodeId,
    pub direction: Direction,
}

/// Transit times of one relation in one year, and where the hours go.
#[derive(Clone, Debug)]
pub(in crate::stats) struct RoadTransit {
    pub times: Transit,
    /// Tonne-hours of rests on the road, and at borders.
    pub rested: f64,
    pub at_borders: f64,
}

/// Position among the directions of all road borders.
pub(in crate::stats) fn road_way(border: RoadBorderId, direction: Direction) -> usize {
    border.index() * 2 + direction.index()
}

/// Position among the cargo of the directions of all road borders.
pub(in crate::stats) fn road_cargo(way: usize, function: Function) -> usize {
    way * Function::NAMES.len() + function as usize
}

/// Position among the booths of all road borders: by border, direction and side.
pub(in crate::stats) fn control_column(
    border: RoadBorderId,
    direction: Direction,
    side: Side,
) -> usize {
    road_way(border, direction) * 2 + side as usize
}

impl Roads {
    pub fn new(plan: &Plan) -> Self {
        let scenario = &plan.scenario;
        let months = scenario.calendar.months().len();
        let borders = scenario.road.as_ref().map_or(0, |road| road.borders.len());
        // Without roads no stream is counted either: there is nothing to hold.
        let streams = if borders == 0 {
            0
        } else {
            scenario.streams.len()
        };
        let ways = borders * 2;
        Self {
            trucks: Sums::new(months, ways * Function::NAMES.len()),
            mass: Sums::new(months, ways * Function::NAMES.len()),
            dwelt_ms: Sums::new(months, ways),
            controlled: Sums::new(months, ways * 2),
            waited_ms: Sums::new(months, ways * 2),
            busy_ms: Sums::new(months, ways * 2),
            queue: Levels::new(ways),
            loaded: Sums::new(months, streams),
            delivered: Sums::new(months, streams),
            transit: BTreeMap::new(),
        }
    }

    /// Ends the integrals.
    pub fn end(&mut self, calendar: &Calendar) {
        self.queue.end(calendar.months());
    }

    pub fn merge(&mut self, other: &Self) {
        self.trucks.merge(&other.trucks);
        self.mass.merge(&other.mass);
        self.dwelt_ms.merge(&other.dwelt_ms);
        self.controlled.merge(&other.controlled);
        self.waited_ms.merge(&other.waited_ms);
        self.busy_ms.merge(&other.busy_ms);
        self.queue.merge(&other.queue);
        self.loaded.merge(&other.loaded);
        self.delivered.merge(&other.delivered);
        for (relation, more) in &other.transit {
            self.transit
                .entry(*relation)
                .or_insert_with(RoadTransit::new)
                .merge(more);
        }
    }

    /// Takes in a fact recorded at `time`, in so many a month of the run.
    pub fn observe(&mut self, (time, month): (Time, usize), record: RoadRecord, plan: &Plan) {
        match record {
            RoadRecord::Loaded { stream, trucks } => {
                self.loaded.add(month, stream.index(), u64::from(trucks));
            }
            RoadRecord::Queued {
                border,
                direction,
                trucks,
            } => self.queue_changes(time, road_way(border, direction), i64::from(trucks), plan),
            RoadRecord::Controlled {
                border,
                direction,
                side,
                wait,
                busy,
            } => {
                let column = control_column(border, direction, side);
                self.controlled.add(month, column, 1);
                self.waited_ms.add(month, column, wait.as_ms());
                self.busy_ms.add(month, column, busy.as_ms());
                if side == Side::Sending {
                    self.queue_changes(time, road_way(border, direction), -1, plan);
                }
            }
            RoadRecord::Crossed {
                border,
                direction,
                stream,
                trucks,
                mass,
                dwelt,
            } => {
                let way = road_way(border, direction);
                let column = road_cargo(way, plan.scenario.stream(stream).function);
                self.trucks.add(month, column, u64::from(trucks));
                self.mass.add(month, column, mass.as_kg());
                self.dwelt_ms.add(month, way, dwelt.as_ms());
            }
            RoadRecord::Delivered { .. } => self.delivered(month, record, plan),
        }
    }

    fn queue_changes(&mut self, time: Time, way: usize, by: i64, plan: &Plan) {
        let months = plan.scenario.calendar.months();
        self.queue.change(way, time, by, months);
    }

    fn delivered(&mut self, month: usize, record: RoadRecord, plan: &Plan) {
        let RoadRecord::Delivered {
            leg,
            mass,
            took,
            rested_s,
            border_s,
        } = record
        else {
            return;
        };
        let stream = plan.scenario.routes.leg(leg).stream;
        self.delivered.add(month, stream.index(), mass.as_kg());
        let cargo = plan.scenario.stream(stream);
        let relation = RoadRelation {
            from: cargo.origin,
            to: cargo.destination,
            direction: cargo.direction,
        };
        let year = years_since_start(&plan.scenario.calendar, month);
        let transit = self
            .transit
            .entry((relation, year))
            .or_insert_with(RoadTransit::new);
        transit.times.add(mass, took);
        transit.rested += tonne_hours(mass, rested_s);
        transit.at_borders += tonne_hours(mass, border_s);
    }
}

impl RoadTransit {
    fn new() -> Self {
        Self {
            times: Transit::new(),
            rested: 0.0,
            at_borders: 0.0,
        }
    }

    fn merge(&mut self, other: &Self) {
        self.times.merge(&other.times);
        self.rested += other.rested;
        self.at_borders += other.at_borders;
    }
}

fn tonne_hours(mass: Mass, seconds: u32) -> f64 {
    mass.as_tonnes() * f64::from(seconds) / 3_600.0
}
