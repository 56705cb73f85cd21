//! Weather: as many days as given, and what it stops.

use crate::fixture::{Gate, facts, value};
use corridor::model::Windows;
use corridor::sim::Record;
use corridor::stats::half_width;
use corridor::units::Duration;

const WIND: &str = "[weather.wind]\nname = \"Wind\"\n\
    days_per_month = [8, 8, 13, 18, 20, 19, 17, 14, 13, 13, 10, 7]\n\
    spell_h = { kind = \"exponential\", mean = 8 }\nplaces = [\"EST\"]\n";

#[test]
fn there_are_as_many_days_of_weather_as_given() {
    let gate = Gate::new([1.0, 0.0, 0.0]).with(WIND);
    let days: Vec<f64> = (0..40)
        .map(|replication| {
            value(
                &gate.values(replication, 2021),
                ("weather_days", "wind", "both"),
            )
        })
        .collect();
    let mean = days.iter().sum::<f64>() / days.len() as f64;
    let half_width = half_width(&days).expect("forty values");
    assert!(
        (mean - 160.0).abs() <= 1.5 * half_width && half_width < 5.0,
        "{mean} ± {half_width} days"
    );
}

#[test]
fn outdoor_work_stands_still_and_indoor_work_does_not() {
    let gate = Gate::new([8.0, 0.0, 8.0])
        .set("facility.east_yard.rate_per_group_hour = 1000")
        .with(WIND);
    let facts = facts(&gate);
    let spells = facts.iter().filter_map(|(_, record)| match record {
        Record::Spell { from, until, .. } => Some((*from, *until)),
        _ => None,
    });
    let spells = Windows::new(spells.collect());
    let lifted_in_a_spell = |id| {
        let lifted = facts.iter().filter(|(time, record)| {
            let there = matches!(record, Record::Lifted { facility, .. } if facility.index() == id);
            there && spells.until(*time).is_some()
        });
        lifted.count()
    };
    assert_eq!(
        lifted_in_a_spell(0),
        0,
        "at the eastern yard the wind blows"
    );
    assert!(lifted_in_a_spell(1) > 100, "at the western one it does not");
    let indoors = gate.set("facility.east_yard.outdoor = false");
    let values = indoors.values(0, 2021);
    assert_eq!(
        value(&values, ("border_wait_weather", "gate", "to_china")),
        0.0
    );
}

#[test]
fn hours_lost_are_those_of_the_spells_and_trains_wait_for_the_weather() {
    let gate = Gate::new([8.0, 0.0, 0.0]).with(WIND);
    let values = gate.values(3, 2021);
    let hours = value(&values, ("weather_hours", "wind", "both"));
    assert_eq!(
        value(&values, ("border_weather_hours", "gate", "to_china")),
        hours
    );
    assert_eq!(
        value(&values, ("border_weather_hours", "gate", "from_china")),
        0.0
    );
    // A train that comes in a spell waits for its end: exponential, so 8 h more on average; work of
    // an hour is struck at its rate too.
    let wait = value(&values, ("border_wait_weather", "gate", "to_china"));
    let share = hours / 8_760.0;
    let spells = value(&values, ("weather_spells", "wind", "both"));
    let struck = share * 8.0 + spells / 8_760.0 * 8.0;
    assert!(
        (wait / struck - 1.0).abs() < 0.25,
        "{wait} h, expected {struck}"
    );
}

#[test]
fn one_key_switches_the_weather_off() {
    let gate = || Gate::new([8.0, 0.0, 8.0]).set("end = 2021-04-01");
    let calm = format!("{:?}", facts(&gate()));
    for key in ["weather.enabled = false", "weather.wind.enabled = false"] {
        let off = gate().with(WIND).set(key);
        assert!(format!("{:?}", facts(&off)) == calm, "{key}");
    }
}

#[test]
fn a_section_is_closed_while_the_storm_lasts() {
    let storm = "[weather.storm]\nname = \"Storm\"\n\
        days_per_month = [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]\n\
        spell_h = { kind = \"uniform\", low = 6, high = 12 }\n\
        sections = [\"WST-KAZ\"]\nclosed = true\n";
    let facts = facts(&Gate::new([8.0, 8.0, 0.0]).with(storm));
    let spells = facts.iter().filter_map(|(_, record)| match record {
        Record::Spell { from, until, .. } => Some((*from, *until)),
        _ => None,
    });
    let spells = Windows::new(spells.collect());
    assert!(spells.iter().count() > 50);
    let hour = Duration::from_ms(3_600_000);
    let mut n_entered = 0;
    for (time, record) in &facts {
        // An hour on the section, entered when it was open.
        if let Record::Stock { change: 1.., .. } = record {
            let entered = corridor::units::Time::from_ms(time.as_ms() - hour.as_ms());
            assert_eq!(spells.until(entered), None, "entered at {entered}");
            n_entered += 1;
        }
    }
    assert!(n_entered > 1_000);
}
