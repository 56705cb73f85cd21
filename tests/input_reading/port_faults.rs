//! What is said about ports that are wrong.

use crate::fixture::{SCENARIO, World};
use expect_test::{Expect, expect};

/// The small corridor with a sea between two ports, and more of the scenario file.
fn world(tables: &str) -> World {
    let world = World::new();
    let nodes = world.text("tables/nodes.csv")
        + "AKP,Aktau,KZ,sea_port,43.6,51.2,0,estimate,\nALY,Alat,AZ,sea_port,40.0,49.4,0,estimate,\n";
    let sections = world.text("tables/sections.csv")
        + "MOY-AKP,MOY,AKP,rail,1520,140,2,,70,0,0,,,estimate\nAKP-ALY,AKP,ALY,sea,,240,0,,20,0,0,,,estimate\n";
    world
        .with("tables/nodes.csv", nodes)
        .with("tables/sections.csv", sections)
        .with("ports.toml", format!("extends = \"{SCENARIO}\"\n{tables}"))
}

fn check_faults(tables: &str, expected: Expect) {
    let faults = world(tables).read("ports.toml", &[]);
    let faults = faults.map(|_| ()).expect_err("the scenario is at fault");
    expected.assert_eq(&format!("{faults}\n"));
}

const BERTHS: &str = r#"
[berth.aktau]
node = "AKP"
load = "bulk"
berths = 1
rate_per_berth_hour = 100
spread = 1
[berth.alat]
node = "ALY"
load = "bulk"
berths = 1
rate_per_berth_hour = 100
spread = 1
"#;

const SHIPS: &str = r#"
[ships.sea]
ports = ["AKP", "ALY"]
load = "bulk"
ships = 2
capacity_t = 5000
longest_wait_h = 48
"#;

