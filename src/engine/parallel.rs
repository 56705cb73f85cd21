//! The parallel executor: conservative windows over shards of processes.
//!
//! Each turn, the planner takes the time of every shard's next event and works out how far each
//! shard may go before anything not yet sent to it could be due ([`Reach`]). The shards then
//! advance to their horizons on as many threads as pay ([`Governor`]), and what they sent to each
//! other lies in the inboxes for the next turn. The order of events within a process does not
//! depend on any of this, so the results equal those of the sequential executor.

use super::governor::Governor;
use super::place::Place;
use super::reach::Reach;
use super::shard::{Division, Shard};
use super::team::Team;
use super::{Model, Observer, Outcome, Process, RunOptions, RunStatistics, run_sequential_with};
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
    if threads == 1 || division.shards <= 1 {
        return run_sequential_with(model, options);
    }
    let reach = Reach::new(&model.channels, division);
    let places = split(model, division).into_iter().enumerate();
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
    planner.outcome(team.into_places())
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
    Division {
        shards: processes.div_ceil(block),
        block: block as u32,
    }
}

fn split<P, O>(model: Model<P, O>, division: Division) -> Vec<Shard<P, O>>
where
    P: Process,
    O: Observer<P::Record>,
{
    let Model {
        processes,
        observers,
        channels,
    } = model;
    let (mut processes, mut observers) = (processes.into_iter(), observers.into_iter());
    let shards = (0..division.shards).map(|index| {
        let processes = processes.by_ref().take(division.block as usize).collect();
        let observers = observers.by_ref().take(division.block as usize).collect();
        Shard::start(index, division, processes, observers, &channels)
    });
    shards.collect()
}

/// Plans the windows.
struct Planner {
    reach: Reach,
    governor: Governor,
    next_ms: Vec<u64>,
    horizons_ms: Vec<u64>,
    wanted: Vec<bool>,
    costs: Vec<(u64, u32)>,
    windows: u64,
    windows_alone: u64,
    interrupted: bool,
}

impl Planner {
    fn new(reach: Reach, governor: Governor) -> Self {
        Self {
            reach,
            governor,
            next_ms: Vec::new(),
            horizons_ms: Vec::new(),
            wanted: Vec::new(),
            costs: Vec::new(),
            windows: 0,
            windows_alone: 0,
            interrupted: false,
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
        let count = team.places.len();
        self.next_ms.resize(count, 0);
        self.horizons_ms.resize(count, 0);
        self.wanted.resize(count, false);
        let mut opened = Instant::now();
        while self.plan(team, options.end) {
            let threads = self
                .governor
                .threads()
                .min(self.wanted.iter().filter(|w| **w).count());
            let handled = if threads > 1 {
                team.advance_together(scope, &self.wanted, threads)
            } else {
                self.windows_alone += 1;
                team.advance_alone(&self.wanted)
            };
            let closed = Instant::now();
            self.governor
                .observe(handled, (closed - opened).as_nanos() as u64);
            opened = closed;
            self.windows += 1;
            self.interrupted = options.is_stopped();
            if self.interrupted || team.has_panicked() {
                break;
            }
            if self.windows.is_multiple_of(WINDOWS_A_REORDER) {
                team.reorder(&mut self.costs);
            }
        }
    }

    /// Sets the horizons of the next window; returns whether anything is left to do before `end`.
    fn plan<P, O>(&mut self, team: &Team<'_, P, O>, end: Time) -> bool
    where
        P: Process,
        O: Observer<P::Record>,
    {
        for (next, place) in self.next_ms.iter_mut().zip(&team.places) {
            *next = place.next_ms();
        }
        self.reach.horizons(&self.next_ms, &mut self.horizons_ms);
        let mut any = false;
        for (index, place) in team.places.iter().enumerate() {
            let horizon = self.horizons_ms[index].min(end.as_ms());
            self.wanted[index] = self.next_ms[index] < horizon;
            any |= self.wanted[index];
            place.set_horizon(horizon);
        }
        any
    }

    fn outcome<P, O>(self, places: Vec<Place<P, O>>) -> Outcome<P, O>
    where
        P: Process,
        O: Observer<P::Record>,
    {
        let mut statistics = RunStatistics {
            windows: self.windows,
            windows_alone: self.windows_alone,
            shards: places.len() as u32,
            interrupted: self.interrupted,
            ..RunStatistics::default()
        };
        let (mut processes, mut observers) = (Vec::new(), Vec::new());
        for shard in places.into_iter().map(Place::into_shard) {
            statistics.events += shard.events;
            statistics.messages += shard.agenda.messages;
            statistics.ended_at = statistics.ended_at.max(shard.ended_at);
            let (some_processes, some_observers) = shard.dissolve();
            processes.extend(some_processes);
            observers.extend(some_observers);
        }
        Outcome {
            processes,
            observers,
            statistics,
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
