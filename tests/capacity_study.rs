//! What elements carry, found by loading them, against closed forms: a small corridor through the
//! real reader and simulator.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "input_reading/fixture.rs"]
mod fixture;

use corridor::input::{Disk, read_claims};
use corridor::model::Claim;
use corridor::report::{Experiment, Journal};
use corridor::stats::Carried;
use corridor::study::capacity::{Capacity, CapacityError, Ladder, Loading, Verdict, check_claims};
use corridor::study::{Conduct, ExperimentError};
use fixture::{SCENARIO, World};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

const STATION_INTERVAL_MIN: f64 = 3.0;
const SUPPLEMENT_MIN: f64 = 3.0;

static GO_ON: AtomicBool = AtomicBool::new(false);

fn loading() -> Loading<'static> {
    Loading {
        replications: 1,
        conduct: Conduct::new(1, &GO_ON),
    }
}

/// Nothing is random but when cargo appears, and nothing closes a line.
const PLAIN: [&str; 3] = [
    "operation.running_spread = 1",
    "operation.maintenance.enabled = false",
    "section.AKG-MOY.other_passenger_pairs_per_day = 0",
];

fn ladder(world: &World, name: &str, changes: &[&str]) -> Result<Ladder, CapacityError> {
    let read = |sets: &[String]| {
        let of_steps = sets.iter().map(String::as_str);
        let all: Vec<&str> = PLAIN
            .into_iter()
            .chain(changes.iter().copied())
            .chain(of_steps)
            .collect();
        world.read(SCENARIO, &all)
    };
    Ladder::new(&read, name, None)
}

fn capacity(world: &World, name: &str, changes: &[&str]) -> Capacity {
    let ladder = ladder(world, name, changes).unwrap_or_else(|error| panic!("{error}"));
    ladder
        .run(loading(), None)
        .unwrap_or_else(|error| panic!("{error}"))
}

/// The small corridor with five blocks of equal length between Aktogay and Moyynty.
fn five_blocks(spacing_km: f64, speed_kmh: f64) -> World {
    let km: Vec<String> = (1..5)
        .map(|n| (f64::from(n) * spacing_km).to_string())
        .collect();
    let row = "AKG-MOY,AKG,MOY,rail,1520,523,1,100,70,2,4,2019-01-01,2019-01-01";
    let length_km = 5.0 * spacing_km;
    let blocks = format!(
        "AKG-MOY,AKG,MOY,rail,1520,{length_km},1,{},{speed_kmh},0,0,,",
        km.join(" ")
    );
    World::new().change("tables/sections.csv", row, &blocks)
}

#[test]
fn a_single_track_carries_what_the_formula_says() {
    for spacing_km in [10.0, 16.0, 25.0, 40.0] {
        for speed_kmh in [45.0, 60.0, 80.0] {
            let found = capacity(&five_blocks(spacing_km, speed_kmh), "AKG-MOY", &[]);
            let takes = spacing_km / speed_kmh * 60.0 + SUPPLEMENT_MIN;
            let expected = 1_440.0 / (2.0 * takes + 2.0 * STATION_INTERVAL_MIN);
            let formula = found.formulas[0].value;
            assert!((formula - expected).abs() < 1e-9, "{formula}, {expected}");
            let most = found.capacity().mean;
            println!("{spacing_km} km, {speed_kmh} km/h: {most:.2} of {expected:.2}");
            assert!(
                (0.97..1.03).contains(&(most / expected)),
                "{spacing_km} km at {speed_kmh} km/h: {most} pairs a day, formula {expected}"
            );
            assert!(found.is_saturated());
            let knee = found
                .knee()
                .expect("a light load is carried")
                .offered()
                .mean;
            assert!(
                (0.7..=1.05).contains(&(knee / expected)),
                "knee {knee} of {expected}"
            );
        }
    }
}

#[test]
fn a_double_track_carries_one_train_a_headway() {
    let world = five_blocks(40.0, 60.0);
    // Other trains enter a double track with those of the corridor: there must be some, both ways.
    let volumes = world.text("tables/volumes.csv");
    let volumes = volumes
        .replace(",365,", ",3650,")
        .replace(",100,", ",3650,");
    let world = world.with("tables/volumes.csv", volumes);
    let changes = [
        "section.AKG-MOY.tracks = 2",
        "section.AKG-MOY.passing_loops_km = []",
        "crossing.dostyk.to_china.quota_trains_per_day = 12",
        "dispatching = { overtaking = true, siding_spacing_km = 20, least_gain_min = 5, \
         longest_delay_h = 1, priority_worth_h = 1000, fleet_trains = 1 }",
    ];
    let found = capacity(&world, "AKG-MOY", &changes);
    for step in &found.steps {
        println!("{:.1} {:.1}", step.offered().mean, step.carried().mean);
    }
    let most = found.capacity().mean;
    println!("double track: {most:.2} of {}", found.formulas[0].value);
    assert_eq!(found.formulas[0].value, 144.0);
    assert!((0.97..1.01).contains(&(most / 144.0)), "{most}");
}

