//! Crews: nobody works longer than the longest stretch of duty, if a change of crew can help it.
//!
//! A crew comes with its locomotive, or when a train sets out, and goes where the technical stop is
//! long enough for a change. At any other place a train looks ahead: if its crew would pass the
//! longest stretch before the next such place, even when nothing hinders the train, it waits for a
//! relief. What a train is held up on the way can still take a crew past its stretch, and is counted.

use super::district::{Ctx, District};
use super::plan::Plan;
use super::record::{CrewFact, Record};
use super::running::RunningClass;
use super::train::{Purpose, Train};
use crate::model::{Leg, Railway};
use crate::units::{Duration, LegId, SectionId, Time};

/// The step in which duty is counted: a tenth of an hour, so that a train carries two bytes.
const STEP: Duration = Duration::from_ms(360_000);

/// The rules of crews, compiled. Nothing by leg where crews are not looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct CrewPlan {
    relief: Duration,
    /// By leg: the way of its loaded trains, and that of empty ones back.
    ways: Vec<Option<[CrewWay; 2]>>,
}

/// What lies before a crew on the way of a train.
#[derive(Clone, Debug)]
struct CrewWay {
    railway: Railway,
    longest: Duration,
    /// By section on the way: the standard time from its beginning to where a change of crew comes
    /// anyway; zero where the section alone is longer than a stretch, for then crews change on it.
    ahead: Vec<Duration>,
}

impl CrewPlan {
    /// Compiles the rules for every leg.
    pub fn new(plan: &Plan) -> Self {
        let Some(crews) = &plan.scenario.crews else {
            return Self::default();
        };
        let way = |(n, leg): (usize, &Leg)| {
            let longest = crews.longest_stretch[leg.railway.index()]?;
            let class = plan.running_class(Purpose::Loaded(LegId::from_index(n)));
            let back = leg
                .hops
                .iter()
                .rev()
                .map(|(section, forward)| (*section, !forward));
            let ways = [leg.hops.clone(), back.collect()];
            Some(ways.map(|hops| CrewWay {
                railway: leg.railway,
                longest,
                ahead: ahead(plan, &hops, class, (longest, crews.relief)),
            }))
        };
        let legs = plan.scenario.routes.legs().iter().enumerate();
        Self {
            relief: crews.relief,
            ways: legs.map(way).collect(),
        }
    }

    fn way(&self, purpose: Purpose) -> Option<&CrewWay> {
        let (leg, way) = match purpose {
            Purpose::Loaded(leg) => (leg, 0),
            Purpose::Empty(leg) => (leg, 1),
            Purpose::Light(_) | Purpose::Passenger(..) | Purpose::Freight(..) => return None,
        };
        Some(&self.ways.get(leg.index())?.as_ref()?[way])
    }
}

/// For each section of a way, the time from its beginning to the next change of crew.
fn ahead(
    plan: &Plan,
    hops: &[(SectionId, bool)],
    class: RunningClass,
    (longest, relief): (Duration, Duration),
) -> Vec<Duration> {
    let mut ahead = vec![Duration::ZERO; hops.len()];
    for n in (0..hops.len()).rev() {
        let (section, forward) = hops[n];
        let line = &plan.lines[section.index()];
        let running = plan.running.of_section(section, line.blocks.len(), class);
        if running > longest {
            continue;
        }
        let beyond = hops.get(n + 1).map_or(Duration::ZERO, |(next, _)| {
            let stop = plan.scenario.network.node(line.far(forward)).technical_stop;
            let district = plan.traction.district(*next);
            let changes = district.is_some() && district != plan.traction.district(section);
            match stop >= relief || changes {
                true => Duration::ZERO,
                false => stop + ahead[n + 1],
            }
        });
        ahead[n] = running + beyond;
    }
    ahead
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
    /// A train is at a place where it stands for `stop`: returns how long it stands with a change of
    /// crew, if it needs one.
    pub(super) fn crew_stop(&mut self, index: u32, stop: Duration, ctx: &mut Ctx<'_>) -> Duration {
        let plan = std::sync::Arc::clone(&self.plan);
        let (train, now) = (*self.train(index), ctx.now());
        let Some(way) = plan.crews.way(train.purpose) else {
            return stop;
        };
        let duty = self.end_of_section(&train, way, ctx);
        let relief = plan.crews.relief;
        if stop >= relief {
            self.train_mut(index).crew_takes_over(now + stop);
            return stop;
        }
        let next = usize::from(train.hop);
        let takes_locomotive = !train.locomotive
            && self
                .hop(&train)
                .is_some_and(|(section, _)| plan.traction.district(section).is_some());
        if takes_locomotive || duty + stop + way.ahead[next] <= way.longest {
            return stop;
        }
        let (railway, wait) = (way.railway, relief.saturating_sub(stop));
        ctx.record(Record::Crew(CrewFact::Relieved { railway, wait }));
        self.train_mut(index).crew_takes_over(now + relief);
        relief
    }

    /// A train is at the end of its way, and its crew goes.
    pub(super) fn crew_goes(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let plan = std::sync::Arc::clone(&self.plan);
        let train = *self.train(index);
        if let Some(way) = plan.crews.way(train.purpose) {
            self.end_of_section(&train, way, ctx);
        }
    }

    /// Returns how long the crew has been on duty at the end of a section; what it is past its
    /// stretch is recorded where it came over.
    fn end_of_section(&mut self, train: &Train, way: &CrewWay, ctx: &mut Ctx<'_>) -> Duration {
        let duty = train.on_duty(ctx.now());
        let ran = usize::from(train.hop).saturating_sub(1);
        if way.ahead.get(ran) == Some(&Duration::ZERO) {
            return Duration::from_ms(duty.as_ms() % way.longest.as_ms().max(1));
        }
        if duty > way.longest {
            let (railway, by) = (way.railway, duty.saturating_sub(way.longest));
            ctx.record(Record::Crew(CrewFact::Overran { railway, by }));
        }
        duty
    }
}
