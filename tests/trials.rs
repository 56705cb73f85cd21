//! Experiments that are ended at any moment and begun again: nothing finished is run twice, and the
//! values are the same, bit for bit.

use corridor::report::{Experiment, Journal, ReportError};
use corridor::study::{Conduct, ExperimentError, Notebook, Trial, conduct_trials};
use proptest::prelude::*;
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

fn header(seed: u64) -> Experiment {
    Experiment {
        version: "0.1.0".to_owned(),
        inputs_sha256: "ab12".to_owned(),
        seed,
        measures: vec!["tonnage".to_owned(), "dwell".to_owned()],
    }
}

fn trials(n: usize) -> Vec<Trial> {
    let trial = |n: usize| Trial {
        id: format!("{}/{}", n / 2, n % 2),
        variant: n / 2,
        replication: n % 2,
    };
    (0..n).map(trial).collect()
}

/// Numbers that a careless hand would not read back as they were.
fn found(trial: &Trial) -> Vec<f64> {
    let n = (2 * trial.variant + trial.replication) as f64;
    let odd = if n == 3.0 { f64::NAN } else { -1e-300 * n };
    vec![(n + 0.1) / 3.0, odd]
}

fn bits(values: &[Vec<f64>]) -> Vec<Vec<u64>> {
    let bits = |row: &Vec<f64>| row.iter().map(|value| value.to_bits()).collect();
    values.iter().map(bits).collect()
}

/// Conducts six trials with the journal at `path`; returns their values and how many were run.
fn conducted(path: &Path) -> (Vec<Vec<f64>>, usize) {
    let journal = Journal::open(path, &header(1)).expect("a journal of this experiment");
    let (stop, n_run) = (AtomicBool::new(false), AtomicUsize::new(0));
    let conduct = Conduct {
        notebook: &journal,
        threads: Some(2),
        ..Conduct::new(1, &stop)
    };
    let values = conduct_trials(&trials(6), conduct, |trial| {
        n_run.fetch_add(1, Ordering::Relaxed);
        Ok::<_, Infallible>(Some(found(trial)))
    });
    (values.expect("all trials"), n_run.into_inner())
}

#[test]
fn a_journal_cut_at_any_byte_loses_only_the_trial_that_was_cut() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("out.trials");
    let (whole, n_run) = conducted(&path);
    assert_eq!(n_run, 6);
    let bytes = fs::read(&path).expect("a journal");
    let header_end = 1 + bytes
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a header");
    for cut in 0..=bytes.len() {
        fs::write(&path, &bytes[..cut]).expect("room");
        let kept = bytes[..cut].iter().skip(header_end);
        let n_kept = kept.filter(|byte| **byte == b'\n').count();
        let (values, n_run) = conducted(&path);
        assert_eq!(n_run, 6 - n_kept, "cut at byte {cut}");
        assert_eq!(bits(&values), bits(&whole), "cut at byte {cut}");
        let again = fs::read(&path).expect("a journal");
        assert_eq!(again.len(), bytes.len(), "cut at byte {cut}");
        assert_eq!(conducted(&path).1, 0, "cut at byte {cut}");
    }
}

#[test]
fn a_journal_of_another_experiment_is_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("out.trials");
    conducted(&path);
    let before = fs::read(&path).expect("a journal");
    let error = Journal::open(&path, &header(2)).expect_err("another seed");
    assert!(matches!(error, ReportError::OtherJournal { .. }));
    assert!(error.to_string().contains("seed 1, now 2"), "{error}");
    assert_eq!(fs::read(&path).expect("still there"), before);
    fs::write(&path, "a diary\n").expect("room");
    let error = Journal::open(&path, &header(1)).expect_err("no journal");
    assert!(
        error.to_string().contains("no journal of trials"),
        "{error}"
    );
}

#[test]
fn two_runs_do_not_write_one_journal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("out.trials");
    let first = Journal::open(&path, &header(1)).expect("a free place");
    let second = Journal::open(&path, &header(1));
    assert!(matches!(second, Err(ReportError::JournalInUse(_))));
    drop(first);
    assert!(Journal::open(&path, &header(1)).is_ok());
}

#[test]
fn an_experiment_that_is_stopped_keeps_what_is_finished() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("out.trials");
    let journal = Journal::open(&path, &header(1)).expect("a free place");
    let stop = AtomicBool::new(false);
    let conduct = Conduct {
        notebook: &journal,
        threads: Some(1),
        ..Conduct::new(1, &stop)
    };
    let ended = conduct_trials(&trials(6), conduct, |trial| {
        stop.store(trial.variant == 1, Ordering::Relaxed);
        Ok::<_, Infallible>(Some(found(trial)))
    });
    let Err(ExperimentError::Interrupted { done, wanted }) = ended else {
        panic!("{ended:?}");
    };
    assert_eq!((done, wanted), (3, 6));
    drop(journal);
    assert_eq!(conducted(&path).1, 3);
}

proptest! {
    #[test]
    fn values_are_read_back_bit_for_bit(values in proptest::collection::vec(any::<f64>(), 2)) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("out.trials");
        let journal = Journal::open(&path, &header(1)).expect("a free place");
        journal.keep("a", &values).expect("room");
        drop(journal);
        let journal = Journal::open(&path, &header(1)).expect("the same experiment");
        let read = journal.known("a").expect("it was kept");
        for (read, value) in read.iter().zip(&values) {
            prop_assert!(read.to_bits() == value.to_bits() || read.is_nan() && value.is_nan());
        }
    }
}
