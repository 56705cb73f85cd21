//! Parallel discrete-event engine. Knows time, events and logical processes; nothing of trains.

mod channels;
mod context;
pub mod distribution;
mod entry;
mod governor;
mod model;
mod parallel;
mod place;
mod pool;
mod prefetch;
mod process;
pub mod random;
mod reach;
mod sequential;
mod shard;
mod team;
mod trials;
mod wheel;

pub use channels::Channels;
pub use context::Context;
pub use distribution::Distribution;
use entry::Entry;
pub use entry::Timed;
pub use model::{Model, Outcome, RunOptions, RunStatistics, Threads};
pub use parallel::{run_parallel, run_parallel_with};
pub use process::{Observer, Process, ProcessId};
pub use random::{Stream, Streams};
pub use sequential::{run_sequential, run_sequential_with};
pub use trials::{TrialsError, available_threads, run_trials, with_threads};
pub use wheel::Wheel;
