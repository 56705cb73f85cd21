//! The best next unit again and again: what has been spent against what it brings.

use super::Chart;
use super::axis::{Panel, top_of, upper};
use super::frame::{clipped, framed};
use super::palette;
use super::picture::{Align, Picture, Point, Rect, Text};
use crate::report::number::{bare, bare_interval, fixed};
use crate::report::worth::{added, climbed, ended, first, gain, heading, judged_on};
use crate::stats::Estimate;
use crate::study::worth::{Staircase, Worth};

const PLOT_HEIGHT: f64 = 290.0;
const ROW: f64 = 19.0;

/// Draws the chart of a staircase with at least one step.
pub(in crate::report) fn draw(worth: &Worth, staircase: &Staircase) -> Chart {
    let judged = &worth.judged[0];
    let title = climbed(worth, staircase);
    let subtitle = format!(
        "{}, over what has been spent, in millions of US dollars; each step is the unit with most gain for its cost on \
         top of those before. Bars: 95 % confidence intervals.",
        heading(judged)
    );
    let foot = format!(
        "Simulated: scenario {}, seed {}. {} {} Unit costs are the scenario’s.",
        worth.scenario,
        worth.seed,
        judged_on(staircase),
        ended(staircase)
    );
    let list_height = ROW * (staircase.steps.len() as f64 + 1.0) + 12.0;
    let (mut picture, body) = framed(&title, &subtitle, &foot, PLOT_HEIGHT + list_height);
    draw_steps(&mut picture, &body, worth, staircase);
    let list = Rect {
        top: body.top + PLOT_HEIGHT + 12.0,
        ..body
    };
    draw_list(&mut picture, &list, worth, staircase);
    Chart {
        name: "staircase",
        title,
        description: "A rising line with one step for each unit bought: what all units so far bring over what they \
                      cost, with intervals; and a list of the units in turn."
            .to_owned(),
        picture,
    }
}

fn draw_steps(picture: &mut Picture, body: &Rect, worth: &Worth, staircase: &Staircase) {
    let judged = &worth.judged[0];
    let steps = staircase.steps.iter();
    let points: Vec<(f64, Estimate)> = steps
        .filter_map(|stair| Some((stair.spent_musd, gain(judged, &first(&stair.total)?))))
        .collect();
    let rect = Rect {
        bottom: body.top + PLOT_HEIGHT,
        ..*body
    };
    let plot = rect.inset([48.0, 12.0, 24.0, 34.0]);
    let right = top_of(points.iter().map(|(spent, _)| *spent));
    let top = top_of(points.iter().map(|(_, it)| upper(it)));
    let panel = Panel::new(plot, (0.0, right), top);
    panel.draw_grid(picture, 5);
    for tick in panel.x.ticks(8) {
        let decimals = usize::from(right < 8.0);
        let text = Text::new(
            (panel.x.at(tick), plot.bottom + 13.0),
            fixed(tick, decimals),
        );
        picture.text(text.size(9.5).align(Align::Middle).color(palette::SOFT_INK));
    }
    let middle = 0.5 * (plot.left + plot.right);
    let text = Text::new((middle, plot.bottom + 29.0), "spent, million USD").size(10.5);
    picture.text(text.align(Align::Middle));
    let mut line: Vec<Point> = vec![panel.at(0.0, 0.0)];
    let mut level = 0.0;
    for (spent, it) in &points {
        line.extend([panel.at(*spent, level), panel.at(*spent, it.mean)]);
        level = it.mean;
    }
    line.push(panel.at(right, level));
    picture.line(line, palette::GOOD, 2.0);
    for (n, (spent, it)) in points.iter().enumerate() {
        panel.draw_whisker(picture, *spent, it);
        let at = panel.at(*spent, it.mean);
        picture.dot(at, 8.0, palette::GOOD);
        let text = Text::new((at.0, at.1 + 3.5), (n + 1).to_string())
            .size(9.5)
            .bold();
        picture.text(text.align(Align::Middle).color(palette::PAPER));
    }
}

fn draw_list(picture: &mut Picture, list: &Rect, worth: &Worth, staircase: &Staircase) {
    let judged = &worth.judged[0];
    let columns = [list.right - 300.0, list.right - 170.0, list.right - 4.0];
    let mut y = list.top + 12.0;
    let adds = format!("adds, {}", heading(judged));
    for (x, head) in columns
        .iter()
        .zip(["spent in all", adds.as_str(), "in all"])
    {
        let text = Text::new((*x, y), head).size(9.5).color(palette::SOFT_INK);
        picture.text(text.align(Align::Right));
    }
    for (n, stair) in staircase.steps.iter().enumerate() {
        y += ROW;
        picture.dot((list.left + 10.0, y - 3.5), 7.0, palette::GOOD);
        let number = Text::new((list.left + 10.0, y), (n + 1).to_string())
            .size(9.0)
            .bold();
        picture.text(number.align(Align::Middle).color(palette::PAPER));
        let name = clipped(&stair.unit.name, columns[0] - list.left - 100.0, 10.5);
        picture.text(Text::new((list.left + 24.0, y), name).size(10.5));
        let total = first(&stair.total).map(|it| bare_interval(&gain(judged, &it), judged.unit));
        let cells = [
            bare(stair.spent_musd, "MUSD"),
            added(stair, judged),
            total.unwrap_or("–".to_owned()),
        ];
        for (x, cell) in columns.iter().zip(cells) {
            picture.text(Text::new((*x, y), cell).size(10.0).align(Align::Right));
        }
    }
}
