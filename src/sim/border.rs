//! Border stations: documents and inspection on either side, and trains that come over.

use super::district::{Ctx, District, Event};
use super::plan::ExchangeId;
use super::record::{Record, Side};
use super::train::{Purpose, Train};
use crate::model::Direction;
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
        self.ask_service(
            index,
            service_index(crossing, direction, Side::Sending),
            ctx,
        );
    }

    fn ask_service(&mut self, index: u32, service: u16, ctx: &mut Ctx<'_>) {
        let servers = self.servers(service);
        if let Some(train) = self.service[usize::from(service)].arrive(index, servers) {
            self.serve(service, train, ctx);
        }
    }

    fn serve(&mut self, service: u16, train: u32, ctx: &mut Ctx<'_>) {
        let mut draws = self.draws(
            "documents and inspection",
            self.train(train).id,
            service.into(),
        );
        let (crossing, direction, side) = self.service_of(service);
        let handover = self.plan.scenario.crossing(crossing).handover(direction);
        let pool = match side {
            Side::Sending => &handover.sending,
            Side::Receiving => &handover.receiving,
        };
        let time = Duration::from_hours(pool.time_h.sample(&mut draws));
        let time = time.expect("a checked distribution gives no negative time");
        ctx.schedule(time, Event::Served { service, train });
    }

    fn service_of(&self, service: u16) -> (CrossingId, Direction, Side) {
        let crossing = CrossingId(u32::from(service) / 4);
        let direction = Direction::BOTH[usize::from(service / 2 % 2)];
        let side = [Side::Sending, Side::Receiving][usize::from(service % 2)];
        (crossing, direction, side)
    }

    fn servers(&self, service: u16) -> u32 {
        let (crossing, direction, side) = self.service_of(service);
        let handover = self.plan.scenario.crossing(crossing).handover(direction);
        match side {
            Side::Sending => handover.sending.servers,
            Side::Receiving => handover.receiving.servers,
        }
    }

    /// Documents and inspection of a train are done.
    pub(super) fn served(&mut self, service: u16, train: u32, ctx: &mut Ctx<'_>) {
        let servers = self.servers(service);
        if let Some(next) = self.service[usize::from(service)].finish(servers) {
            self.serve(service, next, ctx);
        }
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
                self.ask_service(
                    index,
                    service_index(crossing, direction, Side::Receiving),
                    ctx,
                );
            }
            Purpose::Empty(_) => self.keep_or_send_home(index, ctx),
            Purpose::Passenger(..) | Purpose::Freight(..) => {
                unreachable!("other traffic does not cross the border");
            }
        }
    }
}
