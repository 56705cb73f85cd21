//! Wagons at each crossing and the time that they dwell there, by month.

use super::Chart;
use super::axis::{Level, Panel, top_of, upper};
use super::frame::{foot, framed, short_sources};
use super::palette;
use super::picture::{Color, Picture, Point, Rect, Text};
use super::render::text_width;
use crate::report::number::{amount, bare};
use crate::report::view::{Month, View};
use crate::report::words::{self, DIRECTIONS};
use crate::stats::Estimate;

const PANEL_HEIGHT: f64 = 215.0;

/// What is drawn in one row of panels.
struct Row {
    measure: &'static str,
    title: &'static str,
}

const ROWS: [Row; 2] = [
    Row {
        measure: "border_stock",
        title: "wagons standing, mean of the month",
    },
    Row {
        measure: "border_dwell",
        title: "hours from arrival to departure, mean",
    },
];

/// One line of a panel.
struct Line {
    measure: &'static str,
    direction: &'static str,
    color: Color,
    months: Vec<(Month, Estimate)>,
}

/// Draws the chart, or nothing without monthly stock and dwell.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let crossings = view.crossings();
    let rows: Vec<(&Row, Vec<Vec<Line>>)> = ROWS
        .iter()
        .map(|row| (row, panels(view, row.measure)))
        .filter(|(_, panels): &(_, Vec<Vec<Line>>)| panels.iter().any(|lines| !lines.is_empty()))
        .collect();
    let months = rows.iter().flat_map(|(_, panels)| panels.iter().flatten());
    let months = months.flat_map(|line| line.months.iter().map(|(month, _)| month.0));
    let (first, last) = (Month(months.clone().min()?), months.max()?);
    let n_months = (last - first.0 + 1) as usize;
    let title = title(view);
    let observations = view
        .results
        .comparisons
        .iter()
        .map(|comparison| &comparison.observation);
    let used = observations.filter(|observation| {
        ROWS.iter().any(|row| row.measure == observation.measure) && observation.period.len() == 4
    });
    let sources = short_sources(used.map(|observation| observation.source.as_str()));
    let (mut picture, body) = framed(
        &title,
        "Stock and dwell at each crossing by month, with 95 % confidence intervals of the mean. Dashed: what was reported for the year, in the color of its direction.",
        &foot(view, &sources, ""),
        rows.len() as f64 * PANEL_HEIGHT,
    );
    let width = body.width() / crossings.len().max(1) as f64;
    for (row_idx, (row, panels)) in rows.iter().enumerate() {
        let all = panels.iter().flatten().flat_map(|line| line.months.iter());
        let reported = reported_values(view, row.measure);
        let top = top_of(all.map(|(_, estimate)| upper(estimate)).chain(reported));
        for (crossing_idx, lines) in panels.iter().enumerate() {
            let left = body.left + width * crossing_idx as f64;
            let top_side = body.top + PANEL_HEIGHT * row_idx as f64;
            let rect = Rect::new(left, top_side, width, PANEL_HEIGHT);
            let panel = rect.inset([40.0, 40.0, 14.0, 36.0]);
            let panel = Panel::new(panel, (0.0, n_months as f64), top);
            let heading = format!("{}: {}", words::place(crossings[crossing_idx]), row.title);
            picture.text(Text::new((rect.left + 2.0, rect.top + 13.0), heading).bold());
            panel.draw_grid(&mut picture, 4);
            draw_lines(&mut picture, &panel, lines, first);
            draw_reported(
                &mut picture,
                &panel,
                (view, crossings[crossing_idx]),
                lines,
                first,
            );
            panel.draw_months(&mut picture, first, n_months);
        }
    }
    let description = "One panel for each crossing with the wagons standing there by month, and one \
                       below with the hours from arrival to departure, each by direction.";
    Some(Chart {
        name: "border_state",
        title,
        description: description.to_owned(),
        picture,
    })
}

/// Returns the lines of each crossing.
fn panels(view: View<'_>, measure: &'static str) -> Vec<Vec<Line>> {
    let crossings = view.crossings().into_iter().enumerate();
    crossings
        .map(|(index, place)| lines(view, measure, (index, place)))
        .collect()
}

