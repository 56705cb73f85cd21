//! The time–distance graph: where every train of one line is at every instant.

mod ways;

use super::Chart;
use super::axis::{Panel, Scale};
use super::frame::{clipped, foot, framed};
use super::palette;
use super::picture::{Align, Picture, Rect, Text};
use super::render::text_width;
use crate::report::names::shortened;
use crate::report::view::View;
use crate::report::words;
use crate::study::{Station, TimeDistance, TracedKind, TracedTrain};
use ways::{meets, visible};

const BODY_HEIGHT: f64 = 560.0;
const LABEL_HEIGHT: f64 = 11.0;

const KINDS: [(TracedKind, &str); 5] = [
    (TracedKind::Loaded, "loaded"),
    (TracedKind::Empty, "empty wagons"),
    (TracedKind::Passenger, "passenger"),
    (TracedKind::Freight, "domestic freight"),
    (TracedKind::Light, "light engine"),
];

/// Draws the chart, or nothing where no line was traced.
pub(super) fn draw(view: View<'_>) -> Option<Chart> {
    let trace = view.results.trace.as_ref()?;
    let (first, last) = (trace.stations.first()?, trace.stations.last()?);
    if trace.ends <= trace.begins || trace.trains.is_empty() {
        return None;
    }
    let meets = meets(trace);
    let title = title(trace, meets.len());
    let subtitle = "Each line is a train: the steeper, the faster; level where it stands. A ring is a meet of two trains. \
                    Thin level lines are passing loops.";
    let (mut picture, body) = framed(
        &title,
        subtitle,
        &foot(view, &[], "One replication, the first."),
        BODY_HEIGHT,
    );
    let rect = body.inset([132.0, 30.0, 40.0, 38.0]);
    let hours = trace.ends.since(trace.begins).as_hours();
    let panel = Panel {
        rect,
        x: Scale {
            values: (0.0, hours),
            points: (rect.left, rect.right),
        },
        y: Scale {
            values: (first.km, last.km),
            points: (rect.top, rect.bottom),
        },
    };
    draw_stations(&mut picture, &panel, &trace.stations);
    draw_hours(&mut picture, &panel, trace);
    // The corridor's own trains are drawn over the rest.
    for (kind, _) in KINDS.iter().rev() {
        for train in trace.trains.iter().filter(|train| train.kind == *kind) {
            draw_train(&mut picture, &panel, trace, train);
        }
    }
    for (hour, km) in meets {
        let (x, y) = panel.at(hour, km);
        picture.dot((x, y), 2.2, palette::INK);
        picture.dot((x, y), 1.2, palette::PAPER);
    }
    draw_key(&mut picture, body.left + 132.0, body.top + 12.0, trace);
    let description = format!(
        "A graph of the line from {} to {} with time from left to right and distance from top to \
         bottom, in which every train is a line and meets lie on passing loops.",
        shortened(&first.name),
        shortened(&last.name)
    );
    Some(Chart {
        name: "time_distance",
        title,
        description,
        picture,
    })
}

fn title(trace: &TimeDistance, n_meets: usize) -> String {
    let ends = [trace.stations.first(), trace.stations.last()];
    let [from, to] =
        ends.map(|station| station.map_or(String::new(), |station| shortened(&station.name)));
    let days = trace.ends.since(trace.begins).as_days();
    let days = if days > 1.0 {
        format!("{days:.0} days")
    } else {
        format!("{:.0} hours", 24.0 * days)
    };
    format!(
        "{from}–{to}: {} met {} in {days} from {}",
        words::counted(trace.trains.len(), "train", "trains"),
        words::counted(n_meets, "time", "times"),
        words::day(&trace.begins_on, 0),
    )
}

fn draw_stations(picture: &mut Picture, panel: &Panel, stations: &[Station]) {
    let (left, right) = (panel.rect.left, panel.rect.right);
    // The ends of the line are named first, then whatever has room.
    let last = stations.len().saturating_sub(1);
    let order = [0, last].into_iter().chain(1..last);
    let mut named: Vec<f64> = Vec::new();
    let mut measured: Vec<f64> = Vec::new();
    for station in order.filter_map(|index| stations.get(index)) {
        let y = panel.y.at(station.km);
        let is_loop = station.name.is_empty();
        let (color, width) = if is_loop {
            (palette::GRID, 0.6)
        } else {
            (palette::AXIS, 0.9)
        };
        picture.line([(left, y), (right, y)], color, width);
        let is_free = |taken: &[f64]| taken.iter().all(|other| (other - y).abs() >= LABEL_HEIGHT);
        if !is_loop && is_free(&named) {
            named.push(y);
            let name = clipped(&shortened(&station.name), 122.0, 10.0);
            picture.text(
                Text::new((left - 8.0, y + 3.5), name)
                    .size(10.0)
                    .align(Align::Right),
            );
        }
        if is_free(&measured) {
            measured.push(y);
            let km = Text::new((right + 6.0, y + 3.0), format!("{:.0}", station.km)).size(8.5);
            picture.text(km.color(palette::SOFT_INK));
        }
    }
    let unit = Text::new((right + 6.0, panel.rect.top - 12.0), "km").size(8.5);
    picture.text(unit.color(palette::SOFT_INK));
}

fn draw_hours(picture: &mut Picture, panel: &Panel, trace: &TimeDistance) {
    let hours = panel.x.values.1;
    let step = [1_u32, 2, 3, 6, 12, 24]
        .into_iter()
        .find(|step| hours / f64::from(*step) <= 20.0);
    let step = step.unwrap_or(24) as usize;
    let bottom = panel.rect.bottom;
    for hour in (0..=hours.floor() as usize).step_by(step) {
        let x = panel.x.at(hour as f64);
        let is_midnight = hour % 24 == 0;
        let (color, width) = if is_midnight {
            (palette::AXIS, 1.0)
        } else {
            (palette::GRID, 0.6)
        };
        picture.line([(x, panel.rect.top), (x, bottom)], color, width);
        let label = Text::new((x, bottom + 14.0), format!("{:02}:00", hour % 24)).size(9.0);
        picture.text(label.align(Align::Middle).color(palette::SOFT_INK));
        if is_midnight && (hour as f64) < hours {
            let day = words::day(&trace.begins_on, (hour / 24) as i64);
            picture.text(Text::new((x, bottom + 29.0), day).size(10.0).bold());
        }
    }
}

fn draw_train(picture: &mut Picture, panel: &Panel, trace: &TimeDistance, train: &TracedTrain) {
    let spots = visible(trace, train);
    if spots.len() < 2 {
        return;
    }
    let width = match train.kind {
        TracedKind::Loaded | TracedKind::Empty => 1.4,
        TracedKind::Passenger | TracedKind::Freight | TracedKind::Light => 0.9,
    };
    let points: Vec<_> = spots
        .into_iter()
        .map(|(hour, km)| panel.at(hour, km))
        .collect();
    picture.line(points, palette::TRAINS[train.kind as usize], width);
}

fn draw_key(picture: &mut Picture, x: f64, y: f64, trace: &TimeDistance) {
    let mut x = x;
    for (kind, name) in KINDS {
        let n_trains = trace
            .trains
            .iter()
            .filter(|train| train.kind == kind)
            .count();
        if n_trains == 0 {
            continue;
        }
        picture.block(
            Rect::new(x, y - 5.0, 18.0, 2.4),
            palette::TRAINS[kind as usize],
        );
        let label = format!("{name} ({n_trains})");
        picture.text(Text::new((x + 24.0, y), &*label).size(10.0));
        x += 24.0 + text_width(&label, 10.0, false) + 20.0;
    }
}
