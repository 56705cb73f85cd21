//! The upper part: columns of all flows, and the key with their years.

use super::{Flow, color_of};
use crate::report::chart::axis::{Panel, top_of, upper};
use crate::report::chart::palette;
use crate::report::chart::picture::{Picture, Point, Rect, Text};
use crate::report::number::interval;
use crate::report::view::{Month, View};

/// Draws a column for each month, a part for each flow.
pub(super) fn draw(
    picture: &mut Picture,
    rect: Rect,
    flows: &[Flow<'_>],
    (view, first, n_months): (View<'_>, Month, usize),
) {
    let totals = view.monthly(["border_tonnage", "all", "both", "all"]);
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

/// Returns how high the key is.
pub(super) fn key_height(n_flows: usize, view: View<'_>) -> f64 {
    let n_years = view.years("border_tonnage").len().min(2);
    (n_flows + 1) as f64 * (15.0 + 14.0 * n_years as f64 + 8.0)
}

/// Names the parts of the stack, uppermost first, with their last year.
pub(super) fn draw_key(picture: &mut Picture, (x, y): Point, flows: &[Flow<'_>], view: View<'_>) {
    let years = view.years("border_tonnage");
    let parts = flows.iter().rev().map(|flow| {
        (
            flow.name.clone(),
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

fn mean_of(flow: &Flow<'_>, month: Month) -> Option<f64> {
    flow.months
        .iter()
        .find(|(found, _)| *found == month)
        .map(|(_, estimate)| estimate.mean)
}
