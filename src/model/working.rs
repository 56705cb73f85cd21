//! How one section is worked: what is its own, and what changes on a date.

use crate::units::{Speed, Time};

/// The working of a section. Empty where nothing is its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Working {
    /// Tracks at each of its passing loops, the main track included; none where it is the general
    /// number.
    pub loop_tracks: Option<u32>,
    /// Instants at which passing loops open, one for each loop; empty where all are there from the start.
    pub loops_open: Vec<Time>,
    /// How trains are kept apart on single track.
    pub signalling: Signalling,
    /// Section speeds after the first, with the instants from which they hold, in order.
    pub later_speeds: Vec<(Time, Speed)>,
}

/// How trains in one direction are kept apart on single track.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signalling {
    /// A block between two loops holds one train.
    #[default]
    SemiAutomatic,
    /// Trains follow each other by headway, as far as the next loop has tracks for them.
    Automatic,
}

impl Signalling {
    /// Every kind with the name that files use.
    pub const NAMES: [(&'static str, Self); 2] = [
        ("semi_automatic", Self::SemiAutomatic),
        ("automatic", Self::Automatic),
    ];
}

impl Working {
    /// Returns when a passing loop opens, by its position from the `from` end.
    pub fn opens(&self, passing_loop: usize) -> Time {
        self.loops_open
            .get(passing_loop)
            .copied()
            .unwrap_or(Time::ZERO)
    }
}
