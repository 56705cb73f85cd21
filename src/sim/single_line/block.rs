//! A block of single track: who is in it, and when the next may enter.

use super::Rules;
use super::queue::Queue;
use crate::units::{Duration, Time};

/// The track between two points of a section where trains may stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Trains in it, or that hold it with the block that they are in. All run the same way.
    pub held_by: u8,
    /// Which way they run.
    pub forward: bool,
    /// How many have entered since it was last empty.
    pub fleet: u8,
    /// The train for which alone it is kept, that runs through the loop before it.
    pub kept_for: Option<u32>,
    /// When the next train may enter after the last one left.
    pub free_at: Time,
    pub last_entered: Time,
    /// Since when its occupation has not been accounted for.
    pub busy_since: Time,
    /// When the last train that entered comes out.
    pub last_exit: Time,
    /// When somebody will look at the block again, if that is already arranged.
    pub looked_at: Option<Time>,
    /// Trains at its lower and at its upper end.
    pub waiting: [Queue; 2],
}

impl Block {
    /// Returns from when a train may enter with regard to those in it, or `None` if that takes
    /// somebody to leave. In a fleet trains follow one another by headway.
    pub fn opens(&self, forward: bool, rules: &Rules) -> Option<Time> {
        match self.held_by {
            0 => Some(self.free_at),
            _ if self.forward == forward && u32::from(self.fleet) < rules.fleet_trains => {
                Some(self.last_entered + rules.headway)
            }
            _ => None,
        }
    }

    /// Takes a train in.
    pub fn enter(&mut self, forward: bool, now: Time) {
        if self.held_by == 0 {
            (self.fleet, self.busy_since) = (0, now);
        }
        self.held_by += 1;
        self.fleet = self.fleet.saturating_add(1);
        (self.forward, self.last_entered) = (forward, now);
    }

    /// Lets the first train out at `now`; returns for how long the block was not free because of it.
    pub fn leave(&mut self, now: Time, station_interval: Duration) -> Duration {
        self.held_by -= 1;
        self.free_at = now + station_interval;
        let until = if self.held_by == 0 { self.free_at } else { now };
        let busy = until.since(self.busy_since);
        self.busy_since = until;
        busy
    }
}
