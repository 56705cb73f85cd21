//! Border stations: documents and inspection, the quota, and paths over the border.
//!
//! Each gauge has one track between the two stations, worked to an exchange timetable: in every
//! cycle one path leads east and, half a cycle later, one leads west. So the two stations, which
//! are in different districts, never meet on it. A loaded train goes over when the quota of the day
//! has a place for it and the other station has a receiving track, express trains before others;
//! empty wagons of the other railway go home on the paths between.

use super::district::{Ctx, District, Event, next_multiple};
use super::plan::ExchangeId;
use super::record::{Record, Side};
use super::train::{Purpose, Train};
use crate::model::{Crossing, Direction, Gauge, Scenario};
use crate::units::{CrossingId, Duration, Time};
use std::collections::VecDeque;

/// One gauge's track at one station: who waits to go over, and what holds them.
#[derive(Clone, Debug, Default)]
pub(super) struct Exchange {
    loaded: VecDeque<u32>,
    empty: VecDeque<u32>,
    /// Receiving tracks beyond the border that are known to be free.
    free_tracks: u32,
    /// The day for which the quota was last given, counted from 1.
    quota_day: u64,
    quota_left: f64,
    path_arranged: bool,
    /// The last path that was used.
    last_path: Option<Time>,
    last_was_loaded: bool,
}

impl Exchange {
    /// Returns every exchange track of a scenario, in the order of [`ExchangeId::index`].
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let mut all = vec![Self::default(); scenario.crossings.len() * 4];
        for (n, crossing) in scenario.crossings.iter().enumerate() {
            for direction in Direction::BOTH {
                let id = sending_track(CrossingId::from_index(n), crossing, direction);
                all[id.index()].free_tracks = crossing.handover(direction).receiving_tracks;
            }
        }
        all
    }

    /// Gives the quota of a new day; what was left of the last is lost, but for its fraction.
    fn renew_quota(&mut self, now: Time, trains_per_day: f64) {
        let day = now.whole_days() + 1;
        if day != self.quota_day {
            self.quota_day = day;
            self.quota_left = self.quota_left.fract() + trains_per_day;
        }
    }
}

