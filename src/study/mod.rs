//! Studies of a scenario: replications, and comparison with what was reported. Knows nothing of
//! drawing and files.

pub mod capacity;
mod compare;
mod replicate;
mod results;
mod speed;
mod stall;
mod trace;

pub use replicate::{Level, Options, StudyError, run};
pub use results::{
    Comparison, Effort, HeldSeries, Results, Station, TimeDistance, TracedKind, TracedTrain, WarmUp,
};
pub use speed::{Speed, measure_speed};
pub use stall::{Stall, Waiter};
