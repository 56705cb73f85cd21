//! PHOLD and M/M/1 written on `simcore` 0.1, with the same random numbers.

use super::phold::Phold;
use super::queue::Waits;
use corridor::engine::{Distribution, Stream, Streams};
use serde::Serialize;
use simcore::{Event, EventHandler, Simulation, SimulationContext, cast};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

#[derive(Clone, Serialize)]
struct Hop {}

struct Node {
    context: SimulationContext,
    stream: Stream,
    me: u32,
    handled: u64,
    phold: Phold,
}

impl Node {
    fn send(&mut self) {
        let delay = self.phold.lookahead + self.stream.exponential();
        if self.stream.uniform() < self.phold.remote {
            let other = self.stream.below(self.phold.processes as u64 - 1) as u32;
            self.context
                .emit(Hop {}, other + u32::from(other >= self.me), delay);
        } else {
            self.context.emit_self(Hop {}, delay);
        }
    }
}

impl EventHandler for Node {
    fn on(&mut self, event: Event) {
        cast!(match event.data {
            Hop {} => {
                self.handled += 1;
                self.send();
            }
        })
    }
}

/// PHOLD, ready to run.
pub struct SimcorePhold {
    simulation: Simulation,
    nodes: Vec<Rc<RefCell<Node>>>,
}

impl SimcorePhold {
    pub fn new(phold: &Phold, seed: u64) -> Self {
        let mut simulation = Simulation::new(seed);
        let streams = Streams::new(seed, 0);
        let nodes = (0..phold.processes as u32).map(|me| {
            let name = format!("node-{me}");
            let context = simulation.create_context(&name);
            let stream = streams.stream("phold", u64::from(me));
            let node = Node {
                context,
                stream,
                me,
                handled: 0,
                phold: *phold,
            };
            let node = Rc::new(RefCell::new(node));
            assert_eq!(
                simulation.add_handler(&name, node.clone()),
                me,
                "ids count from zero"
            );
            node
        });
        let nodes = nodes.collect();
        Self { simulation, nodes }
    }

    /// Runs for so many units of time; returns the events handled.
    pub fn run(mut self, units: f64) -> u64 {
        for node in &self.nodes {
            let mut node = node.borrow_mut();
            for _ in 0..node.phold.events_each {
                node.send();
            }
        }
        self.simulation.step_until_time(units);
        self.nodes.iter().map(|node| node.borrow().handled).sum()
    }
}

#[derive(Clone, Serialize)]
struct Arrive {}

#[derive(Clone, Serialize)]
struct Depart {
    arrived: f64,
}

/// M/M/1, nine tenths busy.
struct Queue {
    context: SimulationContext,
    stream: Stream,
    between: Distribution,
    service: Distribution,
    busy: bool,
    waiting: VecDeque<f64>,
    served: u64,
    waited: f64,
    stayed: f64,
}

impl Queue {
    fn serve(&mut self, arrived: f64) {
        self.served += 1;
        self.waited += self.context.time() - arrived;
        let service = self.service.sample(&mut self.stream);
        self.context.emit_self(Depart { arrived }, service);
    }

    fn expect_next(&mut self) {
        let delay = self.between.sample(&mut self.stream);
        self.context.emit_self(Arrive {}, delay);
    }
}

impl EventHandler for Queue {
    fn on(&mut self, event: Event) {
        cast!(match event.data {
            Arrive {} => {
                self.expect_next();
                if self.busy {
                    self.waiting.push_back(event.time);
                } else {
                    self.busy = true;
                    self.serve(event.time);
                }
            }
            Depart { arrived } => {
                self.stayed += event.time - arrived;
                match self.waiting.pop_front() {
                    Some(next) => self.serve(next),
                    None => self.busy = false,
                }
            }
        })
    }
}

/// Runs M/M/1 for so many units.
pub fn run_single_queue(seed: u64, units: f64) -> Waits {
    let mut simulation = Simulation::new(seed);
    let context = simulation.create_context("queue");
    let exponential = |mean| Distribution::exponential(mean).expect("a mean");
    let queue = Rc::new(RefCell::new(Queue {
        context,
        stream: Streams::new(seed, 0).stream("queue", 0),
        between: exponential(1.0),
        service: exponential(0.9),
        busy: false,
        waiting: VecDeque::new(),
        served: 0,
        waited: 0.0,
        stayed: 0.0,
    }));
    simulation.add_handler("queue", queue.clone());
    queue.borrow_mut().expect_next();
    simulation.step_until_time(units);
    let queue = queue.borrow();
    Waits {
        served: queue.served,
        waited: queue.waited,
        stayed: queue.stayed,
    }
}
