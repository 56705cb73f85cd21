//! Official claims of capacity beside formula, simulation and what was observed.

use super::Chart;
use super::axis::{Panel, Scale};
use super::frame::{clipped, framed, short_sources};
use super::palette;
use super::picture::{Align, Color, Picture, Rect, Text};
use crate::study::capacity::{Checked, Verdict};

const ROW: f64 = 26.0;
const LABELS: f64 = 330.0;

/// Beyond so many times the claim a point stands at the edge.
const MOST: f64 = 3.0;

/// Draws the chart: one row a claim, everything as a share of what is claimed.
pub(in crate::report) fn draw(checked: &[Checked], seed: u64, replications: usize) -> Chart {
    let tested = checked
        .iter()
        .filter(|it| it.verdict != Verdict::NoEvidence);
    let holds = tested
        .clone()
        .filter(|it| it.verdict != Verdict::DoesNotHold);
    let title = format!(
        "{} of {} claims that could be tested hold",
        holds.count(),
        tested.count()
    );
    let sources = short_sources(checked.iter().map(|it| it.claim.source.as_str()));
    let (mut picture, body) = framed(
        &title,
        "Per cent of what is claimed. Dot: the most that the simulation carries, with its 95 % confidence interval. \
         Ring: formula. Bar: most that was observed.",
        &format!(
            "Simulated: {replications} replications, seed {seed}. Claimed: {}.",
            sources.join(", ")
        ),
        ROW * checked.len() as f64 + 30.0,
    );
    let plot = body.inset([LABELS, 6.0, 170.0, 24.0]);
    let panel = Panel {
        y: Scale {
            values: (0.0, 1.0),
            points: (plot.bottom, plot.top),
        },
        ..Panel::new(plot, (0.0, MOST), 1.0)
    };
    for tick in [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0] {
        let x = panel.x.at(tick);
        let color = if tick == 1.0 {
            palette::INK
        } else {
            palette::GRID
        };
        picture.line([(x, plot.top), (x, plot.bottom)], color, 0.8);
        let text = Text::new((x, plot.bottom + 14.0), format!("{:.0} %", 100.0 * tick));
        picture.text(text.size(9.5).align(Align::Middle).color(palette::SOFT_INK));
    }
    for (n, one) in checked.iter().enumerate() {
        let middle = plot.top + ROW * (n as f64 + 0.5);
        draw_row(&mut picture, &panel, (body, middle), one);
    }
    Chart {
        name: "claims",
        title,
        description: "One row for each official claim, with formula, simulation and observation as shares of what \
                      is claimed."
            .to_owned(),
        picture,
    }
}

fn draw_row(picture: &mut Picture, panel: &Panel, (body, middle): (Rect, f64), one: &Checked) {
    let label = clipped(&one.claim.text, LABELS - 12.0, 10.5);
    picture.text(Text::new((body.left, middle + 3.5), label).size(10.5));
    let at = |value: f64| panel.x.at((value / one.claim.value).min(MOST));
    if let Some((observed, _)) = &one.claim.observed {
        let bar = Rect {
            left: panel.rect.left,
            top: middle - 4.0,
            right: at(*observed),
            bottom: middle + 4.0,
        };
        picture.block(bar, palette::AXIS.clear(0.6));
    }
    let color = color(one.verdict);
    if let Some(simulated) = &one.simulated {
        let half_width = simulated.half_width.unwrap_or(0.0);
        let ends = [simulated.mean - half_width, simulated.mean + half_width];
        picture.line(ends.map(|end| (at(end), middle)), palette::INK, 1.0);
        picture.dot((at(simulated.mean), middle), 4.5, color);
    }
    if let Some(formula) = &one.formula {
        picture.ring((at(formula.value), middle), 6.5, palette::TRAINS[4]);
        if let Some(simulated) = &one.simulated {
            picture.dot((at(simulated.mean), middle), 3.5, color);
        }
    }
    let at = (panel.rect.right + 14.0, middle + 3.5);
    picture.text(Text::new(at, one.verdict.words()).size(9.5).color(color));
}

fn color(verdict: Verdict) -> Color {
    match verdict {
        Verdict::Holds | Verdict::HoldsWithRoom => palette::GOOD,
        Verdict::DoesNotHold => palette::BAD,
        Verdict::NoEvidence => palette::SOFT_INK,
    }
}
