//! Ships are conserved, and so is what they carry; a line carries what its ships can.

use crate::world::{Done, plan, run, world};
use corridor::sim::Executor;
use corridor::units::Mass;
use proptest::prelude::*;

/// The corridor with nothing random in it but when cargo comes.
const STEADY: [&str; 2] = [
    "operation.running_spread = 1",
    "port_closure.enabled = false",
];

/// Far more cargo than two ships carry, either way.
const PLENTY_KT: f64 = 900.0;

fn busy_line(overrides: &[&str]) -> Done {
    let overrides = [&STEADY[..], overrides].concat();
    let plan = plan(&world(PLENTY_KT, PLENTY_KT), &overrides);
    run(&plan, 1, Executor::Sequential)
}

/// TEU a year each way: `ships` of 100 TEU that are 12 h at sea each way, and in either port are
/// unloaded and loaded with 50 boxes at 20 boxes an hour.
fn closed_form(ships: f64, in_port_h: f64) -> f64 {
    let round_trip_h = 2.0 * (12.0 + in_port_h);
    ships * 100.0 * 8_760.0 / round_trip_h
}

#[test]
fn a_line_carries_ships_times_capacity_over_round_trip() {
    for (ships, override_) in [(1.0, "ships.sea.ships = 1"), (2.0, "ships.sea.ships = 2")] {
        let done = busy_line(&[override_]);
        let carried = done.of_year("caspian_teu", "AKP-ALY") / 2.0;
        let expected = closed_form(ships, 2.5 + 2.5);
        assert!(
            (carried / expected - 1.0).abs() < 0.01,
            "{ships} ships: {carried} TEU each way, {expected} by the formula"
        );
        assert!(done.of_year("ship_load_factor", "AKP-ALY") > 0.999);
    }
}

#[test]
fn the_formula_holds_inside_the_interval_when_times_vary() {
    let spread = "{ kind = \"triangular\", low = 0.6, mode = 0.9, high = 1.5 }";
    let overrides = [
        "port_closure.enabled = false".to_owned(),
        format!("operation.running_spread = {spread}"),
        format!("berth.aktau.spread = {spread}"),
        format!("berth.alat.spread = {spread}"),
    ];
    let overrides: Vec<&str> = overrides.iter().map(String::as_str).collect();
    let plan = plan(&world(PLENTY_KT, PLENTY_KT), &overrides);
    let carried: Vec<f64> = (0..8)
        .map(|seed| run(&plan, seed, Executor::Sequential).of_year("caspian_teu", "AKP-ALY") / 2.0)
        .collect();
    let mean = carried.iter().sum::<f64>() / 8.0;
    let half_width = corridor::stats::half_width(&carried).expect("there are eight");
    let expected = closed_form(2.0, 5.0);
    assert!(
        (mean - expected).abs() <= half_width + 0.001 * expected,
        "{mean} ± {half_width} TEU each way, {expected} by the formula"
    );
}

#[test]
fn berths_bind_when_there_are_many_ships() {
    let overrides = [
        &STEADY[..],
        &["berth.aktau.berths = 1", "ships.sea.ships = 12"],
    ]
    .concat();
    let plan = plan(&world(3.0 * PLENTY_KT, 3.0 * PLENTY_KT), &overrides);
    let done = run(&plan, 1, Executor::Sequential);
    let carried = done.of_year("caspian_teu", "AKP-ALY") / 2.0;
    // One berth at work all the time: a ship of 100 TEU every five hours.
    let expected = 100.0 * 8_760.0 / 5.0;
    assert!(
        (carried / expected - 1.0).abs() < 0.01,
        "{carried} TEU each way, {expected} by the formula"
    );
}

#[test]
fn a_timetable_is_kept() {
    let world =
        world(PLENTY_KT, 0.1).change("ports.toml", "longest_wait_h = 48", "interval_days = 2");
    let plan = plan(&world, &STEADY);
    let done = run(&plan, 1, Executor::Sequential);
    for way in ["AKP-ALY", "ALY-AKP"] {
        let sailings = done.of_year("ship_sailings", way);
        assert!((sailings - 182.5).abs() <= 1.0, "{way}: {sailings}");
    }
    assert!(
        done.of_year("ship_load_factor", "ALY-AKP") < 0.01,
        "they come back empty"
    );
}

#[test]
fn without_ships_there_is_always_one() {
    let plan = plan(&world(100.0, 100.0), &["ships.enabled = false"]);
    let done = run(&plan, 1, Executor::Sequential);
    assert!(done.ships.is_empty());
    let carried = done.of_year("caspian_teu", "AKP-ALY");
    assert!(
        (carried / 20_000.0 - 1.0).abs() < 0.2,
        "{carried} TEU of 20,000 offered"
    );
}

#[test]
fn weather_costs_a_line_its_share() {
    let open = busy_line(&[]).of_year("caspian_teu", "AKP-ALY");
    let plan = plan(
        &world(PLENTY_KT, PLENTY_KT),
        &["operation.running_spread = 1"],
    );
    let closed = run(&plan, 1, Executor::Sequential);
    assert!(closed.of_year("caspian_teu", "AKP-ALY") < 0.97 * open);
    assert!(closed.of_year("ship_wait_for_weather", "AKP-ALY") > 1.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn ships_and_cargo_are_conserved(
        seed in any::<u64>(),
        kt in (10.0..900.0, 10.0..900.0),
        ships in 0_u32..6,
        capacity_teu in 1_u32..400,
        berths in 1_u32..3,
        yard_teu in 1_u32..600,
        base_teu in 1_u32..600,
        longest_wait_h in 0_u32..200,
        executor in prop_oneof![
            Just(Executor::Sequential),
            Just(Executor::Grouped),
            Just(Executor::Parallel),
        ],
    ) {
        let overrides = [
            "end = 2021-04-01".to_owned(),
            "trace.begins = 2021-01-04".to_owned(),
            format!("ships.sea.ships = {ships}"),
            format!("ships.sea.capacity_teu = {capacity_teu}"),
            format!("ships.sea.longest_wait_h = {longest_wait_h}"),
            format!("berth.aktau.berths = {berths}"),
            format!("yard.aktau.capacity_teu = {yard_teu}"),
            format!("base.urumqi.capacity_teu = {base_teu}"),
        ];
        let overrides: Vec<&str> = overrides.iter().map(String::as_str).collect();
        let plan = plan(&world(kt.0, kt.1), &overrides);
        let done = run(&plan, seed, executor);
        for (stream, cargo) in plan.scenario.streams.iter().zip(&done.cargo) {
            let accounted = cargo.delivered + cargo.waiting + cargo.in_corridor + cargo.turned_away;
            prop_assert_eq!(cargo.offered, accounted, "{}: {:?}", &stream.key, cargo);
        }
        prop_assert!(done.cargo.iter().any(|cargo| cargo.offered > Mass::ZERO));
        for count in &done.ships {
            prop_assert_eq!(count.in_port + count.at_sea, i64::from(ships), "{:?}", count);
        }
        let other = match executor {
            Executor::Sequential => Executor::Parallel,
            Executor::Parallel | Executor::Grouped => Executor::Sequential,
        };
        let again = run(&plan, seed, other);
        prop_assert_eq!(format!("{:?}", done.values), format!("{:?}", again.values));
    }
}
