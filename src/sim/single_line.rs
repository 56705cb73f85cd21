//! A single-track section: blocks between passing loops, and who may enter them.
//!
//! A block holds one train at a time. A train enters only when the loop at its other end has a
//! track for it, and a loop keeps a track for the opposite direction, so two opposing queues never
//! lock each other: the first train of either queue always finds the next loop open to it, and
//! places at the ends of the section always take trains in.
//!
//! Points are numbered along the section: 0 is its `from` end, then the loops, last its `to` end.
//! Block `b` lies between points `b` and `b + 1`.

use crate::units::{Duration, Time};
use std::collections::VecDeque;

/// The state of a single-track section. Holds train indices, nothing else of trains.
#[derive(Clone, Debug)]
pub(super) struct SingleLine {
    blocks: Vec<Block>,
    loops: Vec<Loop>,
    loop_tracks: u8,
    station_interval: Duration,
}

#[derive(Clone, Debug, Default)]
struct Block {
    occupied: bool,
    free_at: Time,
    entered_at: Time,
    /// When somebody will look at the block again, if that is already arranged.
    looked_at: Option<Time>,
    /// Trains at its lower and at its upper end, by priority and then by time.
    waiting: [VecDeque<Waiting>; 2],
}

/// Trains that hold a track at a loop, by direction.
#[derive(Clone, Copy, Debug, Default)]
struct Loop {
    held: [u8; 2],
}

/// A train that wants to enter a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Waiting {
    pub train: u32,
    pub priority: u8,
    pub since: Time,
}

/// What can be done about a block now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing, until something else happens.
    Nothing,
    /// Nothing before this time; then look again.
    LookAt(Time),
    /// This train enters.
    Enter {
        train: u32,
        forward: bool,
        since: Time,
    },
}

impl SingleLine {
    /// Creates an empty section with `loops` passing loops of `loop_tracks` tracks each.
    ///
    /// # Panics
    ///
    /// If a loop has fewer than two tracks: nobody could meet there.
    pub fn new(loops: usize, loop_tracks: u8, station_interval: Duration) -> Self {
        assert!(
            loop_tracks >= 2,
            "a passing loop has {loop_tracks} tracks, it needs two"
        );
        Self {
            blocks: vec![Block::default(); loops + 1],
            loops: vec![Loop::default(); loops],
            loop_tracks,
            station_interval,
        }
    }

    /// Returns the number of blocks.
    pub fn block_count(&self) -> usize {
        self.blocks.len()
    }

    /// Puts a train in the queue for a block, behind those of its priority.
    pub fn wait(&mut self, block: usize, forward: bool, train: Waiting) {
        let queue = &mut self.blocks[block].waiting[side(forward)];
        let behind = queue.partition_point(|other| other.priority >= train.priority);
        queue.insert(behind, train);
    }

    /// Decides who enters a block at `now`, and marks it entered. `closed_until` tells the end of the
    /// maintenance window that closes the line now, if one does; it is asked only if somebody waits.
    pub fn next(
        &mut self,
        block: usize,
        now: Time,
        closed_until: impl FnOnce() -> Option<Time>,
    ) -> Next {
        let state = &self.blocks[block];
        if state.occupied || state.waiting.iter().all(VecDeque::is_empty) {
            return Next::Nothing;
        }
        let open_at = state.free_at.max(closed_until().unwrap_or(now));
        if open_at > now {
            return self.look_at(block, open_at);
        }
        for forward in self.order(block) {
            if self.has_track(block, forward) {
                return self.enter(block, forward, now);
            }
        }
        Next::Nothing
    }

    /// Frees a block whose train has come to its far end at `now`; returns how long it was busy.
    /// The loop track that the train holds there stays held until it leaves.
    pub fn leave(&mut self, block: usize, now: Time) -> Duration {
        let state = &mut self.blocks[block];
        assert!(
            state.occupied,
            "block {block} was left at {now}, but nobody was in it"
        );
        state.occupied = false;
        state.free_at = now + self.station_interval;
        state.free_at.since(state.entered_at)
    }

    /// Takes note that somebody looks at the block now.
    pub fn looked(&mut self, block: usize, now: Time) {
        let state = &mut self.blocks[block];
        if state.looked_at.is_some_and(|time| time <= now) {
            state.looked_at = None;
        }
    }

    /// Returns the block whose waiting trains may profit when a train leaves the near end of `block`
    /// to enter it, if that end is a loop.
    pub fn block_behind(&self, block: usize, forward: bool) -> Option<usize> {
        match forward {
            true => block.checked_sub(1),
            false => Some(block + 1).filter(|behind| *behind < self.blocks.len()),
        }
    }

    fn look_at(&mut self, block: usize, time: Time) -> Next {
        let state = &mut self.blocks[block];
        if state.looked_at.is_some_and(|arranged| arranged <= time) {
            return Next::Nothing;
        }
        state.looked_at = Some(time);
        Next::LookAt(time)
    }

