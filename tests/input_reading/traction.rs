//! What is said about locomotives and crews that are wrong.

use crate::faults::check_faults;
use crate::fixture::{SCENARIO, World};
use expect_test::expect;

/// The small corridor with locomotives on its broad-gauge lines.
fn world() -> World {
    with_traction(["electric", "", "diesel", "diesel"]).appended(LOCOMOTIVES)
}

/// The small corridor with what pulls trains on each of its railway sections.
fn with_traction(traction: [&str; 4]) -> World {
    let ends = [
        ("5,10,,,", "estimate"),
        ("40,0,0,,,", "estimate"),
        ("2021-07-01,", "estimate"),
        ("2019-01-01,2019-01-01,", "estimate"),
    ];
    let world = World::new().change(
        "tables/sections.csv",
        "double_track_from,source",
        "double_track_from,traction,source",
    );
    ends.into_iter()
        .zip(traction)
        .fold(world, |world, ((before, after), it)| {
            let row = format!("{before}{after}");
            world.change(
                "tables/sections.csv",
                &row,
                &format!("{before}{it},{after}"),
            )
        })
}

const LOCOMOTIVES: &str = r#"
[locomotives]
limited = true
light_after_h = 3
notice_min = 30

[traction_district.east]
name = "Moyynty–Dostyk"
traction = "diesel"
sections = ["DOS-AKG", "AKG-MOY"]
locomotives = 9
turn_round_h = 3
turn_round_at_h = { DOS = 5.5 }
stand_at = ["DOS", "MOY"]

[crew]
enabled = true
relief_min = 40
longest_stretch_h = { broad = 12 }
"#;

#[test]
fn locomotives_and_crews_are_read() {
    let reading = world().read(SCENARIO, &[]).expect("nothing is at fault");
    let locomotives = reading.scenario.locomotives.expect("they are limited");
    let district = &locomotives.districts[0];
    let place = |key| {
        reading
            .scenario
            .network
            .node_by_key(key)
            .expect("it is there")
    };
    assert_eq!(district.turn_round(place("DOS")).as_hours(), 5.5);
    assert_eq!(district.turn_round(place("MOY")).as_hours(), 3.0);
    assert_eq!([0, 1].map(|n| district.share(9, n)), [5, 4]);
    let stretch = reading
        .scenario
        .crews
        .expect("they are looked at")
        .longest_stretch;
    assert_eq!(
        stretch.map(|it| it.map(|it| it.as_hours())),
        [None, Some(12.0), None, None]
    );
}

#[test]
fn one_key_switches_each_off() {
    let off = ["locomotives.limited = false", "crew.enabled = false"];
    let scenario = world()
        .read(SCENARIO, &off)
        .expect("nothing is at fault")
        .scenario;
    assert!(scenario.locomotives.is_none() && scenario.crews.is_none());
}

fn check(overrides: &[&str], expected: expect_test::Expect) {
    check_faults(&world(), SCENARIO, overrides, expected);
}

