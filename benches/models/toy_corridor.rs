//! A toy corridor: forty stations in a line, customs and cranes at the middle one, and trains from
//! both ends that need a free track ahead and the section to it. The whole line is one process.
//!
//! Small enough to be written again in any simulation tool, and busy enough to tell them apart.
#![allow(dead_code, reason = "each bench and test uses a part")]

use corridor::engine::{
    Channels, Context, Distribution, Model, Observer, Process, Stream, Streams,
};
use corridor::units::{Duration, Time};
use std::collections::VecDeque;

const STATIONS: usize = 40;
const CUSTOMS_STATION: usize = 20;
const TRACKS_A_DIRECTION: u32 = 4;
const TRAINS_A_DAY: f64 = 40.0;
const DWELL_CHANCE: f64 = 0.1;
/// A seed with as many trains as there are most years.
pub const ORDINARY_SEED: u64 = 2;
/// One year.
pub const YEAR: Time = Time::from_ms(365 * 24 * 3_600_000);

/// The line.
#[derive(Clone, Debug)]
pub struct Line {
    stream: Stream,
    times: Times,
    resources: Vec<Resource>,
    trains: Vec<Train>,
    gone: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A train appears at the first station of a direction.
    Appear { eastward: bool },
    /// What the train was doing is done.
    Done { train: u32 },
}

#[derive(Clone, Copy, Debug)]
pub enum Fact {
    Moved,
    Lifted,
    /// A train has left the line; it waited so long for tracks and sections.
    Passed {
        transit: Duration,
        waited: Duration,
    },
}

/// Sums over a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    pub moves: u64,
    pub lifts: u64,
    pub trains: u64,
    pub transit_h: f64,
    pub waited_h: f64,
}

/// Running times and dwells, in minutes.
#[derive(Clone, Copy, Debug)]
struct Times {
    between_trains: Distribution,
    single: Distribution,
    double: Distribution,
    dwell: Distribution,
    customs: Distribution,
    crane: Distribution,
}

/// So many units that trains hold and wait for, first come, first served.
#[derive(Clone, Debug)]
struct Resource {
    free: u32,
    waiting: VecDeque<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Train {
    eastward: bool,
    station: usize,
    /// What it is waiting for or doing.
    stage: Stage,
    lifts_left: u32,
    appeared: Time,
    asked: Time,
    waited: Duration,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    FirstTrack,
    Customs,
    Crane,
    Dwell,
    NextTrack,
    Section,
}

impl Line {
    /// Returns the model.
    pub fn model(seed: u64) -> Model<Self, Sums> {
        let triangular = |low, mode, high| {
            Distribution::triangular(low, mode, high).expect("low, mode and high in order")
        };
        let times = Times {
            between_trains: Distribution::exponential(1_440.0 / TRAINS_A_DAY).expect("a mean"),
            single: triangular(4.0, 5.0, 7.0),
            double: triangular(6.0, 7.0, 10.0),
            dwell: triangular(3.0, 6.0, 20.0),
            customs: triangular(15.0, 25.0, 60.0),
            crane: triangular(20.0, 30.0, 45.0),
        };
        let sections = (0..STATIONS - 1).map(|section| if is_double(section) { 2 } else { 1 });
        let capacities = sections
            .chain([3, 4])
            .chain([TRACKS_A_DIRECTION; 2 * STATIONS]);
        let resource = |free| Resource {
            free,
            waiting: VecDeque::new(),
        };
        let line = Self {
            stream: Streams::new(seed, 0).stream("toy corridor", 0),
            times,
            resources: capacities.map(resource).collect(),
            trains: Vec::new(),
            gone: Vec::new(),
        };
        Model {
            processes: vec![line],
            observers: vec![Sums::default()],
            channels: Channels::new(1),
        }
    }

    fn minutes(&mut self, of: impl Fn(&Times) -> &Distribution) -> Duration {
        let minutes = of(&self.times).sample(&mut self.stream);
        Duration::from_minutes(minutes).expect("a distribution has no other values")
    }

    fn appear(&mut self, eastward: bool, context: &mut Context<'_, Step, Fact>) {
        let station = if eastward { 0 } else { STATIONS - 1 };
        let now = context.now();
        let train = Train {
            eastward,
            station,
            stage: Stage::FirstTrack,
            lifts_left: 2,
            appeared: now,
            asked: now,
            waited: Duration::ZERO,
        };
        let id = self.gone.pop().unwrap_or(self.trains.len() as u32);
        match self.trains.get_mut(id as usize) {
            Some(place) => *place = train,
            None => self.trains.push(train),
        }
        self.ask(id, track(station, eastward), Stage::FirstTrack, context);
    }

    /// Lets a train ask for a unit of a resource; it goes on when it has one.
    fn ask(&mut self, id: u32, at: usize, stage: Stage, context: &mut Context<'_, Step, Fact>) {
        let train = &mut self.trains[id as usize];
        (train.stage, train.asked) = (stage, context.now());
        let resource = &mut self.resources[at];
        if resource.free > 0 {
            resource.free -= 1;
            self.granted(id, context);
        } else {
            resource.waiting.push_back(id);
        }
    }

    fn release(&mut self, at: usize, context: &mut Context<'_, Step, Fact>) {
        match self.resources[at].waiting.pop_front() {
            Some(next) => self.granted(next, context),
            None => self.resources[at].free += 1,
        }
    }

