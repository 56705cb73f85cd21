//! What a logical process is, and who listens to it.

use super::Context;
use crate::units::Time;
use std::fmt;

/// The index of a logical process in its model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcessId(pub u32);

/// A logical process: it owns its state and handles its own events.
///
/// It changes only itself. Whatever it wants of another process it sends as an event, no sooner
/// than the lookahead of the channel between the two; whatever it wants to be known it records.
pub trait Process: Send {
    /// What can happen to the process. Small and `Copy`, told apart by `match`.
    type Event: Copy + Send;
    /// A fact that the process reports to its observer.
    type Record: Copy + Send;

    /// Schedules the first events. Called once for each process, at time zero, before any event.
    fn start(&mut self, context: &mut Context<'_, Self::Event, Self::Record>);

    /// Handles one event at [`Context::now`].
    fn handle(&mut self, event: Self::Event, context: &mut Context<'_, Self::Event, Self::Record>);
}

/// Consumes the records of one process, in order, while the run goes on.
///
/// Indicators are streamed into it, so memory does not grow with the length of the run.
pub trait Observer<R>: Send {
    /// Takes in a fact that became true at `time`: when the event was handled, or earlier for what
    /// its process had put off ([`Context::as_of`]).
    fn observe(&mut self, time: Time, record: R);
}

/// Ignores every record.
impl<R> Observer<R> for () {
    fn observe(&mut self, _time: Time, _record: R) {}
}

impl ProcessId {
    /// Returns the position of the process in the model's vectors.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for ProcessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {}", self.0)
    }
}
