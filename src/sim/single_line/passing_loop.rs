//! A passing loop: how many trains stand there, and for whom there is still a track.

/// Tracks at a loop, and the trains that hold one: from when they enter the block before it until
/// they enter the block beyond it.
#[derive(Clone, Copy, Debug)]
pub(super) struct PassingLoop {
    /// Tracks, the main track included: two at least.
    tracks: u8,
    /// Trains that hold a track, by direction.
    held: [u8; 2],
}

impl PassingLoop {
    /// # Panics
    ///
    /// If there are fewer than two tracks: nobody could meet there.
    pub fn new(tracks: u8) -> Self {
        assert!(
            tracks >= 2,
            "a passing loop has {tracks} tracks, it needs two"
        );
        Self {
            tracks,
            held: [0; 2],
        }
    }

    /// Whether a train of one direction may come to stand here: one track is kept for the opposite
    /// direction, so that two opposing queues never lock each other.
    pub fn has_track(&self, forward: bool) -> bool {
        self.held[side(forward)] < self.tracks - 1 && self.has_any_track()
    }

    /// Whether there is a track at all: enough for a train that is sure to run on at once.
    pub fn has_any_track(&self) -> bool {
        self.held[0] + self.held[1] < self.tracks
    }

    pub fn hold(&mut self, forward: bool) {
        assert!(self.has_any_track(), "a train came to a loop that was full");
        self.held[side(forward)] += 1;
    }

    /// # Panics
    ///
    /// If no train of that direction held a track.
    pub fn leave(&mut self, forward: bool) {
        let held = &mut self.held[side(forward)];
        assert!(*held > 0, "a train left a loop, but held no track there");
        *held -= 1;
    }
}

pub(super) const fn side(forward: bool) -> usize {
    if forward { 0 } else { 1 }
}
