//! What goes into a run and what comes out.

use super::Channels;
use crate::units::Time;
use std::sync::atomic::{AtomicBool, Ordering};

/// A model: processes, the observer of each, and the channels between them.
#[derive(Clone, Debug)]
pub struct Model<P, O> {
    /// The logical processes; their positions are their ids.
    pub processes: Vec<P>,
    /// One observer a process, in the same order.
    pub observers: Vec<O>,
    /// Who may send to whom.
    pub channels: Channels,
}

/// What a run leaves: the processes and observers in their last state, and figures of the run.
#[derive(Clone, Debug)]
pub struct Outcome<P, O> {
    /// The processes, in the model's order.
    pub processes: Vec<P>,
    /// The observers, in the model's order.
    pub observers: Vec<O>,
    /// How much was done.
    pub statistics: RunStatistics,
}

/// Figures of a run. No wall clock is among them.
///
/// Events, messages and the last event's time belong to the model: they are the same under every
/// executor. The windows belong to the executor and may differ with the number of threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunStatistics {
    /// Events handled.
    pub events: u64,
    /// Events sent from one process to another.
    pub messages: u64,
    /// The time of the last event handled; zero if there was none.
    pub ended_at: Time,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
    /// Windows executed; zero for a sequential run.
    pub windows: u64,
    /// Those of the windows that were left to one thread.
    pub windows_alone: u64,
    /// Groups of processes with a future event list each; one for a sequential run.
    pub shards: u32,
}

/// How far a run goes and what may stop it.
#[derive(Clone, Copy, Debug)]
pub struct RunOptions<'a> {
    /// Events before this time are handled, later ones are not.
    pub end: Time,
    /// When it becomes true the run ends early, after some thousand events more.
    pub stop: Option<&'a AtomicBool>,
    /// How many threads a window of a parallel run gets.
    pub threads: Threads,
}

/// How many threads of the pool a parallel run uses. Results do not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Threads {
    /// As many as make it faster, by measurement while it runs.
    #[default]
    Measured,
    /// All of them in every window, however little there is to do: to test, or to measure a loss.
    All,
}

impl<P, O> Model<P, O> {
    /// # Panics
    ///
    /// If processes, observers and channels are not equally many.
    pub(super) fn assert_consistent(&self) {
        let (processes, observers) = (self.processes.len(), self.observers.len());
        let channels = self.channels.process_count();
        assert_eq!(
            processes, observers,
            "{processes} processes, {observers} observers"
        );
        assert_eq!(
            processes, channels,
            "{processes} processes, channels for {channels}"
        );
    }
}

impl RunOptions<'_> {
    /// Returns options for an uninterrupted run to `end`.
    pub const fn until(end: Time) -> Self {
        Self {
            end,
            stop: None,
            threads: Threads::Measured,
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}
