//! Parallel discrete-event engine. Knows time, events and logical processes; nothing of trains.
//!
//! Both executors hand each process its events in the same order, so the trace is the same, byte
//! for byte, on one thread or on many.
//!
//! # Life of a run
//!
//! 1. A [`Model`] is put together: the processes, an [`Observer`] for each, and the [`Channels`]
//!    between them with their lookaheads.
//! 2. [`Process::start`] is called once for each process at time zero; it schedules first events.
//! 3. Events are handled in order, by [`run_sequential`] or [`run_parallel`], each by the process
//!    that it was sent to. The process changes itself, schedules, sends and records through its
//!    [`Context`]; what it recorded reaches its observer before the next event.
//! 4. The run ends before the first event at or after the end, when nothing is pending, or when it
//!    is stopped ([`RunOptions`]); the [`Outcome`] gives processes and observers back.
//!
//! ```
//! use corridor::engine::{Channels, Context, Model, Process, ProcessId, run_sequential};
//! use corridor::units::{Duration, Time};
//!
//! /// Throws a ball to the other player, a second later.
//! struct Player {
//!     catches: u32,
//! }
//!
//! impl Process for Player {
//!     type Event = ();
//!     type Record = ();
//!
//!     fn start(&mut self, context: &mut Context<'_, (), ()>) {
//!         if context.me() == ProcessId(0) {
//!             context.schedule(Duration::ZERO, ());
//!         }
//!     }
//!
//!     fn handle(&mut self, _ball: (), context: &mut Context<'_, (), ()>) {
//!         self.catches += 1;
//!         context.send(ProcessId(1 - context.me().0), Duration::from_ms(1_000), ());
//!     }
//! }
//!
//! let outcome = run_sequential(
//!     Model {
//!         processes: vec![Player { catches: 0 }, Player { catches: 0 }],
//!         observers: vec![(); 2],
//!         channels: Channels::all_to_all(2, Duration::from_ms(1_000)),
//!     },
//!     Time::from_ms(10_000),
//! );
//! assert_eq!(outcome.statistics.events, 10);
//! assert_eq!(outcome.processes[1].catches, 5);
//! ```
//!
//! # Order
//!
//! A process handles its events by (time, sender, sender's sequence number): of what is pending,
//! always the least. What it schedules for itself without delay takes its place among the events
//! of the same time, which are all there already, since other senders give notice. So no executor
//! and no number of threads can change what a process sees.
//!
//! # What runs in parallel
//!
//! Processes are divided into shards of consecutive ids; a shard has one future event list and is
//! advanced by one thread at a time. In each window a shard goes on to its horizon: the earliest
//! time at which anything not yet sent to it could be due, by the shortest way over the lookaheads
//! from any shard's next event. With [`Channels::all_to_all`] there is a shard a thread; else up to
//! 32, taken heaviest first. A window with little work is left to one thread, and fewer threads
//! are used where more turn out slower ([`Threads`]).
//!
//! # What one thread does with a large model
//!
//! [`run_grouped_with`] divides a model into groups that hear of each other late, and advances one
//! group at a time as far as the others allow, so that its state stays in the cache. What has no
//! channel to others at all is run from start to end.
//!
//! # Pitfalls
//!
//! - Lookahead is everything: a window is about as long as the shortest cycle of lookaheads, and
//!   pays from about a hundred events. Declare for each channel what its sender can really promise.
//! - Consecutive ids share a shard: number neighbours that talk at short notice next to each other.
//! - A process sends at most 2³² events in a run; the engine refuses the next one.
//! - Two events of one process for the same time are told apart by their senders, not by which was
//!   sent first. A model that needs more order than that must put it into its state.
//! - Events and records are copied once or twice: keep them within some tens of bytes, and send an
//!   index where there is more to say.
//! - A panic in a process ends the run and is passed on, from whatever thread it happened on.
//! - Draw random numbers from streams of the process's own ([`Streams`]), or order will matter.

mod channels;
mod context;
pub mod distribution;
mod entry;
mod events;
mod governor;
mod grouped;
mod horizons;
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
mod sync;
mod team;
mod trials;
mod wheel;

pub use channels::Channels;
pub use context::Context;
pub use distribution::Distribution;
use entry::Entry;
pub use entry::Timed;
pub use grouped::run_grouped_with;
pub use model::{Model, Outcome, RunOptions, RunStatistics, Threads};
pub use parallel::{run_parallel, run_parallel_with};
pub use process::{Observer, Process, ProcessId};
pub use random::{PurposeStreams, Stream, Streams};
pub use sequential::{run_sequential, run_sequential_with};
pub use trials::{TrialsError, available_threads, run_trials, with_threads};
pub use wheel::Wheel;
