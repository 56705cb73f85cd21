//! Trains a day by crossing and direction, beside the quota or what was reported.

use super::Chart;
use super::axis::{Level, Panel, top_of, upper};
use super::frame::{foot, framed, short_sources};
use super::palette;
use super::picture::{Align, Picture, Point, Rect, Text};
use crate::model::Observation;
use crate::report::names::Names;
use crate::report::number::{bare_interval, fixed};
use crate::report::verdict::Limit;
use crate::report::view::{Cell, Month, View};
use crate::report::words;
use crate::stats::Estimate;

const MEASURE: &str = "border_trains_per_day";
const PANEL_HEIGHT: f64 = 200.0;

/// A crossing and direction with what is drawn of it.
struct Service<'a> {
    cell: Cell<'a>,
    name: String,
    months: Vec<(Month, Estimate)>,
    years: Vec<(i32, Estimate)>,
    reported: Vec<(i32, &'a Observation)>,
}

/// Draws the chart, or nothing without trains.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let names = Names::of(view.results);
    let services: Vec<Service<'_>> = view
        .cells()
        .into_iter()
        .map(|cell| service(view, cell, &names))
        .filter(|service| !service.months.is_empty() || !service.years.is_empty())
        .collect();
    let years = services
        .iter()
        .flat_map(|service| service.years.iter().map(|(year, _)| 12 * year));
    let months = services
        .iter()
        .flat_map(|service| service.months.iter().map(|(month, _)| month.0));
    let first = Month(months.clone().chain(years.clone()).min()?);
    let last = months.chain(years.map(|first| first + 11)).max()?;
    let n_months = (last - first.0 + 1) as usize;
    let title = title(&services);
    let sources = services.iter().flat_map(|service| service.reported.iter());
    let sources = short_sources(sources.map(|(_, observation)| observation.source.as_str()));
    let n_rows = services.len().div_ceil(2) as f64;
    let (mut picture, body) = framed(
        &title,
        "Trains a day, mean of each month, with its 95 % confidence interval. Dashed: what was agreed or reported of the year.",
        &foot(view, &sources, ""),
        n_rows * PANEL_HEIGHT,
    );
    let top = top_of(services.iter().flat_map(heights));
    for (index, service) in services.iter().enumerate() {
        let (row, column) = ((index / 2) as f64, (index % 2) as f64);
        let width = 0.5 * body.width();
        let rect = Rect::new(
            body.left + column * width,
            body.top + row * PANEL_HEIGHT,
            width,
            PANEL_HEIGHT,
        );
        draw_panel(&mut picture, rect, service, top, (first, n_months));
    }
    let description = "One panel for each crossing and direction: simulated trains a day by month, \
                       with a dashed line at the quota or at what was reported for each year.";
    Some(Chart {
        name: "trains",
        title,
        description: description.to_owned(),
        picture,
    })
}

fn service<'a>(view: View<'a>, cell: Cell<'a>, names: &Names<'_>) -> Service<'a> {
    let months = view.monthly(["border_trains", cell.crossing, cell.direction, "all"]);
    let years = view.years(MEASURE).into_iter().filter_map(|year| {
        Some((
            year.parse().ok()?,
            view.estimate(MEASURE, cell.crossing, cell.direction, year)?,
        ))
    });
    let reported = view
        .observations()
        .filter(|observation| {
            observation.measure == MEASURE
                && observation.place == cell.crossing
                && observation.direction == cell.direction
                && observation.commodity == "all"
        })
        .filter_map(|observation| Some((observation.period.parse().ok()?, observation)));
    let (place, direction) = (names.place(cell.crossing), words::direction(cell.direction));
    Service {
        cell,
        name: format!("{place}, {direction}"),
        months: months
            .into_iter()
            .map(|(month, estimate)| (month, a_day(month, estimate)))
            .collect(),
        years: years.collect(),
        reported: reported.collect(),
    }
}

