//! Which way empties take to a place: another one where on the planned they lately stood.
//!
//! The plan of a month (`empty_plan`) knows how full lines are on average. Where it leaves a line
//! little room, a few trains more than it carries make a queue that never ends, though another way
//! has room. So the dispatcher who sends empties remembers when each train left and is told when it
//! has arrived, and while one is out for long, trains go another way.

use super::district::{Ctx, District, Event};
use super::wagon_pool::WagonEvent;
use crate::units::{Duration, RunId, Time};

/// What a way is expected to take at the least, in parts of its running time without a stop.
/// Estimate: stops, meets and changes of locomotive double it.
const WITH_STOPS: f64 = 2.0;

/// How much longer the planned way may take than another. Estimate: half as long again, so that small
/// delays change nothing.
const LONGER: f64 = 1.5;

impl District {
    /// Returns the planned run, or another to the same place that promises to be much quicker.
    pub(super) fn quicker_run(&self, planned: RunId, now: Time) -> RunId {
        let fleets = &self.plan.fleets;
        let way = &fleets.runs[planned.index()];
        let runs = fleets.pools[way.from.index()].runs.iter();
        let same_end = runs.filter(|run| fleets.runs[run.index()].to == way.to);
        let quickest = same_end.min_by_key(|run| {
            let name = fleets.runs[run.index()].name;
            (self.expected_time(**run, now), name)
        });
        let much_quicker = |run: &&RunId| {
            self.expected_time(**run, now).scaled(LONGER) < self.expected_time(planned, now)
        };
        quickest.filter(much_quicker).copied().unwrap_or(planned)
    }

    /// How long a run is expected to take by what is known of the trains that are out on it.
    fn expected_time(&self, run: RunId, now: Time) -> Duration {
        let standard = self.plan.fleets.runs[run.index()].running;
        let standard = standard.scaled(WITH_STOPS);
        let state = &self.wagons.runs[run.index()];
        match state.out_since.front() {
            None => standard,
            Some(first) => standard.max(state.lately).max(now.since(*first)),
        }
    }

    /// Tells the dispatcher of the place where a train of empties came from that it has arrived.
    pub(super) fn report_empties(&self, run: RunId, ctx: &mut Ctx<'_>) {
        let fleets = &self.plan.fleets;
        let from = fleets.pools[fleets.runs[run.index()].from.index()].place;
        let notice = self.plan.scenario.fleets.notice;
        let arrived = Event::Wagons(WagonEvent::Arrived(run));
        ctx.send(self.plan.district(from), notice, arrived);
    }

    /// A train of empties has arrived, the first of those that are out.
    pub(super) fn empties_arrived(&mut self, run: RunId, now: Time) {
        let notice = self.plan.scenario.fleets.notice;
        let state = &mut self.wagons.runs[run.index()];
        if let Some(sent) = state.out_since.pop_front() {
            state.lately = now.since(sent).saturating_sub(notice);
        }
    }
}
