//! Spells of weather, drawn before the run, so that every district knows the same ones.

use super::district::Ctx;
use super::plan::{Plan, name_of};
use super::record::Record;
use crate::engine::{Distribution, Stream, Streams};
use crate::model::{Calendar, LineEffect, LineLimits, Month, Weather, Windows};
use crate::units::{Duration, Time};

/// The weather of one replication.
#[derive(Clone, Debug)]
pub(super) struct Spells {
    /// By kind of weather.
    pub all: Vec<Windows>,
    /// By facility: when its work stands still.
    pub stops: Vec<Windows>,
    /// By section: when it is closed or slow, disruptions included.
    pub limits: Vec<LineLimits>,
}

impl Spells {
    /// Draws every spell of a replication.
    pub fn new(plan: &Plan, streams: &Streams) -> Self {
        let scenario = &plan.scenario;
        let mut spells = Self {
            all: Vec::with_capacity(scenario.weather.len()),
            stops: vec![Windows::default(); scenario.facilities.len()],
            limits: scenario.disruptions.lines.clone(),
        };
        for weather in &scenario.weather {
            let windows = draw(plan, weather, streams);
            for facility in &weather.stops {
                let stops = &mut spells.stops[facility.index()];
                *stops = stops.joined(&windows);
            }
            for (section, effect) in &weather.lines {
                let limits = &mut spells.limits[section.index()];
                match effect {
                    LineEffect::Closed => limits.closed = limits.closed.joined(&windows),
                    LineEffect::SpeedFactor(factor) => limits.slow.push((windows.clone(), *factor)),
                }
            }
            spells.all.push(windows);
        }
        spells
    }

    /// Records every spell. One district does so for all.
    pub fn record(&self, ctx: &mut Ctx<'_>) {
        for (n, windows) in self.all.iter().enumerate() {
            let weather = u16::try_from(n).expect("there are fewer than 2^16 kinds of weather");
            for (from, until) in windows.iter() {
                ctx.record(Record::Spell {
                    weather,
                    from,
                    until,
                });
            }
        }
    }
}

fn draw(plan: &Plan, weather: &Weather, streams: &Streams) -> Windows {
    let calendar = &plan.scenario.calendar;
    let mut draws = streams.stream("spells of weather", name_of(&weather.key).into());
    let per_day = |month: &Month| {
        let position = usize::try_from(month.month - 1).expect("months count from 1");
        weather.calm[position].map_or(0.0, |calm| 1.0 / calm.as_days())
    };
    let mut spells = Vec::new();
    let mut now = Time::ZERO;
    while let Some((begins, ends)) =
        next_spell(&mut draws, calendar, per_day, &weather.spell_h, now)
    {
        spells.push((begins, ends));
        now = ends;
    }
    Windows::new(spells)
}

/// Draws the next spell of weather after `now`: when it begins and ends; none in the calendar's time.
///
/// The calm before it is exponential with the rate of each month, `per_day`, so a draw of mean one is
/// spent on the months that it lasts. `spell_h` tells how long spells last, in hours.
pub(super) fn next_spell(
    draws: &mut Stream,
    calendar: &Calendar,
    per_day: impl Fn(&Month) -> f64,
    spell_h: &Distribution,
    now: Time,
) -> Option<(Time, Time)> {
    let calm = draws.exponential();
    let months = calendar.months();
    let begins = calendar.spend(|month| per_day(&months[month]), now, calm)?;
    let lasts = Duration::from_hours(spell_h.sample(draws));
    let lasts = lasts.expect("a checked distribution gives no negative time");
    Some((begins, begins + lasts))
}
