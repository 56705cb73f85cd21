//! Distributions of non-negative quantities: service times, delays, lot sizes.
//!
//! Only uniform, standard normal and standard exponential numbers are drawn; every transform is
//! done here, through `libm`. The bits of a library's own transforms, and of the standard
//! library's functions, depend on what else is in the build and on the machine; these do not.

use super::Stream;

/// A distribution of a finite, non-negative quantity, in whatever unit its maker thought of.
///
/// Its constructors return `None` for parameters that make no such distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distribution(Kind);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Constant { value: f64 },
    Uniform { low: f64, width: f64 },
    Exponential { mean: f64 },
    Triangular { low: f64, mode: f64, high: f64 },
    TruncatedNormal { location: f64, scale: f64 },
    Lognormal { log_mean: f64, log_deviation: f64 },
    Erlang { stage_mean: f64, stages: u32 },
    Gamma { scale: f64, shape: f64 },
    Weibull { scale: f64, shape: f64 },
}

impl Distribution {
    /// Always `value`.
    pub fn constant(value: f64) -> Option<Self> {
        is_quantity(value).then_some(Self(Kind::Constant { value }))
    }

    /// Uniform on [`low`, `high`].
    pub fn uniform(low: f64, high: f64) -> Option<Self> {
        let valid = is_quantity(low) && is_quantity(high) && low <= high;
        valid.then_some(Self(Kind::Uniform {
            low,
            width: high - low,
        }))
    }

    /// Exponential with the given mean.
    pub fn exponential(mean: f64) -> Option<Self> {
        is_quantity(mean).then_some(Self(Kind::Exponential { mean }))
    }

    /// Triangular on [`low`, `high`], most dense at `mode`.
    pub fn triangular(low: f64, mode: f64, high: f64) -> Option<Self> {
        let valid = is_quantity(low) && is_quantity(high) && low <= mode && mode <= high;
        valid.then_some(Self(Kind::Triangular { low, mode, high }))
    }

    /// Normal with mean `location` and standard deviation `scale`, where negative numbers are
    /// drawn again: the mean of what remains is above `location`.
    pub fn truncated_normal(location: f64, scale: f64) -> Option<Self> {
        let valid = is_quantity(location) && is_quantity(scale);
        valid.then_some(Self(Kind::TruncatedNormal { location, scale }))
    }

    /// Lognormal with the given mean and coefficient of variation.
    pub fn lognormal(mean: f64, variation: f64) -> Option<Self> {
        let log_variance = libm::log1p(variation * variation);
        let valid = is_positive(mean) && is_quantity(variation) && log_variance.is_finite();
        valid.then(|| {
            let log_mean = libm::log(mean) - log_variance / 2.0;
            Self(Kind::Lognormal {
                log_mean,
                log_deviation: libm::sqrt(log_variance),
            })
        })
    }

    /// Erlang with the given mean: the sum of `stages` equal exponential stages.
    pub fn erlang(mean: f64, stages: u32) -> Option<Self> {
        let valid = is_quantity(mean) && stages > 0;
        valid.then(|| {
            Self(Kind::Erlang {
                stage_mean: mean / f64::from(stages),
                stages,
            })
        })
    }

    /// Gamma with the given mean and shape. The coefficient of variation is 1 / √shape.
    pub fn gamma(mean: f64, shape: f64) -> Option<Self> {
        let valid = is_quantity(mean) && is_positive(shape) && (mean / shape).is_finite();
        valid.then(|| {
            Self(Kind::Gamma {
                scale: mean / shape,
                shape,
            })
        })
    }

    /// Weibull with the given scale and shape.
    pub fn weibull(scale: f64, shape: f64) -> Option<Self> {
        let distribution = Self(Kind::Weibull { scale, shape });
        let valid = is_quantity(scale) && is_positive(shape) && distribution.mean().is_finite();
        valid.then_some(distribution)
    }

    /// Returns the distribution of `factor` times the quantity.
    ///
    /// # Panics
    ///
    /// If `factor` is not a finite number above zero.
    pub fn scaled(&self, factor: f64) -> Self {
        assert!(
            is_positive(factor),
            "a distribution cannot be scaled by {factor}"
        );
        Self(match self.0 {
            Kind::Constant { value } => Kind::Constant {
                value: value * factor,
            },
            Kind::Uniform { low, width } => Kind::Uniform {
                low: low * factor,
                width: width * factor,
            },
            Kind::Exponential { mean } => Kind::Exponential {
                mean: mean * factor,
            },
            Kind::Triangular { low, mode, high } => Kind::Triangular {
                low: low * factor,
                mode: mode * factor,
                high: high * factor,
            },
            Kind::TruncatedNormal { location, scale } => Kind::TruncatedNormal {
                location: location * factor,
                scale: scale * factor,
            },
            Kind::Lognormal {
                log_mean,
                log_deviation,
            } => Kind::Lognormal {
                log_mean: log_mean + libm::log(factor),
                log_deviation,
            },
            Kind::Erlang { stage_mean, stages } => Kind::Erlang {
                stage_mean: stage_mean * factor,
                stages,
            },
            Kind::Gamma { scale, shape } => Kind::Gamma {
                scale: scale * factor,
                shape,
            },
            Kind::Weibull { scale, shape } => Kind::Weibull {
                scale: scale * factor,
                shape,
            },
        })
    }

