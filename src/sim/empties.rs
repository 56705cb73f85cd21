//! Empties are sent where they will be wanted.
//!
//! Where the plan of the month (`empty_plan`) frees more wagons than it loads, what is beyond a safety
//! stock goes on in trains as long as the railway allows, each on the run that is farthest behind
//! its share. A plan made of averages drifts, so dispatchers tell one another by telegram how each
//! place stands: one that has enough for some days of its loading is left out until it has not, and
//! one whose trains wait is served sooner, by one train of every sender, and by less than a full
//! train if wagons have waited long for more. A place whose trains wait also orders from those that
//! say that they have a train to spare, the nearest first, one from each and no more than wait; and
//! again when an order should have come and they still wait.
//!
//! Where there are always wagons, nobody tells anything and the plan alone decides.

use super::district::{Ctx, District, Event};
use super::fleet_plan::{PoolPlan, WHOLE};
use super::fleet_record::FleetRecord;
use super::record::Record;
use super::train::{Bound, Purpose, Train, TrainId};
use super::wagon_pool::{WagonEvent, Word};
use crate::units::{Mass, PoolId, RunId, Time};
use std::cmp::Reverse;
use std::sync::Arc;

impl District {
    /// Tells the other dispatchers of a fleet how a pool stands, if that has changed, and orders
    /// wagons if trains wait for them.
    pub(super) fn tell_of_wagons(&mut self, id: PoolId, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        let fleets = &plan.scenario.fleets;
        let pool = &plan.fleets.pools[id.index()];
        if !fleets.limited {
            return;
        }
        let here = self.wagons.pools[id.index()].here;
        let longest = i64::from(plan.longest_empty(pool, ctx.now()));
        let waiting = self.waiting_at(id);
        let word = Word {
            waits: waiting > 0 && here < longest,
            enough: waiting == 0 && here >= self.enough(pool, ctx.now()),
            spare: waiting == 0 && here >= self.safety_stock(pool, ctx.now()) + longest,
        };
        if word.waits {
            self.order(id, waiting, ctx);
        }
        let before = std::mem::replace(&mut self.wagons.pools[id.index()].word, word);
        if before == word {
            return;
        }
        for district in &plan.dispatchers[pool.fleet.index()] {
            if *district != self.me {
                let telegram = WagonEvent::Telegram { pool: id, word };
                ctx.send(*district, fleets.notice, Event::Wagons(telegram));
            }
        }
        self.heard_of(id, ctx);
    }

    /// A place may want wagons: those of its fleet here that the plan sends there may go.
    pub(super) fn heard_of(&mut self, wanting: PoolId, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        if self.wagons.pools[wanting.index()].word.enough {
            return;
        }
        for from in &plan.fleets.senders[wanting.index()] {
            if self.is_mine(plan.fleets.pools[from.index()].place) {
                self.send_spare(*from, ctx);
            }
        }
    }

    /// Orders trains of empties for those that wait, unless earlier orders may still come.
    fn order(&mut self, id: PoolId, trains: u32, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        let fleets = &plan.scenario.fleets;
        let again = self.wagons.pools[id.index()].ordered;
        let again = again.map(|ordered| ordered + fleets.notice + fleets.longest_wait);
        if again.is_some_and(|again| again > ctx.now()) {
            return;
        }
        self.wagons.pools[id.index()].ordered = Some(ctx.now());
        let spare = |run: &&RunId| {
            let from = plan.fleets.runs[run.index()].from;
            self.wagons.pools[from.index()].word.spare
        };
        let runs = plan.fleets.nearest_to[id.index()].iter().filter(spare);
        for run in runs.take(trains as usize) {
            let from = plan.fleets.runs[run.index()].from;
            let district = plan.district(plan.fleets.pools[from.index()].place);
            let order = Event::Wagons(WagonEvent::Order(*run));
            match district == self.me {
                true => ctx.schedule(fleets.notice, order),
                false => ctx.send(district, fleets.notice, order),
            }
        }
    }

    /// A place has ordered a train of empties: it goes if there still is one to spare.
    pub(super) fn ordered(&mut self, run: RunId, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        let from = plan.fleets.runs[run.index()].from;
        let pool = &plan.fleets.pools[from.index()];
        let longest = i64::from(plan.longest_empty(pool, ctx.now()));
        let spare = self.wagons.pools[from.index()].here - self.safety_stock(pool, ctx.now());
        if spare >= longest {
            self.send_empty(run, longest as u16, ctx);
            self.tell_of_wagons(from, ctx);
        }
    }

    /// Sends on what a pool frees beyond its own loading.
    pub(super) fn send_spare(&mut self, id: PoolId, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        let pool = &plan.fleets.pools[id.index()];
        let now = ctx.now();
        if pool.months[plan.month_at(now)].shares.is_empty() {
            return;
        }
        let longest = i64::from(plan.longest_empty(pool, now));
        let kept = self.kept(id, now);
        let before = self.wagons.pools[id.index()].here;
        loop {
            let spare = self.wagons.pools[id.index()].here - kept;
            if spare <= 0 {
                self.wagons.pools[id.index()].spare_since = None;
                break;
            }
            let full = spare >= longest;
            let run = self.next_run(pool, full, now);
            let Some(run) = run.filter(|_| full || self.has_waited(id, ctx)) else {
                self.wagons.pools[id.index()].spare_since.get_or_insert(now);
                break;
            };
            self.wagons.pools[id.index()].spare_since = None;
            self.count_due(pool, run, full, now);
            self.send_empty(run, spare.min(longest) as u16, ctx);
        }
        if self.wagons.pools[id.index()].here != before {
            self.tell_of_wagons(id, ctx);
        }
    }

