//! Faults in what a scenario says of its lines: changes to sections, works, precedence.

use crate::faults::check_faults;
use crate::fixture::{SCENARIO, World};
use expect_test::expect;

#[test]
fn changes_to_sections_are_checked_like_their_rows() {
    let what_if = "extends = \"small.toml\"\n\
        [section.AKG-MYO]\ntracks = 2\n\
        [section.DOS-AKG]\nfreight_speed = 60\nloop_tracks = 1\nsignalling = \"automatc\"\n\
        passing_loops_km = [40, 20]\n\
        [section.AKG-MOY]\n\
        passing_loops_km = [{ value = [100, 200] }, { from = 2021-02-01, value = [200] }]\n\
        double_track_from = \"soon\"\nenabled = \"no\"\n";
    check_faults(
        &World::new().with("x.toml", what_if),
        "x.toml",
        &[],
        expect![[r#"
            x.toml:2:10: section.AKG-MYO: "AKG-MYO" is not a section; did you mean AKG-MOY?
            x.toml:5:1: section.DOS-AKG.freight_speed: unknown key; did you mean freight_speed_kmh?
            x.toml:6:15: section.DOS-AKG.loop_tracks: 1 is too few; give 2 or more
            x.toml:7:14: section.DOS-AKG.signalling: "automatc" is not a kind of signalling; did you mean automatic?
            x.toml:8:20: section.DOS-AKG.passing_loops_km: 20 is not after 40; put the loops in order
            x.toml:10:45: section.AKG-MOY.passing_loops_km[1]: the loop at 100 is gone; loops open, but do not close: list it too
            x.toml:11:21: section.AKG-MOY.double_track_from: this is a text; give a date like 2022-01-31, without quotes
            x.toml:12:11: section.AKG-MOY.enabled: this is a text; give true or false
        "#]],
    );
}

#[test]
fn loops_that_open_out_of_order() {
    let loops = "section.DOS-AKG.passing_loops_km";
    let value = "[{ value = [20], from = 2021-02-01 }, { value = [20, 40], from = 2021-01-15 }]";
    check_faults(
        &World::new(),
        SCENARIO,
        &[&format!("{loops} = {value}")],
        expect![[r#"
            command line:1:74: section.DOS-AKG.passing_loops_km[1]: the lists are not in the order of their dates; put them in order
        "#]],
    );
}

#[test]
fn maintenance_windows_at_fault() {
    let what_if = "extends = \"small.toml\"\n\
        [maintenance.night]\nsections = [\"DOS-AGK\"]\nbegins_h = 25\nlasts_min = 2000\n\
        weekdays = [\"mon\", \"tues\"]\nfrom = 2021-06-01\nuntil = 2021-05-01\n\
        [maintenance.day]\nsections = []\nbegins_h = 8\nlasts_min = 0\ncloses = \"one_track\"\nturn_min = 0\n\
        [maintenance.all]\nsections = [\"DOS-AKG\"]\nbegins_h = 8\nlasts_min = 60\ncloses = \"lines\"\n\
        [maintenance.turns]\nsections = [\"DOS-AKG\"]\nbegins_h = 8\nlasts_min = 60\nturn_min = 30\nmonths = [13]\n";
    check_faults(
        &World::new().with("x.toml", what_if),
        "x.toml",
        &[],
        expect![[r#"
            x.toml:3:13: maintenance.night.sections[0]: "DOS-AGK" is not a section; did you mean DOS-AKG?
            x.toml:4:12: maintenance.night.begins_h: 25 is not a time of day; give 0 to 24
            x.toml:5:13: maintenance.night.lasts_min: 2000 is not a window of a day; give 0 to 1440
            x.toml:6:20: maintenance.night.weekdays[1]: "tues" is not a day of the week; did you mean tue?
            x.toml:8:9: maintenance.night.until: 2021-05-01 is not after 2021-06-01; give the day after the last window
            x.toml:10:12: maintenance.day.sections: the window is held nowhere; name one section or more
            x.toml:12:13: maintenance.day.lasts_min: 0 is not a span of time; give more than zero
            x.toml:13:10: maintenance.day.closes: single-line working needs stretch_km; add it
            x.toml:14:12: maintenance.day.turn_min: 0 is not a turn of one direction; give 1 to 1440
            x.toml:19:10: maintenance.all.closes: "lines" is not a part of the line; did you mean line?
            x.toml:24:12: maintenance.turns.turn_min: is only for windows that close one_track; take it out
            x.toml:25:11: maintenance.turns.months[0]: 13 is not a month; give 1 to 12
        "#]],
    );
}

#[test]
fn rules_of_precedence_at_fault() {
    check_faults(
        &World::new(),
        SCENARIO,
        &[
            "dispatching = { overtaking = 1, siding_spacing_km = 0, least_gain_min = 5, priority_worth_h = -1, fleet_trains = 0 }",
        ],
        expect![[r#"
            command line:1:1: dispatching: missing key longest_delay_h
            command line:1:30: dispatching.overtaking: this is a whole number; give true or false
            command line:1:53: dispatching.siding_spacing_km: 0 is not a length; give more than zero
            command line:1:95: dispatching.priority_worth_h: -1 is not a span of time; give zero or more
            command line:1:114: dispatching.fleet_trains: 0 is too few; give 1 or more
        "#]],
    );
}
