//! Locomotives at their depots: a train takes one at the beginning of a traction district and gives
//! it up at the end, where it turns round. A train without one waits at the station, holding neither
//! a block nor an entry track, so that such a wait never locks a line.
//!
//! The technical stop at a place contains the change itself: a train that finds a locomotive ready
//! when its stop is over goes at once, and only what it stands beyond the stop is a wait for one.

use super::district::{Ctx, District, Event};
use super::plan::Plan;
use super::record::{LocomotiveFact, LocomotiveState, Record};
use super::train::{Purpose, Train};
use crate::units::{DepotId, Duration, NodeId, SectionId, Time, TractionDistrictId};
use std::collections::VecDeque;

/// The locomotives of a dispatching district, by depot; those of other districts' depots stay empty.
#[derive(Debug)]
pub(super) struct Depots {
    pub(super) states: Vec<DepotState>,
    /// What the controllers of traction districts that are here know of each depot.
    pub(super) known: Vec<super::light::Known>,
    /// By way: how many light engines have run on it.
    pub(super) light_ordinals: Vec<u32>,
    counts: Vec<Counts>,
}

/// The locomotives of one depot.
#[derive(Clone, Debug, Default)]
pub(super) struct DepotState {
    /// Since when each ready locomotive has been; ascending.
    pub ready: VecDeque<Time>,
    pub turning: u32,
    /// How many are to be taken out of service as soon as they are ready.
    withdrawn: u32,
    /// Trains that want one, by priority and then by time.
    pub waiting: VecDeque<Waiting>,
    pub told: super::light::Told,
}

/// A train that waits for a locomotive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    train: u32,
    since: Time,
}

/// What can happen to locomotives.
#[derive(Clone, Copy, Debug)]
pub(super) enum LocomotiveEvent {
    /// A locomotive has turned round.
    Turned(DepotId),
    /// So many locomotives come into service, or go out of it.
    Fleet { depot: DepotId, change: i32 },
    /// A locomotive has stood ready for so long that it may run light.
    StoodLong(DepotId),
    /// A depot tells the controller what it wants and has.
    Tell {
        depot: DepotId,
        wanted: i16,
        spare: i16,
    },
    /// The controller tells a depot to send a locomotive.
    Send { from: DepotId, to: DepotId },
}

/// Locomotives of one traction district as one dispatching district counts them.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    in_service: i64,
    sent: u64,
    received: u64,
}

/// Locomotives of one traction district in the whole corridor at the end of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LocomotiveCount {
    /// In service: what there was at the start and came since, less what was taken out.
    pub in_service: i64,
    /// With trains.
    pub hauling: i64,
    /// Running without a train.
    pub light: i64,
    /// Being turned round.
    pub turning: i64,
    /// Ready for a train.
    pub ready: i64,
    /// Between two dispatching districts, with a train or light.
    pub handed_over: i64,
}

impl Depots {
    pub fn new(plan: &Plan) -> Self {
        let depots = plan.traction.depots().len();
        let districts = plan.scenario.locomotives.as_ref();
        let districts = districts.map_or(0, |locomotives| locomotives.districts.len());
        Self {
            states: vec![DepotState::default(); depots],
            known: vec![super::light::Known::default(); depots],
            light_ordinals: vec![0; plan.traction.ways().len()],
            counts: vec![Counts::default(); districts],
        }
    }
}

impl District {
    /// Brings the locomotives of the start, and arranges for those to come and go.
    pub(super) fn start_locomotives(&mut self, ctx: &mut Ctx<'_>) {
        let plan = std::sync::Arc::clone(&self.plan);
        let Some(locomotives) = &plan.scenario.locomotives else {
            return;
        };
        for (n, depot) in plan.traction.depots().iter().enumerate() {
            let Some(stands) = depot.stands.filter(|_| self.is_mine(depot.place)) else {
                continue;
            };
            let district = &locomotives.districts[depot.district.index()];
            let share = |total| i64::from(district.share(total, stands));
            let id = DepotId::from_index(n);
            let mut arrange = |time: Time, change: i64| {
                if let Ok(change @ (..=-1 | 1..)) = i32::try_from(change) {
                    let event = LocomotiveEvent::Fleet { depot: id, change };
                    ctx.schedule(time.since(Time::ZERO), Event::Locomotive(event));
                }
            };
            arrange(Time::ZERO, share(district.locomotives.at(Time::ZERO)));
            for (time, before, after) in district.locomotives.changes() {
                arrange(time, share(after) - share(before));
            }
        }
    }

