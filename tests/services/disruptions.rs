//! What a disruption does to trains, and that one without effect does nothing.

use crate::fixture::{Gate, facts};
use corridor::model::Direction;
use corridor::sim::Record;
use corridor::units::Time;

/// The days, from 1 January, on which `wanted` happened.
fn days(facts: &[(Time, Record)], wanted: impl Fn(&Record) -> bool) -> Vec<u64> {
    let mut days: Vec<u64> = facts
        .iter()
        .filter(|(_, record)| wanted(record))
        .map(|(time, _)| time.whole_days())
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

const TRAINS: [f64; 3] = [6.0, 6.0, 12.0];

fn spring(effects: &str) -> Gate {
    let text = format!("[disruption.spring]\nfrom = 2021-02-01\nuntil = 2021-02-11\n{effects}\n");
    Gate::new(TRAINS)
        .set("end=2021-04-01")
        .set("start=2021-01-01")
        .with(&text)
}

/// The days of the disruption: 1 February is the 31st after 1 January.
fn is_in_spring(day: &u64) -> bool {
    (31..41).contains(day)
}

#[test]
fn a_disruption_without_effect_changes_no_byte() {
    let undisturbed = format!(
        "{:?}",
        facts(&spring("crossing = \"gate\"\nclosed = false"))
    );
    for effects in [
        "enabled = false\ncrossing = \"gate\"\nclosed = true",
        "crossing = \"gate\"\nquota_factor = 1\ninspection_factor = 1",
        "crossing = \"gate\"\nquota_trains_per_day = 1000",
        "facility = \"east_yard\"\nlost_groups = 0\nlost_tracks = 0",
        "section = \"WST-KAZ\"\nspeed_factor = 1",
    ] {
        let disturbed = format!("{:?}", facts(&spring(effects)));
        assert!(disturbed == undisturbed, "{effects}");
    }
}

#[test]
fn nothing_goes_over_a_closed_crossing() {
    let facts = facts(&spring(
        "crossing = \"gate\"\ndirection = \"to_china\"\nclosed = true",
    ));
    let over = |wanted: Direction| {
        days(
            &facts,
            |record| matches!(record, Record::HandedOver { direction, .. } if *direction == wanted),
        )
    };
    let to_china = over(Direction::ToChina);
    assert!(!to_china.iter().any(is_in_spring), "{to_china:?}");
    assert!(to_china.contains(&41), "it goes on at once: {to_china:?}");
    assert!(over(Direction::FromChina).iter().any(is_in_spring));
}

#[test]
fn no_work_begins_at_a_closed_facility_and_all_of_it_is_done_after() {
    let facts = facts(&spring("facility = \"east_yard\"\nclosed = true"));
    let lifted = |id| {
        days(
            &facts,
            |record| matches!(record, Record::Lifted { facility, .. } if facility.index() == id),
        )
    };
    let east = lifted(0);
    // What was begun the evening before is finished.
    assert!(!east.iter().any(|day| (32..41).contains(day)), "{east:?}");
    assert!(east.contains(&41), "{east:?}");
    assert!(lifted(1).iter().any(is_in_spring));
}

#[test]
fn nobody_enters_a_closed_section_and_a_slow_one_takes_longer() {
    let departed = |effects: &str| {
        let facts = facts(&spring(effects));
        let arrived = facts.iter().filter_map(|(time, record)| match record {
            Record::Arrived { running, .. } if running.as_hours() > 0.5 => {
                Some((time.whole_days(), running.as_hours()))
            }
            _ => None,
        });
        arrived.collect::<Vec<_>>()
    };
    // An hour from either yard to its border.
    let slow = departed("section = \"WST-KAZ\"\nspeed_factor = 0.5");
    let longest = |days: std::ops::Range<u64>| {
        let in_days = slow.iter().filter(|(day, _)| days.contains(day));
        in_days.map(|(_, hours)| *hours).fold(0.0, f64::max)
    };
    assert!((longest(0..31) - 1.0).abs() < 0.01, "{}", longest(0..31));
    assert!((longest(32..41) - 2.0).abs() < 0.01, "{}", longest(32..41));
    let closed = departed("section = \"WST-KAZ\"\nclosed = true");
    let longest = closed.iter().map(|(_, hours)| *hours).fold(0.0, f64::max);
    assert!((239.0..=242.0).contains(&longest), "{longest}");
}
