//! PHOLD and M/M/1 written on `nexosim` 1.0, on one thread, with the same random numbers.
//!
//! A model there sends to the ports that it was connected to, at once, and schedules only itself.
//! So a node has a few neighbours instead of all others, and a remote event is a message on which
//! the neighbour schedules itself: two steps, as anyone would have to write it.

use super::phold::Phold;
use super::queue::Waits;
use corridor::engine::{Distribution, Stream, Streams};
use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::Output;
use nexosim::simulation::{Mailbox, SimInit, Simulation};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const NEIGHBOURS: usize = 4;

#[derive(Serialize, Deserialize)]
struct Node {
    neighbours: Vec<Output<Duration>>,
    #[serde(skip)]
    stream: Option<Stream>,
    #[serde(skip)]
    handled: Arc<AtomicU64>,
    events_each: usize,
    lookahead: f64,
    remote: f64,
}

#[Model]
impl Node {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        for _ in 0..self.events_each {
            self.send(context).await;
        }
    }

    async fn arrive(&mut self, delay: Duration, context: &Context<Self>) {
        let event = schedulable!(Self::fire);
        context
            .schedule_event(delay, event, ())
            .expect("a delay is positive");
    }

    #[nexosim(schedulable)]
    async fn fire(&mut self, _: (), context: &Context<Self>) {
        self.handled.fetch_add(1, Relaxed);
        self.send(context).await;
    }

    async fn send(&mut self, context: &Context<Self>) {
        let stream = self.stream.as_mut().expect("nothing is restored");
        let delay = Duration::from_secs_f64(self.lookahead + stream.exponential());
        if stream.uniform() < self.remote {
            let neighbour = stream.below(NEIGHBOURS as u64) as usize;
            self.neighbours[neighbour].send(delay).await;
        } else {
            self.arrive(delay, context).await;
        }
    }
}

/// PHOLD, ready to run.
pub struct NexosimPhold {
    simulation: Simulation,
    handled: Arc<AtomicU64>,
}

impl NexosimPhold {
    pub fn new(phold: &Phold, seed: u64) -> Self {
        let streams = Streams::new(seed, 0);
        let mut choice = streams.stream("neighbours", 0);
        let handled = Arc::new(AtomicU64::new(0));
        // As many neighbours may send at once as a mailbox may have to hold.
        let mailbox = |_| Mailbox::with_capacity(16 * phold.events_each.max(4));
        let mailboxes: Vec<Mailbox<Node>> = (0..phold.processes).map(mailbox).collect();
        let addresses: Vec<_> = mailboxes.iter().map(Mailbox::address).collect();
        let mut bench = SimInit::with_num_threads(1);
        for (me, mailbox) in mailboxes.into_iter().enumerate() {
            let neighbour = |_| {
                let other = choice.below(phold.processes as u64 - 1) as usize;
                let mut output = Output::default();
                output.connect(
                    Node::arrive,
                    addresses[other + usize::from(other >= me)].clone(),
                );
                output
            };
            let node = Node {
                neighbours: (0..NEIGHBOURS).map(neighbour).collect(),
                stream: Some(streams.stream("phold", me as u64)),
                handled: handled.clone(),
                events_each: phold.events_each,
                lookahead: phold.lookahead,
                remote: phold.remote,
            };
            bench = bench.add_model(node, mailbox, "node");
        }
        let simulation = bench.init(MonotonicTime::EPOCH).expect("a complete bench");
        Self {
            simulation,
            handled,
        }
    }

    /// Runs for so many units of time; returns the events handled.
    pub fn run(mut self, units: f64) -> u64 {
        self.simulation
            .step_until(Duration::from_secs_f64(units))
            .expect("no model fails");
        self.handled.load(Relaxed)
    }
}

/// M/M/1, nine tenths busy.
#[derive(Serialize, Deserialize)]
struct Queue {
    #[serde(skip)]
    random: Option<(Stream, Distribution, Distribution)>,
    #[serde(skip)]
    sums: Arc<Mutex<Waits>>,
    busy: bool,
    waiting: VecDeque<MonotonicTime>,
    served: u64,
    waited: f64,
    stayed: f64,
}

#[Model]
impl Queue {
    #[nexosim(init)]
    async fn init(&mut self, context: &Context<Self>) {
        self.expect_next(context);
    }

    #[nexosim(schedulable)]
    async fn arrive(&mut self, _: (), context: &Context<Self>) {
        self.expect_next(context);
        if self.busy {
            self.waiting.push_back(context.time());
        } else {
            self.busy = true;
            self.serve(context.time(), context);
        }
    }

    #[nexosim(schedulable)]
    async fn depart(&mut self, arrived: MonotonicTime, context: &Context<Self>) {
        self.stayed += context.time().duration_since(arrived).as_secs_f64();
        match self.waiting.pop_front() {
            Some(next) => self.serve(next, context),
            None => {
                self.busy = false;
                *self.sums.lock().expect("nothing panics") = Waits {
                    served: self.served,
                    waited: self.waited,
                    stayed: self.stayed,
                };
            }
        }
    }

    fn serve(&mut self, arrived: MonotonicTime, context: &Context<Self>) {
        self.served += 1;
        self.waited += context.time().duration_since(arrived).as_secs_f64();
        let (stream, _, service) = self.random.as_mut().expect("nothing is restored");
        let service = delay(service.sample(stream));
        context
            .schedule_event(service, schedulable!(Self::depart), arrived)
            .expect("in future");
    }

    fn expect_next(&mut self, context: &Context<Self>) {
        let (stream, between, _) = self.random.as_mut().expect("nothing is restored");
        let between = delay(between.sample(stream));
        context
            .schedule_event(between, schedulable!(Self::arrive), ())
            .expect("in future");
    }
}

/// Never zero, which would not be in the future.
fn delay(units: f64) -> Duration {
    Duration::from_secs_f64(units).max(Duration::from_nanos(1))
}

/// Runs M/M/1 for so many units.
pub fn run_single_queue(seed: u64, units: f64) -> Waits {
    let exponential = |mean| Distribution::exponential(mean).expect("a mean");
    let sums = Arc::new(Mutex::new(Waits::default()));
    let stream = Streams::new(seed, 0).stream("queue", 0);
    let queue = Queue {
        random: Some((stream, exponential(1.0), exponential(0.9))),
        sums: sums.clone(),
        busy: false,
        waiting: VecDeque::new(),
        served: 0,
        waited: 0.0,
        stayed: 0.0,
    };
    let bench = SimInit::with_num_threads(1).add_model(queue, Mailbox::new(), "queue");
    let mut simulation = bench.init(MonotonicTime::EPOCH).expect("a complete bench");
    simulation
        .step_until(Duration::from_secs_f64(units))
        .expect("no model fails");
    *sums.lock().expect("nothing panics")
}
