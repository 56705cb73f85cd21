//! PHOLD, the usual yardstick of parallel engines (Fujimoto, 1990).
//!
//! Each of `processes` logical processes starts with some events. An event lets its process send
//! one event: with probability `remote` to another process chosen at random, else to itself, after
//! a delay of `lookahead` plus an exponential number with mean 1.
#![allow(dead_code, reason = "each bench and test uses a part")]

use corridor::engine::{Channels, Context, Model, Process, ProcessId, Stream, Streams};
use corridor::units::{Duration, Time};
use std::sync::Arc;

/// Milliseconds of simulated time in the unit of PHOLD: fine enough that ties are rare.
pub const MS_PER_UNIT: f64 = 1_000_000.0;

/// The parameters of PHOLD.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phold {
    pub processes: usize,
    pub events_each: usize,
    pub lookahead: f64,
    pub remote: f64,
}

/// One logical process.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    stream: Stream,
    pub handled: u64,
    parameters: Arc<Phold>,
}

impl Phold {
    /// Returns the four sizes of the usual comparison, with lookahead 1 and half the events remote.
    pub fn sizes() -> [Self; 4] {
        [(1_024, 1), (1_024, 16), (65_536, 1), (65_536, 16)].map(|(processes, events_each)| Self {
            processes,
            events_each,
            lookahead: 1.0,
            remote: 0.5,
        })
    }

    /// Returns the model.
    pub fn model(&self, seed: u64) -> Model<Node, ()> {
        let streams = Streams::new(seed, 0);
        let parameters = Arc::new(*self);
        let nodes = (0..self.processes as u64).map(|entity| Node {
            stream: streams.stream("phold", entity),
            handled: 0,
            parameters: Arc::clone(&parameters),
        });
        Model {
            processes: nodes.collect(),
            observers: vec![(); self.processes],
            channels: Channels::all_to_all(self.processes, duration(self.lookahead)),
        }
    }

    /// Returns the end at which about `events` events have been handled.
    pub fn end_after(&self, events: u64) -> Time {
        let pending = (self.processes * self.events_each) as f64;
        Time::ZERO + duration(events as f64 / pending * (1.0 + self.lookahead))
    }

    /// # Panics
    ///
    /// If `events`, handled before `end`, are not about as many as renewal theory has it.
    pub fn assert_plausible(&self, events: u64, end: Time) {
        let units = end.as_ms() as f64 / MS_PER_UNIT;
        let (pending, mean) = (
            (self.processes * self.events_each) as f64,
            1.0 + self.lookahead,
        );
        // The excess of a renewal process that starts with an event due: (σ² − μ²) / 2μ².
        let expected = pending * (units / mean + (1.0 - mean * mean) / (2.0 * mean * mean));
        let deviation = (pending * (units / mean.powi(3) + 1.0)).sqrt();
        let difference = (events as f64 - expected).abs();
        assert!(
            difference < 6.0 * deviation + 0.02 * expected,
            "{events} events, {expected} expected"
        );
    }
}

impl Node {
    fn send(&mut self, context: &mut Context<'_, (), ()>) {
        let Phold {
            processes,
            lookahead,
            remote,
            ..
        } = *self.parameters;
        let delay = duration(lookahead + self.stream.exponential());
        if self.stream.uniform() < remote {
            let me = context.me().0;
            let other = self.stream.below(processes as u64 - 1) as u32;
            context.send(ProcessId(other + u32::from(other >= me)), delay, ());
        } else {
            context.schedule(delay, ());
        }
    }
}

impl Process for Node {
    type Event = ();
    type Record = ();

    fn start(&mut self, context: &mut Context<'_, (), ()>) {
        for _ in 0..self.parameters.events_each {
            self.send(context);
        }
    }

    fn handle(&mut self, _event: (), context: &mut Context<'_, (), ()>) {
        self.handled += 1;
        self.send(context);
    }
}

fn duration(units: f64) -> Duration {
    Duration::from_ms((units * MS_PER_UNIT) as u64 + 1)
}
