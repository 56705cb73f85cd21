//! Real dates around simulated time. The one home of civil dates.

use crate::units::{Duration, Time};
use jiff::civil::Date;
use std::fmt;

/// The dates of a run. Simulated time zero is midnight at the start of `start`, in the corridor's
/// one civil time (UTC+6, as at Almaty until 2024).
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    start: Date,
    report_from: Date,
    end: Date,
    months: Vec<Month>,
}

/// A calendar month of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month of the year, from 1.
    pub month: i8,
    /// Its first instant, or the start of the run if that is later.
    pub from: Time,
    /// The first instant after it, or the end of the run if that is earlier.
    pub until: Time,
    /// Whether it belongs to the years reported, rather than to the warm-up.
    pub reported: bool,
}

/// A span that a figure is about: a year, or a month of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// A calendar year.
    Year(i16),
    /// A quarter of a year, from 1.
    Quarter(i16, i8),
    /// A month of a year, from 1.
    Month(i16, i8),
    /// From one month to another, both included.
    Months((i16, i8), (i16, i8)),
}

impl Calendar {
    /// Creates the calendar of a run that begins on `start`, is reported from `report_from` and
    /// ends before `end`, or `None` unless `start <= report_from < end`.
    pub fn new(start: Date, report_from: Date, end: Date) -> Option<Self> {
        if !(start <= report_from && report_from < end) {
            return None;
        }
        let mut calendar = Self {
            start,
            report_from,
            end,
            months: Vec::new(),
        };
        let mut first = start.first_of_month();
        while first < end {
            let next = first.last_of_month().tomorrow().ok()?;
            calendar.months.push(Month {
                year: first.year(),
                month: first.month(),
                from: calendar.time_of(first),
                until: calendar.time_of(next.min(end)),
                reported: first >= report_from,
            });
            first = next;
        }
        Some(calendar)
    }

    /// Returns the first day of the run.
    pub fn start(&self) -> Date {
        self.start
    }

    /// Returns the first day that is reported; what comes before is warm-up.
    pub fn report_from(&self) -> Date {
        self.report_from
    }

    /// Returns the day after the last day of the run.
    pub fn end(&self) -> Date {
        self.end
    }

    /// Returns the instant at which the run ends.
    pub fn end_time(&self) -> Time {
        self.time_of(self.end)
    }

    /// Returns midnight at the start of `date`; time zero for a date before the run.
    pub fn time_of(&self, date: Date) -> Time {
        let days = (date - self.start).get_days();
        Time::ZERO + Duration::from_days(u64::try_from(days).unwrap_or(0))
    }

    /// Returns the date of `time`.
    pub fn date_of(&self, time: Time) -> Date {
        let days = i32::try_from(time.whole_days()).unwrap_or(i32::MAX);
        self.start.saturating_add(jiff::Span::new().days(days))
    }

    /// Returns the time of the week at which the run begins, from Monday at midnight.
    pub fn time_of_week(&self) -> Duration {
        let days = self.start.weekday().to_monday_zero_offset();
        Duration::from_days(days.unsigned_abs().into())
    }

    /// Returns the position of the month that `time` lies in, the last one after its end.
    pub fn month_at(&self, time: Time) -> usize {
        let month = self.months.partition_point(|month| month.until <= time);
        month.min(self.months.len() - 1)
    }

    /// Returns the months of the run in order, the warm-up's included.
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// Returns the months that a period covers, as positions, or `None` unless all of them are
    /// reported, from their first day to their last.
    pub fn months_of(&self, period: Period) -> Option<Vec<usize>> {
        let covered = self
            .months
            .iter()
            .enumerate()
            .filter(|(_, month)| period.contains(month));
        let covered: Vec<usize> = covered.map(|(n, _)| n).collect();
        let wanted = match period {
            Period::Year(_) => 12,
            Period::Quarter(..) => 3,
            Period::Month(..) => 1,
            Period::Months((y0, m0), (y1, m1)) => {
                usize::try_from(i32::from(y1 - y0) * 12 + i32::from(m1 - m0) + 1).ok()?
            }
        };
        let whole = |n: &usize| self.months[*n].reported && self.months[*n].is_whole();
        (covered.len() == wanted && covered.iter().all(whole)).then_some(covered)
    }

    /// Returns when `amount` events have become due since `now`, at so many a day in each month of
    /// the run, told by its position; none if that is after its end.
    pub fn spend(&self, per_day: impl Fn(usize) -> f64, now: Time, amount: f64) -> Option<Time> {
        let mut left = amount;
        let first = self.months.partition_point(|month| month.until <= now);
        for (n, month) in self.months.iter().enumerate().skip(first) {
            let rate = per_day(n);
            if rate <= 0.0 {
                continue;
            }
            let from = month.from.max(now);
            let due = month.until.since(from).as_days() * rate;
            if left < due {
                return Some(from + Duration::DAY.scaled(left / rate));
            }
            left -= due;
        }
        None
    }

