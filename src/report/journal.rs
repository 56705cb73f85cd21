//! What is finished of a long experiment, kept on disk trial by trial. Knows nothing of what the
//! trials are about.
//!
//! A journal is a text beside the results to be: one line that says what experiment it belongs to,
//! then one line a trial, with its name and its values, flushed at once. The program may be ended
//! at any moment: a last line that is not whole is cut off, and its trial run again. Values are
//! written so that they are read back bit for bit.

use super::ReportError;
use crate::study::Notebook;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What experiment a journal belongs to: with any of it changed, its values mean something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experiment {
    /// The version of the program.
    pub version: String,
    /// The SHA-256 of everything that was read.
    pub inputs_sha256: String,
    /// The seed of all random numbers.
    pub seed: u64,
    /// What each value of a line is.
    pub measures: Vec<String>,
}

/// A journal, open for this program alone.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    n_values: usize,
    pages: Mutex<Pages>,
}

#[derive(Debug)]
struct Pages {
    file: File,
    known: BTreeMap<String, Vec<f64>>,
}

impl Journal {
    /// Opens the journal at `path`, or begins one there.
    ///
    /// # Errors
    ///
    /// If it belongs to another experiment, is in use, or cannot be read or written.
    pub fn open(path: &Path, experiment: &Experiment) -> Result<Self, ReportError> {
        let failed = |source| ReportError::File {
            path: path.to_owned(),
            source,
        };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(failed)?;
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(ReportError::JournalInUse(path.to_owned()));
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let header = heading(experiment);
        let (whole, known) = match contents(&bytes, &header, experiment.measures.len()) {
            Some(contents) => contents,
            None => {
                return Err(ReportError::OtherJournal {
                    path: path.to_owned(),
                    difference: difference(&bytes, experiment),
                });
            }
        };
        file.set_len(whole as u64).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        if whole == 0 {
            file.write_all(header.as_bytes()).map_err(failed)?;
        }
        Ok(Self {
            path: path.to_owned(),
            n_values: experiment.measures.len(),
            pages: Mutex::new(Pages { file, known }),
        })
    }

    /// Returns how many trials are in it.
    pub fn n_known(&self) -> usize {
        self.pages().known.len()
    }

    /// Deletes it, once the results that it led to are in their place.
    ///
    /// # Errors
    ///
    /// If it cannot be deleted.
    pub fn delete(self) -> Result<(), ReportError> {
        std::fs::remove_file(&self.path).map_err(|source| ReportError::File {
            path: self.path.clone(),
            source,
        })
    }

    fn pages(&self) -> std::sync::MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Notebook for Journal {
    fn known(&self, id: &str) -> Option<Vec<f64>> {
        self.pages().known.get(id).cloned()
    }

    fn keep(&self, id: &str, values: &[f64]) -> io::Result<()> {
        assert!(
            !id.contains(['\t', '\n']) && !id.is_empty() && values.len() == self.n_values,
            "trial {id:?} has {} values of {}",
            values.len(),
            self.n_values
        );
        let mut line = id.to_owned();
        for value in values {
            // The shortest text that is read back as the same number.
            let _ = write!(line, "\t{value:?}");
        }
        line.push('\n');
        let mut pages = self.pages();
        pages.file.write_all(line.as_bytes())?;
        pages.known.insert(id.to_owned(), values.to_vec());
        Ok(())
    }
}

fn heading(experiment: &Experiment) -> String {
    let text = serde_json::to_string(experiment).expect("text and numbers become JSON");
    text + "\n"
}

/// Returns how many bytes are whole lines, and the trials in them; nothing if the journal is of
/// another experiment.
fn contents(
    bytes: &[u8],
    header: &str,
    n_values: usize,
) -> Option<(usize, BTreeMap<String, Vec<f64>>)> {
    let mut known = BTreeMap::new();
    if bytes.len() < header.len() {
        return header.as_bytes().starts_with(bytes).then_some((0, known));
    }
    let mut rest = bytes.strip_prefix(header.as_bytes())?;
    let mut whole = header.len();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let Some((id, values)) = trial(&rest[..end], n_values) else {
            break;
        };
        known.insert(id, values);
        whole += end + 1;
        rest = &rest[end + 1..];
    }
    Some((whole, known))
}

fn trial(line: &[u8], n_values: usize) -> Option<(String, Vec<f64>)> {
    let mut cells = std::str::from_utf8(line).ok()?.split('\t');
    let id = cells.next().filter(|id| !id.is_empty())?.to_owned();
    let values: Vec<f64> = cells.map(|cell| cell.parse().ok()).collect::<Option<_>>()?;
    (values.len() == n_values).then_some((id, values))
}

/// Returns what is different from the experiment that the journal in `bytes` belongs to.
fn difference(bytes: &[u8], experiment: &Experiment) -> String {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes);
    let Ok(other) = serde_json::from_slice::<Experiment>(line) else {
        return "it is no journal of trials".to_owned();
    };
    let mut parts = Vec::new();
    if other.version != experiment.version {
        parts.push(format!(
            "version {} of the program, now {}",
            other.version, experiment.version
        ));
    }
    if other.seed != experiment.seed {
        parts.push(format!("seed {}, now {}", other.seed, experiment.seed));
    }
    if other.inputs_sha256 != experiment.inputs_sha256 {
        parts.push("files or values that have changed since".to_owned());
    }
    if other.measures != experiment.measures {
        parts.push("other measures".to_owned());
    }
    format!("it holds trials of {}", parts.join(", and of "))
}
