//! A block of single track: who is in it, and when the next may enter.

use super::Rules;
use super::queue::Head;
use crate::units::{Duration, Time};

/// The track between two points of a section where trains may stand. On a cache line of its own.
#[derive(Clone, Debug, Default)]
#[repr(align(64))]
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
    /// When the last one entered.
    pub entered_at: Time,
    /// The first of the trains at its lower and at its upper end.
    pub waiting: [Head; 2],
}

const _: () = assert!(size_of::<Block>() == 64);

/// What is more to know of a block that trains enter in fleets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fleet {
    /// When the last train that entered comes out.
    pub last_exit: Time,
    /// Since when the occupation of the block has not been accounted for.
    pub busy_since: Time,
}

impl Block {
    /// Returns from when a train may enter with regard to those in it, or `None` if that takes
    /// somebody to leave. In a fleet trains follow one another by headway.
    pub fn opens(&self, forward: bool, rules: &Rules) -> Option<Time> {
        match self.held_by {
            0 => Some(self.free_at),
            _ if self.forward == forward && u32::from(self.fleet) < rules.fleet_trains => {
                Some(self.entered_at + rules.headway)
            }
            _ => None,
        }
    }

    /// Whether nobody is in it at a time, it is kept for nobody, and the route of the next train can be
    /// there.
    #[inline]
    pub fn is_empty_at(&self, now: Time) -> bool {
        self.held_by == 0 && self.kept_for.is_none() && self.free_at <= now
    }

    /// Whether somebody waits to enter.
    #[inline]
    pub fn is_wanted(&self) -> bool {
        let [up, down] = &self.waiting;
        !(up.is_empty() && down.is_empty())
    }

    /// Takes a train in.
    pub fn enter(&mut self, forward: bool, now: Time) {
        self.fleet = match self.held_by {
            0 => 1,
            _ => self.fleet.saturating_add(1),
        };
        self.held_by += 1;
        (self.forward, self.entered_at) = (forward, now);
    }

    /// Lets the first train out at `now`; returns until when the block is not free because of it.
    pub fn leave(&mut self, now: Time, station_interval: Duration) -> Time {
        self.held_by -= 1;
        self.free_at = now + station_interval;
        if self.held_by == 0 { self.free_at } else { now }
    }
}