    pub(super) fn locomotive_event(&mut self, event: LocomotiveEvent, ctx: &mut Ctx<'_>) {
        match event {
            LocomotiveEvent::Turned(depot) => {
                self.depots.states[depot.index()].turning -= 1;
                self.record_state(depot, LocomotiveState::Turning, LocomotiveState::Ready, ctx);
                self.locomotive_ready(depot, ctx);
            }
            LocomotiveEvent::Fleet { depot, change } => self.change_fleet(depot, change, ctx),
            LocomotiveEvent::StoodLong(depot) => self.stood_long(depot, ctx),
            LocomotiveEvent::Tell {
                depot,
                wanted,
                spare,
            } => self.hear(depot, (wanted, spare), ctx),
            LocomotiveEvent::Send { from, to } => self.send_light(from, to, ctx),
        }
    }

    /// Returns whether a train has a locomotive for its next section: its own, one that stands
    /// ready, or one that nobody counts. If there is none it waits and is sent on later.
    pub(super) fn has_locomotive(
        &mut self,
        index: u32,
        (section, forward): (SectionId, bool),
        ctx: &mut Ctx<'_>,
    ) -> bool {
        let Some(district) = self.plan.traction.district(section) else {
            return true;
        };
        let train = self.train(index);
        if train.locomotive || train.leg().is_none() {
            return true;
        }
        let place = self.plan.lines[section.index()].far(!forward);
        let depot = self.plan.traction.depot_at(district, place);
        let state = &mut self.depots.states[depot.index()];
        // Who waits has been waiting because none is ready.
        if state.ready.pop_back().is_some() {
            self.take(depot, index, None, ctx);
            return true;
        }
        self.wait_for_locomotive(depot, index, ctx);
        false
    }

    fn wait_for_locomotive(&mut self, depot: DepotId, index: u32, ctx: &mut Ctx<'_>) {
        let priority = self.train(index).priority;
        let behind = self.depots.states[depot.index()]
            .waiting
            .partition_point(|other| self.train(other.train).priority >= priority);
        let waiting = Waiting {
            train: index,
            since: ctx.now(),
        };
        let state = &mut self.depots.states[depot.index()];
        state.waiting.insert(behind, waiting);
        self.train_mut(index).stopped = true;
        ctx.record(Record::Locomotive(LocomotiveFact::Wanted(depot)));
        self.tell(depot, ctx);
    }

    /// A train takes a locomotive, with a crew of its own.
    fn take(&mut self, depot: DepotId, index: u32, waited: Option<Duration>, ctx: &mut Ctx<'_>) {
        let train = self.train_mut(index);
        assert!(!train.locomotive, "train {index} takes a second locomotive");
        train.locomotive = true;
        train.crew_takes_over(ctx.now());
        ctx.record(Record::Locomotive(LocomotiveFact::Taken { depot, waited }));
        self.tell(depot, ctx);
    }

    /// A train has come to `place` at the end of a section: it gives its locomotive up, unless it
    /// goes on with it.
    pub(super) fn give_up_locomotive(
        &mut self,
        index: u32,
        (section, place): (SectionId, NodeId),
        next: Option<SectionId>,
        ctx: &mut Ctx<'_>,
    ) {
        let traction = &self.plan.traction;
        let Some(district) = traction.district(section) else {
            return;
        };
        let goes_on = next.and_then(|next| traction.district(next)) == Some(district);
        if goes_on || !self.train(index).locomotive || self.train(index).leg().is_none() {
            return;
        }
        let depot = traction.depot_at(district, place);
        let turn_round = traction.depot(depot).turn_round;
        self.train_mut(index).locomotive = false;
        self.depots.states[depot.index()].turning += 1;
        self.record_state(
            depot,
            LocomotiveState::Hauling,
            LocomotiveState::Turning,
            ctx,
        );
        let turned = LocomotiveEvent::Turned(depot);
        ctx.schedule(turn_round, Event::Locomotive(turned));
        self.tell(depot, ctx);
    }

