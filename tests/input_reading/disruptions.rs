//! Disruptions: what they come to in a scenario, and what is said where they are wrong.

use crate::fixture::{SCENARIO, World};
use corridor::model::{Direction, Scenario};
use corridor::units::Time;
use expect_test::{Expect, expect};
use jiff::civil::date;

fn read(text: &str, overrides: &[&str]) -> Scenario {
    let reading = World::new().appended(text).read(SCENARIO, overrides);
    reading.unwrap_or_else(|faults| panic!("{faults}")).scenario
}

fn check_faults(text: &str, expected: Expect) {
    let faults = World::new()
        .appended(text)
        .read(SCENARIO, &[])
        .map(|_| ())
        .expect_err("the scenario is at fault");
    expected.assert_eq(&format!("{faults}\n"));
}

const WORKS: &str = "[disruption.works]\nfrom = 2021-03-01\nuntil = 2021-04-01\n\
    crossing = \"dostyk\"\ndirection = \"to_china\"\nquota_factor = 0.5\ninspection_factor = 2\n";

#[test]
fn a_crossing_is_disrupted_from_one_day_to_another() {
    let scenario = read(WORKS, &[]);
    let handover = scenario.crossings[0].handover(Direction::ToChina);
    let at = |month, day| scenario.calendar.time_of(date(2021, month, day));
    let quota = |time: Time| handover.quota_trains_per_day.at(time);
    let hours = |time: Time| handover.receiving.time_h.at(time).mean();
    assert_eq!([at(2, 28), at(3, 1), at(4, 1)].map(quota), [7.5, 3.75, 7.5]);
    assert_eq!([at(2, 28), at(3, 1), at(4, 1)].map(hours), [2.5, 5.0, 2.5]);
    let other = scenario.crossings[0].handover(Direction::FromChina);
    assert_eq!(other.quota_trains_per_day.values().count(), 1);
}

#[test]
fn one_key_switches_a_disruption_off_or_all_of_them() {
    let without = format!("{:?}", read("", &[]));
    for key in ["disruption.works.enabled=false", "disruption.enabled=false"] {
        assert_eq!(format!("{:?}", read(WORKS, &[key])), without, "{key}");
    }
    assert_ne!(format!("{:?}", read(WORKS, &[])), without);
}

#[test]
fn a_facility_loses_no_more_than_it_has() {
    let lost = "[disruption.cranes]\nfrom = 2021-03-01\nuntil = 2021-04-01\n\
        facility = \"alk_bulk\"\nlost_groups = 9\nlost_tracks = 3\n";
    let scenario = read(lost, &[]);
    let facility = &scenario.facilities[0];
    assert_eq!(facility.groups.values().collect::<Vec<_>>(), [6, 0, 6]);
    let tracks: Vec<u32> = facility.working_tracks.values().collect();
    assert_eq!(tracks, [8, 5, 8]);
}

#[test]
fn lines_are_closed_and_slowed_down() {
    let scenario = read(
        "[disruption.washed_out]\nfrom = 2021-03-01\nuntil = 2021-03-05\n\
         section = \"DOS-AKG\"\nclosed = true\n\
         [disruption.slow]\nfrom = 2021-03-05\nuntil = 2021-04-01\n\
         section = \"DOS-AKG\"\nspeed_factor = 0.5\n",
        &[],
    );
    let id = scenario.network.section_by_key("DOS-AKG");
    let limits = &scenario.disruptions.lines[id.expect("it is there").index()];
    let at = |day| scenario.calendar.time_of(date(2021, 3, day));
    assert_eq!(limits.closed.until(at(1)), Some(at(5)));
    assert_eq!(limits.closed.until(at(5)), None);
    let hour = corridor::units::Duration::from_ms(3_600_000);
    assert_eq!(limits.running(hour, at(4)), hour);
    assert_eq!(limits.running(hour, at(5)), hour + hour);
}

#[test]
fn what_is_struck_must_be_there_and_be_one_thing() {
    check_faults(
        "[disruption.a]\nfrom = 2021-03-01\nuntil = 2021-04-01\nclosed = true\n\
         [disruption.b]\nfrom = 2021-03-01\nuntil = 2021-04-01\nclosed = true\n\
         section = \"DOS-AKG\"\nfacility = \"alk_bulk\"\n\
         [disruption.c]\nfrom = 2021-03-01\nuntil = 2021-04-01\nclosed = true\n\
         section = \"ALK-DOS\"\n\
         [disruption.d]\nfrom = 2021-03-01\nuntil = 2021-04-01\nclosed = true\n\
         crossing = \"dostik\"\n",
        expect![[r#"
            small.toml:134:13: disruption.a: nothing is struck; give a section, a crossing or a facility
            small.toml:143:12: disruption.b.facility: one disruption strikes one thing; make another for this
            small.toml:148:11: disruption.c.section: trains go over the border there; give crossing = "dostyk" instead
            small.toml:153:12: disruption.d.crossing: "dostik" is not a crossing; did you mean dostyk?
        "#]],
    );
}

#[test]
fn an_effect_must_be_one_that_the_thing_can_have() {
    check_faults(
        "[disruption.a]\nfrom = 2021-04-01\nuntil = 2021-03-01\nsection = \"DOS-AKG\"\n\
         speed_factor = 1.5\n\
         [disruption.b]\nfrom = 2021-03-01\nuntil = 2021-04-01\ncrossing = \"dostyk\"\n\
         [disruption.c]\nfrom = 2021-03-01\nuntil = 2021-04-01\nfacility = \"alk_bulk\"\n\
         lost_group = 1\n\
         [disruption.d]\nfrom = 2021-03-01\nuntil = 2021-04-01\ncrossing = \"dostyk\"\n\
         closed = \"yes\"\n",
        expect![[r#"
            small.toml:136:9: disruption.a.until: 2021-03-01 is not after 2021-04-01; give the first day after it
            small.toml:138:16: disruption.a.speed_factor: 1.5 is not a factor of speed; give 0.05 to 1
            small.toml:139:13: disruption.b: nothing happens; give one or more of closed, quota_trains_per_day, quota_factor, inspection_h, inspection_factor
            small.toml:143:13: disruption.c: nothing happens; give one or more of closed, lost_groups, lost_tracks
            small.toml:147:1: disruption.c.lost_group: unknown key; did you mean lost_groups?
            small.toml:152:10: disruption.d.closed: this is a text; give true or false
        "#]],
    );
}
