//! Locomotives at their depots: a train takes one at the beginning of a traction district and gives
//! it up at the end, where it turns round. A train without one waits at the station, holding neither
//! a block nor an entry track, so that such a wait never locks a line.
//!
//! The technical stop at a place contains the change itself: a train that finds a locomotive ready
//! when its stop is over goes at once, and only what it stands beyond the stop is a wait for one.

use super::district::{Ctx, District, Event};
use super::light::{Known, Order, Supply, Told};
use super::plan::Plan;
use super::rank::Rank;
use super::record::{DelayCause, LocomotiveFact, LocomotiveState, Record};
use super::train::{Purpose, Train};
use super::wait::Cause;
use crate::units::{DepotId, Duration, NodeId, SectionId, Sparse, Time, TractionDistrictId};
use std::collections::VecDeque;

/// The least priority of a train that has a locomotive: that of domestic freight.
pub(super) const LEAST_PRIORITY: u8 = 1;

/// The locomotives of a dispatching district, by depot; those of other districts' depots stay empty.
#[derive(Debug)]
pub(super) struct Depots {
    pub(super) states: Sparse<DepotState>,
    /// What the controllers of traction districts that are here know of each depot.
    pub(super) known: Sparse<Known>,
    /// By way: how many light engines have run on it.
    pub(super) light_ordinals: Sparse<u32>,
    counts: Sparse<Counts>,
}

/// The locomotives of one depot.
#[derive(Clone, Debug, Default)]
pub(super) struct DepotState {
    /// Since when each ready locomotive has been; ascending.
    pub ready: VecDeque<Time>,
    pub turning: u32,
    /// How many are to be taken out of service as soon as they are ready.
    pub withdrawn: u32,
    /// Who wants one: loaded trains and orders by rank, then empty trains.
    pub waiting: VecDeque<Waiting>,
    /// How many of them are orders.
    pub orders: u32,
    pub told: Told,
}

/// Who waits for a locomotive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub who: Wanting,
    pub priority: u8,
    since: Time,
}

