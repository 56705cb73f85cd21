//! Simulated beside reported: each as a share of what was reported, so that tonnes, trains and
//! hours stand on one axis. One chart of tonnage, one of everything else.

mod rows;

use super::Chart;
use super::axis::Scale;
use super::frame::{foot, framed, short_sources};
use super::palette;
use super::picture::{Align, Picture, Rect, Shape, Text};
use super::render::text_width;
use crate::model::Standing;
use crate::report::names::Names;
use crate::report::number::fixed;
use crate::report::selection::{LeftOut, by_measure, telling};
use crate::report::verdict::{Tally, Verdict};
use crate::report::view::View;
use crate::report::words;
use crate::study::Comparison;
use rows::{band_color, draw_mark, draw_row};

const ROW_HEIGHT: f64 = 20.0;
const HEADING_HEIGHT: f64 = 29.0;
const KEY_HEIGHT: f64 = 50.0;
const AXIS_HEIGHT: f64 = 20.0;
const LABEL_WIDTH: f64 = 310.0;
const NUMBERS_WIDTH: f64 = 316.0;
/// Where the columns of numbers end, and their headings.
const NUMBERS: [(f64, &str); 3] = [
    (112.0, "reported"),
    (232.0, "simulated"),
    (306.0, "difference"),
];

const TICKS: [f64; 11] = [1.0, 0.5, 2.0, 0.75, 1.5, 0.9, 1.1, 0.35, 3.0, 0.8, 1.25];

/// What a chart is about.
struct Topic {
    name: &'static str,
    title: &'static str,
    is_on: fn(&Comparison) -> bool,
    /// Ratios further from one than this are drawn as arrows at the edge.
    widest: f64,
}

/// Draws the tonnage, or nothing where none is compared.
pub(super) fn draw_tonnage(view: View<'_>) -> Option<Chart> {
    let topic = Topic {
        name: "observed_tonnage",
        title: "Tonnage",
        is_on: is_tonnage,
        widest: 2.0,
    };
    draw(view, &topic)
}

/// Draws trains, containers, dwell, transit times and the rest, or nothing where none is compared.
pub(super) fn draw_other(view: View<'_>) -> Option<Chart> {
    let topic = Topic {
        name: "observed_other",
        title: "Trains, TEU, hours",
        is_on: |comparison| !is_tonnage(comparison),
        widest: 3.0,
    };
    draw(view, &topic)
}

fn is_tonnage(comparison: &Comparison) -> bool {
    comparison.observation.measure.contains("tonnage")
}

fn draw(view: View<'_>, topic: &Topic) -> Option<Chart> {
    let comparisons = view.results.comparisons.iter();
    let (shown, left_out) = telling(view, comparisons.filter(|it| (topic.is_on)(it)));
    if shown.is_empty() {
        return None;
    }
    let groups = by_measure(shown.iter().copied());
    let tally = Tally::of(shown.iter().copied()).headline(["figure", "figures"]);
    let title = format!("{}: {}", topic.title, uncapitalized(&tally));
    let sources = shown.iter().map(|it| it.observation.source.as_str());
    let sources = short_sources(sources);
    let rows = HEADING_HEIGHT * groups.len() as f64 + ROW_HEIGHT * shown.len() as f64;
    let (mut picture, body) = framed(
        &title,
        &subtitle(left_out),
        &foot(
            view,
            &sources,
            "Definitions and full sources: comparison.csv.",
        ),
        KEY_HEIGHT + AXIS_HEIGHT + rows + 8.0,
    );
    draw_key(&mut picture, &body);
    let plot = body.inset([LABEL_WIDTH, KEY_HEIGHT + AXIS_HEIGHT, NUMBERS_WIDTH, 0.0]);
    let scale = scale(&shown, topic.widest, &plot);
    draw_axis(&mut picture, &plot, &scale);
    draw_groups(
        &mut picture,
        &Rect {
            top: plot.top,
            ..body
        },
        &scale,
        (view, &groups),
    );
    let description = "A table with one row for each reported figure: the simulated mean with its \
                       interval as a share of the reported one, whether a parameter was fitted to \
                       it, the reported range, both figures and their difference.";
    Some(Chart {
        name: topic.name,
        title,
        description: description.to_owned(),
        picture,
    })
}

fn uncapitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

