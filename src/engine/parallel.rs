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
use super::{Model, Observer, Outcome, Process, RunOptions, run_sequential_with};
use crate::units::Time;
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
/// each other back. Where they cannot, more shards spread uneven loads.
fn division<P, O>(model: &Model<P, O>, threads: usize) -> Division {
    let processes = model.processes.len();
    let most = if model.channels.uniform().is_some() {
        threads
    } else {
        MOST_SHARDS
    };
    let block = processes.div_ceil(most).max(1);
    Division::Even {
        shards: processes.div_ceil(block),
        block: block as u32,
    }
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
