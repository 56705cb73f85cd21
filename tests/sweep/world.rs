//! A crossing between two yards that carries what is offered up to its quota, and plans that sweep it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the plan's file.
pub const PLAN: &str = "plan.toml";

/// What every plan here says of its scenario. Six months: 4 trains a day of 3,000 t are offered to
/// China, 2 from there.
const HEAD: &str = "
title = \"A gate\"
scenario = \"gate.toml\"
replications = 2

[set]
end = 2021-07-01

[set.crossing.gate.to_china]
quota_trains_per_day = 3
";

/// A grid of six points.
pub const GRID: &str = "
[key.\"crossing.gate.to_china.quota_trains_per_day\"]
name = \"Quota to China\"
values = [2, 3]

[key.\"facility.east_yard.rate_per_group_hour\"]
from = 300
to = 3000
steps = 3
";

/// Returns a plan of this design.
pub fn plan(design: &str, keys: &str) -> String {
    format!("design = \"{design}\"\n{HEAD}\n{keys}")
}

/// Returns the files of the scenario and of a plan.
pub fn files(plan: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut volumes = "stream,year,kt,status,source\n".to_owned();
    for (stream, trains) in [("grain", 3.0), ("ore", 1.0), ("steel", 2.0)] {
        for year in [2021, 2022] {
            let kt = trains * 3.0 * 365.0;
            volumes.push_str(&format!("{stream},{year},{kt},estimate,made up\n"));
        }
    }
    let files = [
        ("gate.toml", include_str!("../services/gate.toml")),
        ("nodes.csv", include_str!("../services/nodes.csv")),
        ("sections.csv", include_str!("../services/sections.csv")),
        ("streams.csv", include_str!("../services/streams.csv")),
        ("profiles.csv", include_str!("../services/profiles.csv")),
        ("volumes.csv", &volumes),
        (PLAN, plan),
    ];
    let files = files.into_iter();
    files
        .map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec()))
        .collect()
}

/// Writes those files into a folder.
pub fn write(folder: &Path, plan: &str) {
    for (name, bytes) in files(plan) {
        fs::write(folder.join(name), bytes).expect("the folder is writable");
    }
}

/// Returns every file of a folder by its name, the time taken left out of the manifest.
pub fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut contents = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("there is a folder") {
        let path = entry.expect("it can be read").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        if path.is_dir() {
            let inner = contents_of(&path, &name);
            contents.extend(inner);
        } else {
            contents.insert(name.to_string(), bytes(&path));
        }
    }
    contents
}

fn contents_of(folder: &Path, prefix: &str) -> BTreeMap<String, Vec<u8>> {
    let inner = contents(folder).into_iter();
    inner
        .map(|(name, bytes)| (format!("{prefix}/{name}"), bytes))
        .collect()
}

fn bytes(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).expect("it can be read");
    match path.ends_with("manifest.json") {
        false => bytes,
        true => {
            let text = String::from_utf8(bytes).expect("it is text");
            let lines = text.lines().filter(|line| !line.contains("wall_time_s"));
            lines.collect::<Vec<_>>().join("\n").into_bytes()
        }
    }
}
