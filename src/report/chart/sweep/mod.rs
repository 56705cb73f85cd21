//! The charts of a sweep: tornadoes, and what comes from which key.

mod indices;
mod tornado;

use super::axis::Scale;
use super::picture::{Align, Picture, Rect, Text};
use super::{Chart, palette};
use crate::report::number::fixed;
use crate::report::sweep::SweepReport;

/// The names of the tornadoes; further measures have theirs in tables alone.
const TORNADOES: [&str; 4] = ["tornado", "tornado-2", "tornado-3", "tornado-4"];

/// The width of the names at the left, in points.
const LABELS: f64 = 300.0;
/// The width of what is written at the right.
const NOTES: f64 = 130.0;
/// The height of the scale below.
const FOOT: f64 = 30.0;

/// Returns a tornado for each of the first measures, and the indices of the first.
pub(in crate::report) fn draw(sweep: &SweepReport<'_>) -> Vec<Chart> {
    let measures = TORNADOES.iter().enumerate().take(sweep.measured.len());
    let mut charts: Vec<Chart> = measures
        .map(|(measure, name)| tornado::draw(sweep, measure, name))
        .collect();
    // The two of the first measure belong together.
    if let (false, Some(indices)) = (charts.is_empty(), indices::draw(sweep)) {
        charts.insert(1, indices);
    }
    charts
}

/// Returns a scale that holds all values, over the part of the body between names and notes.
fn scale(values: impl Iterator<Item = f64>, body: &Rect) -> Scale {
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    let (low, high) = match low < high {
        true => (low, high),
        false if low.is_finite() => (low - 0.5, low + 0.5),
        false => (0.0, 1.0),
    };
    // Room for a figure beyond either end.
    let room = 0.12 * (high - low);
    Scale {
        values: (low - room, high + room),
        points: (body.left + LABELS, body.right - NOTES),
    }
}

fn draw_scale(picture: &mut Picture, body: &Rect, scale: &Scale) {
    let ticks = scale.ticks(5);
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]).next();
    let decimals = (-step.unwrap_or(1.0).log10()).ceil().max(0.0) as usize;
    let bottom = body.bottom - FOOT + 8.0;
    for tick in ticks {
        let x = scale.at(tick);
        picture.line([(x, body.top), (x, bottom)], palette::GRID, 0.7);
        let text = Text::new((x, bottom + 14.0), fixed(tick, decimals)).size(9.5);
        picture.text(text.align(Align::Middle).color(palette::SOFT_INK));
    }
}

/// Writes the name of a row, and a line in smaller letters below.
fn draw_name(picture: &mut Picture, at: (f64, f64), name: &str, below: &str) {
    let (x, y) = at;
    let name = super::frame::clipped(name, LABELS - 24.0, 11.5);
    picture.text(Text::new((x, y - 2.0), name).size(11.5));
    let below = super::frame::clipped(below, LABELS - 24.0, 9.5);
    picture.text(
        Text::new((x, y + 11.0), below)
            .size(9.5)
            .color(palette::SOFT_INK),
    );
}
