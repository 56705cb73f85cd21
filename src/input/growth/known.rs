//! Growth as the known years have it: of totals by mode and direction, since splits by stream are
//! estimates and totals are not.
//!
//! Years in which the border took less than had been agreed are left out: their volumes are what was
//! accepted. Demand goes on from the last year before, so that what was held back is there again when
//! the rules are lifted, and what the border takes then is its own affair. The mean growth is that of
//! all years though: read off the few years before the rules alone, it would be that of one jump, gone
//! on with for as long as the rules hold. A decline is not read off them.

use super::{HeldBack, Rule, text};
use crate::input::demand::MODE;
use crate::input::sheet::Row;
use crate::input::volume::Volumes;
use crate::model::GrowthGroup;
use statrs::distribution::{ContinuousCDF, StudentsT};
use std::collections::BTreeMap;

/// The 95 % quantile of the standard normal distribution.
const Z95: f64 = 1.644_853_626_951_472_2;

/// Streams whose total grows as it did.
#[derive(Default)]
struct Class {
    /// Kilotonnes by year.
    totals: BTreeMap<i16, f64>,
    /// The years that say nothing of what was wanted.
    held_back: Vec<i16>,
    /// Whether it goes by rail over the border to China.
    is_of_border: bool,
}

/// Growth of one class between the years that tell of it.
struct Steps {
    /// Logarithms of growth, and the years that each took.
    steps: Vec<(f64, f64)>,
    /// The last year that tells.
    counted_from: i16,
    /// The logarithm of growth a year over all years, those held back too.
    trend: f64,
}

/// Makes a group of all streams of one mode and direction, those that cross the border to China
/// apart from others, and has it grow as their total did. Returns the groups, and that of each
/// stream.
pub(super) fn groups(
    rows: &[Row],
    volumes: &Volumes,
    (rule, yearly_spread): (Rule, f64),
    held_back: &HeldBack,
) -> (Vec<GrowthGroup>, Vec<Option<usize>>) {
    let mut classes: BTreeMap<String, Class> = BTreeMap::new();
    for (n, row) in rows.iter().enumerate() {
        let class = classes.entry(class_of(row)).or_default();
        for ((_, year), kt) in volumes.range((n, i16::MIN)..=(n, i16::MAX)) {
            *class.totals.entry(*year).or_default() += kt;
        }
        class.is_of_border = is_of_border(row);
        if class.is_of_border {
            let years = held_back.get(text(row, "direction").as_str());
            class.held_back = years.cloned().unwrap_or_default();
        }
    }
    let steps: Vec<Steps> = classes.values().map(|class| class.steps(rule)).collect();
    let of_border = classes
        .values()
        .zip(&steps)
        .filter(|(class, _)| class.is_of_border);
    let border = Scatter::of(of_border.map(|(_, steps)| steps));
    let groups = classes.iter().zip(&steps).map(|((key, class), steps)| {
        let scatter = match class.is_of_border {
            true => border,
            false => Scatter::of([steps]),
        };
        let deviation = scatter.deviation().unwrap_or(match rule {
            // One growth alone: there may be none of it the next time, or twice as much.
            Rule::Trend => steps.mean().abs().max(yearly_spread),
            _ => yearly_spread,
        });
        steps.group(key, class, deviation)
    });
    let position = |row: &Row| classes.keys().position(|key| *key == class_of(row));
    (groups.collect(), rows.iter().map(position).collect())
}

fn mode(row: &Row) -> String {
    match text(row, MODE) {
        mode if mode.is_empty() => "rail".to_owned(),
        mode => mode,
    }
}

/// Returns whether a stream goes by rail over the border to China.
pub(super) fn is_of_border(row: &Row) -> bool {
    mode(row) == "rail" && !text(row, "crossing").is_empty()
}

fn class_of(row: &Row) -> String {
    let border = match text(row, "crossing").is_empty() {
        true => "_elsewhere",
        false => "",
    };
    format!("{}_{}{border}", mode(row), text(row, "direction"))
}

impl Class {
    fn steps(&self, rule: Rule) -> Steps {
        let telling = |it: &(&i16, &f64)| *it.1 > 0.0 && !self.held_back.contains(it.0);
        let telling: Vec<(&i16, &f64)> = self.totals.iter().filter(telling).collect();
        let step = |pair: &[(&i16, &f64)]| {
            let years = f64::from(pair[1].0 - pair[0].0);
            (libm::log(pair[1].1 / pair[0].1), years)
        };
        let mut steps: Vec<(f64, f64)> = telling.windows(2).map(step).collect();
        if rule == Rule::Last {
            steps.drain(..steps.len().saturating_sub(1));
        }
        let all: Vec<(&i16, &f64)> = self.totals.iter().filter(|it| *it.1 > 0.0).collect();
        let latest = self.totals.keys().last();
        let counted_from = telling.last().map(|it| it.0).or(latest);
        let steps = Steps {
            steps,
            counted_from: counted_from.copied().unwrap_or_default(),
            trend: 0.0,
        };
        let telling = steps.mean();
        let trend = match (rule, all.as_slice()) {
            (Rule::Trend, [first, .., last]) => {
                let (growth, years) = step(&[*first, *last]);
                (growth / years).max(telling.min(0.0))
            }
            _ => telling,
        };
        Steps { trend, ..steps }
    }
}

impl Steps {
    fn years(&self) -> f64 {
        self.steps.iter().map(|it| it.1).sum()
    }

    /// Returns growth a year, in logarithms.
    fn mean(&self) -> f64 {
        self.steps.iter().map(|it| it.0).sum::<f64>() / self.years().max(1.0)
    }

    /// Drift is the mean growth, with its standard error; a year's shock has the deviation.
    fn group(&self, key: &str, class: &Class, deviation: f64) -> GrowthGroup {
        let error = Z95 * deviation / self.years().max(1.0).sqrt();
        GrowthGroup {
            key: key.to_owned(),
            trend: libm::expm1(self.trend),
            low: libm::expm1(self.trend - error),
            high: libm::expm1(self.trend + error),
            yearly_spread: deviation,
            counted_from: self.counted_from,
            rests_in: class.held_back.clone(),
        }
    }
}

/// How growth scatters from year to year: weighted squares, and how many of them are free.
#[derive(Clone, Copy, Default)]
struct Scatter {
    squares: f64,
    freedom: f64,
}

impl Scatter {
    /// Pools classes: few years are known, and both directions of a border share its fortunes. A
    /// step over several years has as many times the variance of one.
    fn of<'a>(classes: impl IntoIterator<Item = &'a Steps>) -> Self {
        let mut scatter = Self::default();
        for class in classes {
            let mean = class.mean();
            let square = |(log, years): &(f64, f64)| (log - years * mean).powi(2) / years;
            scatter.squares += class.steps.iter().map(square).sum::<f64>();
            scatter.freedom += class.steps.len().saturating_sub(1) as f64;
        }
        scatter
    }

    /// Returns the standard deviation of one year, made larger by as much as few years leave it
    /// unknown: normal with it, growth has the quantiles of 5 and 95 % that Student's t has. None
    /// if nothing tells of it.
    fn deviation(self) -> Option<f64> {
        let student = StudentsT::new(0.0, 1.0, self.freedom).ok()?;
        Some((self.squares / self.freedom).sqrt() * student.inverse_cdf(0.95) / Z95)
    }
}
