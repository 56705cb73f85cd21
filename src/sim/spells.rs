//! Spells of weather at one place, drawn as time goes on.

use super::weather::next_spell;
use crate::engine::{Stream, Streams};
use crate::model::{Calendar, Month, PortClosure};
use crate::units::{Duration, Time};

/// A spell lasts at least so long, so that time goes on.
const SHORTEST: Duration = Duration::from_ms(60_000);

/// The spells that close a port: the same whenever and however often they are asked for.
#[derive(Clone, Debug)]
pub(super) struct Spells {
    draws: Stream,
    /// The latest spell that was drawn.
    from: Time,
    until: Time,
}

impl Spells {
    /// Returns the spells of the place that random numbers know as `name`.
    pub fn new(streams: &Streams, name: u32) -> Self {
        Self {
            draws: streams.stream("weather of ports", name.into()),
            from: Time::ZERO,
            until: Time::ZERO,
        }
    }

    /// Returns the end of the spell that closes the port at `now`, if one does. Never ask for a
    /// time before one that was asked for.
    pub fn closed_until(
        &mut self,
        now: Time,
        closure: &PortClosure,
        calendar: &Calendar,
    ) -> Option<Time> {
        while self.until <= now {
            self.draw_next(closure, calendar);
        }
        (self.from <= now).then_some(self.until)
    }

    /// The time between spells is exponential, with a rate that gives each month its closed days in
    /// the long run.
    fn draw_next(&mut self, closure: &PortClosure, calendar: &Calendar) {
        let spell_days = closure.spell_h.mean() / 24.0;
        let rate = |month: &Month| {
            let closed = closure.closed_days[usize::from(month.month.unsigned_abs()) - 1];
            closed / (month.length().as_days() - closed).max(1.0) / spell_days
        };
        let spell = next_spell(
            &mut self.draws,
            calendar,
            rate,
            &closure.spell_h,
            self.until,
        );
        let (from, until) = spell.unwrap_or((Time::MAX, Time::MAX));
        (self.from, self.until) = (from, until.max(from.saturating_add(SHORTEST)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Distribution;
    use crate::units::NodeId;
    use jiff::civil::date;

    #[test]
    fn a_port_is_closed_for_as_many_days_as_were_given() {
        let calendar = Calendar::new(date(2000, 1, 1), date(2000, 1, 1), date(2100, 1, 1));
        let calendar = calendar.expect("the dates are in order");
        let mut closed_days = [2.0; 12];
        closed_days[0] = 8.0;
        let closure = PortClosure {
            key: "port".to_owned(),
            node: NodeId(0),
            closed_days,
            spell_h: Distribution::gamma(30.0, 2.0).expect("it is possible"),
        };
        let mut spells = Spells::new(&Streams::new(1, 0), 7);
        let mut closed_hours = [0; 12];
        for month in calendar.months() {
            let mut time = month.from;
            while time < month.until {
                let closed = spells.closed_until(time, &closure, &calendar).is_some();
                closed_hours[usize::from(month.month.unsigned_abs()) - 1] += u32::from(closed);
                time += Duration::from_ms(3_600_000);
            }
        }
        let days = closed_hours.map(|hours| f64::from(hours) / 24.0 / 100.0);
        assert!((7.0..8.5).contains(&days[0]), "January: {days:?}");
        let rest = days[1..].iter().sum::<f64>() / 11.0;
        assert!((1.9..2.2).contains(&rest), "other months: {days:?}");
    }
}
