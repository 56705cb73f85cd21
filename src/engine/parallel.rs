//! The parallel executor.

use super::{Model, Observer, Outcome, Process, RunOptions, run_sequential_with};
use crate::units::Time;

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
    run_sequential_with(model, options)
}
