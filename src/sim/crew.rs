//! Crews: nobody works longer than the longest stretch of duty, if a change of crew can help it.
//!
//! A crew boards when a train leaves its first place, one where it changed its locomotive, or one
//! whose technical stop is long enough for a change. At any other place a train looks ahead: if its crew would pass the
//! longest stretch before the next such place, even when nothing hinders the train, it waits for a
//! relief. What a train is held up on the way can still take a crew past its stretch, and is counted.

use super::district::{Ctx, District};
use super::fleet_plan::RunPlan;
use super::plan::Plan;
use super::record::{CrewFact, Record};
use super::running::RunningClass;
use super::train::{Purpose, Train};
use crate::model::Railway;
use crate::units::{Duration, LegId, RunId, SectionId, Time};

/// The step in which duty is counted: a tenth of an hour, so that a train carries two bytes.
const STEP: Duration = Duration::from_ms(360_000);

/// The rules of crews, compiled. Nothing by leg where crews are not looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct CrewPlan {
    relief: Duration,
    /// By leg, and by run of empties.
    legs: Vec<Option<CrewWay>>,
    runs: Vec<Option<CrewWay>>,
}

/// What lies before a crew on the way of a train.
#[derive(Clone, Debug)]
struct CrewWay {
    railway: Railway,
    longest: Duration,
    /// By section on the way.
    sections: Vec<CrewSection>,
}

/// One section on the way of a train.
#[derive(Clone, Copy, Debug, Default)]
struct CrewSection {
    /// Whether a crew boards at its beginning.
    boards: bool,
    /// The standard time from its beginning to where the next crew boards; zero where the section
    /// alone is longer than a stretch, for then crews change on it.
    ahead: Duration,
}

impl CrewPlan {
    /// Compiles the rules for every leg.
    pub fn new(plan: &Plan) -> Self {
        let Some(crews) = &plan.scenario.crews else {
            return Self::default();
        };
        let way = |railway: Railway, hops: &[(SectionId, bool)], purpose| {
            // Drivers of trucks have rules of their own.
            let longest = (*crews.longest_stretch.get(railway.index())?)?;
            let class = plan.running_class(purpose);
            Some(CrewWay {
                railway,
                longest,
                sections: sections(plan, hops, class, (longest, crews.relief)),
            })
        };
        let legs = plan.scenario.routes.legs().iter().enumerate();
        let runs = plan.fleets.runs.iter().enumerate();
        let railway = |run: &RunPlan| {
            let fleet = plan.fleets.pools[run.from.index()].fleet;
            plan.scenario.fleets.fleet(fleet).railway
        };
        Self {
            relief: crews.relief,
            legs: legs
                .map(|(n, leg)| {
                    let purpose = Purpose::Loaded(LegId::from_index(n));
                    way(leg.railway, &leg.hops, purpose)
                })
                .collect(),
            runs: runs
                .map(|(n, run)| {
                    let purpose = Purpose::EmptyRun(RunId::from_index(n));
                    way(railway(run), &run.hops, purpose)
                })
                .collect(),
        }
    }

    fn way(&self, purpose: Purpose) -> Option<&CrewWay> {
        let way = match purpose {
            Purpose::Loaded(leg) => self.legs.get(leg.index()),
            Purpose::EmptyRun(run) => self.runs.get(run.index()),
            // What was emptied runs over a border at most, where nobody is relieved.
            Purpose::Empty(_)
            | Purpose::Light(_)
            | Purpose::Passenger(..)
            | Purpose::Freight(..) => None,
        };
        way?.as_ref()
    }
}

/// Looks along a way from its end.
fn sections(
    plan: &Plan,
    hops: &[(SectionId, bool)],
    class: RunningClass,
    (longest, relief): (Duration, Duration),
) -> Vec<CrewSection> {
    let mut sections = vec![CrewSection::default(); hops.len()];
    for n in (0..hops.len()).rev() {
        let (section, forward) = hops[n];
        let line = &plan.lines[section.index()];
        let stop = |place| plan.scenario.network.node(place).technical_stop;
        let before = n.checked_sub(1).map(|n| hops[n].0);
        sections[n].boards = before.is_none_or(|before| {
            let district = plan.traction.district(section);
            let changes = district.is_some() && district != plan.traction.district(before);
            changes || stop(line.far(!forward)) >= relief
        });
        let running = plan.running.of_section(section, class, Time::ZERO);
        if running <= longest {
            let beyond = sections.get(n + 1).filter(|next| !next.boards);
            let beyond = beyond.map(|next| stop(line.far(forward)) + next.ahead);
            sections[n].ahead = running + beyond.unwrap_or(Duration::ZERO);
        }
    }
    sections
}

impl Train {
    /// A crew begins its duty at `time`.
    pub(super) fn crew_takes_over(&mut self, time: Time) {
        self.crew_since = step(time);
    }

    /// How long the crew has been on duty, in whole steps.
    fn on_duty(&self, now: Time) -> Duration {
        let steps = step(now).wrapping_sub(self.crew_since);
        Duration::from_ms(STEP.as_ms() * u64::from(steps))
    }
}

/// The step of duty in which a time lies; it comes round again after nine months.
fn step(time: Time) -> u16 {
    (time.as_ms() / STEP.as_ms()) as u16
}

impl District {
    /// A train begins to run on a section of its way: a crew may board.
    #[inline]
    pub(super) fn crew_boards(&mut self, index: u32, now: Time) {
        let train = self.train(index);
        let way = self.plan.crews.way(train.purpose);
        if way.is_some_and(|way| way.sections[usize::from(train.hop)].boards) {
            self.train_mut(index).crew_takes_over(now);
        }
    }

    /// A train is at a place where it stands for `stop`: returns how long it stands with a change of
    /// crew, if it needs one.
    pub(super) fn crew_stop(&mut self, index: u32, stop: Duration, ctx: &mut Ctx<'_>) -> Duration {
        let (train, crews) = (self.train(index), &self.plan.crews);
        let Some(way) = crews.way(train.purpose) else {
            return stop;
        };
        let duty = end_of_section(train, way, ctx);
        let next = way.sections[usize::from(train.hop)];
        if next.boards || duty + stop + next.ahead <= way.longest {
            return stop;
        }
        // A technical stop of a relief or more lets a crew board.
        let relief = crews.relief;
        let (railway, wait) = (way.railway, relief.saturating_sub(stop));
        ctx.record(Record::Crew(CrewFact::Relieved { railway, wait }));
        self.train_mut(index).crew_takes_over(ctx.now() + relief);
        relief
    }

    /// A train is at the end of its way, and its crew goes.
    pub(super) fn crew_goes(&self, index: u32, ctx: &mut Ctx<'_>) {
        let train = self.train(index);
        if let Some(way) = self.plan.crews.way(train.purpose) {
            end_of_section(train, way, ctx);
        }
    }
}

/// Returns how long the crew has been on duty at the end of a section; what it is past its stretch is
/// recorded.
fn end_of_section(train: &Train, way: &CrewWay, ctx: &mut Ctx<'_>) -> Duration {
    let duty = train.on_duty(ctx.now());
    let ran = usize::from(train.hop).checked_sub(1);
    let ran = ran.and_then(|ran| way.sections.get(ran));
    if ran.is_some_and(|ran| ran.ahead == Duration::ZERO) {
        return Duration::from_ms(duty.as_ms() % way.longest.as_ms().max(1));
    }
    if duty > way.longest {
        let (railway, by) = (way.railway, duty.saturating_sub(way.longest));
        ctx.record(Record::Crew(CrewFact::Overran { railway, by }));
    }
    duty
}
