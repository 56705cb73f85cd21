//! When the track is worked on and trains stand still.

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
    /// Returns the end of the window that is open for work at `time` in a month (from 1), or
    /// `None` when trains may run.
    pub fn blocks_until(&self, time: Time, month: i8) -> Option<Time> {
        let held = usize::try_from(month - 1).is_ok_and(|n| self.months[n]);
        let (begins, now) = (self.begins, time.time_of_day());
        (self.enabled && held && now >= begins && now < begins + self.lasts)
            .then(|| time + (begins + self.lasts).saturating_sub(now))
    }
}

impl Window {
    /// Returns the beginning and end of the window that is held at `time`, if one is.
    pub fn held_at(&self, time: Time) -> Option<(Time, Time)> {
        let today = time.whole_days();
        let on = |day: u64| {
            let begins = Time::ZERO + Duration::from_days(day) + self.begins;
            let ends = begins + self.lasts;
            let is_held = self.days.get(day as usize).copied().unwrap_or(false);
            (is_held && begins <= time && time < ends).then_some((begins, ends))
        };
        on(today).or_else(|| on(today.checked_sub(1)?))
    }
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
    }
}
