//! Random corridors with single track through the real reader and simulator: no two trains are in a
//! block, whatever they are and wherever they go, and no opposing queues lock each other.
//!
//! The rules of one line are tried on 10,000 random lines where they stand, in `sim::single_line`;
//! here whole scenarios are, with trains that are loaded, emptied, held and overtaken.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "input_reading/fixture.rs"]
mod fixture;

use corridor::engine::{Observer, RunOptions, Streams};
use corridor::sim::{self, Executor, Movement, Plan, Record};
use corridor::units::Time;
use fixture::{SCENARIO, World};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

const HEADWAY_MIN: f64 = 10.0;
const STATION_INTERVAL_MIN: f64 = 3.0;
/// Less than a millisecond, for sums of minutes.
const ROUNDING_MIN: f64 = 1e-6;
/// Of each of two kinds of lines.
const CASES: u32 = 5_000;

/// A single line, and what runs on it besides the corridor's trains.
#[derive(Clone, Debug)]
struct Line {
    length_km: u32,
    loops_km: Vec<u32>,
    speed_kmh: u32,
    passenger_pairs: u32,
    freight_pairs: u32,
    automatic: bool,
}

#[derive(Clone, Debug)]
struct Case {
    lines: [Line; 2],
    loop_tracks: u32,
    overtaking: bool,
    fleet_trains: u32,
    first_come: bool,
    closed_min: u32,
    /// Factors of ore to China and of steel from it.
    demand: [f64; 2],
    seed: u64,
    parallel: bool,
}

/// Every train at every point of both lines, district by district in time order.
#[derive(Default)]
struct Traces(Vec<Movement>);

impl Observer<Record> for Traces {
    fn observe(&mut self, _: Time, record: Record) {
        if let Record::Passed(movement) = record {
            self.0.push(movement);
        }
    }
}

/// A train in a block.
#[derive(Clone, Copy, Debug)]
struct Stay {
    from: Time,
    until: Time,
    forward: bool,
}

impl Line {
    fn row(&self, ends: &str) -> String {
        let Self {
            length_km,
            speed_kmh,
            passenger_pairs,
            freight_pairs,
            ..
        } = self;
        let loops: Vec<String> = self.loops_km.iter().map(u32::to_string).collect();
        format!(
            "{ends},rail,1520,{length_km},1,{},{speed_kmh},{passenger_pairs},{freight_pairs},,,",
            loops.join(" ")
        )
    }
}

fn plan(case: &Case) -> Arc<Plan> {
    let [first, second] = &case.lines;
    let world = World::new()
        .change(
            "tables/sections.csv",
            "DOS-AKG,DOS,AKG,rail,1520,304,1,20 41.5 60,70,2,4,,2021-07-01,",
            &first.row("DOS-AKG,DOS,AKG"),
        )
        .change(
            "tables/sections.csv",
            "AKG-MOY,AKG,MOY,rail,1520,523,1,100,70,2,4,2019-01-01,2019-01-01,",
            &second.row("AKG-MOY,AKG,MOY"),
        )
        .change("tables/streams.csv", "700,summer", "700,flat");
    // Cargo comes for three weeks; then all of it can be cleared.
    let factor = |way: usize| {
        let factor = case.demand[way];
        format!("[{{ value = {factor:.3} }}, {{ from = 2020-10-22, value = 0 }}]")
    };
    let signals = |n: usize| match case.lines[n].automatic {
        true => "automatic",
        false => "semi_automatic",
    };
    let overrides = [
        "report_from = 2020-10-01".to_owned(),
        "end = 2020-12-20".to_owned(),
        "trace.begins = 2020-10-01".to_owned(),
        "trace.days = 80".to_owned(),
        format!("operation.headway_min = {HEADWAY_MIN}"),
        format!("operation.station_interval_min = {STATION_INTERVAL_MIN}"),
        format!("operation.loop_tracks = {}", case.loop_tracks),
        format!(
            "operation.maintenance = {{ begins_h = 10, lasts_min = {}, months = [10, 11, 12] }}",
            case.closed_min
        ),
        format!(
            "dispatching = {{ overtaking = {}, siding_spacing_km = 20, least_gain_min = 5, \
             longest_delay_h = 1, priority_worth_h = 12, fleet_trains = {}, precedence = \"{}\" }}",
            case.overtaking,
            case.fleet_trains,
            if case.first_come {
                "first_come"
            } else {
                "train_class"
            },
        ),
        format!("section.DOS-AKG.signalling = \"{}\"", signals(0)),
        format!("section.AKG-MOY.signalling = \"{}\"", signals(1)),
        "crossing.dostyk.to_china.quota_trains_per_day = 20".to_owned(),
        format!("demand.factor.dostyk.to_china = {}", factor(0)),
        format!("demand.factor.dostyk.from_china = {}", factor(1)),
    ];
    let overrides: Vec<&str> = overrides.iter().map(String::as_str).collect();
    let reading = world.read(SCENARIO, &overrides);
    Arc::new(Plan::new(
        reading.unwrap_or_else(|faults| panic!("{faults}")).scenario,
    ))
}

