//! Simulated beside reported, for every reported figure: each as a share of what was reported, so
//! that tonnes, trains and hours stand on one axis.

use super::Chart;
use super::axis::Scale;
use super::frame::{clipped, foot, framed, short_sources};
use super::palette;
use super::picture::{Align, Color, Picture, Point, Rect, Shape, Text};
use super::render::text_width;
use crate::model::{Observation, Standing};
use crate::report::number::{amount, bare_interval, difference, fixed};
use crate::report::verdict::{Tally, Verdict, by_measure};
use crate::report::view::View;
use crate::report::words;
use crate::study::Comparison;

const ROW_HEIGHT: f64 = 17.0;
const HEADING_HEIGHT: f64 = 25.0;
const KEY_HEIGHT: f64 = 46.0;
const AXIS_HEIGHT: f64 = 20.0;
const LABEL_WIDTH: f64 = 306.0;
const NUMBERS_WIDTH: f64 = 280.0;
/// Ratios further from one than this are drawn as arrows at the edge.
const WIDEST: f64 = 3.0;

const TICKS: [f64; 11] = [1.0, 0.5, 2.0, 0.75, 1.5, 0.9, 1.1, 0.35, 3.0, 0.8, 1.25];

/// Draws the chart, or nothing where nothing was reported.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let comparisons = &view.results.comparisons;
    let groups = by_measure(comparisons);
    if groups.is_empty() {
        return None;
    }
    let title = Tally::of(comparisons).headline();
    let sources = short_sources(
        comparisons
            .iter()
            .map(|comparison| comparison.observation.source.as_str()),
    );
    let rows = HEADING_HEIGHT * groups.len() as f64 + ROW_HEIGHT * comparisons.len() as f64;
    let (mut picture, body) = framed(
        &title,
        "Simulated as a share of the reported figure (100 %), with the 95 % confidence interval of the mean. \
         Agrees: in the reported range, or within 5 % of a bare value.",
        &foot(
            view,
            &sources,
            "Definitions and full sources: comparison.csv.",
        ),
        KEY_HEIGHT + AXIS_HEIGHT + rows + 8.0,
    );
    draw_key(&mut picture, &body);
    let plot = body.inset([LABEL_WIDTH, KEY_HEIGHT + AXIS_HEIGHT, NUMBERS_WIDTH, 0.0]);
    let scale = scale(comparisons, &plot);
    draw_axis(&mut picture, &plot, &scale);
    let mut top = plot.top;
    for (measure, group) in groups {
        let text = Text::new((body.left, top + 17.0), words::measure(measure)).bold();
        picture.text(text);
        top += HEADING_HEIGHT;
        for (index, comparison) in group.into_iter().enumerate() {
            let row = Rect {
                top,
                bottom: top + ROW_HEIGHT,
                ..body
            };
            if index % 2 == 0 {
                picture.shapes.insert(0, Shape::Block(row, palette::STRIPE));
            }
            draw_row(&mut picture, &row, &scale, comparison);
            top += ROW_HEIGHT;
        }
    }
    let description = "A table with one row for each reported figure: the simulated mean with its \
                       interval as a share of the reported one, whether a parameter was fitted to \
                       it, the reported range, both figures and their difference.";
    Some(Chart {
        name: "observed",
        title,
        description: description.to_owned(),
        picture,
    })
}

fn color_of(verdict: Verdict) -> Color {
    match verdict {
        Verdict::Agrees => palette::GOOD,
        Verdict::Misses => palette::BAD,
        Verdict::NotModelled => palette::SOFT_INK,
    }
}

fn band_color(standing: Standing) -> Color {
    match standing {
        Standing::Reported => Color::of(0x8A97A5),
        Standing::Derived => Color::of(0xB4BFCA),
        Standing::Weak => Color::of(0xD6DDE4),
    }
}

fn draw_key(picture: &mut Picture, body: &Rect) {
    let y = body.top + 8.0;
    let mut x = body.left;
    for (label, color, is_fitted) in [
        ("agrees, not fitted", palette::GOOD, false),
        ("misses, not fitted", palette::BAD, false),
        ("agrees, fitted", palette::GOOD, true),
        ("misses, fitted", palette::BAD, true),
    ] {
        draw_mark(picture, (x + 6.0, y), color, is_fitted);
        picture.text(Text::new((x + 15.0, y + 3.5), label).size(10.0));
        x += 15.0 + text_width(label, 10.0, false) + 20.0;
    }
    let y = y + 18.0;
    let mut x = body.left;
    for (name, standing) in Standing::NAMES {
        let label = format!("range of a {name} figure");
        picture.block(Rect::new(x, y - 4.5, 20.0, 9.0), band_color(standing));
        picture.text(Text::new((x + 26.0, y + 3.5), &*label).size(10.0));
        x += 26.0 + text_width(&label, 10.0, false) + 20.0;
    }
}

fn scale(comparisons: &[Comparison], plot: &Rect) -> Scale {
    let mut values = (0.8_f64.ln(), 1.25_f64.ln());
    let ratios = comparisons.iter().filter_map(|comparison| {
        let simulated = comparison.simulated?;
        Some(ratio(simulated.mean, comparison.observation.value))
    });
    let ranges = comparisons
        .iter()
        .filter(|comparison| comparison.simulated.is_some());
    let ranges = ranges.flat_map(|comparison| {
        let (low, high) = Verdict::range(&comparison.observation);
        [low, high].map(|end| ratio(end, comparison.observation.value))
    });
    for value in ratios
        .chain(ranges)
        .filter(|value| value.is_finite() && *value > 0.0)
    {
        let value = value.clamp(1.0 / WIDEST, WIDEST).ln();
        values = (values.0.min(value - 0.03), values.1.max(value + 0.03));
    }
    Scale {
        values,
        points: (plot.left, plot.right),
    }
}

