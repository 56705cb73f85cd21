//! Ships that sail between two ports, their berths, and weather that closes a port.

use super::{Load, Room};
use crate::engine::Distribution;
use crate::units::{Duration, Mass, NodeId, SectionId};

/// Ships that sail to and fro between two ports, on one section of the sea.
#[derive(Clone, Debug, PartialEq)]
pub struct Sailing {
    /// The short name that files use.
    pub key: String,
    /// The two ports.
    pub ports: [NodeId; 2],
    /// The section between them.
    pub section: SectionId,
    /// Whether the first port is where the section begins.
    pub forward: bool,
    /// What the ships carry.
    pub load: Load,
    /// How many ships there are. They start in either port in turn.
    pub ships: u32,
    /// What fits on one ship, in TEU; none on ships for bulk.
    pub capacity_teu: Option<Room>,
    /// The most cargo on one ship.
    pub capacity: Mass,
    /// When a ship leaves.
    pub departs: Departs,
}

/// When a ship that is ready begins to load and leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Departs {
    /// As soon as there is cargo to fill it, or with what there is after the longest wait.
    WhenFull {
        /// How long a ship waits for cargo at most.
        longest_wait: Duration,
    },
    /// With what there is at the instants of a timetable, one ship at each.
    Timetable {
        /// The time between two of them in one port; the other port is half of it later.
        interval: Duration,
    },
}

/// Berths where ships of one load are unloaded and loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Berth {
    /// The short name that files use.
    pub key: String,
    /// The port.
    pub node: NodeId,
    /// What they take.
    pub load: Load,
    /// Ships that lie there at once.
    pub berths: u32,
    /// What is moved at one berth an hour: boxes for containers, tonnes for bulk.
    pub rate_per_berth_hour: f64,
    /// Relative spread of the work time around what the rate gives; mean 1.
    pub spread: Distribution,
}

/// Weather that closes a port to ships: spells of it, more or fewer by month.
#[derive(Clone, Debug, PartialEq)]
pub struct PortClosure {
    /// The short name that files use.
    pub key: String,
    /// The port.
    pub node: NodeId,
    /// Days in which it is closed in each month, from January.
    pub closed_days: [f64; 12],
    /// How long a spell lasts, in hours.
    pub spell_h: Distribution,
}
