//! The future event list against two heaps: the same order for any input.

#[path = "../benches/models/heaps.rs"]
mod heaps;

use corridor::engine::{Streams, Timed, Wheel};
use heaps::{Binary, FourAry};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    ms: u64,
    /// Not the order of pushing: ties are broken by senders, who come in any order.
    rank: u64,
}

impl Timed for Due {
    fn due_ms(&self) -> u64 {
        self.ms
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// So many entries after a delay, each by `spread` later than the one before.
    Push {
        delay: u64,
        spread: u64,
        count: usize,
        rank: u64,
    },
    /// So many pops.
    Pop(usize),
    /// As many pops as there are entries due within a span.
    PopWithin(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Every scale of delay, none at all, and ends of time.
    let delay = prop_oneof![
        3 => Just(0_u64),
        3 => 0_u64..4,
        3 => 0_u64..5_000,
        2 => (0_u32..50, 0_u64..64).prop_map(|(shift, low)| (1 << shift) + low),
        1 => Just(u64::MAX),
    ];
    let spread = prop_oneof![4 => Just(0_u64), 2 => 0_u64..3, 2 => 0_u64..100_000];
    let push =
        (delay, spread, 1_usize..150, any::<u64>()).prop_map(|(delay, spread, count, rank)| {
            Step::Push {
                delay,
                spread,
                count,
                rank,
            }
        });
    let step = prop_oneof![
        5 => push,
        3 => (1_usize..200).prop_map(Step::Pop),
        2 => (0_u64..1_000_000).prop_map(Step::PopWithin),
    ];
    prop::collection::vec(step, 1..60)
}

/// The lists under test, driven together.
struct Rivals {
    wheel: Wheel<Due>,
    binary: Binary<Due>,
    four_ary: FourAry<Due>,
    now: u64,
    pushed: u64,
}

impl Rivals {
    fn new() -> Self {
        Self {
            wheel: Wheel::new(),
            binary: Binary::new(),
            four_ary: FourAry::new(),
            now: 0,
            pushed: 0,
        }
    }

    fn push(&mut self, ms: u64, rank: u64) {
        // Unique like the engine's keys, and in no order.
        self.pushed += 1;
        let entry = Due {
            ms,
            rank: (rank ^ self.pushed).wrapping_mul(0x9e37_79b9_7f4a_7c15),
        };
        self.wheel.push(entry);
        self.binary.push(entry);
        self.four_ary.push(entry);
    }

    /// Pops from all three before `limit`; returns whether there was anything.
    fn pop(&mut self, limit: u64) -> Result<bool, TestCaseError> {
        let expected = self.binary.peek().filter(|entry| entry.ms < limit);
        prop_assert_eq!(
            self.wheel.next_due_ms(),
            self.binary.peek().map(|entry| entry.ms)
        );
        prop_assert_eq!(self.wheel.pop_before(limit), expected);
        match expected {
            Some(entry) => {
                self.binary.pop();
                prop_assert_eq!(self.four_ary.pop(), expected);
                self.now = entry.ms;
            }
            // The promise that comes with a limit: nothing will be pushed before it.
            None => self.now = self.now.max(limit),
        }
        Ok(expected.is_some())
    }

    fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        match *step {
            Step::Push {
                delay,
                spread,
                count,
                rank,
            } => {
                for i in 0..count as u64 {
                    self.push(
                        self.now.saturating_add(delay).saturating_add(spread * i),
                        rank,
                    );
                }
            }
            Step::Pop(count) => {
                for _ in 0..count {
                    // No limit, but for the one entry that can never be due before one.
                    if self.binary.peek().is_none_or(|entry| entry.ms == u64::MAX) {
                        break;
                    }
                    self.pop(u64::MAX)?;
                }
            }
            Step::PopWithin(span) => {
                let limit = self.now.saturating_add(span);
                while self.pop(limit)? {}
            }
        }
        let pending = self.wheel.len();
        prop_assert_eq!(self.wheel.is_empty(), pending == 0);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_list_pops_in_the_same_order(steps in steps()) {
        let mut rivals = Rivals::new();
        for step in &steps {
            rivals.take(step)?;
        }
        while rivals.pop(u64::MAX)? {}
        prop_assert_eq!(rivals.wheel.next_due_ms(), rivals.binary.peek().map(|entry| entry.ms));
    }
}

/// A stretch of a run: so many holds, each a pop and a push after a delay of up to `2^spread_bits`.
#[derive(Clone, Debug)]
struct Stretch {
    spread_bits: u32,
    holds: u64,
    /// So many more are pending from now on.
    more: u64,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Long enough that the wheel fits its levels to how densely events lie, which changes.
    #[test]
    fn the_order_stays_when_events_lie_denser_or_thinner(
        stretches in prop::collection::vec(
            (0_u32..40, 1_u64..15_000, 1_u64..800)
                .prop_map(|(spread_bits, holds, more)| Stretch { spread_bits, holds, more }),
            1..6,
        ),
        seed in any::<u64>(),
    ) {
        let mut rivals = Rivals::new();
        let mut draws = Streams::new(seed, 0).stream("delays", 0);
        let mut draw = |bits: u32| (draws.uniform() * 2_f64.powi(bits as i32)) as u64;
        for Stretch { spread_bits, holds, more } in stretches {
            for _ in 0..more {
                rivals.push(rivals.now + draw(spread_bits), 0);
            }
            for rank in 0..holds {
                rivals.pop(u64::MAX)?;
                rivals.push(rivals.now + draw(spread_bits), rank);
            }
        }
        while rivals.pop(u64::MAX)? {}
    }
}

/// A hundred thousand events on one tick, each scheduling another on the same tick: quick only if
/// neither the ties nor what is added to them is inserted one by one.
#[test]
fn many_ties_are_not_quadratic() {
    let count = 100_000;
    let mut wheel = Wheel::new();
    for rank in 0..count {
        wheel.push(Due {
            ms: 1_000,
            rank: rank * 2,
        });
    }
    let mut last = None;
    for popped in 0..2 * count {
        let entry = wheel
            .pop_before(u64::MAX)
            .expect("twice as many are pushed");
        assert!(last < Some(entry), "{last:?} before {entry:?}");
        last = Some(entry);
        if popped < count {
            wheel.push(Due {
                ms: 1_000,
                rank: entry.rank + 2 * count + 1,
            });
        }
    }
    assert!(wheel.is_empty());
}

#[test]
#[should_panic(expected = "an event for 4 ms was pushed at 5 ms")]
fn the_past_cannot_be_scheduled() {
    let mut wheel = Wheel::new();
    wheel.push(Due { ms: 5, rank: 0 });
    wheel.pop_before(u64::MAX);
    wheel.push(Due { ms: 4, rank: 0 });
}