fn ratio(value: f64, reported: f64) -> f64 {
    value / reported
}

fn draw_axis(picture: &mut Picture, plot: &Rect, scale: &Scale) {
    let mut taken: Vec<f64> = Vec::new();
    for tick in TICKS {
        let x = scale.at(tick.ln());
        let is_inside = plot.left <= x && x <= plot.right;
        if !is_inside || taken.iter().any(|other| (other - x).abs() < 36.0) {
            continue;
        }
        taken.push(x);
        let is_reported = tick == 1.0;
        let (color, width) = if is_reported {
            (palette::INK, 1.0)
        } else {
            (palette::GRID, 0.7)
        };
        picture.line([(x, plot.top), (x, plot.bottom)], color, width);
        let label = Text::new((x, plot.top - 6.0), format!("{} %", fixed(100.0 * tick, 0)));
        picture.text(
            label
                .size(9.5)
                .align(Align::Middle)
                .color(palette::SOFT_INK),
        );
    }
    for (offset, label) in [
        (92.0, "reported"),
        (198.0, "simulated"),
        (268.0, "difference"),
    ] {
        let text = Text::new((plot.right + offset, plot.top - 6.0), label).size(9.5);
        picture.text(text.align(Align::Right).color(palette::SOFT_INK));
    }
}

fn draw_row(picture: &mut Picture, row: &Rect, scale: &Scale, comparison: &Comparison) {
    let observation = &comparison.observation;
    let verdict = Verdict::of(comparison);
    let middle = 0.5 * (row.top + row.bottom);
    let base = middle + 3.5;
    draw_subject(picture, (row.left + 6.0, base), observation);
    let numbers = row.right - NUMBERS_WIDTH;
    let number = |x: f64, text: String| {
        Text::new((numbers + x, base), text)
            .size(10.0)
            .align(Align::Right)
    };
    picture.text(number(92.0, amount(observation.value, &observation.unit)));
    let Some(simulated) = &comparison.simulated else {
        picture.text(number(198.0, "not modelled".to_owned()).color(palette::SOFT_INK));
        return;
    };
    picture.text(number(198.0, bare_interval(simulated, &observation.unit)));
    if let Some(error) = comparison.relative_error() {
        let text = number(268.0, difference(error)).color(color_of(verdict));
        picture.text(if verdict == Verdict::Misses {
            text.bold()
        } else {
            text
        });
    }
    draw_range(picture, middle, scale, comparison);
    let at = |value: f64| {
        let value = ratio(value, observation.value);
        let value = if value.is_finite() {
            value.max(1e-9).ln()
        } else {
            scale.values.1
        };
        scale.at(value.clamp(scale.values.0, scale.values.1))
    };
    let color = color_of(verdict);
    if let Some(half_width) = simulated.half_width {
        let ends = [
            at(simulated.mean - half_width),
            at(simulated.mean + half_width),
        ];
        picture.line(ends.map(|x| (x, middle)), color, 1.6);
    }
    let value = ratio(simulated.mean, observation.value);
    let x = at(simulated.mean);
    match value.max(1e-9).ln() {
        value if value > scale.values.1 => draw_arrow(picture, (x, middle), 11.0, color),
        value if value < scale.values.0 => draw_arrow(picture, (x, middle), -11.0, color),
        _ => draw_mark(picture, (x, middle), color, observation.fitted),
    }
}

/// Names what a figure is about and, where there is room, how it is defined: some figures differ in
/// nothing else.
fn draw_subject(picture: &mut Picture, at: Point, observation: &Observation) {
    let room = LABEL_WIDTH - 18.0;
    let label = clipped(&words::subject(observation), room, 10.0);
    let width = text_width(&label, 10.0, false);
    picture.text(Text::new(at, label).size(10.0));
    let definition = clipped(&observation.definition, room - width - 10.0, 8.0);
    if definition.chars().count() > 8 || definition == observation.definition {
        let text = Text::new((at.0 + width + 8.0, at.1), definition).size(8.0);
        picture.text(text.color(palette::SOFT_INK));
    }
}

fn draw_range(picture: &mut Picture, middle: f64, scale: &Scale, comparison: &Comparison) {
    let observation = &comparison.observation;
    let (low, high) = Verdict::range(observation);
    let [left, right] = [low, high].map(|end| {
        let value = ratio(end, observation.value).max(1e-9).ln();
        scale.at(value.clamp(scale.values.0, scale.values.1))
    });
    let rect = Rect {
        left,
        right,
        top: middle - 4.5,
        bottom: middle + 4.5,
    };
    picture.block(rect, band_color(observation.standing));
}

/// A fitted figure is a ring: it proves nothing.
fn draw_mark(picture: &mut Picture, at: Point, color: Color, is_fitted: bool) {
    if is_fitted {
        picture.ring(at, 4.4, color);
    } else {
        picture.dot(at, 4.4, color);
    }
}

/// Points at the edge, from within.
fn draw_arrow(picture: &mut Picture, (x, y): Point, length: f64, color: Color) {
    picture.area(
        vec![(x, y), (x - length, y - 5.0), (x - length, y + 5.0)],
        color,
    );
}
