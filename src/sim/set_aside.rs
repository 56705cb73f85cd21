//! Yards on the line: trains are set aside there until their crossing calls them forward.

use super::district::{Ctx, District, Event};
use super::holding::{HoldingEvent, HoldingPlan, Way};
use super::record::{DelayCause, Record};
use super::train::{Bound, Purpose};
use super::wait::Cause;
use crate::units::{NodeId, Time};

/// The yards of a district.
#[derive(Clone, Debug, Default)]
pub(super) struct Yards {
    /// Whether trains are to be set aside, by way.
    holds: Vec<bool>,
    /// By place: sidings that nobody has.
    free: Vec<u32>,
    /// Trains set aside, in the order in which they came.
    aside: Vec<Aside>,
}

#[derive(Clone, Copy, Debug)]
struct Aside {
    train: u32,
    way: Way,
    yard: NodeId,
    since: Time,
}

impl Yards {
    pub fn new(plan: &HoldingPlan) -> Self {
        Self {
            holds: vec![false; plan.origins.len()],
            free: plan.sidings.clone(),
            aside: Vec::new(),
        }
    }

    pub fn hold(&mut self, way: Way, ordered: bool) {
        self.holds[way.index()] = ordered;
    }
}

impl District {
    /// Sets a train aside that is at the beginning of its next section, if its crossing asked for
    /// that and the yard here has room. Returns whether it did.
    pub(super) fn set_aside(&mut self, index: u32, ctx: &mut Ctx<'_>) -> bool {
        let train = self.train(index);
        let Purpose::Loaded(leg) = train.purpose else {
            return false;
        };
        let Some(way) = self.plan.holding.way_of_leg[leg.index()] else {
            return false;
        };
        if !self.yards.holds[way.index()] || train.bound != Bound::Free {
            return false;
        }
        let rule = self.plan.scenario.set_aside.as_ref();
        let rule = rule.expect("a yard that is told to has sidings");
        if rule.spares_priority.is_some_and(|it| train.priority >= it) {
            return false;
        }
        let notice = rule.notice;
        let (section, forward) = self.plan.leg(leg).hops[usize::from(train.hop)];
        let yard = self.plan.lines[section.index()].far(!forward);
        let (name, wagons) = (train.id, train.wagons);
        let free = &mut self.yards.free[yard.index()];
        if *free == 0 {
            return false;
        }
        *free -= 1;
        self.yards.aside.push(Aside {
            train: index,
            way,
            yard,
            since: ctx.now(),
        });
        self.train_mut(index).stopped = true;
        self.leave_standing(index, yard, ctx);
        self.waits(index, Cause::CallForward { way, yard }, ctx);
        let crossing = self.plan.district(way.sender(&self.plan.scenario));
        let word = Event::Holding(HoldingEvent::Aside {
            way,
            yard,
            train: name,
            wagons,
        });
        ctx.send(crossing, notice, word);
        true
    }

    /// The locomotive and the crew of a train that is set aside go.
    fn leave_standing(&mut self, index: u32, yard: NodeId, ctx: &mut Ctx<'_>) {
        self.crew_goes(index, ctx);
        let mut came = *self.train(index);
        came.hop -= 1;
        if let Some((section, _)) = self.hop(&came) {
            self.give_up_locomotive(index, (section, yard), None, ctx);
        }
    }

    /// The crossing calls for the train that was set aside first at a yard.
    pub(super) fn leave_siding(&mut self, way: Way, yard: NodeId, ctx: &mut Ctx<'_>) {
        let mut aside = self.yards.aside.iter();
        let first = aside.position(|it| (it.way, it.yard) == (way, yard));
        let first = first.expect("a crossing calls for trains that it was told of");
        let Aside { train, since, .. } = self.yards.aside.remove(first);
        self.yards.free[yard.index()] += 1;
        let (now, called) = (ctx.now(), self.train_mut(train));
        called.bound = Bound::Counted;
        called.crew_takes_over(now);
        if let Purpose::Loaded(leg) = called.purpose {
            ctx.record(Record::Delayed {
                leg,
                mass: called.mass,
                cause: DelayCause::SetAside,
                span: now.since(since),
            });
        }
        self.goes_on(train);
        self.enter_section(train, ctx);
    }
}
