//! Waiting times of queues of Markov and Erlang, at the services of a crossing and at a terminal.

use crate::fixture::Gate;

const REPLICATIONS: u64 = 16;

/// The wait for a turn at the gate, to China.
const WAIT: (&str, &str, &str) = ("border_wait_turn", "gate", "to_china");

/// Checks the mean wait, in hours, against a closed form. The closed form lies within twice the
/// half-width, which is small.
fn check_wait(gate: &Gate, expected_h: f64) {
    let (mean, half_width) = gate.estimate(REPLICATIONS, WAIT);
    assert!(
        (mean - expected_h).abs() <= 2.0 * half_width && half_width < 0.1 * expected_h,
        "{mean} ± {half_width} h, expected {expected_h}"
    );
}

/// The probability that a customer waits in a queue of Markov with `servers` servers and so much
/// offered load (Erlang C).
fn erlang_c(servers: u32, load: f64) -> f64 {
    let blocked = (1..=servers).fold(1.0, |blocked, n| {
        load * blocked / (f64::from(n) + load * blocked)
    });
    let free = 1.0 - load / f64::from(servers);
    blocked / (free + (1.0 - free) * blocked)
}

#[test]
fn one_clerk_and_exponential_times_are_m_m_1() {
    // 12 trains a day and one hour each: a load of a half.
    let gate = Gate::new([12.0, 0.0, 0.0])
        .set("crossing.gate.to_china.sending.servers = 1")
        .set("crossing.gate.to_china.sending.time_h = { kind = \"exponential\", mean = 1 }");
    check_wait(&gate, 0.5 / (1.0 - 0.5));
}

#[test]
fn one_clerk_and_constant_times_are_m_d_1() {
    let gate = Gate::new([12.0, 0.0, 0.0])
        .set("crossing.gate.to_china.sending.servers = 1")
        .set("crossing.gate.to_china.sending.time_h = 1");
    check_wait(&gate, 0.5 / (2.0 * (1.0 - 0.5)));
}

#[test]
fn several_clerks_are_m_m_c() {
    // 12 trains a day and three hours each for three: a load of 1.5.
    let gate = Gate::new([6.0, 6.0, 0.0])
        .set("crossing.gate.to_china.sending.servers = 3")
        .set("crossing.gate.to_china.sending.time_h = { kind = \"exponential\", mean = 3 }");
    check_wait(&gate, erlang_c(3, 1.5) * 3.0 / (3.0 - 1.5));
}

#[test]
fn groups_of_cranes_are_m_m_c() {
    // A train of 3,000 t at 1,000 t an hour takes three hours on average.
    let gate = Gate::new([6.0, 6.0, 0.0])
        .set("facility.east_yard.groups = 3")
        .set("facility.east_yard.rate_per_group_hour = 1000")
        .set("facility.east_yard.spread = { kind = \"exponential\", mean = 1 }");
    check_wait(&gate, erlang_c(3, 1.5) * 3.0 / (3.0 - 1.5));
}

#[test]
fn inspection_of_a_share_of_one_commodity_is_m_m_1_of_that_share() {
    // Half of 16 trains of grain a day, one and a half hours each: a load of a half.
    let gate = Gate::new([16.0, 4.0, 0.0]).with(
        "[crossing.gate.to_china.inspection.phytosanitary]\ncommodities = [\"grain\"]\n\
         share = 0.5\nservers = 1\ntime_h = { kind = \"exponential\", mean = 1.5 }\n",
    );
    // All 20 trains share the waits of the eight.
    check_wait(&gate, 0.4 * 1.5 * 0.5 / (1.0 - 0.5));
}
