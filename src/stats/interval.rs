//! Confidence intervals over independent replications.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Returns the half-width of the 95 % confidence interval of the mean of `means`, or `None` for
/// fewer than two. `means` holds one value per replication, so they are independent.
///
/// Student's t; Law, *Simulation Modeling and Analysis*, ch. 9.
pub fn half_width(means: &[f64]) -> Option<f64> {
    let n = means.len() as f64;
    if means.len() < 2 {
        return None;
    }
    let mean = means.iter().sum::<f64>() / n;
    let variance = means
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    let student =
        StudentsT::new(0.0, 1.0, n - 1.0).expect("there is at least one degree of freedom");
    Some(student.inverse_cdf(0.975) * (variance / n).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_replications_use_the_t_quantile_of_nine_degrees() {
        let means: Vec<f64> = (1..=10).map(f64::from).collect();
        // Mean 5.5, variance 9.1667, t(9; 0.975) = 2.2622.
        let expected = 2.262_157 * (9.166_667_f64 / 10.0).sqrt();
        let actual = half_width(&means).expect("ten values");
        assert!(
            (actual - expected).abs() < 1e-4,
            "{actual} instead of {expected}"
        );
    }

    #[test]
    fn one_replication_has_no_interval() {
        assert_eq!(half_width(&[1.0]), None);
    }
}
