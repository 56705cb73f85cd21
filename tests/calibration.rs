//! Fitting: what a model with known parameters says is fitted back, and intervals hold what they promise.

use corridor::engine::Streams;
use corridor::study::{Bounds, Hold, Target, fit};
use std::convert::Infallible;

/// Two factors of demand and an acceptance: what crosses is what is offered, up to what is accepted,
/// and what the third scales nobody has measured.
fn model(point: &[f64]) -> [f64; 4] {
    let offered = 10.0 * point[0];
    let taken = offered - excess(offered - 9.0 * point[2]);
    [offered, 6.0 * point[1], taken, offered + 6.0 * point[1]]
}

/// A smooth limit: a queue bends before it breaks.
fn excess(over: f64) -> f64 {
    0.3 * (1.0 + (over / 0.3).exp()).ln()
}

const BOUNDS: [Bounds; 3] = [
    Bounds {
        low: 0.6,
        high: 1.4,
        start: 1.0,
    },
    Bounds {
        low: 0.6,
        high: 1.4,
        start: 1.0,
    },
    Bounds {
        low: 0.7,
        high: 1.3,
        start: 1.0,
    },
];

/// By point, replication and cell.
type Simulated = Vec<Vec<Vec<f64>>>;

const NOISE: f64 = 0.1;
const DEVIATIONS: [f64; 4] = [0.15, 0.1, 0.2, 0.3];

/// Runs the model at points, on random numbers that all points have in common.
fn simulate(
    streams: Streams,
    replications: u64,
) -> impl FnMut(&[Vec<f64>]) -> Result<Simulated, Infallible> {
    move |points| {
        let rows = |point: &Vec<f64>| {
            let row = |n: u64| {
                let mut own = streams.stream("noise of the model", n);
                let values = model(point);
                values
                    .map(|value| value + NOISE * own.standard_normal())
                    .to_vec()
            };
            (0..replications).map(row).collect()
        };
        Ok(points.iter().map(rows).collect())
    }
}

#[test]
fn intervals_of_90_per_cent_cover_what_the_years_were_made_with() {
    let truth = [1.08, 0.93, 0.97];
    let years = 200;
    let mut covered = [0; 3];
    for year in 0..years {
        let streams = Streams::new(7, year);
        let mut reality = streams.stream("reality", 0);
        let values = model(&truth);
        let targets: Vec<Target> = values
            .iter()
            .zip(DEVIATIONS)
            .map(|(value, deviation)| Target {
                value: value
                    + NOISE * reality.standard_normal()
                    + deviation * reality.standard_normal(),
                deviation,
            })
            .collect();
        let found = fit(&BOUNDS, &targets, simulate(streams, 4)).expect("nothing can fail");
        for (n, fitted) in found.fitted.iter().enumerate() {
            let (low, high) = fitted.interval;
            covered[n] += usize::from((low..=high).contains(&truth[n]));
        }
    }
    let share: f64 = covered.iter().sum::<usize>() as f64 / (3 * years) as f64;
    assert!((0.85..=0.95).contains(&share), "{share}: {covered:?}");
}

#[test]
fn what_no_cell_tells_of_stays_where_it_was_and_says_so() {
    let mut simulate = simulate(Streams::new(1, 0), 3);
    let targets = [Target {
        value: 11.0,
        deviation: 0.1,
    }];
    let first = |points: &[Vec<f64>]| {
        let mut found = simulate(points)?;
        for row in found.iter_mut().flatten() {
            row.truncate(1);
        }
        Ok::<_, Infallible>(found)
    };
    let found = fit(&BOUNDS, &targets, first).expect("nothing can fail");
    assert_eq!(found.fitted[0].hold, Hold::Firm);
    assert!((found.fitted[0].value - 1.1).abs() < 0.03);
    assert_eq!(found.fitted[1].hold, Hold::NotIdentified);
    assert!((found.fitted[1].value - 1.0).abs() < 0.01);
    assert!(found.fitted[1].interval.0 < 0.65);
}

#[test]
fn what_the_data_ask_for_beyond_a_bound_is_held_there() {
    let targets = [100.0, 6.0, 9.0, 16.0].map(|value| Target {
        value,
        deviation: 0.1,
    });
    let found = fit(&BOUNDS, &targets, simulate(Streams::new(1, 0), 2)).expect("nothing can fail");
    assert_eq!(found.fitted[0].value, 1.4);
    assert!(found.fitted[0].at_bound);
}
