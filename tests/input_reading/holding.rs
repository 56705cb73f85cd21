//! What is said about embargoes, trains set aside and stalls that are wrong, and what is read.

use crate::fixture::{SCENARIO, World};
use corridor::model::StallLimit;
use corridor::units::Duration;
use expect_test::{Expect, expect};

/// The small corridor with these lines laid over it.
fn world(lines: &str) -> World {
    World::new().with("x.toml", format!("extends = \"{SCENARIO}\"\n{lines}"))
}

fn check_faults(lines: &str, expected: Expect) {
    let faults = world(lines)
        .read("x.toml", &[])
        .map(|_| ())
        .expect_err("the scenario is at fault");
    expected.assert_eq(&format!("{faults}\n"));
}

#[test]
fn an_embargo_that_is_lifted_above_its_limit() {
    check_faults(
        "[crossing.dostyk.to_china]\n\
         embargo = { above_wagons = 900, below_wagons = 1000, notice_h = 24 }\n",
        expect![[r#"
            x.toml:3:48: crossing.dostyk.to_china.embargo.below_wagons: 1000 is more than the 900 wagons that order it; give 900 or fewer
        "#]],
    );
}

#[test]
fn every_fault_of_an_embargo_is_reported_at_once() {
    check_faults(
        "[crossing.dostyk.to_china]\nsending_tracks = 0\nset_aside_above_wagons = -1\n\
         embargo = { above_wagons = 1.5, notice_h = 0, catch_up = 0, enabled = 1, until = 3 }\n",
        expect![[r#"
            x.toml:3:18: crossing.dostyk.to_china.sending_tracks: 0 is too few; give 1 or more
            x.toml:4:26: crossing.dostyk.to_china.set_aside_above_wagons: -1 is too few; give 0 or more
            x.toml:5:1: crossing.dostyk.to_china.embargo: missing key below_wagons
            x.toml:5:28: crossing.dostyk.to_china.embargo.above_wagons: 1.5 is not a whole number; give one, without a point
            x.toml:5:44: crossing.dostyk.to_china.embargo.notice_h: 0 is not a notice; give 0.1 to 720
            x.toml:5:58: crossing.dostyk.to_china.embargo.catch_up: 0 is not a multiple of what is offered; give 0.01 to 100
            x.toml:5:71: crossing.dostyk.to_china.embargo.enabled: this is a whole number; give true or false
            x.toml:5:74: crossing.dostyk.to_china.embargo.until: unknown key; give below_wagons
        "#]],
    );
}

#[test]
fn trains_set_aside_nowhere() {
    check_faults(
        "[crossing.dostyk.to_china]\nset_aside_above_wagons = 500\n",
        expect![[r#"
            x.toml:1:1: set_aside: crossing.dostyk.to_china sets trains aside, but nowhere; add [set_aside.sidings]
        "#]],
    );
}

#[test]
fn sidings_at_a_place_that_is_not_there() {
    check_faults(
        "[set_aside]\nsidings = { AKT = 6, MOY = -2 }\n[stall]\nafter_days = 0\n",
        expect![[r#"
            x.toml:2:2: set_aside: missing key notice_h
            x.toml:3:19: set_aside.sidings.AKT: "AKT" is not a node; did you mean AKG?
            x.toml:3:28: set_aside.sidings.MOY: -2 is too few; give 0 or more
            x.toml:5:14: stall.after_days: 0 is not a limit of days; give 1 to 3650
        "#]],
    );
}

#[test]
fn what_is_left_out_is_off_and_what_is_switched_off_is_checked() {
    let reading = world("").read("x.toml", &[]).expect("it is sound");
    let holding = &reading.scenario.crossings[0].to_china.holding;
    assert_eq!(*holding, Default::default());
    assert_eq!(reading.scenario.set_aside, None);
    assert_eq!(reading.scenario.stall_limit, StallLimit::DEFAULT);
    check_faults(
        "[crossing.dostyk.to_china]\n\
         embargo = { enabled = false, above_wagons = -4, below_wagons = 1, notice_h = 24 }\n",
        expect![[r#"
            x.toml:3:45: crossing.dostyk.to_china.embargo.above_wagons: -4 is too few; give 0 or more
        "#]],
    );
}

#[test]
fn limits_change_on_their_dates() {
    let lines = "[crossing.dostyk.to_china]\nsending_tracks = 9\nset_aside_above_wagons = 500\n\
                 embargo = { above_wagons = [{ value = 900 }, { from = 2021-05-01, value = 0 }, \
                 { from = 2021-05-06, value = 900 }], below_wagons = 600, notice_h = 36 }\n\
                 [set_aside]\nnotice_h = 2\nsidings = { AKG = 6 }\n[stall]\nafter_days = 21\n";
    let reading = world(lines).read("x.toml", &[]).expect("it is sound");
    let scenario = &reading.scenario;
    let holding = &scenario.crossings[0].to_china.holding;
    assert_eq!(holding.sending_tracks, Some(9));
    assert_eq!(holding.changes().len(), 2);
    let embargo = holding.embargo.as_ref().expect("there is one");
    assert_eq!(Some(embargo.notice), Duration::from_hours(36.0));
    assert_eq!(embargo.catch_up, 1.2);
    assert_eq!(scenario.stall_limit.0, Duration::from_days(21));
    for switch in ["embargo.enabled=false", "set_aside.enabled=false"] {
        let off = world(lines).read("x.toml", &[switch]).expect("it is sound");
        let holding = &off.scenario.crossings[0].to_china.holding;
        assert_eq!(holding.embargo.is_none(), switch.starts_with("embargo"));
        assert_eq!(
            holding.set_aside_above_wagons.is_none(),
            switch.starts_with("set_aside")
        );
    }
}
