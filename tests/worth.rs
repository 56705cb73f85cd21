//! What one more unit is worth: a gate whose quota binds tells it to the train, and nothing else
//! counts; the same through the program, stopped and gone on with.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "services/fixture.rs"]
mod fixture;

use assert_cmd::Command;
use corridor::input::{self, Reading};
use corridor::report::{Experiment, Journal};
use corridor::study::worth::{
    self, End, Judged, Means, Question, Rated, Units, Worth, WorthError, kept_values,
};
use corridor::study::{Conduct, Difference, Evidence, NoNotebook, Notebook};
use fixture::Gate;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Tonnes of a train of the gate, in millions.
const TRAIN_MT: f64 = 0.003;

static GO_ON: AtomicBool = AtomicBool::new(false);

/// Far more ore than one train a day, which is all that the railways agree to exchange.
fn gate() -> Gate {
    Gate::new([0.0, 5.0, 0.5])
        .set("crossing.gate.to_china.quota_trains_per_day = 1")
        .with(
            "[unit_cost]\ntrain_path_musd = 2\nbulk_gang_musd = 2\nworking_track_musd = 2\n\
             receiving_track_musd = 2\nserver_musd = 2\n",
        )
}

fn question() -> Question {
    Question {
        patterns: Vec::new(),
        ranked_by: Judged::by_name("border_tonnage").expect("it is a measure"),
        replications: 2,
        precision: None,
        loops: 0,
        budget_musd: None,
    }
}

/// Returns what units are worth, and how many trials were run for it or known.
fn found(
    gate: &Gate,
    question: &Question,
    (threads, notebook): (usize, &dyn Notebook),
) -> (Result<Worth, WorthError>, usize) {
    let read = |sets: &[String]| gate.reading(sets);
    let n_begun = std::cell::Cell::new(0);
    let means = Means {
        read: &read,
        conduct: Conduct {
            threads: Some(threads),
            notebook,
            ..Conduct::new(1, &GO_ON)
        },
        begin: &|n| n_begun.set(n_begun.get() + n),
    };
    let reading = gate
        .reading(&[])
        .unwrap_or_else(|faults| panic!("{faults}"));
    let found = worth::worth(&reading, question, means);
    (found, n_begun.get())
}

fn worth_of(question: &Question) -> Worth {
    let (found, _) = found(&gate(), question, (2, &NoNotebook));
    found.unwrap_or_else(|error| panic!("{error}"))
}

fn first(differences: &[Option<Difference>]) -> Difference {
    differences[0].expect("tonnage was measured")
}

