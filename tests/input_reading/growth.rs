//! Demand after the last known year.

use crate::fixture::{SCENARIO, World};
use corridor::model::Scenario;
use expect_test::{Expect, expect};

/// The small corridor with its run carried on to the end of 2023, two years after its volumes end.
fn scenario(more: &str) -> Scenario {
    let world = World::new()
        .change(SCENARIO, "end = 2022-01-01", "end = 2024-01-01")
        .appended(more);
    match world.read(SCENARIO, &["demand.growth_rule = \"given\""]) {
        Ok(reading) => reading.scenario,
        Err(faults) => panic!("{faults}"),
    }
}

fn check_faults(more: &str, overrides: &[&str], wanted: Expect) {
    let faults = World::new().appended(more).read(SCENARIO, overrides);
    wanted.assert_eq(&faults.expect_err("it is at fault").to_string());
}

const ALL: &str = "[growth.group.all]\ntrend_percent = 10\nlow_percent = 5\nhigh_percent = 20\n";

/// Tonnes a day of the first stream in June of a year.
fn june(scenario: &Scenario, year: i16) -> f64 {
    let months = scenario.calendar.months();
    let month = months
        .iter()
        .position(|it| (it.year, it.month) == (year, 6));
    scenario.streams[0].tonnes_per_day[month.expect("the run has that month")]
}

#[test]
fn demand_grows_by_the_trend_of_its_group() {
    let scenario = scenario(ALL);
    let growth = scenario.growth.as_ref().expect("there is a rule");
    assert_eq!(growth.known_until, 2021);
    let known = june(&scenario, 2021);
    assert!((june(&scenario, 2022) / known - 1.1).abs() < 1e-9);
    assert!((june(&scenario, 2023) / known - 1.21).abs() < 1e-9);
}

#[test]
fn what_is_known_of_later_years_is_taken_away() {
    let world = || World::new().change("tables/volumes.csv", "steel,2021,100", "steel,2021,150");
    let tonnes = |overrides: &[&str]| -> f64 {
        let reading = world().read(SCENARIO, overrides).expect("it is sound");
        let scenario = reading.scenario;
        let months = scenario.calendar.months().iter();
        let rates = months.zip(&scenario.streams[1].tonnes_per_day);
        let in_2021 = rates.filter(|it| it.0.year == 2021);
        in_2021.map(|it| it.0.length().as_days() * it.1).sum()
    };
    assert!((tonnes(&[]) - 150_000.0).abs() < 1e-6);
    let known = ["demand.known_until = 2020", "demand.growth_rule = \"none\""];
    assert!((tonnes(&known) - 100_000.0).abs() < 1e-6);
}

/// Growth is taken from totals, in logarithms: 100 to 150 is one step, and says nothing of scatter.
#[test]
fn growth_is_taken_from_what_is_known() {
    let world = World::new().change("tables/volumes.csv", "steel,2021,100", "steel,2021,150");
    let overrides = [
        "demand.growth_rule = \"last\"",
        "growth.yearly_spread_percent = 8",
    ];
    let reading = world.read(SCENARIO, &overrides).expect("it is sound");
    let growth = reading.scenario.growth.expect("there is a rule");
    let group = &growth.groups[growth.of_stream[1].expect("it grows")];
    assert_eq!(group.key, "rail_from_china");
    assert!((group.trend - 0.5).abs() < 1e-9, "{group:?}");
    assert!((group.yearly_spread - 0.08).abs() < 1e-9, "{group:?}");
    assert!(
        group.low < group.trend && group.trend < group.high,
        "{group:?}"
    );
}

