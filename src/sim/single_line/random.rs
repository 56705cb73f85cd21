//! Random lines: nobody meets in a block, and nobody is locked out for ever.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

const INTERVAL: u64 = 3;
const HEADWAY: u64 = 7;
/// Maintenance closes a line for `CLOSED` in every `CYCLE`.
const CYCLE: u64 = 700;

/// A line and what is to run on it.
#[derive(Clone, Debug)]
struct Case {
    /// Tracks and opening of each loop.
    loops: Vec<(u8, u64)>,
    overtaking: bool,
    fleet_trains: u32,
    /// What a step of priority is worth; nothing where all go as they come.
    worth: u64,
    closed: u64,
    /// Direction, priority and time of each train.
    trains: Vec<(bool, u8, u64)>,
    /// How long each block takes.
    running: Vec<u64>,
}

/// What happens at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Comes(u32),
    /// A train comes to the end of the block, having entered in this one.
    Ends(u32, usize),
    Look,
}

/// Trains and times of a run.
struct Run {
    /// Who came through, and when.
    through: Vec<(u32, u64)>,
    ended: u64,
    overtaken: usize,
}

/// Runs the trains of a case until all are through, or nothing can move any more.
fn run(case: &Case) -> Run {
    run_as(case, false)
}

/// The same; trains run on into a block `at_once` where they can, or all wait and are looked at.
fn run_as(case: &Case, at_once: bool) -> Run {
    let last_block = case.loops.len();
    let rules = Rules {
        station_interval: Duration::from_ms(INTERVAL),
        fleet_trains: case.fleet_trains,
        headway: Duration::from_ms(HEADWAY),
        overtaking: case.overtaking,
        priority_worth: Duration::from_ms(case.worth),
    };
    let loops = case.loops.iter();
    let loops = loops.map(|(tracks, opens)| (*tracks, Time::from_ms(*opens)));
    let mut line = SingleLine::new(loops, rules);
    let mut agenda = BTreeSet::new();
    for (n, (forward, _, time)) in case.trains.iter().enumerate() {
        let first = if *forward { 0 } else { last_block };
        agenda.insert((*time, n, first, What::Comes(n as u32)));
    }
    let mut order = case.trains.len();
    for opens in line.openings() {
        for block in 0..=last_block {
            order += 1;
            agenda.insert((opens.as_ms(), order, block, What::Look));
        }
    }
    let mut done = Run {
        through: Vec::new(),
        ended: 0,
        overtaken: 0,
    };
    // Which trains are in each block, which way, and when the last one entered.
    let mut inside: Vec<Vec<u32>> = vec![Vec::new(); last_block + 1];
    let mut entered = vec![0; last_block + 1];
    while let Some((now, _, block, what)) = agenda.pop_first() {
        let time = Time::from_ms(now);
        done.ended = now;
        let mut look = vec![block];
        let phase = now % CYCLE;
        if at_once && phase >= case.closed {
            line.stays_open(Time::from_ms(now - phase + CYCLE));
        }
        let mut runs_on = None;
        let mut comes = |line: &mut SingleLine, train: u32, block: usize| {
            let (forward, priority, _) = case.trains[train as usize];
            let waiting = Waiting {
                train,
                priority,
                since: time,
            };
            if at_once && line.run_on(block, forward, waiting) {
                let entry = Entry {
                    train,
                    forward,
                    since: time,
                    at: time,
                    last: block,
                    overtaken: 0,
                };
                runs_on = Some((block, entry));
                return false;
            }
            line.wait(block, forward, waiting);
            true
        };
        match what {
            What::Comes(train) => {
                comes(&mut line, train, block);
            }
            What::Ends(train, first) => {
                line.leave((first, block), time, |held, _, _| look.push(held));
                for held in &mut inside {
                    held.retain(|other| *other != train);
                }
                let forward = case.trains[train as usize].0;
                match line.block_beyond(block, forward) {
                    None => done.through.push((train, now)),
                    Some(next) => {
                        if comes(&mut line, train, next) {
                            look.push(next);
                        }
                    }
                }
            }
            What::Look => line.looked(block, time),
        }
        loop {
            let next = match runs_on.take() {
                Some((block, entry)) => (block, Next::Enter(entry)),
                None => {
                    let Some(block) = look.pop() else { break };
                    let access = match phase < case.closed {
                        true => Access::ClosedUntil(Time::from_ms(now - phase + case.closed)),
                        false if case.closed == 0 => Access::OpenUntil(Time::MAX),
                        false => Access::OpenUntil(Time::from_ms(now - phase + CYCLE)),
                    };
                    (block, line.next(block, time, access))
                }
            };
            order += 1;
            match next {
                (_, Next::Nothing) => {}
                (block, Next::LookAt(later)) => {
                    assert!(later > time, "a look now is no look later");
                    agenda.insert((later.as_ms(), order, block, What::Look));
                }
                (block, Next::Enter(entry)) => {
                    let enters = entry.at.as_ms();
                    let is_open = enters % CYCLE >= case.closed;
                    assert!(is_open, "a train entered in a maintenance window");
                    let mut runs = 0;
                    for held in span(block, entry.last) {
                        let others = &inside[held];
                        let follows = others.iter().all(|other| {
                            case.trains[*other as usize].0 == entry.forward
                                && enters >= entered[held] + HEADWAY
                        });
                        assert!(
                            follows,
                            "trains {others:?} and {} in block {held}",
                            entry.train
                        );
                        assert!(others.len() < case.fleet_trains as usize);
                        inside[held].push(entry.train);
                        entered[held] = enters;
                        runs += case.running[held];
                    }
                    look.extend(line.block_to_look_at(block, entry.forward, time));
                    let exit = line.run(&entry, entry.at, Duration::from_ms(runs));
                    agenda.insert((
                        exit.as_ms(),
                        order,
                        entry.last,
                        What::Ends(entry.train, block),
                    ));
                    done.overtaken += entry.overtaken;
                }
            }
        }
    }
    done
}

