//! Listens to a district and sums up what it records. Memory grows with months and places, not with
//! trains.

mod carriage;
mod columns;
mod fleets;
mod held;
mod hindrance;
mod journey;
mod locomotives;
mod merging;
pub(super) mod port;
mod roads;
mod services;
mod traffic;
mod transit;

pub(super) use carriage::Carriage;
pub(super) use columns::{Way, cargo_column, cargo_columns, station_column, years_since_start};
pub(super) use held::{Daily, Held, HeldWay};
pub(super) use hindrance::{Hindrance, class_count, lost_column};
pub(super) use journey::{Journeys, Stage};
pub(super) use locomotives::train_column;
pub(super) use roads::{RoadRelation, RoadTransit, Roads, control_column, road_cargo, road_way};
pub(super) use services::Services;
pub(super) use traffic::traffic_column;
pub(super) use transit::{Relation, TRANSIT_STEP_MIN, Transit};

use self::fleets::Fleets;
use self::port::PortIndicators;
use super::level::Levels;
use super::tables::Sums;
use crate::engine::Observer;
use crate::model::{Direction, Function, Load, Railway};
use crate::sim::{Movement, Plan, Record};
use crate::units::{Duration, LegId, Mass, NodeId, StreamId, Time};
use locomotives::LocomotiveIndicators;
use std::collections::BTreeMap;
use std::sync::Arc;
use traffic::TRAFFIC_COLUMNS;

/// What one district (or, merged, a whole replication) recorded.
#[derive(Clone, Debug)]
pub struct Indicators {
    pub(super) plan: Arc<Plan>,
    /// The only records that it hears of; none if it hears of all.
    only: Option<fn(&Record) -> bool>,
    /// The month of the latest record, and its end.
    month: usize,
    month_until: Time,
    /// Its year, counted from that of the first month.
    year: usize,
    /// Kilograms handed over; columns by crossing, direction, commodity and function.
    pub(super) handed_over: Sums<u64>,
    /// Columns by crossing and direction: loaded trains and wagons, TEU, TEU in transit.
    pub(super) trains: Sums<u64>,
    pub(super) wagons: Sums<u64>,
    pub(super) teu: Sums<f64>,
    pub(super) transit_teu: Sums<f64>,
    /// Chinese container trains by crossing and direction: number, TEU, kilograms.
    pub(super) chinese_trains: Sums<u64>,
    pub(super) chinese_teu: Sums<f64>,
    pub(super) chinese_mass: Sums<u64>,
    /// By crossing, direction, side and load: kilograms that left, and kilogram-hours they had been there.
    pub(super) left: Sums<u64>,
    pub(super) dwelt: Sums<f64>,
    /// Yards, bases, parcels and ships.
    pub(super) ports: PortIndicators,
    /// Loaded wagons by crossing and direction.
    pub(super) stock: Levels,
    /// Routes and legs.
    pub(super) carriage: Carriage,
    /// What waits to go over each crossing.
    pub(super) held: Held,
    /// By stream, in kilograms.
    pub(super) offered: Sums<u64>,
    pub(super) delivered: Sums<u64>,
    /// Container trains and TEU that leave or reach a terminal, by place.
    pub(super) terminal_trains: Sums<u64>,
    pub(super) terminal_teu: Sums<f64>,
    /// By facility: milliseconds of work, TEU or tonnes, trains.
    pub(super) lifted_ms: Sums<u64>,
    pub(super) lifted: Sums<f64>,
    pub(super) lifted_trains: Sums<u64>,
    /// TEU and kilograms on ships, by leg.
    pub(super) shipped_teu: Sums<f64>,
    pub(super) shipped: Sums<u64>,
    /// Milliseconds that a block was not free, by block and calendar year of the run.
    pub(super) occupied: Sums<u64>,
    /// Trains by section, traffic and direction of the section.
    pub(super) section_trains: Sums<u64>,
    /// What trains lose on the way, and whom they pass.
    pub(super) hindrance: Hindrance,
    /// Transit times, weighted by tonnes.
    pub(super) transit: BTreeMap<(Relation, i16), Transit>,
    /// Where the hours of cargo go.
    pub(super) journeys: Journeys,
    /// Wagons.
    pub(super) fleets: Fleets,
    /// Kilograms handed over at the crossings of China, by week.
    pub(super) weekly: Vec<u64>,
    pub(super) locomotives: LocomotiveIndicators,
    pub(super) traced: Vec<Movement>,
    pub(super) services: Services,
    /// What trucks did.
    pub(super) roads: Roads,
}