/// Steel grew by three tenths in one year; of 2021 only what was accepted is known. Demand goes on from
/// 2020, at the mean growth of both years.
#[test]
fn demand_that_was_held_back_is_there_again() {
    let world = World::new()
        .change(SCENARIO, "end = 2022-01-01", "end = 2025-01-01")
        .change(
            "tables/volumes.csv",
            "steel,2020,100,estimate,estimate\nsteel,2021,100",
            "steel,2019,100,estimate,estimate\nsteel,2020,130,estimate,estimate\nsteel,2021,110",
        );
    let overrides = [
        "demand.growth_rule = \"trend\"",
        "demand.held_back.from_china = [2021, 2022]",
        "growth.yearly_spread_percent = 8",
    ];
    let reading = world.read(SCENARIO, &overrides).expect("it is sound");
    let scenario = reading.scenario;
    let kt = |year: i16| {
        let months = scenario.calendar.months().iter();
        let rates = months.zip(&scenario.streams[1].tonnes_per_day);
        let own = rates.filter(|it| it.0.year == year);
        own.map(|it| it.0.length().as_days() * it.1).sum::<f64>() / 1_000.0
    };
    let rests = [2021, 2022].map(kt);
    assert!((rests[0] - 110.0).abs() < 1e-6, "{rests:?}");
    assert!((rests[1] - 130.0).abs() < 1e-6, "{rests:?}");
    let mean = 1.1_f64.sqrt();
    assert!(
        (kt(2023) / 130.0 - mean.powi(3)).abs() < 1e-9,
        "{}",
        kt(2023)
    );
    assert!((kt(2024) / kt(2023) - mean).abs() < 1e-9);
    let growth = scenario.growth.expect("there is a rule");
    let group = &growth.groups[growth.of_stream[1].expect("it grows")];
    assert_eq!((group.counted_from, group.years_grown(2023)), (2020, 3));
}

/// Two steps to China and two from China tell of one scatter: squares 0.02 and 0 of two degrees of
/// freedom, t(2; 0.95) = 2.92.
#[test]
fn both_directions_of_a_border_tell_how_growth_scatters() {
    let world = World::new().with(
        "tables/volumes.csv",
        "stream,year,kt,status,source\nore,2019,100,estimate,e\nore,2020,110.517092,estimate,e\n\
         ore,2021,149.182470,estimate,e\nsteel,2019,100,estimate,e\nsteel,2020,110,estimate,e\n\
         steel,2021,121,estimate,e\n",
    );
    let reading = world.read(SCENARIO, &["demand.growth_rule = \"trend\""]);
    let growth = reading
        .expect("it is sound")
        .scenario
        .growth
        .expect("there is a rule");
    for group in &growth.groups {
        let wanted = (0.02_f64 / 2.0).sqrt() * 2.919_986 / 1.644_854;
        assert!((group.yearly_spread - wanted).abs() < 1e-6, "{group:?}");
    }
}

/// Both streams of the border grow alike to the totals of the targets, given in any order.
#[test]
fn demand_grows_evenly_to_its_targets() {
    let world = World::new()
        .change(SCENARIO, "end = 2022-01-01", "end = 2027-01-01")
        .change(SCENARIO, ", { from = 2021-02-15, value = 2.0 }", "");
    let overrides = [
        "demand.growth_rule = \"target\"",
        "demand.target_mt = { 2025 = 1.5, 2023 = 0.8 }",
    ];
    let reading = world.read(SCENARIO, &overrides).expect("it is sound");
    let scenario = reading.scenario;
    let months = scenario.calendar.months();
    let mt = |stream: usize, year: i16| -> f64 {
        let rates = months.iter().zip(&scenario.streams[stream].tonnes_per_day);
        let own = rates.filter(|it| it.0.year == year);
        own.map(|it| it.0.length().as_days() * it.1).sum::<f64>() / 1e6
    };
    let known = mt(0, 2021) + mt(1, 2021);
    let wanted = [
        (2022, (known * 0.8).sqrt()),
        (2023, 0.8),
        (2024, (0.8_f64 * 1.5).sqrt()),
        (2025, 1.5),
        (2026, 1.5),
    ];
    for (year, wanted) in wanted {
        let total = mt(0, year) + mt(1, year);
        assert!((total - wanted).abs() < 1e-9, "{total} Mt in {year}");
        let share = mt(0, year) / total;
        assert!((share - mt(0, 2021) / known).abs() < 1e-9, "{year}");
    }
    let growth = scenario.growth.expect("there is a rule");
    assert_eq!(growth.of_stream, [None, None]);
    assert_eq!(growth.to_targets, [0, 1]);
}

