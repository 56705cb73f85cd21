//! One queue with one or more servers: M/M/1, M/M/c, M/D/1, and without waiting room M/M/c/c.
#![allow(dead_code, reason = "each bench and test uses a part")]

use corridor::engine::{
    Channels, Context, Distribution, Model, Observer, Process, Stream, Streams,
};
use corridor::units::{Duration, Time};
use std::collections::VecDeque;

/// Milliseconds in the unit of the distributions.
pub const MS_PER_UNIT: f64 = 1_000_000.0;

/// A queue, its customers served in the order of their arrival.
#[derive(Clone, Debug)]
pub struct Queue {
    arrivals: Stream,
    services: Stream,
    between: Distribution,
    service: Distribution,
    servers: u32,
    /// Customers who find as many inside are lost.
    room: usize,
    busy: u32,
    waiting: VecDeque<Time>,
}

#[derive(Clone, Copy, Debug)]
pub enum Step {
    Arrive,
    Depart { arrived: Time },
}

#[derive(Clone, Copy, Debug)]
pub enum Fact {
    Lost,
    Entered,
    /// Service begins after so long.
    Served {
        waited: Duration,
    },
    Left {
        stayed: Duration,
    },
}

/// Sums over one run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    pub served: u64,
    pub lost: u64,
    pub left: u64,
    /// Units waited, over all served.
    pub waited: f64,
    /// Units stayed, over all that left.
    pub stayed: f64,
    inside: u64,
    changed: Time,
    /// Customers inside, integrated over the units of time so far.
    pub inside_units: f64,
}

/// The least that a run of M/M/1 is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Waits {
    pub served: u64,
    /// Units waited, over all served.
    pub waited: f64,
    /// Units stayed, over all that left.
    pub stayed: f64,
}

impl Waits {
    /// Returns the customers served.
    ///
    /// # Panics
    ///
    /// If their wait is not that of M/M/1 at nine tenths: 8.1 on average, slow to settle.
    pub fn assert_plausible(&self) -> u64 {
        let wait = self.waited / self.served as f64;
        assert!(
            (5.5..12.0).contains(&wait),
            "{wait} is not the wait of M/M/1"
        );
        self.served
    }
}

impl Queue {
    /// Returns the model of a queue that takes at most `room` customers at a time.
    pub fn model<O: Default>(
        between: Distribution,
        service: Distribution,
        servers: u32,
        room: usize,
        streams: Streams,
    ) -> Model<Self, O> {
        let queue = Self {
            arrivals: streams.stream("arrivals", 0),
            services: streams.stream("services", 0),
            between,
            service,
            servers,
            room,
            busy: 0,
            waiting: VecDeque::new(),
        };
        Model {
            processes: vec![queue],
            observers: vec![O::default()],
            channels: Channels::new(1),
        }
    }

    /// Returns the M/M/1 of the benches: nine tenths busy.
    pub fn busy_single(seed: u64) -> Model<Self, Waits> {
        let exponential = |mean| Distribution::exponential(mean).expect("a mean");
        let (between, service) = (exponential(1.0), exponential(0.9));
        Self::model(between, service, 1, usize::MAX, Streams::new(seed, 0))
    }

    fn serve(&mut self, arrived: Time, context: &mut Context<'_, Step, Fact>) {
        context.record(Fact::Served {
            waited: context.now().since(arrived),
        });
        let service = units(self.service.sample(&mut self.services));
        context.schedule(service, Step::Depart { arrived });
    }
}

impl Process for Queue {
    type Event = Step;
    type Record = Fact;

    fn start(&mut self, context: &mut Context<'_, Step, Fact>) {
        context.schedule(units(self.between.sample(&mut self.arrivals)), Step::Arrive);
    }

    fn handle(&mut self, step: Step, context: &mut Context<'_, Step, Fact>) {
        match step {
            Step::Arrive => {
                context.schedule(units(self.between.sample(&mut self.arrivals)), Step::Arrive);
                if self.busy as usize + self.waiting.len() >= self.room {
                    return context.record(Fact::Lost);
                }
                context.record(Fact::Entered);
                if self.busy < self.servers {
                    self.busy += 1;
                    self.serve(context.now(), context);
                } else {
                    self.waiting.push_back(context.now());
                }
            }
            Step::Depart { arrived } => {
                context.record(Fact::Left {
                    stayed: context.now().since(arrived),
                });
                match self.waiting.pop_front() {
                    Some(next) => self.serve(next, context),
                    None => self.busy -= 1,
                }
            }
        }
    }
}

impl Observer<Fact> for Sums {
    fn observe(&mut self, time: Time, fact: Fact) {
        self.inside_units += self.inside as f64 * as_units(time.since(self.changed));
        self.changed = time;
        match fact {
            Fact::Lost => self.lost += 1,
            Fact::Entered => self.inside += 1,
            Fact::Served { waited } => {
                self.served += 1;
                self.waited += as_units(waited);
            }
            Fact::Left { stayed } => {
                self.left += 1;
                self.inside -= 1;
                self.stayed += as_units(stayed);
            }
        }
    }
}

impl Observer<Fact> for Waits {
    fn observe(&mut self, _time: Time, fact: Fact) {
        match fact {
            Fact::Served { waited } => {
                self.served += 1;
                self.waited += as_units(waited);
            }
            Fact::Left { stayed } => self.stayed += as_units(stayed),
            Fact::Lost | Fact::Entered => {}
        }
    }
}

/// Returns an end so many units away.
pub fn end(units_away: f64) -> Time {
    Time::ZERO + units(units_away)
}

fn units(value: f64) -> Duration {
    Duration::from_ms((value * MS_PER_UNIT) as u64 + 1)
}

fn as_units(span: Duration) -> f64 {
    span.as_ms() as f64 / MS_PER_UNIT
}
