//! Where the influence of an empty start ends.

/// Returns how many observations of a series MSER-5 would cut, or `None` when it is too short or the
/// minimum lies in its second half, which says that the series has not settled.
///
/// The series is averaged in batches of five; the cut minimises the squared standard error of what
/// is left. White, *An effective truncation heuristic for bias reduction in simulation output*,
/// Simulation 69 (1997).
pub fn mser5(series: &[f64]) -> Option<usize> {
    const BATCH: usize = 5;
    let batches: Vec<f64> = series
        .chunks_exact(BATCH)
        .map(|batch| batch.iter().sum::<f64>() / BATCH as f64)
        .collect();
    let n = batches.len();
    if n < 4 {
        return None;
    }
    let error = |cut: usize| {
        let rest = &batches[cut..];
        let mean = rest.iter().sum::<f64>() / rest.len() as f64;
        let squares: f64 = rest.iter().map(|value| (value - mean).powi(2)).sum();
        squares / (rest.len() as f64).powi(2)
    };
    let cut = (0..n - 1).min_by(|a, b| error(*a).total_cmp(&error(*b)))?;
    (cut <= n / 2).then_some(cut * BATCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_is_off_is_cut() {
        let series: Vec<f64> = (0..100)
            .map(|n| {
                if n < 20 {
                    f64::from(n)
                } else {
                    20.0 + f64::from(n % 3)
                }
            })
            .collect();
        assert_eq!(mser5(&series), Some(20));
    }

    #[test]
    fn a_series_that_only_rises_has_not_settled() {
        let series: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(mser5(&series), None);
        assert_eq!(mser5(&[1.0; 10]), None);
    }
}