fn rated<'a>(worth: &'a Worth, id: &str) -> &'a Rated {
    let mut all = worth.ranked.iter();
    all.find(|it| it.unit.id == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn a_path_of_a_quota_that_binds_is_worth_its_trains_and_nothing_else_is_worth_anything() {
    let worth = worth_of(&question());
    let best = &worth.ranked[0];
    assert_eq!(best.unit.id, "train_path:gate:to_china");
    let change = &best.unit.change;
    assert_eq!(change.key, "crossing.gate.to_china.quota_trains_per_day");
    assert_eq!(
        (change.from.as_deref(), change.to.as_deref()),
        (Some("1"), Some("2"))
    );
    let gain = first(&best.differences);
    // One train a day of 2021, give or take the train of its first and last day.
    let trains = gain.paired.mean / TRAIN_MT;
    assert!((trains - 365.0).abs() <= 1.0, "{trains} trains");
    assert_eq!(gain.evidence, Evidence::Better);
    // It showed in two pairs, and is told of two others.
    assert_eq!((best.replications, gain.paired.replications), ((3, 4), 2));
    for id in [
        "bulk_gang:east_yard",
        "working_track:east_yard",
        "receiving_track:gate:to_china",
        "server:gate:to_china:receiving",
        "train_path:gate:from_china",
    ] {
        let it = first(&rated(&worth, id).differences);
        assert_eq!((it.paired.mean, it.evidence), (0.0, Evidence::Same), "{id}");
    }
    let mut untried = worth.untried.iter().map(|it| it.name.as_str());
    assert!(untried.any(|name| name == "Wagons of all fleets"));
}

#[test]
fn units_are_in_the_order_of_their_worth() {
    // Both quotas bind, and a path from China is of trains as heavy, but only half as many come.
    let gate = Gate::new([0.0, 5.0, 0.9])
        .set("crossing.gate.to_china.quota_trains_per_day = 1")
        .set("crossing.gate.from_china.quota_trains_per_day = 0.5");
    let (worth, _) = found(&gate, &question(), (2, &NoNotebook));
    let worth = worth.unwrap_or_else(|error| panic!("{error}"));
    let order: Vec<&str> = worth.ranked.iter().map(|it| it.unit.id.as_str()).collect();
    assert_eq!(
        order[..2],
        ["train_path:gate:to_china", "train_path:gate:from_china"]
    );
    let gains = worth
        .ranked
        .iter()
        .map(|it| first(&it.differences).paired.mean);
    assert!(gains.is_sorted_by(|one, other| one >= other));
    let less = Question {
        ranked_by: Judged::by_name("held_wagons").expect("it is a measure"),
        ..question()
    };
    let (worth, _) = found_or_panic(&gate, &less);
    assert_eq!(worth.ranked[0].unit.id, "train_path:gate:to_china");
    assert!(
        first(&worth.ranked[0].differences).paired.mean < 0.0,
        "fewer are held"
    );
}

fn found_or_panic(gate: &Gate, question: &Question) -> (Worth, usize) {
    let (worth, n) = found(gate, question, (2, &NoNotebook));
    (worth.unwrap_or_else(|error| panic!("{error}")), n)
}

#[test]
fn a_staircase_buys_what_binds_and_keeps_to_its_budget() {
    let within = |budget| {
        let question = Question {
            budget_musd: Some(budget),
            ..question()
        };
        worth_of(&question).staircase.expect("a budget was given")
    };
    let short = within(5.0);
    let ids: Vec<&str> = short.steps.iter().map(|it| it.unit.id.as_str()).collect();
    assert_eq!(ids, ["train_path:gate:to_china"; 2]);
    assert_eq!(short.end, End::Budget);
    assert_eq!(short.steps[1].spent_musd, 4.0);
    assert_eq!(short.steps[1].unit.change.to.as_deref(), Some("3"));
    let trains = first(&short.steps[1].total).paired.mean / TRAIN_MT;
    assert!((trains - 730.0).abs() <= 2.0, "{trains} trains");
    assert_eq!(short.judged_on, (3, 4));
    // Five trains a day come: after as many paths and a few for bad days no more is worth anything.
    let long = within(60.0);
    assert_eq!(long.end, End::Evidence);
    assert!(
        (4..8).contains(&long.steps.len()),
        "{} steps",
        long.steps.len()
    );
    assert!(
        long.steps
            .iter()
            .all(|it| it.unit.id == "train_path:gate:to_china")
    );
    assert_eq!(within(1.0).end, End::Budget);
}

#[test]
fn without_costs_there_is_a_ranking_and_no_staircase() {
    let gate = Gate::new([0.0, 5.0, 0.5]).set("crossing.gate.to_china.quota_trains_per_day = 1");
    let question = Question {
        budget_musd: Some(10.0),
        ..question()
    };
    let (worth, _) = found_or_panic(&gate, &question);
    assert_eq!(worth.ranked[0].unit.cost_musd, None);
    let staircase = worth.staircase.expect("a budget was given");
    assert_eq!((staircase.steps.len(), staircase.end), (0, End::NoCosts));
}

#[test]
fn no_result_depends_on_threads() {
    let on = |threads| {
        let question = Question {
            patterns: vec!["train_path".to_owned()],
            budget_musd: Some(4.0),
            ..question()
        };
        let (worth, _) = found(&gate(), &question, (threads, &NoNotebook));
        format!("{:?}", worth.unwrap_or_else(|error| panic!("{error}")))
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_precision_adds_pairs() {
    let question = Question {
        patterns: vec!["train_path:gate:to_china".to_owned()],
        ranked_by: Judged::by_name("border_dwell").expect("it is a measure"),
        precision: Some(0.02),
        ..question()
    };
    let (worth, _) = found_or_panic(&gate(), &question);
    assert!(worth.replications > 2, "{}", worth.replications);
    assert_eq!(worth_of(&question_without(&question)).replications, 2);
}

fn question_without(precision: &Question) -> Question {
    Question {
        precision: None,
        ..precision.clone()
    }
}

/// Counts what is asked of a journal and not there.
struct Counting<'a>(&'a Journal, AtomicUsize);

impl Notebook for Counting<'_> {
    fn known(&self, id: &str) -> Option<Vec<f64>> {
        self.0.known(id)
    }

    fn keep(&self, id: &str, values: &[f64]) -> std::io::Result<()> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.keep(id, values)
    }
}

