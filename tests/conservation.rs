//! Nothing is lost and nothing appears: what was offered is delivered, on its way, or waits, and every
//! wagon stands or is on a train.

use corridor::engine::{RunOptions, Streams};
use corridor::input;
use corridor::sim::{self, Executor, Plan};
use corridor::units::Mass;
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// A corridor with other demand, quotas, tracks and dates than the one that was read.
/// Khorgos is shut and a line closed for some days in the middle, and clerks work by day, if
/// `disturbed` says so.
fn plan(
    demand: f64,
    (quota, tracks, days): (f64, u32, u32),
    (ships, yard_teu): (u32, u32),
    (chooses, turns_away, by_road): (bool, bool, bool),
    disturbed: bool,
) -> Plan {
    let mut overrides = vec![
        "start = 2022-08-01".to_owned(),
        "report_from = 2022-08-01".to_owned(),
        format!("end = 2022-{:02}-{:02}", 8 + days / 30, 1 + days % 30),
        "trace = { through = [\"DOS\", \"BES\"], begins = 2022-08-01, days = 1 }".to_owned(),
    ];
    if disturbed {
        let dates = "from = 2022-08-10, until = 2022-08-18";
        overrides.push(format!(
            "disruption.shut = {{ {dates}, crossing = \"khorgos\", closed = true }}"
        ));
        overrides.push(format!(
            "disruption.line = {{ {dates}, section = \"SAY-BLK\", closed = true }}"
        ));
        overrides.push(format!(
            "disruption.yard = {{ {dates}, facility = \"dos_bulk\", closed = true }}"
        ));
        let hours = "{ from_h = 8, until_h = 20 }";
        overrides.push(format!(
            "crossing.dostyk.to_china.receiving.hours = {hours}"
        ));
    }
    for line in ["aktau_alat", "kuryk_alat", "poti_constanta"] {
        overrides.push(format!("ships.{line}.ships = {ships}"));
    }
    for yard in ["yard.khorgos_gateway", "yard.aktau", "base.lianyungang"] {
        overrides.push(format!("{yard}.capacity_teu = {yard_teu}"));
    }
    if by_road {
        overrides.push("routes.also_by_road = [\"all\"]".to_owned());
        overrides.push("route_costs.road_usd_per_tkm = 0.1".to_owned());
    }
    if turns_away {
        overrides.push("base.lianyungang.when_full = \"turn_away\"".to_owned());
    }
    for crossing in ["dostyk", "khorgos"] {
        for direction in ["to_china", "from_china"] {
            let key = format!("crossing.{crossing}.{direction}");
            overrides.push(format!(
                "demand.factor.{crossing}.{direction} = {demand:.3}"
            ));
            overrides.push(format!("{key}.quota_trains_per_day = {quota:.3}"));
            overrides.push(format!("{key}.receiving_tracks = {tracks}"));
        }
    }
    if chooses {
        // Every crossing is free, and costs count so little that dear ways are taken too.
        overrides.push("routes.choose_crossing = [\"all\"]".to_owned());
        overrides.push("routes.scale_usd_per_tonne = 200".to_owned());
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let reading = input::read(&path, &overrides).unwrap_or_else(|faults| panic!("{faults}"));
    Plan::new(reading.scenario)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_stream_and_fleet_adds_up(
        seed in any::<u64>(),
        demand in 0.1..3.0,
        quota in 0.0..20.0,
        tracks in 1_u32..20,
        days in 20_u32..90,
        chooses in any::<(bool, bool, bool)>(),
        ports in (0_u32..6, 50_u32..3_000),
        districts in any::<bool>(),
        disturbed in any::<bool>(),
    ) {
        let plan = Arc::new(plan(demand, (quota, tracks, days), ports, chooses, disturbed));
        let executor = if districts { Executor::Parallel } else { Executor::Sequential };
        let options = RunOptions::until(plan.scenario.calendar.end_time());
        let done = sim::run(&plan, Streams::new(seed, 0), executor, options, || ());
        let mut offered = Mass::ZERO;
        for (stream, cargo) in plan.scenario.streams.iter().zip(&done.cargo) {
            let accounted = cargo.delivered + cargo.waiting + cargo.in_corridor + cargo.turned_away;
            prop_assert_eq!(cargo.offered, accounted, "{}: {:?}", &stream.key, cargo);
            let parts = [cargo.delivered, cargo.waiting, cargo.in_corridor, cargo.turned_away];
            let teu: f64 = parts.iter().map(|mass| stream.teu(*mass)).sum();
            let offered_teu = stream.teu(cargo.offered);
            prop_assert!((teu - offered_teu).abs() <= 1e-9 * offered_teu, "{}: {} TEU", &stream.key, teu);
            offered += cargo.offered;
        }
        let counted = plan.scenario.locomotives.as_ref().map(|it| it.districts.len());
        prop_assert_eq!(Some(done.locomotives.len()), counted, "they are counted in the baseline");
        for count in &done.locomotives {
            let found = count.hauling + count.light + count.turning + count.ready + count.handed_over;
            prop_assert_eq!(found, count.in_service, "{:?}", count);
        }
        for (fleet, count) in plan.scenario.fleets.list.iter().zip(&done.wagons) {
            prop_assert_eq!(count.owned, count.standing + count.on_trains, "{}", &fleet.key);
        }
        let trucks = done.trucks;
        let found = trucks.unloaded + trucks.on_the_road + trucks.at_borders;
        prop_assert_eq!(trucks.loaded, found, "{:?}", trucks);
        for count in &done.ships {
            prop_assert_eq!(count.in_port + count.at_sea, i64::from(ports.0), "{:?}", count);
        }
        prop_assert!(offered > Mass::ZERO, "something was offered");
    }
}
