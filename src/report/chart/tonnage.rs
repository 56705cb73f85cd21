//! Monthly tonnage by crossing and direction: stacked, and each for itself.

use super::Chart;
use super::axis::{Panel, top_of, upper};
use super::frame::{foot, framed, short_sources};
use super::picture::{Color, Picture, Point, Rect, Text};
use super::{palette, render};
use crate::report::number::{fixed, interval};
use crate::report::view::{Cell, Month, View};
use crate::report::words;
use crate::stats::Estimate;

const STACK_HEIGHT: f64 = 300.0;
const SMALL_HEIGHT: f64 = 150.0;
const KEY_WIDTH: f64 = 206.0;

/// A crossing and direction with its months.
struct Flow<'a> {
    cell: Cell<'a>,
    months: Vec<(Month, Estimate)>,
}

/// Draws the chart, or nothing without monthly tonnage.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let flows: Vec<Flow<'_>> = view
        .cells()
        .into_iter()
        .map(|cell| Flow {
            cell,
            months: view.monthly("border_tonnage", cell.crossing, cell.direction),
        })
        .filter(|flow| !flow.months.is_empty())
        .collect();
    let first = flows
        .iter()
        .filter_map(|flow| flow.months.first())
        .map(|(month, _)| *month)
        .min()?;
    let last = flows
        .iter()
        .filter_map(|flow| flow.months.last())
        .map(|(month, _)| *month)
        .max()?;
    let n_months = (last.0 - first.0 + 1) as usize;
    let title = title(view);
    let sources = view.results.comparisons.iter().filter(|comparison| {
        comparison.observation.measure == "border_tonnage"
            && comparison.observation.period.len() == 4
    });
    let sources = short_sources(sources.map(|comparison| comparison.observation.source.as_str()));
    let (mut picture, body) = framed(
        &title,
        "Rail freight over the border, million tonnes a month. Whiskers and bands: 95 % confidence intervals of the mean.",
        &foot(view, &sources, ""),
        STACK_HEIGHT + 72.0 + SMALL_HEIGHT,
    );
    let stack = Rect {
        bottom: body.top + STACK_HEIGHT,
        right: body.right - KEY_WIDTH,
        ..body
    };
    draw_stack(
        &mut picture,
        stack.inset([30.0, 0.0, 0.0, 30.0]),
        &flows,
        view,
        (first, n_months),
    );
    draw_key(
        &mut picture,
        body.right - KEY_WIDTH + 16.0,
        body.top + 12.0,
        &flows,
        view,
    );
    let lower = Rect {
        top: body.bottom - SMALL_HEIGHT - 44.0,
        ..body
    };
    draw_small(&mut picture, lower, &flows, view, (first, n_months));
    let description = format!(
        "Stacked columns, one a month from {} to {}, of the tonnage over {} by direction, with \
         one small panel for each crossing and direction below.",
        month_name(first),
        month_name(last),
        view.crossings()
            .into_iter()
            .map(words::place)
            .collect::<Vec<_>>()
            .join(" and "),
    );
    Some(Chart {
        name: "tonnage",
        title,
        description,
        picture,
    })
}

fn title(view: View<'_>) -> String {
    let years = view.years("border_tonnage");
    let total = |year: &str| view.estimate("border_tonnage", "all", "both", year);
    let Some((year, now)) = years.last().and_then(|year| Some((*year, total(year)?))) else {
        return "Rail freight over the border by crossing and direction".to_owned();
    };
    let before = years
        .iter()
        .rev()
        .nth(1)
        .and_then(|before| Some((*before, total(before)?)));
    let amount = format!(
        "{} Mt crossed the border by rail in {year}",
        fixed(now.mean, 1)
    );
    match before {
        Some((before, then)) if then.mean > 0.0 => {
            let growth = 100.0 * (now.mean / then.mean - 1.0);
            let more = if growth < 0.0 { "less" } else { "more" };
            format!(
                "{amount}, {} % {more} than in {before}",
                fixed(growth.abs(), 0)
            )
        }
        _ => amount,
    }
}

