//! Servers with hours begin inside them only, and finish what they began.

use crate::fixture::{Gate, facts, value};
use corridor::model::Direction;
use corridor::sim::{Record, Side};

/// The times at which trains to China had been served at their sending station: day, from Friday
/// 1 January 2021, and hour of the day.
fn served(gate: &Gate) -> Vec<(u64, f64)> {
    let facts = facts(gate);
    let served = facts.iter().filter_map(|(time, record)| match record {
        Record::LeftStation {
            side: Side::Sending,
            direction: Direction::ToChina,
            ..
        } => Some((time.whole_days(), time.time_of_day().as_hours())),
        _ => None,
    });
    served.collect()
}

/// An hour of service, and a few minutes until the next path over the border.
fn clerks(hours: &str) -> Gate {
    Gate::new([5.0, 5.0, 0.0])
        .set("end = 2021-03-01")
        .set("crossing.gate.to_china.sending.time_h = 1")
        .set(&format!("crossing.gate.to_china.sending.hours = {hours}"))
}

#[test]
fn a_train_begun_is_finished_and_none_is_begun_after_hours() {
    let served = served(&clerks("{ from_h = 8, until_h = 20 }"));
    assert!(served.len() > 500);
    for (day, hour) in &served {
        assert!((9.0..21.5).contains(hour), "day {day}, {hour} h");
    }
    let late = served.iter().filter(|(_, hour)| *hour > 20.0).count();
    assert!(late > 10, "{late} were finished after hours");
    let at_nine = served.iter().filter(|(_, hour)| *hour < 9.5).count();
    assert!(at_nine > 200, "{at_nine} had waited for the morning");
}

#[test]
fn shifts_differ_by_the_day_of_the_week_and_by_servers() {
    let workdays = "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]";
    let served = served(&clerks(&format!(
        "[{{ from_h = 22, until_h = 6, days = {workdays}, servers = 1 }}]"
    )));
    assert!(served.len() > 200);
    for (day, hour) in &served {
        // The run begins on a Friday; a night that begins on a workday ends on the day after.
        let weekday = (day + 4) % 7;
        let evening = weekday < 5 && *hour >= 23.0;
        let morning = (1..6).contains(&weekday) && *hour < 7.5;
        assert!(evening || morning, "weekday {weekday}, {hour} h");
    }
    let mut nights: Vec<u64> = served
        .iter()
        .map(|(day, hour)| day + u64::from(*hour > 12.0))
        .collect();
    nights.sort_unstable();
    let busiest = nights.chunk_by(|a, b| a == b).map(<[u64]>::len).max();
    assert!(
        busiest <= Some(9),
        "one clerk serves eight an hour each: {busiest:?}"
    );
}

#[test]
fn cranes_have_hours_too_and_waiting_for_them_is_told_apart() {
    let gate = Gate::new([5.0, 5.0, 0.0]).set("end = 2022-01-01");
    let by_day = gate.set("facility.east_yard.hours = { from_h = 8, until_h = 20 }");
    let values = by_day.values(0, 2021);
    let wait = |measure| value(&values, (measure, "gate", "to_china"));
    // A train that comes at any time of the night waits six hours on average, half of all do.
    assert!(
        (wait("border_wait_hours") - 3.0).abs() < 0.2,
        "{}",
        wait("border_wait_hours")
    );
    assert!(wait("border_wait_turn") < 0.01);
    assert_eq!(wait("border_wait_weather"), 0.0);
    let always = by_day.set("facility.east_yard.hours = \"always\"");
    let values = always.values(0, 2021);
    assert_eq!(
        value(&values, ("border_wait_hours", "gate", "to_china")),
        0.0
    );
}

#[test]
fn one_key_lets_everybody_work_around_the_clock() {
    let gate = |hours: &str| {
        let hours = match hours {
            "" => return Gate::new([5.0, 5.0, 5.0]).set("end = 2021-03-01"),
            hours => hours,
        };
        Gate::new([5.0, 5.0, 5.0])
            .set("end = 2021-03-01")
            .set(&format!("crossing.gate.to_china.sending.hours = {hours}"))
            .set(&format!(
                "crossing.gate.from_china.receiving.hours = {hours}"
            ))
            .set(&format!("facility.east_yard.hours = {hours}"))
    };
    let by_day = "{ from_h = 8, until_h = 20 }";
    let told = |gate: Gate| format!("{:?}", facts(&gate));
    let always = told(gate(""));
    assert!(told(gate(by_day)) != always);
    let off = gate(by_day).set("hours.enabled = false");
    assert!(told(off) == always, "a switch leaves no trace");
}
