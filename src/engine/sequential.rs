//! The sequential executor: one future event list for all processes. The oracle of the parallel one.

use super::shard::{Division, Shard};
use super::{Model, Observer, Outcome, Process, RunOptions, RunStatistics};
use crate::units::Time;

/// Events handled between two looks at the stop flag.
const EVENTS_A_LOOK: u64 = 4_096;

/// Runs `model` on this thread: handles every event before `end`, in order.
///
/// # Panics
///
/// If the model is inconsistent, or a process breaks the promise of a channel.
pub fn run_sequential<P, O>(model: Model<P, O>, end: Time) -> Outcome<P, O>
where
    P: Process,
    O: Observer<P::Record>,
{
    run_sequential_with(model, RunOptions::until(end))
}

/// Runs `model` on this thread as [`run_sequential`] does, unless stopped.
///
/// # Panics
///
/// If the model is inconsistent, or a process breaks the promise of a channel.
pub fn run_sequential_with<P, O>(model: Model<P, O>, options: RunOptions<'_>) -> Outcome<P, O>
where
    P: Process,
    O: Observer<P::Record>,
{
    model.assert_consistent();
    let division = Division::Even {
        shards: 1,
        block: model.processes.len() as u32,
    };
    let Model {
        processes,
        observers,
        channels,
    } = model;
    let mut shard = Shard::start(0, &division, processes, observers, &channels);
    let mut interrupted = false;
    while !interrupted && shard.advance(options.end, EVENTS_A_LOOK) == EVENTS_A_LOOK {
        interrupted = options.is_stopped();
    }
    let statistics = RunStatistics {
        events: shard.events(),
        messages: shard.agenda.messages,
        ended_at: shard.ended_at,
        interrupted,
        windows: 0,
        windows_alone: 0,
        shards: 1,
    };
    let (processes, observers) = shard.dissolve();
    Outcome {
        processes: processes.collect(),
        observers: observers.collect(),
        statistics,
    }
}
