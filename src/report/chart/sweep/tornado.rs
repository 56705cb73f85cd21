//! A tornado: for each key how far a measure moves when that key alone goes to its low and to its high
//! end, the key that moves it most on top.

use super::{FOOT, draw_name, draw_scale, scale};
use crate::input::SweepKey;
use crate::report::chart::axis::Scale;
use crate::report::chart::frame::framed;
use crate::report::chart::picture::{Align, Color, Picture, Rect, Text};
use crate::report::chart::{Chart, palette};
use crate::report::compared::signed;
use crate::report::number::{amount, bare};
use crate::report::sweep::{SweepReport, ends, is_evident, ranked, subject};
use crate::report::words::{self, counted};
use crate::study::{Bar, Difference};

const ROW: f64 = 44.0;
/// A space at which no line is broken.
const THIN: char = '\u{202f}';
/// Half the height of a bar.
const HALF: f64 = 9.0;

/// Draws the tornado of one measure.
pub(super) fn draw(sweep: &SweepReport<'_>, measure: usize, name: &'static str) -> Chart {
    let rows = ranked(sweep, measure);
    let measured = &sweep.measured[measure];
    let title = title(sweep, measure, &rows);
    let subtitle = format!(
        "{}, {}. Each key alone at its low end (light) and at its high end (dark), all others as in \
         the scenario; grey where chance may explain it. Whiskers and figures at the right: 95 % \
         confidence over pairs on the same random numbers.",
        subject(measured),
        words::unit(measured.unit)
    );
    let foot = format!(
        "Simulated: scenario {}, plan {}, {}, seed {}. Vertical line: the scenario itself.",
        sweep.scenario.0,
        sweep.plan.name,
        counted(sweep.values.replications, "replication", "replications"),
        sweep.seed
    );
    let height = ROW * rows.len() as f64 + FOOT + 24.0;
    let (mut picture, body) = framed(&title, &subtitle, &foot, height);
    let base = rows.iter().find_map(|(.., bar)| bar.low.or(bar.high));
    let base = base.map_or(f64::NAN, |it| it.base.mean);
    let scale = scale(reached(&rows).chain([base]), &body);
    let plot = Rect {
        top: body.top + 24.0,
        ..body
    };
    draw_scale(&mut picture, &plot, &scale);
    for (n, (_, key, bar)) in rows.iter().enumerate() {
        let y = plot.top + ROW * (n as f64 + 0.5);
        draw_name(&mut picture, (body.left, y), &key.name, &ends(key));
        draw_bar(&mut picture, (&scale, y), (base, measured.unit), bar);
        draw_note(&mut picture, (body.right, y), bar, measured.unit);
    }
    if base.is_finite() {
        let x = scale.at(base);
        let bottom = plot.bottom - FOOT + 8.0;
        picture.line([(x, plot.top - 4.0), (x, bottom)], palette::INK, 1.2);
        let text = format!("scenario: {}", amount(base, measured.unit));
        picture.label(Text::new((x, plot.top - 9.0), text).align(Align::Middle));
        let text = Text::new((body.right, plot.top - 9.0), "low to high").size(9.5);
        picture.text(text.align(Align::Right).color(palette::SOFT_INK));
    }
    let description = format!(
        "For each of {} a bar from the outcome at its low end to that at its high end, the longest on \
         top. {title}.",
        counted(rows.len(), "key", "keys")
    );
    Chart {
        name,
        title,
        description,
        picture,
    }
}

fn title(sweep: &SweepReport<'_>, measure: usize, rows: &[(usize, &SweepKey, &Bar)]) -> String {
    let measured = &sweep.measured[measure];
    let what = words::measure(&measured.wanted.measure);
    let evident = rows.iter().find(|(.., bar)| {
        is_evident(bar.across.as_ref())
            || is_evident(bar.low.as_ref())
            || is_evident(bar.high.as_ref())
    });
    let Some((_, key, bar)) = evident else {
        return format!("No evidence that any of the keys changes {}", lower(&what));
    };
    let outcomes =
        [bar.low, bar.high].map(|end| end.map(|it| bare(it.variant.mean, measured.unit)));
    match outcomes {
        [Some(low), Some(high)] => format!(
            "{} matters most: {} {low}{THIN}→{THIN}{high}{THIN}{}",
            key.name,
            lower(&what),
            words::unit(measured.unit)
        ),
        _ => format!("{} matters most for {}", key.name, lower(&what)),
    }
}

