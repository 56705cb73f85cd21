//! A folder that appears whole or not at all. Knows nothing of what is in it but its manifest.

use super::ReportError;
use super::manifest;
use std::path::{Path, PathBuf};
use std::{fs, io};
use tempfile::TempDir;

/// A folder under construction, beside the place where it will be.
#[derive(Debug)]
pub(super) struct Draft {
    folder: TempDir,
    out: PathBuf,
}

/// Checks that a report can be written to `out`: that it is free, or holds an older report.
///
/// Worth asking before a long run.
///
/// # Errors
///
/// If `out` is taken by anything else, or is not a name.
pub fn check_place(out: &Path) -> Result<(), ReportError> {
    if out.file_name().is_none() {
        return Err(ReportError::NotAName(out.to_owned()));
    }
    match fs::symlink_metadata(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(ReportError::Place {
            path: parent_of(out),
            source,
        }),
        Ok(found) if found.is_dir() && (is_empty(out) || manifest::is_ours(out)) => Ok(()),
        Ok(_) => Err(ReportError::NotOurs(out.to_owned())),
    }
}

impl Draft {
    /// Begins a folder that will be `out`.
    ///
    /// # Errors
    ///
    /// If `out` is taken by something else than an older report, or nothing can be made beside it.
    pub(super) fn begin(out: &Path) -> Result<Self, ReportError> {
        check_place(out)?;
        let parent = parent_of(out);
        let folder = fs::create_dir_all(&parent)
            .and_then(|()| builder(".corridor-new-").tempdir_in(&parent))
            .map_err(|source| ReportError::Place {
                path: parent,
                source,
            })?;
        Ok(Self {
            folder,
            out: out.to_owned(),
        })
    }

    /// Returns where the file `name` is to be written now, its folder made if need be.
    ///
    /// # Errors
    ///
    /// If the folder of the file cannot be made.
    pub(super) fn path(&self, name: &str) -> Result<PathBuf, ReportError> {
        let path = self.folder.path().join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|source| ReportError::File {
                path: self.final_path(name),
                source,
            })?;
        }
        Ok(path)
    }

    /// Returns where the file `name` will be in the end.
    pub(super) fn final_path(&self, name: &str) -> PathBuf {
        self.out.join(name)
    }

    /// Writes the file `name`.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(super) fn write(
        &self,
        name: &str,
        content: &(impl AsRef<[u8]> + ?Sized),
    ) -> Result<(), ReportError> {
        let path = self.path(name)?;
        fs::write(path, content).map_err(|source| ReportError::File {
            path: self.final_path(name),
            source,
        })
    }

    /// Puts the finished folder into its place, and deletes the older one only then.
    ///
    /// # Errors
    ///
    /// If the place cannot be taken; what was there before is put back.
    pub(super) fn finish(self) -> Result<(), ReportError> {
        // Somebody may have put something else there during a long run.
        check_place(&self.out)?;
        if !self.out.exists() {
            return self.take_place();
        }
        let parent = parent_of(&self.out);
        let aside = builder(".corridor-old-")
            .tempdir_in(&parent)
            .map_err(|source| ReportError::Place {
                path: parent,
                source,
            })?;
        let older = aside.path().join("older");
        let out = self.out.clone();
        fs::rename(&out, &older).map_err(|source| ReportError::Replace {
            path: out.clone(),
            source,
        })?;
        let Err(error) = self.take_place() else {
            return Ok(());
        };
        match fs::rename(&older, &out) {
            Ok(()) => Err(error),
            Err(source) => {
                let kept = aside.keep().join("older");
                Err(ReportError::Stranded {
                    path: out,
                    kept,
                    source,
                })
            }
        }
    }

    fn take_place(self) -> Result<(), ReportError> {
        fs::rename(self.folder.path(), &self.out).map_err(|source| ReportError::Replace {
            path: self.out.clone(),
            source,
        })
    }
}

fn parent_of(out: &Path) -> PathBuf {
    match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// Temporary folders are private by default; a report is for anybody whom the user's mask allows.
fn builder(prefix: &str) -> tempfile::Builder<'_, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<_> = entries
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_draft_that_is_not_finished_leaves_nothing() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let draft = Draft::begin(&parent.path().join("out")).expect("a free place");
        draft.write("charts/a.svg", "half").expect("room");
        drop(draft);
        assert!(names(parent.path()).is_empty());
    }

    #[test]
    fn a_place_taken_during_the_run_is_left_alone() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let out = parent.path().join("out");
        let draft = Draft::begin(&out).expect("a free place");
        draft.write("a.txt", "ours").expect("room");
        fs::write(&out, "theirs").expect("room");
        assert!(matches!(draft.finish(), Err(ReportError::NotOurs(_))));
        assert_eq!(fs::read_to_string(&out).expect("still there"), "theirs");
        assert_eq!(names(parent.path()), ["out"]);
    }

    #[test]
    fn an_empty_folder_is_a_free_place() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let out = parent.path().join("out");
        fs::create_dir(&out).expect("room");
        let draft = Draft::begin(&out).expect("an empty folder");
        draft.write("a.txt", "ours").expect("room");
        draft.finish().expect("the place is free");
        assert_eq!(names(&out), ["a.txt"]);
        assert_eq!(names(parent.path()), ["out"]);
    }
}