fn draw_stack(
    picture: &mut Picture,
    rect: Rect,
    flows: &[Flow<'_>],
    view: View<'_>,
    (first, n_months): (Month, usize),
) {
    let totals = view.monthly("border_tonnage", "all", "both");
    let stacked = (0..n_months).map(|index| {
        flows
            .iter()
            .filter_map(|flow| mean_of(flow, Month(first.0 + index as i32)))
            .sum::<f64>()
    });
    let top = top_of(stacked.chain(totals.iter().map(|(_, estimate)| upper(estimate))));
    let panel = Panel::new(rect, (0.0, n_months as f64), top);
    panel.draw_grid(picture, 5);
    for index in 0..n_months {
        let mut base = 0.0;
        for flow in flows {
            let Some(mean) = mean_of(flow, Month(first.0 + index as i32)) else {
                continue;
            };
            let (left, bottom) = panel.at(index as f64 + 0.12, base);
            base += mean;
            let (right, top) = panel.at(index as f64 + 0.88, base);
            picture.block(
                Rect {
                    left,
                    top,
                    right,
                    bottom,
                },
                color_of(flow),
            );
        }
    }
    for (month, estimate) in &totals {
        let x = f64::from(month.0 - first.0) + 0.5;
        if (0.0..n_months as f64).contains(&x) {
            panel.draw_whisker(picture, x, estimate);
        }
    }
    panel.draw_months(picture, first, n_months);
}

/// Names the parts of the stack, uppermost first, with their last year.
fn draw_key(picture: &mut Picture, x: f64, y: f64, flows: &[Flow<'_>], view: View<'_>) {
    let years = view.years("border_tonnage");
    let parts = flows.iter().rev().map(|flow| {
        (
            name_of(flow),
            Some(color_of(flow)),
            flow.cell.crossing,
            flow.cell.direction,
        )
    });
    let whole = [("All crossings, both ways".to_owned(), None, "all", "both")];
    let mut y = y;
    for (name, color, place, direction) in whole.into_iter().chain(parts) {
        match color {
            Some(color) => picture.block(Rect::new(x, y - 9.0, 11.0, 11.0), color),
            None => draw_whisker_key(picture, (x + 5.5, y - 3.5)),
        }
        picture.text(Text::new((x + 17.0, y), name).bold());
        y += 15.0;
        for year in years.iter().rev().take(2) {
            let Some(estimate) = view.estimate("border_tonnage", place, direction, year) else {
                continue;
            };
            let label = format!("{year}: {}", interval(&estimate, "Mt"));
            picture.text(
                Text::new((x + 17.0, y), label)
                    .size(10.0)
                    .color(palette::SOFT_INK),
            );
            y += 14.0;
        }
        y += 8.0;
    }
}

fn draw_whisker_key(picture: &mut Picture, (x, y): Point) {
    picture.line([(x, y - 5.0), (x, y + 5.0)], palette::INK, 0.9);
    for end in [y - 5.0, y + 5.0] {
        picture.line([(x - 2.5, end), (x + 2.5, end)], palette::INK, 0.9);
    }
}

fn draw_small(
    picture: &mut Picture,
    rect: Rect,
    flows: &[Flow<'_>],
    view: View<'_>,
    (first, n_months): (Month, usize),
) {
    let all = flows.iter().flat_map(|flow| flow.months.iter());
    let top = top_of(all.map(|(_, estimate)| upper(estimate)));
    let width = rect.width() / flows.len().max(4) as f64;
    let year = view
        .years("border_tonnage")
        .last()
        .copied()
        .unwrap_or_default();
    for (index, flow) in flows.iter().enumerate() {
        let whole = Rect::new(
            rect.left + width * index as f64,
            rect.top,
            width,
            rect.height(),
        );
        let panel = whole.inset([30.0, 38.0, 8.0, 18.0]);
        let panel = Panel::new(panel, (0.0, n_months as f64), top);
        picture.text(Text::new((whole.left + 2.0, whole.top + 12.0), name_of(flow)).bold());
        let reported = reported(view, flow, year);
        let width = render::text_width(&reported, 9.5, false);
        let size = if width > whole.width() - 8.0 {
            8.5
        } else {
            9.5
        };
        let text = Text::new((whole.left + 2.0, whole.top + 26.0), reported).size(size);
        picture.text(text.color(palette::SOFT_INK));
        panel.draw_grid(picture, 3);
        let series: Vec<(f64, Estimate)> = flow
            .months
            .iter()
            .map(|(month, estimate)| (f64::from(month.0 - first.0) + 0.5, *estimate))
            .collect();
        panel.draw_series(picture, &series, color_of(flow));
        panel.draw_months(picture, first, n_months);
    }
}

fn reported(view: View<'_>, flow: &Flow<'_>, year: &str) -> String {
    let observed = view.observed(
        "border_tonnage",
        flow.cell.crossing,
        flow.cell.direction,
        year,
    );
    let simulated = view.estimate(
        "border_tonnage",
        flow.cell.crossing,
        flow.cell.direction,
        year,
    );
    match (simulated, observed.first()) {
        (Some(simulated), Some(observed)) => format!(
            "{year}: {} Mt; {} {}",
            fixed(simulated.mean, 2),
            words::standing(observed.standing),
            fixed(observed.value, 2)
        ),
        (Some(simulated), None) => format!("{year}: {} Mt", fixed(simulated.mean, 2)),
        _ => String::new(),
    }
}

fn mean_of(flow: &Flow<'_>, month: Month) -> Option<f64> {
    flow.months
        .iter()
        .find(|(found, _)| *found == month)
        .map(|(_, estimate)| estimate.mean)
}

fn color_of(flow: &Flow<'_>) -> Color {
    palette::cell(flow.cell.crossing_idx, flow.cell.direction_idx)
}

fn name_of(flow: &Flow<'_>) -> String {
    format!(
        "{}, {}",
        words::place(flow.cell.crossing),
        words::direction(flow.cell.direction)
    )
}

fn month_name(month: Month) -> String {
    format!(
        "{} {}",
        words::month(month.of_year()).unwrap_or_default(),
        month.year()
    )
}
