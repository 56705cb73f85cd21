//! Working hours, precedence, inspections and weather: what they come to, and what is said where
//! they are wrong.

use crate::fixture::{SCENARIO, World};
use corridor::model::{Commodity, Precedence, Scenario, Side};
use corridor::units::Duration;
use expect_test::{Expect, expect};
use jiff::civil::date;

fn read(text: &str, overrides: &[&str]) -> Scenario {
    let reading = World::new().appended(text).read(SCENARIO, overrides);
    reading.unwrap_or_else(|faults| panic!("{faults}")).scenario
}

fn check_faults(text: &str, overrides: &[&str], expected: Expect) {
    let faults = World::new()
        .appended(text)
        .read(SCENARIO, overrides)
        .map(|_| ())
        .expect_err("the scenario is at fault");
    expected.assert_eq(&format!("{faults}\n"));
}

const GRAIN: &str = "[crossing.dostyk.to_china.inspection.phytosanitary]\n\
    commodities = [\"grain\", \"vegetable_oil\"]\nservers = 3\ntime_h = 24\n\
    hours = { from_h = 8, until_h = 18, days = [\"mon\", \"sat\"] }\n";

#[test]
fn inspection_is_by_commodity_and_has_hours() {
    let scenario = read(GRAIN, &[]);
    let inspection = &scenario.crossings[0].to_china.inspections[0];
    assert_eq!(inspection.side, Side::Receiving);
    assert_eq!(
        inspection.commodities,
        [Commodity::Grain, Commodity::VegetableOil]
    );
    let at = |day, hour: u64| {
        let midnight = scenario.calendar.time_of(date(2021, 6, day));
        inspection
            .pool
            .hours
            .servers(midnight + Duration::from_ms(hour * 3_600_000), 3)
    };
    // 7 June 2021 was a Monday.
    assert_eq!([at(7, 7), at(7, 8), at(8, 8), at(12, 17)], [0, 3, 0, 3]);
    let longer = read(
        GRAIN,
        &["crossing.dostyk.to_china.inspection.phytosanitary.time_h=240"],
    );
    let pool = &longer.crossings[0].to_china.inspections[0].pool;
    assert_eq!(pool.time_h.at(scenario.calendar.end_time()).mean(), 240.0);
}

#[test]
fn one_key_switches_each_element() {
    let inspections = |keys: &[&str]| read(GRAIN, keys).crossings[0].to_china.inspections.len();
    let path = "crossing.dostyk.to_china.inspection";
    assert_eq!(inspections(&[]), 1);
    assert_eq!(inspections(&[&format!("{path}.enabled=false")]), 0);
    assert_eq!(
        inspections(&[&format!("{path}.phytosanitary.enabled=false")]),
        0
    );
    let hours = format!("{path}.phytosanitary.hours=\"always\"");
    let always = read(GRAIN, &[&hours]);
    let pool = &always.crossings[0].to_china.inspections[0].pool;
    assert!(pool.hours.are_around_the_clock());
    let precedence = |value: &str| {
        let key = format!("crossing.dostyk.precedence={value}");
        read("", &[&key]).crossings[0].precedence.clone()
    };
    assert_eq!(
        read("", &[]).crossings[0].precedence,
        Precedence::TrainClass
    );
    assert_eq!(precedence("\"first_come\""), Precedence::FirstCome);
    assert_eq!(
        precedence("[\"grain\"]"),
        Precedence::Commodities(vec![Commodity::Grain])
    );
}

#[test]
fn a_disruption_may_strike_one_service() {
    let disruption = "[disruption.analysis]\nfrom = 2021-03-01\nuntil = 2021-04-01\n\
        crossing = \"dostyk\"\nservice = \"phytosanitary\"\ninspection_h = 240\n";
    let scenario = read(&format!("{GRAIN}{disruption}"), &[]);
    let handover = &scenario.crossings[0].to_china;
    let march = scenario.calendar.time_of(date(2021, 3, 1));
    assert_eq!(handover.inspections[0].pool.time_h.at(march).mean(), 240.0);
    assert_eq!(handover.receiving.time_h.at(march).mean(), 2.5);
}

