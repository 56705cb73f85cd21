//! The house keeps its order: a layer uses only those before it, and each library has one home.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers in order. A file of one may name those before it in `use crate::…`.
const LAYERS: [&str; 9] = [
    "units", "engine", "model", "input", "sim", "stats", "study", "report", "cli",
];

/// Libraries with one home: the layer, or files of it, that alone may use them.
const HOMES: [(&str, &[&str]); 8] = [
    ("petgraph", &["src/model/network.rs", "src/model/route"]),
    ("toml", &["src/input"]),
    ("csv", &["src/input", "src/report/tables.rs"]),
    ("plotters", &["src/report/chart"]),
    ("argmin", &["src/study/calibration/estimate.rs"]),
    ("rayon", &["src/engine"]),
    ("sobol_burley", &["src/study/sensitivity/sobol.rs"]),
    ("parquet", &["src/report/sweep"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Every source file with its path from the root and its lines of code, comments left out.
fn code() -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: PathBuf| {
        let name = path
            .strip_prefix(root)
            .expect("it is below")
            .display()
            .to_string();
        let text = fs::read_to_string(&path).expect("a source file is text");
        let lines = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("//"));
        (name, lines.map(str::to_owned).collect())
    };
    sources(&root.join("src")).into_iter().map(read).collect()
}

#[test]
fn a_layer_uses_only_those_before_it() {
    let mut broken = Vec::new();
    for (file, lines) in code() {
        let Some(layer) = LAYERS
            .iter()
            .position(|layer| file.starts_with(&format!("src/{layer}/")))
        else {
            assert!(
                ["src/lib.rs", "src/main.rs"].contains(&file.as_str()),
                "{file} is in no layer"
            );
            continue;
        };
        let later = &LAYERS[layer + 1..];
        for line in &lines {
            let uses = later
                .iter()
                .find(|other| names(line, &format!("crate::{other}")));
            broken.extend(uses.map(|other| format!("{file} uses {other}: {line}")));
        }
    }
    assert!(
        broken.is_empty(),
        "arrows that point back:\n{}",
        broken.join("\n")
    );
}

#[test]
fn engine_and_model_do_not_know_each_other_but_for_distributions() {
    for (file, lines) in code() {
        if file.starts_with("src/engine/") {
            assert!(
                !lines.iter().any(|line| names(line, "crate::model")),
                "{file}"
            );
        }
        if file.starts_with("src/model/") {
            let engine: Vec<_> = lines
                .iter()
                .filter(|line| names(line, "crate::engine"))
                .collect();
            for line in engine {
                assert!(
                    line.contains("crate::engine::Distribution"),
                    "{file}: {line}"
                );
            }
        }
    }
}

#[test]
fn each_library_has_one_home() {
    let mut strays = Vec::new();
    for (file, lines) in code() {
        for (library, homes) in HOMES {
            let at_home = homes.iter().any(|home| file.starts_with(home));
            let used = lines.iter().any(|line| {
                names(line, &format!("{library}::")) || names(line, &format!("use {library}"))
            });
            if used && !at_home {
                strays.push(format!("{file} uses {library}, whose home is {homes:?}"));
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

/// Whether a line names something as a whole word, not as a part of a longer one.
fn names(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + name.len()..].chars().next();
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !word(before) && (name.ends_with(':') || !word(after))
    })
}

#[test]
fn the_check_itself_sees_what_it_is_for() {
    assert!(names("use crate::sim::Plan;", "crate::sim"));
    assert!(!names("use crate::simple::Plan;", "crate::sim"));
    assert!(names("let x = toml::de::parse(text);", "toml::"));
}
