//! Every scenario that is shipped reads without a fault.

use corridor::input::read;
use std::fs::DirEntry;
use std::path::{Path, PathBuf};

fn shipped() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["scenarios", "scenarios/what-if"] {
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
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/what-if");
    for name in WANTED {
        let path = folder.join(name).with_extension("toml");
        assert!(path.is_file(), "{} is not there", path.display());
    }
    for path in shipped() {
        if path.parent() != Some(&folder) {
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
        if !path.starts_with(root.join("what-if")) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("readable");
        let extends = text
            .lines()
            .find_map(|line| line.strip_prefix("extends = "));
        let base = extends.expect("it extends another").trim_matches('"');
        let what_if = read(&path, &[]).unwrap_or_else(|faults| panic!("{faults}"));
        let base = read(&root.join("what-if").join(base), &[]);
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
