//! Border stations: documents and inspection on either side, and trains that come over.

use super::district::{Ctx, District, Event};
use super::plan::ExchangeId;
use super::post::Post;
use super::record::{Record, Side};
use super::routing::Station;
use super::train::{Purpose, Train};
use crate::model::{Direction, ServicePool};
use crate::units::{CrossingId, Duration};

/// The position of a service among all.
fn service_index(crossing: CrossingId, direction: Direction, side: Side) -> u16 {
    let index = crossing.index() * 4 + direction.index() * 2 + side as usize;
    u16::try_from(index).expect("a scenario has fewer than 2^14 crossings")
}

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
        self.comes_to_station(station, ctx.now());
        let service = service_index(crossing, direction, side);
        self.ask(Post::Service(service), index, ctx);
    }

    pub(super) fn serve(&mut self, service: u16, train: u32, ctx: &mut Ctx<'_>) {
        let mut draws = self.draws(
            "documents and inspection",
            self.train(train).id,
            service.into(),
        );
        let time_h = self.pool(service).time_h.at(ctx.now());
        let time = Duration::from_hours(time_h.sample(&mut draws));
        let time = time.expect("a checked distribution gives no negative time");
        ctx.schedule(time, Event::Served { service, train });
    }

    fn service_of(&self, service: u16) -> (CrossingId, Direction, Side) {
        let crossing = CrossingId(u32::from(service) / 4);
        let direction = Direction::BOTH[usize::from(service / 2 % 2)];
        let side = [Side::Sending, Side::Receiving][usize::from(service % 2)];
        (crossing, direction, side)
    }

    pub(super) fn pool(&self, service: u16) -> &ServicePool {
        let (crossing, direction, side) = self.service_of(service);
        let handover = self.plan.scenario.crossing(crossing).handover(direction);
        match side {
            Side::Sending => &handover.sending,
            Side::Receiving => &handover.receiving,
        }
    }

    /// Documents and inspection of a train are done.
    pub(super) fn served(&mut self, service: u16, train: u32, ctx: &mut Ctx<'_>) {
        self.release(Post::Service(service), ctx);
        let (crossing, direction, side) = self.service_of(service);
        match side {
            Side::Sending => {
                self.queue_to_go_over(train, crossing, direction, ctx);
            }
            Side::Receiving => self.go_to_terminal(train, ctx),
        }
    }

    /// A train comes over the border.
    pub(super) fn come_over(&mut self, train: Train, from: ExchangeId, ctx: &mut Ctx<'_>) {
        self.count_received(&train);
        let index = self.insert(train);
        match train.purpose {
            Purpose::Loaded(leg) => {
                self.train_mut(index).since = ctx.now();
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
                self.comes_to_station(station, ctx.now());
                let service = service_index(crossing, direction, side);
                self.ask(Post::Service(service), index, ctx);
            }
            Purpose::Empty(_) => self.keep_or_send_home(index, ctx),
            Purpose::Light(_) | Purpose::Passenger(..) | Purpose::Freight(..) => {
                unreachable!("other traffic does not cross the border");
            }
        }
    }
}
