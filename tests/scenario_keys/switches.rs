//! Each switch of the reference switches its part off in what a reading returns.

use crate::document::everything;
use corridor::input::{self, reference};
use corridor::model::{
    Crossing, DriverRules, Handover, Hours, Precedence, Scenario, Section, StallLimit, WhenFull,
};
use corridor::units::{Duration, Time};
use std::path::Path;

/// A switch of the reference, where one of it stands, and how to see that its part is off.
type Switch = (&'static str, &'static str, IsOff);

type IsOff = fn(&Scenario) -> bool;

/// What the scenario that gives every key leaves off.
const ON: [&str; 2] = ["fleets.limited = true", "trace.enabled = true"];

/// Switches of one thing among several.
const OF_ONE: [Switch; 17] = [
    ("base.NAME.when_full", "base.bulk.when_full", |it| {
        it.ports
            .bases
            .iter()
            .all(|one| one.when_full == WhenFull::Wait)
    }),
    (
        "crossing.NAME.DIRECTION.SIDE.hours",
        "crossing.dostyk.to_china.sending.hours",
        |it| dostyk(it).sending.hours == Hours::default(),
    ),
    (
        "crossing.NAME.DIRECTION.embargo.enabled",
        "crossing.dostyk.to_china.embargo.enabled",
        |it| dostyk(it).holding.embargo.is_none(),
    ),
    (
        "crossing.NAME.DIRECTION.inspection.NAME.enabled",
        "crossing.dostyk.to_china.inspection.phytosanitary.enabled",
        |it| dostyk(it).inspections.is_empty(),
    ),
    (
        "crossing.NAME.DIRECTION.inspection.NAME.hours",
        "crossing.dostyk.to_china.inspection.phytosanitary.hours",
        |it| dostyk(it).inspections[0].pool.hours == Hours::default(),
    ),
    (
        "crossing.NAME.DIRECTION.inspection.enabled",
        "crossing.dostyk.to_china.inspection.enabled",
        |it| dostyk(it).inspections.is_empty(),
    ),
    (
        "crossing.NAME.precedence",
        "crossing.dostyk.precedence",
        |it| crossing(it, "dostyk").precedence == Precedence::FirstCome,
    ),
    ("disruption.NAME.enabled", "disruption.line.enabled", |it| {
        it.disruptions.list.iter().all(|one| one.key != "line")
    }),
    ("facility.NAME.hours", "facility.alk_bulk.hours", |it| {
        let mut all = it.facilities.iter();
        all.any(|one| one.key == "alk_bulk" && one.hours == Hours::default())
    }),
    (
        "maintenance.NAME.enabled",
        "maintenance.everything.enabled",
        |it| it.windows.iter().all(|one| one.key != "everything"),
    ),
    (
        "road_border.NAME.DIRECTION.hours",
        "road_border.bakhty.to_china.hours",
        |it| {
            let road = it.road.as_ref().expect("there are roads");
            let mut all = road.borders.iter();
            all.any(|one| one.key == "bakhty" && one.to_china.hours == Hours::default())
        },
    ),
    (
        "routing_rule.NAME.enabled",
        "routing_rule.central_asia_by_altynkol.enabled",
        no_rule_of_april_2023,
    ),
    ("section.NAME.enabled", "section.BES-AKG.enabled", |it| {
        section(it, "BES-AKG").working.loop_tracks.is_none()
    }),
    (
        "weather.NAME.enabled",
        "weather.dostyk_frost.enabled",
        |it| it.weather.iter().all(|one| one.key != "dostyk_frost"),
    ),
    ("routes.also_by_road", "routes.also_by_road", |it| {
        it.streams.iter().all(|stream| !stream.also_by_road)
    }),
    ("trace.enabled", "trace.enabled", |it| it.trace.is_none()),
    ("fleets.limited", "fleets.limited", |it| !it.fleets.limited),
];

/// Switches of a whole part.
const OF_ALL: [(&str, IsOff); 25] = [
    ("arrival.enabled", |it| it.ports.arrivals.is_empty()),
    ("base.enabled", |it| it.ports.bases.is_empty()),
    ("calibration.enabled", |it| it.parameters.is_empty()),
    ("cost.enabled", |it| it.footprint.tariffs.is_none()),
    ("crew.enabled", |it| it.crews.is_none()),
    ("dispatching.overtaking", |it| !it.dispatching.overtaking),
    ("dispatching.precedence", |it| {
        let mut crossings = it.crossings.iter();
        it.dispatching.first_come
            && it.dispatching.priority_worth == Duration::ZERO
            && crossings.all(|one| one.precedence == Precedence::FirstCome)
    }),
    ("hours.enabled", |it| {
        let mut hours = handovers(it).flat_map(|one| {
            let pools = [&one.sending, &one.receiving];
            let inspections = one.inspections.iter().map(|it| &it.pool);
            pools.into_iter().chain(inspections).map(|pool| &pool.hours)
        });
        let road = it.road.as_ref().expect("there are roads");
        hours.all(|hours| *hours == Hours::default())
            && it
                .facilities
                .iter()
                .all(|one| one.hours == Hours::default())
            && (road.borders.iter()).all(|one| one.to_china.hours == Hours::default())
    }),
    ("disruption.enabled", |it| it.disruptions.list.is_empty()),
    ("embargo.enabled", |it| {
        handovers(it).all(|one| one.holding.embargo.is_none())
    }),
    ("emission.enabled", |it| it.footprint.emissions.is_none()),
    ("locomotives.limited", |it| it.locomotives.is_none()),
    ("maintenance.enabled", |it| it.windows.is_empty()),
    ("operation.maintenance.enabled", |it| {
        !it.operation.maintenance.enabled
    }),
    ("port_closure.enabled", |it| it.ports.closures.is_empty()),
    ("quota.enabled", |it| {
        let road = it.road.as_ref().expect("there are roads");
        let mut borders = road.borders.iter();
        // A disruption gives one again for a while.
        let at_first = |one: &Handover| one.quota_trains_per_day.at(Time::ZERO);
        handovers(it).all(|one| at_first(one) == Crossing::NO_QUOTA)
            && borders.all(|one| one.from_china.quota_trucks_per_day.is_none())
    }),
    ("road.enabled", |it| {
        it.road.as_ref().is_some_and(|road| !road.enabled)
    }),
    ("routes.alternatives", |it| {
        let mut routes = it.routes.routes().iter();
        it.route_choice.alternatives == 1 && routes.all(|one| !it.routes.has_choice(one.stream))
    }),
    ("routing_rule.enabled", no_rule_of_april_2023),
    ("set_aside.enabled", |it| {
        it.set_aside.is_none()
            && handovers(it).all(|one| one.holding.set_aside_above_wagons.is_none())
    }),
    ("ships.enabled", |it| it.ports.sailings.is_empty()),
    ("stall.enabled", |it| it.stall_limit == StallLimit::NEVER),
    ("truck.driver.enabled", |it| {
        let road = it.road.as_ref().expect("there are roads");
        road.truck.rules == DriverRules::NONE
    }),
    ("weather.enabled", |it| it.weather.is_empty()),
    ("yard.enabled", |it| it.ports.yards.is_empty()),
];

