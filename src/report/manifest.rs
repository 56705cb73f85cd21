//! The manifest of a run: from what, with what and how it was made.

use super::number;
use crate::study::Results;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// The name of the manifest in a folder.
pub(super) const FILE: &str = "manifest.json";

pub(super) const PROGRAM: &str = "corridor";

/// What the results do not say of themselves: the files they came from and what it took.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// The version of the program.
    pub version: String,
    /// The scenario's files, in the order in which they were read.
    pub files: Vec<SourceFile>,
    /// How long the run took. The only content of a folder that differs from run to run.
    pub wall_time: Duration,
}

/// A file that a scenario was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceFile {
    /// Its path as the user gave it, or as another file of the scenario names it.
    pub path: String,
    /// The SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// The manifest as it is written.
#[derive(Serialize)]
struct Content<'a> {
    program: &'a str,
    version: &'a str,
    scenario: &'a str,
    title: &'a str,
    scenario_sha256: String,
    files: &'a [SourceFile],
    seed: u64,
    replications: usize,
    start: &'a str,
    report_from: &'a str,
    end: &'a str,
    warm_up_mser5_days: Option<u32>,
    events: u64,
    messages: u64,
    districts: usize,
    wall_time_s: f64,
}

/// What is asked of a manifest that is found.
#[derive(Deserialize)]
struct Found {
    program: String,
}

impl SourceFile {
    /// Returns the entry of a file with this content.
    pub fn of(path: impl Into<String>, content: &[u8]) -> Self {
        Self {
            path: path.into(),
            sha256: hexadecimal(&Sha256::digest(content)),
        }
    }
}

impl Manifest {
    /// Returns the hash of the scenario as a whole: of the names and hashes of its files in turn.
    pub fn scenario_sha256(&self) -> String {
        let mut hash = Sha256::new();
        for file in &self.files {
            hash.update(format!("{}  {}\n", file.sha256, file.path));
        }
        hexadecimal(&hash.finalize())
    }

    /// Returns the text of the manifest of a study, with an object of facts that only it has.
    pub(super) fn json_of_study(&self, study: &str, facts: &serde_json::Value) -> String {
        let mut content = serde_json::json!({
            "program": PROGRAM,
            "version": self.version,
            "study": study,
            "inputs_sha256": self.scenario_sha256(),
            "files": self.files,
            "wall_time_s": self.wall_time_s(),
        });
        for (name, fact) in facts.as_object().into_iter().flatten() {
            content[name] = fact.clone();
        }
        format!("{content:#}\n")
    }

    fn wall_time_s(&self) -> f64 {
        number::rounded((self.wall_time.as_secs_f64() * 1e3).round() / 1e3)
    }

    /// Returns the text of the manifest's file.
    pub(super) fn json(&self, results: &Results) -> String {
        let content = Content {
            program: PROGRAM,
            version: &self.version,
            scenario: &results.scenario,
            title: &results.title,
            scenario_sha256: self.scenario_sha256(),
            files: &self.files,
            seed: results.seed,
            replications: results.replications,
            start: &results.warm_up.start,
            report_from: &results.warm_up.report_from,
            end: &results.warm_up.end,
            warm_up_mser5_days: results.warm_up.mser5_days,
            events: results.effort.events,
            messages: results.effort.messages,
            districts: results.effort.districts,
            wall_time_s: self.wall_time_s(),
        };
        let text = serde_json::to_string_pretty(&content).expect("text and numbers become JSON");
        text + "\n"
    }
}

/// Returns whether `folder` holds a manifest that this program wrote.
pub(super) fn is_ours(folder: &Path) -> bool {
    fs::read(folder.join(FILE))
        .ok()
        .and_then(|text| serde_json::from_slice::<Found>(&text).ok())
        .is_some_and(|found| found.program == PROGRAM)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
