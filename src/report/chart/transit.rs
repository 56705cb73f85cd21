//! How long boxes take from door to door, and where the days go: a bar for each relation.

use super::Chart;
use super::axis::{Panel, Scale, top_of};
use super::frame::{clipped, foot, framed};
use super::palette;
use super::picture::{Align, Picture, Rect, Text};
use super::render::text_width;
use crate::report::names::Names;
use crate::report::number::fixed;
use crate::report::view::View;
use crate::stats::Figure;

/// The measures of the stages in the order in which they are stacked, with their words.
const STAGES: [(&str, &str); 8] = [
    ("transit_running", "running"),
    ("transit_other_trains", "other trains in the way"),
    ("transit_locomotive", "no locomotive"),
    ("transit_border", "set aside, sending border station"),
    ("transit_gauge", "papers and change of gauge"),
    ("transit_next_train", "until the next train is full"),
    ("transit_sea", "at sea"),
    ("", "ports, unloading and the rest"),
];
const ROW: f64 = 24.0;
const LABELS: f64 = 236.0;
const FIGURES: f64 = 128.0;
/// The key of the colors and the head of the columns above the rows, and the axis under them.
const ENDS: [f64; 2] = [60.0, 24.0];
/// As many relations as there is room for on a page.
const MOST: usize = 24;

/// A relation with its days.
struct Row {
    place: String,
    mean: f64,
    /// Median and 90th percentile.
    quantiles: [Option<f64>; 2],
    /// By stage; what is left of the mean last.
    stages: [f64; 8],
    /// Tonne-kilometers of a year, where they are told.
    weight: f64,
    is_reported: bool,
}

/// Draws the chart of the last year; nothing where no box came to its end.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let year = *view.years(STAGES[0].0).last()?;
    let mut rows = rows(view, year);
    // Relations of which something was reported first, then those that carry most.
    rows.sort_by(|a, b| {
        let key = |row: &Row| (row.is_reported, row.weight);
        let ((a_told, a), (b_told, b)) = (key(a), key(b));
        b_told.cmp(&a_told).then(b.total_cmp(&a))
    });
    let n_rest = rows.len().saturating_sub(MOST);
    rows.truncate(MOST);
    let heaviest = rows.iter().max_by(|a, b| a.weight.total_cmp(&b.weight))?;
    let names = Names::of(view.results);
    let title = format!(
        "{}: {} days, of which {} on running trains",
        names.place(&heaviest.place),
        fixed(heaviest.mean, 1),
        fixed(heaviest.stages[0], 1)
    );
    rows.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    let rest = match n_rest {
        0 => String::new(),
        n => format!(" {n} more relations are in results.csv."),
    };
    let note = format!(
        "Loading and the wait for a train at the origin come before departure and are not counted.{rest}"
    );
    let (mut picture, body) = framed(
        &title,
        &format!(
            "Days of a box from departure to unloading in {year}, by what it does, mean over tonnes. Line: median; \
             ring: 90th percentile."
        ),
        &foot(view, &[], &note),
        ENDS[0] + ROW * rows.len() as f64 + ENDS[1],
    );
    draw_key(&mut picture, &body);
    let plot = body.inset([LABELS, ENDS[0], FIGURES, ENDS[1]]);
    let longest = |row: &Row| row.quantiles[1].unwrap_or(0.0).max(row.mean);
    let top = top_of(rows.iter().map(longest));
    let panel = Panel::new(plot, (0.0, top), 1.0);
    draw_axis(&mut picture, &panel.x, &plot);
    for (n, row) in rows.iter().enumerate() {
        let middle = plot.top + ROW * (n as f64 + 0.5);
        draw_row(&mut picture, (&panel, &body), middle, row, &names);
    }
    Some(Chart {
        name: "transit",
        title,
        description: "One bar for each origin and destination, as long as a box takes on average, in parts for running, \
                      waiting, border stations, change of gauge, sea and the rest; marks at median and 90th percentile."
            .to_owned(),
        picture,
    })
}

