use super::Distribution;
use crate::engine::Streams;
use expect_test::{Expect, expect};

const DRAWS: usize = 400_000;

/// One of each, with the mean and variance of the textbook.
fn cases() -> Vec<(&'static str, Distribution, f64, f64)> {
    let all = [
        ("constant", Distribution::constant(3.5), 3.5, 0.0),
        ("uniform", Distribution::uniform(2.0, 8.0), 5.0, 3.0),
        ("exponential", Distribution::exponential(4.0), 4.0, 16.0),
        // (a² + b² + c² − ab − ac − bc) / 18
        (
            "triangular",
            Distribution::triangular(1.0, 2.0, 6.0),
            3.0,
            21.0 / 18.0,
        ),
        // Half-normal: σ√(2/π) and σ²(1 − 2/π).
        (
            "half normal",
            Distribution::truncated_normal(0.0, 2.0),
            1.595_769_122,
            1.453_520_910,
        ),
        // Eight deviations from zero: nothing to cut.
        (
            "normal",
            Distribution::truncated_normal(16.0, 2.0),
            16.0,
            4.0,
        ),
        ("lognormal", Distribution::lognormal(10.0, 0.4), 10.0, 16.0),
        ("erlang", Distribution::erlang(6.0, 3), 6.0, 12.0),
        ("gamma", Distribution::gamma(6.0, 2.5), 6.0, 14.4),
        ("flat gamma", Distribution::gamma(6.0, 0.5), 6.0, 72.0),
        // Shape 2 (Rayleigh): λ√π/2 and λ²(1 − π/4).
        (
            "weibull",
            Distribution::weibull(3.0, 2.0),
            2.658_680_776,
            1.931_416_529,
        ),
    ];
    all.map(|(name, distribution, mean, variance)| {
        (name, distribution.expect(name), mean, variance)
    })
    .to_vec()
}

#[test]
fn means_and_variances_are_the_closed_forms() {
    for (name, distribution, mean, variance) in cases() {
        assert!(
            (distribution.mean() - mean).abs() < 1e-8,
            "{name}: {}",
            distribution.mean()
        );
        let mut stream = Streams::new(1, 0).stream(name, 0);
        let values: Vec<f64> = (0..DRAWS)
            .map(|_| distribution.sample(&mut stream))
            .collect();
        let n = DRAWS as f64;
        let observed_mean = values.iter().sum::<f64>() / n;
        let squares = values.iter().map(|value| (value - mean) * (value - mean));
        let observed_variance = squares.clone().sum::<f64>() / n;
        let fourth = squares
            .map(|square| (square - variance) * (square - variance))
            .sum::<f64>();
        // Five standard errors each: once in a million and a half, and the seed is fixed.
        let mean_error = 5.0 * (variance / n).sqrt() + 1e-9;
        let variance_error = 5.0 * (fourth / n / n).sqrt() + 1e-9;
        assert!(
            (observed_mean - mean).abs() < mean_error,
            "{name}: mean {observed_mean}"
        );
        let difference = (observed_variance - variance).abs();
        assert!(
            difference < variance_error,
            "{name}: variance {observed_variance}"
        );
        let least = distribution.minimum();
        assert!(
            values.iter().all(|value| *value >= least),
            "{name}: below {least}"
        );
    }
}

#[test]
fn impossible_parameters_make_no_distribution() {
    let nan = f64::NAN;
    let none = [
        Distribution::constant(-1.0),
        Distribution::constant(f64::INFINITY),
        Distribution::uniform(2.0, 1.0),
        Distribution::exponential(-0.1),
        Distribution::exponential(nan),
        Distribution::triangular(1.0, nan, 3.0),
        Distribution::triangular(1.0, 4.0, 3.0),
        Distribution::truncated_normal(-1.0, 1.0),
        Distribution::lognormal(0.0, 1.0),
        Distribution::lognormal(1.0, 1e200),
        Distribution::erlang(1.0, 0),
        Distribution::gamma(1.0, 0.0),
        Distribution::weibull(1.0, 0.001),
        Distribution::weibull(1.0, nan),
    ];
    assert_eq!(none, [None; 14]);
}

#[test]
fn a_scaled_distribution_draws_scaled_numbers() {
    for (name, distribution, ..) in cases() {
        let mut draws = [0, 0].map(|_| Streams::new(3, 0).stream("scaled", 1));
        let thrice = distribution.scaled(3.0);
        assert!(distribution.scaled(1.0) == distribution, "{name}");
        assert!(
            (thrice.mean() / distribution.mean() - 3.0).abs() < 1e-9,
            "{name}"
        );
        for _ in 0..10 {
            let [once, more] = [0, 1].map(|n| [distribution, thrice][n].sample(&mut draws[n]));
            assert!((more - 3.0 * once).abs() <= 1e-9 * more, "{name}");
        }
    }
}

#[test]
fn degenerate_distributions_are_constant() {
    let mut stream = Streams::new(1, 0).stream("degenerate", 0);
    for distribution in [
        Distribution::uniform(3.0, 3.0),
        Distribution::triangular(3.0, 3.0, 3.0),
        Distribution::truncated_normal(3.0, 0.0),
    ] {
        let distribution = distribution.expect("allowed");
        assert_eq!(
            (distribution.sample(&mut stream), distribution.minimum()),
            (3.0, 3.0)
        );
    }
}

/// The first draws of every distribution, hashed: a change here changes every result.
#[test]
fn draws_are_the_same_bits_in_every_build() {
    let lines = cases().into_iter().map(|(name, distribution, ..)| {
        let mut stream = Streams::new(20_221_230, 7).stream("golden", 3);
        let hash = (0..1_000).fold(0_u64, |hash, _| {
            let bits = distribution.sample(&mut stream).to_bits();
            (hash.rotate_left(5) ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        });
        format!("{name} {hash:016x}\n")
    });
    check_text(
        &lines.collect::<String>(),
        expect![[r#"
        constant a8c72f5294ce072c
        uniform 6fbe40d01d913099
        exponential ac40d69bb5cab7d6
        triangular 8b0f067991fcdfb8
        half normal 788fdb5822e74c90
        normal 84119dc45afff96d
        lognormal 6bbdda17753baab4
        erlang 2fe7436a2b78eb34
        gamma 97e60df0a5a2831c
        flat gamma e9eda88b08e95da3
        weibull dbda9c2a78bde019
    "#]],
    );
}

#[test]
fn streams_are_the_same_bits_in_every_build() {
    let mut stream = Streams::new(1, 2).stream("arrivals", 3);
    let (uniform, below) = (stream.uniform(), stream.below(1_000_000));
    let (normal, exponential) = (stream.standard_normal(), stream.exponential());
    check_text(
        &format!("{uniform:?} {below} {normal:?} {exponential:?}"),
        expect!["0.9038925118978554 492713 0.6764372151554962 2.8661460315736482"],
    );
}

fn check_text(actual: &str, expected: Expect) {
    expected.assert_eq(actual);
}
