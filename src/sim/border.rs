//! Border stations: trains that arrive at their railway's border, and trains that come over.

use super::district::{Ctx, District};
use super::experience::Station;
use super::fleet_record::WagonState;
use super::holding::Way;
use super::plan::ExchangeId;
use super::record::{Record, Side};
use super::train::{Purpose, Train};
use crate::model::Direction;
use crate::units::CrossingId;

impl District {
    /// A loaded train is at the border of its own railway.
    pub(super) fn arrive_at_border(
        &mut self,
        index: u32,
        crossing: CrossingId,
        direction: Direction,
        ctx: &mut Ctx<'_>,
    ) {
        let change = i32::from(self.train(index).wagons);
        ctx.record(Record::Stock {
            crossing,
            direction,
            change,
        });
        let side = Side::Sending;
        let station = Station {
            crossing,
            direction,
            side,
        };
        self.stand_at_station(index, Way::new(crossing, direction), ctx);
        self.ask_documents(index, station, ctx);
    }

    /// A train comes over the border.
    pub(super) fn come_over(&mut self, train: Train, from: ExchangeId, ctx: &mut Ctx<'_>) {
        self.count_received(&train);
        let index = self.insert(train);
        let section = self.plan.scenario.crossing(from.crossing).section;
        let section = self.plan.scenario.network.section(section);
        let meters = section.length.as_meters();
        match train.purpose {
            Purpose::Loaded(leg) => {
                self.train_mut(index).since = ctx.now();
                self.record_run(index, WagonState::Loaded, meters, ctx);
                let (crossing, stream) = (from.crossing, self.plan.leg(leg).stream);
                let direction = from.direction();
                let (mass, wagons) = (train.mass, train.wagons);
                ctx.record(Record::HandedOver {
                    crossing,
                    direction,
                    stream,
                    mass,
                    wagons,
                });
                let side = Side::Receiving;
                let station = Station {
                    crossing,
                    direction,
                    side,
                };
                self.ask_documents(index, station, ctx);
            }
            Purpose::Empty(leg) => {
                self.record_run(index, WagonState::Empty, meters, ctx);
                let place = self.plan.leg(leg).to;
                self.free_wagons(index, place, WagonState::Empty, ctx);
            }
            Purpose::EmptyRun(_)
            | Purpose::Light(_)
            | Purpose::Passenger(..)
            | Purpose::Freight(..) => {
                unreachable!("only trains of a leg cross the border");
            }
        }
    }
}
