//! Which routes there are.

use crate::fixture::SCENARIO;
use crate::world::{free_choice, read, two_crossings};
use corridor::model::{Haul, Scenario};
use corridor::units::StreamId;
use expect_test::{Expect, expect};

/// Every stream with what it may choose from at each time: costs, and shares where nobody queues.
fn check(scenario: &Scenario, expected: Expect) {
    let routes = &scenario.routes;
    let mut text = String::new();
    for (n, stream) in scenario.streams.iter().enumerate() {
        for options in routes.options(StreamId::from_index(n)) {
            let scale = scenario.route_choice.scale_usd_per_tonne;
            let shares = options.shares(scale, |id| routes.route(id).usd_per_tonne);
            let from = scenario.calendar.date_of(options.from);
            text.push_str(&format!("{} {from}:", stream.key));
            for (n, id) in options.routes.iter().enumerate() {
                let route = routes.route(*id);
                let (usd, share) = (route.usd_per_tonne, shares.of(n));
                text.push_str(&format!(" {} {usd:.2} {share:.3}", route.key));
            }
            text.push('\n');
        }
    }
    expected.assert_eq(&text);
}

#[test]
fn a_detour_of_a_section_is_no_other_route() {
    let world = two_crossings();
    let sections = world.text("tables/sections.csv")
        + "LOOP,DOS,AKG,rail,1520,310,1,20 41.5 60,70,2,4,,,estimate\n";
    let world = world.with("tables/sections.csv", sections).change(
        "tables/streams.csv",
        "MOY,URC,dostyk,",
        "MOY,URC,,",
    );
    check(
        &read(&world, &free_choice(10.0)),
        expect![[r#"
        ore 2020-10-01: dostyk 132.94 0.591 khorgos 136.63 0.409
        steel 2020-10-01: dostyk 86.49 1.000
    "#]],
    );
}

#[test]
fn rules_by_date_close_require_and_cap() {
    let mut overrides = free_choice(10.0);
    for rule in [
        "a = { from = 2021-03-01, until = 2021-06-01, function = \"export\", forbid = { crossings = [\"dostyk\"] } }",
        "b = { from = 2021-05-01, either_end = { places = [\"AKG\"] }, require = { places = [\"ALT\"] } }",
        "c = { from = 2021-08-01, load = \"bulk\", destination = { countries = [\"CN\"] }, largest_share = { share = 0.25, crossings = [\"dostyk\"] } }",
        "d = { from = 2021-01-01, enabled = false, forbid = { countries = [\"KZ\"], modes = [\"rail\"] } }",
    ] {
        overrides.push(format!("routing_rule.{rule}"));
    }
    check(
        &read(&two_crossings(), &overrides),
        expect![[r#"
        ore 2020-10-01: dostyk 132.94 1.000
        ore 2021-03-01: khorgos 136.63 1.000
        ore 2021-06-01: dostyk 132.94 1.000
        ore 2021-08-01: dostyk 132.94 0.250 khorgos 136.63 0.750
        steel 2020-10-01: dostyk 86.49 1.000
        steel 2021-05-01: khorgos 183.05 1.000
    "#]],
    );
}

#[test]
fn a_stream_is_freed_by_name() {
    let mut overrides = free_choice(10.0);
    overrides.push("routes.largest_detour = 3".to_owned());
    overrides.push("routes.choose_crossing = [\"steel\"]".to_owned());
    check(
        &read(&two_crossings(), &overrides),
        expect![[r#"
        ore 2020-10-01: dostyk 132.94 1.000
        steel 2020-10-01: dostyk 86.49 1.000 khorgos 183.05 0.000
    "#]],
    );
}

#[test]
fn a_tonne_takes_its_kilometers_and_transshipments() {
    let tables = [
        "cost = { rail_container_usd_per_tkm = 9, rail_bulk_usd_per_tkm = 0.05, road_usd_per_tkm = 9, \
         sea_usd_per_tkm = 9, transshipment_usd_per_tonne = 16 }",
        "emission = { rail_diesel_g_per_tkm = 30, rail_electric_g_per_tkm = 10, \
         rail_electric_g_per_tkm_in = { CN = 20 }, road_g_per_tkm = 9, sea_g_per_tkm = 9, \
         transshipment_g_per_tonne = 1500 }",
    ];
    let sections = two_crossings().text("tables/sections.csv");
    let electric = |line: &str| {
        let traction = match line.split(',').next() {
            Some("section") => "traction",
            Some("URC-ALK" | "ALK-DOS") => "electric",
            _ => "",
        };
        format!("{line},{traction}\n")
    };
    let world = two_crossings().with(
        "tables/sections.csv",
        sections.lines().map(electric).collect::<String>(),
    );
    let scenario = read(&world, &tables.map(str::to_owned));
    let routes = &scenario.routes;
    let way = routes.of_stream(StreamId(0)).next().expect("a way");
    let legs: Vec<_> = routes
        .legs_of(way)
        .map(|id| {
            let leg = routes.leg(id);
            let load = scenario.stream(leg.stream).wagon.load();
            let footprint = &scenario.footprint;
            footprint.of_leg(leg, load, &scenario.network, &scenario.crossings)
        })
        .collect();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a}, not {b}");
    // Moyynty–Dostyk 827 km by diesel, 12 km over the border, Alashankou–Urumqi 477 km by wire.
    near(legs[0].km[Haul::RailDiesel.index()], 827.0);
    near(legs[0].km[Haul::RailElectric.index()], 12.0);
    near(legs[0].usd, 839.0 * 0.05 + 16.0);
    near(
        legs[0].kg,
        (827.0 * 30.0 + 12.0 * (20.0 + 10.0) / 2.0 + 1500.0) / 1e3,
    );
    near(legs[1].usd, 477.0 * 0.05);
    near(legs[1].kg, 477.0 * 20.0 / 1e3);
    let off = ["cost.enabled = false", "emission.enabled = false"];
    let all: Vec<String> = tables
        .iter()
        .chain(&off)
        .map(|it| (*it).to_owned())
        .collect();
    assert!(read(&two_crossings(), &all).footprint.is_empty());
    assert_eq!(
        read(&two_crossings(), &[]).name,
        SCENARIO.trim_end_matches(".toml")
    );
}