#[test]
fn a_journal_cut_anywhere_is_gone_on_with_to_the_same_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("out.trials");
    let gate = gate();
    let question = Question {
        patterns: vec!["train_path".to_owned(), "bulk_gang".to_owned()],
        budget_musd: Some(4.0),
        ..question()
    };
    let reading = gate
        .reading(&[])
        .unwrap_or_else(|faults| panic!("{faults}"));
    let experiment = Experiment {
        version: "test".to_owned(),
        inputs_sha256: String::new(),
        seed: 1,
        measures: kept_values(&reading.scenario, &question),
    };
    let conducted = || {
        let journal = Journal::open(&path, &experiment).expect("a journal of this experiment");
        let counting = Counting(&journal, AtomicUsize::new(0));
        let (worth, _) = found(&gate, &question, (2, &counting));
        let worth = worth.unwrap_or_else(|error| panic!("{error}"));
        (format!("{worth:?}"), counting.1.into_inner())
    };
    let (whole, n_all) = conducted();
    let bytes = fs::read(&path).expect("a journal");
    assert_eq!(
        bytes.iter().filter(|byte| **byte == b'\n').count(),
        1 + n_all
    );
    for cut in [bytes.len() / 3, bytes.len() / 2, bytes.len() - 5] {
        fs::write(&path, &bytes[..cut]).expect("room");
        let n_kept = bytes[..cut].iter().filter(|byte| **byte == b'\n').count() - 1;
        let (again, n_run) = conducted();
        assert_eq!(n_run, n_all - n_kept, "cut at byte {cut}");
        assert!(again == whole, "cut at byte {cut}");
    }
    assert_eq!(conducted().1, 0);
}

