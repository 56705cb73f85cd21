//! A forecast with its interval, from blocks of paths.
//!
//! Of the four paths of a block the first and third have the parameters of one draw, the second and
//! fourth those on the other side of the middle; the first and fourth have the growth of one draw, the
//! others that on the other side. So a block's mean is free of what is linear in either, and its three
//! contrasts are the effects of growth, of parameters, and of both together (a 2² factorial design; Box,
//! Hunter and Hunter, *Statistics for Experimenters*, 2005, ch. 5).

use crate::study::calibration::Z95;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// A forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The middle.
    pub value: f64,
    /// The ends of its 90 % interval.
    pub interval: (f64, f64),
    /// What makes the interval wide.
    pub spread: Spread,
}

/// Standard deviations of a forecast by source, as shares of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Growth as it scattered in the years known.
    pub growth: f64,
    /// Parameters as the figures known leave them.
    pub parameters: f64,
    /// Chance of the service, and what the others do only together.
    pub chance: f64,
    /// The reported figure's own error.
    pub reported: f64,
}

/// Makes a forecast of `blocks` of a figure above zero, which will be reported with a relative
/// standard deviation of `reported`. None for fewer than two blocks, or where a figure is missing or zero.
///
/// In logarithms, a path scatters by s² = mean of the squared contrasts + variance of the blocks' means, so
/// that one more path has the interval mean ± t(blocks; 0.95) · √(s² + variance of the means / blocks +
/// reported²): as many degrees of freedom as there are independent draws of growth.
pub fn forecast(blocks: &[[f64; 4]], reported: f64) -> Option<Forecast> {
    let is_sound = |value: &f64| value.is_finite() && *value > 0.0;
    if blocks.len() < 2 || !blocks.iter().flatten().all(is_sound) {
        return None;
    }
    let n = blocks.len() as f64;
    let logs: Vec<[f64; 4]> = blocks.iter().map(|block| block.map(libm::log)).collect();
    let mean_of = |value: &dyn Fn(&[f64; 4]) -> f64| logs.iter().map(value).sum::<f64>() / n;
    let growth = mean_of(&|[a, b, c, d]| (0.25 * (a + d - b - c)).powi(2));
    let parameters = mean_of(&|[a, b, c, d]| (0.25 * (a + c - b - d)).powi(2));
    let together = mean_of(&|[a, b, c, d]| (0.25 * (a + b - c - d)).powi(2));
    let own_mean = |block: &[f64; 4]| 0.25 * block.iter().sum::<f64>();
    let middle = mean_of(&own_mean);
    let of_means = mean_of(&|block| (own_mean(block) - middle).powi(2)) * n / (n - 1.0);
    let variance = growth + parameters + together + of_means * (1.0 + 1.0 / n);
    let student = StudentsT::new(0.0, 1.0, n).ok()?;
    let half = student.inverse_cdf(0.95).max(Z95) * (variance + reported * reported).sqrt();
    Some(Forecast {
        value: libm::exp(middle),
        interval: (libm::exp(middle - half), libm::exp(middle + half)),
        spread: Spread {
            growth: growth.sqrt(),
            parameters: parameters.sqrt(),
            chance: (together + of_means).sqrt(),
            reported,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_is_told_apart() {
        let e = libm::exp;
        // Growth moves it by 10 %, parameters by 4 %.
        let block = [e(0.14), e(-0.14), e(-0.06), e(0.06)].map(|it| 20.0 * it);
        let found = forecast(&[block, block], 0.02).expect("two blocks");
        assert!((found.value - 20.0).abs() < 1e-9);
        assert!((found.spread.growth - 0.10).abs() < 1e-12, "{found:?}");
        assert!((found.spread.parameters - 0.04).abs() < 1e-12, "{found:?}");
        assert!(found.spread.chance < 1e-9, "{found:?}");
        // t(2; 0.95) = 2.919986.
        let half = 2.919_986 * (0.01_f64 + 0.0016 + 0.0004).sqrt();
        assert!((libm::log(found.interval.1 / 20.0) - half).abs() < 1e-6);
    }

    #[test]
    fn nothing_is_foretold_of_what_is_not_there() {
        assert_eq!(forecast(&[[1.0; 4]], 0.0), None);
        assert_eq!(forecast(&[[1.0; 4], [1.0, f64::NAN, 1.0, 1.0]], 0.0), None);
        assert_eq!(forecast(&[[1.0; 4], [0.0; 4]], 0.0), None);
    }
}
