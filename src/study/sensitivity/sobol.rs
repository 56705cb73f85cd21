//! Sobol indices from two matrices of quasi-random points and their crossings.
//!
//! Of N base points in k dimensions there are two matrices, A and B, from a Sobol sequence of 2k
//! dimensions, and for each input i the matrix ABᵢ: A with the column of i from B. First-order
//! indices by Saltelli et al. (*Computer Physics Communications* 181, 2010, table 2 b), total ones by
//! Jansen (*Computer Physics Communications* 117, 1999): N (k + 2) values in all.

use super::{Bounded, Shares, mean};
use crate::engine::Streams;

/// How often rows are drawn anew for an interval.
const DRAWS: usize = 1_000;

/// The points of a design, each in the unit cube.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolPoints {
    /// The points of A: `[n_points][n_inputs]`.
    pub a: Vec<Vec<f64>>,
    /// The points of B, in the same order.
    pub b: Vec<Vec<f64>>,
}

/// The values of one base point.
#[derive(Clone, Debug, PartialEq)]
pub struct SobolRow {
    /// At A.
    pub a: f64,
    /// At B.
    pub b: f64,
    /// At A with one input from B: one for each input.
    pub ab: Vec<f64>,
}

/// Returns the base points of a design: `n_points`, at most 2¹⁶, of at most 128 inputs.
pub fn sobol_points(n_points: u32, n_inputs: u32, seed: u64) -> SobolPoints {
    let seed = (seed ^ (seed >> 32)) as u32;
    let matrix = |first: u32| {
        let point = |n: u32| {
            let one = |input: u32| f64::from(sobol_burley::sample(n, first + input, seed));
            (0..n_inputs).map(one).collect()
        };
        (0..n_points).map(point).collect()
    };
    SobolPoints {
        a: matrix(0),
        b: matrix(n_inputs),
    }
}

impl SobolPoints {
    /// Returns the point of ABᵢ in row `n`: that of A, with input `i` from B.
    pub fn crossed(&self, n: usize, i: usize) -> Vec<f64> {
        let mut point = self.a[n].clone();
        point[i] = self.b[n][i];
        point
    }
}

/// Returns the shares of each input, with percentile intervals of the bootstrap over rows; nothing if
/// fewer than two rows have all their values, or if all values are the same.
///
/// Rows with a value that is not a number are left out. The interval is too wide rather than too
/// narrow, since rows of a Sobol sequence are spread more evenly than rows drawn at random.
pub fn sobol_shares(rows: &[SobolRow], streams: Streams) -> Option<Vec<Shares>> {
    let finite = |row: &&SobolRow| {
        let all = row.ab.iter().chain([&row.a, &row.b]);
        all.into_iter().all(|value| value.is_finite())
    };
    let rows: Vec<&SobolRow> = rows.iter().filter(finite).collect();
    if rows.len() < 2 {
        return None;
    }
    let all = estimate(&rows)?;
    let mut stream = streams.stream("bootstrap of Sobol indices", 0);
    let draws = (0..DRAWS).filter_map(|_| {
        let n = rows.len() as u64;
        let drawn = rows.iter().map(|_| rows[stream.below(n) as usize]);
        estimate(&drawn.collect::<Vec<_>>())
    });
    let draws: Vec<Vec<[f64; 2]>> = draws.collect();
    let bounded = |input: usize, which: usize| {
        let mut drawn: Vec<f64> = draws.iter().map(|draw| draw[input][which]).collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| drawn[(share * (drawn.len() - 1) as f64).round() as usize];
        Bounded {
            value: all[input][which],
            interval: (!drawn.is_empty()).then(|| (at(0.025), at(0.975))),
        }
    };
    let shares = |input| Shares {
        first: bounded(input, 0),
        total: bounded(input, 1),
    };
    Some((0..all.len()).map(shares).collect())
}

/// Returns the first-order and the total index of each input.
fn estimate(rows: &[&SobolRow]) -> Option<Vec<[f64; 2]>> {
    let both = || rows.iter().flat_map(|row| [row.a, row.b]);
    let n = (2 * rows.len()) as f64;
    // A value that is the same everywhere may not differ from its own mean in the last bit.
    let first = rows[0].a;
    if both().all(|value| value == first) {
        return None;
    }
    let centre = both().sum::<f64>() / n;
    let variance = both().map(|value| (value - centre).powi(2)).sum::<f64>() / n;
    let of_input = |input: usize| {
        let crossed = rows
            .iter()
            .map(|row| (row.b - centre) * (row.ab[input] - row.a));
        let squares = rows.iter().map(|row| (row.a - row.ab[input]).powi(2));
        [mean(crossed) / variance, 0.5 * mean(squares) / variance]
    };
    Some((0..rows[0].ab.len()).map(of_input).collect())
}
