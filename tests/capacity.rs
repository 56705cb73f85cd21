//! Capacity that is typed in nowhere: it comes out of loops, running times and a maintenance window.

use corridor::engine::{RunOptions, Streams};
use corridor::input;
use corridor::model::Period;
use corridor::sim::{self, Executor, Plan};
use corridor::stats::Indicators;
use std::path::Path;
use std::sync::Arc;

/// Pairs of freight trains a day on some sections of the real network, in the third and fourth
/// month of far more demand than the lines can carry. Nothing but the lines holds trains back:
/// borders and terminals are given more of everything, and there is always a locomotive.
fn saturated_pairs(sections: &[&str]) -> Vec<f64> {
    let mut overrides = vec![
        "start = 2022-05-01".to_owned(),
        "report_from = 2022-07-01".to_owned(),
        "end = 2022-09-01".to_owned(),
        "locomotives.limited = false".to_owned(),
        "fleets.limited = false".to_owned(),
    ];
    for crossing in ["dostyk", "khorgos"] {
        for direction in ["to_china", "from_china"] {
            let key = format!("crossing.{crossing}.{direction}");
            overrides.push(format!("demand.factor.{crossing}.{direction} = 3"));
            overrides.push(format!("{key}.quota_trains_per_day = 100"));
            overrides.push(format!("{key}.receiving_tracks = 200"));
            for side in ["sending", "receiving"] {
                overrides.push(format!("{key}.{side}.servers = 100"));
            }
        }
    }
    for facility in [
        "alk_shed",
        "alk_bulk",
        "dos_terminals",
        "dtt",
        "dos_bulk",
        "hrg_containers",
        "hrg_bulk",
        "khorgos_gateway",
        "altynkol_bulk",
    ] {
        overrides.push(format!("facility.{facility}.working_tracks = 100"));
        overrides.push(format!("facility.{facility}.groups = 100"));
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let reading = input::read(&path, &overrides).unwrap_or_else(|faults| panic!("{faults}"));
    let plan = Arc::new(Plan::new(reading.scenario));
    let end = plan.scenario.calendar.end_time();
    let observer = || Indicators::new(Arc::clone(&plan));
    let options = RunOptions::until(end);
    let done = sim::run(
        &plan,
        Streams::new(1, 0),
        Executor::Sequential,
        options,
        observer,
    );
    let all = Indicators::of_replication(done.observers);
    let values = all.values(&[Period::Months((2022, 7), (2022, 8))]);
    let pairs = |section: &&str| {
        let value = values.iter().find(|(label, _)| {
            label.measure == "section_pairs_per_day"
                && label.place == **section
                && label.commodity == "freight"
        });
        value
            .unwrap_or_else(|| panic!("no trains were counted on {section}"))
            .1
    };
    sections.iter().map(pairs).collect()
}

#[test]
fn single_lines_carry_what_loops_and_running_times_allow() {
    let pairs = saturated_pairs(&["SAY-BLK", "BLK-MOY", "ZHT-ALT"]);
    let (sayak_moyynty, zhetygen_altynkol) = (pairs[0].min(pairs[1]), pairs[2]);
    println!(
        "pairs a day: Sayak–Moyynty {sayak_moyynty:.1}, Zhetygen–Altynkol {zhetygen_altynkol:.1}"
    );
    // Official: 12 and 18 pairs a day (qazinform.com 822243; zakon.kz 6508892).
    assert!(
        (10.0..=13.0).contains(&sayak_moyynty),
        "Sayak–Moyynty: {sayak_moyynty} pairs a day"
    );
    assert!(
        (16.0..=20.0).contains(&zhetygen_altynkol),
        "Zhetygen–Altynkol: {zhetygen_altynkol}"
    );
}