#[test]
fn ships_need_berths_in_both_ports() {
    check_faults(
        SHIPS,
        expect![[r#"
            ports.toml:4:9: ships.sea.ports: no berth takes this load at AKP; add a [berth.NAME] there
            ports.toml:4:9: ships.sea.ports: no berth takes this load at ALY; add a [berth.NAME] there
        "#]],
    );
}

#[test]
fn ships_sail_on_the_sea_when_they_are_told_to() {
    let tables = SHIPS
        .replace("\"ALY\"", "\"MOY\"")
        .replace("longest_wait_h = 48\n", "")
        .replace("ships = 2", "ships = -1");
    check_faults(
        &(tables + BERTHS),
        expect![[r#"
            ports.toml:3:8: ships.sea: when do ships leave? give longest_wait_h to fill them, or interval_days
            ports.toml:4:9: ships.sea.ports: there is no section of the sea between AKP and MOY; add it, or give others
            ports.toml:6:9: ships.sea.ships: -1 is too few; give 0 or more
        "#]],
    );
}

#[test]
fn one_way_to_leave_and_one_line_a_load() {
    let other = SHIPS.replace("ships.sea", "ships.other").replace(
        "longest_wait_h = 48",
        "longest_wait_h = 48\ninterval_days = 400",
    );
    check_faults(
        &(SHIPS.to_owned() + &other + BERTHS),
        expect![[r#"
            ports.toml:11:9: ships.other.ports: sea sails there with this load; keep one of the two
            ports.toml:16:17: ships.other.interval_days: 400 is not an interval; give 0.01 to 366
            ports.toml:16:17: ships.other.interval_days: ships leave when full or by a timetable; keep one of longest_wait_h and interval_days
        "#]],
    );
}

#[test]
fn ships_for_containers_say_how_many() {
    let boxes = SHIPS
        .replace("\"bulk\"", "\"container\"")
        .replace("capacity_t ", "capacity_tons ");
    check_faults(
        &(boxes + BERTHS),
        expect![[r#"
        ports.toml:3:8: ships.sea: missing key capacity_t
        ports.toml:4:9: ships.sea.ports: no berth takes this load at AKP; add a [berth.NAME] there
        ports.toml:4:9: ships.sea.ports: no berth takes this load at ALY; add a [berth.NAME] there
        ports.toml:7:1: ships.sea.capacity_tons: unknown key; did you mean capacity_teu?
    "#]],
    );
}

#[test]
fn a_yard_belongs_to_one_facility_in_its_unit() {
    check_faults(
        r#"
[yard.a]
facility = "dos_bulk"
capacity_teu = 100
[yard.b]
facility = "alk_bulk"
capacity_t = 0
[yard.c]
facility = "alk_bulk"
capacity_t = 5
[yard.d]
facility = "dos_bluk"
capacity_t = 5
"#,
        expect![[r#"
            ports.toml:5:1: yard.a.capacity_teu: unknown key; did you mean capacity_t?
            ports.toml:8:14: yard.b.capacity_t: 0 is not room for cargo; give more than zero
            ports.toml:10:12: yard.c.facility: b is its yard; keep one of the two
            ports.toml:13:12: yard.d.facility: "dos_bluk" is not a facility; did you mean dos_bulk?
        "#]],
    );
}

#[test]
fn a_base_is_where_trains_are() {
    check_faults(
        r#"
[base.a]
node = "URD"
load = "coal"
tracks = 0
trains_per_day = 0
stay_h = -1
capacity_teu = 1
[base.b]
node = "URC"
load = "bulk"
tracks = 1
trains_per_day = 3
stay_h = 0
[base.c]
node = "URC"
load = "bulk"
tracks = 1
trains_per_day = 3
stay_h = 0
"#,
        expect![[r#"
            ports.toml:4:8: base.a.node: "URD" is not a node; did you mean URC?
            ports.toml:5:8: base.a.load: "coal" is not a load; give one of container, bulk
            ports.toml:6:10: base.a.tracks: 0 is too few; give 1 or more
            ports.toml:7:18: base.a.trains_per_day: 0 is not a number of trains; give more than zero
            ports.toml:8:10: base.a.stay_h: -1 is not a span of time; give zero or more
            ports.toml:17:8: base.c.node: b handles this load there; keep one of the two
        "#]],
    );
}

#[test]
fn parcels_bring_something_at_times() {
    check_faults(
        r#"
[arrival]
enabled = "yes"
[arrival.a]
node = "URC"
sea_share = 1.5
[arrival.a.service.one]
interval_days = 0
parcel_teu = 0
delay_h = 100000
[arrival.b]
node = "URC"
sea_share = 0.5
[arrival.b.service]
"#,
        expect![[r#"
            ports.toml:4:11: arrival.enabled: this is a text; give true or false
            ports.toml:7:13: arrival.a.sea_share: 1.5 is not a share of cargo; give 0 to 1
            ports.toml:9:17: arrival.a.service.one.interval_days: 0 is not an interval; give 0.01 to 366
            ports.toml:10:14: arrival.a.service.one.parcel_teu: a parcel of this size brings nothing; give a mean above zero
            ports.toml:11:11: arrival.a.service.one.delay_h: this is more than ten years; give a shorter span
            ports.toml:13:8: arrival.b.node: a brings its cargo; keep one of the two
            ports.toml:15:1: arrival.b.service: the table is empty; give one [service.NAME] or more
        "#]],
    );
}

#[test]
fn a_closure_has_twelve_months() {
    check_faults(
        r#"
[port_closure.a]
node = "AKP"
closed_days_by_month = [1, 2, 30]
spell_h = 0.5
[port_closure.b]
node = "ALY"
closed_days_by_month = [1, 2, 3]
spell_h = 24
[port_closure.c]
node = "ALY"
closed_days_by_month = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
spell_h = 24
"#,
        expect![[r#"
            ports.toml:5:31: port_closure.a.closed_days_by_month[2]: 30 is not a number of closed days in a month; give 0 to 25
            ports.toml:6:11: port_closure.a.spell_h: spells this short close no port; give a mean of an hour or more
            ports.toml:9:24: port_closure.b.closed_days_by_month: there are 3 months; give the days of twelve
            ports.toml:12:8: port_closure.c.node: b closes this port; keep one of the two
        "#]],
    );
}

#[test]
fn what_is_switched_off_is_checked_and_left_out() {
    let off = "\n[ships]\nenabled = false\n";
    let reading = world(&(off.to_owned() + SHIPS + BERTHS)).read("ports.toml", &[]);
    let ports = reading
        .unwrap_or_else(|faults| panic!("{faults}"))
        .scenario
        .ports;
    assert!(ports.sailings.is_empty() && ports.berths.len() == 2);
}
