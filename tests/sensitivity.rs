//! Sensitivity of functions whose indices are known exactly.

use corridor::engine::Streams;
use corridor::study::sensitivity::{
    Shares, SobolRow, Step, combinations, elementary_effects, factorial_shares, sobol_points,
    sobol_shares, walks,
};
use proptest::prelude::*;
use std::f64::consts::PI;

/// The shares of a function of points in the unit cube, from `n_points` base points.
fn shares(n_points: u32, n_inputs: usize, seed: u64, of: impl Fn(&[f64]) -> f64) -> Vec<Shares> {
    let points = sobol_points(n_points, n_inputs as u32, seed);
    let row = |n: usize| SobolRow {
        a: of(&points.a[n]),
        b: of(&points.b[n]),
        ab: (0..n_inputs).map(|i| of(&points.crossed(n, i))).collect(),
    };
    let rows: Vec<SobolRow> = (0..n_points as usize).map(row).collect();
    sobol_shares(&rows, Streams::new(seed, 0)).expect("the function varies")
}

/// Elementary effects of a function along `n_walks` walks.
fn steps(n_walks: u32, n_inputs: usize, of: impl Fn(&[f64]) -> f64) -> Vec<Step> {
    let mut stream = Streams::new(3, 0).stream("walks", 0);
    let mut steps = Vec::new();
    for walk in walks(n_walks, n_inputs, &mut stream) {
        for (pair, input) in walk.points.windows(2).zip(&walk.inputs) {
            steps.push(Step {
                input: *input,
                by: pair[1][*input] - pair[0][*input],
                before: of(&pair[0]),
                after: of(&pair[1]),
            });
        }
    }
    steps
}

/// Ishigami and Homma, 1990: sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁, each from −π to π.
fn ishigami(point: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|n| PI * (2.0 * point[n] - 1.0));
    x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
}

#[test]
fn indices_of_the_ishigami_function_are_the_exact_ones() {
    // Of V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2, with a = 7 and b = 0.1.
    let (a, b) = (7.0_f64, 0.1_f64);
    let first = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let second = a.powi(2) / 8.0;
    let together = b.powi(2) * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
    let variance = first + second + together;
    let exact = [(first, first + together), (second, second), (0.0, together)];
    for seed in [1, 2022, u64::MAX] {
        let found = shares(2_048, 3, seed, ishigami);
        for (n, (found, (first, total))) in found.iter().zip(exact).enumerate() {
            let (first, total) = (first / variance, total / variance);
            let name = format!("x{} with seed {seed}: {found:?}", n + 1);
            assert!((found.first.value - first).abs() < 0.02, "{name}, {first}");
            assert!((found.total.value - total).abs() < 0.02, "{name}, {total}");
            for (bounded, exact) in [(found.first, first), (found.total, total)] {
                let (low, high) = bounded.interval.expect("rows differ");
                assert!(low <= exact && exact <= high, "{name}, {exact}");
                assert!(high - low < 0.25, "{name}");
            }
        }
    }
}

#[test]
fn a_value_that_never_changes_has_no_indices() {
    let rows = vec![
        SobolRow {
            a: 0.1,
            b: 0.1,
            ab: vec![0.1],
        };
        8
    ];
    assert_eq!(sobol_shares(&rows, Streams::new(1, 0)), None);
    assert_eq!(factorial_shares(&[2, 2], &[0.1; 4]), None);
}

#[test]
fn a_row_with_a_value_missing_is_left_out() {
    let row = |a: f64, b: f64, ab: f64| SobolRow { a, b, ab: vec![ab] };
    let mut rows = vec![row(0.0, 1.0, 1.0), row(1.0, 0.0, 0.0), row(1.0, 0.5, 0.5)];
    let whole = sobol_shares(&rows, Streams::new(1, 0)).expect("it varies");
    rows.push(row(f64::NAN, 1.0, 1.0));
    let found = sobol_shares(&rows, Streams::new(1, 0)).expect("it varies");
    assert_eq!(found, whole);
}

#[test]
fn a_walk_changes_each_input_once_by_two_thirds() {
    let mut stream = Streams::new(1, 0).stream("walks", 0);
    for walk in walks(20, 5, &mut stream) {
        let mut inputs = walk.inputs.clone();
        inputs.sort_unstable();
        assert_eq!(inputs, [0, 1, 2, 3, 4]);
        for (pair, input) in walk.points.windows(2).zip(&walk.inputs) {
            let changed = (0..5).filter(|n| pair[0][*n] != pair[1][*n]);
            assert_eq!(changed.collect::<Vec<_>>(), [*input]);
            let by = (pair[1][*input] - pair[0][*input]).abs();
            assert!((by - 2.0 / 3.0).abs() < 1e-12, "{by}");
        }
    }
}

