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

#[test]
fn every_shipped_scenario_reads_without_a_fault() {
    assert!(!shipped().is_empty());
    for path in shipped() {
        if let Err(faults) = read(&path, &[]) {
            panic!("{} faults\n{faults}", faults.len());
        }
    }
}