/// What a locomotive is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanting {
    /// A train that gives it up at a depot.
    Train { index: u32, to: DepotId },
    /// A depot to which it is to run, light if no train goes there.
    Depot(DepotId),
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
    /// A depot tells the controller by how much what it wants and has is more.
    Tell { depot: DepotId, change: Supply },
    /// The controller tells a depot to send a locomotive.
    Send {
        from: DepotId,
        to: DepotId,
        order: Order,
    },
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
            states: Sparse::new(depots),
            known: Sparse::new(depots),
            light_ordinals: Sparse::new(plan.traction.ways().len()),
            counts: Sparse::new(districts),
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
            LocomotiveEvent::Tell { depot, change } => self.hear(depot, change, ctx),
            LocomotiveEvent::Send { from, to, order } => self.obey(from, to, order, ctx),
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
        if train.locomotive || !train.is_hauled() {
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
        let train = self.train_mut(index);
        train.stopped = true;
        let (priority, empty) = (
            train.priority,
            matches!(train.purpose, Purpose::EmptyRun(_)),
        );
        let to = self.gives_up_at(index, district);
        self.want(depot, Wanting::Train { index, to }, priority, ctx);
        self.waits(index, Cause::Locomotive(depot), ctx);
        ctx.record(Record::Locomotive(LocomotiveFact::Wanted { depot, empty }));
        self.tell(depot, ctx);
        false
    }

    /// The depot at which a train that takes a locomotive now will give it up.
    fn gives_up_at(&self, index: u32, district: TractionDistrictId) -> DepotId {
        let mut train = *self.train(index);
        let mut last = None;
        while let Some((section, forward)) = self.hop(&train) {
            if self.plan.traction.district(section) != Some(district) {
                break;
            }
            last = Some(self.plan.lines[section.index()].far(forward));
            train.hop += 1;
        }
        let last = last.expect("its next section is in the district");
        self.plan.traction.depot_at(district, last)
    }

    /// Puts a train, or an order, in the queue for the locomotives of a depot.
    pub(super) fn want(&mut self, depot: DepotId, who: Wanting, priority: u8, ctx: &Ctx<'_>) {
        let state = &mut self.depots.states[depot.index()];
        state.orders += u32::from(matches!(who, Wanting::Depot(_)));
        let new = Waiting {
            who,
            priority,
            since: ctx.now(),
        };
        let worth = self.plan.scenario.dispatching.priority_worth;
        let place = |it: &Waiting| {
            let empty = it.priority < LEAST_PRIORITY;
            (empty, Rank::new(it.since, it.priority, worth))
        };
        let queue = &mut state.waiting;
        let behind = queue.partition_point(|other| place(other) <= place(&new));
        queue.insert(behind, new);
    }

    /// A train takes a locomotive.
    fn take(&mut self, depot: DepotId, index: u32, waited: Option<Duration>, ctx: &mut Ctx<'_>) {
        let train = self.train_mut(index);
        assert!(!train.locomotive, "train {index} takes a second locomotive");
        train.locomotive = true;
        // Locomotives are too scarce to stand for long: empty wagons run as other freight does.
        train.priority = train.priority.max(LEAST_PRIORITY);
        let train = *train;
        self.goes_on(index);
        let empty = matches!(train.purpose, Purpose::EmptyRun(_));
        ctx.record(Record::Locomotive(LocomotiveFact::Taken {
            depot,
            empty,
            waited,
        }));
        if let (Purpose::Loaded(leg), Some(span)) = (train.purpose, waited) {
            let (mass, cause) = (train.mass, DelayCause::Locomotive);
            ctx.record(Record::Delayed {
                leg,
                mass,
                cause,
                span,
            });
        }
        self.record_longer_dwell(&train, waited, ctx);
        self.tell(depot, ctx);
    }

    /// What a loaded train waits for its locomotive at the station that received it is dwell there,
    /// on top of what its cargo had when the train was made up.
    fn record_longer_dwell(&self, train: &Train, waited: Option<Duration>, ctx: &mut Ctx<'_>) {
        let (Purpose::Loaded(leg), Some(longer), 0) = (train.purpose, waited, train.hop) else {
            return;
        };
        if self.plan.starts_after(leg).is_some() {
            let mass = train.mass;
            ctx.record(Record::StayedLonger { leg, mass, longer });
        }
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
        if goes_on || !self.train(index).locomotive || !self.train(index).is_hauled() {
            return;
        }
        let depot = traction.depot_at(district, place);
        let turn_round = traction.depot(depot).turn_round;
        let train = self.train_mut(index);
        train.locomotive = false;
        if matches!(train.purpose, Purpose::EmptyRun(_)) {
            train.priority = 0;
        }
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

    /// A locomotive is ready at a depot: whoever wants it first has it.
    pub(super) fn locomotive_ready(&mut self, depot: DepotId, ctx: &mut Ctx<'_>) {
        let state = &mut self.depots.states[depot.index()];
        if state.withdrawn > 0 {
            state.withdrawn -= 1;
            self.leave_service(depot, ctx);
            return self.tell(depot, ctx);
        }
        let Some(first) = state.waiting.pop_front() else {
            state.ready.push_back(ctx.now());
            return self.tell(depot, ctx);
        };
        match first.who {
            Wanting::Train { index, .. } => self.leave_with(depot, index, first.since, ctx),
            Wanting::Depot(to) => {
                state.orders -= 1;
                let goes_there = |it: &Waiting| matches!(it.who, Wanting::Train { to: other, .. } if other == to);
                let instead = state.waiting.iter().position(goes_there);
                match instead.and_then(|position| state.waiting.remove(position)) {
                    Some(Waiting {
                        who: Wanting::Train { index, .. },
                        since,
                        ..
                    }) => {
                        self.give_order_back(to, ctx);
                        self.leave_with(depot, index, since, ctx);
                    }
                    _ => self.run_light(depot, to, ctx),
                }
            }
        }
    }

    fn leave_with(&mut self, depot: DepotId, index: u32, since: Time, ctx: &mut Ctx<'_>) {
        self.take(depot, index, Some(ctx.now().since(since)), ctx);
        self.enter_section(index, ctx);
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
        let locomotives = plan.scenario.locomotives.as_ref();
        let count = locomotives.map_or(0, |locomotives| locomotives.districts.len());
        let mut counts = vec![Self::default(); count];
        for district in districts {
            for (of, own) in district.depots.counts.written() {
                let total = &mut counts[of];
                total.in_service += own.in_service;
                total.handed_over += own.sent as i64 - own.received as i64;
            }
            for (depot, state) in district.depots.states.written() {
                let of = plan.traction.depots()[depot].district;
                let total = &mut counts[of.index()];
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
