//! Spans of time in which something does not go on: closures, spells of bad weather.

use crate::units::{Duration, Time};

/// Spans of time, in order and apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Windows {
    /// Beginnings and ends; what begins when another ends is one with it.
    spans: Vec<(Time, Time)>,
}

impl Windows {
    /// Creates the windows that cover `spans`, which may come in any order and overlap.
    pub fn new(mut spans: Vec<(Time, Time)>) -> Self {
        spans.retain(|(from, until)| from < until);
        spans.sort_unstable();
        let mut apart: Vec<(Time, Time)> = Vec::with_capacity(spans.len());
        for (from, until) in spans {
            match apart.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => apart.push((from, until)),
            }
        }
        Self { spans: apart }
    }

    /// Returns the windows that cover these and `others`.
    pub fn joined(&self, others: &Self) -> Self {
        Self::new([&self.spans[..], &others.spans[..]].concat())
    }

    /// Returns whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns the spans in order.
    pub fn iter(&self) -> impl Iterator<Item = (Time, Time)> + '_ {
        self.spans.iter().copied()
    }

    /// Returns the end of the span that covers `time`, or `None` where none does. The end itself is
    /// not covered.
    #[inline]
    pub fn until(&self, time: Time) -> Option<Time> {
        let next = self.spans.get(self.first_ending_after(time))?;
        (next.0 <= time).then_some(next.1)
    }

    /// Returns the first instant after `time` at which a span begins or ends.
    pub fn next_change(&self, time: Time) -> Option<Time> {
        let (from, until) = *self.spans.get(self.first_ending_after(time))?;
        Some(if from > time { from } else { until })
    }

    /// Returns how much of the time from `from` to `until` is covered.
    pub fn overlap(&self, from: Time, until: Time) -> Duration {
        let rest = &self.spans[self.first_ending_after(from)..];
        let touched = rest.iter().take_while(|span| span.0 < until);
        touched.fold(Duration::ZERO, |sum, span| {
            sum + span.1.min(until).since(span.0.max(from))
        })
    }

    /// Returns when work that begins at `from` and takes `work` is done, if it stands still in every
    /// span.
    pub fn end_of_work(&self, from: Time, work: Duration) -> Time {
        let mut end = from + work;
        for span in &self.spans[self.first_ending_after(from)..] {
            if span.0 >= end {
                break;
            }
            end += span.1.since(span.0.max(from));
        }
        end
    }

    fn first_ending_after(&self, time: Time) -> usize {
        self.spans.partition_point(|span| span.1 <= time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hour(n: u64) -> Time {
        Time::from_ms(n * 3_600_000)
    }

    fn windows() -> Windows {
        Windows::new(vec![
            (hour(20), hour(24)),
            (hour(2), hour(4)),
            (hour(3), hour(6)),
            (hour(24), hour(25)),
            (hour(9), hour(9)),
        ])
    }

    #[test]
    fn spans_that_touch_are_one() {
        let spans: Vec<_> = windows().iter().collect();
        assert_eq!(spans, [(hour(2), hour(6)), (hour(20), hour(25))]);
        assert_eq!(windows().until(hour(2)), Some(hour(6)));
        assert_eq!(windows().until(hour(6)), None);
        assert_eq!(windows().next_change(hour(6)), Some(hour(20)));
        assert_eq!(windows().next_change(hour(20)), Some(hour(25)));
        assert_eq!(windows().next_change(hour(25)), None);
    }

    #[test]
    fn work_stands_still_in_a_span() {
        let span = |from: u64, until: u64| hour(until).since(hour(from));
        assert_eq!(windows().end_of_work(hour(0), span(0, 2)), hour(2));
        assert_eq!(windows().end_of_work(hour(0), span(0, 3)), hour(7));
        assert_eq!(windows().end_of_work(hour(3), span(0, 1)), hour(7));
        assert_eq!(windows().end_of_work(hour(0), span(0, 18)), hour(27));
        assert_eq!(windows().overlap(hour(0), hour(27)), span(0, 9));
        assert_eq!(windows().overlap(hour(5), hour(21)), span(0, 2));
    }
}
