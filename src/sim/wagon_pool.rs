//! Empty wagons: some are kept for the next cargo, the rest goes home.
//!
//! Cargo takes wagons from the pool of its place, and a place whose wagons go out loaded more often
//! than they come back counts below zero: its wagons are on the way. A place that has more than a
//! train of wagons to spare sends the rest to where the last ones were loaded, in trains as long as
//! the railway allows, so that empty running follows from the imbalance of cargo.

use super::district::{Ctx, District};

impl District {
    /// Decides on an emptied train that stands at the end of its leg, on its own railway.
    pub(super) fn keep_or_send_home(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let leg = self.train(index).leg();
        let leg = leg.expect("only trains of a leg are emptied");
        let longest = self.plan.class(leg).wagons_max.at(ctx.now());
        let longest = i64::from(longest.min(u32::from(u16::MAX)));
        let keep = longest * i64::from(self.plan.scenario.operation.pool_trains);
        let way = self.plan.leg(leg);
        let (place, wagon_type) = (way.to.index(), self.plan.wagon_type(leg).index());
        let wagons = i64::from(self.train(index).wagons);
        let nowhere_to_go = way.hops.is_empty();
        let pool = &mut self.pool[place][wagon_type];
        *pool += wagons;
        if *pool < keep + longest || nowhere_to_go {
            self.remove(index);
            return;
        }
        *pool -= longest;
        self.train_mut(index).wagons = longest as u16;
        self.enter_section(index, ctx);
    }
}