fn plain(loops: usize, trains: Vec<(bool, u8, u64)>, running: u64) -> Case {
    Case {
        loops: vec![(2, 0); loops],
        overtaking: false,
        fleet_trains: 1,
        worth: 200,
        closed: 0,
        trains,
        running: vec![running; loops + 1],
    }
}

/// Bulk trains without end one way, and an empty one with an express behind it the other way.
#[test]
fn an_express_is_not_held_up_by_what_it_cannot_overtake() {
    let mut trains: Vec<_> = (0..400).map(|n| (false, 1, n / 2)).collect();
    trains.extend([(true, 0, 0), (true, 2, 200), (true, 2, 260)]);
    let express = trains.len() as u32 - 1;
    let done = run(&plain(3, trains, 20));
    let ended = done.through.iter().find(|(train, _)| *train == express);
    let (_, ended) = ended.expect("it came through");
    assert!(
        *ended < 1_000,
        "the express took {ended} behind an empty train"
    );
}

/// Pairs against 1 / (t_up + t_down + 2 τ), with trains enough at both ends: the form in use on
/// the railways of 1520 mm, without a maintenance window.
#[test]
fn a_saturated_line_carries_what_the_formula_says() {
    for running in [10, 20, 40] {
        let trains: Vec<_> = (0..400).map(|n| (n % 2 == 0, 1, 0)).collect();
        let done = run(&plain(3, trains, running));
        assert_eq!(done.through.len(), 400);
        let cycle = 2 * (running + INTERVAL);
        let pairs = done.ended as f64 / cycle as f64;
        // The line fills and empties once: some cycles for the blocks that wait for each other.
        assert!(
            (200.0..=208.0).contains(&pairs),
            "200 pairs took {pairs} cycles at a run of {running}"
        );
    }
}

/// Freight trains each way, and a passenger train that has to pass many of them.
#[test]
fn passenger_trains_pass_freight_trains_at_loops_of_two_tracks() {
    let mut trains: Vec<_> = (0..20).map(|n| (n % 2 == 0, 1, 10 * n)).collect();
    trains.extend([(true, 9, 100), (false, 9, 130)]);
    let mut case = plain(6, trains, 40);
    let behind = run(&case);
    case.overtaking = true;
    let passing = run(&case);
    assert_eq!(behind.overtaken, 0);
    assert!(passing.overtaken > 0, "nobody was overtaken");
    let when = |done: &Run, train| {
        let found = done.through.iter().find(|(other, _)| *other == train);
        found.expect("it came through").1
    };
    assert!(when(&passing, 20) < when(&behind, 20), "it did not help");
}

fn case() -> impl Strategy<Value = Case> {
    let tracks = 2_u8..5;
    let opens = prop_oneof![3 => Just(0), 1 => 0_u64..600];
    let train = (
        any::<bool>(),
        prop_oneof![4 => 0_u8..4, 1 => Just(9_u8)],
        0_u64..400,
    );
    (
        proptest::collection::vec((tracks, opens), 0..8),
        any::<bool>(),
        (1_u32..4, prop_oneof![Just(0_u64), Just(200)]),
        prop_oneof![Just(0), 1_u64..CYCLE / 2],
        proptest::collection::vec(train, 1..45),
        proptest::collection::vec(1_u64..90, 8),
    )
        .prop_map(
            |(loops, overtaking, (fleet_trains, worth), closed, trains, running)| Case {
                loops,
                overtaking,
                fleet_trains,
                worth,
                closed,
                trains,
                running,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn opposing_queues_never_lock_each_other(case in case()) {
        let done = run(&case);
        prop_assert_eq!(done.through.len(), case.trains.len(), "the others are locked");
    }

    #[test]
    fn running_on_at_once_is_waiting_and_being_the_next(case in case()) {
        prop_assert_eq!(run_as(&case, true).through, run_as(&case, false).through);
    }
}
