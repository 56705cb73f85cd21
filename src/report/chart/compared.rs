//! What each variant changes in the tonnage over the border, with intervals, beside zero.

use super::Chart;
use super::axis::{Scale, round_step};
use super::frame::{clipped, framed};
use super::palette;
use super::picture::{Align, Picture, Rect, Text};
use crate::report::compared::{Compared, Row, signed, subject};
use crate::report::number::{amount, fixed};
use crate::report::words;
use crate::study::{Difference, Evidence};

const ROW: f64 = 22.0;
const HEAD: f64 = 30.0;
const LABELS: f64 = 300.0;

/// Draws the chart.
pub(in crate::report) fn draw(compared: &Compared) -> Chart {
    let groups: Vec<(&str, Vec<Row<'_>>)> = compared
        .variants
        .iter()
        .map(|variant| (variant.title.as_str(), tonnage(compared.rows(variant))))
        .collect();
    let n_rows: usize = groups.iter().map(|(_, rows)| rows.len()).sum();
    let height = ROW * n_rows as f64 + HEAD * groups.len() as f64 + 24.0;
    let title = title(&groups);
    let subtitle = "Difference of the tonnage over the border, Mt, with 95 % confidence intervals \
                    over pairs of replications on the same random numbers";
    let foot = format!(
        "Simulated: base {}, {}, seed {}.",
        compared.base.0,
        words::counted(compared.replications, "pair", "pairs"),
        compared.seed
    );
    let (mut picture, body) = framed(&title, subtitle, &foot, height);
    let scale = scale(&groups, &body);
    draw_grid(&mut picture, &body, &scale);
    let mut y = body.top;
    for (name, rows) in &groups {
        y += HEAD;
        let name = clipped(name, body.width(), 11.0);
        picture.text(Text::new((body.left, y - 12.0), name).bold());
        for row in rows {
            draw_row(&mut picture, &body, (&scale, y), row);
            y += ROW;
        }
    }
    Chart {
        name: "differences",
        title,
        description: "For each what-if, place and direction the difference of the tonnage to the \
                      base, as a dot with its interval beside a line at zero."
            .to_owned(),
        picture,
    }
}

fn tonnage(rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    let tonnage = rows.into_iter();
    tonnage
        .filter(|(aspect, _)| aspect.wanted.measure == "border_tonnage")
        .collect()
}

fn title(groups: &[(&str, Vec<Row<'_>>)]) -> String {
    let all = groups.iter().filter_map(|(name, rows)| {
        let (_, it) = rows.first()?;
        Some((name, *it))
    });
    // The largest of those that there is evidence of, before any other.
    let weight = |it: &Difference| {
        let evident = matches!(it.evidence, Evidence::Better | Evidence::Worse);
        (evident, it.paired.mean.abs())
    };
    let largest = all.max_by(|(_, one), (_, other)| {
        let (one, other) = (weight(one), weight(other));
        one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    let Some((name, it)) = largest else {
        return "Nothing crossed the border".to_owned();
    };
    match it.evidence {
        Evidence::Same => "No what-if changes the tonnage over the border".to_owned(),
        Evidence::Perhaps | Evidence::None => {
            "No evidence that a what-if changes the tonnage over the border".to_owned()
        }
        Evidence::Better | Evidence::Worse => {
            let way = if it.paired.mean > 0.0 { "more" } else { "less" };
            let mt = amount(it.paired.mean.abs(), "Mt");
            format!("{name}: {mt} {way} over the border")
        }
    }
}

fn scale(groups: &[(&str, Vec<Row<'_>>)], body: &Rect) -> Scale {
    let rows = groups.iter().flat_map(|(_, rows)| rows);
    let ends = rows.map(|(_, it)| it.paired.mean.abs() + it.paired.half_width.unwrap_or(0.0));
    let most = ends.fold(0.0, f64::max);
    let step = round_step(most / 3.0);
    let most = if most > 0.0 {
        (most / step).ceil() * step
    } else {
        1.0
    };
    Scale {
        values: (-most, most),
        points: (body.left + LABELS, body.right - 130.0),
    }
}

fn draw_grid(picture: &mut Picture, body: &Rect, scale: &Scale) {
    let ticks = scale.ticks(6);
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]).next();
    let decimals = (-step.unwrap_or(1.0).log10()).ceil().max(0.0) as usize;
    let bottom = body.bottom - 20.0;
    for tick in ticks {
        let x = scale.at(tick);
        let color = if tick == 0.0 {
            palette::AXIS
        } else {
            palette::GRID
        };
        picture.line([(x, body.top + 10.0), (x, bottom)], color, 0.7);
        let text = Text::new((x, bottom + 13.0), fixed(tick, decimals)).size(9.5);
        picture.text(text.align(Align::Middle).color(palette::SOFT_INK));
    }
}

fn draw_row(picture: &mut Picture, body: &Rect, (scale, y): (&Scale, f64), row: &Row<'_>) {
    let (aspect, it) = row;
    let label = clipped(&subject(aspect), LABELS - 20.0, 10.0);
    picture.text(Text::new((body.left + 10.0, y + 4.0), label).size(10.0));
    let color = match it.evidence {
        Evidence::Better => palette::GOOD,
        Evidence::Worse => palette::BAD,
        Evidence::Same | Evidence::Perhaps | Evidence::None => palette::SOFT_INK,
    };
    let half_width = it.paired.half_width.unwrap_or(0.0);
    let ends = [it.paired.mean - half_width, it.paired.mean + half_width];
    picture.line(ends.map(|end| (scale.at(end), y)), color, 2.0);
    picture.dot((scale.at(it.paired.mean), y), 3.5, color);
    let text = Text::new((body.right, y + 4.0), signed(&it.paired, aspect.unit)).size(10.0);
    picture.text(text.align(Align::Right).color(color));
}
