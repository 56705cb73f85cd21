//! Records to indicators, and intervals over replications. Knows no files and no processes.
//!
//! [`Indicators`] listens to one district while it runs; those of all districts of a replication
//! are merged, and asked for the values of any period. One value a replication and label makes a
//! [`Figure`].

mod figure;
mod indicators;
mod interval;
mod level;
mod multiple;
mod passage;
mod recovery;
mod tables;
mod values;
mod warm_up;

pub use figure::{Estimate, Figure};
pub use indicators::Indicators;
pub use interval::half_width;
pub use multiple::adjusted;
pub use passage::{Carried, Passage, Watched};
pub use values::{HeldByDay, Label, Value};
pub use warm_up::mser5;
