//! Who goes first.

use crate::fixture::{Gate, facts_of};
use corridor::sim::{Record, Side};
use corridor::stats::half_width;

/// Checks the mean hours for which grain and ore wait for a clerk, over replications: the expected
/// ones lie within twice the half-width.
fn check_waits((precedence, more): (&str, &str), expected_h: [f64; 2]) {
    // 12 trains a day and one hour each for one clerk: a load of a half, a third of it grain.
    let gate = Gate::new([4.0, 8.0, 0.0])
        .set("crossing.gate.to_china.sending.servers = 1")
        .set("crossing.gate.to_china.sending.time_h = { kind = \"exponential\", mean = 1 }")
        .set(&format!("crossing.gate.precedence = {precedence}"))
        .with(more);
    let all: Vec<[f64; 2]> = (0..12)
        .map(|replication| stays(&gate, replication))
        .collect();
    for (stream, expected) in expected_h.into_iter().enumerate() {
        let waits: Vec<f64> = all.iter().map(|stays| stays[stream] - SERVED_H).collect();
        let mean = waits.iter().sum::<f64>() / waits.len() as f64;
        let half_width = half_width(&waits).expect("several replications");
        assert!(
            (mean - expected).abs() <= 2.0 * half_width && half_width < 0.1 * expected,
            "{precedence}, stream {stream}: {mean} ± {half_width} h, expected {expected}"
        );
    }
}

/// One hour of service, and a minute on average until the next path over the border.
const SERVED_H: f64 = 1.0 + 1.0 / 60.0;

/// Mean hours at the sending station of grain and of ore.
fn stays(gate: &Gate, replication: u64) -> [f64; 2] {
    let mut sums = [(0.0, 0.0); 2];
    for (_, record) in facts_of(gate, replication) {
        if let Record::LeftStation {
            side: Side::Sending,
            stream,
            dwell,
            ..
        } = record
        {
            let sum = &mut sums[stream.index()];
            *sum = (sum.0 + dwell.as_hours(), sum.1 + 1.0);
        }
    }
    sums.map(|(hours, trains)| hours / trains)
}

#[test]
fn a_commodity_goes_first_as_in_a_queue_with_two_priorities() {
    // Cobham: R / (1 − ρ₁) and R / ((1 − ρ₁)(1 − ρ)), with R = ρ · 1 h for exponential times.
    let (all, grain) = (0.5, 0.5 / 3.0);
    let expected = [all / (1.0 - grain), all / ((1.0 - grain) * (1.0 - all))];
    check_waits(("[\"grain\"]", ""), expected);
}

#[test]
fn without_precedence_all_wait_alike() {
    for precedence in ["\"first_come\"", "\"train_class\""] {
        check_waits((precedence, ""), [1.0, 1.0]);
    }
}

/// One key takes precedence away, whatever the crossing says.
#[test]
fn one_key_lets_all_wait_alike() {
    let first_come = "[dispatching]\nprecedence = \"first_come\"\novertaking = true\n\
        siding_spacing_km = 20\nleast_gain_min = 5\nlongest_delay_h = 1\n\
        priority_worth_h = 24\nfleet_trains = 1\n";
    check_waits(("[\"grain\"]", first_come), [1.0, 1.0]);
}
