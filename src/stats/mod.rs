//! Records to indicators, and intervals over replications. Knows no files and no processes.

mod figure;
mod interval;

pub use figure::{Estimate, Figure};
pub use interval::half_width;