fn shipped(name: &str) -> Reading {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    input::read(&root.join(name), &[]).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn every_unit_of_the_shipped_scenarios_changes_one_key() {
    for name in ["baseline-2022.toml", "corridor.toml"] {
        let base = shipped(name);
        let occupied = ["SAY-BLK", "ZHT-ALT"].map(str::to_owned);
        let units = Units::of(&base, &occupied).list;
        for id in [
            "train_path:dostyk:to_china",
            "receiving_track:khorgos:from_china",
            "sending_track:dostyk:to_china",
            "server:khorgos:to_china:phytosanitary",
            "server:dostyk:from_china:sending",
            "container_crane:dtt",
            "bulk_gang:alk_bulk",
            "working_track:khorgos_gateway",
            "locomotive:aktogay_moyynty",
            "passing_loop:SAY-BLK",
            "passing_loop:ZHT-ALT",
        ] {
            assert!(
                units.iter().any(|it| it.id == id),
                "{name}: {id} is missing"
            );
        }
        assert!(
            units.iter().all(|it| it.cost_musd.is_some()),
            "{name}: without cost"
        );
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
        for unit in &units {
            let line = unit.change.line().expect("it gives a value");
            let more = input::read(&root.join(name), &[line]);
            let more = more.unwrap_or_else(|faults| panic!("{}: {faults}", unit.id));
            let changes = base.document.differences(&more.document);
            let keys: Vec<&str> = changes.iter().map(|it| it.key.as_str()).collect();
            // A loop of the table of sections is a key that no file has given before.
            let expected = unit.change.key.as_str();
            assert!(
                keys.len() == 1 && (keys[0] == expected || expected.starts_with(keys[0])),
                "{}: {keys:?}",
                unit.id
            );
            let parts = |reading: &Reading| format!("{:?}", reading.scenario);
            assert!(parts(&base) != parts(&more), "{} changes nothing", unit.id);
        }
    }
}

#[test]
fn a_unit_opens_on_the_first_reported_day_and_stays() {
    let units = Units::of(&shipped("baseline-2022.toml"), &["SAY-BLK".to_owned()]).list;
    let to = |id: &str| {
        let unit = units.iter().find(|it| it.id == id);
        unit.and_then(|it| it.change.to.clone())
            .unwrap_or_else(|| panic!("no {id}"))
    };
    assert_eq!(
        to("train_path:khorgos:to_china"),
        "[{ value = 8 }, { from = 2020-11-15, value = 4.6 }, { from = 2021-01-01, value = 5.6 }, \
         { from = 2022-04-01, value = 5.8 }, { from = 2023-01-01, value = 9 }]"
    );
    assert_eq!(
        to("container_crane:khorgos_gateway"),
        "[{ value = 1 }, { from = 2021-01-01, value = 2 }]"
    );
    assert_eq!(to("receiving_track:khorgos:to_china"), "15");
    assert_eq!(
        to("passing_loop:SAY-BLK"),
        "[{ value = [28.0, 77.0, 124.0, 150.0, 183.0, 202.0] }, \
         { from = 2021-01-01, value = [28.0, 52.5, 77.0, 124.0, 150.0, 183.0, 202.0] }]"
    );
}

/// Two months of the baseline, the second reported, in a folder that extends it.
fn short_scenario(folder: &Path, more: &str) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/baseline-2022.toml");
    let text = format!(
        "extends = {base:?}\nstart = 2021-12-01\nreport_from = 2022-01-01\nend = 2022-02-01\n\
         trace.enabled = false\n{more}"
    );
    fs::write(folder.join("short.toml"), text).expect("the folder is writable");
}

fn corridor(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::cargo_bin("corridor").expect("it is built");
    command
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .args(arguments);
    let done = command.output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

#[test]
fn the_program_writes_a_whole_folder_whose_what_ifs_can_be_run() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // So few trains that one more shows even in a month.
    short_scenario(
        folder.path(),
        "crossing.khorgos.to_china.quota_trains_per_day = 1\n",
    );
    let worth = [
        "worth",
        "short.toml",
        "--replications",
        "3",
        "--out",
        "found",
    ];
    let elements = [
        "--elements",
        "train_path:khorgos:to,bulk_gang:hrg",
        "--budget-musd",
        "2",
    ];
    let (code, table, said) = corridor(folder.path(), &[&worth[..], &elements].concat());
    assert_eq!(code, Some(0), "{said}");
    assert!(
        table.contains("Train path a day, Khorgos–Altynkol to China"),
        "{table}"
    );
    let out = folder.path().join("found");
    for file in [
        "manifest.json",
        "summary.json",
        "worth.csv",
        "units.csv",
        "staircase.csv",
        "report.html",
        "charts/worth.svg",
        "charts/worth.png",
    ] {
        assert!(out.join(file).is_file(), "{file} is missing");
    }
    assert!(!folder.path().join("found.trials").exists());
    let what_ifs = fs::read_dir(out.join("what-if"))
        .into_iter()
        .flatten()
        .flatten();
    let mut files: Vec<_> = what_ifs.map(|entry| entry.path()).collect();
    files.extend(
        [out.join("staircase.toml")]
            .into_iter()
            .filter(|it| it.exists()),
    );
    assert!(
        !files.is_empty(),
        "one more path was worth nothing: {table}"
    );
    for path in files {
        let read = input::read(&path, &[]);
        read.unwrap_or_else(|faults| panic!("{}: {faults}", path.display()));
    }
}

#[test]
fn a_wrong_name_is_one_clear_error_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    short_scenario(folder.path(), "");
    let (code, _, said) = corridor(
        folder.path(),
        &["worth", "short.toml", "--elements", "train_pth"],
    );
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(
        said.trim(),
        "error: \"train_pth\" is in the name of no unit of the scenario; did you mean train_path?"
    );
    assert!(!folder.path().join("output").exists());
}
