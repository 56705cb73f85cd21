//! Wagon pools: trains take their wagons from the pool of the place, and give them back where they
//! are emptied.
//!
//! A train takes wagons of one fleet, of the first that has enough; where none has, it waits, and
//! those that wait for the same fleet load in the order in which they came. Cargo that has waited
//! its longest takes half a train where there is no more. Emptied wagons join the pool of the place
//! at the end of their leg, on their own railway. Where there are always wagons, nobody waits, and a
//! pool counts below zero when its wagons are on the way.

use super::district::{Ctx, District, Event};
use super::fleet_plan::FleetPlan;
use super::fleet_record::{FleetRecord, WagonState};
use super::plan::Plan;
use super::record::Record;
use super::train::Train;
use crate::units::{Duration, FleetId, LegId, Mass, NodeId, PoolId, RunId, Sparse, Time};
use std::collections::VecDeque;
use std::sync::Arc;

/// The wagons of a district.
#[derive(Debug)]
pub(super) struct Wagons {
    /// By pool: its own state, or what was last heard of others.
    pub(super) pools: Sparse<Pool>,
    /// By leg: trains that wait for wagons.
    waiting: Sparse<Waiting>,
    /// By run.
    pub(super) runs: Sparse<Run>,
    /// By fleet: whether somebody waits for it before all others that ask now.
    spoken_for: Vec<bool>,
    /// By fleet: wagons that left the district, and that came.
    pub(super) sent: Vec<u64>,
    pub(super) received: Vec<u64>,
}

/// The wagons of one fleet at one place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pool {
    /// Empty wagons; below zero where more were taken than came, or where some are to leave the
    /// fleet as soon as they come.
    pub(super) here: i64,
    pub(super) word: Word,
    /// Since when there have been wagons to send, though not a full train of them.
    pub(super) spare_since: Option<Time>,
    pub(super) timer_runs: bool,
    /// When it last ordered wagons.
    pub(super) ordered: Option<Time>,
    /// How many trains wait that may take wagons of it.
    waiting: u32,
}

/// What a place says of its wagons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Trains wait for them.
    pub(super) waits: bool,
    /// There are enough: no more need come.
    pub(super) enough: bool,
    /// A train of them could go.
    pub(super) spare: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Waiting {
    trains: u32,
    since: Time,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    /// How far it is behind its share of trains, in parts of a whole.
    pub(super) due: i64,
    pub(super) trains: u32,
    /// When those trains left that are not known to have arrived.
    pub(super) out_since: VecDeque<Time>,
    /// How long the last one took that arrived.
    pub(super) lately: Duration,
}

/// What happens to pools by itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum WagonEvent {
    /// A place says how it stands.
    Telegram { pool: PoolId, word: Word },
    /// A place where trains wait orders a train of empties.
    Order(RunId),
    /// A train of empties has arrived.
    Arrived(RunId),
    /// Empty wagons have waited for a full train for as long as they may.
    Waited(PoolId),
    /// Wagons are added to a fleet, or taken away.
    Joined { pool: PoolId, wagons: i32 },
}

/// What a train would take.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    wagons: u32,
    /// The fewest wagons with which it would leave.
    least: u32,
}

impl Wagons {
    pub fn new(plan: &Plan) -> Self {
        let fleets = plan.scenario.fleets.list.len();
        Self {
            pools: Sparse::new(plan.fleets.pools.len()),
            waiting: Sparse::new(plan.legs.len()),
            runs: Sparse::new(plan.fleets.runs.len()),
            spoken_for: vec![false; fleets],
            sent: vec![0; fleets],
            received: vec![0; fleets],
        }
    }

    /// Counts a train that leaves the district.
    pub fn count_sent(&mut self, train: &Train) {
        if let Some(fleet) = train.fleet {
            self.sent[fleet.index()] += u64::from(train.wagons);
        }
    }

    /// Counts a train that comes from another district.
    pub fn count_received(&mut self, train: &Train) {
        if let Some(fleet) = train.fleet {
            self.received[fleet.index()] += u64::from(train.wagons);
        }
    }
}

impl District {
    /// Puts the wagons of every fleet where they stand, now and when there are more or fewer.
    pub(super) fn start_wagons(&mut self, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        if !plan.scenario.fleets.limited {
            return;
        }
        for (n, fleet) in plan.scenario.fleets.list.iter().enumerate() {
            let place = |pool: &PoolId| plan.fleets.pools[pool.index()].place;
            if !plan.fleets.pools_of[n]
                .iter()
                .any(|pool| self.is_mine(place(pool)))
            {
                continue;
            }
            let changes = [(Time::ZERO, fleet.wagons.at(Time::ZERO))];
            let later = fleet.wagons.changes();
            let changes = changes
                .into_iter()
                .chain(later.map(|(at, _, wagons)| (at, wagons)));
            let mut before = Sparse::<i32>::new(plan.fleets.pools.len());
            for (time, wagons) in changes {
                for (pool, own) in
                    plan.fleets
                        .standing(&plan.scenario, FleetId::from_index(n), wagons)
                {
                    let wagons =
                        own as i32 - std::mem::replace(&mut before[pool.index()], own as i32);
                    if wagons != 0 && self.is_mine(place(&pool)) {
                        let joined = WagonEvent::Joined { pool, wagons };
                        ctx.schedule(time.since(ctx.now()), Event::Wagons(joined));
                    }
                }
            }
        }
    }