    /// Directions in the order in which their first trains go: priority, then who waits longest. A
    /// train has the priority of the most pressing one that it holds up, so that none waits behind a
    /// train that others keep overtaking.
    fn order(&self, block: usize) -> impl Iterator<Item = bool> + use<> {
        let urgency = |forward: bool| {
            let first = self.blocks[block].waiting[side(forward)].front()?;
            let priority = first.priority.max(self.priority_behind(block, forward));
            Some((std::cmp::Reverse(priority), first.since))
        };
        let (up, down) = (urgency(true), urgency(false));
        let order = match (up, down) {
            (Some(up), Some(down)) if down < up => [Some(false), Some(true)],
            (Some(_), Some(_)) => [Some(true), Some(false)],
            (Some(_), None) => [Some(true), None],
            (None, Some(_)) => [Some(false), None],
            (None, None) => [None, None],
        };
        order.into_iter().flatten()
    }

    /// The highest priority among the trains that wait further back in the same direction.
    fn priority_behind(&self, block: usize, forward: bool) -> u8 {
        let back = std::iter::successors(Some(block), |block| self.block_behind(*block, forward));
        let firsts = back
            .skip(1)
            .map(|block| self.blocks[block].waiting[side(forward)].front());
        firsts
            .map_while(|first| first)
            .map(|train| train.priority)
            .max()
            .unwrap_or(0)
    }

    /// Whether the far end of a block has a track for a train that runs `forward`.
    fn has_track(&self, block: usize, forward: bool) -> bool {
        let Some(far) = self.far_loop(block, forward) else {
            return true;
        };
        let held = self.loops[far].held;
        held[side(forward)] < self.loop_tracks - 1 && held[0] + held[1] < self.loop_tracks
    }

    fn enter(&mut self, block: usize, forward: bool, now: Time) -> Next {
        if let Some(far) = self.far_loop(block, forward) {
            self.loops[far].held[side(forward)] += 1;
        }
        if let Some(near) = self.far_loop(block, !forward) {
            let held = &mut self.loops[near].held[side(forward)];
            assert!(
                *held > 0,
                "a train left loop {near}, but held no track there"
            );
            *held -= 1;
        }
        let state = &mut self.blocks[block];
        state.occupied = true;
        state.entered_at = now;
        let first = state.waiting[side(forward)].pop_front();
        let first = first.expect("only a direction with a waiting train is asked");
        Next::Enter {
            train: first.train,
            forward,
            since: first.since,
        }
    }

    /// The loop at the end of a block towards which `forward` trains run; none at a place.
    fn far_loop(&self, block: usize, forward: bool) -> Option<usize> {
        match forward {
            true => (block < self.loops.len()).then_some(block),
            false => block.checked_sub(1),
        }
    }
}

