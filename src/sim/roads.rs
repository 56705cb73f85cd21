//! What a district holds of the road mode: convoys at borders, and the booths there.

use super::convoy::Convoy;
use super::plan::Plan;
use crate::units::{Duration, LegId, Mass, Sparse, Time};
use std::collections::VecDeque;

/// The road mode of one district.
#[derive(Debug, Default)]
pub(super) struct Roads {
    /// By border, direction and side.
    pub controls: Vec<Control>,
    /// Convoys at borders; indices are reused.
    at_borders: Vec<AtBorder>,
    free: Vec<u32>,
    /// By leg: how many convoys were loaded.
    ordinals: Sparse<u32>,
    /// Trucks loaded and unloaded, and those that were put into events and taken out of them.
    pub loaded: u64,
    pub unloaded: u64,
    pub sent: u64,
    pub received: u64,
}

/// A convoy at a border.
#[derive(Clone, Copy, Debug)]
pub(super) struct AtBorder {
    pub convoy: Convoy,
    /// Whether the section over the border is still to be driven.
    pub ahead: bool,
    /// When it came.
    pub since: Time,
    /// Trucks whose control has begun, on the sending and the receiving side.
    pub begun: [u16; 2],
    /// Trucks that are not through.
    pub left: u16,
    /// Time that those of its trucks which are through have been there, together.
    pub dwelt: Duration,
}

/// Booths and the trucks that wait for one, in order of arrival.
#[derive(Clone, Debug, Default)]
pub(super) struct Control {
    pub busy: u32,
    pub waiting: VecDeque<Waiting>,
    /// Whether somebody will look when controls may begin again.
    pub wakes: bool,
    /// The latest day on which a control began, and how many have begun on it.
    day: u64,
    begun: u32,
}

/// Trucks of one convoy in a queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub convoy: u32,
    pub trucks: u16,
    pub since: Time,
}

impl Roads {
    pub fn new(plan: &Plan) -> Self {
        let Some(road) = &plan.scenario.road else {
            return Self::default();
        };
        Self {
            controls: vec![Control::default(); road.borders.len() * 4],
            ordinals: Sparse::new(plan.legs.len()),
            ..Self::default()
        }
    }

    /// Numbers a new convoy among those of its leg, from 1.
    pub fn next_ordinal(&mut self, leg: LegId) -> u32 {
        self.ordinals[leg.index()] += 1;
        self.ordinals[leg.index()]
    }

    /// Takes a convoy in; its index holds until [`Self::remove`].
    pub fn insert(&mut self, at_border: AtBorder) -> u32 {
        if let Some(index) = self.free.pop() {
            self.at_borders[index as usize] = at_border;
            return index;
        }
        self.at_borders.push(at_border);
        u32::try_from(self.at_borders.len() - 1).expect("a border holds fewer than 2^32 convoys")
    }

    /// Gives a convoy up.
    pub fn remove(&mut self, index: u32) -> AtBorder {
        self.free.push(index);
        let place = &mut self.at_borders[index as usize];
        let gone = *place;
        (place.convoy.trucks, place.convoy.mass) = (0, Mass::ZERO);
        gone
    }

    pub fn at_mut(&mut self, index: u32) -> &mut AtBorder {
        &mut self.at_borders[index as usize]
    }

    /// The convoys at borders, and empty places where others were.
    pub fn convoys(&self) -> impl Iterator<Item = &Convoy> {
        self.at_borders.iter().map(|at_border| &at_border.convoy)
    }
}

impl Control {
    /// Takes the truck that has waited longest into a booth. Returns its convoy, and since when it
    /// waits.
    pub fn take(&mut self, now: Time) -> (u32, Time) {
        self.begun = self.let_through(now) + 1;
        self.day = now.whole_days();
        self.busy += 1;
        let first = self.waiting.front_mut().expect("somebody waits");
        let taken = (first.convoy, first.since);
        first.trucks -= 1;
        if first.trucks == 0 {
            self.waiting.pop_front();
        }
        taken
    }

    /// How many controls have begun on the day of `time`, which is not before the latest of them.
    pub fn let_through(&self, time: Time) -> u32 {
        match time.whole_days() == self.day {
            true => self.begun,
            false => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trucks_are_taken_one_by_one_and_counted_by_day() {
        let mut control = Control::default();
        for convoy in [7, 8] {
            control.waiting.push_back(Waiting {
                convoy,
                trucks: 2,
                since: Time::ZERO,
            });
        }
        let evening = Time::from_ms(23 * 3_600_000);
        assert_eq!(control.take(evening), (7, Time::ZERO));
        assert_eq!(control.take(evening), (7, Time::ZERO));
        assert_eq!(control.let_through(evening), 2);
        let morning = evening + Duration::from_days(1);
        assert_eq!(control.let_through(morning), 0);
        assert_eq!(control.take(morning), (8, Time::ZERO));
        assert_eq!((control.let_through(morning), control.busy), (1, 3));
    }
}
