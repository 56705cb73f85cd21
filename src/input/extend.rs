//! From files and overrides to one document. Knows no key but `extends`.

use super::asked::Trail;
use super::document::{Document, Entry, Item, Table, Value};
use super::fault::{FaultLog, Place};
use super::files::{Loader, Source, beside, tidy};
use super::parse;
use std::path::{Path, PathBuf};

/// What places on the command line give as their file.
const COMMAND_LINE: &str = "command line";

/// Reads a scenario with all that it extends and lays the overrides over it.
///
/// Each override is `path.to.key=value`, with the value as TOML.
pub(super) fn document(
    loader: &Loader,
    log: &FaultLog,
    path: &Path,
    overrides: &[String],
) -> Option<Document> {
    let asker = Place::whole(COMMAND_LINE.into());
    let document = file(loader, log, path, (&asker, ""));
    let changes = changes(log, overrides);
    let mut document = document?;
    for change in changes {
        document.root.lay_over(change);
    }
    Some(document)
}

/// Reads a scenario with all that it extends. If there is no such file, the fault is at the asker's.
pub(super) fn file(
    loader: &Loader,
    log: &FaultLog,
    path: &Path,
    asker: (&Place, &str),
) -> Option<Document> {
    let path = tidy(path);
    let place = Place {
        file: path.to_string_lossy().into(),
        line: 1,
        column: 1,
    };
    let mut chain = Chain {
        loader,
        log,
        files: Vec::new(),
    };
    let root = chain.table(&path, asker)?;
    Some(Document { root, place })
}

/// Returns what each override lays over a scenario.
pub(super) fn changes(log: &FaultLog, overrides: &[String]) -> Vec<Table> {
    let change = |(n, text): (usize, &String)| {
        // Each override has its own line, so that faults tell them apart.
        let source = Source::new(COMMAND_LINE, "\n".repeat(n) + text);
        parse::table(&source, log)
    };
    overrides.iter().enumerate().map(change).collect()
}

/// The files that extend one another, the first the one asked for.
struct Chain<'a> {
    loader: &'a Loader<'a>,
    log: &'a FaultLog,
    files: Vec<PathBuf>,
}

impl Chain<'_> {
    fn table(&mut self, path: &Path, asker: (&Place, &str)) -> Option<Table> {
        let source = self.loader.source(path, asker)?;
        let mut table = parse::table(&source, self.log);
        self.files.push(path.to_owned());
        let Some(position) = table
            .entries
            .iter()
            .position(|entry| entry.key == "extends")
        else {
            return Some(table);
        };
        let extends = table.entries.remove(position);
        self.log
            .asked
            .ask(&Trail::default().key("extends"), false, true);
        let mut base = self.base(&extends)?;
        base.lay_over(table);
        Some(base)
    }

    fn base(&mut self, extends: &Entry) -> Option<Table> {
        let Item { value, place } = &extends.item;
        let Value::String(name) = value else {
            let message = format!(
                "this is {}; give the path of a file in quotes",
                value.noun()
            );
            self.log.add(place, "extends", message);
            return None;
        };
        let path = beside(&place.file, name);
        if let Some(position) = self.files.iter().position(|file| *file == path) {
            let mut files: Vec<_> = self.files[position..]
                .iter()
                .map(|file| file.to_string_lossy())
                .collect();
            files.push(path.to_string_lossy());
            let circle = files.join(" → ");
            let message =
                format!("the files extend one another in a circle, {circle}; end it at one");
            self.log.add(place, "extends", message);
            return None;
        }
        self.table(&path, (place, "extends"))
    }
}
