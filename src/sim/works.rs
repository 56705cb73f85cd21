//! Maintenance windows by section: when a track may be entered.

use crate::model::{Closes, Scenario, Window, Windows};
use crate::units::{Duration, SectionId, Time};

/// The windows of every section.
#[derive(Clone, Debug)]
pub(super) struct Works {
    all: Vec<Window>,
    /// By section, as positions among all.
    of_section: Vec<Vec<u16>>,
    /// When single track of a section with windows of its own is closed, and that of all others.
    closed: Vec<Windows>,
    closed_elsewhere: Windows,
    /// How long a section that is worked as single track in part takes to clear: by window and section.
    clearing: Vec<Vec<Duration>>,
}

impl Works {
    pub fn new(scenario: &Scenario) -> Self {
        let network = &scenario.network;
        let mut of_section = vec![Vec::new(); network.section_count()];
        for (n, window) in scenario.windows.iter().enumerate() {
            for section in &window.sections {
                of_section[section.index()].push(n as u16);
            }
        }
        let windows = scenario.windows.iter().map(Window::windows);
        let windows: Vec<Windows> = windows.collect();
        let of_all = |held: &Vec<u16>| {
            let held = held.iter().map(|n| &windows[usize::from(*n)]);
            held.fold(Windows::default(), |all, more| all.joined(more))
        };
        let maintenance = &scenario.operation.maintenance;
        let clearing = |window: &Window| {
            let clears = |(_, section): (SectionId, &crate::model::Section)| match window.closes {
                Closes::Line => Duration::ZERO,
                Closes::OneTrack { stretch, .. } => {
                    stretch / section.speed + scenario.operation.station_interval
                }
            };
            network.sections().map(clears).collect()
        };
        Self {
            clearing: scenario.windows.iter().map(clearing).collect(),
            all: scenario.windows.clone(),
            closed: of_section.iter().map(of_all).collect(),
            closed_elsewhere: maintenance.windows(scenario.calendar.months()),
            of_section,
        }
    }

    /// Whether a section has windows of its own.
    #[inline]
    pub fn has_own(&self, section: SectionId) -> bool {
        !self.of_section[section.index()].is_empty()
    }

    /// Returns when single track of a section is closed: in windows of its own, or else in the general
    /// one.
    pub fn closes(&self, section: SectionId) -> &Windows {
        match self.has_own(section) {
            true => &self.closed[section.index()],
            false => &self.closed_elsewhere,
        }
    }

    /// Returns from when on one direction of a double track may be entered, at or after a time.
    #[inline]
    pub fn opens(&self, section: SectionId, forward: bool, from: Time) -> Time {
        let held = &self.of_section[section.index()];
        let mut time = from;
        // The end of one window may lie in another one. All of them end with the run.
        loop {
            let by = |time, n: &u16| self.opens_by(usize::from(*n), section, forward, time);
            let later = held.iter().fold(time, by);
            if later == time {
                return time;
            }
            time = later;
        }
    }

    fn opens_by(&self, window: usize, section: SectionId, forward: bool, from: Time) -> Time {
        let Some((begins, ends)) = self.all[window].held_at(from) else {
            return from;
        };
        let Closes::OneTrack { turn, .. } = self.all[window].closes else {
            return ends;
        };
        // What is under way clears, one direction enters, clears, the other enters, clears.
        let clearing = self.clearing[window][section.index()];
        let half = turn + clearing;
        let shift = if forward { clearing } else { clearing + half };
        let cycle = half.as_ms() * 2;
        let phase = (from.since(begins).as_ms() + 2 * cycle - shift.as_ms()) % cycle;
        if from.since(begins) >= shift && phase < turn.as_ms() {
            return from;
        }
        let turns = match from.since(begins) < shift {
            true => begins + shift,
            false => from + Duration::from_ms(cycle - phase),
        };
        turns.min(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Length;

    fn minutes(n: u64) -> Duration {
        Duration::from_ms(n * 60_000)
    }

    fn works(closes: Closes) -> Works {
        let window = Window {
            key: "works".to_owned(),
            sections: Vec::new(),
            begins: minutes(600),
            lasts: minutes(240),
            days: vec![true, true],
            closes,
        };
        Works {
            all: vec![window],
            of_section: vec![vec![0]],
            closed: vec![Windows::default()],
            closed_elsewhere: Windows::default(),
            clearing: vec![vec![minutes(20)]],
        }
    }

    fn opens(works: &Works, forward: bool, minute: u64) -> u64 {
        let from = Time::ZERO + minutes(minute);
        works.opens(SectionId::from_index(0), forward, from).as_ms() / 60_000
    }

    #[test]
    fn a_closed_line_opens_at_the_end_of_the_window() {
        let works = works(Closes::Line);
        for forward in [true, false] {
            let opens = [599, 600, 839, 840].map(|minute| opens(&works, forward, minute));
            assert_eq!(opens, [599, 840, 840, 840]);
        }
    }

    /// With 20 minutes to clear and turns of 40: one way from 10:20 to 11:00 and from 12:20 to 13:00,
    /// the other from 11:20 to 12:00 and from 13:20 on.
    #[test]
    fn directions_take_turns_on_the_one_track_that_is_left() {
        let works = works(Closes::OneTrack {
            turn: minutes(40),
            stretch: Length::default(),
        });
        let at = [600, 619, 620, 659, 660, 700, 740, 779, 780, 840];
        let forward = at.map(|minute| opens(&works, true, minute));
        assert_eq!(forward, [620, 620, 620, 659, 740, 740, 740, 779, 840, 840]);
        let at = [600, 660, 680, 719, 720, 799, 800];
        let back = at.map(|minute| opens(&works, false, minute));
        assert_eq!(back, [680, 680, 680, 719, 800, 800, 800]);
    }

    #[test]
    fn the_directions_never_meet() {
        let works = works(Closes::OneTrack {
            turn: minutes(30),
            stretch: Length::default(),
        });
        let is_open = |forward, minute| opens(&works, forward, minute) == minute;
        for minute in 600..840_u64 {
            let near = minute.saturating_sub(19)..=minute + 19;
            let meets = is_open(true, minute)
                && near
                    .clone()
                    .any(|other| (600..840).contains(&other) && is_open(false, other));
            assert!(!meets, "both directions enter about minute {minute}");
        }
    }
}