/// Returns the lines of a panel: each direction, or both ways together where that is all there is.
fn lines(view: View<'_>, measure: &'static str, (crossing_idx, place): (usize, &str)) -> Vec<Line> {
    let line = |direction, direction_idx| Line {
        measure,
        direction,
        color: palette::cell(crossing_idx, direction_idx),
        months: view.monthly(measure, place, direction),
    };
    let directions = DIRECTIONS.iter().enumerate();
    let mut lines: Vec<Line> = directions
        .map(|(index, direction)| line(*direction, index))
        .collect();
    lines.retain(|line| !line.months.is_empty());
    if lines.is_empty() {
        lines.push(line("both", 0));
        lines.retain(|line| !line.months.is_empty());
    }
    lines
}

fn title(view: View<'_>) -> String {
    let of_stock = view.crossings().into_iter().flat_map(|place| {
        let months = view.results.figures.iter().filter(move |figure| {
            figure.measure == "border_stock" && figure.place == place && figure.commodity == "all"
        });
        months.filter_map(move |figure| {
            Month::parse(&figure.period)?;
            Some((figure.estimate()?.mean, figure))
        })
    });
    match of_stock.max_by(|(one, _), (other, _)| one.total_cmp(other)) {
        Some((most, figure)) => format!(
            "Most wagons stood at {} in {}: {} on average ({})",
            words::place(&figure.place),
            words::period(&figure.period),
            bare(most, "wagons"),
            words::direction(figure.direction)
        ),
        None => "Dwell at each crossing by month".to_owned(),
    }
}

fn draw_lines(picture: &mut Picture, panel: &Panel, lines: &[Line], first: Month) {
    let mut x = panel.rect.left;
    for line in lines {
        let series: Vec<(f64, Estimate)> = line
            .months
            .iter()
            .map(|(month, estimate)| (f64::from(month.0 - first.0) + 0.5, *estimate))
            .collect();
        panel.draw_series(picture, &series, line.color);
        let y = panel.rect.top - 12.0;
        picture.line([(x, y - 3.5), (x + 16.0, y - 3.5)], line.color, 2.4);
        let label = words::direction(line.direction);
        picture.text(Text::new((x + 21.0, y), label).size(10.0));
        x += 21.0 + text_width(label, 10.0, false) + 18.0;
    }
}

fn reported_values(view: View<'_>, measure: &str) -> Vec<f64> {
    let observations = view
        .results
        .comparisons
        .iter()
        .map(|comparison| &comparison.observation);
    let of_measure = observations.filter(|observation| {
        observation.measure == measure
            && observation.period.len() == 4
            && observation.commodity == "all"
    });
    of_measure.map(|observation| observation.value).collect()
}

/// Draws what was reported of a year, in the color of its direction.
fn draw_reported(
    picture: &mut Picture,
    panel: &Panel,
    (view, place): (View<'_>, &str),
    lines: &[Line],
    first: Month,
) {
    let Some(measure) = lines.first().map(|line| line.measure) else {
        return;
    };
    let (begin, end) = panel.x.values;
    let at = |(month, estimate): &(Month, Estimate)| {
        panel.at(f64::from(month.0 - first.0) + 0.5, estimate.mean)
    };
    let series: Vec<Point> = lines
        .iter()
        .flat_map(|line| line.months.iter().map(at))
        .collect();
    let observations = view
        .results
        .comparisons
        .iter()
        .map(|comparison| &comparison.observation);
    for observation in observations.filter(|observation| {
        observation.measure == measure
            && observation.place == place
            && observation.commodity == "all"
    }) {
        let Ok(year) = observation.period.parse::<i32>() else {
            continue;
        };
        let from = f64::from(12 * year - first.0);
        let span = (from.max(begin), (from + 12.0).min(end));
        if span.1 <= span.0 {
            continue;
        }
        let label = amount(observation.value, &observation.unit);
        let of_direction = lines
            .iter()
            .find(|line| line.direction == observation.direction);
        let color = of_direction.map_or(palette::INK, |line| line.color);
        let level = Level {
            span,
            value: observation.value,
            label: &label,
            color,
        };
        panel.draw_level(picture, &level, &series);
    }
}