impl Indicators {
    /// Returns indicators that have heard nothing yet.
    pub fn new(plan: Arc<Plan>) -> Self {
        let scenario = &plan.scenario;
        let months = scenario.calendar.months().len();
        let ways = scenario.crossings.len() * 2;
        let (streams, places) = (scenario.streams.len(), scenario.network.node_count());
        let facilities = scenario.facilities.len();
        let legs = scenario.routes.legs().len();
        let years = 1 + years_since_start(&scenario.calendar, months - 1);
        let weeks = scenario.calendar.end_time().whole_days() as usize / 7 + 1;
        Self {
            only: None,
            month: 0,
            month_until: scenario.calendar.months()[0].until,
            year: 0,
            handed_over: Sums::new(months, ways * cargo_columns()),
            trains: Sums::new(months, ways),
            wagons: Sums::new(months, ways),
            teu: Sums::new(months, ways),
            transit_teu: Sums::new(months, ways),
            chinese_trains: Sums::new(months, ways),
            chinese_teu: Sums::new(months, ways),
            chinese_mass: Sums::new(months, ways),
            left: Sums::new(months, ways * 4),
            dwelt: Sums::new(months, ways * 4),
            ports: PortIndicators::new(&plan),
            stock: Levels::new(ways),
            carriage: Carriage::new(scenario),
            held: Held::new(scenario),
            offered: Sums::new(months, streams),
            delivered: Sums::new(months, streams),
            terminal_trains: Sums::new(months, places),
            terminal_teu: Sums::new(months, places),
            lifted_ms: Sums::new(months, facilities),
            lifted: Sums::new(months, facilities),
            lifted_trains: Sums::new(months, facilities),
            shipped_teu: Sums::new(months, legs),
            shipped: Sums::new(months, legs),
            occupied: Sums::new(years, plan.block_count()),
            section_trains: Sums::new(months, scenario.network.section_count() * TRAFFIC_COLUMNS),
            hindrance: Hindrance::new(scenario),
            transit: BTreeMap::new(),
            journeys: Journeys::new(scenario, years),
            fleets: Fleets::new(&plan),
            weekly: vec![0; weeks],
            locomotives: LocomotiveIndicators::new(&plan, months),
            traced: Vec::new(),
            services: Services::new(&plan, months),
            roads: Roads::new(&plan),
            plan,
        }
    }

    /// Returns the same, that hear of nothing but some records: what others would tell stays as at the
    /// beginning, and takes no time.
    pub fn hearing_only(self, records: fn(&Record) -> bool) -> Self {
        Self {
            only: Some(records),
            ..self
        }
    }

    /// Returns what was traced, in no particular order.
    pub fn traced(&self) -> &[Movement] {
        &self.traced
    }

    /// Returns the tonnes handed over at the crossings of China in each whole week of the run.
    pub fn weekly_tonnes(&self) -> Vec<f64> {
        self.weekly[..self.weekly.len() - 1]
            .iter()
            .map(|kg| *kg as f64 / 1e3)
            .collect()
    }

    #[inline]
    fn set_month(&mut self, time: Time) {
        if self.month_until <= time {
            self.next_month(time);
        }
    }

