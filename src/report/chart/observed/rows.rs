//! One row of the chart: a subject, a mark on the axis, and the numbers.

use super::{LABEL_WIDTH, NUMBERS, NUMBERS_WIDTH};
use crate::model::Standing;
use crate::report::chart::axis::Scale;
use crate::report::chart::frame::clipped;
use crate::report::chart::palette;
use crate::report::chart::picture::{Align, Color, Picture, Point, Rect, Text};
use crate::report::number::{amount, bare_interval, difference};
use crate::report::verdict::Verdict;
use crate::stats::Estimate;
use crate::study::Comparison;

const TEXT_SIZE: f64 = 11.5;

/// Draws a row.
pub(super) fn draw_row(
    picture: &mut Picture,
    row: &Rect,
    scale: &Scale,
    (comparison, subject): (&Comparison, &str),
) {
    let observation = &comparison.observation;
    let base = 0.5 * (row.top + row.bottom) + 4.0;
    let label = clipped(subject, LABEL_WIDTH - 18.0, TEXT_SIZE);
    picture.text(Text::new((row.left + 6.0, base), label).size(TEXT_SIZE));
    let Some(simulated) = &comparison.simulated else {
        return;
    };
    let verdict = Verdict::of(comparison);
    let error = comparison.relative_error().map(difference);
    let numbers = [
        amount(observation.value, &observation.unit),
        bare_interval(simulated, &observation.unit),
        error.unwrap_or_default(),
    ];
    for (index, (number, (offset, _))) in numbers.into_iter().zip(NUMBERS).enumerate() {
        let at = (row.right - NUMBERS_WIDTH + offset, base);
        let text = Text::new(at, number).size(TEXT_SIZE).align(Align::Right);
        picture.text(match (index, verdict.is_miss()) {
            (2, true) => text.color(palette::BAD).bold(),
            (2, false) => text.color(palette::GOOD),
            _ => text,
        });
    }
    draw_range(picture, row, scale, comparison);
    draw_simulated(picture, row, scale, (comparison, simulated));
}

/// Returns the color of the reported range.
pub(super) fn band_color(standing: Standing) -> Color {
    match standing {
        Standing::Reported => Color::of(0x8A97A5),
        Standing::Derived => Color::of(0xB4BFCA),
        Standing::Weak => Color::of(0xD6DDE4),
    }
}

/// A fitted figure is a ring: it proves nothing.
pub(super) fn draw_mark(picture: &mut Picture, at: Point, color: Color, is_fitted: bool) {
    if is_fitted {
        picture.ring(at, 5.0, color);
    } else {
        picture.dot(at, 5.0, color);
    }
}

fn draw_range(picture: &mut Picture, row: &Rect, scale: &Scale, comparison: &Comparison) {
    let observation = &comparison.observation;
    let (low, high) = Verdict::range(observation);
    let [left, right] = [low, high].map(|end| {
        let value = (end / observation.value).max(1e-9).ln();
        scale.at(value.clamp(scale.values.0, scale.values.1))
    });
    let rect = Rect {
        left,
        right,
        top: row.top + 5.0,
        bottom: row.bottom - 5.0,
    };
    picture.block(rect, band_color(observation.standing));
}

/// Draws the mean in its interval; an arrow at the edge where it is off the scale.
fn draw_simulated(
    picture: &mut Picture,
    row: &Rect,
    scale: &Scale,
    (comparison, simulated): (&Comparison, &Estimate),
) {
    let middle = 0.5 * (row.top + row.bottom);
    let logarithm = |value: f64| {
        let share = value / comparison.observation.value;
        if share.is_finite() {
            share.max(1e-9).ln()
        } else {
            f64::INFINITY
        }
    };
    let at = |value: f64| scale.at(logarithm(value).clamp(scale.values.0, scale.values.1));
    let color = match Verdict::of(comparison).is_miss() {
        true => palette::BAD,
        false => palette::GOOD,
    };
    if let Some(half_width) = simulated.half_width {
        let ends = [simulated.mean - half_width, simulated.mean + half_width];
        picture.line(ends.map(|end| (at(end), middle)), color, 1.8);
    }
    let spot = (at(simulated.mean), middle);
    match logarithm(simulated.mean) {
        value if value > scale.values.1 => draw_arrow(picture, spot, 12.0, color),
        value if value < scale.values.0 => draw_arrow(picture, spot, -12.0, color),
        _ => draw_mark(picture, spot, color, comparison.observation.fitted),
    }
}

/// Points at the edge, from within.
fn draw_arrow(picture: &mut Picture, (x, y): Point, length: f64, color: Color) {
    picture.area(
        vec![(x, y), (x - length, y - 5.5), (x - length, y + 5.5)],
        color,
    );
}
