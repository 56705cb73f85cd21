//! A small corridor in memory: two places on each side of one crossing.

use corridor::input::{Faults, Reading, read_from};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The scenario's own file.
pub const SCENARIO: &str = "small.toml";

const FILES: [(&str, &str); 7] = [
    (SCENARIO, include_str!("small/small.toml")),
    ("tables/nodes.csv", include_str!("small/nodes.csv")),
    ("tables/sections.csv", include_str!("small/sections.csv")),
    ("tables/streams.csv", include_str!("small/streams.csv")),
    ("tables/volumes.csv", include_str!("small/volumes.csv")),
    ("tables/profiles.csv", include_str!("small/profiles.csv")),
    ("tables/observed.csv", include_str!("small/observed.csv")),
];

/// Files in memory, the small corridor's to begin with.
pub struct World(BTreeMap<PathBuf, Vec<u8>>);

impl World {
    pub fn new() -> Self {
        Self(
            FILES
                .into_iter()
                .map(|(path, text)| (path.into(), text.into()))
                .collect(),
        )
    }

    /// Writes a whole file.
    pub fn with(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.0.insert(path.into(), bytes.into());
        self
    }

    /// Changes a passage, which must be in the file once.
    pub fn change(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.text(path);
        assert_eq!(text.matches(from).count(), 1, "{from:?} is in {path} once");
        self.with(path, text.replace(from, to))
    }

    /// Adds text at the end of the scenario.
    pub fn appended(self, text: &str) -> Self {
        let all = format!("{}\n{text}", self.text(SCENARIO));
        self.with(SCENARIO, all)
    }

    pub fn text(&self, path: &str) -> String {
        let bytes = self
            .0
            .get(Path::new(path))
            .expect("the file is there")
            .clone();
        String::from_utf8(bytes).expect("the file is text")
    }

    pub fn read(&self, path: &str, overrides: &[&str]) -> Result<Reading, Faults> {
        let overrides: Vec<String> = overrides.iter().map(|text| (*text).to_owned()).collect();
        read_from(&self.0, Path::new(path), &overrides)
    }
}
