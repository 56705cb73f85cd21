//! Working hours: shifts that come round every week.

use super::Calendar;
use crate::units::{Duration, Time};

const WEEK: Duration = Duration::from_days(7);

/// The days of the week with the names that files use, from Monday.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// When servers are at work, and how many: around the clock, or by shifts.
///
/// What was begun is finished after hours; nothing is begun outside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours {
    /// In the order of the week, apart; none for work around the clock.
    shifts: Vec<WeekShift>,
    /// Time of the week at which the run begins, from Monday at midnight.
    start: Duration,
}

/// A shift as a scenario gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// The time of day at which it begins.
    pub from: Duration,
    /// The time of day at which it ends; on the next day, if that is not after it begins.
    pub until: Duration,
    /// The days on which it begins, from Monday.
    pub days: [bool; 7],
    /// How many servers it has; as many as there are, if nothing is said.
    pub servers: Option<u32>,
}

/// A part of a shift within one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct WeekShift {
    from: Duration,
    until: Duration,
    servers: Option<u32>,
}

impl Hours {
    /// Creates the hours of some shifts in a run of `calendar`, or `None` if two overlap.
    pub fn new(shifts: &[Shift], calendar: &Calendar) -> Option<Self> {
        let mut parts = Vec::new();
        for shift in shifts {
            for day in (0..7).filter(|day| shift.days[*day]) {
                let midnight = Duration::from_days(day as u64);
                let from = midnight + shift.from;
                let until = match shift.until > shift.from {
                    true => midnight + shift.until,
                    false => midnight + Duration::DAY + shift.until,
                };
                let servers = shift.servers;
                let part = |from, until| WeekShift {
                    from,
                    until,
                    servers,
                };
                parts.push(part(from, until.min(WEEK)));
                if until > WEEK {
                    parts.push(part(Duration::ZERO, until - WEEK));
                }
            }
        }
        parts.sort_unstable();
        let apart = parts.windows(2).all(|pair| pair[0].until <= pair[1].from);
        apart.then(|| Self {
            shifts: parts,
            start: calendar.time_of_week(),
        })
    }

    /// Returns whether nothing limits the hours.
    pub fn are_around_the_clock(&self) -> bool {
        self.shifts.is_empty()
    }

    /// Returns how many of `all` servers are at work at `time`.
    pub fn servers(&self, time: Time, all: u32) -> u32 {
        if self.are_around_the_clock() {
            return all;
        }
        let now = self.time_of_week(time);
        match self.shifts.get(self.first_ending_after(now)) {
            Some(shift) if shift.from <= now => shift.servers.unwrap_or(all),
            _ => 0,
        }
    }

    /// Returns the first instant after `time` at which a shift begins or ends.
    pub fn next_change(&self, time: Time) -> Option<Time> {
        if self.are_around_the_clock() {
            return None;
        }
        let now = self.time_of_week(time);
        let change = match self.shifts.get(self.first_ending_after(now)) {
            Some(shift) if shift.from > now => shift.from,
            Some(shift) => shift.until,
            None => WEEK + self.shifts[0].from,
        };
        Some(time + (change - now))
    }

    /// Returns the first instant at or after `time` at which somebody is at work.
    pub fn next_open(&self, time: Time) -> Time {
        match self.next_change(time) {
            Some(change) if self.servers(time, 1) == 0 => change,
            Some(_) | None => time,
        }
    }

    /// Returns the hours of a day at which somebody is at work, as a mean over the week.
    pub fn hours_a_day(&self) -> f64 {
        let week = Time::ZERO + WEEK;
        (WEEK - self.closed(Time::ZERO, week)).as_hours() / 7.0
    }

    /// Returns how much of the time from `from` to `until` nobody is at work.
    pub fn closed(&self, from: Time, until: Time) -> Duration {
        let (mut time, mut closed) = (from, Duration::ZERO);
        while time < until {
            let Some(change) = self.next_change(time) else {
                break;
            };
            if self.servers(time, 1) == 0 {
                closed = closed + change.min(until).since(time);
            }
            time = change;
        }
        closed
    }

    fn time_of_week(&self, time: Time) -> Duration {
        Duration::from_ms((time.as_ms() + self.start.as_ms()) % WEEK.as_ms())
    }

    fn first_ending_after(&self, now: Duration) -> usize {
        self.shifts.partition_point(|shift| shift.until <= now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn hours(n: u64) -> Duration {
        Duration::from_ms(n * 3_600_000)
    }

    fn shift(from: u64, until: u64, days: [bool; 7], servers: Option<u32>) -> Shift {
        Shift {
            from: hours(from),
            until: hours(until),
            days,
            servers,
        }
    }

    /// The first of January 2022 was a Saturday.
    fn calendar() -> Calendar {
        let dates = (date(2022, 1, 1), date(2023, 1, 1));
        Calendar::new(dates.0, dates.0, dates.1).expect("the dates are in order")
    }

    const WORKDAYS: [bool; 7] = [true, true, true, true, true, false, false];

    #[test]
    fn a_shift_may_go_past_midnight_and_past_the_week() {
        let all = [true; 7];
        let night = Hours::new(
            &[shift(20, 6, all, Some(2)), shift(6, 20, all, None)],
            &calendar(),
        );
        let night = night.expect("they touch and do not overlap");
        let at = |day: u64, hour: u64| Time::ZERO + Duration::from_days(day) + hours(hour);
        for day in 0..14 {
            assert_eq!(night.servers(at(day, 5), 9), 2, "day {day}");
            assert_eq!(night.servers(at(day, 6), 9), 9, "day {day}");
            assert_eq!(night.next_change(at(day, 6)), Some(at(day, 20)));
            assert_eq!(night.servers(at(day, 23), 9), 2, "day {day}");
        }
        assert_eq!(night.closed(at(0, 0), at(14, 0)), Duration::ZERO);
    }

    #[test]
    fn nobody_works_outside_hours() {
        let office = Hours::new(&[shift(9, 17, WORKDAYS, None)], &calendar());
        let office = office.expect("one shift overlaps nothing");
        let at = |day: u64, hour: u64| Time::ZERO + Duration::from_days(day) + hours(hour);
        assert_eq!(office.servers(at(0, 12), 3), 0, "a Saturday");
        assert_eq!(office.next_change(at(0, 12)), Some(at(2, 9)));
        assert_eq!(office.servers(at(2, 9), 3), 3, "a Monday");
        assert_eq!(office.servers(at(2, 17), 3), 0, "after hours");
        assert_eq!(office.closed(at(0, 0), at(7, 0)), hours(7 * 24 - 5 * 8));
        assert_eq!(office.closed(at(2, 10), at(2, 18)), hours(1));
        assert_eq!(office.next_open(at(0, 12)), at(2, 9));
        assert_eq!(office.next_open(at(2, 12)), at(2, 12));
        assert_eq!(office.hours_a_day(), 40.0 / 7.0);
        assert_eq!(Hours::default().hours_a_day(), 24.0);
    }

    #[test]
    fn shifts_that_overlap_make_no_hours() {
        let all = [true; 7];
        let both = [shift(8, 20, all, None), shift(19, 6, WORKDAYS, None)];
        assert_eq!(Hours::new(&both, &calendar()), None);
    }
}
