//! How much of the time sections and cranes are occupied: the busiest first.

use super::Chart;
use super::axis::{Panel, Scale};
use super::frame::{clipped, foot, framed};
use super::palette;
use super::picture::{Align, Picture, Rect, Text};
use crate::report::names::Names;
use crate::report::number::{bare, bare_interval};
use crate::report::view::View;
use crate::report::words;
use crate::stats::Estimate;

/// A line of mixed traffic occupied for more than this share of the day recovers badly from delay
/// (UIC Code 406, *Capacity*, 2nd edition 2013, table of recommended occupancy time rates).
pub(super) const THRESHOLD: f64 = 0.60;

const MOST_BARS: usize = 25;
const ROW_HEIGHT: f64 = 18.0;
const HEADING: f64 = 30.0;
const LABEL_WIDTH: f64 = 262.0;

/// One bar.
struct Bar {
    label: String,
    now: Estimate,
    before: Option<Estimate>,
}

/// A group of bars.
struct Group {
    heading: String,
    bars: Vec<Bar>,
    /// How many there are, drawn or not, and how many of them are past the threshold.
    n_all: usize,
    n_over: usize,
    has_threshold: bool,
}

/// Draws the chart, or nothing without occupation.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let sections = group(view, "section_occupation", "sections");
    let cranes = group(view, "crane_occupation", "cranes and other handling");
    let groups: Vec<Group> = [sections, cranes].into_iter().flatten().collect();
    if groups.is_empty() {
        return None;
    }
    let title = title(&groups);
    let height: f64 = groups
        .iter()
        .map(|group| HEADING + 24.0 + ROW_HEIGHT * group.bars.len() as f64)
        .sum();
    let note = "Threshold: UIC Code 406 (2013), mixed traffic over a day.";
    let (mut picture, body) = framed(
        &title,
        "Share of the year in which a section's busiest block or a facility's cranes are occupied, with \
         its 95 % confidence interval. Ring: the year before.",
        &foot(view, &[], note),
        height,
    );
    let mut top = body.top;
    for group in &groups {
        let height = HEADING + 24.0 + ROW_HEIGHT * group.bars.len() as f64;
        draw_group(
            &mut picture,
            Rect {
                top,
                bottom: top + height,
                ..body
            },
            group,
        );
        top += height;
    }
    let description = "Horizontal bars, longest first, of the share of the year in which each \
                       section and each handling facility is occupied.";
    Some(Chart {
        name: "occupation",
        title,
        description: description.to_owned(),
        picture,
    })
}

fn group(view: View<'_>, measure: &str, what: &str) -> Option<Group> {
    let years = view.years(measure);
    let year = years.last()?;
    let before = years.iter().rev().nth(1);
    let figures = view.results.figures.iter().filter(|figure| {
        figure.measure == measure && figure.period == *year && figure.commodity == "all"
    });
    let names = Names::of(view.results);
    let mut bars: Vec<Bar> = figures
        .filter_map(|figure| {
            let before = before
                .and_then(|before| view.estimate(measure, &figure.place, figure.direction, before));
            let mut label = names.place(&figure.place);
            if figure.direction != "both" {
                label = format!("{label}, {}", words::direction(figure.direction));
            }
            Some(Bar {
                label,
                now: figure.estimate()?,
                before,
            })
        })
        .collect();
    let n_all = bars.len();
    let n_over = bars.iter().filter(|bar| bar.now.mean > THRESHOLD).count();
    // Equal bars keep the order of the figures, so that the picture is always the same.
    bars.sort_by(|one, other| other.now.mean.total_cmp(&one.now.mean));
    bars.truncate(MOST_BARS);
    if bars.is_empty() {
        return None;
    }
    let heading = if n_all > bars.len() {
        format!("The {} busiest of {n_all} {what}, {year}", bars.len())
    } else {
        format!("{}, {year}", words::capitalized(what))
    };
    Some(Group {
        heading,
        bars,
        n_all,
        n_over,
        has_threshold: measure == "section_occupation",
    })
}

