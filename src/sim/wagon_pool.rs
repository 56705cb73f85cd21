//! Empty wagons: some are kept for the next cargo, the rest goes home.
//!
//! Cargo takes wagons from the pool of its place, and a place whose wagons go out loaded more often
//! than they come back counts below zero: its wagons are on the way. A place that has more than a
//! train of wagons to spare sends those that come back to where they were loaded, so that empty
//! running follows from the imbalance of cargo.

use super::district::{Ctx, District};

impl District {
    /// Decides on an emptied train that stands at the end of its leg, on its own railway.
    pub(super) fn keep_or_send_home(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let train = self.train(index);
        let leg = train.leg().expect("only trains of a leg are emptied");
        let wagons = i64::from(train.wagons);
        let keep = wagons * i64::from(self.plan.scenario.operation.pool_trains);
        let way = self.plan.leg(leg);
        let (place, wagon_type) = (way.to.index(), self.plan.wagon_type(leg).index());
        let pool = &mut self.pool[place][wagon_type];
        if *pool >= keep && !way.hops.is_empty() {
            self.enter_section(index, ctx);
        } else {
            *pool += wagons;
            self.remove(index);
        }
    }
}
