//! Why a command failed, and the exit code that says so.

use crate::input::Faults;
use crate::report::ReportError;
use crate::study::capacity::CapacityError;
use crate::study::worth::WorthError;
use crate::study::{CalibrationError, ExperimentError, ProjectionError, StudyError};
use std::convert::Infallible;
use std::path::PathBuf;
use std::process::ExitCode;

/// The input is at fault.
pub(super) const INPUT: u8 = 1;
/// The run failed.
const FAILED: u8 = 2;
/// The user ended it.
const INTERRUPTED: u8 = 130;

#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    #[error("{0}")]
    Input(#[from] Faults),
    #[error("error: {0}")]
    Report(#[from] ReportError),
    #[error("error: {0}")]
    Study(#[from] StudyError),
    #[error("error: {0}")]
    Projection(#[from] ProjectionError),
    #[error("error: {0}")]
    Calibration(#[from] CalibrationError),
    #[error("error: {} says nothing of years to come; add demand.growth_rule", .0.display())]
    NoGrowth(PathBuf),
    #[error("error: {to} is known: volumes are given until {known}; name a later year with --to")]
    Known { to: i16, known: i16 },
    #[error("{}", told_of_trials(.0))]
    Trials(ExperimentError<Infallible>),
    #[error("error: there is no trial {0} in this plan; {1}")]
    NoTrial(String, String),
    #[error("{}", told_of_capacity(.0))]
    Capacity(#[from] CapacityError),
    #[error("{}", told_of_worth(.0))]
    Worth(#[from] WorthError),
    #[error("error: there is no {0} beside the scenario; name a table with --claims-table")]
    NoClaims(&'static str),
    #[error("error: no key contains {part:?}; {remedy}")]
    NoKey { part: String, remedy: String },
    #[error("{0}the run failed: what is finished is kept, and what stalled is in it")]
    Stalled(String),
    #[error("error: cannot write to standard output: {0}")]
    Output(std::io::Error),
    #[error(
        "interrupted: {done} of {wanted} replications were finished and are kept; run the same \
         command again for all of them"
    )]
    Interrupted { done: usize, wanted: usize },
}

/// Of trials whose variants are read as they are needed: one that is at fault is an input at fault.
impl From<ExperimentError<Faults>> for CliError {
    fn from(error: ExperimentError<Faults>) -> Self {
        Self::Trials(match error {
            ExperimentError::Variant(faults) => return Self::Input(faults),
            ExperimentError::Interrupted { done, wanted } => {
                ExperimentError::Interrupted { done, wanted }
            }
            ExperimentError::Notebook(error) => ExperimentError::Notebook(error),
            ExperimentError::Threads(error) => ExperimentError::Threads(error),
        })
    }
}

impl CliError {
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Input(_)
            | Self::NoClaims(_)
            | Self::NoKey { .. }
            | Self::NoGrowth(_)
            | Self::NoTrial(..)
            | Self::Known { .. }
            | Self::Report(
                ReportError::NotOurs(_)
                | ReportError::NotAName(_)
                | ReportError::OtherJournal { .. },
            ) => INPUT,
            Self::Capacity(CapacityError::Trials(ExperimentError::Interrupted { .. }))
            | Self::Calibration(CalibrationError::Interrupted)
            | Self::Projection(ProjectionError::Interrupted { .. })
            | Self::Trials(ExperimentError::Interrupted { .. })
            | Self::Worth(WorthError::Trials(ExperimentError::Interrupted { .. }))
            | Self::Study(StudyError::Interrupted)
            | Self::Interrupted { .. } => INTERRUPTED,
            Self::Capacity(CapacityError::Trials(_))
            | Self::Calibration(CalibrationError::Threads(_) | CalibrationError::Notebook(_))
            | Self::Projection(_)
            | Self::Report(_)
            | Self::Study(_)
            | Self::Output(_)
            | Self::Trials(_)
            | Self::Worth(WorthError::Trials(
                ExperimentError::Notebook(_) | ExperimentError::Threads(_),
            ))
            | Self::Stalled(_) => FAILED,
            Self::Capacity(_) | Self::Calibration(_) | Self::Worth(_) => INPUT,
        })
    }
}

/// Returns what a study of worth failed of: faults of the input say themselves what they are.
fn told_of_worth(error: &WorthError) -> String {
    match error {
        WorthError::Input(faults) | WorthError::Trials(ExperimentError::Variant(faults)) => {
            faults.to_string()
        }
        WorthError::Trials(error @ ExperimentError::Interrupted { .. }) => kept(error),
        other => format!("error: {other}"),
    }
}

/// Returns why trials did not come to an end.
fn told_of_trials(error: &ExperimentError<Infallible>) -> String {
    match error {
        ExperimentError::Interrupted { .. } => kept(error),
        other => format!("error: {other}"),
    }
}

/// Returns what a study of capacity failed of.
fn told_of_capacity(error: &CapacityError) -> String {
    match error {
        CapacityError::Trials(error @ ExperimentError::Interrupted { .. }) => kept(error),
        other => format!("error: {other}"),
    }
}

fn kept(interrupted: &impl std::fmt::Display) -> String {
    format!("{interrupted}; those are kept: run the same command again to go on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_an_error_and_an_interruption_as_none() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        let full = CliError::Trials(ExperimentError::Notebook(full)).to_string();
        assert!(
            full.starts_with("error: what a trial found cannot be kept"),
            "{full}"
        );
        assert!(
            full.ends_with("make room on the disk, and begin again"),
            "{full}"
        );
        let ended = ExperimentError::Interrupted { done: 3, wanted: 8 };
        let ended = CliError::Trials(ended).to_string();
        assert!(ended.starts_with("interrupted: 3 of 8 trials"), "{ended}");
        assert!(
            ended.ends_with("run the same command again to go on"),
            "{ended}"
        );
    }
}