    pub(super) fn wagons_change(&mut self, event: WagonEvent, ctx: &mut Ctx<'_>) {
        match event {
            WagonEvent::Joined { pool, wagons } => {
                ctx.record(Record::Fleet(FleetRecord::Joined { pool, wagons }));
                self.wagons.pools[pool.index()].here += i64::from(wagons);
                self.pool_grew(pool, ctx);
            }
            WagonEvent::Telegram { pool, word } => {
                self.wagons.pools[pool.index()].word = word;
                self.heard_of(pool, ctx);
            }
            WagonEvent::Order(run) => self.ordered(run, ctx),
            WagonEvent::Arrived(run) => self.empties_arrived(run, ctx.now()),
            WagonEvent::Waited(pool) => {
                self.wagons.pools[pool.index()].timer_runs = false;
                self.send_spare(pool, ctx);
            }
        }
    }

    /// The wagons of an empty train join the pool of the place; `from` is what they were before.
    pub(super) fn free_wagons(
        &mut self,
        index: u32,
        place: NodeId,
        from: WagonState,
        ctx: &mut Ctx<'_>,
    ) {
        let train = self.remove(index);
        let fleet = train
            .fleet
            .expect("only trains of a fleet have wagons to free");
        let pool = self.plan.fleets.pool(fleet, place);
        let pool = pool.expect("a fleet has a pool at the end of every leg and run");
        let wagons = train.wagons;
        ctx.record(Record::Fleet(FleetRecord::Freed { pool, wagons, from }));
        self.wagons.pools[pool.index()].here += i64::from(wagons);
        self.pool_grew(pool, ctx);
    }

    /// Returns how many trains wait for wagons of a pool.
    pub(super) fn waiting_at(&self, id: PoolId) -> u32 {
        self.wagons.pools[id.index()].waiting
    }

    fn pool_grew(&mut self, pool: PoolId, ctx: &mut Ctx<'_>) {
        let place = self.plan.fleets.pools[pool.index()].place;
        self.load_waiting(place, ctx);
        self.send_spare(pool, ctx);
        self.tell_of_wagons(pool, ctx);
    }

    /// Cargo has come to a place, or has waited its longest: trains leave if there are wagons.
    pub(super) fn ask_for_wagons(&mut self, leg: LegId, ctx: &mut Ctx<'_>) {
        let place = self.plan.leg(leg).from;
        if self.plan.fleets.taken_from[leg.index()].is_empty() {
            while self.load_train(leg, ctx) {}
            return;
        }
        if self.count_waiting(leg, ctx) > 0 {
            self.load_waiting(place, ctx);
        }
    }

    /// What the next train of a leg would take, if there is cargo for one.
    fn wanted(&self, leg: LegId, now: Time) -> Option<Wanted> {
        let mass = self.stock[leg.index()].mass();
        let (most, full) = self.plan.full_train(leg, now);
        let overdue = self.is_overdue(leg, now);
        let half = most.div_ceil(2);
        if mass >= full {
            let least = if overdue { half } else { most };
            return Some(Wanted {
                wagons: most,
                least,
            });
        }
        let per_wagon = self.plan.legs[leg.index()].cargo_per_wagon.as_kg().max(1);
        let wagons = u32::try_from(mass.as_kg().div_ceil(per_wagon)).unwrap_or(u32::MAX);
        (overdue && mass > Mass::ZERO).then_some(Wanted {
            wagons,
            least: wagons.min(half),
        })
    }

    /// Returns how many trains of a leg wait for wagons, and records it if it has changed.
    fn count_waiting(&mut self, leg: LegId, ctx: &mut Ctx<'_>) -> u32 {
        let now = ctx.now();
        let (_, full) = self.plan.full_train(leg, now);
        let whole = self.stock[leg.index()].mass().as_kg() / full.as_kg().max(1);
        let short = u32::from(self.wanted(leg, now).is_some());
        let trains = u32::try_from(whole).unwrap_or(u32::MAX).max(short);
        let trains = trains.min(self.most_loaded_at_once(leg));
        let waiting = &mut self.wagons.waiting[leg.index()];
        let before = std::mem::replace(&mut waiting.trains, trains);
        if before == 0 {
            waiting.since = now;
        }
        if before != trains {
            let pools = &self.plan.fleets.taken_from[leg.index()];
            for pool in pools {
                let waiting = &mut self.wagons.pools[pool.index()].waiting;
                *waiting = *waiting + trains - before;
            }
            let (pool, change) = (pools[0], trains as i32 - before as i32);
            ctx.record(Record::Fleet(FleetRecord::TrainsWait { pool, change }));
        }
        trains
    }