    fn next_month(&mut self, time: Time) {
        let months = self.plan.scenario.calendar.months();
        while months[self.month].until <= time && self.month + 1 < months.len() {
            self.month += 1;
        }
        self.month_until = months[self.month].until;
        self.year = years_since_start(&self.plan.scenario.calendar, self.month);
    }

    fn handed_over(&mut self, time: Time, way: Way, stream: StreamId, mass: Mass, wagons: u16) {
        let (month, plan) = (self.month, Arc::clone(&self.plan));
        let cargo = plan.scenario.stream(stream);
        let column = way.index() * cargo_columns() + cargo_column(cargo.commodity, cargo.function);
        self.handed_over.add(month, column, mass.as_kg());
        self.trains.add(month, way.index(), 1);
        self.wagons.add(month, way.index(), u64::from(wagons));
        let teu = cargo.teu(mass);
        self.teu.add(month, way.index(), teu);
        if cargo.function == Function::Transit {
            self.transit_teu.add(month, way.index(), teu);
        }
        if way.direction == Direction::FromChina {
            self.chinese_train(way, stream, mass);
        }
        if plan.scenario.is_of_china(way.crossing) {
            self.weekly[time.whole_days() as usize / 7] += mass.as_kg();
        }
    }

    /// Counts a container train on the Chinese side: handed over westbound, formed eastbound.
    fn chinese_train(&mut self, way: Way, stream: StreamId, mass: Mass) {
        let scenario = &self.plan.scenario;
        let cargo = scenario.stream(stream);
        if cargo.wagon.load() == Load::Container && scenario.is_of_china(way.crossing) {
            let teu = cargo.teu(mass);
            self.chinese_trains.add(self.month, way.index(), 1);
            self.chinese_teu.add(self.month, way.index(), teu);
            self.chinese_mass.add(self.month, way.index(), mass.as_kg());
        }
    }

    fn departed(&mut self, leg: LegId, mass: Mass) {
        let (month, plan) = (self.month, Arc::clone(&self.plan));
        let way = plan.scenario.routes.leg(leg);
        let teu = plan.scenario.stream(way.stream).teu(mass);
        match plan.starts_after(leg) {
            None if way.railway == Railway::Caspian => {
                self.shipped_teu.add(month, leg.index(), teu);
                self.shipped.add(month, leg.index(), mass.as_kg());
            }
            None if plan.starts_at_origin(leg) => self.at_terminal(way.from, teu),
            Some((crossing, direction)) if way.railway == Railway::China => {
                let over = Way {
                    crossing,
                    direction,
                };
                self.chinese_train(over, way.stream, mass);
            }
            None | Some(_) => {}
        }
    }

    fn at_terminal(&mut self, place: NodeId, teu: f64) {
        if teu == 0.0 {
            return;
        }
        self.terminal_trains.add(self.month, place.index(), 1);
        self.terminal_teu.add(self.month, place.index(), teu);
    }

    fn delivered(&mut self, time: Time, stream: StreamId, mass: Mass, born: Time) {
        self.delivered.add(self.month, stream.index(), mass.as_kg());
        let plan = Arc::clone(&self.plan);
        let cargo = plan.scenario.stream(stream);
        self.at_terminal(cargo.destination, cargo.teu(mass));
        self.add_transit(
            stream,
            (cargo.origin, cargo.destination),
            mass,
            time.since(born),
        );
    }

    fn hear_of_journey(&mut self, record: &Record) {
        let scenario = &self.plan.scenario;
        self.journeys.hear(self.year, record, scenario);
    }

    fn add_transit(
        &mut self,
        stream: StreamId,
        (from, to): (NodeId, NodeId),
        mass: Mass,
        took: Duration,
    ) {
        let cargo = self.plan.scenario.stream(stream);
        let (direction, load) = (cargo.direction, cargo.wagon.load());
        let year = self.plan.scenario.calendar.months()[self.month].year;
        let relation = Relation {
            from,
            to,
            direction,
            load,
        };
        let transit = self
            .transit
            .entry((relation, year))
            .or_insert_with(Transit::new);
        transit.add(mass, took);
    }
}

