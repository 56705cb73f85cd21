//! Faults in what the user wrote: where, what, and what would be right. Knows no file format.

use super::asked::AskedLog;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

/// A position in a file. Ordered by file, line and column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user would name it, or `command line`.
    pub file: Arc<str>,
    /// The line, from 1; zero where the file as a whole is meant.
    pub line: usize,
    /// The character of the line, from 1; zero where the file as a whole is meant.
    pub column: usize,
}

/// One thing that is wrong in the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where it stands.
    pub place: Place,
    /// The dotted path of the key, or the row and column of the cell; empty for a whole file.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

/// Every fault of the input, in the order of files, lines and columns, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

/// Where readers leave the faults that they find. Shared, since all of them write to it.
///
/// A line that cannot be understood is torn: nothing more is said about it, and with any torn line
/// what seems to be missing may only have been lost.
#[derive(Debug, Default)]
pub(super) struct FaultLog {
    faults: RefCell<Vec<Fault>>,
    torn: RefCell<BTreeSet<(Arc<str>, usize)>>,
    /// The keys that readers asked for.
    pub asked: AskedLog,
}

impl Place {
    /// Returns the place that is the whole of `file`.
    pub fn whole(file: Arc<str>) -> Self {
        Self {
            file,
            line: 0,
            column: 0,
        }
    }
}

impl Faults {
    /// Returns the faults in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Fault> {
        self.0.iter()
    }

    /// Returns how many there are: never zero.
    #[allow(clippy::len_without_is_empty, reason = "there is at least one")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FaultLog {
    /// Leaves a fault, unless it is about a torn line.
    pub fn add(&self, place: &Place, path: &str, message: impl fmt::Display) {
        let line = (place.file.clone(), place.line);
        if self.torn.borrow().contains(&line) {
            return;
        }
        self.faults.borrow_mut().push(Fault {
            place: place.clone(),
            path: path.to_owned(),
            message: message.to_string(),
        });
    }

    /// Leaves a fault about a line that cannot be understood: one for each line.
    pub fn tear(&self, place: &Place, message: impl fmt::Display) {
        self.add(place, "", message);
        self.torn
            .borrow_mut()
            .insert((place.file.clone(), place.line));
    }

    /// Returns whether anything may have been lost with a torn line.
    pub fn is_torn(&self) -> bool {
        !self.torn.borrow().is_empty()
    }

    /// Returns whether nothing was found so far.
    pub fn is_clean(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    /// Returns what was found, or `None` if nothing was.
    pub fn into_faults(self) -> Option<Faults> {
        let mut faults = self.faults.into_inner();
        faults.sort();
        faults.dedup();
        (!faults.is_empty()).then_some(Faults(faults))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}", self.file),
            line => write!(f, "{}:{line}:{}", self.file, self.column),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{}", self.message)
    }
}

/// One line for each fault.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.0.iter().enumerate() {
            let end = if n + 1 < self.0.len() { "\n" } else { "" };
            write!(f, "{fault}{end}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