#[test]
fn a_target_is_a_total_of_a_year_to_come() {
    check_faults(
        "",
        &["demand.growth_rule = \"target\""],
        expect![
            "command line:1:22: demand.growth_rule: there is nothing to grow to; add [demand.target_mt], a total by year"
        ],
    );
    check_faults(
        "[demand.target_mt]\n",
        &[],
        expect![
            "small.toml:134:1: demand.target_mt: the table is empty; give a year and its total, like 2030 = 100"
        ],
    );
    check_faults(
        "[demand.target_mt]\n2021 = 1\n2022 = 0\n2023 = -1\n2024 = 1e6\n2025 = \"many\"\n",
        &["demand.growth_rule = \"target\""],
        expect![[r#"
            small.toml:135:1: demand.target_mt.2021: volumes are known until 2021; give a later year, or take it out
            small.toml:136:8: demand.target_mt.2022: 0 is not a target; give more than zero
            small.toml:137:8: demand.target_mt.2023: -1 is not a target; give more than zero
            small.toml:138:8: demand.target_mt.2024: 1000000 is not a target, in Mt; give 0 to 2000
            small.toml:139:8: demand.target_mt.2025: this is a text; give a number"#]],
    );
    check_faults(
        "[demand.target_mt]\nlater = 1\n02030 = 1\n",
        &["demand.growth_rule = \"target\""],
        expect![[r#"
            small.toml:135:1: demand.target_mt.later: "later" is not a year; give one like 2030
            small.toml:136:1: demand.target_mt.02030: "02030" is not a year; give one like 2030"#]],
    );
    check_faults(
        "[demand.targets_mt]\n2030 = 1\n",
        &[],
        expect!["small.toml:134:9: demand.targets_mt: unknown key; did you mean target_mt?"],
    );
    check_faults(
        "[demand.target_mt]\n2030 = 1\n",
        &[
            "demand.growth_rule = \"target\"",
            "demand.known_until = 2019",
        ],
        expect![[r#"
            small.toml:128:1: demand: nothing goes by rail over the border to China in 2019, so that nothing can grow to a target; give another rule, or volumes of that year
            tables/streams.csv:2:1: row ore, stream: there is no volume for 2020, 2021; add a row to the table of volumes
            tables/streams.csv:3:1: row steel, stream: there is no volume for 2020, 2021; add a row to the table of volumes"#]],
    );
}

#[test]
fn a_rule_is_needed_and_its_bounds_are_in_order() {
    check_faults(
        "",
        &["demand.known_until = 2020"],
        expect![
            "command line:1:22: demand.known_until: nothing says how demand goes on; add growth_rule: none, last, trend, given or target"
        ],
    );
    check_faults(
        "",
        &["demand.growth_rule = \"trnd\""],
        expect![[
            r#"command line:1:22: demand.growth_rule: "trnd" is not a rule of growth; did you mean trend?"#
        ]],
    );
    check_faults(
        "",
        &["demand.growth_rule = \"given\""],
        expect!["small.toml:1:1: growth: there is nothing to grow by; add [growth.group.NAME]"],
    );
    check_faults(
        "[growth.group.all]\ntrend_percent = 10\nlow_percent = 15\nhigh_percent = 5\n",
        &[],
        expect![[r#"
            small.toml:136:15: growth.group.all.low_percent: this is above the trend; give the trend or less
            small.toml:137:16: growth.group.all.high_percent: this is below the trend; give the trend or more"#]],
    );
    check_faults(
        "[growth.group.ore]\ncommodities = [\"iron\"]\ntrend_percent = 1\nlow_percent = 0\nhigh_percent = 5\n",
        &[],
        expect![[
            r#"small.toml:135:16: growth.group.ore.commodities[0]: "iron" is not a commodity; did you mean iron_ore?"#
        ]],
    );
}