/// Returns a heading as a part of a sentence: `tonnage over the border`, but `TEU over the border`.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// The ends of all bars with their whiskers.
fn reached(rows: &[(usize, &SweepKey, &Bar)]) -> impl Iterator<Item = f64> {
    let parts = rows.iter().flat_map(|(.., bar)| [bar.low, bar.high]);
    let ends: Vec<f64> = parts.flatten().flat_map(|it| whisker(&it)).collect();
    ends.into_iter()
}

/// The outcome at an end, less and more the half-width of its difference from the scenario.
fn whisker(it: &Difference) -> [f64; 2] {
    let end = it.base.mean + it.paired.mean;
    let half_width = it.paired.half_width.unwrap_or(0.0);
    [end - half_width, end + half_width]
}

fn draw_bar(
    picture: &mut Picture,
    (scale, y): (&Scale, f64),
    (base, unit): (f64, &str),
    bar: &Bar,
) {
    let signs = [bar.low, bar.high].map(|end| end.map_or(0.0, |it| it.paired.mean));
    // On one side of the scenario one bar would hide the other.
    let is_one_sided = signs[0] * signs[1] > 0.0;
    let parts = [
        (bar.low, palette::cell(0, 1), (-HALF, 0.0)),
        (bar.high, palette::cell(0, 0), (0.0, HALF)),
    ];
    for (end, color, halves) in parts {
        let Some(it) = end else { continue };
        let (top, bottom) = if is_one_sided { halves } else { (-HALF, HALF) };
        let color = match is_evident(Some(&it)) {
            true => color,
            false => palette::AXIS.clear(0.6),
        };
        let x = [scale.at(base), scale.at(base + it.paired.mean)];
        let rect = Rect {
            left: x[0].min(x[1]),
            right: x[0].max(x[1]),
            top: y + top,
            bottom: y + bottom,
        };
        picture.block(rect, color);
        draw_whisker(
            picture,
            whisker(&it).map(|end| scale.at(end)),
            y + 0.5 * (top + bottom),
        );
    }
    draw_outcomes(picture, (scale, y), unit, bar);
}

fn draw_whisker(picture: &mut Picture, [left, right]: [f64; 2], y: f64) {
    if right - left < 1.0 {
        return;
    }
    picture.line([(left, y), (right, y)], palette::INK, 0.8);
    for x in [left, right] {
        picture.line([(x, y - 2.5), (x, y + 2.5)], palette::INK, 0.8);
    }
}

/// Writes the outcome beyond each end of the whole bar that is not the scenario's.
fn draw_outcomes(picture: &mut Picture, (scale, y): (&Scale, f64), unit: &str, bar: &Bar) {
    let ends: Vec<Difference> = [bar.low, bar.high].into_iter().flatten().collect();
    // Beyond the whiskers of both, so that none runs through it.
    let reached: Vec<f64> = ends.iter().flat_map(whisker).collect();
    let least = reached.iter().copied().fold(f64::INFINITY, f64::min);
    let most = reached.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let by = |one: &&Difference, other: &&Difference| one.paired.mean.total_cmp(&other.paired.mean);
    let sides = [
        (ends.iter().min_by(by), -1.0, Align::Right),
        (ends.iter().max_by(by), 1.0, Align::Left),
    ];
    for (end, side, align) in sides {
        let Some(it) = end.filter(|it| it.paired.mean * side > 0.0) else {
            continue;
        };
        let x = scale.at(if side < 0.0 { least } else { most });
        let text = Text::new((x + 5.0 * side, y + 3.5), bare(it.variant.mean, unit)).size(9.5);
        picture.text(text.align(align).color(palette::INK));
    }
}

/// Writes the difference from the low to the high end.
fn draw_note(picture: &mut Picture, (right, y): (f64, f64), bar: &Bar, unit: &str) {
    let (text, color): (String, Color) = match &bar.across {
        None => ("nothing to measure".to_owned(), palette::SOFT_INK),
        Some(it) => {
            let color = match is_evident(Some(it)) {
                true => palette::INK,
                false => palette::SOFT_INK,
            };
            (signed(&it.paired, unit), color)
        }
    };
    let text = Text::new((right, y + 4.0), text).size(10.5);
    picture.text(text.align(Align::Right).color(color));
}
