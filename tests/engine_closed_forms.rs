//! Queues against queueing theory. Tolerances come from the interval over replications.

#[path = "../benches/models/queue.rs"]
mod queue;

use corridor::engine::{Distribution, Streams, run_sequential};
use queue::{Queue, Sums, end};

const REPLICATIONS: u64 = 20;
/// Half-widths in standard errors: Student's t with 19 degrees of freedom exceeds it once in ten
/// thousand. The seed is fixed, so a test that passes once passes always.
const STANDARD_ERRORS: f64 = 4.9;

struct Case {
    between: Distribution,
    service: Distribution,
    servers: u32,
    room: usize,
    units: f64,
}

impl Case {
    /// Customers arrive one a unit of time and keep the servers busy for `load` units together.
    fn new(load: f64, servers: u32) -> Self {
        let exponential = |mean| Distribution::exponential(mean).expect("a mean");
        Self {
            between: exponential(1.0),
            service: exponential(load),
            servers,
            room: usize::MAX,
            units: 120_000.0,
        }
    }

    fn sums(&self, replication: u64) -> Sums {
        let streams = Streams::new(2_022, replication);
        let model = Queue::model(self.between, self.service, self.servers, self.room, streams);
        run_sequential(model, end(self.units)).observers[0]
    }
}

/// Holds the mean of a figure over replications against its expectation.
fn check_mean(case: &Case, expected: f64, figure: impl Fn(&Sums) -> f64) {
    let values: Vec<f64> = (0..REPLICATIONS).map(|i| figure(&case.sums(i))).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values
        .iter()
        .map(|value| (value - mean).powi(2))
        .sum::<f64>()
        / (n - 1.0);
    let half_width = STANDARD_ERRORS * (variance / n).sqrt();
    assert!(
        (mean - expected).abs() < half_width,
        "{mean} ± {half_width}, {expected} expected"
    );
    assert!(
        half_width < 0.08 * expected,
        "{mean} ± {half_width} shows nothing"
    );
}

fn wait(sums: &Sums) -> f64 {
    sums.waited / sums.served as f64
}

/// The chance to wait in M/M/c with `load` erlangs (Erlang C), from the chance to be lost.
fn erlang_c(load: f64, servers: u32) -> f64 {
    let (lost, busy) = (erlang_b(load, servers), load / f64::from(servers));
    lost / (1.0 - busy * (1.0 - lost))
}

/// The chance to be lost in M/G/c/c with `load` erlangs (Erlang B), by its recurrence.
fn erlang_b(load: f64, servers: u32) -> f64 {
    (1..=servers).fold(1.0, |lost, c| load * lost / (f64::from(c) + load * lost))
}

#[test]
fn waiting_in_m_m_1() {
    for load in [0.3, 0.8] {
        check_mean(&Case::new(load, 1), load * load / (1.0 - load), wait);
    }
}

#[test]
fn waiting_in_m_m_c() {
    for (load, servers) in [(1.5, 2), (4.0, 5), (8.0, 12)] {
        let rate = f64::from(servers) / load - 1.0;
        check_mean(
            &Case::new(load, servers),
            erlang_c(load, servers) / rate,
            wait,
        );
    }
}

/// Half the wait of M/M/1 (Pollaczek and Khinchine).
#[test]
fn waiting_in_m_d_1() {
    let load = 0.8;
    let service = Distribution::constant(load).expect("a time");
    let case = Case {
        service,
        ..Case::new(load, 1)
    };
    check_mean(&case, load * load / (1.0 - load) / 2.0, wait);
}

/// The loss does not depend on the distribution of service.
#[test]
fn loss_without_waiting_room() {
    let share = |sums: &Sums| sums.lost as f64 / (sums.lost + sums.served) as f64;
    let lognormal = Distribution::lognormal(6.0, 2.0).expect("a mean and a variation");
    for service in [Distribution::exponential(6.0).expect("a mean"), lognormal] {
        let case = Case {
            service,
            room: 8,
            ..Case::new(6.0, 8)
        };
        check_mean(&case, erlang_b(6.0, 8), share);
    }
}

/// Little's law: the mean number inside is the rate of arrival times the mean stay.
#[test]
fn numbers_inside_are_rate_times_stay() {
    for (load, servers) in [(0.8, 1), (4.0, 5)] {
        let case = Case::new(load, servers);
        for replication in 0..3 {
            let sums = case.sums(replication);
            let inside = sums.inside_units / case.units;
            let product = sums.left as f64 / case.units * (sums.stayed / sums.left as f64);
            // Exact but for those still inside at the end.
            let difference = (inside - product).abs();
            assert!(
                difference < 0.01 * inside,
                "{inside} inside, {product} by Little's law"
            );
        }
        check_mean(&case, 1.0, |sums| sums.left as f64 / case.units);
    }
}
