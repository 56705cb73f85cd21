//! How trains fare on sections: whether something hinders them, and whom they pass.

use super::RunningClass;
use crate::units::{Duration, SectionId};

/// A fact about a train on a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fared {
    /// A train ran over a section.
    Ran {
        /// The section.
        section: SectionId,
        /// What kind of train.
        class: RunningClass,
        /// What it lost there against its unhindered run, by [`LossCause`].
        lost: [Duration; 3],
    },
    /// A train left others behind on the way.
    Overtook {
        /// Where.
        section: SectionId,
        /// How many.
        trains: u32,
    },
}

/// Where and why a train loses time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LossCause {
    /// It waits at a place until it may enter the next section.
    Station,
    /// It waits at a passing loop, or aside at a siding of double track.
    Loop,
    /// It runs behind a slower train.
    Following,
}

impl LossCause {
    /// Every cause with the name that results use.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("stations", Self::Station),
        ("loops", Self::Loop),
        ("following", Self::Following),
    ];
}
