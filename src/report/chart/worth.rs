//! What one more unit of each element is worth, the best first, with intervals, beside zero.

use super::Chart;
use super::axis::{Scale, round_step};
use super::frame::{clipped, framed};
use super::palette;
use super::picture::{Align, Color, Picture, Rect, Text};
use crate::report::compared::signed;
use crate::report::number::fixed;
use crate::report::words::{self, counted};
use crate::report::worth::{has_evidence, heading, headline, note};
use crate::study::worth::{Rated, Worth};
use crate::study::{Difference, Evidence};

const ROW: f64 = 22.0;
const LABELS: f64 = 372.0;
const FIGURES: f64 = 104.0;
const GAP: f64 = 18.0;
/// The head of the columns, and the axis under the rows.
const ENDS: [f64; 2] = [22.0, 26.0];
/// As many rows as there is room for on a page.
const MOST: usize = 22;

/// Draws the chart.
pub(in crate::report) fn draw(worth: &Worth) -> Chart {
    let rows = drawn(worth);
    let title = headline(worth);
    let shown = worth
        .judged
        .iter()
        .map(|it| words::measure(&it.measure).to_lowercase());
    let subtitle = format!(
        "Difference that one more unit makes, with 95 % confidence intervals over pairs of replications on the same \
         random numbers: {}. Blue: better; orange: worse; grey: no evidence.",
        shown.collect::<Vec<_>>().join("; ")
    );
    let foot = format!(
        "Simulated: scenario {}. {}{}",
        worth.scenario,
        note(worth),
        rest(worth, rows.len())
    );
    let height = ENDS[0] + ROW * rows.len().max(1) as f64 + ENDS[1];
    let (mut picture, body) = framed(&title, &subtitle, &foot, height);
    for (n, rated) in rows.iter().enumerate() {
        let y = middle(&body, n);
        if n % 2 == 1 {
            let stripe = Rect::new(body.left, y - 0.5 * ROW, body.width(), ROW);
            picture.block(stripe, palette::STRIPE);
        }
        let label = clipped(&rated.unit.name, LABELS - 12.0, 10.5);
        let text = Text::new((body.left + 4.0, y + 4.0), label).size(10.5);
        picture.text(if has_evidence(rated) {
            text
        } else {
            text.color(palette::SOFT_INK)
        });
    }
    for n in 0..worth.judged.len() {
        draw_measure(&mut picture, &body, (worth, n), &rows);
    }
    Chart {
        name: "worth",
        title,
        description: "One row for each unit, the one worth most first: what one more of it changes, as a dot with \
                      its interval beside a line at zero."
            .to_owned(),
        picture,
    }
}

/// The units with evidence, and as many of the others as there is room for.
fn drawn(worth: &Worth) -> Vec<&Rated> {
    let told = || worth.ranked.iter().filter(|it| is_told(it));
    let n_evident = told().filter(|it| has_evidence(it)).count();
    let mut room = MOST.saturating_sub(n_evident);
    let has_room = |it: &&Rated| {
        let is_drawn = has_evidence(it) || room > 0;
        room = room.saturating_sub(usize::from(!has_evidence(it)));
        is_drawn
    };
    told().filter(has_room).collect()
}

/// Whether a unit is drawn: those that change nothing at all are told of in the foot.
fn is_told(rated: &Rated) -> bool {
    let mut measured = rated.differences.iter().flatten();
    measured.any(|it| it.evidence != Evidence::Same)
}

fn rest(worth: &Worth, n_drawn: usize) -> String {
    let n_told = worth.ranked.iter().filter(|it| is_told(it)).count();
    let n_same = worth.ranked.len() - n_told;
    let same = match n_same {
        0 => String::new(),
        n => format!(
            " {} nothing at all.",
            counted(n, "unit more changes", "units more change")
        ),
    };
    let others = match n_told - n_drawn {
        0 => String::new(),
        n => format!(" {} in worth.csv.", counted(n, "other is", "others are")),
    };
    same + &others
}

fn middle(body: &Rect, row: usize) -> f64 {
    body.top + ENDS[0] + ROW * (row as f64 + 0.5)
}

