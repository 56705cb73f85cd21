//! Wagons at each crossing and the time that containers and bulk dwell there, by month.

use super::Chart;
use super::axis::{Panel, top_of, upper};
use super::frame::{foot, framed, short_sources};
use super::palette;
use super::picture::{Color, Picture, Rect, Text};
use super::render::text_width;
use crate::report::names::Names;
use crate::report::number::bare;
use crate::report::view::{Month, View};
use crate::report::words::{self, DIRECTIONS};
use crate::stats::Estimate;

const PANEL_HEIGHT: f64 = 205.0;

/// What is drawn in one row of panels, each row on a scale of its own: bulk waits for the quota
/// many times as long as containers.
struct Row {
    measure: &'static str,
    commodity: &'static str,
    title: &'static str,
}

const ROWS: [Row; 3] = [
    Row {
        measure: "held_wagons",
        commodity: "all",
        title: "wagons held before it, mean of the month",
    },
    Row {
        measure: "border_dwell",
        commodity: "containers",
        title: "dwell of containers, mean hours",
    },
    Row {
        measure: "border_dwell",
        commodity: "bulk",
        title: "dwell of bulk, mean hours",
    },
];

/// One panel: a crossing's lines and what was reported of single months.
struct Content<'a> {
    crossing: &'a str,
    lines: Vec<Line>,
    reported: Vec<Mark<'a>>,
}

/// One line of a panel.
struct Line {
    direction: &'static str,
    color: Color,
    months: Vec<(Month, Estimate)>,
}

/// What was reported of a month.
struct Mark<'a> {
    month: Month,
    value: f64,
    color: Color,
    source: &'a str,
}

/// Draws the chart, or nothing without monthly stock and dwell.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let rows: Vec<(&Row, Vec<Content<'_>>)> = ROWS
        .iter()
        .map(|row| (row, contents(view, row)))
        .filter(|(_, contents)| contents.iter().any(|content| !content.lines.is_empty()))
        .collect();
    let all = || rows.iter().flat_map(|(_, contents)| contents);
    let lines = all().flat_map(|content| &content.lines);
    let months = lines.flat_map(|line| line.months.iter().map(|(month, _)| month.0));
    let (first, last) = (Month(months.clone().min()?), months.max()?);
    let n_months = (last - first.0 + 1) as usize;
    let title = title(view, &rows);
    let marks = all().flat_map(|content| &content.reported);
    let sources = short_sources(marks.map(|mark| mark.source));
    let note = if sources.is_empty() {
        ""
    } else {
        " Ring: reported of the month, in the color of its direction."
    };
    let subtitle = format!(
        "Each crossing by month, with 95 % confidence intervals of the mean; the scales differ.{note}"
    );
    let (mut picture, body) = framed(
        &title,
        &subtitle,
        &foot(view, &sources, ""),
        rows.len() as f64 * PANEL_HEIGHT,
    );
    for (index, (row, contents)) in rows.iter().enumerate() {
        let top = body.top + PANEL_HEIGHT * index as f64;
        let rect = Rect {
            top,
            bottom: top + PANEL_HEIGHT,
            ..body
        };
        draw_row(
            &mut picture,
            &rect,
            (row, contents),
            (view, first, n_months),
        );
    }
    let description = "One panel for each crossing with the loaded wagons held before it by month, and \
                       below the hours from arrival to departure of containers and of bulk, each \
                       by direction.";
    Some(Chart {
        name: "border_state",
        title,
        description: description.to_owned(),
        picture,
    })
}

/// Returns the panels of a row, one a crossing.
fn contents<'a>(view: View<'a>, row: &Row) -> Vec<Content<'a>> {
    let crossings = view.crossings().into_iter().enumerate();
    crossings
        .map(|(index, crossing)| content(view, row, (index, crossing)))
        .collect()
}