/// Returns every relation of containers with its days.
fn rows(view: View<'_>, year: &str) -> Vec<Row> {
    let results = view.results;
    let of_year = results.figures.iter().filter(|figure| {
        figure.measure == STAGES[0].0 && figure.period == year && figure.commodity == "containers"
    });
    let row = |figure: &Figure| -> Option<Row> {
        let (place, direction) = (&figure.place, figure.direction);
        let days = |measure: &str| {
            let found = results.figure(measure, place, direction, "containers", year)?;
            Some(found.estimate()?.mean)
        };
        let mean = days("transit_time")?;
        let mut stages = [0.0; 8];
        for (days_in, (measure, _)) in stages.iter_mut().zip(STAGES) {
            // A hair below zero where more time was lost at the end of the year than legs were ended.
            *days_in = days(measure).unwrap_or(0.0).max(0.0);
        }
        stages[7] = (mean - stages.iter().sum::<f64>()).max(0.0);
        let is_reported = view.observations().any(|it| {
            it.measure.starts_with("transit_time")
                && it.place == *place
                && it.direction == direction
        });
        Some(Row {
            place: place.clone(),
            mean,
            quantiles: ["transit_time_median", "transit_time_p90"].map(days),
            stages,
            weight: days("tonne_km").unwrap_or(0.0),
            is_reported,
        })
    };
    of_year.filter_map(row).collect()
}

fn draw_key(picture: &mut Picture, body: &Rect) {
    let (mut x, mut y) = (body.left, body.top + 8.0);
    for ((_, words), color) in STAGES.iter().zip(palette::STAGES) {
        let width = text_width(words, 10.0, false) + 34.0;
        if x + width > body.right {
            (x, y) = (body.left, y + 16.0);
        }
        picture.block(Rect::new(x, y - 8.0, 12.0, 10.0), color);
        picture.text(Text::new((x + 17.0, y), *words).size(10.0));
        x += width;
    }
    let head = Text::new(
        (body.right, body.top + ENDS[0] - 8.0),
        "mean · median · 90 %, days",
    );
    picture.text(head.size(9.0).align(Align::Right).color(palette::SOFT_INK));
}

fn draw_axis(picture: &mut Picture, x: &Scale, plot: &Rect) {
    for tick in x.ticks(8) {
        let at = x.at(tick);
        let color = if tick == 0.0 {
            palette::AXIS
        } else {
            palette::GRID
        };
        picture.line([(at, plot.top), (at, plot.bottom)], color, 0.7);
        let text = Text::new((at, plot.bottom + 14.0), fixed(tick, 0)).size(9.5);
        picture.text(text.align(Align::Middle).color(palette::SOFT_INK));
    }
}

fn draw_row(
    picture: &mut Picture,
    (panel, body): (&Panel, &Rect),
    middle: f64,
    row: &Row,
    names: &Names<'_>,
) {
    let label = clipped(&names.in_row(&row.place), LABELS - 12.0, 10.5);
    picture.text(Text::new((body.left, middle + 4.0), label).size(10.5));
    let mut from = 0.0;
    for (days, color) in row.stages.iter().zip(palette::STAGES) {
        let (left, right) = (panel.x.at(from), panel.x.at(from + days));
        let part = Rect {
            left,
            top: middle - 7.0,
            right,
            bottom: middle + 7.0,
        };
        if right - left > 0.05 {
            picture.block(part, color);
        }
        from += days;
    }
    let [median, p90] = row.quantiles;
    if let Some(median) = median {
        let x = panel.x.at(median);
        picture.line([(x, middle - 10.0), (x, middle + 10.0)], palette::INK, 1.6);
    }
    if let Some(p90) = p90 {
        picture.ring((panel.x.at(p90), middle), 4.5, palette::INK);
    }
    let days = |days: Option<f64>| days.map_or("–".to_owned(), |days| fixed(days, 1));
    let figures = format!("{} · {} · {}", fixed(row.mean, 1), days(median), days(p90));
    let text = Text::new((body.right, middle + 4.0), figures).size(10.0);
    picture.text(text.align(Align::Right));
}
