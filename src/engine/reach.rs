//! How far each shard may go: the safe horizons of a window.

use super::Channels;
use super::shard::Division;

/// No way from one shard to another. Half of all time, so that adding to it cannot overflow.
const NO_WAY: u64 = u64::MAX / 2;

/// The least time in which anything that happens in one shard can make itself felt in another:
/// the shortest way over the channels' lookaheads, taken through any number of shards and back.
///
/// Through any number, because a far shard can wake an idle one in between; and back to itself,
/// because what a shard sends can be answered.
pub(super) struct Reach {
    count: usize,
    /// Row `to`, column `from`, in milliseconds.
    least: Vec<u64>,
}

impl Reach {
    /// Measures the ways between the shards of a model with these channels.
    pub(super) fn new(channels: &Channels, division: &Division) -> Self {
        let count = division.shards();
        let mut least = vec![NO_WAY; count * count];
        if let Some(lookahead) = channels.uniform() {
            for to in 0..count {
                for from in (0..count).filter(|from| *from != to) {
                    least[to * count + from] = lookahead.as_ms().min(NO_WAY);
                }
            }
        } else {
            for (from, to, lookahead) in channels.iter() {
                let (from, to) = (division.shard_of(from.0), division.shard_of(to.0));
                if from != to {
                    let way = &mut least[to * count + from];
                    *way = lookahead.as_ms().min(*way);
                }
            }
        }
        let mut reach = Self { count, least };
        reach.close();
        reach
    }

    /// Writes the horizon of each shard, given the time of each shard's next event.
    ///
    /// Nothing that a shard has not yet been sent can be due before its horizon.
    pub(super) fn horizons(&self, next_ms: &[u64], horizons_ms: &mut [u64]) {
        for (row, horizon) in self.least.chunks_exact(self.count).zip(horizons_ms) {
            let arrivals = row
                .iter()
                .zip(next_ms)
                .map(|(way, next)| next.saturating_add(*way));
            *horizon = arrivals.min().unwrap_or(u64::MAX);
        }
    }

    /// Shortest ways between all pairs (Floyd, 1962), cycles included.
    fn close(&mut self) {
        let n = self.count;
        for via in 0..n {
            for to in 0..n {
                let onward = self.least[to * n + via];
                for from in 0..n {
                    let way = self.least[via * n + from]
                        .saturating_add(onward)
                        .min(NO_WAY);
                    let least = &mut self.least[to * n + from];
                    *least = way.min(*least);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ProcessId;
    use crate::units::Duration;

    fn check_horizons(links: &[(u32, u32, u64)], next: [u64; 3], expected: [u64; 3]) {
        let mut channels = Channels::new(3);
        for &(from, to, ms) in links {
            channels.connect(ProcessId(from), ProcessId(to), Duration::from_ms(ms));
        }
        let mut horizons = [0; 3];
        Reach::new(
            &channels,
            &Division::Even {
                shards: 3,
                block: 1,
            },
        )
        .horizons(&next, &mut horizons);
        assert_eq!(horizons.map(|ms| ms.min(NO_WAY)), expected);
    }

    #[test]
    fn a_far_shard_reaches_through_an_idle_one() {
        check_horizons(
            &[(0, 1, 5), (1, 2, 7)],
            [10, NO_WAY, NO_WAY],
            [NO_WAY, 15, 22],
        );
    }

    #[test]
    fn a_shard_is_held_back_by_its_own_answer() {
        check_horizons(&[(0, 1, 5), (1, 0, 7)], [10, 1_000, 0], [22, 15, NO_WAY]);
    }

    #[test]
    fn a_near_neighbour_does_not_hold_back_a_distant_one() {
        let line = [(0, 1, 1), (1, 0, 1), (1, 2, 100), (2, 1, 100)];
        check_horizons(&line, [50, 50, 50], [51, 51, 150]);
    }

    #[test]
    fn all_to_all_is_one_lookahead_out_and_two_back() {
        let channels = Channels::all_to_all(30, Duration::from_ms(10));
        let mut horizons = [0; 2];
        Reach::new(
            &channels,
            &Division::Even {
                shards: 2,
                block: 15,
            },
        )
        .horizons(&[100, 107], &mut horizons);
        assert_eq!(horizons, [117, 110]);
    }
}