fn content<'a>(
    view: View<'a>,
    row: &Row,
    (crossing_idx, crossing): (usize, &'a str),
) -> Content<'a> {
    let directions = DIRECTIONS.into_iter().enumerate();
    let lines: Vec<Line> = directions
        .map(|(index, direction)| Line {
            direction,
            color: palette::cell(crossing_idx, index),
            months: view.monthly([row.measure, crossing, direction, row.commodity]),
        })
        .filter(|line| !line.months.is_empty())
        .collect();
    let observations = view.observations().filter(|observation| {
        observation.measure == row.measure
            && observation.place == crossing
            && observation.commodity == row.commodity
    });
    let reported = observations.filter_map(|observation| {
        let month = Month::parse(&observation.period)?;
        let line = lines
            .iter()
            .find(|line| line.direction == observation.direction)?;
        let is_drawn = line.months.iter().any(|(drawn, _)| *drawn == month);
        is_drawn.then_some(Mark {
            month,
            value: observation.value,
            color: line.color,
            source: &observation.source,
        })
    });
    Content {
        crossing,
        reported: reported.collect(),
        lines,
    }
}

fn title(view: View<'_>, rows: &[(&Row, Vec<Content<'_>>)]) -> String {
    let names = Names::of(view.results);
    let stock = rows.iter().filter(|(row, _)| row.measure == "held_wagons");
    let contents = stock.flat_map(|(_, contents)| contents);
    let months = contents.flat_map(|content| {
        content.lines.iter().flat_map(|line| {
            let months = line.months.iter();
            months
                .map(|(month, estimate)| (estimate.mean, *month, content.crossing, line.direction))
        })
    });
    match months.max_by(|(one, ..), (other, ..)| one.total_cmp(other)) {
        Some((most, month, crossing, direction)) => format!(
            "Most wagons stood at {} in {}: {} on average, {}",
            names.place(crossing),
            words::period(&format!("{}-{:02}", month.year(), month.of_year())),
            bare(most, "wagons"),
            words::direction(direction)
        ),
        None => "Dwell at each crossing by month".to_owned(),
    }
}

fn draw_row(
    picture: &mut Picture,
    rect: &Rect,
    (row, contents): (&Row, &[Content<'_>]),
    (view, first, n_months): (View<'_>, Month, usize),
) {
    let names = Names::of(view.results);
    let lines = contents.iter().flat_map(|content| &content.lines);
    let means = lines.flat_map(|line| line.months.iter().map(|(_, estimate)| upper(estimate)));
    let marks = contents.iter().flat_map(|content| &content.reported);
    let top = top_of(means.chain(marks.map(|mark| mark.value)));
    let width = rect.width() / contents.len().max(1) as f64;
    for (index, content) in contents.iter().enumerate() {
        let left = rect.left + width * index as f64;
        let whole = Rect::new(left, rect.top, width, rect.height());
        let inner = whole.inset([40.0, 40.0, 14.0, 36.0]);
        let panel = Panel::new(inner, (0.0, n_months as f64), top);
        let heading = format!("{}: {}", names.place(content.crossing), row.title);
        picture.text(Text::new((whole.left + 2.0, whole.top + 13.0), heading).bold());
        panel.draw_grid(picture, 4);
        draw_lines(picture, &panel, content, first);
        panel.draw_months(picture, first, n_months);
    }
}

fn draw_lines(picture: &mut Picture, panel: &Panel, content: &Content<'_>, first: Month) {
    let at = |month: Month| f64::from(month.0 - first.0) + 0.5;
    let mut x = panel.rect.left;
    for line in &content.lines {
        let series: Vec<(f64, Estimate)> = line
            .months
            .iter()
            .map(|(month, estimate)| (at(*month), *estimate))
            .collect();
        panel.draw_series(picture, &series, line.color);
        let y = panel.rect.top - 12.0;
        picture.line([(x, y - 3.5), (x + 16.0, y - 3.5)], line.color, 2.4);
        let label = words::direction(line.direction);
        picture.text(Text::new((x + 21.0, y), label).size(10.0));
        x += 21.0 + text_width(label, 10.0, false) + 18.0;
    }
    for mark in &content.reported {
        picture.ring(panel.at(at(mark.month), mark.value), 4.2, mark.color);
    }
}
