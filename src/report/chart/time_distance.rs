//! The time–distance graph: where every train of one line is at every instant.

use super::Chart;
use super::axis::{Panel, Scale};
use super::frame::{clipped, foot, framed};
use super::palette;
use super::picture::{Align, Picture, Rect, Text};
use super::render::text_width;
use crate::report::view::View;
use crate::report::words;
use crate::study::{Station, TimeDistance, TracedKind, TracedTrain};
use crate::units::{Duration, Time};

const BODY_HEIGHT: f64 = 560.0;
const LABEL_HEIGHT: f64 = 11.0;

const KINDS: [(TracedKind, &str); 4] = [
    (TracedKind::Loaded, "loaded"),
    (TracedKind::Empty, "empty wagons"),
    (TracedKind::Passenger, "passenger"),
    (TracedKind::Freight, "domestic freight"),
];

/// An instant and a distance, as the panel counts them: hours and kilometers.
type Spot = (f64, f64);

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
        first.name, last.name
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
    let [from, to] = ends.map(|station| station.map_or("", |station| station.name.as_str()));
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
            let name = clipped(&station.name, 122.0, 10.0);
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
        TracedKind::Passenger | TracedKind::Freight => 0.9,
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

/// Returns the part of a train's way within the time drawn.
fn visible(trace: &TimeDistance, train: &TracedTrain) -> Vec<Spot> {
    let (Some((starts, _)), Some((stops, _))) = (train.points.first(), train.points.last()) else {
        return Vec::new();
    };
    let (from, until) = ((*starts).max(trace.begins), (*stops).min(trace.ends));
    if from > until {
        return Vec::new();
    }
    let hour = |time: Time| time.since(trace.begins).as_hours();
    let inner = train
        .points
        .iter()
        .filter(|(time, _)| from < *time && *time < until);
    let inner = inner.map(|(time, km)| (hour(*time), *km));
    let ends = [from, until].map(|time| (hour(time), km_at(train, time)));
    [ends[0]]
        .into_iter()
        .chain(inner)
        .chain([ends[1]])
        .collect()
}

/// Returns where a train is at an instant, between its first and last point.
fn km_at(train: &TracedTrain, time: Time) -> f64 {
    let after = train.points.partition_point(|(passed, _)| *passed <= time);
    let Some((later, to)) = train.points.get(after) else {
        return train.points.last().map_or(0.0, |(_, km)| *km);
    };
    let Some((earlier, from)) = after
        .checked_sub(1)
        .and_then(|index| train.points.get(index))
    else {
        return *to;
    };
    let share = time.since(*earlier).as_hours() / later.since(*earlier).as_hours();
    from + share * (to - from)
}

/// Returns where trains of opposite directions meet.
fn meets(trace: &TimeDistance) -> Vec<Spot> {
    let heading = |train: &TracedTrain| {
        let ends = train.points.first().zip(train.points.last());
        ends.map_or(0.0, |((_, from), (_, to))| to - from)
    };
    let down: Vec<&TracedTrain> = trace
        .trains
        .iter()
        .filter(|train| heading(train) > 0.0)
        .collect();
    let up: Vec<&TracedTrain> = trace
        .trains
        .iter()
        .filter(|train| heading(train) < 0.0)
        .collect();
    let pairs = down
        .iter()
        .flat_map(|one| up.iter().map(move |other| (*one, *other)));
    pairs
        .filter_map(|(one, other)| meet(trace, one, other))
        .collect()
}

/// Returns where a train of increasing kilometers meets one of decreasing kilometers: the gap
/// between them only shrinks, so halving the time finds it.
fn meet(trace: &TimeDistance, down: &TracedTrain, up: &TracedTrain) -> Option<Spot> {
    let mut from = down
        .points
        .first()?
        .0
        .max(up.points.first()?.0)
        .max(trace.begins);
    let mut until = down
        .points
        .last()?
        .0
        .min(up.points.last()?.0)
        .min(trace.ends);
    let gap = |time: Time| km_at(up, time) - km_at(down, time);
    if from >= until || gap(from) <= 0.0 || gap(until) > 0.0 {
        return None;
    }
    while until.since(from) > Duration::from_ms(1_000) {
        let middle = from + Duration::from_ms(until.since(from).as_ms() / 2);
        if gap(middle) > 0.0 {
            from = middle
        } else {
            until = middle
        }
    }
    Some((until.since(trace.begins).as_hours(), km_at(down, until)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn train(points: &[(u64, f64)]) -> TracedTrain {
        let points = points
            .iter()
            .map(|(hour, km)| (Time::from_ms(hour * 3_600_000), *km));
        TracedTrain {
            kind: TracedKind::Loaded,
            points: points.collect(),
        }
    }

    #[test]
    fn two_trains_meet_where_one_waits() {
        let trace = TimeDistance {
            stations: Vec::new(),
            begins_on: "2022-03-04".to_owned(),
            begins: Time::ZERO,
            ends: Time::from_ms(24 * 3_600_000),
            trains: vec![
                train(&[(0, 0.0), (2, 40.0), (5, 40.0), (6, 60.0)]),
                train(&[(1, 60.0), (3, 40.0), (5, 0.0)]),
                train(&[(8, 60.0), (12, 0.0)]),
            ],
        };
        let meets = meets(&trace);
        assert_eq!(meets.len(), 1);
        let (hour, km) = meets[0];
        assert!((hour - 3.0).abs() < 0.001 && km == 40.0, "{meets:?}");
    }
}