    fn granted(&mut self, id: u32, context: &mut Context<'_, Step, Fact>) {
        let train = &mut self.trains[id as usize];
        if matches!(
            train.stage,
            Stage::FirstTrack | Stage::NextTrack | Stage::Section
        ) {
            train.waited = train.waited + context.now().since(train.asked);
        }
        let Train {
            eastward, station, ..
        } = *train;
        let section = section_ahead(station, eastward);
        let busy = match train.stage {
            Stage::FirstTrack => return self.serve(id, context),
            Stage::NextTrack => return self.ask(id, section, Stage::Section, context),
            Stage::Customs => self.minutes(|times| &times.customs),
            Stage::Crane => self.minutes(|times| &times.crane),
            Stage::Section if is_double(section) => self.minutes(|times| &times.double),
            Stage::Section => self.minutes(|times| &times.single),
            Stage::Dwell => unreachable!("a dwell needs nothing"),
        };
        context.schedule(busy, Step::Done { train: id });
    }

    /// Lets a train that has come to a station do what it has to there.
    fn serve(&mut self, id: u32, context: &mut Context<'_, Step, Fact>) {
        if self.trains[id as usize].station == CUSTOMS_STATION {
            self.ask(id, CUSTOMS, Stage::Customs, context);
        } else if self.stream.uniform() < DWELL_CHANCE {
            self.trains[id as usize].stage = Stage::Dwell;
            let dwell = self.minutes(|times| &times.dwell);
            context.schedule(dwell, Step::Done { train: id });
        } else {
            self.go_on(id, context);
        }
    }

    fn go_on(&mut self, id: u32, context: &mut Context<'_, Step, Fact>) {
        let Train {
            eastward,
            station,
            appeared,
            waited,
            ..
        } = self.trains[id as usize];
        match next_station(station, eastward) {
            Some(next) => self.ask(id, track(next, eastward), Stage::NextTrack, context),
            None => {
                let transit = context.now().since(appeared);
                context.record(Fact::Passed { transit, waited });
                self.gone.push(id);
                self.release(track(station, eastward), context);
            }
        }
    }

    fn done(&mut self, id: u32, context: &mut Context<'_, Step, Fact>) {
        let Train {
            eastward,
            station,
            stage,
            ..
        } = self.trains[id as usize];
        match stage {
            Stage::Section => {
                context.record(Fact::Moved);
                let next = next_station(station, eastward).expect("a section leads somewhere");
                self.trains[id as usize].station = next;
                self.release(section_ahead(station, eastward), context);
                self.release(track(station, eastward), context);
                self.serve(id, context);
            }
            Stage::Customs => {
                self.release(CUSTOMS, context);
                self.ask(id, CRANES, Stage::Crane, context);
            }
            Stage::Crane => {
                context.record(Fact::Lifted);
                self.release(CRANES, context);
                self.trains[id as usize].lifts_left -= 1;
                if self.trains[id as usize].lifts_left > 0 {
                    self.ask(id, CRANES, Stage::Crane, context);
                } else {
                    self.go_on(id, context);
                }
            }
            Stage::Dwell => self.go_on(id, context),
            Stage::FirstTrack | Stage::NextTrack => unreachable!("a track takes no time"),
        }
    }
}

impl Process for Line {
    type Event = Step;
    type Record = Fact;

    fn start(&mut self, context: &mut Context<'_, Step, Fact>) {
        for eastward in [true, false] {
            let delay = self.minutes(|times| &times.between_trains);
            context.schedule(delay, Step::Appear { eastward });
        }
    }

    fn handle(&mut self, step: Step, context: &mut Context<'_, Step, Fact>) {
        match step {
            Step::Appear { eastward } => {
                let delay = self.minutes(|times| &times.between_trains);
                context.schedule(delay, step);
                self.appear(eastward, context);
            }
            Step::Done { train } => self.done(train, context),
        }
    }
}

impl Observer<Fact> for Sums {
    fn observe(&mut self, _time: Time, fact: Fact) {
        match fact {
            Fact::Moved => self.moves += 1,
            Fact::Lifted => self.lifts += 1,
            Fact::Passed { transit, waited } => {
                self.trains += 1;
                self.transit_h += transit.as_hours();
                self.waited_h += waited.as_hours();
            }
        }
    }
}

impl Sums {
    /// # Panics
    ///
    /// If a year is not as other tools have it. Years scatter: over 24 seeds the mean transit is
    /// 7.84 to 8.31 h, so the seed has to be one of an ordinary year.
    pub fn assert_ordinary(&self) {
        let trains = self.trains as f64;
        let (transit_h, waited_h) = (self.transit_h / trains, self.waited_h / trains);
        assert!(
            (29_100..=29_700).contains(&self.trains),
            "{} trains",
            self.trains
        );
        assert!(
            (58_200..=59_000).contains(&self.lifts),
            "{} lifts",
            self.lifts
        );
        assert!(
            (7.75..=7.97).contains(&transit_h),
            "{transit_h} h of transit"
        );
        assert!((1.43..=1.64).contains(&waited_h), "{waited_h} h of waiting");
    }
}

const CUSTOMS: usize = STATIONS - 1;
const CRANES: usize = STATIONS;

/// Every fourth section has two tracks.
fn is_double(section: usize) -> bool {
    section.is_multiple_of(4)
}

fn section_ahead(station: usize, eastward: bool) -> usize {
    if eastward {
        station
    } else {
        station.saturating_sub(1)
    }
}

fn next_station(station: usize, eastward: bool) -> Option<usize> {
    if eastward {
        (station + 1 < STATIONS).then_some(station + 1)
    } else {
        station.checked_sub(1)
    }
}

fn track(station: usize, eastward: bool) -> usize {
    CRANES + 1 + 2 * station + usize::from(eastward)
}
