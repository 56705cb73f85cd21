//! The parallel executor: conservative windows over shards of processes.
//!
//! Each turn, the planner takes the time of every shard's next event and works out how far each
//! shard may go before anything not yet sent to it could be due ([`Reach`]). The shards then
//! advance to their horizons on as many threads as pay ([`Governor`]), and what they sent to each
//! other lies in the inboxes for the next turn. The order of events within a process does not
//! depend on any of this, so the results equal those of the sequential executor.

use super::governor::Governor;
use super::horizons::{Done, Horizons};
use super::place::Place;
use super::reach::Reach;
use super::shard::{Division, Shard};
use super::team::Team;
use super::{Channels, Model, Observer, Outcome, Process, RunOptions, run_sequential_with};
use crate::units::{Duration, Time};
use std::time::Instant;

/// More shards than this cost the planner more than they give the threads.
const MOST_SHARDS: usize = 32;
/// Windows between two sortings of the shards by cost.
const WINDOWS_A_REORDER: u64 = 16;

/// Runs `model` on the current thread pool: handles every event before `end`, in order.
///
/// # Panics
///
/// If the model is inconsistent, or a process breaks the promise of a channel.
pub fn run_parallel<P, O>(model: Model<P, O>, end: Time) -> Outcome<P, O>
where
    P: Process,
    O: Observer<P::Record>,
{
    run_parallel_with(model, RunOptions::until(end))
}

/// Runs `model` as [`run_parallel`] does, unless stopped.
///
/// # Panics
///
/// If the model is inconsistent, or a process breaks the promise of a channel.
pub fn run_parallel_with<P, O>(model: Model<P, O>, options: RunOptions<'_>) -> Outcome<P, O>
where
    P: Process,
    O: Observer<P::Record>,
{
    model.assert_consistent();
    let threads = rayon::current_num_threads();
    let division = division(&model, threads);
    if threads == 1 || division.shards() <= 1 {
        return run_sequential_with(model, options);
    }
    let reach = Reach::new(&model.channels, &division);
    let places = split(model, &division).into_iter().enumerate();
    let places = places
        .map(|(index, shard)| Place::new(shard, index % threads))
        .collect();
    let team = Team::new(places, threads, options);
    let mut planner = Planner::new(
        reach,
        Governor::new(options.threads, threads.min(team.places.len())),
    );
    rayon::scope(|scope| {
        // Also when a process panics on this thread: the scope waits for the helpers.
        let _closing = Closing(&team);
        planner.run(&team, scope, &options);
    });
    planner.done.outcome(team.into_places())
}

/// Decides the shards.
///
/// Where every process can reach every other at once, more shards than threads would only hold
/// each other back. Where they cannot, more shards spread uneven loads: those that hear of each
/// other latest, since that makes the longest windows, or else as many as may be.
fn division<P, O>(model: &Model<P, O>, threads: usize) -> Division {
    let processes = model.processes.len();
    let most = if model.channels.uniform().is_some() {
        threads
    } else if let Some(firsts) = far_apart(&model.channels, threads) {
        return Division::From(firsts.into());
    } else {
        MOST_SHARDS
    };
    let block = processes.div_ceil(most).max(1);
    Division::Even {
        shards: processes.div_ceil(block),
        block: block as u32,
    }
}

/// Returns the first process of each of the groups that hear of each other latest, among divisions
/// that give every thread two groups and none more than its share of processes.
fn far_apart(channels: &Channels, threads: usize) -> Option<Vec<u32>> {
    let lookaheads = || channels.iter().map(|(.., lookahead)| lookahead.as_ms());
    let (shortest, longest) = (lookaheads().min()?, lookaheads().max()?);
    let halved = std::iter::successors(Some(longest), |ms| Some(ms / 2));
    let joined_below = std::iter::once(u64::MAX).chain(halved.take_while(|ms| *ms > shortest));
    let processes = channels.process_count();
    let mut groups = joined_below.map(|ms| channels.groups(Duration::from_ms(ms)));
    let firsts = groups.find(|firsts| {
        let ends = firsts[1..].iter().copied().chain([processes as u32]);
        let largest = firsts
            .iter()
            .zip(ends)
            .map(|(first, end)| end - first)
            .max();
        let largest = largest.unwrap_or(0) as usize;
        firsts.len() >= 2 * threads && largest * threads <= processes
    })?;
    // Groups side by side are one shard where there are too many.
    let joined = firsts.len().div_ceil(MOST_SHARDS);
    Some(firsts.into_iter().step_by(joined).collect())
}

/// Makes the shards of a model and starts their processes.
pub(super) fn split<P, O>(model: Model<P, O>, division: &Division) -> Vec<Shard<P, O>>
where
    P: Process,
    O: Observer<P::Record>,
{
    let Model {
        processes,
        observers,
        channels,
    } = model;
    let count = processes.len() as u32;
    let (mut processes, mut observers) = (processes.into_iter(), observers.into_iter());
    let shards = (0..division.shards()).map(|index| {
        let first = division.first(index);
        let next = match index + 1 < division.shards() {
            true => division.first(index + 1),
            false => count,
        };
        let size = (next - first) as usize;
        let processes = processes.by_ref().take(size).collect();
        let observers = observers.by_ref().take(size).collect();
        Shard::start(index, division, processes, observers, &channels)
    });
    shards.collect()
}

/// Plans the windows.
struct Planner {
    horizons: Horizons,
    governor: Governor,
    costs: Vec<(u64, u32)>,
    done: Done,
}

impl Planner {
    fn new(reach: Reach, governor: Governor) -> Self {
        Self {
            horizons: Horizons::new(reach),
            governor,
            costs: Vec::new(),
            done: Done::default(),
        }
    }

    fn run<'scope, P: Process, O: Observer<P::Record>>(
        &mut self,
        team: &'scope Team<'_, P, O>,
        scope: &rayon::Scope<'scope>,
        options: &RunOptions<'_>,
    ) {
        for place in &team.places {
            place.deliver_first(&team.places);
        }
        let mut opened = Instant::now();
        while self.horizons.set(&team.places, options.end) {
            let wanted = &self.horizons.wanted;
            let threads = self
                .governor
                .threads()
                .min(wanted.iter().filter(|wanted| **wanted).count());
            let handled = if threads > 1 {
                team.advance_together(scope, wanted, threads)
            } else {
                self.done.windows_alone += 1;
                team.advance_alone(wanted)
            };
            let closed = Instant::now();
            self.governor
                .observe(handled, (closed - opened).as_nanos() as u64);
            opened = closed;
            self.done.windows += 1;
            self.done.interrupted = options.is_stopped();
            if self.done.interrupted || team.has_panicked() {
                break;
            }
            if self.done.windows.is_multiple_of(WINDOWS_A_REORDER) {
                team.reorder(&mut self.costs);
            }
        }
    }
}

