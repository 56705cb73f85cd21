//! Splitting a variance among its sources.

/// What makes paths differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Growth of demand.
    Demand,
    /// Plans: their dates, and the quotas.
    Plans,
    /// Service: chance of running, inspection, transshipment, weather, when consignments appear, and what
    /// lines, locomotives and trains carry as far as no figure tells.
    Service,
}

impl Source {
    /// Every source, in the order of the paths of a block after its base.
    pub const ALL: [Self; 3] = [Self::Demand, Self::Plans, Self::Service];

    /// Returns the name that tables use.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Demand => "demand",
            Self::Plans => "plans",
            Self::Service => "service",
        }
    }
}

/// The part of a variance that is due to one source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The source.
    pub source: Source,
    /// The variance that is left when all other sources are known, in the square of the unit.
    pub variance: f64,
    /// The same as a share of the whole variance. Shares sum to more than 1 as far as sources act
    /// together.
    pub share: f64,
    /// Standard error of the share, from the scatter between blocks.
    pub error: f64,
}

/// How many paths a block has.
pub(super) const BLOCK: usize = 4;

/// Returns the total effect of each source on `totals`, which hold a value by path: nothing with
/// fewer than two whole blocks.
///
/// Of source u, over B blocks with base y and the path y' in which u alone is drawn anew:
/// V(u) = Σ (y − y')² / 2B (Jansen, *Analysis of variance designs for model output*, 1999). It is
/// E[Var(y | all but u)], the total effect; the whole variance is that of all paths.
pub(super) fn shares(totals: &[f64]) -> Vec<Share> {
    let blocks: Vec<&[f64]> = totals.chunks_exact(BLOCK).collect();
    let n_blocks = blocks.len() as f64;
    if blocks.len() < 2 {
        return Vec::new();
    }
    let whole = variance(totals);
    let share = |(n, source): (usize, Source)| {
        let halves: Vec<f64> = blocks
            .iter()
            .map(|block| (block[0] - block[n + 1]) * (block[0] - block[n + 1]) / 2.0)
            .collect();
        let mean = halves.iter().sum::<f64>() / n_blocks;
        let error = (variance(&halves) / n_blocks).sqrt();
        let of_whole = |value: f64| if whole > 0.0 { value / whole } else { 0.0 };
        Share {
            source,
            variance: mean,
            share: of_whole(mean),
            error: of_whole(error),
        }
    };
    Source::ALL.into_iter().enumerate().map(share).collect()
}

fn variance(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|it| (it - mean) * (it - mean)).sum();
    squares / (values.len() as f64 - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Streams;

    /// y = 3 d + 2 p + s with independent standard normal d, p, s: shares 9, 4 and 1 of 14.
    #[test]
    fn a_sum_is_split_into_the_squares_of_its_weights() {
        let normal = |purpose, n: usize| {
            let mut stream = Streams::new(7, n as u64).stream(purpose, 0);
            stream.standard_normal()
        };
        let total = |n: usize| {
            let of = |k| 2 * (n / BLOCK) + usize::from(n % BLOCK == k);
            3.0 * normal("d", of(1)) + 2.0 * normal("p", of(2)) + normal("s", of(3))
        };
        let totals: Vec<f64> = (0..4 * 4_000).map(total).collect();
        for (share, weight) in shares(&totals).iter().zip([9.0, 4.0, 1.0]) {
            let wanted = weight / 14.0;
            assert!(
                (share.share - wanted).abs() < 4.0 * share.error + 0.01,
                "{share:?}"
            );
        }
    }

    #[test]
    fn one_block_splits_nothing() {
        assert_eq!(shares(&[1.0, 2.0, 3.0, 4.0]), []);
    }
}