fn title(groups: &[Group]) -> String {
    let Some(group) = groups.first() else {
        return String::new();
    };
    let Some(busiest) = group.bars.first() else {
        return String::new();
    };
    let share = bare(busiest.now.mean, "share");
    if !group.has_threshold {
        return format!(
            "{} is the busiest: occupied {share} of the time",
            busiest.label
        );
    }
    let over = match group.n_over {
        0 => "none past the threshold".to_owned(),
        1 => "it alone past the threshold".to_owned(),
        n => format!("{n} of {} past the threshold", group.n_all),
    };
    format!(
        "Busiest section: {}, {share} of the time; {over}",
        busiest.label
    )
}

fn draw_group(picture: &mut Picture, rect: Rect, group: &Group) {
    picture.text(
        Text::new((rect.left, rect.top + 16.0), &*group.heading)
            .bold()
            .size(12.0),
    );
    let plot = rect.inset([LABEL_WIDTH, HEADING, 100.0, 24.0]);
    let panel = Panel {
        y: Scale {
            values: (0.0, 1.0),
            points: (plot.bottom, plot.top),
        },
        ..Panel::new(plot, (0.0, 1.0), 1.0)
    };
    for tick in panel.x.ticks(5) {
        let x = panel.x.at(tick);
        let color = if tick == 0.0 {
            palette::AXIS
        } else {
            palette::GRID
        };
        picture.line([(x, plot.top), (x, plot.bottom)], color, 0.7);
        let text = Text::new((x, plot.bottom + 14.0), bare(tick, "share")).size(9.5);
        picture.text(text.align(Align::Middle).color(palette::SOFT_INK));
    }
    for (index, bar) in group.bars.iter().enumerate() {
        draw_bar(
            picture,
            &panel,
            plot.top + ROW_HEIGHT * index as f64,
            bar,
            group.has_threshold,
        );
    }
    if group.has_threshold {
        let x = panel.x.at(THRESHOLD);
        picture.dashes(
            [(x, plot.top - 4.0), (x, plot.bottom)],
            4.0,
            palette::INK,
            1.0,
        );
        let text = Text::new((x, plot.top - 8.0), "threshold 60 %").size(9.5);
        picture.text(text.align(Align::Middle));
    }
}

fn draw_bar(picture: &mut Picture, panel: &Panel, top: f64, bar: &Bar, has_threshold: bool) {
    let middle = top + 0.5 * ROW_HEIGHT;
    let left = panel.rect.left;
    let is_over = has_threshold && bar.now.mean > THRESHOLD;
    let color = if is_over { palette::BAD } else { palette::GOOD };
    let right = panel.x.at(bar.now.mean.clamp(0.0, 1.0));
    let rect = Rect {
        left,
        top: top + 3.0,
        right,
        bottom: top + ROW_HEIGHT - 3.0,
    };
    picture.block(rect, color.clear(0.85));
    if let Some(half_width) = bar.now.half_width {
        let ends = [bar.now.mean - half_width, bar.now.mean + half_width];
        let [low, high] = ends.map(|end| panel.x.at(end.clamp(0.0, 1.0)));
        picture.line([(low, middle), (high, middle)], palette::INK, 1.0);
        for x in [low, high] {
            picture.line([(x, middle - 2.5), (x, middle + 2.5)], palette::INK, 1.0);
        }
    }
    if let Some(before) = bar.before {
        picture.ring(
            (panel.x.at(before.mean.clamp(0.0, 1.0)), middle),
            3.4,
            palette::INK,
        );
    }
    let label = clipped(&bar.label, LABEL_WIDTH - 10.0, 10.5);
    picture.text(
        Text::new((left - 8.0, middle + 3.5), label)
            .size(10.5)
            .align(Align::Right),
    );
    let value = bare_interval(&bar.now, "share");
    picture.text(Text::new((panel.rect.right + 8.0, middle + 3.5), value).size(10.0));
}
