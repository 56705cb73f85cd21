//! Facts about wagons of fleets that districts record.

use crate::units::{FleetId, PoolId};

/// What became of wagons of a fleet.
#[derive(Clone, Copy, Debug)]
pub enum FleetRecord {
    /// Wagons were added to a fleet at one of its places, or taken away from it.
    Joined {
        /// Where.
        pool: PoolId,
        /// How many; below zero if they were taken away.
        wagons: i32,
    },
    /// Wagons were taken out of a pool to be loaded.
    Loaded {
        /// Where.
        pool: PoolId,
        /// How many.
        wagons: u16,
    },
    /// Wagons were emptied beyond a crossing or at a port, and are still on their way to a pool.
    Emptied {
        /// Whose.
        fleet: FleetId,
        /// How many.
        wagons: u16,
    },
    /// Empty wagons joined a pool.
    Freed {
        /// Where.
        pool: PoolId,
        /// How many.
        wagons: u16,
        /// What they were before.
        from: WagonState,
    },
    /// Empty wagons left a pool for another.
    SentEmpty {
        /// From where.
        pool: PoolId,
        /// How many.
        wagons: u16,
    },
    /// Wagons came to the end of a leg or run, or over a border.
    Ran {
        /// Whose.
        fleet: FleetId,
        /// Loaded or empty.
        state: WagonState,
        /// How far, in meters, times how many.
        wagon_meters: u64,
    },
    /// More or fewer trains wait for wagons.
    TrainsWait {
        /// For which, where: of several fleets the one that is asked first.
        pool: PoolId,
        /// By how many.
        change: i32,
    },
}

/// What a wagon does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WagonState {
    /// It has cargo, or is being loaded or unloaded.
    Loaded,
    /// It is on its way empty.
    Empty,
}