impl Observer<Record> for Indicators {
    fn observe(&mut self, time: Time, record: Record) {
        if self.only.is_some_and(|hears| !hears(&record)) {
            return;
        }
        self.set_month(time);
        let month = self.month;
        match record {
            Record::Occupied { block, busy } => {
                let column = self.plan.block_index(block);
                self.occupied.add(self.year, column, busy.as_ms());
            }
            Record::Counted {
                section,
                traffic,
                forward,
                trains,
            } => {
                let column = traffic_column(section, traffic, forward);
                self.section_trains.add(month, column, trains.into());
            }
            Record::Offered { stream, mass } => {
                self.offered.add(month, stream.index(), mass.as_kg());
            }
            Record::Routed { .. } => self.carriage.observe(month, record),
            Record::Delivered { stream, mass, born } => self.delivered(time, stream, mass, born),
            Record::HandedOver {
                crossing,
                direction,
                stream,
                mass,
                wagons,
            } => {
                self.handed_over(
                    time,
                    Way {
                        crossing,
                        direction,
                    },
                    stream,
                    mass,
                    wagons,
                );
            }
            Record::LeftStation {
                crossing,
                direction,
                side,
                stream,
                mass,
                dwell,
                ..
            } => {
                self.hear_of_journey(&record);
                let load = self.plan.scenario.stream(stream).wagon.load();
                let column = station_column(
                    Way {
                        crossing,
                        direction,
                    },
                    side,
                    load,
                );
                self.left.add(month, column, mass.as_kg());
                self.dwelt
                    .add(month, column, mass.as_kg() as f64 * dwell.as_hours());
            }
            Record::StayedLonger { leg, mass, longer } => self.stayed_longer(leg, mass, longer),
            Record::Stock {
                crossing,
                direction,
                change,
            } => {
                let way = Way {
                    crossing,
                    direction,
                };
                let months = self.plan.scenario.calendar.months();
                self.stock
                    .change(way.index(), time, i64::from(change), months);
            }
            Record::Lifted {
                facility,
                busy,
                amount,
            } => {
                self.lifted_ms.add(month, facility.index(), busy.as_ms());
                self.lifted.add(month, facility.index(), amount);
                self.lifted_trains.add(month, facility.index(), 1);
            }
            Record::Departed { leg, mass } => self.departed(leg, mass),
            Record::Arrived { leg, mass, running } => {
                self.carriage.observe(month, record);
                self.hear_of_journey(&record);
                let way = self.plan.scenario.routes.leg(leg);
                let (stream, ends) = (way.stream, (way.from, way.to));
                if ends.0 != ends.1 {
                    self.add_transit(stream, ends, mass, running);
                }
            }
            Record::Delayed { .. } => self.hear_of_journey(&record),
            Record::Locomotive(fact) => self.locomotives.hear((time, month), fact, &self.plan),
            Record::Crew(fact) => self.locomotives.hear_of_crews(month, fact),
            Record::Waited { .. } | Record::Stayed { .. } | Record::Spell { .. } => {
                self.services.hear(month, record);
            }
            Record::Held { .. } | Record::Embargo { .. } => self.held.observe(time, record),
            Record::Fleet(record) => {
                let months = self.plan.scenario.calendar.months();
                self.fleets.hear(record, time, month, months);
            }
            Record::Road(of_trucks) => {
                self.carriage.observe(month, record);
                self.roads.observe((time, month), of_trucks, &self.plan);
            }
            Record::Port(fact) => self.ports.hear((time, month), fact, &self.plan),
            Record::Fared(fared) => self
                .hindrance
                .hear(month, &fared, &self.plan.scenario.network),
            Record::Passed(movement) => self.traced.push(movement),
        }
    }
}
