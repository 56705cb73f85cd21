//! Monthly tonnage by crossing and direction: stacked, and each for itself.

mod single;
mod stack;

use super::Chart;
use super::frame::{foot, framed, short_sources};
use super::palette;
use super::picture::{Color, Rect};
use crate::report::names::Names;
use crate::report::number::fixed;
use crate::report::view::{Cell, Month, View};
use crate::report::words;
use crate::stats::Estimate;

const STACK_HEIGHT: f64 = 300.0;
const GAP: f64 = 28.0;
const KEY_WIDTH: f64 = 242.0;

/// A crossing and direction with its months.
struct Flow<'a> {
    cell: Cell<'a>,
    name: String,
    months: Vec<(Month, Estimate)>,
}

/// Draws the chart, or nothing without monthly tonnage.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let flows = flows(view);
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
    let sources = view.observations().filter(|observation| {
        observation.measure == "border_tonnage" && observation.period.len() == 4
    });
    let sources = short_sources(sources.map(|observation| observation.source.as_str()));
    // The key grows with the crossings and may not reach into the panels below.
    let stack_height = STACK_HEIGHT.max(stack::key_height(flows.len(), view));
    let (mut picture, body) = framed(
        &title,
        "Rail freight over the border, million tonnes a month. Whiskers and bands: 95 % confidence intervals of the mean.",
        &foot(view, &sources, ""),
        stack_height + GAP + single::height(flows.len()),
    );
    let upper = Rect {
        bottom: body.top + stack_height,
        right: body.right - KEY_WIDTH,
        ..body
    };
    let columns = upper.inset([30.0, 0.0, 0.0, 30.0]);
    stack::draw(&mut picture, columns, &flows, (view, first, n_months));
    let key = (upper.right + 16.0, body.top + 12.0);
    stack::draw_key(&mut picture, key, &flows, view);
    let lower = Rect {
        top: upper.bottom + GAP,
        ..body
    };
    single::draw(&mut picture, lower, &flows, (view, first, n_months));
    let description = format!(
        "Stacked columns, one a month from {} to {}, of the tonnage over {} by direction, with \
         one small panel for each crossing and direction below.",
        month_name(first),
        month_name(last),
        view.crossings()
            .into_iter()
            .map(|crossing| Names::of(view.results).place(crossing))
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

fn flows(view: View<'_>) -> Vec<Flow<'_>> {
    let names = Names::of(view.results);
    view.cells()
        .into_iter()
        .map(|cell| Flow {
            cell,
            name: format!(
                "{}, {}",
                names.place(cell.crossing),
                words::direction(cell.direction)
            ),
            months: view.monthly(["border_tonnage", cell.crossing, cell.direction, "all"]),
        })
        .filter(|flow| !flow.months.is_empty())
        .collect()
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

fn color_of(flow: &Flow<'_>) -> Color {
    palette::cell(flow.cell.crossing_idx, flow.cell.direction_idx)
}

fn month_name(month: Month) -> String {
    format!(
        "{} {}",
        words::month(month.of_year()).unwrap_or_default(),
        month.year()
    )
}