    /// Returns the years of which every month is reported.
    pub fn whole_years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.months.iter().map(|month| month.year).collect();
        years.dedup();
        years.retain(|&year| {
            let (first, next) = (Date::new(year, 1, 1), Date::new(year + 1, 1, 1));
            matches!((first, next), (Ok(first), Ok(next))
                if first >= self.report_from && next <= self.end)
        });
        years
    }
}

impl Month {
    /// Returns how long the month lasts within the run.
    pub fn length(&self) -> Duration {
        self.until.since(self.from)
    }

    /// Returns whether the run covers the month from its first day to its last.
    pub fn is_whole(&self) -> bool {
        let first = Date::new(self.year, self.month, 1).expect("a month has a first day");
        self.length() == Duration::from_days(first.days_in_month().unsigned_abs().into())
    }

    /// Returns the month as a period.
    pub fn period(&self) -> Period {
        Period::Month(self.year, self.month)
    }
}

impl Period {
    /// Returns whether the month belongs to the period.
    pub fn contains(self, month: &Month) -> bool {
        match self {
            Self::Year(year) => month.year == year,
            Self::Quarter(year, quarter) => month.year == year && (month.month + 2) / 3 == quarter,
            Self::Month(year, of_year) => (month.year, month.month) == (year, of_year),
            Self::Months(first, last) => (first..=last).contains(&(month.year, month.month)),
        }
    }

    /// Parses `2022`, `2022-Q3`, `2022-09` or `2022-01..2022-09`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((first, last)) = text.split_once("..") {
            return match (Self::parse(first)?, Self::parse(last)?) {
                (Self::Month(y0, m0), Self::Month(y1, m1)) if (y0, m0) <= (y1, m1) => {
                    Some(Self::Months((y0, m0), (y1, m1)))
                }
                _ => None,
            };
        }
        let Some((year, rest)) = text.split_once('-') else {
            return text.parse().ok().map(Self::Year);
        };
        let year = year.parse().ok()?;
        match rest.strip_prefix('Q') {
            Some(quarter) => {
                let quarter = quarter.parse().ok().filter(|n| (1..=4).contains(n))?;
                Some(Self::Quarter(year, quarter))
            }
            None => {
                let month = rest.parse().ok().filter(|n| (1..=12).contains(n))?;
                Some(Self::Month(year, month))
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Months((y0, m0), (y1, m1)) => write!(f, "{y0}-{m0:02}..{y1}-{m1:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_are_cut_at_the_ends_of_the_run() {
        let calendar = Calendar::new(date(2020, 10, 15), date(2021, 1, 1), date(2023, 1, 1));
        let calendar = calendar.expect("the dates are in order");
        let months = calendar.months();
        assert_eq!(months.len(), 27);
        assert_eq!(months[0].length(), Duration::from_days(17));
        assert!(!months[2].reported && months[3].reported);
        assert_eq!(calendar.whole_years(), [2021, 2022]);
        assert_eq!(calendar.date_of(calendar.end_time()), date(2023, 1, 1));
    }

    #[test]
    fn the_rate_of_each_month_counts() {
        let calendar = Calendar::new(date(2022, 1, 1), date(2022, 1, 1), date(2022, 4, 1));
        let calendar = calendar.expect("the dates are in order");
        let spent = |amount| calendar.spend(|month| [1.0, 0.0, 2.0][month], Time::ZERO, amount);
        assert_eq!(spent(10.0), Some(Time::ZERO + Duration::from_days(10)));
        assert_eq!(
            spent(33.0),
            Some(Time::ZERO + Duration::from_days(31 + 28 + 1))
        );
        assert_eq!(spent(31.0 + 62.0), None);
    }

    #[test]
    fn a_period_reads_as_it_is_written() {
        for text in ["2022", "2022-Q3", "2022-09", "2022-01..2022-09"] {
            assert_eq!(
                Period::parse(text)
                    .map(|period| period.to_string())
                    .as_deref(),
                Some(text)
            );
        }
        assert_eq!(Period::parse("2022-13"), None);
        assert_eq!(Period::parse("soon"), None);
    }

    #[test]
    fn dates_out_of_order_make_no_calendar() {
        assert_eq!(
            Calendar::new(date(2021, 1, 1), date(2020, 1, 1), date(2023, 1, 1)),
            None
        );
    }
}
