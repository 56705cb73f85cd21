//! Stalls as a person and a program read them.

use super::number::{fixed, rounded};
use super::words::counted;
use crate::study::{Results, Stall, Stop, Waiter};
use serde_json::{Value, json};

/// How many trains of the cast of a stall are told, and of that of a crossing that stood still.
const MOST_OF_A_STALL: usize = 20;
const MOST_OF_A_STOP: usize = 10;

/// Returns who waits for whom where a run stalled, the first such replication in full; nothing where
/// none did.
pub fn stalls(results: &Results) -> Option<String> {
    let first = results.stalls.first()?;
    let trains = counted(first.cast.len(), "train waits", "trains wait");
    let delivered = match &first.last_delivery {
        Some(time) => format!("since {time}"),
        None => "at all".to_owned(),
    };
    let mut text = format!(
        "stalled: at the end of replication {} on {} nothing had been delivered {delivered} \
         ({} days), and {trains}:\n",
        first.replication,
        first.ended,
        fixed(first.lasted_days, 1),
    );
    push_cast(&mut text, &first.cast, MOST_OF_A_STALL);
    if results.stalls.len() > 1 {
        text.push_str(&format!(
            "{} of {} stalled\n",
            results.stalls.len(),
            counted(results.replications, "replication", "replications"),
        ));
    }
    Some(text)
}

/// Returns who waits for whom where a crossing stood still, each crossing and direction in full for
/// the first replication in which it did; nothing where none did.
pub fn stops(results: &Results) -> Option<String> {
    let mut text = String::new();
    let mut told: Vec<(&str, &str)> = Vec::new();
    for stop in &results.stops {
        let way = (&*stop.crossing, stop.direction);
        if told.contains(&way) {
            continue;
        }
        told.push(way);
        let all = results.stops.iter();
        let all = all
            .filter(|it| (&*it.crossing, it.direction) == way)
            .count();
        text.push_str(&stopped(stop, all, results.replications));
    }
    (!text.is_empty()).then_some(text)
}

fn stopped(stop: &Stop, all: usize, replications: usize) -> String {
    let since = match &stop.last_train {
        Some(time) => format!("since {time}"),
        None => "at all".to_owned(),
    };
    let mut text = format!(
        "stood still: at the end of replication {} on {} no loaded train had gone over {}.{} \
         {since} ({} days), though {} for it:\n",
        stop.replication,
        stop.ended,
        stop.crossing,
        stop.direction,
        fixed(stop.lasted_days, 1),
        counted(stop.wagons as usize, "wagon waits", "wagons wait"),
    );
    push_cast(&mut text, &stop.cast, MOST_OF_A_STOP);
    if all > 1 {
        let replications = counted(replications, "replication", "replications");
        text.push_str(&format!("so did it in {all} of {replications}\n"));
    }
    text
}

fn push_cast(text: &mut String, cast: &[Waiter], most: usize) {
    for waiter in cast.iter().take(most) {
        text.push_str(&line(waiter));
    }
    if cast.len() > most {
        text.push_str(&format!("  and {} more\n", cast.len() - most));
    }
}

fn line(waiter: &Waiter) -> String {
    let behind = waiter
        .behind
        .as_ref()
        .map_or_else(String::new, |other| format!(", behind {other}"));
    format!(
        "  {} days, since {}: {} ({} wagons) at {} waits for {}{behind}\n",
        fixed(waiter.days, 1),
        waiter.since,
        waiter.train,
        waiter.wagons,
        waiter.place,
        waiter.waits_for,
    )
}

/// Returns the stalls for `summary.json`, the whole cast of each.
pub(super) fn as_json(stalls: &[Stall]) -> Value {
    let stall = |stall: &Stall| {
        json!({
            "replication": stall.replication,
            "ended": stall.ended,
            "last_delivery": stall.last_delivery,
            "lasted_days": rounded(stall.lasted_days),
            "cast": cast(&stall.cast),
        })
    };
    stalls.iter().map(stall).collect()
}

/// Returns crossings that stood still for `summary.json`, the whole cast of each.
pub(super) fn stops_as_json(stops: &[Stop]) -> Value {
    let stop = |stop: &Stop| {
        json!({
            "replication": stop.replication,
            "crossing": stop.crossing,
            "direction": stop.direction,
            "ended": stop.ended,
            "last_train": stop.last_train,
            "lasted_days": rounded(stop.lasted_days),
            "wagons": stop.wagons,
            "cast": cast(&stop.cast),
        })
    };
    stops.iter().map(stop).collect()
}

fn cast(cast: &[Waiter]) -> Value {
    let waiter = |waiter: &Waiter| {
        json!({
            "train": waiter.train,
            "title": waiter.title,
            "wagons": waiter.wagons,
            "place": waiter.place,
            "since": waiter.since,
            "days": rounded(waiter.days),
            "waits_for": waiter.waits_for,
            "behind": waiter.behind,
        })
    };
    cast.iter().map(waiter).collect()
}
