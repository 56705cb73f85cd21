//! How a train passes another on a double track.
//!
//! A more pressing train that would lose time behind another has that one stand aside: at the last
//! siding that the other reaches a station interval before it, or at the first one that it still
//! can reach, with the faster train behind it so far. The other starts so that it runs a headway
//! behind when it has its speed again. A siding holds one train, and a train may stand aside only
//! where it has not been yet. Freight trains pass one another only where one gains more than the other
//! loses; passenger trains pass whatever it costs, if it is worth anything to them. But a train that has
//! lost enough on the section, standing aside or behind others, is passed by nobody: so nobody
//! stands aside for ever, and a line that is full does not lose what is left of its capacity.
//!
//! Among trains of other traffic it does not matter where one stands aside, only that it loses a
//! station interval and a headway.

use super::DoubleTrack;
use super::path::{OTHER, Path};
use crate::units::{Duration, Time};

/// What comes of letting a train in: when it is at the end, and how many trains stand aside for it,
/// other traffic for other traffic left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub exit: Time,
    pub overtaken: u32,
}

impl DoubleTrack {
    /// Adds the path of a train that enters at `now`: at the end if it does not pass the last train,
    /// which is the most frequent case.
    pub(super) fn add_path(&mut self, mut path: Path, now: Time) -> Outcome {
        if let Some(last) = self.under_way[self.n_gone..].last()
            && !path.keeps_behind(last, self.rules.headway)
        {
            if self.may_pass(&path, last) {
                return self.add_among(path, now);
            }
            path.falls_behind(last, self.rules.headway);
        }
        self.under_way.push(path);
        Outcome {
            exit: path.exit,
            overtaken: 0,
        }
    }

    /// Adds the path of a train that may pass others.
    fn add_among(&mut self, mut path: Path, now: Time) -> Outcome {
        let headway = self.rules.headway;
        let mut position = self.under_way.len();
        while position > self.n_gone {
            let ahead = &self.under_way[position - 1];
            if path.keeps_behind(ahead, headway) {
                break;
            }
            if !self.may_pass(&path, ahead) {
                path = path.behind(ahead, headway);
                break;
            }
            if path.train == OTHER && ahead.train == OTHER {
                let stands = self.rules.station_interval + headway;
                self.under_way[position - 1].loses(stands);
            } else if let Some((place, aside, passing)) = self.pass(&path, ahead, now) {
                self.taken_until[place as usize] = aside.leaves;
                self.under_way[position - 1] = aside;
                path = passing;
            } else {
                path = path.behind(ahead, headway);
                break;
            }
            position -= 1;
        }
        let end = self.under_way.len();
        self.under_way.insert(position, path);
        let mut overtaken = 0;
        for n in position + 1..=end {
            let ahead = self.under_way[n - 1];
            let passed = &mut self.under_way[n];
            if ahead.train == OTHER && passed.train == OTHER {
                passed.loses((ahead.exit + headway).since(passed.exit));
            } else {
                passed.put_off(&ahead, headway);
                self.taken_until[passed.place as usize] = passed.leaves;
            }
            overtaken += u32::from(path.train != OTHER || passed.train != OTHER);
        }
        Outcome {
            exit: path.exit,
            overtaken,
        }
    }

    /// Where a train passes another one, with the paths of the other and of itself after that; none
    /// if it has to stay behind.
    fn pass(&self, path: &Path, ahead: &Path, now: Time) -> Option<(u32, Path, Path)> {
        let behind = path.behind(ahead, self.rules.headway);
        let gain = |passing: &Path| behind.exit.since(passing.exit);
        let clear = self.rules.station_interval;
        let (place, comes) = self.place_to_pass(path, ahead, now)?;
        let passing = path.on_from(place, comes + clear);
        let aside = ahead.stands_aside(place, (comes, passing.leaves + self.rules.headway));
        let least = match path.rank.is_passenger() {
            true => self.rules.least_gain,
            false => self.rules.least_gain.max(aside.exit.since(ahead.exit)),
        };
        (gain(&passing) >= least).then_some((place, aside, passing))
    }

    /// Whether a train is pressing enough to pass another one, and would lose enough behind it.
    fn may_pass(&self, path: &Path, ahead: &Path) -> bool {
        let loses = (ahead.exit + self.rules.headway).since(path.exit);
        path.rank < ahead.rank
            && ahead.delay() < self.rules.longest_delay
            && loses >= self.rules.least_gain
    }

    /// Where another train stands aside for one, and when it comes there: the last place that it
    /// reaches in time, or else the first that it reaches at all.
    fn place_to_pass(&self, path: &Path, ahead: &Path, now: Time) -> Option<(u32, Time)> {
        let first = path.place.max(ahead.place).max(1);
        let last = ahead.last_place_before(path, self.rules.station_interval);
        if first >= self.rules.parts {
            return None;
        }
        let last = last.clamp(first, self.rules.parts - 1);
        let free = |place: u32| {
            let comes = ahead.comes_to(place, now)?;
            let is_free = ahead.stands_at(place) || self.taken_until[place as usize] <= comes;
            is_free.then_some((place, comes))
        };
        let before = (first..=last).rev().find_map(free);
        before.or_else(|| (last + 1..self.rules.parts).find_map(free))
    }
}

/// How a double track is worked.
#[derive(Clone, Copy, Debug)]
pub(in crate::sim) struct Rules {
    pub headway: Duration,
    /// Parts into which sidings cut the section; zero where trains keep their order for ever.
    pub parts: u32,
    /// The least that a train must lose otherwise, so that another stands aside for it.
    pub least_gain: Duration,
    /// A train that loses so much on the section is not passed any more.
    pub longest_delay: Duration,
    /// How long before the faster train the other one is off the main track.
    pub station_interval: Duration,
    /// How much waiting a step of priority is worth.
    pub priority_worth: Duration,
}
