//! What a sound scenario comes to.

use crate::fixture::{SCENARIO, World};
use corridor::input::Reading;
use corridor::model::{LegEnd, Scenario, Signalling};
use corridor::units::{StreamId, Time};
use expect_test::expect;
use jiff::civil::date;

fn small(overrides: &[&str]) -> Reading {
    World::new()
        .read(SCENARIO, overrides)
        .unwrap_or_else(|faults| panic!("{faults}"))
}

fn tonnes(scenario: &Scenario, stream: usize, year: i16) -> f64 {
    let months = scenario
        .calendar
        .months()
        .iter()
        .zip(&scenario.streams[stream].tonnes_per_day);
    let months = months.filter(|(month, _)| month.year == year);
    months
        .map(|(month, rate)| month.length().as_days() * rate)
        .sum()
}

#[test]
fn the_months_of_a_year_sum_to_its_volume() {
    let scenario = small(&["demand.factor.dostyk.to_china=1"]).scenario;
    assert!((tonnes(&scenario, 0, 2021) - 365_000.0).abs() < 1e-6);
    assert!((tonnes(&scenario, 1, 2021) - 100_000.0).abs() < 1e-6);
    // Three of the twelve months of 2020, at one profile weight for every day.
    assert!((tonnes(&scenario, 0, 2020) - 92_000.0).abs() < 1e-6);
    assert_eq!(tonnes(&scenario, 1, 2020), 0.0);
}

#[test]
fn a_factor_that_changes_within_a_month_counts_by_days() {
    let rates = &small(&[]).scenario.streams[0].tonnes_per_day;
    let (january, february, march) = (rates[3], rates[4], rates[5]);
    assert!((january - 1_000.0).abs() < 1e-9);
    assert!((february - 1_500.0).abs() < 1e-9);
    assert!((march - 2_000.0).abs() < 1e-9);
}

#[test]
fn changes_up_to_the_start_are_folded_into_the_first_value() {
    let scenario = small(&[]).scenario;
    let quota = &scenario.crossings[0].to_china.quota_trains_per_day;
    assert_eq!(quota.values().collect::<Vec<_>>(), [12.0, 7.5]);
    assert_eq!(quota.at(scenario.calendar.time_of(date(2020, 11, 15))), 7.5);
    assert_eq!(
        scenario.classes[0]
            .wagons_max
            .at(scenario.calendar.end_time()),
        57
    );
}

#[test]
fn a_second_track_opens_on_its_date() {
    let scenario = small(&[]).scenario;
    let section = |key| {
        let id = scenario
            .network
            .section_by_key(key)
            .expect("the section is there");
        scenario.network.section(id)
    };
    let july = scenario.calendar.time_of(date(2021, 7, 1));
    assert_eq!(section("DOS-AKG").double_from, Some(july));
    assert_eq!(
        (section("AKG-MOY").tracks, section("AKG-MOY").double_from),
        (2, None)
    );
    assert!(section("AKG-MOY").open);
    assert_eq!(section("DOS-AKG").loops.len(), 3);
}

#[test]
fn a_stream_goes_by_its_crossing() {
    let scenario = small(&[]).scenario;
    let routes = &scenario.routes;
    let mut ways = routes.of_stream(StreamId(0));
    let way = ways.next().expect("there is a way");
    assert!(ways.next().is_none() && !routes.has_choice(StreamId(0)));
    let legs = routes.legs_of(way);
    let ends: Vec<LegEnd> = legs.map(|leg| routes.leg(leg).end).collect();
    assert!(matches!(ends[..], [LegEnd::Cross(..), LegEnd::Deliver]));
    let trace = scenario.trace.expect("the scenario has one");
    assert_eq!(trace.sections.len(), 2);
    assert_eq!((trace.ends.since(trace.begins)).as_days(), 2.0);
    assert!(trace.begins > Time::ZERO);
}

