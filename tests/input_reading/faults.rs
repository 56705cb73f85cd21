//! What is said about scenarios that are wrong.

use crate::fixture::{SCENARIO, World};
use expect_test::{Expect, expect};

pub fn check_faults(world: &World, path: &str, overrides: &[&str], expected: Expect) {
    let faults = world
        .read(path, overrides)
        .map(|_| ())
        .expect_err("the scenario is at fault");
    expected.assert_eq(&format!("{faults}\n"));
}

#[test]
fn a_misspelled_key() {
    check_faults(
        &World::new().change(SCENARIO, "path_cycle_min", "path_cycle_mn"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:85:1: crossing.dostyk.path_cycle_mn: unknown key; did you mean path_cycle_min?
        "#]],
    );
}

#[test]
fn a_key_of_the_top_level_is_misspelled() {
    check_faults(
        &World::new().with("x.toml", "extend = \"small.toml\"\n"),
        "x.toml",
        &[],
        expect![[r#"
            x.toml:1:1: extend: unknown key; did you mean extends?
        "#]],
    );
}

#[test]
fn a_section_to_a_place_that_is_not_there() {
    check_faults(
        &World::new().change("tables/sections.csv", "DOS-AKG,DOS,AKG", "DOS-AKG,DOS,AKT"),
        SCENARIO,
        &[],
        expect![[r#"
            tables/sections.csv:4:13: row DOS-AKG, to: "AKT" is not a node; did you mean AKG?
        "#]],
    );
}

#[test]
fn a_negative_length() {
    check_faults(
        &World::new().change("tables/sections.csv", "rail,1520,304", "rail,1520,-3"),
        SCENARIO,
        &[],
        expect![[r#"
            tables/sections.csv:4:27: row DOS-AKG, length_km: -3 is not a length; give more than zero
        "#]],
    );
}

#[test]
fn a_negative_quota() {
    check_faults(
        &World::new().change(
            SCENARIO,
            "quota_trains_per_day = 12",
            "quota_trains_per_day = -3",
        ),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:100:24: crossing.dostyk.from_china.quota_trains_per_day: -3 is not a number of trains; give zero or more
        "#]],
    );
}

#[test]
fn a_demand_without_a_route() {
    check_faults(
        &World::new().change(
            "tables/sections.csv",
            "URC-ALK,URC,ALK,rail,1435",
            "URC-ALK,URC,ALK,rail,1520",
        ),
        SCENARIO,
        &[],
        expect![[r#"
            tables/streams.csv:2:38: row ore, crossing: there is no way from ALK to URC, which the way from MOY over dostyk to URC needs; add the sections or choose another crossing
            tables/streams.csv:3:32: row steel, crossing: there is no way from URC to ALK, which the way from URC over dostyk to AKG needs; add the sections or choose another crossing
        "#]],
    );
}

#[test]
fn an_empty_table() {
    check_faults(
        &World::new().with("tables/sections.csv", "section,from,to,mode,gauges,length_km,tracks,passing_loops_km,freight_speed_kmh,other_passenger_pairs_per_day,other_freight_pairs_per_day,opens\n").with("tables/volumes.csv", ""),
        SCENARIO,
        &[],
        expect![[r#"
            tables/sections.csv:1:1: the table has no rows; give at least one
            tables/volumes.csv:1:1: the table is empty; give a header stream,year,kt and rows
        "#]],
    );
}

#[test]
fn a_file_that_is_not_toml() {
    check_faults(
        &World::new().with(SCENARIO, "corridor: baseline\nquota: 3\n"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:1:9: this is not TOML: invalid unquoted key, expected letters, numbers, `-`, `_`
            small.toml:2:8: this is not TOML: key with no value, expected `=`
        "#]],
    );
}

#[test]
fn a_torn_line_hides_no_other_fault() {
    check_faults(
        &World::new()
            .change(SCENARIO, "seed = 1", "seed = one")
            .change(
                SCENARIO,
                "receiving_tracks = 10\nsending = { servers = 4, time_h = { kind = \"uniform\"",
                "receiving_tracks = 0\nsending = { servers = 4, time_h = { kind = \"uniform\"",
            )
            .change(
                SCENARIO,
                "[crossing.dostyk.from_china]",
                "[crossing.dostyk.from_china",
            ),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:5:8: this is not TOML: string values must be quoted, expected literal string
            small.toml:94:20: crossing.dostyk.to_china.receiving_tracks: 0 is too few; give 1 or more
            small.toml:99:28: this is not TOML: unclosed table, expected `]`
        "#]],
    );
}

#[test]
fn several_at_once() {
    check_faults(
        &World::new()
            .change(
                SCENARIO,
                "quota_trains_per_day = 12",
                "quota_trains_per_day = -3",
            )
            .change(SCENARIO, "headway_min", "headway")
            .change(SCENARIO, "node = \"DOS\"", "node = \"DSO\"")
            .change("tables/sections.csv", "rail,1520,304", "rail,1520,-3")
            .change("tables/volumes.csv", "steel,2021,100", "steel,2022,x")
            .change(
                "tables/streams.csv",
                "dostyk,from_china",
                "khorgos,from_china",
            ),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:17:1: operation.headway: unknown key; did you mean headway_min?
            small.toml:100:24: crossing.dostyk.from_china.quota_trains_per_day: -3 is not a number of trains; give zero or more
            small.toml:119:8: facility.dos_bulk.node: "DSO" is not a node; did you mean DOS?
            tables/sections.csv:4:27: row DOS-AKG, length_km: -3 is not a length; give more than zero
            tables/streams.csv:3:1: row steel, stream: there is no volume for 2021; add a row to the table of volumes
            tables/streams.csv:3:32: row steel, crossing: "khorgos" is not a crossing; give dostyk
            tables/volumes.csv:5:12: row steel, kt: "x" is not a number; give one
        "#]],
    );
}

#[test]
fn files_that_extend_one_another() {
    check_faults(
        &World::new()
            .with("a.toml", "extends = \"sub/b.toml\"\n")
            .with("sub/b.toml", "title = \"b\"\nextends = \"../a.toml\"\n"),
        "a.toml",
        &[],
        expect![[r#"
            sub/b.toml:2:11: extends: the files extend one another in a circle, a.toml → sub/b.toml → a.toml; end it at one
        "#]],
    );
}

#[test]
fn a_missing_base() {
    check_faults(
        &World::new().with("a.toml", "title = \"a\"\nextends = \"sub/b.toml\"\n"),
        "a.toml",
        &[],
        expect![[r#"
            a.toml:2:11: extends: cannot read sub/b.toml: there is no such file
        "#]],
    );
}

#[test]
fn a_missing_scenario() {
    check_faults(
        &World::new(),
        "nowhere.toml",
        &[],
        expect![[r#"
        command line: cannot read nowhere.toml: there is no such file
    "#]],
    );
}

#[test]
fn a_missing_table() {
    check_faults(
        &World::new().change(
            SCENARIO,
            "nodes = \"tables/nodes.csv\"",
            "nodes = \"tables/places.csv\"",
        ),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:9:9: tables.nodes: cannot read tables/places.csv: there is no such file
        "#]],
    );
}

#[test]
fn a_name_in_a_what_if_that_the_base_does_not_have() {
    check_faults(
        &World::new().with("x.toml", "extends = \"small.toml\"\n[crossing.dostik]\npath_cycle_min = 70\n[crossing.dostik.to_china]\nquota_trains_per_day = 28\n[facility.dos_bulk]\ngropus = 3\n"),
        "x.toml",
        &[],
        expect![[r#"
            x.toml:2:11: crossing.dostik: missing keys name, east, west, east_gauge_mm, west_gauge_mm, handover_notice_min, from_china; did you mean dostyk?
            x.toml:4:18: crossing.dostik.to_china: missing keys receiving_tracks, sending, receiving, facilities
            x.toml:7:1: facility.dos_bulk.gropus: unknown key; did you mean groups?
        "#]],
    );
}

#[test]
fn a_key_that_is_overridden_but_not_known() {
    check_faults(
        &World::new(),
        SCENARIO,
        &["operation.headway_mn=4", "title=Two words", "seed=-1"],
        expect![[r#"
            command line:1:11: operation.headway_mn: unknown key; did you mean headway_min?
            command line:2:7: this is not TOML: string values must be quoted, expected literal string
            command line:3:6: seed: -1 is not a seed; give zero or more
        "#]],
    );
}

#[test]
fn impossible_distributions() {
    check_faults(
        &World::new()
            .change(
                SCENARIO,
                "low = 0.90, mode = 0.98, high",
                "low = 0.90, mode = 1.98, high",
            )
            .change(SCENARIO, "kind = \"exponential\"", "kind = \"exponental\"")
            .change(
                SCENARIO,
                "kind = \"erlang\", mean = 2, stages = 3",
                "kind = \"erlang\", mean = -2, stages = 0",
            )
            .change(SCENARIO, "time_h = 2.5", "time_h = -1"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:20:18: operation.running_spread: there is no such distribution; give 0 <= low <= mode <= high
            small.toml:96:37: crossing.dostyk.to_china.receiving.time_h: -1 is not a quantity; give zero or more
            small.toml:102:61: crossing.dostyk.from_china.sending.time_h.mean: -2 is not a parameter; give zero or more
            small.toml:102:74: crossing.dostyk.from_china.sending.time_h.stages: 0 is too few; give 1 or more
            small.toml:129:21: demand.arrivals.kind: "exponental" is not a kind of distribution; did you mean exponential?
        "#]],
    );
}

#[test]
fn a_spread_that_is_no_spread() {
    check_faults(
        &World::new(),
        SCENARIO,
        &[
            "operation.running_spread={ kind = \"exponential\", mean = 1 }",
            "demand.arrivals=2",
        ],
        expect![[r#"
            command line:1:26: operation.running_spread: this can be as low as 0; give a kind with 0.5 or more
            command line:2:17: demand.arrivals: the mean of this spread is 2.000; make it 1
        "#]],
    );
}

#[test]
fn dates_out_of_order() {
    check_faults(
        &World::new()
            .change(SCENARIO, "from = 2020-11-15", "from = 2020-06-01")
            .change(
                SCENARIO,
                "{ value = 50 }",
                "{ value = 50, from = 2021-01-01 }",
            ),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:67:15: train_class.china_bulk.wagons_max[0]: nothing holds from the start of the run; leave out `from`, or give 2020-10-01 or earlier
            small.toml:92:5: crossing.dostyk.to_china.quota_trains_per_day[2]: 2020-06-01 is not after 2020-07-01; put the dates in order
        "#]],
    );
}

#[test]
fn the_run_ends_before_it_begins() {
    check_faults(
        &World::new()
            .change(SCENARIO, "end = 2022-01-01", "end = 2020-12-01")
            .change(SCENARIO, "from = 2020-11-15", "form = 2020-11-15"),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:4:7: end: 2020-12-01 leaves nothing to report; give a date after 2021-01-01
            small.toml:92:5: crossing.dostyk.to_china.quota_trains_per_day[2]: only the first value may leave out `from`; give its date
            small.toml:92:7: crossing.dostyk.to_china.quota_trains_per_day[2].form: unknown key; did you mean from?
        "#]],
    );
}

#[test]
fn a_date_is_no_date() {
    check_faults(
        &World::new()
            .change(
                SCENARIO,
                "begins = 2021-06-14",
                "begins = 2021-06-14T10:00:00",
            )
            .change(SCENARIO, "start = 2020-10-01", "start = \"2020-10-01\""),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:2:9: start: this is a text; give a date like 2022-01-31, without quotes
            small.toml:37:10: 2021-06-14T10:00:00 is no date; give one like 2022-01-31, without a time
        "#]],
    );
}

#[test]
fn loops_outside_the_section_or_out_of_order() {
    check_faults(
        &World::new()
            .change("tables/sections.csv", "20 41.5 60", "41.5 20 60")
            .change("tables/sections.csv", "523,1,100", "523,1,523"),
        SCENARIO,
        &[],
        expect![[r#"
            tables/sections.csv:4:33: row DOS-AKG, passing_loops_km: 20 is not after 41.5; put the loops in order
            tables/sections.csv:5:33: row AKG-MOY, passing_loops_km: 523 is not inside the section; give positions above 0 and below 523
        "#]],
    );
}

#[test]
fn observations_that_say_nothing() {
    check_faults(
        &World::new()
            .change(
                "tables/observed.csv",
                "all,both,all,2021,",
                "nowhere,up,all,spring,",
            )
            .change("tables/observed.csv", "weak", "sure")
            .change("tables/observed.csv", "MOY-URC", "MOY-UCR"),
        SCENARIO,
        &[],
        expect![[r#"
            tables/observed.csv:2:20: row all, place: "nowhere" is not a place; give one of the 12 that are there, or add it
            tables/observed.csv:2:28: row all, direction: "up" is not a direction; give one of to_china, from_china, both
            tables/observed.csv:2:35: row all, period: "spring" is not a period; give 2022, 2022-Q3, 2022-09 or two with .. between
            tables/observed.csv:3:19: row time, place: "MOY-UCR" is not a place; give one of the 12 that are there, or add it
            tables/observed.csv:3:71: row time, status: "sure" is not a status; give one of reported, derived, weak
        "#]],
    );
}

#[test]
fn counts_out_of_bounds() {
    check_faults(
        &World::new(),
        SCENARIO,
        &[
            "operation.loop_tracks=1",
            "facility.dos_bulk.groups=0",
            "replications=1e9",
            "crossing.dostyk.receiving=3",
            "operation.loading_h=1e9",
        ],
        expect![[r#"
            command line:1:23: operation.loop_tracks: 1 is too few; give 2 or more
            command line:2:26: facility.dos_bulk.groups: 0 is too few; give 1 or more
            command line:3:14: replications: 1000000000 is not a whole number; give one, without a point
            command line:4:17: crossing.dostyk.receiving: unknown key; give precedence
            command line:5:21: operation.loading_h: this is more than ten years; give a shorter span
        "#]],
    );
}

#[test]
fn files_that_are_not_text() {
    check_faults(
        &World::new().with(SCENARIO, b"title = \"\xd0\"".as_slice()),
        SCENARIO,
        &[],
        expect![[r#"
            small.toml:1:10: the file is not UTF-8 text; save it in that encoding
        "#]],
    );
    check_faults(
        &World::new().with("tables/profiles.csv", b"profile\nflat,\xff".as_slice()),
        SCENARIO,
        &[],
        expect![[r#"
            tables/profiles.csv:2:6: the file is not UTF-8 text; save it in that encoding
        "#]],
    );
}

#[test]
fn numbers_that_no_corridor_has() {
    check_faults(
        &World::new()
            .change("tables/sections.csv", "523,1,100,70", "52300,1,100,0")
            .change(
                "tables/sections.csv",
                "304,1,20 41.5 60,70,2",
                "304,1,20 41.5 60,70,1e9",
            )
            .change("tables/volumes.csv", "ore,2020,366", "ore,2020,1e300"),
        SCENARIO,
        &[
            "demand.factor.dostyk.from_china=-1",
            "operation.headway_min=0",
            "route_costs.transfer_h=nan",
        ],
        expect![[r#"
            command line:1:33: demand.factor.dostyk.from_china: -1 is not a factor of demand; give 0 to 1000
            command line:2:23: operation.headway_min: 0 is not a headway; give more than zero
            command line:3:24: route_costs.transfer_h: NaN is out of all bounds; give a number that a corridor can have
            tables/sections.csv:4:47: row DOS-AKG, other_passenger_pairs_per_day: 1000000000 is not a number of pairs; give 0 to 480
            tables/sections.csv:5:27: row AKG-MOY, length_km: 52300 is not a length of a section; give 0 to 40000
            tables/sections.csv:5:39: row AKG-MOY, freight_speed_kmh: 0 is not a speed; give more than zero
            tables/volumes.csv:2:10: row ore, kt: 1e300 is out of all bounds; give a number that a corridor can have
        "#]],
    );
}
