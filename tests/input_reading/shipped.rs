//! Every scenario that is shipped reads without a fault.

use corridor::input::read;
use std::path::{Path, PathBuf};

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(folder).expect("scenarios are shipped");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "toml")
    });
    paths.sort();
    paths
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
