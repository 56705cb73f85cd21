//! The lower part: each flow for itself, with its interval.

use super::{Flow, color_of};
use crate::model::Standing;
use crate::report::chart::axis::{Panel, top_of, upper};
use crate::report::chart::palette;
use crate::report::chart::picture::{Picture, Rect, Text};
use crate::report::number::fixed;
use crate::report::view::{Month, View};
use crate::stats::Estimate;

const HEIGHT: f64 = 170.0;
const IN_A_ROW: usize = 4;

/// Returns how high so many panels are.
pub(super) fn height(n_flows: usize) -> f64 {
    HEIGHT * n_flows.div_ceil(IN_A_ROW) as f64
}

/// Draws a panel for each flow, four in a row.
pub(super) fn draw(
    picture: &mut Picture,
    rect: Rect,
    flows: &[Flow<'_>],
    (view, first, n_months): (View<'_>, Month, usize),
) {
    let all = flows.iter().flat_map(|flow| flow.months.iter());
    let top = top_of(all.map(|(_, estimate)| upper(estimate)));
    let width = rect.width() / IN_A_ROW as f64;
    let year = view
        .years("border_tonnage")
        .last()
        .copied()
        .unwrap_or_default();
    for (index, flow) in flows.iter().enumerate() {
        let (row, column) = ((index / IN_A_ROW) as f64, (index % IN_A_ROW) as f64);
        let whole = Rect::new(
            rect.left + width * column,
            rect.top + HEIGHT * row,
            width,
            HEIGHT,
        );
        let panel = whole.inset([30.0, 38.0, 8.0, 24.0]);
        let panel = Panel::new(panel, (0.0, n_months as f64), top);
        picture.text(Text::new((whole.left + 2.0, whole.top + 12.0), &*flow.name).bold());
        let reported = reported(view, flow, year);
        let text = Text::new((whole.left + 2.0, whole.top + 26.0), reported).size(9.5);
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
        (Some(simulated), Some(observed)) => {
            let standing = match observed.standing {
                Standing::Reported => "",
                Standing::Derived => ", derived",
                Standing::Weak => ", weak",
            };
            let fitted = if observed.fitted { "; fitted" } else { "" };
            format!(
                "{year}: {} Mt (reported {}{standing}{fitted})",
                fixed(simulated.mean, 2),
                fixed(observed.value, 2)
            )
        }
        (Some(simulated), None) => format!("{year}: {} Mt", fixed(simulated.mean, 2)),
        _ => String::new(),
    }
}
