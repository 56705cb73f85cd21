//! What comes from which key over the whole space: shares of the variance, or elementary effects.

use super::{FOOT, draw_name, draw_scale, scale};
use crate::report::chart::axis::Scale;
use crate::report::chart::frame::framed;
use crate::report::chart::picture::{Align, Color, Picture, Rect, Text};
use crate::report::chart::{Chart, palette};
use crate::report::number::{amount, bare, fixed};
use crate::report::sweep::{SweepReport, ends, subject};
use crate::report::words;
use crate::study::Sensitivity;
use crate::study::sensitivity::Bounded;

/// The name of its files.
pub(super) const NAME: &str = "sensitivity";

const ROW: f64 = 42.0;
const BAR: f64 = 9.0;

/// A row: the key, and two values of it.
struct Row {
    name: String,
    below: String,
    upper: Bounded,
    lower: Bounded,
}

/// What is said around the rows.
struct Words {
    title: String,
    subtitle: String,
    /// Tells a value at the right end of a row.
    tell: fn(f64, &str) -> String,
}

/// Draws the indices of the first measure; nothing where the design does not tell.
pub(super) fn draw(sweep: &SweepReport<'_>) -> Option<Chart> {
    let (rows, words) = match sweep.swept.sensitivity.first()? {
        Sensitivity::None => return None,
        Sensitivity::Shares(all) => {
            let rows = rows(sweep, all.iter().map(|it| Some((it.total, it.first))));
            let words = of_shares(sweep, &rows);
            (rows, words)
        }
        Sensitivity::Effects(all) => {
            let pairs = all.iter().map(|it| {
                let it = it.as_ref()?;
                Some((it.absolute, Bounded::exact(it.deviation)))
            });
            let rows = rows(sweep, pairs);
            let words = of_effects(sweep, &rows);
            (rows, words)
        }
    };
    let foot = format!(
        "Simulated: scenario {}, plan {}, {}, seed {}.",
        sweep.scenario.0,
        sweep.plan.name,
        words::counted(sweep.design.points.len(), "point", "points"),
        sweep.seed
    );
    let height = ROW * rows.len() as f64 + FOOT;
    let (mut picture, body) = framed(&words.title, &words.subtitle, &foot, height);
    let reached = rows.iter().flat_map(|row| [row.upper, row.lower]);
    let reached = reached.flat_map(|it| [it.value, it.interval.map_or(it.value, |(_, high)| high)]);
    let scale = scale(reached.chain([0.0]), &body);
    // Bars begin at zero; an interval may reach below it, but a bar does not.
    let scale = Scale {
        values: (0.0, scale.values.1),
        ..scale
    };
    draw_scale(&mut picture, &body, &scale);
    let unit = sweep.measured[0].unit;
    for (n, row) in rows.iter().enumerate() {
        let y = body.top + ROW * (n as f64 + 0.5);
        draw_name(&mut picture, (body.left, y), &row.name, &row.below);
        draw_bar(
            &mut picture,
            &scale,
            (y - BAR, &row.upper),
            palette::cell(0, 0),
        );
        draw_bar(&mut picture, &scale, (y, &row.lower), palette::cell(0, 1));
        let text = Text::new((body.right, y + 4.0), (words.tell)(row.upper.value, unit));
        picture.text(text.size(10.5).align(Align::Right));
    }
    Some(Chart {
        name: NAME,
        description: format!("Two bars for each key. {}.", words.title),
        title: words.title,
        picture,
    })
}

fn rows(
    sweep: &SweepReport<'_>,
    pairs: impl Iterator<Item = Option<(Bounded, Bounded)>>,
) -> Vec<Row> {
    let rows = sweep.plan.keys.iter().zip(pairs);
    let row = |(key, pair): (&crate::input::SweepKey, Option<(Bounded, Bounded)>)| {
        let (upper, lower) = pair?;
        Some(Row {
            name: key.name.clone(),
            below: ends(key),
            upper,
            lower,
        })
    };
    let mut rows: Vec<Row> = rows.filter_map(row).collect();
    rows.sort_by(|one, other| other.upper.value.total_cmp(&one.upper.value));
    rows
}

fn of_shares(sweep: &SweepReport<'_>, rows: &[Row]) -> Words {
    let title = rows.first().map(|row| {
        format!(
            "Most of the variation comes from {}: {} of the variance alone, {} with others",
            row.name,
            per_cent(row.lower.value, ""),
            per_cent(row.upper.value, "")
        )
    });
    Words {
        title: title.unwrap_or_default(),
        subtitle: format!(
            "{}. Share of the variance over the whole space of keys. Dark: total, with all that a key \
             does together with others. Light: first order, by itself. Whiskers: 95 % intervals, where \
             the design gives them.",
            subject(&sweep.measured[0])
        ),
        tell: per_cent,
    }
}

fn of_effects(sweep: &SweepReport<'_>, rows: &[Row]) -> Words {
    let measured = &sweep.measured[0];
    let title = rows.first().map(|row| {
        format!(
            "All else varied, {} matters most: {} over its range, on average",
            row.name,
            amount(row.upper.value, measured.unit)
        )
    });
    Words {
        title: title.unwrap_or_default(),
        subtitle: format!(
            "{}, {}. Elementary effects of each key over its whole range, others anywhere in theirs. \
             Dark: mean size μ* with its 95 % interval. Light: deviation σ, of what acts with others or \
             bends.",
            subject(measured),
            words::unit(measured.unit)
        ),
        tell: bare,
    }
}

fn per_cent(share: f64, _: &str) -> String {
    format!("{} %", fixed(100.0 * share, 0))
}

fn draw_bar(picture: &mut Picture, scale: &Scale, (top, it): (f64, &Bounded), color: Color) {
    let zero = scale.at(0.0);
    let right = scale.at(it.value.max(0.0));
    picture.block(Rect::new(zero, top, right - zero, BAR - 1.0), color);
    if let Some((low, high)) = it.interval {
        let y = top + 0.5 * (BAR - 1.0);
        let ends = [low.max(0.0), high.max(0.0)].map(|end| (scale.at(end), y));
        picture.line(ends, palette::INK, 0.8);
    }
}