fn subtitle(left_out: LeftOut) -> String {
    let reasons = [
        (
            left_out.n_spans,
            "of other spans than years, quarters and months",
        ),
        (left_out.n_early, "of before the reported years"),
        (left_out.n_limits, "that are quotas or capacities"),
        (left_out.n_not_modelled, "not modelled"),
    ];
    let reasons: Vec<String> = reasons
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, why)| format!("{n} {why}"))
        .collect();
    let mut text = "Simulated as a share of the reported figure (100 %), with the 95 % confidence \
                    interval of the mean. Agrees: in the reported range, or within 5 % of a bare \
                    value."
        .to_owned();
    if !reasons.is_empty() {
        text.push_str(&format!(" Only in the tables: {}.", reasons.join("; ")));
    }
    text
}

fn draw_groups(
    picture: &mut Picture,
    body: &Rect,
    scale: &Scale,
    (view, groups): (View<'_>, &[(&str, Vec<&Comparison>)]),
) {
    let names = Names::of(view.results);
    let mut top = body.top;
    for (measure, group) in groups {
        let subjects = names.subjects(group);
        let heading = words::measure(measure);
        let text = Text::new((body.left, top + 20.0), &*heading).size(12.0);
        picture.text(text.bold());
        let x = body.left + text_width(&heading, 12.0, true) + 8.0;
        let shared = Text::new((x, top + 20.0), subjects.shared).size(11.0);
        picture.text(shared.color(palette::SOFT_INK));
        top += HEADING_HEIGHT;
        for (index, row) in group.iter().zip(&subjects.each).enumerate() {
            let rect = Rect {
                top,
                bottom: top + ROW_HEIGHT,
                ..*body
            };
            if index % 2 == 0 {
                let stripe = Shape::Block(rect, palette::STRIPE);
                picture.shapes.insert(0, stripe);
            }
            draw_row(picture, &rect, scale, (row.0, row.1));
            top += ROW_HEIGHT;
        }
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
        picture.text(Text::new((x + 15.0, y + 4.0), label));
        x += 15.0 + text_width(label, 11.0, false) + 22.0;
    }
    let y = y + 20.0;
    let mut x = body.left;
    for (name, standing) in Standing::NAMES {
        let label = format!("range of a {name} figure");
        picture.block(Rect::new(x, y - 5.0, 20.0, 10.0), band_color(standing));
        picture.text(Text::new((x + 26.0, y + 4.0), &*label));
        x += 26.0 + text_width(&label, 11.0, false) + 22.0;
    }
    picture.area(
        vec![(x + 12.0, y), (x, y - 5.5), (x, y + 5.5)],
        palette::BAD,
    );
    picture.text(Text::new((x + 18.0, y + 4.0), "off the scale"));
}

fn scale(comparisons: &[&Comparison], widest: f64, plot: &Rect) -> Scale {
    let mut values = (0.8_f64.ln(), 1.25_f64.ln());
    let ends = comparisons.iter().flat_map(|comparison| {
        let (low, high) = Verdict::range(&comparison.observation);
        let mean = comparison.simulated.map_or(low, |simulated| simulated.mean);
        [low, high, mean].map(|end| end / comparison.observation.value)
    });
    for value in ends.filter(|value| value.is_finite() && *value > 0.0) {
        let value = value.clamp(1.0 / widest, widest).ln();
        values = (values.0.min(value - 0.03), values.1.max(value + 0.03));
    }
    Scale {
        values,
        points: (plot.left, plot.right),
    }
}

fn draw_axis(picture: &mut Picture, plot: &Rect, scale: &Scale) {
    let mut taken: Vec<f64> = Vec::new();
    for tick in TICKS {
        let x = scale.at(tick.ln());
        let is_inside = plot.left <= x && x <= plot.right;
        if !is_inside || taken.iter().any(|other| (other - x).abs() < 42.0) {
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
        let label = format!("{} %", fixed(100.0 * tick, 0));
        let text = Text::new((x, plot.top - 6.0), label).size(10.5);
        picture.text(text.align(Align::Middle).color(palette::SOFT_INK));
    }
    for (offset, label) in NUMBERS {
        let text = Text::new((plot.right + offset, plot.top - 6.0), label).size(10.5);
        picture.text(text.align(Align::Right).color(palette::SOFT_INK));
    }
}