const fn side(forward: bool) -> usize {
    if forward { 0 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::ZERO;

    fn train(train: u32) -> Waiting {
        Waiting {
            train,
            priority: 1,
            since: NOW,
        }
    }

    fn entered(next: Next) -> Option<u32> {
        match next {
            Next::Enter { train, .. } => Some(train),
            _ => None,
        }
    }

    #[test]
    fn a_block_holds_one_train() {
        let mut line = SingleLine::new(0, 2, Duration::from_ms(5));
        line.wait(0, true, train(1));
        line.wait(0, false, train(2));
        assert_eq!(entered(line.next(0, NOW, || None)), Some(1));
        assert_eq!(line.next(0, NOW, || None), Next::Nothing);
        let later = Time::from_ms(100);
        assert_eq!(line.leave(0, later), Duration::from_ms(105));
        assert_eq!(
            line.next(0, later, || None),
            Next::LookAt(Time::from_ms(105))
        );
        assert_eq!(
            line.next(0, later, || None),
            Next::Nothing,
            "that look is arranged"
        );
        line.looked(0, Time::from_ms(105));
        assert_eq!(entered(line.next(0, Time::from_ms(105), || None)), Some(2));
    }

    #[test]
    fn a_loop_keeps_a_track_for_the_opposite_direction() {
        let mut line = SingleLine::new(1, 2, Duration::ZERO);
        line.wait(0, true, train(1));
        assert_eq!(entered(line.next(0, NOW, || None)), Some(1));
        line.leave(0, NOW);
        line.wait(1, true, train(1));
        line.wait(1, false, train(3));
        line.wait(0, true, train(2));
        assert_eq!(
            line.next(0, NOW, || None),
            Next::Nothing,
            "the loop's track for that way is held"
        );
        assert_eq!(entered(line.next(1, NOW, || None)), Some(1));
        assert_eq!(entered(line.next(0, NOW, || None)), Some(2));
    }

    #[test]
    fn priority_goes_first_then_who_waits_longest() {
        let mut line = SingleLine::new(0, 2, Duration::ZERO);
        line.wait(
            0,
            true,
            Waiting {
                train: 1,
                priority: 1,
                since: Time::from_ms(2),
            },
        );
        line.wait(
            0,
            false,
            Waiting {
                train: 2,
                priority: 1,
                since: Time::from_ms(1),
            },
        );
        line.wait(
            0,
            true,
            Waiting {
                train: 3,
                priority: 9,
                since: Time::from_ms(3),
            },
        );
        let mut order = Vec::new();
        while let Some(train) = entered(line.next(0, NOW, || None)) {
            line.leave(0, NOW);
            order.push(train);
        }
        assert_eq!(order, [3, 2, 1]);
    }

    #[test]
    fn a_maintenance_window_closes_the_line() {
        let mut line = SingleLine::new(0, 2, Duration::ZERO);
        line.wait(0, true, train(1));
        let opens = Time::from_ms(50);
        assert_eq!(line.next(0, NOW, || Some(opens)), Next::LookAt(opens));
        assert_eq!(entered(line.next(0, opens, || None)), Some(1));
    }

    const INTERVAL: u64 = 3;

    /// Runs trains over a line until all are through, or nothing can move any more. Returns who came
    /// through and when, and when the last thing happened.
    fn run(
        loops: usize,
        loop_tracks: u8,
        trains: &[(bool, u8, u64)],
        running: impl Fn(usize) -> u64,
    ) -> (Vec<(u32, u64)>, u64) {
        let mut line = SingleLine::new(loops, loop_tracks, Duration::from_ms(INTERVAL));
        // What happens when, as (time, order, block, what).
        let mut agenda = std::collections::BTreeSet::new();
        for (n, (forward, _, at)) in trains.iter().enumerate() {
            let first = if *forward { 0 } else { loops };
            agenda.insert((*at, n, first, Some(true)));
        }
        let mut order = trains.len();
        let mut through = Vec::new();
        let mut ended = 0;
        let mut inside = vec![None; loops + 1];
        while let Some((now, n, block, what)) = agenda.pop_first() {
            let time = Time::from_ms(now);
            ended = now;
            let mut look = vec![block];
            match what {
                Some(true) => {
                    let (forward, priority, _) = trains[n];
                    line.wait(
                        block,
                        forward,
                        Waiting {
                            train: n as u32,
                            priority,
                            since: time,
                        },
                    );
                }
                Some(false) => {
                    let train: u32 = inside[block].take().expect("somebody is in the block");
                    line.leave(block, time);
                    let (forward, priority, _) = trains[train as usize];
                    let next = if forward {
                        Some(block + 1).filter(|next| *next <= loops)
                    } else {
                        block.checked_sub(1)
                    };
                    match next {
                        None => through.push((train, now)),
                        Some(next) => {
                            line.wait(
                                next,
                                forward,
                                Waiting {
                                    train,
                                    priority,
                                    since: time,
                                },
                            );
                            look.push(next);
                        }
                    }
                }
                None => line.looked(block, time),
            }
            while let Some(block) = look.pop() {
                order += 1;
                match line.next(block, time, || None) {
                    Next::Nothing => {}
                    Next::LookAt(later) => {
                        agenda.insert((later.as_ms(), order, block, None));
                    }
                    Next::Enter { train, forward, .. } => {
                        assert_eq!(inside[block], None, "two trains in block {block}");
                        inside[block] = Some(train);
                        look.extend(line.block_behind(block, forward));
                        agenda.insert((now + running(block), order, block, Some(false)));
                    }
                }
            }
        }
        (through, ended)
    }

    /// Bulk trains without end one way, and an empty one with an express behind it the other way.
    #[test]
    fn an_express_is_not_held_up_by_what_it_cannot_overtake() {
        let mut trains: Vec<_> = (0..400).map(|n| (false, 1, n / 2)).collect();
        trains.extend([(true, 0, 0), (true, 2, 200), (true, 2, 260)]);
        let express = trains.len() as u32 - 1;
        let (through, _) = run(3, 2, &trains, |_| 20);
        let ended = through.iter().find(|(train, _)| *train == express);
        let (_, ended) = ended.expect("it came through");
        assert!(
            *ended < 1_000,
            "the express took {ended} behind an empty train"
        );
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]

        #[test]
        fn opposing_queues_never_lock_each_other(
            loops in 0_usize..8,
            loop_tracks in 2_u8..4,
            trains in proptest::collection::vec((proptest::bool::ANY, 0_u8..4, 0_u64..500), 1..60),
            running in proptest::collection::vec(1_u64..90, 9),
        ) {
            let (through, _) = run(loops, loop_tracks, &trains, |block| running[block]);
            proptest::prop_assert_eq!(through.len(), trains.len());
        }
    }

    /// Pairs against 1 / (t_up + t_down + 2 τ), with trains enough at both ends: the form in use on
    /// the railways of 1520 mm, without a maintenance window.
    #[test]
    fn a_saturated_line_carries_what_the_formula_says() {
        for running in [10, 20, 40] {
            let trains: Vec<_> = (0..400).map(|n| (n % 2 == 0, 1, 0)).collect();
            let (through, ended) = run(3, 2, &trains, |_| running);
            assert_eq!(through.len(), trains.len());
            let cycle = 2 * (running + INTERVAL);
            let pairs = ended as f64 / cycle as f64;
            // The line fills and empties once: some cycles for the blocks that wait for each other.
            assert!(
                (200.0..=208.0).contains(&pairs),
                "200 pairs took {pairs} cycles at a run of {running}"
            );
        }
    }
}
