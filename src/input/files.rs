//! Where the bytes of a scenario come from, and which of them were read. Knows no file format.

use super::fault::{FaultLog, Place};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Something that has files: the disk, or a map of texts in a test.
pub trait Files {
    /// Returns the bytes of a file.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being read.
    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>>;
}

/// The files on disk.
#[derive(Clone, Copy, Debug)]
pub struct Disk;

/// A file that took part in a scenario, as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    /// The path, as the user would give it.
    pub path: PathBuf,
    /// Everything in it.
    pub bytes: Vec<u8>,
}

/// A text with the name of its file and the positions of its lines.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub file: Arc<str>,
    pub text: String,
    line_starts: Vec<usize>,
}

/// Reads files once each, and remembers them for the manifest.
pub(super) struct Loader<'a> {
    files: &'a dyn Files,
    log: &'a FaultLog,
    read: RefCell<Vec<ReadFile>>,
}

impl Files for Disk {
    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }
}

impl Files for BTreeMap<PathBuf, Vec<u8>> {
    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.get(path)
            .cloned()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Source {
    pub fn new(file: &str, text: String) -> Self {
        let after_newline = text.match_indices('\n').map(|(offset, _)| offset + 1);
        let line_starts = std::iter::once(0).chain(after_newline).collect();
        Self {
            file: file.into(),
            text,
            line_starts,
        }
    }

    /// Returns the line and column of the character at `offset` bytes.
    pub fn place(&self, offset: usize) -> Place {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let column = self.text[self.line_starts[line - 1]..offset]
            .chars()
            .count()
            + 1;
        Place {
            file: self.file.clone(),
            line,
            column,
        }
    }
}

impl<'a> Loader<'a> {
    pub fn new(files: &'a dyn Files, log: &'a FaultLog) -> Self {
        Self {
            files,
            log,
            read: RefCell::default(),
        }
    }

    /// Reads a text, or leaves a fault: at the `asker`'s place if the file cannot be read, in the
    /// file itself if it is no text.
    pub fn source(&self, path: &Path, asker: (&Place, &str)) -> Option<Source> {
        let name = path.to_string_lossy();
        let bytes = match self.files.bytes(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("cannot read {name}: {}", cause(&error));
                self.log.add(asker.0, asker.1, message);
                return None;
            }
        };
        self.read.borrow_mut().push(ReadFile {
            path: path.to_owned(),
            bytes: bytes.clone(),
        });
        match String::from_utf8(bytes) {
            Ok(text) => Some(Source::new(&name, text)),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
                let place = Source::new(&name, before).place(valid);
                let message = "the file is not UTF-8 text; save it in that encoding";
                self.log.add(&place, "", message);
                None
            }
        }
    }

    /// Returns where faults are left.
    pub fn log(&self) -> &'a FaultLog {
        self.log
    }

    /// Returns the files that were read, in that order.
    pub fn into_files(self) -> Vec<ReadFile> {
        self.read.into_inner()
    }
}

/// Returns `relative` as seen from the folder of `file`, with `.` and `..` taken out.
pub(super) fn beside(file: &str, relative: &str) -> PathBuf {
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    tidy(&folder.join(relative))
}

/// Returns the path without `.` and, where the folder before it is named, without `..`.
pub(super) fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        let last = tidied.components().next_back();
        match (part, last) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                tidied.pop();
            }
            _ => tidied.push(part),
        }
    }
    tidied
}

fn cause(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        kind => kind.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters() {
        let source = Source::new("a.toml", "x = 1\nő = \"é\"\n".to_owned());
        let quote = source.text.find('"').expect("there is one");
        assert_eq!(source.place(quote).to_string(), "a.toml:2:5");
        assert_eq!(source.place(9_999).to_string(), "a.toml:3:1");
    }

    #[test]
    fn a_path_is_seen_from_the_file_that_names_it() {
        let tidied = beside("scenarios/what-if/shut.toml", "../baseline-2022.toml");
        assert_eq!(tidied, Path::new("scenarios/baseline-2022.toml"));
        assert_eq!(beside("../a.toml", "../b.toml"), Path::new("../../b.toml"));
        assert_eq!(beside("a.toml", "/b.toml"), Path::new("/b.toml"));
    }
}
