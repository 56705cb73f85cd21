//! The shocks of 2020 and 2023: each file gives the stock of wagons that was reported within a
//! factor of one and a half, and a recovery.

use corridor::input;
use corridor::sim::Plan;
use corridor::study::{self, Options, Results};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn run(shock: &str, replications: usize) -> Results {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("scenarios/shocks").join(shock);
    let reading = input::read(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let seed = reading.scenario.seed;
    let plan = Arc::new(Plan::new(reading.scenario));
    let stop = AtomicBool::new(false);
    study::run(&plan, Options::new(replications, seed, &stop)).expect("it runs to its end")
}

/// Checks every reported figure that the run covers, and in how many days each disturbance of Dostyk
/// in turn was over; none where the stock did not come back within the run.
fn check(results: &Results, n_reported: usize, recoveries: &[Option<std::ops::Range<f64>>]) {
    let compared = results
        .comparisons
        .iter()
        .filter(|it| it.simulated.is_some());
    let mut count = 0;
    for comparison in compared {
        let (observed, simulated) = (&comparison.observation, comparison.simulated);
        let ratio = simulated.map_or(f64::NAN, |it| it.mean) / observed.value;
        assert!(
            (1.0 / 1.5..=1.5).contains(&ratio),
            "{}: {ratio} of {} {}",
            observed.key,
            observed.value,
            observed.unit
        );
        count += 1;
    }
    assert_eq!(count, n_reported);
    let of_months = results.figures.iter().filter(|figure| {
        figure.measure == "recovery_days"
            && figure.place == "dostyk"
            && figure.period.len() == 7
            && !figure.period.contains("Q")
    });
    let days: Vec<Option<f64>> = of_months
        .map(|it| it.estimate().map(|it| it.mean))
        .collect();
    assert_eq!(days.len(), recoveries.len(), "{days:?}");
    for (days, expected) in days.iter().zip(recoveries) {
        match (days, expected) {
            (Some(days), Some(expected)) => assert!(expected.contains(days), "{days} days"),
            (days, expected) => assert_eq!(days.is_some(), expected.is_some(), "{days:?}"),
        }
    }
}

#[test]
fn july_2020() {
    check(&run("july-2020.toml", 2), 1, &[Some(5.0..120.0)]);
}

#[test]
fn november_2020() {
    check(&run("november-2020.toml", 1), 4, &[Some(5.0..40.0)]);
}

#[test]
fn september_2023() {
    check(&run("september-2023.toml", 1), 2, &[Some(5.0..60.0)]);
}
