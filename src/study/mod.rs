//! Studies of a scenario: replications, and comparison with what was reported. Knows nothing of
//! drawing and files.

mod calibration;
pub mod capacity;
mod compare;
mod experiment;
mod growth_draw;
mod hindcast;
mod paired;
mod projection;
mod replicate;
mod results;
pub mod sensitivity;
mod speed;
mod stall;
mod sweep;
mod trace;
pub mod worth;

pub use calibration::{
    Bounds, Calibrated, CalibrationError, Fit, Fitted, Hold, Question, Target, Trials, Variants,
    calibrate, fit, trials_at_most,
};
pub use experiment::{
    Conduct, ExperimentError, NoNotebook, Notebook, Told, Trial, Wanted, conduct_trials,
    experiment, experiment_told,
};
pub use hindcast::{
    Forecast, Hindcast, HindcastQuestion, Score, Spread, forecast, hindcast, hindcast_trials,
    known_years,
};
pub use paired::{Aspect, Better, Difference, Evidence, aspects};
pub use projection::{
    Projected, ProjectedFlow, ProjectionError, ProjectionOptions, Saturation, SaturationKind,
    Share, Source, kept_values, project,
};
pub use replicate::{Level, Options, StudyError, run};
pub use results::{
    Comparison, Effort, HeldSeries, Results, Station, TimeDistance, TracedKind, TracedTrain, WarmUp,
};
pub use speed::{Speed, measure_speed};
pub use stall::{Stall, Stop, Waiter};
pub use sweep::{
    Bar, DesignPoint, Laid, Measured, Role, Sensitivity, SweepDesign, Swept, SweptValues, TrialRow,
    analysed, labels, measured, precision, sweep, sweep_trial,
};
