//! Hindcasts: what a year is foretold from, what was made by the model is fitted back, and intervals of
//! forecasts hold what they promise.

#[path = "input_reading/fixture.rs"]
#[allow(dead_code)]
mod fixture;

use corridor::engine::Streams;
use corridor::input::{Faults, Reading};
use corridor::model::Scenario;
use corridor::sim::Plan;
use corridor::study::{
    self, Calibrated, CalibrationError, Conduct, Forecast, Hindcast, HindcastQuestion, Options,
    Question, Trials, forecast,
};
use fixture::{SCENARIO, World};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const PARAMETERS: &str = r#"
[calibration.to_china]
key = "demand.factor.dostyk.to_china"
low = 0.7
high = 1.3
start = 1.0
cells = ["to_2020", "to_2021"]

[calibration.from_china]
key = "demand.factor.dostyk.from_china"
low = 0.7
high = 1.3
start = 1.0
cells = ["from_2020", "from_2021"]
"#;

const OBSERVED: &str = "id,measure,place,direction,commodity,period,value,low,high,unit,status,definition,fitted,weight,source\n";

const DEFINITION: &str = "loaded trains";

/// A figure for each way of each year, and their sum.
type Figures = [[f64; 3]; 3];

const YEARS: [i16; 3] = [2020, 2021, 2022];
const WAYS: [&str; 3] = ["to_china", "from_china", "both"];

/// The small corridor over three years, with figures reported of it.
fn world(volumes_kt: [f64; 4], figures: &Figures) -> World {
    let mut volumes = "stream,year,kt,status,source\n".to_owned();
    for (year, kt) in (2019..).zip(volumes_kt) {
        for (stream, share) in [("ore", 1.0), ("steel", 0.5)] {
            volumes += &format!("{stream},{year},{},estimate,estimate\n", share * kt);
        }
    }
    let mut observed = OBSERVED.to_owned();
    for (year, row) in YEARS.iter().zip(figures) {
        for (way, value) in WAYS.iter().zip(row) {
            let key = way.split('_').next().unwrap_or(way);
            observed += &format!(
                "{key}_{year},border_tonnage,all,{way},all,{year},{value},{},{},Mt,reported,{DEFINITION},no,1,test\n",
                0.995 * value,
                1.005 * value
            );
        }
    }
    World::new()
        .change(SCENARIO, "days = 2", "days = 2\nenabled = false")
        // Regular enough that one year tells of a factor to a few per cent.
        .change(
            SCENARIO,
            "arrivals = { kind = \"exponential\", mean = 1 }",
            "arrivals = { kind = \"uniform\", low = 0.5, high = 1.5 }",
        )
        .change(
            "tables/sections.csv",
            "2,4,,2021-07-01,estimate",
            "2,4,,2019-01-01,estimate",
        )
        .change(SCENARIO, "start = 2020-10-01", "start = 2019-10-01")
        .change(
            SCENARIO,
            "report_from = 2021-01-01",
            "report_from = 2020-01-01",
        )
        .change(SCENARIO, "end = 2022-01-01", "end = 2023-01-01")
        .change(
            SCENARIO,
            "to_china = [{ value = 1.0 }, { from = 2021-02-15, value = 2.0 }]",
            "to_china = 1.0\nfrom_china = 1.0",
        )
        .appended(PARAMETERS)
        .with("tables/volumes.csv", volumes)
        .with("tables/observed.csv", observed)
}

const VOLUMES: [f64; 4] = [360.0, 400.0, 460.0, 500.0];
const NO_FIGURES: Figures = [[1.0; 3]; 3];

fn read(world: &World, changes: &[String]) -> Result<Reading, Faults> {
    let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
    world.read(SCENARIO, &changes)
}

/// What the corridor carried with these factors, by its own chance.
fn carried(factors: [f64; 2], seed: u64) -> Figures {
    let changes = ["to_china", "from_china"].into_iter().zip(factors);
    let changes = changes.map(|(way, factor)| format!("demand.factor.dostyk.{way} = {factor}"));
    let reading = read(&world(VOLUMES, &NO_FIGURES), &changes.collect::<Vec<_>>());
    let plan = Arc::new(Plan::new(reading.expect("it is sound").scenario));
    let stop = AtomicBool::new(false);
    let results = study::run(&plan, Options::new(1, seed, &stop)).expect("it runs");
    YEARS.map(|year| {
        WAYS.map(|way| {
            let figure = results.figure("border_tonnage", "all", way, "all", &year.to_string());
            figure.expect("it is measured").values[0]
        })
    })
}