#[test]
fn keys_of_locomotives_at_fault() {
    check(
        &[
            "locomotives.limited = 1",
            "locomotives.notice_min = 0",
            "traction_district.east.locomotives = 0",
            "traction_district.east.turn_round_h = -1",
            "traction_district.east.stand_at = []",
            "traction_district.east.turn_round_at_h.DOD = 1",
        ],
        expect![[r#"
            command line:1:23: locomotives.limited: this is a whole number; give true or false
            command line:2:26: locomotives.notice_min: 0 is not a notice; give 1 to 1440
            command line:3:38: traction_district.east.locomotives: 0 is too few; give 1 or more
            command line:4:39: traction_district.east.turn_round_h: -1 is not a span of time; give zero or more
            command line:5:35: traction_district.east.stand_at: locomotives must stand somewhere; give a place or more
            command line:6:46: traction_district.east.turn_round_at_h.DOD: "DOD" is not a node; did you mean DOS?
        "#]],
    );
}

#[test]
fn sections_that_no_traction_district_can_have() {
    check(
        &["traction_district.east.sections = [\"DOS-AKG\", \"ALK-DOS\", \"DOS-AKG\", \"DOS-ALT\"]"],
        expect![[r#"
            command line:1:47: traction_district.east.sections[1]: trains go over dostyk with locomotives of the two stations; leave it out
            command line:1:58: traction_district.east.sections[2]: east has this section; give it to one district
            command line:1:69: traction_district.east.sections[3]: "DOS-ALT" is not a section; did you mean DOS-AKG?
        "#]],
    );
    check(
        &[
            "traction_district.east.sections = [\"URC-ALK\", \"AKG-MOY\"]",
            "traction_district.east.traction = \"diesel\"",
            "traction_district.east.stand_at = [\"URC\", \"DOS\"]",
        ],
        expect![[r#"
            command line:1:35: traction_district.east.sections: AKG-MOY has another gauge than URC-ALK; cut the district
            command line:1:35: traction_district.east.sections: AKG-MOY is not connected with URC-ALK; cut the district
            command line:2:35: traction_district.east.traction: URC-ALK is electric; cut the district there
            command line:3:35: traction_district.east.stand_at: DOS is not on the district; give another
            small.toml:146:19: traction_district.east.turn_round_at_h: DOS is not on the district; leave it out
        "#]],
    );
    check(
        &["traction_district.east.sections = []"],
        expect![[r#"
        command line:1:35: traction_district.east.sections: there is no section; give one or more
    "#]],
    );
}

#[test]
fn a_section_without_traction() {
    let world = world().change("tables/sections.csv", "2021-07-01,diesel", "2021-07-01,");
    check_faults(
        &world,
        SCENARIO,
        &[],
        expect![[r#"
        small.toml:142:12: traction_district.east.traction: the table of sections does not say the traction of DOS-AKG; fill it in
    "#]],
    );
}

#[test]
fn locomotives_that_nothing_is_said_of() {
    let rules = "[locomotives]\nlimited = true\nlight_after_h = 3\nnotice_min = 30\n";
    let without_rules = world().change(SCENARIO, rules, "");
    check_faults(
        &without_rules,
        SCENARIO,
        &[],
        expect![[r#"
        small.toml:136:2: traction_district: nothing says how locomotives are worked; add [locomotives]
    "#]],
    );
    let scenario = World::new().text(SCENARIO);
    let without_districts = World::new().with(SCENARIO, format!("{scenario}\n{rules}"));
    check_faults(
        &without_districts,
        SCENARIO,
        &[],
        expect![[r#"
        small.toml:134:1: locomotives: no locomotive is counted anywhere; add a [traction_district.NAME]
    "#]],
    );
}

#[test]
fn a_district_called_like_a_place() {
    let world = world().change(
        SCENARIO,
        "[traction_district.east]",
        "[traction_district.AKG]",
    );
    check_faults(
        &world,
        SCENARIO,
        &[],
        expect![[r#"
        small.toml:141:8: traction_district.AKG.name: a place is called AKG too; give the table another name
    "#]],
    );
}

#[test]
fn keys_of_crews_at_fault() {
    check(
        &[
            "crew.enabled = \"yes\"",
            "crew.longest_stretch_h = { broad = 0, sea = 3 }",
        ],
        expect![[r#"
            command line:1:16: crew.enabled: this is a text; give true or false
            command line:2:36: crew.longest_stretch_h.broad: 0 is not a stretch of duty; give more than zero
            command line:2:39: crew.longest_stretch_h.sea: unknown key; give one of china, europe
        "#]],
    );
}

#[test]
fn a_traction_that_is_none() {
    let world = with_traction(["steam", "", "diesel", "electric"]);
    check_faults(
        &world,
        SCENARIO,
        &[],
        expect![[r#"
        tables/sections.csv:2:44: row URC-ALK, traction: "steam" is not a traction; give one of electric, diesel
    "#]],
    );
}

#[test]
fn only_a_railway_has_traction_and_locomotives() {
    let world = world();
    let sections = world.text("tables/sections.csv");
    let road = "road,DOS,AKG,road,,300,2,,70,0,0,,,diesel,estimate";
    let world = world
        .with("tables/sections.csv", format!("{sections}{road}\n"))
        .change(SCENARIO, "\"AKG-MOY\"]", "\"AKG-MOY\", \"road\"]");
    check_faults(
        &world,
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:143:35: traction_district.east.sections[2]: this is no railway; leave it out
            tables/sections.csv:6:36: row road, traction: only a railway has traction; give none or leave the cell empty
        "#]],
    );
}