#[test]
fn a_facility_carries_cranes_times_rate() {
    for groups in [1, 2] {
        let groups = format!("facility.alk_bulk.groups = {groups}");
        let changes = [&*groups, "facility.alk_bulk.rate_per_group_hour = 20"];
        let found = capacity(&World::new(), "alk_bulk", &changes);
        let (most, formula) = (found.capacity().mean, found.formulas[0].value);
        println!("{groups}: {most:.3} of {formula:.3} Mt a year");
        assert!(
            (0.96..1.04).contains(&(most / formula)),
            "{most}, {formula}"
        );
    }
}

#[test]
fn an_exchange_carries_its_quota() {
    let changes = ["crossing.dostyk.to_china.quota_trains_per_day = 1"];
    let found = capacity(&World::new(), "dostyk:to_china", &changes);
    let most = found.capacity().mean;
    println!("quota of 1: {most:.3}");
    assert_eq!(found.formulas[0].value, 1.0);
    assert!((0.96..1.04).contains(&most), "{most}");
}

#[test]
fn no_result_depends_on_threads() {
    let world = five_blocks(25.0, 60.0);
    let ladder = ladder(&world, "AKG-MOY", &[]).expect("a ladder");
    let on = |threads| {
        let loading = Loading {
            replications: 2,
            conduct: Conduct {
                threads: Some(threads),
                ..Conduct::new(7, &GO_ON)
            },
        };
        let found = ladder.run(loading, None).expect("a capacity");
        format!("{found:?}")
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_study_that_was_stopped_goes_on_from_its_journal_to_the_same_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("out.trials");
    let ladder = ladder(&five_blocks(25.0, 60.0), "AKG-MOY", &[]).expect("a ladder");
    let experiment = Experiment {
        version: "test".to_owned(),
        inputs_sha256: String::new(),
        seed: 1,
        measures: Carried::NAMES.map(str::to_owned).to_vec(),
    };
    // Runs on one thread until so many trials are finished; how many were in the journal before.
    let run = |n_wanted: usize| {
        let journal = Journal::open(&path, &experiment).expect("a journal of this experiment");
        let n_known = journal.n_known();
        let (stop, n_done) = (AtomicBool::new(n_wanted == 0), std::sync::Mutex::new(0));
        let progress = || {
            let mut n_done = n_done.lock().expect("nobody panics");
            *n_done += 1;
            stop.store(*n_done >= n_wanted, Ordering::Relaxed);
        };
        let conduct = Conduct {
            threads: Some(1),
            notebook: &journal,
            progress: &progress,
            ..Conduct::new(1, &stop)
        };
        let loading = Loading {
            replications: 2,
            conduct,
        };
        (ladder.run(loading, None), n_known)
    };
    let n_all = 2 * ladder.steps.len();
    let (stopped, n_known) = run(5);
    assert_eq!(n_known, 0);
    let Err(CapacityError::Trials(ExperimentError::Interrupted { done, wanted })) = stopped else {
        panic!("{stopped:?}");
    };
    assert_eq!((done, wanted), (5, n_all));
    let (whole, n_known) = run(n_all);
    assert_eq!(n_known, 5);
    let at_once = Loading {
        replications: 2,
        ..loading()
    };
    let expected = ladder.run(at_once, None).expect("a capacity");
    assert_eq!(
        format!("{:?}", whole.expect("a capacity")),
        format!("{expected:?}")
    );
}

#[test]
fn an_unknown_element_is_one_error_with_the_nearest_name() {
    let error = |name| match ladder(&World::new(), name, &[]) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{name} was found"),
    };
    assert_eq!(
        error("alk_bluk"),
        "\"alk_bluk\" is no element of the scenario; did you mean alk_bulk?"
    );
    assert_eq!(
        error("dostyk:to_chna"),
        "\"dostyk:to_chna\" is no element of the scenario; did you mean dostyk:to_china?"
    );
    assert_eq!(
        error("nowhere at all"),
        "\"nowhere at all\" is no element of the scenario; give two places as SAY-MOY, a crossing \
         and direction as dostyk:to_china, a facility or a base"
    );
}

const HEADER: &str = "id,element,claim,value,unit,from,sets,observed,observed_in,source\n";

#[test]
fn faults_of_the_claims_are_told_by_line() {
    let text = format!(
        "{HEADER}a,AKG-MOY,A line,0,pairs_per_day,2021,,,,news\n\
         b,AKG-MOY,A line,9,pairs_per_day,2021,tracks,,,news\n\
         b,AKG-MOY,A line,9,pairs_per_day,2021,,4,,\n"
    );
    let files = BTreeMap::from([(PathBuf::from("claims.csv"), text.into_bytes())]);
    let faults = read_claims(&files, Path::new("claims.csv")).expect_err("it has faults");
    let faults = faults.to_string();
    let lines: Vec<&str> = faults.lines().map(|line| &line[..13]).collect();
    assert_eq!(
        lines,
        [
            "claims.csv:2:",
            "claims.csv:3:",
            "claims.csv:4:",
            "claims.csv:4:",
            "claims.csv:4:"
        ],
        "{faults}"
    );
    let missing = read_claims(&files, Path::new("other.csv")).expect_err("it is not there");
    assert_eq!(
        missing.to_string(),
        "other.csv: cannot read other.csv: there is no such file"
    );
}

