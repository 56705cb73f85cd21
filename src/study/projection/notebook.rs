//! What is finished of a projection, in a file, so that it can be stopped and started again.
//!
//! A line a path, added when it is finished: `path N SATURATION VALUES`, values as the bits of
//! numbers in hexadecimal, so that what is read again is what was written. The first line says what
//! the notebook is of; one of something else is begun anew, and a line cut off is not there.

use super::path::{Outcome, Saturation, SaturationKind};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The notebook of a projection.
#[derive(Debug)]
pub struct PathNotebook {
    path: PathBuf,
    file: Mutex<File>,
    found: BTreeMap<usize, Outcome>,
}

/// The notebook cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be used as a notebook: {source}; name another folder with --out", .path.display())]
pub struct NotebookError {
    path: PathBuf,
    source: io::Error,
}

impl PathNotebook {
    /// Opens the notebook at `path`, or begins one. `subject` says what it is of, in one line.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or written.
    pub fn open(path: &Path, subject: &str) -> Result<Self, NotebookError> {
        let fail = |source| NotebookError {
            path: path.to_owned(),
            source,
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(fail(error)),
        };
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let mut lines = whole.lines();
        let found: BTreeMap<usize, Outcome> = match lines.next() {
            Some(first) if first == subject => lines.filter_map(read).collect(),
            _ => BTreeMap::new(),
        };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(fail)?;
        }
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(true)
            .open(path)
            .map_err(fail)?;
        let known = found.iter().map(|(n, outcome)| line(*n, outcome));
        let text: String = [format!("{subject}\n")].into_iter().chain(known).collect();
        file.write_all(text.as_bytes()).map_err(fail)?;
        Ok(Self {
            path: path.to_owned(),
            file: Mutex::new(file),
            found,
        })
    }

    /// Returns how many paths it had when it was opened.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Returns whether it had no path when it was opened.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Deletes it, once everything in it stands elsewhere.
    ///
    /// # Errors
    ///
    /// If the file cannot be deleted.
    pub fn discard(self) -> Result<(), NotebookError> {
        std::fs::remove_file(&self.path).map_err(|source| NotebookError {
            path: self.path.clone(),
            source,
        })
    }

    /// Returns a path that it had, if that has so many values.
    pub(super) fn outcome(&self, n: usize, n_values: usize) -> Option<Outcome> {
        let found = self.found.get(&n).filter(|it| it.values.len() == n_values);
        found.cloned()
    }

    /// Adds a path.
    pub(super) fn write(&self, n: usize, outcome: &Outcome) -> Result<(), NotebookError> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = file.write_all(line(n, outcome).as_bytes());
        written.map_err(|source| NotebookError {
            path: self.path.clone(),
            source,
        })
    }
}

fn line(n: usize, outcome: &Outcome) -> String {
    let saturation = match &outcome.saturation {
        None => "-".to_owned(),
        Some(it) => format!("{}:{}:{}", it.year, it.kind.key(), it.element),
    };
    let values = outcome
        .values
        .iter()
        .map(|value| format!("{:016x}", value.to_bits()));
    let values: Vec<String> = values.collect();
    format!("path {n} {saturation} {}\n", values.join(","))
}

fn read(line: &str) -> Option<(usize, Outcome)> {
    let mut words = line.split(' ');
    if words.next() != Some("path") {
        return None;
    }
    let n = words.next()?.parse().ok()?;
    let saturation = match words.next()? {
        "-" => None,
        text => {
            let mut parts = text.splitn(3, ':');
            let year = parts.next()?.parse().ok()?;
            let kind = parts.next()?;
            let kind = SaturationKind::ALL
                .into_iter()
                .find(|it| it.key() == kind)?;
            let element = parts.next()?.to_owned();
            Some(Saturation {
                year,
                element,
                kind,
            })
        }
    };
    let bits = words
        .next()?
        .split(',')
        .map(|text| u64::from_str_radix(text, 16).ok());
    let values: Option<Vec<f64>> = bits.map(|bits| bits.map(f64::from_bits)).collect();
    let values = values?;
    Some((n, Outcome { values, saturation }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_again_is_what_was_written() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("of.paths");
        let outcome = Outcome {
            values: vec![0.1 + 0.2, 31.9],
            saturation: Some(Saturation {
                year: 2027,
                element: "khorgos-to_china".to_owned(),
                kind: SaturationKind::Quota,
            }),
        };
        let notebook = PathNotebook::open(&path, "subject").expect("it can be written");
        notebook.write(3, &outcome).expect("it can be written");
        drop(notebook);
        let mut file = OpenOptions::new()
            .append(true)
            .open(&path)
            .expect("it is there");
        file.write_all(b"path 4 - 3ff0").expect("it can be written");
        let again = PathNotebook::open(&path, "subject").expect("it can be read");
        assert_eq!(again.outcome(3, 2), Some(outcome));
        assert_eq!(again.outcome(4, 1), None, "its line was cut off");
        drop(again);
        let other = PathNotebook::open(&path, "another subject").expect("it can be read");
        assert!(other.is_empty());
    }
}