fn a_day(month: Month, estimate: Estimate) -> Estimate {
    Estimate {
        mean: estimate.mean / month.days(),
        half_width: estimate
            .half_width
            .map(|half_width| half_width / month.days()),
        ..estimate
    }
}

fn title(services: &[Service<'_>]) -> String {
    let quotas = services.iter().filter_map(|service| {
        let (year, observation) = service
            .reported
            .iter()
            .rfind(|(_, observation)| Limit::of(observation) == Some(Limit::Quota))?;
        let (_, simulated) = service.years.iter().find(|(found, _)| found == year)?;
        (observation.value > 0.0).then(|| (simulated.mean / observation.value, service, *year))
    });
    let fullest = quotas.max_by(|(one, ..), (other, ..)| one.total_cmp(other));
    match fullest {
        Some((share, service, year)) => format!(
            "{}: closest to its quota, {} % of it used in {year}",
            service.name,
            fixed(100.0 * share, 0)
        ),
        None => "Trains a day over the border by crossing and direction".to_owned(),
    }
}

fn heights<'a>(service: &'a Service<'_>) -> impl Iterator<Item = f64> + 'a {
    let months = service.months.iter().map(|(_, estimate)| upper(estimate));
    let years = service.years.iter().map(|(_, estimate)| upper(estimate));
    let reported = service
        .reported
        .iter()
        .map(|(_, observation)| observation.value);
    months.chain(years).chain(reported)
}

fn draw_panel(
    picture: &mut Picture,
    rect: Rect,
    service: &Service<'_>,
    top: f64,
    (first, n_months): (Month, usize),
) {
    let color = palette::cell(service.cell.crossing_idx, service.cell.direction_idx);
    picture.text(Text::new((rect.left + 2.0, rect.top + 13.0), &*service.name).bold());
    let means: Vec<String> = service
        .years
        .iter()
        .map(|(year, estimate)| format!("{year}: {}", bare_interval(estimate, "trains/day")))
        .collect();
    let text = Text::new((rect.right - 14.0, rect.top + 13.0), means.join("   ")).size(10.0);
    picture.text(text.align(Align::Right).color(palette::SOFT_INK));
    let panel = Panel::new(
        rect.inset([28.0, 24.0, 14.0, 38.0]),
        (0.0, n_months as f64),
        top,
    );
    panel.draw_grid(picture, 4);
    let series: Vec<(f64, Estimate)> = service
        .months
        .iter()
        .map(|(month, estimate)| (f64::from(month.0 - first.0) + 0.5, *estimate))
        .collect();
    if series.is_empty() {
        for (year, estimate) in &service.years {
            let (from, to) = span(*year, first, n_months);
            panel.draw_series(picture, &[(from, *estimate), (to, *estimate)], color);
        }
    }
    panel.draw_series(picture, &series, color);
    draw_reported(picture, &panel, service, (first, n_months));
    panel.draw_months(picture, first, n_months);
}

fn draw_reported(
    picture: &mut Picture,
    panel: &Panel,
    service: &Service<'_>,
    (first, n_months): (Month, usize),
) {
    let series: Vec<Point> = service
        .months
        .iter()
        .map(|(month, estimate)| panel.at(f64::from(month.0 - first.0) + 0.5, estimate.mean))
        .collect();
    for (year, observation) in &service.reported {
        let span = span(*year, first, n_months);
        if span.1 <= span.0 {
            continue;
        }
        let value = fixed(observation.value, 1);
        let value = value.trim_end_matches(".0");
        let what = match Limit::of(observation) {
            Some(limit) => limit.words(),
            None => words::standing(observation.standing),
        };
        let label = format!("{what} {value}");
        let level = Level {
            span,
            value: observation.value,
            label: &label,
            color: palette::INK,
        };
        panel.draw_level(picture, &level, &series);
    }
}

/// Returns where a year begins and ends, in months from `first`, within the panel.
fn span(year: i32, first: Month, n_months: usize) -> (f64, f64) {
    let from = f64::from(12 * year - first.0);
    (from.max(0.0), (from + 12.0).min(n_months as f64))
}
