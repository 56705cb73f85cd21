//! Stalls as a person and a program read them.

use super::number::{fixed, rounded};
use super::words::counted;
use crate::study::{Results, Stall, Waiter};
use serde_json::{Value, json};

/// How many trains of the cast are told.
const MOST_LINES: usize = 20;

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
    for waiter in first.cast.iter().take(MOST_LINES) {
        text.push_str(&line(waiter));
    }
    if first.cast.len() > MOST_LINES {
        text.push_str(&format!("  and {} more\n", first.cast.len() - MOST_LINES));
    }
    if results.stalls.len() > 1 {
        text.push_str(&format!(
            "{} of {} stalled\n",
            results.stalls.len(),
            counted(results.replications, "replication", "replications"),
        ));
    }
    Some(text)
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
        let cast = stall.cast.iter().map(|waiter| {
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
        });
        json!({
            "replication": stall.replication,
            "ended": stall.ended,
            "last_delivery": stall.last_delivery,
            "lasted_days": rounded(stall.lasted_days),
            "cast": cast.collect::<Vec<_>>(),
        })
    };
    stalls.iter().map(stall).collect()
}
