//! Every level of each input with every level of the others: the variance over the grid splits
//! without an error, each level as likely as the others.

use super::{Bounded, Shares, mean};

/// Returns every combination of levels, one level for each input; the last input changes fastest.
/// `sizes` are how many levels each input has, none of them zero.
pub fn combinations(sizes: &[usize]) -> Vec<Vec<usize>> {
    let all: usize = sizes.iter().product();
    let combination = |n: usize| {
        let mut rest = n;
        let mut levels = vec![0; sizes.len()];
        for (level, size) in levels.iter_mut().zip(sizes).rev() {
            *level = rest % size;
            rest /= size;
        }
        levels
    };
    (0..all).map(combination).collect()
}

/// Returns the shares of each input over a whole grid, from one value for each combination in the
/// order of [`combinations`]; nothing if a value is not a number, or if all are the same.
///
/// What chance does to the values is a part of the total shares.
pub fn factorial_shares(sizes: &[usize], values: &[f64]) -> Option<Vec<Shares>> {
    let same = values.iter().all(|value| *value == values[0]);
    if same || !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let combinations = combinations(sizes);
    let whole = variance(values);
    let of_input = |input: usize| {
        let own = |levels: &[usize]| levels[input];
        let others = |levels: &[usize]| {
            let rest = levels.iter().zip(sizes).enumerate();
            let rest = rest.filter(|(n, _)| *n != input);
            rest.fold(0, |place, (_, (level, size))| place * size + level)
        };
        let n_others = values.len() / sizes[input];
        let explained = |n_groups: usize, group: &dyn Fn(&[usize]) -> usize| {
            let mut sums = vec![0.0; n_groups];
            for (levels, value) in combinations.iter().zip(values) {
                sums[group(levels)] += value;
            }
            let size = (values.len() / n_groups) as f64;
            let means: Vec<f64> = sums.iter().map(|sum| sum / size).collect();
            variance(&means) / whole
        };
        Shares {
            first: Bounded::exact(explained(sizes[input], &own)),
            total: Bounded::exact(1.0 - explained(n_others, &others)),
        }
    };
    Some((0..sizes.len()).map(of_input).collect())
}

fn variance(values: &[f64]) -> f64 {
    let centre = mean(values.iter().copied());
    mean(values.iter().map(|value| (value - centre).powi(2)))
}