    /// Whether spare wagons have waited long enough for a full train; if not, they will be asked
    /// again.
    fn has_waited(&mut self, id: PoolId, ctx: &mut Ctx<'_>) -> bool {
        let longest = self.plan.scenario.fleets.longest_wait;
        let pool = &mut self.wagons.pools[id.index()];
        let until = *pool.spare_since.get_or_insert(ctx.now()) + longest;
        if until > ctx.now() && !pool.timer_runs {
            pool.timer_runs = true;
            let waited = Event::Wagons(WagonEvent::Waited(id));
            ctx.schedule(until.since(ctx.now()), waited);
        }
        until <= ctx.now()
    }

    /// What a pool sends nobody: its safety stock, and a train where one waits though there are wagons, as
    /// what gathered in an embargo is loaded one train after the other.
    fn kept(&self, id: PoolId, now: Time) -> i64 {
        let pool = &self.plan.fleets.pools[id.index()];
        let next = i64::from(self.plan.longest_empty(pool, now));
        let waits = self.waiting_at(id) > 0;
        self.safety_stock(pool, now) + if waits { next } else { 0 }
    }

    /// What a pool keeps for its own loading: full trains, if there is any.
    fn safety_stock(&self, pool: &PoolPlan, now: Time) -> i64 {
        let loaded = pool.months[self.plan.month_at(now)].loaded > 0.0;
        let trains = i64::from(self.plan.scenario.operation.pool_trains);
        match loaded {
            true => trains * i64::from(self.plan.longest_empty(pool, now)),
            false => 0,
        }
    }

    /// How many wagons are enough for the loading of a pool.
    fn enough(&self, pool: &PoolPlan, now: Time) -> i64 {
        let longest = self.plan.longest_empty(pool, now);
        let cover = self.plan.scenario.fleets.cover;
        pool.enough(self.plan.month_at(now), cover, longest)
    }

    /// Whether a run leads to a place that wants what would be sent: a full train unless it has
    /// enough, a shorter one only if trains wait there.
    fn is_wanted(&self, run: RunId, full: bool) -> bool {
        let to = self.plan.fleets.runs[run.index()].to;
        let word = self.wagons.pools[to.index()].word;
        if full { !word.enough } else { word.waits }
    }

    /// Where the next train of a pool's empties goes: on the run that is farthest behind its share;
    /// where trains wait, one train farther.
    fn next_run(&self, pool: &PoolPlan, full: bool, now: Time) -> Option<RunId> {
        let shares = &pool.months[self.plan.month_at(now)].shares;
        let wanted = shares.iter().filter(|(run, _)| self.is_wanted(*run, full));
        let farthest = wanted.min_by_key(|(run, share)| {
            let way = &self.plan.fleets.runs[run.index()];
            let waits = self.wagons.pools[way.to.index()].word.waits;
            let due = self.wagons.runs[run.index()].due + i64::from(*share);
            let due = due + i64::from(u32::from(waits) * WHOLE);
            (Reverse(due), way.name)
        });
        farthest.map(|(run, _)| *run)
    }

    /// Counts a train for the run that it goes on, and its shares for all that it could have.
    fn count_due(&mut self, pool: &PoolPlan, run: RunId, full: bool, now: Time) {
        let plan = Arc::clone(&self.plan);
        let shares = &pool.months[plan.month_at(now)].shares;
        let wanted = |other: &&(RunId, u32)| self.is_wanted(other.0, full);
        let all: u64 = shares
            .iter()
            .filter(wanted)
            .map(|(_, share)| u64::from(*share))
            .sum();
        for (other, share) in shares {
            if self.is_wanted(*other, full) {
                let due = u64::from(*share) * u64::from(WHOLE) / all.max(1);
                self.wagons.runs[other.index()].due += due as i64;
            }
        }
        self.wagons.runs[run.index()].due -= i64::from(WHOLE);
    }

    /// Sends a train of empty wagons on a run, or another to the same place if it stands there.
    fn send_empty(&mut self, planned: RunId, wagons: u16, ctx: &mut Ctx<'_>) {
        let run = self.quicker_run(planned, ctx.now());
        let way = &self.plan.fleets.runs[run.index()];
        let (pool, name) = (way.from, way.name);
        let fleet = self.plan.fleets.pools[pool.index()].fleet;
        let state = &mut self.wagons.runs[run.index()];
        state.trains += 1;
        state.out_since.push_back(ctx.now());
        let train = Train {
            id: TrainId::of_run(name, state.trains),
            purpose: Purpose::EmptyRun(run),
            hop: 0,
            wagons,
            fleet: Some(fleet),
            stopped: true,
            locomotive: false,
            priority: 0,
            crew_since: 0,
            bound: Bound::Free,
            mass: Mass::ZERO,
            born: ctx.now(),
            since: ctx.now(),
        };
        self.wagons.pools[pool.index()].here -= i64::from(wagons);
        ctx.record(Record::Fleet(FleetRecord::SentEmpty { pool, wagons }));
        let index = self.insert(train);
        self.enter_section(index, ctx);
    }
}