/// Returns who was in each block of the section of this key, in the order in which they entered.
fn stays(plan: &Plan, traces: &[Traces], key: &str) -> Vec<Vec<Stay>> {
    let section = plan.scenario.network.section_by_key(key);
    let section = section.expect("it is in the corridor");
    let mut blocks = vec![Vec::new(); plan.points_km(section).len() - 1];
    for Traces(movements) in traces {
        let mut at = BTreeMap::new();
        let here = movements.iter().filter(|it| it.section == section);
        for movement in here {
            let last = at.insert(movement.train, (movement.point, movement.at));
            let Some((point, from)) = last.filter(|(point, _)| *point != movement.point) else {
                continue;
            };
            let (low, high) = (point.min(movement.point), point.max(movement.point));
            for block in &mut blocks[usize::from(low)..usize::from(high)] {
                block.push(Stay {
                    from,
                    until: movement.at,
                    forward: movement.point > point,
                });
            }
        }
    }
    for block in &mut blocks {
        block.sort_by_key(|stay| (stay.from, stay.until));
    }
    blocks
}

/// Checks that nobody enters a block before whoever was in it has left and the route is set anew, but
/// those that follow by headway, where signals and dispatchers let them.
fn check_blocks(case: &Case, line: usize, blocks: &[Vec<Stay>]) -> Result<usize, TestCaseError> {
    let follows = case.lines[line].automatic && case.fleet_trains > 1;
    let mut n_stays = 0;
    for (n, stays) in blocks.iter().enumerate() {
        n_stays += stays.len();
        for (i, first) in stays.iter().enumerate() {
            let is_free = |second: &Stay| {
                let since = second.from.as_ms() as f64 - first.until.as_ms() as f64;
                since / 60_000.0 >= STATION_INTERVAL_MIN - ROUNDING_MIN
            };
            for second in stays[i + 1..].iter().take_while(|it| !is_free(it)) {
                let apart_min = second.from.since(first.from).as_minutes();
                let fleet = follows
                    && first.forward == second.forward
                    && apart_min >= HEADWAY_MIN - ROUNDING_MIN
                    && second.until >= first.until;
                prop_assert!(fleet, "block {n} of line {line}: {first:?} and {second:?}");
            }
        }
    }
    Ok(n_stays)
}

fn line(automatic: bool) -> impl Strategy<Value = Line> {
    let blocks = proptest::collection::vec(6_u32..40, 1..7);
    (blocks, 45_u32..90, 0_u32..4, 0_u32..4).prop_map(
        move |(blocks, speed_kmh, passenger_pairs, freight_pairs)| {
            let mut km = 0;
            let mut ends: Vec<u32> = blocks
                .iter()
                .map(|block| {
                    km += block;
                    km
                })
                .collect();
            ends.pop();
            Line {
                length_km: km,
                loops_km: ends,
                speed_kmh,
                passenger_pairs,
                freight_pairs,
                automatic,
            }
        },
    )
}

/// Scenarios with automatic signals, where trains may follow each other into a block, or without.
fn case(automatic: bool) -> impl Strategy<Value = Case> {
    let rules = (
        2_u32..4,
        any::<bool>(),
        if automatic { 2_u32..4 } else { 1_u32..2 },
        any::<bool>(),
        prop_oneof![Just(0_u32), 1_u32..240],
    );
    let demand = [1.0..12.0, 1.0..12.0];
    (
        line(automatic),
        line(automatic),
        rules,
        demand,
        any::<u64>(),
        any::<bool>(),
    )
        .prop_map(|(first, second, rules, demand, seed, parallel)| {
            let (loop_tracks, overtaking, fleet_trains, first_come, closed_min) = rules;
            Case {
                lines: [first, second],
                loop_tracks,
                overtaking,
                fleet_trains,
                first_come,
                closed_min,
                demand,
                seed,
                parallel,
            }
        })
}

/// Runs a case: everything that was offered comes to its destination in the end.
fn check(case: &Case) -> Result<(), TestCaseError> {
    let plan = plan(case);
    let executor = match case.parallel {
        true => Executor::Parallel,
        false => Executor::Sequential,
    };
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let streams = Streams::new(case.seed, 0);
    let done = sim::run(&plan, streams, executor, options, Traces::default);
    for (n, key) in ["DOS-AKG", "AKG-MOY"].into_iter().enumerate() {
        let blocks = stays(&plan, &done.observers, key);
        let n_stays = check_blocks(case, n, &blocks)?;
        prop_assert!(n_stays > 0, "trains ran on {key}");
    }
    prop_assert!(done.stall.is_none() && done.stops.is_empty());
    for (stream, cargo) in plan.scenario.streams.iter().zip(&done.cargo) {
        let key = &stream.key;
        prop_assert_eq!(cargo.offered, cargo.delivered, "{}: {:?}", key, cargo);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn nobody_meets_in_a_block_and_nobody_is_locked_out(case in case(false)) {
        check(&case)?;
    }

    #[test]
    fn fleets_follow_by_headway_and_nobody_is_locked_out(case in case(true)) {
        check(&case)?;
    }
}
