//! Parcels bring what the tables say, only less evenly.

use crate::world::{plan, run, world};
use corridor::model::Period;
use corridor::sim::Executor;

#[test]
fn every_month_sums_to_the_table_in_expectation() {
    let plan = plan(&world(10.0, 10.0), &[]);
    let scenario = &plan.scenario;
    let runs: Vec<_> = (0..60)
        .map(|seed| run(&plan, seed, Executor::Sequential))
        .collect();
    for month in 1..=12 {
        let period = Period::Months((2021, month), (2021, month));
        let measured: Vec<f64> = runs
            .iter()
            .map(|done| done.in_period("parcel_tonnage", "urumqi", period))
            .collect();
        let position = scenario.calendar.months_of(period).expect("it is covered")[0];
        let days = scenario.calendar.months()[position].length().as_days();
        let place = scenario.ports.arrivals[0].node;
        let from_there = scenario.streams.iter().filter(|it| it.origin == place);
        let a_day: f64 = from_there.map(|it| it.tonnes_per_day[position]).sum();
        let expected = 0.75 * a_day * days / 1e3;
        let mean = measured.iter().sum::<f64>() / measured.len() as f64;
        let half_width = corridor::stats::half_width(&measured).expect("there are sixty");
        assert!(
            (mean - expected).abs() <= 1.6 * half_width,
            "month {month}: {mean} ± {half_width} kt, {expected} by the table"
        );
        assert!(
            half_width < 0.1 * expected,
            "month {month}: ± {half_width} kt"
        );
    }
}

#[test]
fn streams_share_a_parcel_by_what_they_offer() {
    // Both streams all the year round, and nothing but parcels: two tonnes of one to each of the other.
    let world =
        world(10.0, 10.0).change("tables/streams.csv", "300,summer,96,10", "300,flat,96,10");
    let plan = plan(&world, &["arrival.urumqi.sea_share = 1"]);
    let done = run(&plan, 5, Executor::Sequential);
    let offered = |key: &str| {
        let position = plan.scenario.streams.iter().position(|it| it.key == key);
        done.cargo[position.expect("it is there")].offered.as_kg()
    };
    let (boxes, more) = (offered("boxes"), offered("more"));
    assert!(boxes.abs_diff(2 * more) <= 2, "{boxes} kg and {more} kg");
    let calls = done.of_year("parcel_calls", "urumqi");
    assert!((calls - 156.4).abs() <= 2.0, "two services: {calls} calls");
}

#[test]
fn one_key_lets_consignments_appear_by_themselves() {
    let plan = plan(
        &world(10.0, 10.0),
        &["arrival.enabled = false", "base.enabled = false"],
    );
    let done = run(&plan, 1, Executor::Sequential);
    let of_parcels = |label: &corridor::stats::Label| label.measure.starts_with("parcel_");
    assert!(!done.values.iter().any(|(label, _)| of_parcels(label)));
    let boxes = plan
        .scenario
        .streams
        .iter()
        .position(|it| it.key == "boxes");
    let offered = done.cargo[boxes.expect("it is there")].offered.as_tonnes();
    assert!(
        offered > 100_000.0 && (offered % 300.0).abs() < 1e-6,
        "in lots: {offered} t"
    );
}
