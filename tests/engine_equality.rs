//! The contract of the engine: any number of threads, the same run.

use corridor::engine::{
    Channels, Context, Model, Observer, Outcome, Process, ProcessId, RunOptions, Threads,
    run_grouped_with, run_parallel, run_parallel_with, run_sequential,
};
use corridor::units::{Duration, Time};
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::LazyLock;

/// Pools of 1 to 8 threads.
static POOLS: LazyLock<Vec<ThreadPool>> = LazyLock::new(|| {
    let pool = |threads| ThreadPoolBuilder::new().num_threads(threads).build();
    (1..=8)
        .map(|threads| pool(threads).expect("threads can be started"))
        .collect()
});

/// A process that does whatever a hash of all it has seen tells it to: any difference in order
/// changes everything after it.
#[derive(Clone, Debug, PartialEq)]
struct Chaos {
    state: u64,
    neighbours: Vec<(ProcessId, Duration)>,
    births: u32,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    hash: u64,
    from: ProcessId,
}

/// Keeps everything, to compare it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Trace(Vec<(Time, u64)>);

impl Observer<u64> for Trace {
    fn observe(&mut self, time: Time, record: u64) {
        self.0.push((time, record));
    }
}

impl Process for Chaos {
    type Event = Token;
    type Record = u64;

    fn start(&mut self, context: &mut Context<'_, Token, u64>) {
        self.mix(u64::from(context.me().0));
        for _ in 0..2 {
            self.act(context);
        }
    }

    fn handle(&mut self, token: Token, context: &mut Context<'_, Token, u64>) {
        self.mix(token.hash ^ context.now().as_ms());
        self.mix(u64::from(token.from.0));
        context.record(self.state);
        // One follows on average, two at times, while births last: neither dying out nor a flood.
        match self.state >> 8 & 3 {
            0 if self.births > 0 => {
                self.births -= 1;
                self.act(context);
                self.act(context);
            }
            1 if self.births == 0 => {}
            _ => self.act(context),
        }
    }
}

