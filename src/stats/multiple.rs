//! Many tests at once: of a hundred true nothings, five look like something at 5 %.

use super::Estimate;
use statrs::distribution::{ContinuousCDF, StudentsT};

impl Estimate {
    /// Returns how likely a mean as far from zero as this one is if the true mean is zero: two-sided,
    /// by Student's t. None for fewer than two replications.
    pub fn p_value(&self) -> Option<f64> {
        let half_width = self.half_width?;
        if half_width == 0.0 {
            return Some(if self.mean == 0.0 { 1.0 } else { 0.0 });
        }
        let freedom = self.replications as f64 - 1.0;
        let student = StudentsT::new(0.0, 1.0, freedom).expect("there are two replications");
        let t = student.inverse_cdf(0.975) * self.mean.abs() / half_width;
        Some(2.0 * student.cdf(-t))
    }
}

/// Returns p-values adjusted for how many there are: calling something all that are at most some
/// level lets on average no more than that share of what is called so be by chance (the false
/// discovery rate; Benjamini and Hochberg, *J. R. Statist. Soc. B* 57, 1995, 289–300). It holds for
/// tests that are independent or depend on one another positively (Benjamini and Yekutieli, *Ann.
/// Statist.* 29, 2001, 1165–1188), as sums and their parts do.
pub fn adjusted(p_values: &[f64]) -> Vec<f64> {
    let n = p_values.len();
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|one, other| p_values[*one].total_cmp(&p_values[*other]));
    let mut adjusted = vec![1.0; n];
    let mut least = 1.0_f64;
    for (rank, index) in order.into_iter().enumerate().rev() {
        least = least.min(p_values[index] * n as f64 / (rank + 1) as f64);
        adjusted[index] = least;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fifteen p-values of Benjamini and Hochberg, section 4: four are significant at 5 %.
    #[test]
    fn the_example_of_benjamini_and_hochberg() {
        let p_values = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 1.0,
        ];
        let found = adjusted(&p_values);
        assert_eq!(found.iter().filter(|it| **it <= 0.05).count(), 4);
        assert!((found[3] - 0.0095 * 15.0 / 4.0).abs() < 1e-12);
        // Never less than the p-value, nor less than that of a smaller one.
        assert!(found.iter().zip(p_values).all(|(it, p)| *it >= p));
        assert!(found.windows(2).all(|pair| pair[0] <= pair[1]));
    }

    #[test]
    fn an_interval_that_touches_zero_has_a_p_value_of_five_per_cent() {
        let estimate = |mean| Estimate {
            mean,
            half_width: Some(1.0),
            replications: 4,
        };
        let p_value = |mean: f64| estimate(mean).p_value().expect("four replications");
        assert!((p_value(1.0) - 0.05).abs() < 1e-9 && (p_value(-1.0) - 0.05).abs() < 1e-9);
        assert!((p_value(0.0) - 1.0).abs() < 1e-9);
        assert!(p_value(3.0) < 0.01);
    }
}
