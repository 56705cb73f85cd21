//! PHOLD with nothing but the list, the random numbers and the counters: what an engine could
//! reach at most with this list.

use super::phold::{MS_PER_UNIT, Phold};
use corridor::engine::{Streams, Timed, Wheel};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    ms: u64,
    sequence: u32,
    node: u32,
}

impl Timed for Due {
    fn due_ms(&self) -> u64 {
        self.ms
    }
}

/// Handles `events` events; returns how many were counted.
pub fn run_bare(phold: &Phold, seed: u64, events: u64) -> u64 {
    let mut stream = Streams::new(seed, 0).stream("bare", 0);
    let mut counters = vec![0_u64; phold.processes];
    let mut list = Wheel::new();
    let mut sequence = 0;
    let mut push = |list: &mut Wheel<Due>, now: u64, node: u32| {
        let delay = phold.lookahead + stream.exponential();
        let ms = now + (delay * MS_PER_UNIT) as u64 + 1;
        let remote = stream.uniform() < phold.remote;
        let node = if remote {
            stream.below(phold.processes as u64) as u32
        } else {
            node
        };
        sequence += 1;
        list.push(Due { ms, sequence, node });
    };
    for node in 0..phold.processes as u32 {
        for _ in 0..phold.events_each {
            push(&mut list, 0, node);
        }
    }
    for _ in 0..events {
        let Due { ms, node, .. } = list.pop_before(u64::MAX).expect("PHOLD never runs empty");
        counters[node as usize] += 1;
        push(&mut list, ms, node);
    }
    counters.into_iter().sum()
}