fn crossing<'a>(scenario: &'a Scenario, key: &str) -> &'a Crossing {
    let mut all = scenario.crossings.iter();
    all.find(|one| one.key == key)
        .expect("it is in the corridor")
}

fn dostyk(scenario: &Scenario) -> &Handover {
    &crossing(scenario, "dostyk").to_china
}

fn handovers(scenario: &Scenario) -> impl Iterator<Item = &Handover> {
    let all = scenario.crossings.iter();
    all.flat_map(|one| [&one.to_china, &one.from_china])
}

fn section<'a>(scenario: &'a Scenario, key: &str) -> &'a Section {
    let id = scenario.network.section_by_key(key);
    scenario.network.section(id.expect("it is in the corridor"))
}

/// The only rule that is not switched off changes the ways of some streams on its first day.
fn no_rule_of_april_2023(scenario: &Scenario) -> bool {
    let from = scenario
        .calendar
        .time_of("2023-04-01".parse().expect("it is a date"));
    let mut routes = scenario.routes.routes().iter();
    routes.all(|route| {
        let mut options = scenario.routes.options(route.stream).iter();
        options.all(|one| one.from != from)
    })
}

fn read_with(sets: &[String]) -> Scenario {
    let path = Path::new("tests/scenario_keys/everything.toml");
    let mut all = ON.map(str::to_owned).to_vec();
    all.extend_from_slice(sets);
    let reading = input::read(path, &all);
    reading
        .unwrap_or_else(|faults| panic!("{sets:?}: {faults}"))
        .scenario
}

#[test]
fn each_switch_of_the_reference_switches_its_part_off() {
    let switches = OF_ALL.iter().map(|(key, is_off)| (*key, *key, *is_off));
    let switches: Vec<Switch> = switches.chain(OF_ONE).collect();
    let on = read_with(&[]);
    let mut faults = Vec::new();
    for key in reference() {
        let found = switches.iter().find(|(own, ..)| *own == key.key);
        let (Some(off), Some((_, path, is_off))) = (&key.off, found) else {
            if key.off.is_some() {
                faults.push(format!("{}: say here how it is seen to be off", key.key));
            } else if found.is_some() {
                faults.push(format!(
                    "{}: say in the reference what switches it off",
                    key.key
                ));
            }
            continue;
        };
        if is_off(&on) {
            faults.push(format!("{}: it is off before it is switched off", key.key));
        }
        if !is_off(&read_with(&[format!("{path} = {off}")])) {
            faults.push(format!("{path} = {off} does not switch it off"));
        }
    }
    assert!(faults.is_empty(), "- {}", faults.join("\n- "));
}

/// A key that is called like a switch is marked as one.
#[test]
fn what_is_called_a_switch_is_one() {
    for key in reference() {
        let last = key.key.rsplit('.').next().unwrap_or_default();
        let is_called = ["enabled", "limited"].contains(&last);
        assert!(
            !is_called || key.off.as_deref() == Some("false"),
            "{}",
            key.key
        );
    }
}

/// Every element of the railway, the border, the sea and the roads has a switch of its own.
#[test]
fn every_element_has_a_switch() {
    const ELEMENTS: [&str; 25] = [
        "arrival",
        "base",
        "cost",
        "crew",
        "crossing",
        "dispatching",
        "disruption",
        "embargo",
        "emission",
        "fleets",
        "hours",
        "locomotives",
        "maintenance",
        "operation",
        "port_closure",
        "quota",
        "road",
        "routes",
        "routing_rule",
        "set_aside",
        "ships",
        "stall",
        "truck",
        "weather",
        "yard",
    ];
    let asked = &everything().asked;
    for element in ELEMENTS {
        let mut keys = reference().into_iter();
        let switch = keys.find(|key| key.part == element && key.off.is_some());
        let switch = switch.unwrap_or_else(|| panic!("{element} has no switch"));
        assert!(asked.contains_key(&switch.key), "{} is read", switch.key);
    }
}
