//! Where trains are between their points, and where they meet.

use crate::study::{TimeDistance, TracedTrain};
use crate::units::{Duration, Time};

/// An instant and a distance, as the panel counts them: hours and kilometers.
pub(super) type Spot = (f64, f64);

/// Returns the part of a train's way within the time drawn.
pub(super) fn visible(trace: &TimeDistance, train: &TracedTrain) -> Vec<Spot> {
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
pub(super) fn meets(trace: &TimeDistance) -> Vec<Spot> {
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
    use crate::study::TracedKind;

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