#[test]
fn impossible_hours() {
    let hours = |value: &str| format!("facility.alk_bulk.hours={value}");
    check_faults(
        "",
        &[
            &hours(
                "[{ from_h = 8, until_h = 20 }, { from_h = 19, until_h = 9, days = [\"sun\"] }]",
            ),
            "facility.dos_bulk.hours={ from_h = 25, until_h = 20, days = [\"sunday\"] }",
            "crossing.dostyk.to_china.sending.hours=\"nightly\"",
            "crossing.dostyk.to_china.receiving.hours=[]",
        ],
        expect![[r#"
            command line:1:25: facility.alk_bulk.hours: two shifts overlap; end one before the other begins
            command line:2:36: facility.dos_bulk.hours.from_h: 25 is not a time of day; give 0 to 24
            command line:2:62: facility.dos_bulk.hours.days[0]: "sunday" is not a day of the week; give one of mon, tue, wed, thu, fri, sat, sun
            command line:3:40: crossing.dostyk.to_china.sending.hours: "nightly" is not working hours; give always
            command line:4:42: crossing.dostyk.to_china.receiving.hours: nobody would ever work; give a shift, or "always"
        "#]],
    );
}

#[test]
fn impossible_inspections_and_precedences() {
    check_faults(
        "[crossing.dostyk.to_china.inspection.phytosanitary]\ncommodities = [\"grane\"]\n\
         share = 2\nside = \"east\"\ntime_h = 24\n\
         [disruption.a]\nfrom = 2021-03-01\nuntil = 2021-04-01\ncrossing = \"dostyk\"\n\
         service = \"veterinary\"\ninspection_h = 240\n",
        &[
            "crossing.dostyk.precedence=\"first\"",
            "facility.alk_bulk.outdoor=\"no\"",
        ],
        expect![[r#"
            command line:1:28: crossing.dostyk.precedence: "first" is not a precedence; did you mean first_come?
            command line:2:27: facility.alk_bulk.outdoor: this is a text; give true or false
            small.toml:134:38: crossing.dostyk.to_china.inspection.phytosanitary: missing key servers
            small.toml:135:16: crossing.dostyk.to_china.inspection.phytosanitary.commodities[0]: "grane" is not a commodity; give one of the 14 that are there, or add it
            small.toml:136:9: crossing.dostyk.to_china.inspection.phytosanitary.share: 2 is not a share of trains; give 0 to 1
            small.toml:137:8: crossing.dostyk.to_china.inspection.phytosanitary.side: "east" is not a side; give one of sending, receiving
            small.toml:143:11: disruption.a.service: "veterinary" is not a service there; give one of sending, receiving
        "#]],
    );
}

#[test]
fn impossible_weather() {
    check_faults(
        "[weather.wind]\nname = \"Wind\"\ndays_per_month = [1, 2, 3]\nspell_h = 0\n\
         places = [\"ALC\"]\n\
         [weather.frost]\nname = \"Frost\"\n\
         days_per_month = [31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1]\nspell_h = 8\n\
         [weather.storm]\nname = \"Storm\"\n\
         days_per_month = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]\nspell_h = 8\n\
         sections = [\"DOS-AKG\"]\n\
         [weather.snow]\nname = \"Snow\"\n\
         days_per_month = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]\nspell_h = 8\n\
         places = [\"DOS\"]\nspeed_factor = 0.5\n",
        &[],
        expect![[r#"
            small.toml:136:18: weather.wind.days_per_month: there are 3 numbers; give 12, from January
            small.toml:137:11: weather.wind.spell_h: a spell would last no time; give a mean of 0.1 hours or more
            small.toml:138:11: weather.wind.places[0]: "ALC" is not a node; did you mean ALK?
            small.toml:139:10: weather.frost: nothing is struck; give places, sections or both
            small.toml:141:19: weather.frost.days_per_month[0]: 31 is not a number of days with such weather; give 0 to 29.45
            small.toml:141:53: weather.frost.days_per_month[11]: -1 is not a number of days with such weather; give 0 to 29.45
            small.toml:147:12: weather.storm.sections: nothing happens there; give closed = true, or speed_factor
            small.toml:153:16: weather.snow.speed_factor: no section is struck; give sections
        "#]],
    );
}