/// Of x₁x₂ an effect of x₁ is x₂, which is one of four levels: mean 1/2, variance 5/36.
#[test]
fn effects_of_a_product_are_those_of_its_levels() {
    let effects = elementary_effects(&steps(2_000, 3, |x| x[0] * x[1] - 2.0 * x[2]), 3);
    let effects: Vec<_> = effects.into_iter().flatten().collect();
    assert_eq!(effects.len(), 3);
    for product in &effects[..2] {
        assert!((product.mean - 0.5).abs() < 0.03, "{product:?}");
        assert!((product.absolute.value - product.mean).abs() < 1e-12);
        let deviation = (5.0_f64 / 36.0).sqrt();
        assert!((product.deviation - deviation).abs() < 0.02, "{product:?}");
        let (low, high) = product.absolute.interval.expect("many walks");
        assert!(low < 0.5 && 0.5 < high + 0.01, "{product:?}");
    }
    let linear = effects[2];
    assert!((linear.mean + 2.0).abs() < 1e-9 && linear.deviation < 1e-9);
    assert!((linear.absolute.value - 2.0).abs() < 1e-9);
}

/// A design of two levels: each main effect and the interaction has its square as its part.
#[test]
fn a_whole_grid_splits_its_variance_as_a_two_level_design() {
    let values: Vec<f64> = combinations(&[2, 2])
        .iter()
        .map(|levels| {
            let (a, b) = (levels[0] as f64, levels[1] as f64);
            2.0 * a + b + 4.0 * a * b
        })
        .collect();
    assert_eq!(values, [0.0, 1.0, 2.0, 7.0]);
    let found = factorial_shares(&[2, 2], &values).expect("it varies");
    // Effects: of a ((2 + 7) − (0 + 1))/2 = 4, of b ((1 + 7) − (0 + 2))/2 = 3, of both 2.
    let whole = 16.0 + 9.0 + 4.0;
    let near = |value: f64, exact: f64| assert!((value - exact).abs() < 1e-12, "{value}, {exact}");
    near(found[0].first.value, 16.0 / whole);
    near(found[0].total.value, 20.0 / whole);
    near(found[1].first.value, 9.0 / whole);
    near(found[1].total.value, 13.0 / whole);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Without interactions a first-order index is the total one, and both are known.
    #[test]
    fn a_linear_function_has_one_index_an_input(
        slopes in proptest::collection::vec(-10.0..10.0_f64, 1..6),
        seed in any::<u64>(),
    ) {
        let whole: f64 = slopes.iter().map(|slope| slope * slope).sum();
        prop_assume!(whole > 1.0);
        let linear = |x: &[f64]| 5.0 + x.iter().zip(&slopes).map(|(x, slope)| slope * x).sum::<f64>();
        for (found, slope) in shares(1_024, slopes.len(), seed, linear).iter().zip(&slopes) {
            let exact = slope * slope / whole;
            prop_assert!((found.first.value - exact).abs() < 0.02, "{found:?}, {exact}");
            prop_assert!((found.total.value - exact).abs() < 0.02, "{found:?}, {exact}");
            prop_assert!((found.first.value - found.total.value).abs() < 0.02, "{found:?}");
        }
        let effects = elementary_effects(&steps(4, slopes.len(), linear), slopes.len());
        for (effects, slope) in effects.iter().zip(&slopes) {
            let effects = effects.expect("each walk changes each input");
            prop_assert!((effects.mean - slope).abs() < 1e-9);
            prop_assert!((effects.absolute.value - slope.abs()).abs() < 1e-9);
            prop_assert!(effects.deviation < 1e-9);
        }
        let sizes = vec![3; slopes.len()];
        let values: Vec<f64> = combinations(&sizes)
            .iter()
            .map(|levels| linear(&levels.iter().map(|level| *level as f64).collect::<Vec<_>>()))
            .collect();
        let grid = factorial_shares(&sizes, &values).expect("it varies");
        for (found, slope) in grid.iter().zip(&slopes) {
            prop_assert!((found.first.value - slope * slope / whole).abs() < 1e-9);
            prop_assert!((found.total.value - found.first.value).abs() < 1e-9);
        }
    }
}
