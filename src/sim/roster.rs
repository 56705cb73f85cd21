//! The trains of a district: each has an index for as long as it is there, and indices are reused.

use super::district::District;
use super::running::RunningClass;
use super::train::{Train, TrainId};
use super::wait::Wait;
use crate::units::{Duration, Mass};

/// The trains of a district, and places for others.
#[derive(Debug, Default)]
pub(super) struct Roster {
    trains: Vec<InDistrict>,
    free: Vec<u32>,
    /// By train: what it has lost on its section, by cause.
    lost: Vec<[Duration; 3]>,
}

/// A train that is in the district. What is asked at every block lies on one cache line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub(super) struct InDistrict {
    /// Its running time on its section, relative to the standard one.
    pace: f64,
    pub(super) train: Train,
    wait: Option<Wait>,
    pub(super) class: RunningClass,
}

const _: () = assert!(std::mem::offset_of!(InDistrict, wait) <= 64);

impl Roster {
    pub(super) fn get(&self, index: u32) -> &InDistrict {
        &self.trains[index as usize]
    }

    pub(super) fn get_mut(&mut self, index: u32) -> &mut InDistrict {
        &mut self.trains[index as usize]
    }
}

/// Running times are rounded up, so what is scaled as a whole may be longer than its parts.
const ROUNDING: Duration = Duration::from_ms(2);

impl InDistrict {
    /// What a train takes at the least over blocks whose standard times add up to `standard`.
    #[inline]
    pub(super) fn at_least(&self, standard: Duration) -> Duration {
        standard.scaled(self.pace).saturating_sub(ROUNDING)
    }

    /// How long a train takes that sets out now, from a stand or running through, and is not slowed
    /// down; `start_stop` is what a stand costs. It runs from then on.
    #[inline]
    pub(super) fn sets_out(&mut self, standard: Duration, start_stop: Duration) -> Duration {
        let running = standard.scaled(self.pace);
        match std::mem::take(&mut self.train.stopped) {
            true => running + start_stop,
            false => running,
        }
    }
}

impl District {
    pub(super) fn train(&self, index: u32) -> &Train {
        &self.roster.trains[index as usize].train
    }

    /// Trains in the district, and what is left of those that are not any more.
    pub(super) fn present(&self) -> impl Iterator<Item = &Train> {
        self.roster.trains.iter().map(|here| &here.train)
    }

    pub(super) fn train_mut(&mut self, index: u32) -> &mut Train {
        &mut self.roster.get_mut(index).train
    }

    /// How fast a train is.
    pub(super) fn running_class(&self, index: u32) -> RunningClass {
        self.roster.get(index).class
    }

    pub(super) fn set_pace(&mut self, index: u32, pace: f64) {
        self.roster.trains[index as usize].pace = pace;
    }

    pub(super) fn wait(&self, index: u32) -> Option<Wait> {
        self.roster.trains[index as usize].wait
    }

    pub(super) fn set_wait(&mut self, index: u32, wait: Option<Wait>) {
        self.roster.trains[index as usize].wait = wait;
    }

    /// Returns the trains that wait, in no particular order.
    pub(super) fn waiting_trains(&self) -> impl Iterator<Item = (&Train, Wait)> {
        let all = self.roster.trains.iter();
        all.filter_map(|here| Some((&here.train, here.wait?)))
    }

    /// What a train has lost on its section, by cause.
    pub(super) fn lost_mut(&mut self, index: u32) -> &mut [Duration; 3] {
        &mut self.roster.lost[index as usize]
    }

    /// Takes a train in; its index holds until [`Self::remove`].
    pub(super) fn insert(&mut self, train: Train) -> u32 {
        let here = InDistrict {
            pace: 1.0,
            train,
            wait: None,
            class: self.plan.running_class(train.purpose),
        };
        if let Some(index) = self.roster.free.pop() {
            self.roster.trains[index as usize] = here;
            return index;
        }
        self.roster.trains.push(here);
        self.roster.lost.push([Duration::ZERO; 3]);
        u32::try_from(self.roster.trains.len() - 1)
            .expect("a district holds fewer than 2^32 trains")
    }

    /// Gives a train up.
    pub(super) fn remove(&mut self, index: u32) -> Train {
        self.roster.free.push(index);
        let gone = TrainId(u64::MAX);
        let place = &mut self.roster.trains[index as usize].train;
        let train = *place;
        assert!(train.id != gone, "train {index} was removed twice");
        (place.id, place.mass, place.wagons) = (gone, Mass::ZERO, 0);
        place.locomotive = false;
        self.goes_on(index);
        train
    }
}
