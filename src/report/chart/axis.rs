//! Scales and panels: where values are in a picture.

use super::palette;
use super::picture::{Align, Color, Picture, Point, Rect, Text};
use crate::report::view::Month;
use crate::stats::Estimate;

/// A way from values to points along one axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// The values at both ends.
    pub(super) values: (f64, f64),
    /// The points at both ends.
    pub(super) points: (f64, f64),
}

/// A rectangle with values along both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Panel {
    /// Where it is.
    pub(super) rect: Rect,
    /// From left to right.
    pub(super) x: Scale,
    /// From bottom to top.
    pub(super) y: Scale,
}

/// A value that holds over a span, such as a quota.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level<'a> {
    /// From where to where.
    pub(super) span: (f64, f64),
    /// The value.
    pub(super) value: f64,
    /// What it is.
    pub(super) label: &'a str,
    /// The color of its line.
    pub(super) color: Color,
}

impl Scale {
    /// Returns the point of a value.
    pub(super) fn at(&self, value: f64) -> f64 {
        let (low, high) = self.values;
        let share = if high == low {
            0.0
        } else {
            (value - low) / (high - low)
        };
        self.points.0 + share * (self.points.1 - self.points.0)
    }

    /// Returns round values within the scale, about `n` of them.
    pub(super) fn ticks(&self, n: usize) -> Vec<f64> {
        let (low, high) = self.values;
        let step = round_step((high - low) / n.max(1) as f64);
        let (first, last) = (
            (low / step - 1e-9).ceil() as i64,
            (high / step + 1e-9).floor() as i64,
        );
        (first..=last).map(|index| index as f64 * step).collect()
    }
}

