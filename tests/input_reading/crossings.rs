//! Faults in crossings, trains and facilities, and in what must fit together for cargo to go its way.

use crate::faults::check_faults;
use crate::fixture::{SCENARIO, World};
use expect_test::expect;

#[test]
fn a_crossing_whose_section_has_one_gauge() {
    check_faults(
        &World::new().change("tables/sections.csv", "1435+1520", "1520"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:82:8: crossing.dostyk.west: section ALK-DOS has no track of 1435 mm; give it both gauges
        "#]],
    );
}

#[test]
fn a_crossing_that_is_no_section() {
    check_faults(
        &World::new().change(SCENARIO, "west = \"DOS\"", "west = \"AKG\""),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:82:8: crossing.dostyk.west: there is no railway section between ALK and AKG; add it to the table of sections
        "#]],
    );
}

#[test]
fn a_crossing_without_a_break_of_gauge() {
    check_faults(
        &World::new().change(SCENARIO, "west_gauge_mm = 1520", "west_gauge_mm = 1435"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:84:17: crossing.dostyk.west_gauge_mm: the gauge is the same on both sides; give the other one
            tables/streams.csv:2:38: row ore, crossing: there is no way from MOY to DOS, which the way from MOY over dostyk to URC needs; add the sections or choose another crossing
            tables/streams.csv:3:32: row steel, crossing: there is no way from DOS to AKG, which the way from URC over dostyk to AKG needs; add the sections or choose another crossing
        "#]],
    );
}

#[test]
fn a_train_longer_than_any() {
    check_faults(
        &World::new(),
        SCENARIO,
        &["train_class.broad_bulk.wagons_max=70000"],
        expect![[r#"
            command line:1:35: train_class.broad_bulk.wagons_max: 70000 is not a number of wagons; give 1 to 1000
        "#]],
    );
}

#[test]
fn a_path_cycle_that_is_too_short() {
    check_faults(
        &World::new().change(SCENARIO, "path_cycle_min = 60", "path_cycle_min = 40"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:85:18: crossing.dostyk.path_cycle_min: 40 is too short to run over ALK-DOS and back; give 42 or more
        "#]],
    );
}

#[test]
fn a_facility_out_of_reach() {
    check_faults(
        &World::new().change(
            SCENARIO,
            "facilities = [\"dos_bulk\"]",
            "facilities = [\"alk_bulk\", \"dos_bluk\"]",
        ),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:104:15: crossing.dostyk.from_china.facilities[0]: alk_bulk is at ALK, out of reach; give one at DOS or one section away
            small.toml:104:27: crossing.dostyk.from_china.facilities[1]: "dos_bluk" is not a facility; did you mean dos_bulk?
        "#]],
    );
}

#[test]
fn cargo_that_no_train_or_facility_takes() {
    check_faults(
        &World::new()
            .change(
                SCENARIO,
                "load = \"bulk\"\nworking_tracks = 6",
                "load = \"container\"\nworking_tracks = 6",
            )
            .change(
                SCENARIO,
                "[train_class.china_bulk]\nrailway = \"china\"\nload = \"bulk\"",
                "[train_class.china_bulk]\nrailway = \"china\"\nload = \"container\"",
            ),
        SCENARIO,
        &[],
        expect![[r#"
            tables/streams.csv:2:70: row ore, wagon: no train carries bulk on railway china, as from ALK to URC; add [train_class.china_bulk]
            tables/streams.csv:3:72: row steel, wagon: no facility takes bulk at dostyk from_china; name one in crossing.dostyk.from_china.facilities
            tables/streams.csv:3:72: row steel, wagon: no train carries bulk on railway china, as from URC to ALK; add [train_class.china_bulk]
        "#]],
    );
}

#[test]
fn a_line_with_a_gap() {
    check_faults(
        &World::new()
            .change(
                SCENARIO,
                "[\"MOY\", \"AKG\", \"DOS\"]",
                "[\"MOY\", \"DOS\"]",
            )
            .change(SCENARIO, "begins = 2021-06-14", "begins = 2019-06-14"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:36:19: trace.through[1]: there is no railway section between MOY and DOS; name every place on the way
            small.toml:37:10: trace.begins: 2019-06-14 is not in the run; give 2020-10-01 to before 2022-01-01
        "#]],
    );
}