impl Chaos {
    fn mix(&mut self, word: u64) {
        self.state = (self.state.rotate_left(7) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.state ^= self.state >> 29;
    }

    fn act(&mut self, context: &mut Context<'_, Token, u64>) {
        self.mix(1);
        let token = Token {
            hash: self.state,
            from: context.me(),
        };
        // Few ticks, so that many events fall on the same one.
        let jitter = Duration::from_ms(self.state >> 16 & 3);
        let choice = (self.state >> 24) as usize % (self.neighbours.len() + 2);
        match self.neighbours.get(choice) {
            Some(&(to, lookahead)) => context.send(to, lookahead + jitter, token),
            // No delay once in four, but never for ever: the tick moves on with the state.
            None => context.schedule(jitter, token),
        }
    }
}

fn chaos(
    count: usize,
    links: &[(usize, usize, u64)],
    uniform: bool,
    seed: u64,
) -> Model<Chaos, Trace> {
    let channels = if uniform {
        Channels::all_to_all(count, Duration::from_ms(1 + seed % 5))
    } else {
        let mut channels = Channels::new(count);
        for &(from, to, ms) in links {
            let (from, to) = (from % count, to % count);
            if from != to {
                let (from, to) = (ProcessId(from as u32), ProcessId(to as u32));
                channels.connect(from, to, Duration::from_ms(ms));
            }
        }
        channels
    };
    let mut processes = vec![
        Chaos {
            state: seed,
            neighbours: Vec::new(),
            births: 40
        };
        count
    ];
    for (from, to, lookahead) in channels.iter() {
        processes[from.index()].neighbours.push((to, lookahead));
    }
    Model {
        processes,
        observers: vec![Trace::default(); count],
        channels,
    }
}

fn check_equal(model: &Model<Chaos, Trace>, end: Time) -> Result<(), TestCaseError> {
    let oracle = run_sequential(model.clone(), end);
    for pool in POOLS.iter() {
        let all = RunOptions {
            threads: Threads::All,
            ..RunOptions::until(end)
        };
        for options in [RunOptions::until(end), all] {
            let outcome = pool.install(|| run_parallel_with(model.clone(), options));
            check_same(&oracle, &outcome)?;
        }
    }
    for joined_below in [1, 4, 9].map(Duration::from_ms) {
        let outcome = run_grouped_with(model.clone(), joined_below, RunOptions::until(end));
        check_same(&oracle, &outcome)?;
    }
    Ok(())
}

fn check_same<P: PartialEq + std::fmt::Debug>(
    oracle: &Outcome<P, Trace>,
    outcome: &Outcome<P, Trace>,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(&oracle.observers, &outcome.observers);
    prop_assert_eq!(&oracle.processes, &outcome.processes);
    let figures = |outcome: &Outcome<P, Trace>| {
        let statistics = outcome.statistics;
        (
            statistics.events,
            statistics.messages,
            statistics.ended_at,
            statistics.interrupted,
        )
    };
    prop_assert_eq!(figures(oracle), figures(outcome));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sparse_models_run_the_same_on_any_number_of_threads(
        count in 1_usize..14,
        links in prop::collection::vec((0_usize..14, 0_usize..14, 1_u64..9), 0..40),
        seed in any::<u64>(),
        end in 1_u64..400,
    ) {
        check_equal(&chaos(count, &links, false, seed), Time::from_ms(end))?;
    }

    #[test]
    fn full_models_run_the_same_on_any_number_of_threads(
        count in 1_usize..40,
        seed in any::<u64>(),
        end in 1_u64..200,
    ) {
        check_equal(&chaos(count, &[], true, seed), Time::from_ms(end))?;
    }

    #[test]
    fn more_processes_than_shards_run_the_same(
        count in 33_usize..150,
        stride in 1_usize..40,
        seed in any::<u64>(),
    ) {
        let links: Vec<_> = (0..count)
            .flat_map(|from| [(from, from + 1, 3), (from + stride, from, 7)])
            .collect();
        check_equal(&chaos(count, &links, false, seed), Time::from_ms(60))?;
    }

    #[test]
    fn groups_that_hear_of_each_other_late_run_the_same(
        groups in 2_usize..40,
        size in 1_usize..5,
        calls in prop::collection::vec((0_usize..200, 0_usize..200, 30_u64..90), 0..12),
        seed in any::<u64>(),
    ) {
        let inner = (0..groups).flat_map(|group| {
            (1..size).flat_map(move |n| {
                let last = group * size + n;
                [(last - 1, last, 2), (last, last - 1, 3)]
            })
        });
        let links: Vec<_> = inner.chain(calls).collect();
        check_equal(&chaos(groups * size, &links, false, seed), Time::from_ms(200))?;
    }

    /// Who comes first at one tick: the sender with the lower id, whatever was scheduled first.
    #[test]
    fn simultaneous_events_are_handled_by_sender_and_sequence(count in 2_u32..20, each in 1_u32..40) {
        let processes: Vec<_> = (0..count).map(|_| Crowd { each, seen: Vec::new() }).collect();
        let model = || Model {
            observers: vec![Trace::default(); processes.len()],
            channels: Channels::all_to_all(processes.len(), Duration::from_ms(5)),
            processes: processes.clone(),
        };
        let oracle = run_sequential(model(), Time::from_ms(100));
        let expected: Vec<_> = (1..count).flat_map(|from| (0..each).map(move |i| (from, i))).collect();
        prop_assert_eq!(&oracle.processes[0].seen, &expected);
        for pool in POOLS.iter() {
            check_same(&oracle, &pool.install(|| run_parallel(model(), Time::from_ms(100))))?;
        }
    }
}

/// Everyone sends to the first at one tick, the last of them earliest.
#[derive(Clone, Debug, PartialEq)]
struct Crowd {
    each: u32,
    seen: Vec<(u32, u32)>,
}

#[derive(Clone, Copy)]
enum Call {
    Now,
    Hello(ProcessId, u32),
}

impl Process for Crowd {
    type Event = Call;
    type Record = u64;

    fn start(&mut self, context: &mut Context<'_, Call, u64>) {
        let me = u64::from(context.me().0);
        if me > 0 {
            context.schedule(Duration::from_ms(20 - me), Call::Now);
        }
    }

    fn handle(&mut self, call: Call, context: &mut Context<'_, Call, u64>) {
        match call {
            Call::Now => {
                let delay = Time::from_ms(40).since(context.now());
                for i in 0..self.each {
                    context.send(ProcessId(0), delay, Call::Hello(context.me(), i));
                }
            }
            Call::Hello(from, i) => self.seen.push((from.0, i)),
        }
    }
}