/// Draws one measure of all rows: a panel with intervals, and the figures at its right.
fn draw_measure(picture: &mut Picture, body: &Rect, (worth, n): (&Worth, usize), rows: &[&Rated]) {
    let width = (body.width() - LABELS) / worth.judged.len() as f64;
    let left = body.left + LABELS + width * n as f64;
    let right = left + width - FIGURES - GAP;
    let differences: Vec<Option<Difference>> = rows.iter().map(|it| it.differences[n]).collect();
    let scale = Scale {
        points: (left, right),
        ..around_zero(&differences)
    };
    let judged = &worth.judged[n];
    let head = Text::new((left, body.top + 12.0), heading(judged))
        .size(10.5)
        .bold();
    picture.text(head);
    let bottom = middle(body, rows.len().max(1) - 1) + 0.5 * ROW;
    let ticks = scale.ticks(4);
    let step = ticks.windows(2).map(|pair| pair[1] - pair[0]).next();
    let decimals = (-step.unwrap_or(1.0).log10()).ceil().max(0.0) as usize;
    for tick in ticks {
        let (x, color) = match tick {
            0.0 => (scale.at(tick), palette::AXIS),
            _ => (scale.at(tick), palette::GRID),
        };
        picture.line([(x, body.top + ENDS[0]), (x, bottom)], color, 0.8);
        let text = Text::new((x, bottom + 13.0), fixed(tick, decimals)).size(9.0);
        picture.text(text.align(Align::Middle).color(palette::SOFT_INK));
    }
    for (row, difference) in differences.iter().enumerate() {
        let Some(it) = difference else {
            continue;
        };
        let (y, color) = (middle(body, row), color(it.evidence));
        let half_width = it.paired.half_width.unwrap_or(0.0);
        let (low, high) = scale.values;
        let ends = [it.paired.mean - half_width, it.paired.mean + half_width];
        // An interval that goes on beyond the scale says so.
        for (is_cut, at, mark) in [(ends[0] < low, left, "‹"), (ends[1] > high, right, "›")] {
            if is_cut {
                let text = Text::new((at, y + 4.0), mark).size(12.0).bold();
                picture.text(text.align(Align::Middle).color(color));
            }
        }
        let ends = ends.map(|end| (scale.at(end.clamp(low, high)), y));
        picture.line(ends, color, 2.0);
        picture.dot((scale.at(it.paired.mean), y), 3.5, color);
        let at = (left + width - GAP, y + 4.0);
        let text = Text::new(at, signed(&it.paired, judged.unit)).size(10.0);
        picture.text(text.align(Align::Right).color(color));
    }
}

fn color(evidence: Evidence) -> Color {
    match evidence {
        Evidence::Better => palette::GOOD,
        Evidence::Worse => palette::BAD,
        Evidence::Same | Evidence::Perhaps | Evidence::None => palette::SOFT_INK,
    }
}

/// A scale over all differences and zero. Where some say something, intervals far wider than those
/// are cut, so that what they say is seen.
fn around_zero(differences: &[Option<Difference>]) -> Scale {
    let all = || differences.iter().flatten();
    let ends = |it: &Difference| {
        let half_width = it.paired.half_width.unwrap_or(0.0);
        [it.paired.mean - half_width, it.paired.mean + half_width]
    };
    let telling = all().filter(|it| it.evidence.is_some()).flat_map(ends);
    let farthest = telling.map(f64::abs).fold(0.0, f64::max);
    let most = match farthest > 0.0 {
        true => all()
            .map(|it| it.paired.mean.abs())
            .fold(2.0 * farthest, f64::max),
        false => f64::INFINITY,
    };
    let drawn = all().flat_map(ends).map(|end| end.clamp(-most, most));
    let (low, high) = drawn.fold((0.0, 0.0), |(low, high): (f64, f64), end| {
        (low.min(end), high.max(end))
    });
    if low == high {
        return Scale {
            values: (-1.0, 1.0),
            points: (0.0, 0.0),
        };
    }
    let step = round_step((high - low) / 4.0);
    let values = ((low / step).floor() * step, (high / step).ceil() * step);
    Scale {
        values,
        points: (0.0, 0.0),
    }
}