#[test]
fn a_claim_is_put_to_the_test_with_what_it_presupposes() {
    let text = format!(
        "{HEADER}met,AKG-MOY,met,19,pairs_per_day,2021,,,,news\n\
         bold,AKG-MOY,too bold,40,pairs_per_day,2021,,,,news\n\
         double,AKG-MOY,two tracks,40,pairs_per_day,2021,section.AKG-MOY.tracks=2,,,news\n\
         slots,AKG-MOY,slots,40,slots,2021,,,,news\n\
         nowhere,AKG-ELSEWHERE,a line,40,pairs_per_day,2021,,,,news\n"
    );
    let files = BTreeMap::from([(PathBuf::from("claims.csv"), text.into_bytes())]);
    let claims = read_claims(&files, Path::new("claims.csv")).expect("no faults");
    let world = five_blocks(25.0, 60.0);
    let read = |_: &Claim, sets: &[String]| {
        let sets = sets.iter().map(String::as_str);
        let all: Vec<&str> = PLAIN.into_iter().chain(sets).collect();
        world.read(SCENARIO, &all)
    };
    let checked = check_claims(&claims, &read, loading()).expect("they are checked");
    let verdicts: Vec<Verdict> = checked.iter().map(|it| it.verdict).collect();
    use Verdict::{DoesNotHold, HoldsWithRoom, NoEvidence};
    // The double track has too few trains of the corridor. The single one carries
    // (1440) / (2 × 28 + 2 × 3) = 23.2 pairs a day.
    assert_eq!(
        verdicts,
        [
            HoldsWithRoom,
            DoesNotHold,
            NoEvidence,
            NoEvidence,
            NoEvidence
        ]
    );
    let exact = check_claims(&claims[..1], &read, loading()).expect("they are checked");
    assert_eq!(exact[0].simulated, checked[0].simulated);
}

/// A claim that names a scenario is tested there; the file is seen from the table.
#[test]
fn a_claim_may_name_the_scenario_that_it_is_tested_on() {
    let header = HEADER.replace("sets,", "scenario,sets,");
    let text = format!(
        "{header}here,AKG-MOY,here,40,pairs_per_day,2021,,,,,news\n\
         there,AKG-MOY,there,40,pairs_per_day,2021,../what-if/more-loops.toml,,,,news\n"
    );
    let table = Path::new("scenarios/tables/claims.csv");
    let files = BTreeMap::from([(table.to_owned(), text.into_bytes())]);
    let claims = read_claims(&files, table).expect("no faults");
    let named: Vec<Option<&str>> = claims.iter().map(|it| it.scenario.as_deref()).collect();
    assert_eq!(named, [None, Some("scenarios/what-if/more-loops.toml")]);
    let world = five_blocks(25.0, 60.0);
    let loops = "section.AKG-MOY.passing_loops_km=[13, 25, 38, 50, 63, 75, 88, 100, 113]";
    let read = |claim: &Claim, sets: &[String]| {
        let own = claim.scenario.as_ref().map(|_| loops);
        let sets = sets.iter().map(String::as_str);
        let all: Vec<&str> = PLAIN.into_iter().chain(own).chain(sets).collect();
        world.read(SCENARIO, &all)
    };
    let checked = check_claims(&claims, &read, loading()).expect("they are checked");
    let simulated = |n: usize| checked[n].simulated.expect("it is simulated").mean;
    assert!(
        simulated(1) > 1.4 * simulated(0),
        "{} and {}",
        simulated(0),
        simulated(1)
    );
}

#[test]
fn the_shipped_table_has_claims_about_elements_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let claims = read_claims(&Disk, &root.join("tables/claims.csv"));
    let claims = claims.unwrap_or_else(|faults| panic!("{faults}"));
    let mut testable = 0;
    for claim in &claims {
        let read = |sets: &[String]| {
            let all: Vec<String> = claim.sets.iter().chain(sets).cloned().collect();
            let own = claim.scenario.as_ref().map(PathBuf::from);
            let path = own.unwrap_or_else(|| root.join("baseline-2022.toml"));
            corridor::input::read(&path, &all)
        };
        let scenario = read(&[])
            .unwrap_or_else(|faults| panic!("{}: {faults}", claim.key))
            .scenario;
        let found = corridor::study::capacity::Element::find(&scenario, &claim.element);
        let found = found.unwrap_or_else(|error| panic!("{}: {error}", claim.key));
        testable += usize::from(found.unit.key() == claim.unit);
    }
    assert!(testable >= 8, "{testable} of {} claims", claims.len());
}