#[test]
fn every_file_is_remembered() {
    let files = small(&[]).files;
    let paths: Vec<String> = files
        .iter()
        .map(|file| file.path.to_string_lossy().into_owned())
        .collect();
    expect![[r#"
        small.toml tables/nodes.csv tables/sections.csv tables/streams.csv tables/volumes.csv tables/profiles.csv tables/observed.csv"#]]
    .assert_eq(&paths.join(" "));
}

#[test]
fn what_extends_a_file_is_laid_over_it() {
    let world = World::new().with(
        "what-if/more.toml",
        "extends = \"../small.toml\"\ntitle = \"More\"\n\n[crossing.dostyk]\n\
         to_china.quota_trains_per_day = 28\nto_china.receiving = { servers = 9 }\n",
    );
    let overrides = [
        "seed=7",
        "operation.running_spread.low=0.9",
        "operation.loading_h=6",
    ];
    let reading = world.read("what-if/more.toml", &overrides);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    let scenario = &reading.scenario;
    assert_eq!(
        (scenario.name.as_str(), scenario.title.as_str()),
        ("more", "More")
    );
    assert_eq!(
        scenario.crossings[0]
            .to_china
            .quota_trains_per_day
            .at(Time::ZERO),
        28.0
    );
    assert_eq!(scenario.seed, 7);
    let resolved = reading.document.resolved();
    let changed: Vec<&str> = resolved
        .lines()
        .filter(|line| line.contains("more.toml") || line.contains("command line"))
        .collect();
    expect![[r#"
        title = "More"  # what-if/more.toml:2
        seed = 7  # command line:1
        loading_h = 6  # command line:3
        low = 0.9  # command line:2
        quota_trains_per_day = 28  # what-if/more.toml:5
        servers = 9  # what-if/more.toml:6"#]]
    .assert_eq(&changed.join("\n"));
}

#[test]
fn a_resolved_scenario_reads_as_the_same_scenario() {
    let reading = small(&[]);
    let resolved = reading.document.resolved();
    let again = World::new()
        .with(SCENARIO, resolved.clone())
        .read(SCENARIO, &[]);
    let again = again.unwrap_or_else(|faults| panic!("{faults}\n{resolved}"));
    assert_eq!(
        format!("{:?}", again.scenario),
        format!("{:?}", reading.scenario)
    );
    let head: Vec<&str> = resolved.lines().skip(6).take(24).collect();
    expect![[r#"

        [tables]
        nodes = "tables/nodes.csv"  # small.toml:9
        sections = "tables/sections.csv"  # small.toml:10
        streams = "tables/streams.csv"  # small.toml:11
        volumes = "tables/volumes.csv"  # small.toml:12
        profiles = "tables/profiles.csv"  # small.toml:13
        observed = "tables/observed.csv"  # small.toml:14

        [operation]
        headway_min = 10  # small.toml:17
        station_interval_min = 3  # small.toml:18
        start_stop_supplement_min = 3  # small.toml:19
        running_spread = { kind = "triangular", low = 0.9, mode = 0.98, high = 1.12, source = "estimate" }  # small.toml:20
        loop_tracks = 2  # small.toml:21
        entry_tracks = 8  # small.toml:22
        handover_notice_min = 20  # small.toml:23
        passenger_speed_factor = 1.2  # small.toml:24
        loading_h = 12  # small.toml:25
        unloading_h = 18  # small.toml:26
        through_wait_h = 36  # small.toml:27
        pool_trains = 1  # small.toml:28

        [operation.maintenance]"#]].assert_eq(&head.join("\n"));
}

#[test]
fn line_ends_and_byte_order_marks_of_other_systems_change_nothing() {
    let paths = [SCENARIO, "tables/nodes.csv", "tables/streams.csv"];
    let world = paths.into_iter().fold(World::new(), |world, path| {
        let text = format!("\u{feff}{}", world.text(path).replace('\n', "\r\n"));
        world.with(path, text)
    });
    let reading = world
        .read(SCENARIO, &[])
        .unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(
        format!("{:?}", reading.scenario),
        format!("{:?}", small(&[]).scenario)
    );
    let faults = world.change("tables/nodes.csv", "KZ,junction,46.9", "KZ,junction,146.9");
    let faults = faults
        .read(SCENARIO, &[])
        .map(|_| ())
        .expect_err("a latitude is at fault");
    expect![
        "tables/nodes.csv:5:25: row AKG, latitude_deg: 146.9 is not a latitude; give -90 to 90"
    ]
    .assert_eq(&faults.to_string());
}

#[test]
fn a_what_if_changes_single_sections() {
    let scenario = small(&[
        "section.DOS-AKG.freight_speed_kmh = [{ value = 60 }, { from = 2021-03-01, value = 50 }]",
        "section.DOS-AKG.loop_tracks = 3",
        "section.DOS-AKG.signalling = \"automatic\"",
        "section.DOS-AKG.passing_loops_km = [{ value = [20] }, { from = 2021-05-01, value = [10, 20] }]",
        "section.AKG-MOY.tracks = 1",
        "section.AKG-MOY.other_freight_pairs_per_day = 9",
        "section.URC-ALK = { tracks = 1, enabled = false }",
    ])
    .scenario;
    let section = |key| {
        let id = scenario.network.section_by_key(key);
        scenario.network.section(id.expect("the section is there"))
    };
    let day = |month| scenario.calendar.time_of(date(2021, month, 1));
    let changed = section("DOS-AKG");
    assert_eq!(changed.speed_at(day(2)).as_kmh().round(), 60.0);
    assert_eq!(changed.speed_at(day(3)).as_kmh().round(), 50.0);
    assert_eq!(changed.highest_speed(), changed.speed);
    assert_eq!(changed.working.loop_tracks, Some(3));
    assert_eq!(changed.working.signalling, Signalling::Automatic);
    let opens = [0, 1].map(|n| changed.working.opens(n));
    assert_eq!((changed.loops.len(), opens), (2, [day(5), Time::ZERO]));
    let single = section("AKG-MOY");
    assert_eq!((single.tracks, single.double_from), (1, None));
    assert_eq!(single.other.freight_pairs_per_day, 9.0);
    assert_eq!(section("URC-ALK").tracks, 2, "it is switched off");
}

#[test]
fn maintenance_windows_are_held_on_their_days() {
    let window = "{ sections = [\"DOS-AKG\"], begins_h = 22, lasts_min = 240, weekdays = [\"mon\"], \
                  from = 2021-03-01, until = 2021-03-15 }";
    let read = |overrides: &[&str]| small(overrides).scenario;
    let works = format!("maintenance.works = {window}");
    let scenario = read(&[&works]);
    let days = &scenario.windows[0].days;
    let held: Vec<String> = (0..days.len())
        .filter(|day| days[*day])
        .map(|day| {
            scenario
                .calendar
                .date_of(Time::from_ms(day as u64 * 86_400_000))
                .to_string()
        })
        .collect();
    assert_eq!(held, ["2021-03-01", "2021-03-08"]);
    assert!(
        read(&[&works, "maintenance.works.enabled = false"])
            .windows
            .is_empty()
    );
    assert!(
        read(&[&works, "maintenance.enabled = false"])
            .windows
            .is_empty()
    );
}