/// Returns the round number (1, 2 or 5 times a power of ten) that is not less than `step`.
pub(super) fn round_step(step: f64) -> f64 {
    if !(step.is_finite() && step > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(step.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let factor = factors
        .into_iter()
        .find(|factor| factor * power >= step * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// Returns a round value above all of `values`, with a little air; 1 if none is positive.
pub(super) fn top_of(values: impl IntoIterator<Item = f64>) -> f64 {
    let top = values
        .into_iter()
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    if top <= 0.0 {
        return 1.0;
    }
    let step = round_step(1.05 * top / 5.0);
    (1.05 * top / step).ceil() * step
}

/// Returns the upper end of an interval.
pub(super) fn upper(estimate: &Estimate) -> f64 {
    estimate.mean + estimate.half_width.unwrap_or(0.0)
}

impl Panel {
    /// Returns a panel with values from `x` along its width and from 0 to `top` along its height.
    pub(super) fn new(rect: Rect, x: (f64, f64), top: f64) -> Self {
        Self {
            rect,
            x: Scale {
                values: x,
                points: (rect.left, rect.right),
            },
            y: Scale {
                values: (0.0, top),
                points: (rect.bottom, rect.top),
            },
        }
    }

    /// Returns the point of two values.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        (self.x.at(x), self.y.at(y))
    }

    /// Draws the horizontal lines of the grid, with their values at the left.
    pub(super) fn draw_grid(&self, picture: &mut Picture, n: usize) {
        let ticks = self.y.ticks(n);
        let step = ticks
            .get(1)
            .zip(ticks.first())
            .map_or(1.0, |(next, first)| next - first);
        let decimals = (-step.log10()).ceil().max(0.0) as usize;
        for tick in ticks {
            let y = self.y.at(tick);
            let color = if tick == 0.0 {
                palette::AXIS
            } else {
                palette::GRID
            };
            picture.line([(self.rect.left, y), (self.rect.right, y)], color, 0.7);
            let label = crate::report::number::fixed(tick, decimals);
            let text = Text::new((self.rect.left - 5.0, y + 3.5), label).size(9.5);
            picture.text(text.align(Align::Right).color(palette::SOFT_INK));
        }
    }

    /// Draws years (and the months' initials, where there is room) under months counted from
    /// `first` along the width, each one wide.
    pub(super) fn draw_months(&self, picture: &mut Picture, first: Month, n_months: usize) {
        let width = self.rect.width() / n_months.max(1) as f64;
        let y = self.rect.bottom;
        let has_initials = width >= 10.0;
        let year_y = if has_initials { y + 27.0 } else { y + 14.0 };
        for index in 0..n_months {
            let month = Month(first.0 + index as i32);
            let left = self.rect.left + width * index as f64;
            let initial = crate::report::words::month(month.of_year())
                .unwrap_or("")
                .get(..1);
            if has_initials {
                let text = Text::new((left + 0.5 * width, y + 13.0), initial.unwrap_or(""));
                picture.text(text.size(9.0).align(Align::Middle).color(palette::SOFT_INK));
            }
            let is_first_of_year = month.of_year() == 1;
            if is_first_of_year && index > 0 {
                picture.line([(left, self.rect.top), (left, year_y)], palette::AXIS, 0.5);
            }
            if is_first_of_year || index == 0 {
                let left_in_year = 13 - month.of_year();
                let n_here = left_in_year.min(n_months - index) as f64;
                let label = month.year().to_string();
                let middle = left + 0.5 * width * n_here;
                if n_here * width > 26.0 {
                    let text = Text::new((middle, year_y), label)
                        .size(9.5)
                        .align(Align::Middle);
                    picture.text(text.color(palette::SOFT_INK));
                }
            }
        }
    }

    /// Draws a line through means, in a band of their intervals.
    pub(super) fn draw_series(
        &self,
        picture: &mut Picture,
        series: &[(f64, Estimate)],
        color: Color,
    ) {
        let edge = |sign: f64| {
            move |(x, estimate): &(f64, Estimate)| {
                let y = estimate.mean + sign * estimate.half_width.unwrap_or(0.0);
                self.at(*x, y.clamp(self.y.values.0, self.y.values.1))
            }
        };
        if series.len() > 1
            && series
                .iter()
                .any(|(_, estimate)| estimate.half_width.is_some())
        {
            let over = series.iter().map(edge(1.0));
            let under = series.iter().rev().map(edge(-1.0));
            picture.area(over.chain(under).collect(), color.clear(0.22));
        }
        let points: Vec<Point> = series
            .iter()
            .map(|(x, estimate)| self.at(*x, estimate.mean))
            .collect();
        if let [only] = points[..] {
            picture.dot(only, 2.5, color);
        }
        picture.line(points, color, 1.6);
    }

    /// Draws a dashed level line over some months, with a label where it is farthest from `series`.
    pub(super) fn draw_level(&self, picture: &mut Picture, level: &Level<'_>, series: &[Point]) {
        let (from, to) = level.span;
        let ends = [self.at(from, level.value), self.at(to, level.value)];
        picture.dashes(ends, 4.0, level.color, 1.2);
        let width = super::render::text_width(level.label, 9.5, false);
        let [(left, y), (right, _)] = ends;
        let starts = [
            right - width - 3.0,
            left + 4.0,
            0.5 * (left + right - width),
        ];
        let spots = starts
            .into_iter()
            .flat_map(|x| [(x, y - 5.0), (x, y + 13.0)]);
        let room = |(x, base): Point| {
            let is_near = |point: &&Point| x - 8.0 <= point.0 && point.0 <= x + width + 8.0;
            let gaps = series
                .iter()
                .filter(is_near)
                .map(|point| (point.1 - (base - 4.0)).abs());
            // Beyond a few points of distance, more is no better: the first spot is the usual one.
            gaps.fold(18.0, f64::min)
        };
        let is_inside =
            |spot: &Point| self.rect.top + 9.0 <= spot.1 && spot.1 <= self.rect.bottom - 3.0;
        let best = spots
            .filter(is_inside)
            .reduce(|best, spot| if room(spot) > room(best) { spot } else { best });
        let at = best.unwrap_or((starts[0], y - 5.0));
        picture.label(Text::new(at, level.label).size(9.5));
    }

    /// Draws an interval upright through its mean.
    pub(super) fn draw_whisker(&self, picture: &mut Picture, x: f64, estimate: &Estimate) {
        let Some(half_width) = estimate.half_width else {
            return;
        };
        let x = self.x.at(x);
        let (low, high) = (estimate.mean - half_width, estimate.mean + half_width);
        let (low, high) = (self.y.at(low), self.y.at(high));
        picture.line([(x, low), (x, high)], palette::INK, 0.9);
        for y in [low, high] {
            picture.line([(x - 2.5, y), (x + 2.5, y)], palette::INK, 0.9);
        }
    }
}
