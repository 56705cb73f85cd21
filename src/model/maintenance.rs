//! When the track is worked on and trains stand still.

use super::{Month, Windows};
use crate::units::{Duration, Length, SectionId, Time};

/// The daily window of single track, on sections without windows of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Maintenance {
    /// Whether it is held at all.
    pub enabled: bool,
    /// The time of day at which it begins.
    pub begins: Duration,
    /// How long it lasts.
    pub lasts: Duration,
    /// The months in which it is held, from January.
    pub months: [bool; 12],
}

/// A maintenance window of some sections: hours of the day, on some days.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The name that the file gives it.
    pub key: String,
    /// Where it is held.
    pub sections: Vec<SectionId>,
    /// The time of day at which it begins.
    pub begins: Duration,
    /// How long it lasts, at most a day; it may end after midnight.
    pub lasts: Duration,
    /// Whether it begins on each day of the run.
    pub days: Vec<bool>,
    /// What it closes.
    pub closes: Closes,
}

/// What a maintenance window closes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Closes {
    /// Every track: no train enters a block or a double track.
    Line,
    /// One of two tracks. The other is worked in one direction for `turn`, is cleared, then worked in
    /// the other. On single track it closes the line.
    OneTrack {
        /// How long trains of one direction may enter before it is the others' turn.
        turn: Duration,
        /// The length that is worked as single track.
        stretch: Length,
    },
}

impl Maintenance {
    /// Returns when it is held in the months of a run.
    pub fn windows(&self, months: &[Month]) -> Windows {
        let held = |month: &&Month| {
            let position = usize::try_from(month.month - 1);
            self.enabled && position.is_ok_and(|n| self.months[n])
        };
        let days = months
            .iter()
            .filter(held)
            .flat_map(|month| month.from.whole_days()..month.until.whole_days());
        Windows::new(days.map(|day| span(day, self.begins, self.lasts)).collect())
    }
}

impl Window {
    /// Returns all the time in which it is held.
    pub fn windows(&self) -> Windows {
        let held = self.days.iter().zip(0..).filter(|(held, _)| **held);
        let spans = held.map(|(_, day)| span(day, self.begins, self.lasts));
        Windows::new(spans.collect())
    }

    /// Returns the beginning and end of the window that is held at `time`, if one is.
    pub fn held_at(&self, time: Time) -> Option<(Time, Time)> {
        let today = time.whole_days();
        let on = |day: u64| {
            let (begins, ends) = span(day, self.begins, self.lasts);
            let is_held = self.days.get(day as usize).copied().unwrap_or(false);
            (is_held && begins <= time && time < ends).then_some((begins, ends))
        };
        on(today).or_else(|| on(today.checked_sub(1)?))
    }
}

/// When a window that begins on a day of the run is held.
fn span(day: u64, begins: Duration, lasts: Duration) -> (Time, Time) {
    let begins = Time::ZERO + Duration::from_days(day) + begins;
    (begins, begins + lasts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_may_end_after_midnight() {
        let hours = |h: u64| Time::from_ms(h * 3_600_000);
        let window = Window {
            key: "night".to_owned(),
            sections: Vec::new(),
            begins: Duration::from_ms(22 * 3_600_000),
            lasts: Duration::from_ms(6 * 3_600_000),
            days: vec![true, false, true],
            closes: Closes::Line,
        };
        assert_eq!(window.held_at(hours(21)), None);
        assert_eq!(window.held_at(hours(23)), Some((hours(22), hours(28))));
        assert_eq!(window.held_at(hours(27)), Some((hours(22), hours(28))));
        assert_eq!(window.held_at(hours(28)), None);
        assert_eq!(window.held_at(hours(47)), None, "not on the second day");
        assert_eq!(
            window.held_at(hours(24 * 3 + 3)),
            Some((hours(70), hours(76)))
        );
        for hour in 0..96 {
            let held = window.held_at(hours(hour)).map(|(_, ends)| ends);
            assert_eq!(window.windows().until(hours(hour)), held, "{hour}");
        }
    }
}