fn with_trials<T>(world: &World, work: impl FnOnce(&Trials<'_>) -> T) -> T {
    let stop = AtomicBool::new(false);
    let variant = |changes: &[String]| read(world, changes).map(|it| it.scenario);
    work(&Trials {
        read: &variant,
        conduct: Conduct::new(7, &stop),
    })
}

fn scored(world: &World, known: &[i16]) -> Result<Hindcast, CalibrationError> {
    let question = HindcastQuestion {
        known: known.to_vec(),
        blocks: 2,
        replications: 2,
        growth_rule: "trend".to_owned(),
    };
    let scenario = read(world, &[]).expect("it is sound").scenario;
    let read = |changes: &[String]| read(world, changes);
    with_trials(world, |trials| {
        study::hindcast(&scenario, &question, &read, trials)
    })
}

fn calibrated(world: &World, replications: usize) -> Calibrated {
    let reading = read(world, &[]).expect("it is sound");
    let question = Question {
        years: vec![2020, 2021],
        parameters: Vec::new(),
        replications,
    };
    with_trials(world, |trials| {
        study::calibrate((&reading.scenario, &reading.document), &question, trials)
    })
    .expect("it is fitted")
}

#[test]
fn what_the_model_made_with_known_parameters_is_fitted_back() {
    let (mut covered, mut n) = (0, 0);
    for (seed, truth) in (20..).zip([
        [1.1, 0.9],
        [0.85, 1.2],
        [1.0, 1.05],
        [1.22, 0.8],
        [0.95, 1.0],
    ]) {
        let world = world(VOLUMES, &carried(truth, seed));
        let found = calibrated(&world, 8);
        for (fitted, truth) in found.fit.fitted.iter().zip(truth) {
            let (low, high) = fitted.interval;
            covered += usize::from((low..=high).contains(&truth));
            n += 1;
            assert!(
                (fitted.value - truth).abs() < 3.5 * fitted.error,
                "{truth} came back as {fitted:?}"
            );
            // The data tell something: bounds alone leave 0.17.
            assert!(fitted.error < 0.08, "{fitted:?}");
        }
    }
    assert!(covered >= n - 2, "{covered} of {n}");
}

#[test]
fn a_year_is_foretold_from_what_was_known_before_it() {
    let figures = carried([1.0, 1.0], 5);
    let mut other = figures;
    other[2] = other[2].map(|value| 3.0 * value);
    let later = [VOLUMES[0], VOLUMES[1], VOLUMES[2], 3.0 * VOLUMES[3]];
    let closed = "\n[disruption.later]\nfrom = 2022-02-01\nuntil = 2022-11-01\ncrossing = \"dostyk\"\nclosed = true\n";
    let one = scored(&world(VOLUMES, &figures), &[2021]).expect("it is scored");
    let changed = world(later, &other).appended(closed);
    let two = scored(&changed, &[2021]).expect("it is scored");
    assert_eq!(one.scores.len(), 3);
    for (one, two) in one.scores.iter().zip(&two.scores) {
        let ends = |it: Forecast| [it.value, it.interval.0, it.interval.1];
        // The range of what was reported is as wide in relation, to the last bits.
        for (one, two) in ends(one.forecast).into_iter().zip(ends(two.forecast)) {
            assert!((one / two - 1.0).abs() < 1e-9, "{one} and {two}");
        }
        assert_eq!(one.no_change, two.no_change);
        assert_eq!(one.last_growth, two.last_growth);
        assert!(one.error().abs() < 0.15, "{one:?}");
        assert!(two.error() < -0.5 && !two.is_covered(), "{two:?}");
    }
}

/// One set of runs serves every last year known: what comes later changes nothing before.
#[test]
fn the_fit_of_a_year_is_the_same_whatever_else_is_scored() {
    let world = world(VOLUMES, &carried([1.1, 0.9], 6));
    let both = scored(&world, &[2020, 2021]).expect("it is scored");
    let alone = scored(&world, &[2020]).expect("it is scored");
    assert_eq!(both.fits[0].1.fit.fitted, alone.fits[0].1.fit.fitted);
    let of_2020 = both.scores.iter().filter(|it| it.known == 2020);
    let of_2020: Vec<Forecast> = of_2020.map(|it| it.forecast).collect();
    let alone: Vec<Forecast> = alone.scores.iter().map(|it| it.forecast).collect();
    assert_eq!(of_2020, alone);
    assert_eq!(of_2020.len(), 6);
}

#[test]
fn figures_of_two_definitions_are_not_compared() {
    let figures = carried([1.0, 1.0], 5);
    let make = |key: &str| {
        let world = world(VOLUMES, &figures);
        let table = world.text("tables/observed.csv");
        let line = table
            .lines()
            .find(|line| line.starts_with(key))
            .expect("it is there");
        let other = line.replace(DEFINITION, "wagons by the Chinese railway");
        let table = table.replace(line, &other);
        world.with("tables/observed.csv", table)
    };
    let refused = scored(&make("to_2020,"), &[2021]).expect_err("they differ");
    assert_eq!(
        refused.to_string(),
        "to_2020 and from_2020 are counted by different definitions and are not compared; take one of \
         them out of the cells"
    );
    // Not among the cells: it is not scored either.
    let left_out = scored(&make("both_2022,"), &[2021]).expect("the others are alike");
    assert_eq!(left_out.scores.len(), 2);
}

#[test]
fn a_year_after_which_nothing_was_reported_cannot_be_scored() {
    let world = world(VOLUMES, &NO_FIGURES);
    let refused = scored(&world, &[2022]).expect_err("nothing is later");
    assert_eq!(
        refused.to_string(),
        "no figure of border_tonnage is of a year after 2022; give earlier years with --known"
    );
}

#[test]
fn every_year_that_can_be_scored_is() {
    let reading = read(&world(VOLUMES, &NO_FIGURES), &[]).expect("it is sound");
    let scenario: Scenario = reading.scenario;
    assert_eq!(study::known_years(&scenario), [2020, 2021]);
}

/// A stand-in for the simulator, so that 200 years take no time: what crosses is what is wanted, up to a
/// quota that bends it, with the chance of one replication. The interval is made by the code that
/// `corridor hindcast` makes it by.
struct StandIn {
    quota: f64,
}

const GROWTH: f64 = 0.10;
const PARAMETER: f64 = 0.04;
const CHANCE: f64 = 0.02;
const REPORTED: f64 = 0.015;

impl StandIn {
    fn crossed(&self, growth: f64, parameter: f64, chance: f64) -> f64 {
        let wanted = 20.0 * (0.05 + GROWTH * growth + PARAMETER * parameter).exp();
        let over = (wanted - self.quota) / 2.0;
        let taken = wanted - 2.0 * 0.6 * (1.0 + over.exp()).ln();
        taken * (CHANCE * chance).exp()
    }

    /// Of 200 synthetic years, how many lie in the interval of `blocks` blocks.
    fn covered(&self, blocks: u64) -> usize {
        let year = |n: u64| {
            let mut own = Streams::new(11, n).stream("a synthetic year", 0);
            let block = |_| {
                let (g, p) = (own.standard_normal(), own.standard_normal());
                [(g, p), (-g, -p), (-g, p), (g, -p)].map(|(g, p)| {
                    let chance = own.standard_normal();
                    self.crossed(g, p, chance)
                })
            };
            let blocks: Vec<[f64; 4]> = (0..blocks).map(block).collect();
            let mut truth = Streams::new(12, n).stream("reality", 0);
            let mut normal = || truth.standard_normal();
            let crossed = self.crossed(normal(), normal(), normal());
            let reported = crossed * (REPORTED * normal()).exp();
            let found = forecast(&blocks, REPORTED).expect("blocks are sound");
            (found.interval.0..=found.interval.1).contains(&reported)
        };
        (0..200).filter(|n| year(*n)).count()
    }
}

#[test]
fn intervals_of_forecasts_cover_nine_years_in_ten() {
    // Hardly ever bound by the quota, and mostly.
    for quota in [40.0, 20.0] {
        let model = StandIn { quota };
        for blocks in [5, 12] {
            let covered = model.covered(blocks);
            assert!(
                (170..=190).contains(&covered),
                "{covered} of 200 with {blocks} blocks and a quota of {quota}"
            );
        }
    }
}
