//! How demand goes on after the last year of which volumes are known.

/// What is assumed about the years after the last known one.
///
/// Of a group, volume is a random walk with an uncertain drift: the drift is drawn once, and every
/// year adds a shock of its own. Without draws it grows by the trend.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// The last year whose volumes are used as they stand in the table.
    pub known_until: i16,
    /// Standard deviation of the shock of one year, as a share of the year's volume, where a group
    /// has none of its own.
    pub yearly_spread: f64,
    /// The share of the variance of drifts and shocks that all groups have in common, 0 to 1.
    pub common_share: f64,
    /// What grows together.
    pub groups: Vec<GrowthGroup>,
    /// The group of each stream, by its position; none if it stays as it was last known or grows to a target.
    pub of_stream: Vec<Option<usize>>,
    /// The positions of streams that grow to targets together and have no group: those of rail over the
    /// border to China. Empty without targets.
    pub to_targets: Vec<usize>,
}

/// Streams that grow together.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowthGroup {
    /// The short name that files use.
    pub key: String,
    /// Growth a year, as a share: the median of what is thought possible.
    pub trend: f64,
    /// What growth falls short of with a probability of 5 %, as a share.
    pub low: f64,
    /// What growth exceeds with a probability of 5 %, as a share.
    pub high: f64,
    /// Standard deviation of the shock of one year, as a share of the year's volume.
    pub yearly_spread: f64,
    /// The year whose volume it grows from: the last that tells what was wanted.
    pub counted_from: i16,
    /// The years in which it rests where it was the year before.
    pub rests_in: Vec<i16>,
}

/// What was drawn for one group: standard normal numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowthDraw {
    /// For the drift.
    pub drift: f64,
    /// For the shock of each year after the last known one.
    pub shocks: Vec<f64>,
}

/// The 95 % quantile of the standard normal distribution.
const Z95: f64 = 1.644_853_626_951_472_2;

impl GrowthGroup {
    /// Returns growth a year at a standard normal `z`, as a share: normal on either side of the
    /// trend, so that low and high are the quantiles of 5 and 95 %.
    pub fn drift(&self, z: f64) -> f64 {
        let side = if z < 0.0 {
            self.trend - self.low
        } else {
            self.high - self.trend
        };
        (self.trend + side * z / Z95).max(-0.9)
    }

    /// Returns how many years of growth the volume of `year` has behind it: none in a year of rest.
    pub fn years_grown(&self, year: i16) -> u32 {
        let mut latest = year;
        while latest > self.counted_from && self.rests_in.contains(&latest) {
            latest -= 1;
        }
        u32::try_from(latest - self.counted_from).unwrap_or(0)
    }

    /// Returns by what the volume of [`Self::counted_from`] is multiplied `years` of growth later on
    /// trend.
    pub fn on_trend(&self, years: u32) -> f64 {
        (0..years).map(|_| 1.0 + self.trend).product()
    }

    /// Returns by what the volume on trend is multiplied after `years` of growth.
    ///
    /// Drift and shocks compound: product over the years of (1 + drift)(1 + spread × shock), over
    /// the same on trend. A year loses nine tenths at most.
    pub fn against_trend(&self, draw: &GrowthDraw, years: u32) -> f64 {
        let drift = 1.0 + self.drift(draw.drift);
        let shocks = draw.shocks.iter().take(years as usize);
        let grown: f64 = shocks
            .map(|z| drift * (1.0 + self.yearly_spread * z).max(0.1))
            .product();
        grown / self.on_trend(years)
    }
}

impl GrowthDraw {
    /// Returns the draw on the other side of the middle, as likely as this one.
    pub fn mirrored(&self) -> Self {
        Self {
            drift: -self.drift,
            shocks: self.shocks.iter().map(|shock| -shock).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group() -> GrowthGroup {
        GrowthGroup {
            key: "grain".to_owned(),
            trend: 0.05,
            low: -0.03,
            high: 0.12,
            yearly_spread: 0.1,
            counted_from: 2020,
            rests_in: vec![2021, 2022],
        }
    }

    #[test]
    fn demand_that_was_held_back_goes_on_from_the_last_year_that_was_not() {
        let years = [2020, 2021, 2022, 2023, 2024];
        assert_eq!(years.map(|year| group().years_grown(year)), [0, 0, 0, 3, 4]);
    }

    #[test]
    fn low_and_high_are_the_quantiles_of_5_and_95_per_cent() {
        assert!((group().drift(-Z95) - -0.03).abs() < 1e-12);
        assert!((group().drift(0.0) - 0.05).abs() < 1e-12);
        assert!((group().drift(Z95) - 0.12).abs() < 1e-12);
    }

    #[test]
    fn what_is_drawn_in_the_middle_is_the_trend() {
        let draw = GrowthDraw {
            drift: 0.0,
            shocks: vec![0.0; 3],
        };
        assert!((group().against_trend(&draw, 3) - 1.0).abs() < 1e-12);
        assert!((group().on_trend(2) - 1.05 * 1.05).abs() < 1e-12);
    }

    #[test]
    fn the_shock_of_a_year_lasts() {
        let draw = GrowthDraw {
            drift: 0.0,
            shocks: vec![1.0, 0.0],
        };
        assert!((group().against_trend(&draw, 1) - 1.1).abs() < 1e-12);
        assert!((group().against_trend(&draw, 2) - 1.1).abs() < 1e-12);
    }
}