/// Sends the helpers home when dropped.
struct Closing<'a, 'b, P: Process, O: Observer<P::Record>>(&'a Team<'b, P, O>);

impl<P: Process, O: Observer<P::Record>> Drop for Closing<'_, '_, P, O> {
    fn drop(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::ProcessId;

    /// Pairs of processes close to each other, each pair a notice of `ms` from the next.
    fn pairs(count: u32, ms: Option<u64>) -> Channels {
        let mut channels = Channels::new(2 * count as usize);
        let mut connect = |from, to, ms| {
            channels.connect(ProcessId(from), ProcessId(to), Duration::from_ms(ms));
        };
        for pair in 0..count {
            connect(2 * pair, 2 * pair + 1, 5);
            if let (Some(ms), true) = (ms, pair > 0) {
                connect(2 * pair, 2 * pair - 1, ms);
            }
        }
        channels
    }

    #[test]
    fn shards_are_far_apart_where_every_thread_finds_work_in_them() {
        let pairs_begin = Some((0..4).map(|pair| 2 * pair).collect());
        assert_eq!(far_apart(&pairs(4, None), 2), pairs_begin);
        assert_eq!(far_apart(&pairs(4, Some(80)), 2), pairs_begin);
        // Three threads would want six groups, and nothing joins nearer than a pair.
        assert_eq!(far_apart(&pairs(4, Some(80)), 3), None);
    }

    #[test]
    fn many_groups_side_by_side_share_shards() {
        let firsts = far_apart(&pairs(100, None), 2).expect("there are enough");
        assert_eq!(firsts.len(), 25);
        assert_eq!(firsts[..3], [0, 8, 16]);
    }
}