    /// Returns the mean.
    pub fn mean(&self) -> f64 {
        match self.0 {
            Kind::Constant { value } => value,
            Kind::Uniform { low, width } => low + width / 2.0,
            Kind::Exponential { mean } => mean,
            Kind::Triangular { low, mode, high } => low / 3.0 + mode / 3.0 + high / 3.0,
            Kind::TruncatedNormal { location, scale } => truncated_mean(location, scale),
            Kind::Lognormal {
                log_mean,
                log_deviation,
            } => libm::exp(log_mean + log_deviation * log_deviation / 2.0),
            Kind::Erlang { stage_mean, stages } => stage_mean * f64::from(stages),
            Kind::Gamma { scale, shape } => scale * shape,
            Kind::Weibull { scale, shape } => scale * libm::tgamma(1.0 + 1.0 / shape),
        }
    }

    /// Returns the least value that can be drawn: what a sender may promise as lookahead.
    pub fn minimum(&self) -> f64 {
        match self.0 {
            Kind::Constant { value } => value,
            Kind::Uniform { low, .. } | Kind::Triangular { low, .. } => low,
            Kind::TruncatedNormal {
                location,
                scale: 0.0,
            } => location,
            Kind::Lognormal {
                log_mean,
                log_deviation: 0.0,
            } => libm::exp(log_mean),
            _ => 0.0,
        }
    }

    /// Draws a value.
    #[inline]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        match self.0 {
            Kind::Constant { value } => value,
            Kind::Uniform { low, width } => low + width * stream.uniform(),
            Kind::Exponential { mean } => mean * stream.exponential(),
            Kind::Triangular { low, mode, high } => triangular(low, mode, high, stream.uniform()),
            Kind::TruncatedNormal { location, scale } => loop {
                let value = location + scale * stream.standard_normal();
                if value >= 0.0 {
                    break value;
                }
            },
            Kind::Lognormal {
                log_mean,
                log_deviation,
            } => libm::exp(log_mean + log_deviation * stream.standard_normal()),
            Kind::Erlang { stage_mean, stages } => {
                stage_mean * (0..stages).map(|_| stream.exponential()).sum::<f64>()
            }
            Kind::Gamma { scale, shape } => scale * standard_gamma(shape, stream),
            Kind::Weibull { scale, shape } => scale * libm::pow(stream.exponential(), 1.0 / shape),
        }
    }
}

fn is_quantity(value: f64) -> bool {
    value.is_finite() && value >= 0.0
}

fn is_positive(value: f64) -> bool {
    is_quantity(value) && value > 0.0
}

/// Inverts the triangular distribution function at `u`.
fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let (width, rise, fall) = (high - low, mode - low, high - mode);
    if u * width < rise {
        low + libm::sqrt(u * width * rise)
    } else {
        high - libm::sqrt((1.0 - u) * width * fall)
    }
}

/// Returns the mean of a normal number given that it is not negative: location + scale·φ(a)/Φ(a)
/// with a = location/scale.
fn truncated_mean(location: f64, scale: f64) -> f64 {
    if scale == 0.0 {
        return location;
    }
    let ratio = location / scale;
    let density = libm::exp(-ratio * ratio / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
    let kept = libm::erfc(-ratio * std::f64::consts::FRAC_1_SQRT_2) / 2.0;
    location + scale * density / kept
}

/// Draws a gamma number with scale 1.
///
/// Marsaglia and Tsang, *A Simple Method for Generating Gamma Variables*, 2000; below shape 1 by
/// their section 6.
fn standard_gamma(shape: f64, stream: &mut Stream) -> f64 {
    if shape < 1.0 {
        // One minus uniform is in (0, 1], so the power is never of zero.
        let shrink = libm::pow(1.0 - stream.uniform(), 1.0 / shape);
        return standard_gamma(shape + 1.0, stream) * shrink;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let x = stream.standard_normal();
        let root = 1.0 + c * x;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        let u = 1.0 - stream.uniform();
        if libm::log(u) < x * x / 2.0 + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}

#[cfg(test)]
mod tests;
