//! The way of one train along a double track, as it is foreseen.
//!
//! A section is cut into equal parts by its sidings. A path is a straight line in time and space
//! from the place where its train last had to wait for another one, or from where the section
//! begins, to the section's end. Two straight lines that keep their headway at both ends keep it
//! all the way, so paths are compared at two points only.

use crate::sim::rank::Rank;
use crate::units::{Duration, Time};

/// The train of a path that is nobody's in the district: other traffic.
pub(super) const OTHER: u32 = u32::MAX;

/// The path of a train that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sim) struct Path {
    /// The train, or [`OTHER`].
    pub train: u32,
    pub rank: Rank,
    /// When it entered.
    pub entered: Time,
    /// How long it takes for the whole section unhindered.
    pub running: Duration,
    /// How long it stands aside in all, what stopping and starting costs included.
    pub aside: Duration,
    /// Where the line begins: 0 at the beginning of the section, then by siding.
    pub place: u32,
    /// When the train comes to that place, and when it goes on.
    pub comes: Time,
    pub leaves: Time,
    /// When it is at the end of the section.
    pub exit: Time,
    /// Parts of the section.
    pub parts: u32,
}

impl Path {
    /// Returns when the train goes by a place at or after the one where its line begins.
    pub fn at(&self, place: u32) -> Time {
        if place == self.place {
            return self.leaves;
        }
        let takes = self.exit.since(self.leaves).as_ms();
        let parts = u64::from(self.parts - self.place);
        self.leaves + Duration::from_ms(takes * u64::from(place - self.place) / parts)
    }

    /// Returns when the train comes to a place where it could stand aside, or `None` if it has been
    /// there and gone, or cannot be told to stop there any more.
    pub fn comes_to(&self, place: u32, now: Time) -> Option<Time> {
        match place.cmp(&self.place) {
            std::cmp::Ordering::Less => None,
            std::cmp::Ordering::Equal => (self.leaves > now).then_some(self.comes),
            std::cmp::Ordering::Greater => Some(self.at(place)).filter(|time| *time >= now),
        }
    }

    /// How much later than unhindered the train is at the end.
    pub fn delay(&self) -> Duration {
        self.exit.since(self.entered + self.running)
    }

    /// Whether the train stands aside at a place, now or later.
    pub fn stands_at(&self, place: u32) -> bool {
        self.place == place && self.comes < self.leaves
    }

    /// Returns the last place at which the train is by so much before another one that comes nearer.
    pub fn last_place_before(&self, other: &Self, by: Duration) -> u32 {
        let place = self.place.max(other.place);
        let per_part = |path: &Self| {
            let takes = path.exit.since(path.leaves).as_ms();
            takes as f64 / f64::from(path.parts - path.place)
        };
        let lead = other.at(place).since(self.at(place) + by).as_ms();
        let nearer = per_part(self) - per_part(other);
        match nearer > 0.0 {
            true => place + (lead as f64 / nearer).min(f64::from(self.parts)) as u32,
            false => self.parts,
        }
    }

    /// How long the train takes unhindered from a place to the end.
    pub fn rest(&self, place: u32) -> Duration {
        let left = u64::from(self.parts - place);
        Duration::from_ms(self.running.as_ms() * left / u64::from(self.parts))
    }

    /// Whether the train stays behind another one all the way by `headway`.
    pub fn keeps_behind(&self, ahead: &Self, headway: Duration) -> bool {
        if self.exit < ahead.exit + headway {
            return false;
        }
        let place = self.place.max(ahead.place);
        self.at(place) >= ahead.at(place) + headway
    }

    /// Returns the path behind another one.
    pub fn behind(mut self, ahead: &Self, headway: Duration) -> Self {
        self.falls_behind(ahead, headway);
        self
    }

    /// Makes the train slower to where both lines have begun, if need be, and at the end no sooner than
    /// a headway after another one.
    #[inline]
    pub fn falls_behind(&mut self, ahead: &Self, headway: Duration) {
        let place = self.place.max(ahead.place);
        let soonest = ahead.at(place) + headway;
        if self.at(place) < soonest {
            self.goes_on(place, soonest);
        }
        self.exit = self.exit.max(ahead.exit + headway);
    }

    /// Returns the path from a place on that the train leaves no sooner than `time`.
    pub fn on_from(mut self, place: u32, time: Time) -> Self {
        let time = time.max(self.at(place));
        self.goes_on(place, time);
        self
    }

    /// Returns the path of a train that stands aside at a place, and runs on from it at full speed at
    /// some time: it starts a little before.
    pub fn stands_aside(mut self, place: u32, (comes, goes_on): (Time, Time)) -> Self {
        let before = self.exit;
        self.place = place;
        (self.comes, self.leaves) = (comes, goes_on);
        self.exit = before.max(goes_on + self.rest(place));
        self.aside = self.aside + self.exit.since(before);
        self
    }

    /// Makes the train that much later at the end, wherever it stands aside for that.
    pub fn loses(&mut self, time: Duration) {
        self.exit += time;
        self.aside = self.aside + time;
    }

    /// Puts off the departure from where the train stands aside, so that it stays behind another. It
    /// stands as long as it can rather than creep after the other one.
    pub fn put_off(&mut self, ahead: &Self, headway: Duration) {
        let before = self.exit;
        self.exit = self.exit.max(ahead.exit + headway);
        let takes = self.rest(self.place).as_ms();
        let latest = Time::from_ms(self.exit.as_ms().saturating_sub(takes));
        self.leaves = self.leaves.max(latest);
        let place = self.place.max(ahead.place);
        let later = (ahead.at(place) + headway).since(self.at(place));
        self.leaves += later;
        self.exit += later;
        self.aside = self.aside + self.exit.since(before);
    }

    fn goes_on(&mut self, place: u32, time: Time) {
        self.place = place;
        (self.comes, self.leaves) = (time, time);
        self.exit = self.exit.max(time + self.rest(place));
    }
}