    /// A locomotive is ready at a depot: the first train that waits takes it.
    pub(super) fn locomotive_ready(&mut self, depot: DepotId, ctx: &mut Ctx<'_>) {
        let state = &mut self.depots.states[depot.index()];
        if state.withdrawn > 0 {
            state.withdrawn -= 1;
            self.leave_service(depot, ctx);
        } else if let Some(first) = state.waiting.pop_front() {
            let waited = ctx.now().since(first.since);
            self.take(depot, first.train, Some(waited), ctx);
            self.enter_section(first.train, ctx);
            return;
        } else {
            state.ready.push_back(ctx.now());
        }
        self.tell(depot, ctx);
    }

    fn change_fleet(&mut self, depot: DepotId, change: i32, ctx: &mut Ctx<'_>) {
        let district = self.plan.traction.depot(depot).district;
        for _ in 0..change.max(0) {
            // One that was to go stays instead.
            let state = &mut self.depots.states[depot.index()];
            if state.withdrawn > 0 {
                state.withdrawn -= 1;
                continue;
            }
            self.depots.counts[district.index()].in_service += 1;
            let (from, to) = (None, Some(LocomotiveState::Ready));
            let district = self.plan.traction.depot(depot).district;
            ctx.record(Record::Locomotive(LocomotiveFact::Became {
                district,
                from,
                to,
            }));
            self.locomotive_ready(depot, ctx);
        }
        for _ in change.min(0)..0 {
            let state = &mut self.depots.states[depot.index()];
            match state.ready.pop_front() {
                Some(_) => self.leave_service(depot, ctx),
                None => state.withdrawn += 1,
            }
        }
        self.tell(depot, ctx);
    }

    fn leave_service(&mut self, depot: DepotId, ctx: &mut Ctx<'_>) {
        let district = self.plan.traction.depot(depot).district;
        self.depots.counts[district.index()].in_service -= 1;
        let (from, to) = (Some(LocomotiveState::Ready), None);
        ctx.record(Record::Locomotive(LocomotiveFact::Became {
            district,
            from,
            to,
        }));
    }

    pub(super) fn record_state(
        &self,
        depot: DepotId,
        from: LocomotiveState,
        to: LocomotiveState,
        ctx: &mut Ctx<'_>,
    ) {
        let district = self.plan.traction.depot(depot).district;
        let (from, to) = (Some(from), Some(to));
        ctx.record(Record::Locomotive(LocomotiveFact::Became {
            district,
            from,
            to,
        }));
    }

    /// The traction district whose locomotive a train has.
    fn district_of_locomotive(&self, train: &Train) -> Option<TractionDistrictId> {
        let (section, _) = self.hop(train).filter(|_| train.locomotive)?;
        self.plan.traction.district(section)
    }

    pub(super) fn count_locomotive_sent(&mut self, train: &Train) {
        if let Some(district) = self.district_of_locomotive(train) {
            self.depots.counts[district.index()].sent += 1;
        }
    }

    pub(super) fn count_locomotive_received(&mut self, train: &Train) {
        if let Some(district) = self.district_of_locomotive(train) {
            self.depots.counts[district.index()].received += 1;
        }
    }
}

impl LocomotiveCount {
    /// Counts the locomotives of every traction district, from what stands and runs where.
    pub(super) fn of(plan: &Plan, districts: &[District]) -> Vec<Self> {
        let count = districts
            .first()
            .map_or(0, |first| first.depots.counts.len());
        let mut counts = vec![Self::default(); count];
        for district in districts {
            for (total, own) in counts.iter_mut().zip(&district.depots.counts) {
                total.in_service += own.in_service;
                total.handed_over += own.sent as i64 - own.received as i64;
            }
            for (depot, state) in plan.traction.depots().iter().zip(&district.depots.states) {
                let total = &mut counts[depot.district.index()];
                total.ready += state.ready.len() as i64;
                total.turning += i64::from(state.turning);
            }
            for train in district.present() {
                let Some(of) = district.district_of_locomotive(train) else {
                    continue;
                };
                match train.purpose {
                    Purpose::Light(_) => counts[of.index()].light += 1,
                    _ => counts[of.index()].hauling += 1,
                }
            }
        }
        counts
    }
}