    /// Loads the trains that wait at a place as far as there are wagons, the longest waiting first.
    fn load_waiting(&mut self, place: NodeId, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        self.wagons.spoken_for.fill(false);
        while let Some(leg) = self.next_waiting(&plan.fleets, place) {
            if !self.load_train(leg, ctx) {
                for pool in &plan.fleets.taken_from[leg.index()] {
                    self.wagons.spoken_for[plan.fleets.pools[pool.index()].fleet.index()] = true;
                }
                continue;
            }
            self.watch_longest_wait(leg, ctx);
            self.wagons.waiting[leg.index()].since = ctx.now();
            self.count_waiting(leg, ctx);
        }
        for pool in &plan.fleets.loaded_from[place.index()] {
            self.tell_of_wagons(*pool, ctx);
        }
    }

    /// Loads one train of a leg, if there are cargo and wagons for one; returns whether it did.
    fn load_train(&mut self, leg: LegId, ctx: &mut Ctx<'_>) -> bool {
        let Some(wanted) = self.wanted(leg, ctx.now()) else {
            return false;
        };
        let plan = Arc::clone(&self.plan);
        let pools = &plan.fleets.taken_from[leg.index()];
        if pools.is_empty() {
            self.form_train(leg, wanted.wagons, None, ctx);
            return true;
        }
        let taken = pools
            .iter()
            .find_map(|pool| self.take_wagons(*pool, wanted, ctx.now()));
        let Some((pool, wagons)) = taken else {
            return false;
        };
        let loaded = FleetRecord::Loaded {
            pool,
            wagons: wagons as u16,
        };
        ctx.record(Record::Fleet(loaded));
        let fleet = plan.fleets.pools[pool.index()].fleet;
        self.form_train(leg, wagons, Some(fleet), ctx);
        true
    }

    /// Loads one train of cargo that gathered under an embargo, if there are wagons for it.
    pub(super) fn load_one(&mut self, leg: LegId, ctx: &mut Ctx<'_>) {
        self.wagons.spoken_for.fill(false);
        self.load_train(leg, ctx);
        if !self.plan.fleets.taken_from[leg.index()].is_empty() {
            self.wagons.waiting[leg.index()].since = ctx.now();
        }
    }

    /// Counts again which trains of a leg wait for wagons, and tells of it: loading has stopped or begun.
    pub(super) fn recount_waiting(&mut self, leg: LegId, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        let pools = &plan.fleets.taken_from[leg.index()];
        if !pools.is_empty() {
            self.count_waiting(leg, ctx);
        }
        for pool in pools {
            self.tell_of_wagons(*pool, ctx);
        }
    }

    /// The leg of a place whose train has waited longest for a fleet that nobody waits for before it.
    fn next_waiting(&self, fleets: &FleetPlan, place: NodeId) -> Option<LegId> {
        let may_have = |leg: &LegId| {
            let mut pools = fleets.taken_from[leg.index()].iter();
            pools.any(|pool| !self.wagons.spoken_for[fleets.pools[pool.index()].fleet.index()])
        };
        let waits = |leg: &&LegId| {
            self.wagons.waiting[leg.index()].trains > 0 && may_have(leg) && self.may_load(**leg)
        };
        let waiting = fleets.legs_at[place.index()].iter().filter(waits);
        let since = |leg: &&LegId| {
            (
                self.wagons.waiting[leg.index()].since,
                self.plan.legs[leg.index()].name,
            )
        };
        waiting.min_by_key(since).copied()
    }

    /// Takes the wagons of a train out of a pool, or nothing if there are too few.
    fn take_wagons(&mut self, id: PoolId, wanted: Wanted, now: Time) -> Option<(PoolId, u32)> {
        let fleet = self.plan.fleets.pools[id.index()].fleet;
        if self.wagons.spoken_for[fleet.index()] {
            return None;
        }
        let fleets = &self.plan.scenario.fleets;
        let pool = &mut self.wagons.pools[id.index()];
        if !fleets.limited {
            pool.here -= i64::from(wanted.wagons);
            return Some((id, wanted.wagons));
        }
        // No train is longer than its fleet.
        let owned = fleets.fleet(fleet).wagons.at(now);
        let (most, least) = (wanted.wagons.min(owned), wanted.least.min(owned).max(1));
        let wagons = most.min(u32::try_from(pool.here).unwrap_or(0));
        (wagons >= least).then(|| {
            pool.here -= i64::from(wagons);
            (id, wagons)
        })
    }
}
