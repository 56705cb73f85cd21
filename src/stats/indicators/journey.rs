//! Where the hours of cargo go between its departure and its delivery, by stream and calendar year.

use crate::model::{Railway, Scenario};
use crate::sim::{DelayCause, Record, Side};
use crate::stats::tables::Sums;
use crate::units::{Duration, LegId, Mass, StreamId};

/// What cargo does on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) enum Stage {
    /// Its train runs, or stands for a crew or by its timetable.
    Running,
    /// Its train stands or crawls for other trains.
    Trains,
    /// Its train waits for a locomotive.
    Locomotive,
    /// Its train is set aside for a crossing, or at the border station that it is sent from.
    Border,
    /// It is on its train at the receiving border station: papers, inspection, change of gauge.
    Gauge,
    /// It is off that train, and waits for the next to be full, or for wagons.
    NextTrain,
    /// It is on a ship at sea.
    Sea,
}

impl Stage {
    /// Every stage with the measure that results use, in order.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("transit_running", Self::Running),
        ("transit_other_trains", Self::Trains),
        ("transit_locomotive", Self::Locomotive),
        ("transit_border", Self::Border),
        ("transit_gauge", Self::Gauge),
        ("transit_next_train", Self::NextTrain),
        ("transit_sea", Self::Sea),
    ];
}

/// Tonne-hours by stream and stage, one row a calendar year of the run.
#[derive(Clone, Debug)]
pub(in crate::stats) struct Journeys(Sums<f64>);

impl Journeys {
    pub fn new(scenario: &Scenario, years: usize) -> Self {
        Self(Sums::new(
            years,
            scenario.streams.len() * Stage::NAMES.len(),
        ))
    }

    pub fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0);
    }

    /// Returns the tonne-hours of a stream in a stage in a year, counted from the first of the run.
    pub fn tonne_hours(&self, year: usize, stream: StreamId, stage: Stage) -> f64 {
        self.0.sum(&[year], column(stream, stage))
    }

    pub fn hear(&mut self, year: usize, record: &Record, scenario: &Scenario) {
        let stream_of = |leg: LegId| scenario.routes.leg(leg).stream;
        match *record {
            Record::Arrived { leg, mass, running } => {
                let stage = match scenario.routes.leg(leg).railway {
                    Railway::Caspian => Stage::Sea,
                    _ => Stage::Running,
                };
                self.add(year, (stream_of(leg), stage), mass, running);
            }
            Record::Delayed {
                leg,
                mass,
                cause,
                span,
            } => {
                let stage = match cause {
                    DelayCause::Locomotive => Stage::Locomotive,
                    DelayCause::Trains => Stage::Trains,
                    DelayCause::SetAside => Stage::Border,
                };
                self.add(year, (stream_of(leg), stage), mass, span);
                // It is part of what the leg will have taken.
                let column = column(stream_of(leg), Stage::Running);
                self.0.add(year, column, 0.0 - tonne_hours(mass, span));
            }
            Record::LeftStation {
                side: Side::Sending,
                stream,
                mass,
                dwell,
                ..
            } => self.add(year, (stream, Stage::Border), mass, dwell),
            Record::LeftStation {
                side: Side::Receiving,
                stream,
                mass,
                dwell,
                for_train,
                ..
            } => {
                let on_train = dwell.saturating_sub(for_train);
                self.add(year, (stream, Stage::Gauge), mass, on_train);
                self.add(year, (stream, Stage::NextTrain), mass, for_train);
            }
            _ => {}
        }
    }

    fn add(&mut self, year: usize, (stream, stage): (StreamId, Stage), mass: Mass, span: Duration) {
        self.0
            .add(year, column(stream, stage), tonne_hours(mass, span));
    }
}

fn tonne_hours(mass: Mass, span: Duration) -> f64 {
    mass.as_tonnes() * span.as_hours()
}

fn column(stream: StreamId, stage: Stage) -> usize {
    stream.index() * Stage::NAMES.len() + stage as usize
}
