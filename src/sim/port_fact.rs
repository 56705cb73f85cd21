//! Facts that districts record of ports.

use crate::model::Room;
use crate::units::{Duration, Mass, StreamId};

/// A fact about a yard, a base, a parcel or a ship.
#[derive(Clone, Copy, Debug)]
pub enum PortFact {
    /// Cargo came into a limited yard, or left it.
    Yard {
        /// Which, by its position among all.
        yard: u16,
        /// By how much, in thousandths of a TEU or a tonne.
        change: i64,
    },
    /// Somebody begins to wait for room in a yard, or the first of those who wait has got it.
    YardHeldUp {
        /// Which, by its position among all.
        yard: u16,
        /// Whether the wait begins.
        begins: bool,
    },
    /// A base took a train on a track.
    BaseWorked {
        /// Which, by its position.
        base: u16,
        /// For how long.
        busy: Duration,
    },
    /// Cargo to be loaded came to a base that turns away what it has no room for.
    Brought {
        /// Which, by its position.
        base: u16,
        /// Whose.
        stream: StreamId,
        /// What went into the yard.
        taken: Mass,
        /// What was sent elsewhere.
        turned_away: Mass,
    },
    /// A ship called with a parcel.
    Call {
        /// At which place, by its position.
        arrival: u16,
    },
    /// A parcel brought cargo of a stream.
    Parcel {
        /// To which place, by its position.
        arrival: u16,
        /// Whose.
        stream: StreamId,
        /// How much.
        mass: Mass,
    },
    /// A ship left a port.
    Sailed {
        /// Its line, by its position.
        sailing: u16,
        /// From which of the line's ports.
        side: u8,
        /// What is on board.
        mass: Mass,
        /// The same as room: TEU or tonnes.
        room: Room,
        /// How long it was in the port, and before it.
        in_port: Duration,
        /// How long the weather kept it there.
        weather: Duration,
    },
}
