//! Who goes first where trains want the same track.

use crate::units::{Duration, Length};

/// Rules of precedence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispatching {
    /// Whether a more pressing train may pass others between two places: at passing loops of single
    /// track, and at the sidings of double track.
    pub overtaking: bool,
    /// How far apart places with a siding are on double track.
    pub siding_spacing: Length,
    /// The least that the faster train must lose otherwise, so that a slower one is sent aside on
    /// double track.
    pub least_gain: Duration,
    /// A train that loses so much on a section of double track is passed by nobody there any more.
    pub longest_delay: Duration,
    /// How much waiting a step of priority is worth: among freight trains, one that came later by
    /// less than that goes first. So nobody waits for ever.
    pub priority_worth: Duration,
    /// Whether freight trains go as they come, whatever their class, here and at every crossing: a step
    /// of priority is worth no waiting then. Passenger trains go first all the same.
    pub first_come: bool,
    /// The most trains that follow each other into a block of automatic block signals.
    pub fleet_trains: u32,
}

impl Default for Dispatching {
    /// No overtaking, no fleets, and priority before any waiting.
    fn default() -> Self {
        Self {
            overtaking: false,
            siding_spacing: Length::default(),
            least_gain: Duration::ZERO,
            longest_delay: Duration::ZERO,
            priority_worth: Duration::from_days(3_650),
            first_come: false,
            fleet_trains: 1,
        }
    }
}
