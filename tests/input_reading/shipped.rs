//! Every scenario that is shipped reads without a fault.

use corridor::input::read;
use std::fs::DirEntry;
use std::path::{Path, PathBuf};

fn shipped() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["scenarios", "scenarios/what-if", "scenarios/targets"] {
        let entries = std::fs::read_dir(root.join(folder)).expect("scenarios are shipped");
        paths.extend(
            entries.map(|entry: std::io::Result<DirEntry>| entry.expect("readable").path()),
        );
    }
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths
}

/// The what-ifs that planners ask for, by file.
const WANTED: [&str; 11] = [
    "bakhty-ayagoz-opened",
    "central-asia-by-altynkol",
    "dostyk-moyynty-a-year-earlier",
    "dostyk-moyynty-never-doubled",
    "empties-repositioned-freely",
    "grain-inspection-ten-days",
    "khorgos-shut-14-days",
    "quota-doubled-altynkol",
    "russian-route-closed",
    "strongest-wind-year",
    "two-gateway-cranes-lost",
];

#[test]
fn every_what_if_opens_with_its_question_and_its_source() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for name in WANTED {
        let path = scenarios.join("what-if").join(name).with_extension("toml");
        assert!(path.is_file(), "{} is not there", path.display());
    }
    for path in shipped() {
        if path.parent() == Some(&scenarios) {
            continue;
        }
        let (path, text) = (
            path.display(),
            std::fs::read_to_string(&path).expect("readable"),
        );
        let opening: Vec<&str> = text
            .lines()
            .take_while(|line| line.starts_with('#'))
            .collect();
        let opening = opening.join("\n");
        assert!(
            opening.starts_with("# What") && opening.contains('?'),
            "{path} asks nothing"
        );
        assert!(opening.contains("Source: "), "{path} has no source");
        let rest = text[opening.len()..].trim_start();
        assert!(rest.starts_with("extends = "), "{path} extends nothing");
    }
}

/// A what-if that changes nothing that is simulated would answer no question.
#[test]
fn every_what_if_changes_its_base() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for path in shipped() {
        let Some(folder) = path.parent().filter(|folder| *folder != root) else {
            continue;
        };
        let text = std::fs::read_to_string(&path).expect("readable");
        let extends = text
            .lines()
            .find_map(|line| line.strip_prefix("extends = "));
        let base = extends.expect("it extends another").trim_matches('"');
        let what_if = read(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let base = read(&folder.join(base), &[]);
        let base = base.unwrap_or_else(|faults| panic!("{faults}"));
        let changes = base.document.differences(&what_if.document);
        let dates_and_title = ["title", "start", "report_from", "end"];
        let real = changes
            .iter()
            .filter(|change| !dates_and_title.contains(&change.key.as_str()));
        assert!(real.count() > 0, "{} changes nothing", path.display());
    }
}

#[test]
fn every_shipped_scenario_reads_without_a_fault() {
    assert!(!shipped().is_empty());
    for path in shipped() {
        if let Err(faults) = read(&path, &[]) {
            panic!("{} faults\n{faults}", faults.len());
        }
    }
}

/// The year and the total of each target, as published.
const TARGETS: [(&str, i16, f64); 4] = [
    ("100-mt-2030", 2030, 100.0),
    ("100-mt-2030-with-bakhty", 2030, 100.0),
    ("35-mt-2025", 2025, 35.0),
    ("38-mt-2020", 2020, 38.0),
];

#[test]
fn a_target_is_offered_in_its_year() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/targets");
    let shipped = shipped().into_iter();
    let shipped = shipped.filter(|path| path.parent() == Some(&folder));
    assert_eq!(shipped.count(), TARGETS.len());
    for (name, year, wanted) in TARGETS {
        let path = folder.join(name).with_extension("toml");
        let reading = read(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let scenario = reading.scenario;
        let growth = scenario.growth.expect("there is a rule");
        let months = scenario.calendar.months();
        let mt = |stream: &usize| -> f64 {
            let rates = months.iter().zip(&scenario.streams[*stream].tonnes_per_day);
            let own = rates.filter(|it| it.0.year == year);
            own.map(|it| it.0.length().as_days() * it.1).sum::<f64>() / 1e6
        };
        let total: f64 = growth.to_targets.iter().map(mt).sum();
        assert!(
            (total - wanted).abs() < 1e-6,
            "{name}: {total} Mt in {year}"
        );
    }
}
