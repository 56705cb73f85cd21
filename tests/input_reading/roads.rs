//! What is said about roads, trucks and road borders that are wrong.

use crate::fixture::{SCENARIO, World};
use crate::road_fixture::with_roads;
use expect_test::{Expect, expect};

fn check_faults(world: &World, overrides: &[&str], expected: Expect) {
    let read = world.read(SCENARIO, overrides).map(|_| ());
    let faults = read.expect_err("the scenario is at fault");
    expected.assert_eq(&format!("{faults}\n"));
}

#[test]
fn a_scenario_with_roads_reads() {
    let reading = with_roads().read(SCENARIO, &[]);
    let scenario = reading.unwrap_or_else(|faults| panic!("{faults}")).scenario;
    let road = scenario.road.expect("it has roads");
    assert_eq!((road.enabled, road.borders.len()), (true, 1));
    assert_eq!(road.truck.rules.duty.as_hours(), 13.0);
    let routes = &scenario.routes;
    let ways: Vec<_> = routes.of_stream(corridor::units::StreamId(3)).collect();
    assert_eq!(ways.len(), 1);
    assert_eq!(routes.route(ways[0]).key, "khorgos_road");
    let legs = routes.legs_of(ways[0]).map(|leg| routes.leg(leg));
    let hops: Vec<usize> = legs.map(|leg| leg.hops.len()).collect();
    assert_eq!(
        hops,
        [3],
        "from Urumqi over Khorgos to Shymkent without a change"
    );
}

#[test]
fn two_drivers_drive_twice_as_long() {
    let reading = with_roads().read(SCENARIO, &["truck.driver.crew = 2"]);
    let road = reading
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
        .road;
    let rules = road.expect("it has roads").truck.rules;
    let hours = [
        rules.stretch,
        rules.daily_driving,
        rules.duty,
        rules.daily_rest,
    ];
    assert_eq!(hours.map(|it| it.as_hours()), [18.0, 18.0, 21.0, 9.0]);
}

#[test]
fn trucks_and_drivers_that_cannot_be() {
    check_faults(
        &with_roads(),
        &[
            "road.enabled = 1",
            "truck.payload_t = 0",
            "truck.driver.crew = 3",
            "truck.driver.break_min = 700",
            "truck.driver.weekly_rest_h = 10",
        ],
        expect![[r#"
            command line:1:16: road.enabled: this is a whole number; give true or false
            command line:2:19: truck.payload_t: 0 is not the payload of a truck; give 0.1 to 200
            command line:3:21: truck.driver.crew: 3 do not fit into a truck; give 1 or 2
            command line:5:30: truck.driver.weekly_rest_h: this is no longer than daily_rest_h; give a longer rest
            small.toml:150:16: truck.driver.daily_rest_h: this is no longer than break_min; give a longer rest
            small.toml:151:21: truck.driver.crew_daily_rest_h: this is no longer than break_min; give a longer rest
        "#]],
    );
}

#[test]
fn borders_that_cannot_be() {
    check_faults(
        &with_roads(),
        &[
            "road_border.khorgos_road.east = \"R_URC\"",
            "road_border.khorgos_road.to_china.hours = [{ from_h = 8, until_h = 20 }, { from_h = 19, until_h = 22 }]",
            "road_border.khorgos_road.from_china.quota_trucks_per_day = -5",
            "road_border.khorgos_road.from_china.sending = { booths = 0, time_min = 20000 }",
        ],
        expect![[r#"
            command line:1:33: road_border.khorgos_road.east: neither R_URC nor R_ALA is of the kind road_border; give the place where the controls stand
            command line:2:43: road_border.khorgos_road.to_china.hours: two shifts overlap; end one before the other begins
            command line:3:60: road_border.khorgos_road.from_china.quota_trucks_per_day: -5 is too few; give 0 or more
            command line:4:58: road_border.khorgos_road.from_china.sending.booths: 0 is too few; give 1 or more
            command line:4:72: road_border.khorgos_road.from_china.sending.time_min: this is more than a week a truck; give a shorter time
            small.toml:158:8: road_border.khorgos_road.west: there is no road section between R_URC and R_ALA; add it to the table of sections
        "#]],
    );
}

#[test]
fn a_border_without_a_place_for_its_controls() {
    check_faults(
        &with_roads(),
        &[
            "road_border.khorgos_road.east = \"R_ALA\"",
            "road_border.khorgos_road.west = \"R_SHY\"",
        ],
        expect![[r#"
            command line:1:33: road_border.khorgos_road.east: neither R_ALA nor R_SHY is of the kind road_border; give the place where the controls stand
        "#]],
    );
}

#[test]
fn modes_and_crossings_that_do_not_fit() {
    let streams = "tables/streams.csv";
    check_faults(
        &with_roads()
            .change(
                streams,
                "R_HRG,R_ALA,road,khorgos_road",
                "R_HRG,R_ALA,road,dostyk",
            )
            .change(streams, "R_URC,R_SHY,road", "R_URC,R_SHY,sea")
            .change(streams, "R_ALA,R_URC,road", "R_ALA,R_URC,rail")
            .change(
                streams,
                "vegetable_oil,tank,45,flat,,",
                "vegetable_oil,tank,45,flat,9,",
            ),
        &[],
        expect![[r#"
            tables/streams.csv:4:40: row goods, crossing: this is a crossing of rail; give a road border: khorgos_road
            tables/streams.csv:5:37: row boxes, mode: no stream goes by sea alone; give rail or road
            tables/streams.csv:6:36: row oil, crossing: khorgos_road is a road border; give a crossing of rail, or mode road
        "#]],
    );
}

#[test]
fn roads_that_are_not_there() {
    let start = "\n[road]\n";
    let world = with_roads();
    let scenario = world.text(SCENARIO);
    let (before, _) = scenario.split_once(start).expect("it has roads");
    let before = before.to_owned();
    check_faults(
        &world.with(SCENARIO, before),
        &[],
        expect![[r#"
            tables/streams.csv:4:35: row goods, mode: the scenario has no trucks; add [road], or give rail
            tables/streams.csv:4:40: row goods, crossing: "khorgos_road" is not a crossing; give dostyk
            tables/streams.csv:5:37: row boxes, mode: the scenario has no trucks; add [road], or give rail
            tables/streams.csv:5:42: row boxes, crossing: "khorgos_road" is not a crossing; give dostyk
            tables/streams.csv:6:31: row oil, mode: the scenario has no trucks; add [road], or give rail
            tables/streams.csv:6:36: row oil, crossing: "khorgos_road" is not a crossing; give dostyk
        "#]],
    );
}

#[test]
fn roads_without_what_freight_costs() {
    let costs = "road_usd_per_tkm = 0.149\n";
    check_faults(
        &with_roads().change(SCENARIO, costs, ""),
        &[],
        expect![[r#"
            small.toml:40:2: route_costs: missing key road_usd_per_tkm
        "#]],
    );
}

#[test]
fn a_place_that_no_road_leads_to() {
    check_faults(
        &with_roads()
            .change("tables/streams.csv", "R_URC,R_SHY,road", "R_URC,MOY,road")
            .change(
                "tables/streams.csv",
                "other,covered,20,flat",
                "other,covered,90000,flat",
            ),
        &[],
        expect![[r#"
            tables/streams.csv:4:85: row goods, lot_t: 4500 trucks at once are too many; give 1000 or fewer
            tables/streams.csv:5:40: row boxes, crossing: there is no way from R_ALA to MOY, which the way from R_URC over khorgos_road to MOY needs; add the sections or choose another crossing
        "#]],
    );
}
