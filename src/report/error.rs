//! What can go wrong while a report is written.

use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a report was not written. Nothing of it is left behind, and what was there before still is.
#[derive(Debug, Error)]
pub enum ReportError {
    /// The place is taken by something that this program did not write.
    #[error(
        "{} is already there and is not a folder of results of this program; \
         name another folder, or move it away first",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// The name is not one that a folder can have.
    #[error("{} is not the name of a folder; give a path such as output/baseline", .0.display())]
    NotAName(PathBuf),
    /// No folder can be made at that place.
    #[error(
        "no folder can be made in {}: {source}; name another place, or make this one writable",
        .path.display()
    )]
    Place {
        /// The folder that was to hold the results.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written.
    #[error(
        "{} cannot be written: {source}; make room on the disk, or name another folder",
        .path.display()
    )]
    File {
        /// The file, where it would have been.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A chart could not be drawn or its picture not be written.
    #[error(
        "the chart {} cannot be drawn: {cause}; make room on the disk, or name another folder",
        .path.display()
    )]
    Chart {
        /// The picture, where it would have been.
        path: PathBuf,
        /// What the drawing library said.
        cause: String,
    },
    /// The finished folder could not take its place, and the older one was put back.
    #[error(
        "the finished folder cannot take the place of {}: {source}; close what uses it, or name \
         another folder",
        .path.display()
    )]
    Replace {
        /// The folder that was to be replaced.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The finished folder could not take its place, and the older one could not be put back.
    #[error(
        "the finished folder cannot take the place of {}: {source}; the older one is kept in {}",
        .path.display(), .kept.display()
    )]
    Stranded {
        /// The folder that was to be replaced.
        path: PathBuf,
        /// Where the older folder is now.
        kept: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The trials kept there are of another experiment.
    #[error(
        "{} cannot be gone on with: {difference}; delete it to begin again, or name another folder",
        .path.display()
    )]
    OtherJournal {
        /// The journal.
        path: PathBuf,
        /// What is different.
        difference: String,
    },
    /// Another run of the program writes the journal.
    #[error("{} is in use by another run of the program; wait for it, or name another folder", .0.display())]
    JournalInUse(PathBuf),
}
