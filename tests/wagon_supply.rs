//! Wagons come back to where they are loaded, on the baseline with its fleets limited.

use corridor::engine::{RunOptions, Streams};
use corridor::input;
use corridor::model::Period;
use corridor::sim::{self, Executor, Plan};
use corridor::stats::{Indicators, Value};
use std::path::Path;
use std::sync::Arc;

/// What is found of a year on the baseline with some values changed, and its plan.
fn found_in(year: i16, overrides: &[&str]) -> (Arc<Plan>, Vec<Value>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let mut own = vec![
        format!("end = {}-01-01", year + 1),
        "trace.enabled = false".to_owned(),
    ];
    own.extend(overrides.iter().map(|it| (*it).to_owned()));
    let reading = input::read(&path, &own).unwrap_or_else(|faults| panic!("{faults}"));
    let plan = Arc::new(Plan::new(reading.scenario));
    let done = sim::run(
        &plan,
        Streams::new(2022, 0),
        Executor::Grouped,
        RunOptions::until(plan.scenario.calendar.end_time()),
        || Indicators::new(Arc::clone(&plan)),
    );
    let values = Indicators::of_replication(done.observers).values(&[Period::Year(year)]);
    (plan, values)
}

fn value(values: &[Value], measure: &str, place: &str) -> f64 {
    let found = values
        .iter()
        .find(|(label, _)| label.measure == measure && label.place == place);
    found.unwrap_or_else(|| panic!("no {measure} at {place}")).1
}

/// Loading for both crossings is suspended again and again until April 2022. Places that load for one of them
/// alone, and free no wagons of their own, are sent empties all the same when they catch up.
#[test]
fn places_that_were_under_embargo_are_sent_wagons_again() {
    let (plan, values) = found_in(2022, &[]);
    let offered = |stream: &str, payload_t: f64| {
        let streams = &plan.scenario.streams;
        let stream = streams.iter().find(|it| it.key == stream);
        let rates = &stream.expect("the baseline has it").tonnes_per_day;
        rates[rates.len() - 12..].iter().sum::<f64>() / 12.0 / payload_t
    };
    for (stream, pool, payload_t) in [
        ("ferroalloys_aktobe", "broad_gondola-AKB", 69.0),
        ("chemicals_aktobe", "broad_covered-AKB", 64.0),
        ("chemicals_taraz", "broad_covered-TAR", 64.0),
        ("ru_fertiliser_samara", "broad_hopper-SMR", 70.0),
    ] {
        let loaded = value(&values, "wagon_loadings_per_day", pool);
        let offered = offered(stream, payload_t);
        assert!(
            loaded > 0.7 * offered,
            "{pool}: {loaded:.1} wagons a day of {offered:.1} that are offered"
        );
    }
    let days = value(&values, "embargo_days", "dostyk");
    assert!(days > 1.0, "{days} days of embargo at Dostyk");
}

/// With little room and few flats, trains are unloaded at Lianyungang as before, and their flats go on
/// with what waits there.
#[test]
fn a_yard_full_of_what_waits_for_flats_lets_trains_unload() {
    let (_, values) = found_in(
        2021,
        &[
            "base.lianyungang.capacity_teu = 400",
            "fleet.china_flat.wagons = 7000",
        ],
    );
    let trains = value(&values, "terminal_trains", "LYG_BASE");
    assert!(trains > 300.0, "{trains} trains");
}