/// The track on which loaded trains leave in `direction`.
fn sending_track(id: CrossingId, crossing: &Crossing, direction: Direction) -> ExchangeId {
    let gauge = crossing.sending_gauge(direction);
    ExchangeId {
        crossing: id,
        gauge,
        east: direction == Direction::FromChina,
    }
}

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
                let scenario = &self.plan.scenario;
                let track = sending_track(crossing, scenario.crossing(crossing), direction);
                self.queue_loaded(track, train);
                self.arrange_path(track, ctx);
            }
            Side::Receiving => self.go_to_terminal(train, ctx),
        }
    }

    /// Puts a loaded train in the queue to go over: express trains before others.
    fn queue_loaded(&mut self, track: ExchangeId, train: u32) {
        let priority = self.train(train).priority;
        let queue = &self.exchange[track.index()].loaded;
        let behind = queue.partition_point(|other| self.train(*other).priority >= priority);
        self.exchange[track.index()].loaded.insert(behind, train);
    }

    /// An emptied train of the other railway is ready to go home.
    pub(super) fn send_back_over(
        &mut self,
        train: u32,
        crossing: CrossingId,
        direction: Direction,
        ctx: &mut Ctx<'_>,
    ) {
        let scenario = &self.plan.scenario;
        let track = sending_track(crossing, scenario.crossing(crossing), direction).far();
        self.exchange[track.index()].empty.push_back(train);
        self.arrange_path(track, ctx);
    }

    /// Arranges to use the next path, if there is somebody who could.
    fn arrange_path(&mut self, id: ExchangeId, ctx: &mut Ctx<'_>) {
        let now = ctx.now();
        let may_be_loaded_at = self.quota_opens_at(id, now);
        let exchange = &mut self.exchange[id.index()];
        if exchange.path_arranged {
            return;
        }
        let loaded = !exchange.loaded.is_empty() && exchange.free_tracks > 0;
        let from = match (exchange.empty.is_empty(), loaded) {
            (false, _) => now,
            (true, true) => may_be_loaded_at,
            (true, false) => return,
        };
        let from = match exchange.last_path {
            Some(used) if used >= from => used + Duration::from_ms(1),
            _ => from,
        };
        let cycle = self.plan.scenario.crossing(id.crossing).path_cycle;
        let phase = if id.east {
            Duration::ZERO
        } else {
            Duration::from_ms(cycle.as_ms() / 2)
        };
        let path = next_multiple(from, cycle, phase);
        self.exchange[id.index()].path_arranged = true;
        ctx.schedule(path.since(now), Event::Path(id));
    }

    /// When the quota next lets a loaded train over: now, or at midnight.
    fn quota_opens_at(&mut self, id: ExchangeId, now: Time) -> Time {
        let crossing = self.plan.scenario.crossing(id.crossing);
        let direction = if id.east {
            Direction::FromChina
        } else {
            Direction::ToChina
        };
        let quota = crossing.handover(direction).quota_trains_per_day.at(now);
        let exchange = &mut self.exchange[id.index()];
        exchange.renew_quota(now, quota);
        match exchange.quota_left >= 1.0 {
            true => now,
            false => Time::ZERO + Duration::from_days(now.whole_days() + 1),
        }
    }

    /// A path over the border: somebody goes, if anybody may.
    pub(super) fn path(&mut self, id: ExchangeId, ctx: &mut Ctx<'_>) {
        let now = ctx.now();
        let quota_open = self.quota_opens_at(id, now) == now;
        let exchange = &mut self.exchange[id.index()];
        exchange.path_arranged = false;
        let loaded = quota_open && exchange.free_tracks > 0 && !exchange.loaded.is_empty();
        let empty = !exchange.empty.is_empty();
        let sends_loaded = loaded && !(empty && exchange.last_was_loaded);
        if loaded || empty {
            exchange.last_path = Some(now);
            exchange.last_was_loaded = sends_loaded;
        }
        if sends_loaded {
            exchange.free_tracks -= 1;
            exchange.quota_left -= 1.0;
            let train = exchange.loaded.pop_front().expect("it is not empty");
            self.record_departure_over(id, train, ctx);
            self.go_over(id, train, ctx);
        } else if let Some(train) = exchange.empty.pop_front() {
            self.go_over(id, train, ctx);
        }
        self.arrange_path(id, ctx);
    }

    fn record_departure_over(&self, id: ExchangeId, train: u32, ctx: &mut Ctx<'_>) {
        let direction = if id.east {
            Direction::FromChina
        } else {
            Direction::ToChina
        };
        let train = self.train(train);
        let leg = train.leg().expect("a loaded train is on a leg");
        ctx.record(Record::LeftStation {
            crossing: id.crossing,
            direction,
            side: Side::Sending,
            stream: self.plan.leg(leg).stream,
            mass: train.mass,
            dwell: ctx.now().since(train.arrived),
        });
    }

    fn go_over(&mut self, id: ExchangeId, index: u32, ctx: &mut Ctx<'_>) {
        let scenario = &self.plan.scenario;
        let crossing = scenario.crossing(id.crossing);
        let section = scenario.network.section(crossing.section);
        let there = if id.east {
            crossing.west
        } else {
            crossing.east
        };
        let name = self.train(index).id;
        let mut draws = self.draws("running time", name, u64::from(crossing.section.0));
        let pace = scenario.operation.running_spread.sample(&mut draws);
        let running = (section.length / section.speed).scaled(pace);
        let there = self.plan.district(there);
        let train = self.remove(index);
        self.count_sent(&train);
        ctx.send(
            there,
            running,
            Event::Over {
                train,
                exchange: id,
            },
        );
    }

    /// A train comes over the border.
    pub(super) fn come_over(&mut self, train: Train, from: ExchangeId, ctx: &mut Ctx<'_>) {
        self.count_received(&train);
        let index = self.insert(train);
        match train.purpose {
            Purpose::Loaded(leg) => {
                self.train_mut(index).arrived = ctx.now();
                let (crossing, stream) = (from.crossing, self.plan.leg(leg).stream);
                let direction = if from.east {
                    Direction::FromChina
                } else {
                    Direction::ToChina
                };
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

    /// A train left its receiving track for a terminal: the sending station will know.
    pub(super) fn free_receiving_track(
        &self,
        crossing: CrossingId,
        direction: Direction,
        ctx: &mut Ctx<'_>,
    ) {
        let there = self.plan.scenario.crossing(crossing);
        let track = sending_track(crossing, there, direction);
        let sender = self.plan.district(there.sender(direction));
        ctx.send(
            sender,
            there.handover_notice,
            Event::ReceivingTrackFree(track),
        );
    }

    pub(super) fn receiving_track_free(&mut self, track: ExchangeId, ctx: &mut Ctx<'_>) {
        self.exchange[track.index()].free_tracks += 1;
        self.arrange_path(track, ctx);
    }
}

/// The gauge is part of an exchange track's index.
const _: () = assert!(Gauge::Standard as usize == 0 && Gauge::Broad as usize == 1);
