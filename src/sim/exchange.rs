//! Paths over the border, and the quota.
//!
//! Each gauge has one track between the two stations, worked to an exchange timetable: in every
//! cycle one path leads west and, half a cycle later, one leads east. So the two stations, which
//! are in different districts, never meet on it. On the track of its own gauge a station sends
//! loaded trains: when the quota of the day has a place and the other station a receiving track,
//! express trains before others. On the other track it sends the emptied trains of the other
//! railway home, on any path.

use super::district::{Ctx, District, Event, next_multiple};
use super::experience::Station;
use super::holding::Way;
use super::plan::ExchangeId;
use super::queue::Waiting;
use super::record::{Record, Side, WaitCause};
use super::train::Purpose;
use super::wait::{Cause, Wants};
use crate::model::{Crossing, Direction, Scenario};
use crate::units::{CrossingId, Duration, Time};
use std::collections::VecDeque;

/// One gauge's track at one station: who waits to go over, and what holds them.
#[derive(Clone, Debug, Default)]
pub(super) struct Exchange {
    /// Loaded trains on a track of the station's own gauge, emptied ones on the other.
    waiting: VecDeque<Waiting>,
    /// What limits loaded trains; none on the track for emptied ones.
    limits: Option<Limits>,
    path_arranged: bool,
    /// The last path that was used.
    last_path: Option<Time>,
}

/// What limits loaded trains.
#[derive(Clone, Debug)]
struct Limits {
    /// Receiving tracks beyond the border that are known to be free.
    free_tracks: u32,
    /// The day for which the quota was last given, counted from 1.
    quota_day: u64,
    quota_left: f64,
}

impl Exchange {
    /// Returns every exchange track of a scenario, in the order of [`ExchangeId::index`].
    pub fn all(scenario: &Scenario) -> Vec<Self> {
        let mut all = vec![Self::default(); scenario.crossings.len() * 4];
        for (n, crossing) in scenario.crossings.iter().enumerate() {
            for direction in Direction::BOTH {
                let id = sending_track(CrossingId::from_index(n), crossing, direction);
                all[id.index()].limits = Some(Limits {
                    free_tracks: crossing.handover(direction).receiving_tracks,
                    quota_day: 0,
                    quota_left: 0.0,
                });
            }
        }
        all
    }
}

impl Limits {
    /// When a loaded train may go next, as far as this station knows: now, at midnight with a new
    /// quota, or not before it hears of a free track.
    fn opens_at(&mut self, now: Time, trains_per_day: f64) -> Option<Time> {
        let day = now.whole_days() + 1;
        if day != self.quota_day {
            // What was left of the last day is lost, but for its fraction.
            self.quota_day = day;
            self.quota_left = self.quota_left.fract() + trains_per_day;
        }
        let midnight = Time::ZERO + Duration::from_days(day);
        let opens = if self.quota_left >= 1.0 {
            now
        } else {
            midnight
        };
        (self.free_tracks > 0).then_some(opens)
    }
}

/// The track on which loaded trains leave in `direction`.
fn sending_track(id: CrossingId, crossing: &Crossing, direction: Direction) -> ExchangeId {
    ExchangeId {
        crossing: id,
        gauge: crossing.sending_gauge(direction),
        east: direction == Direction::FromChina,
    }
}

impl District {
    /// A loaded train has its papers and waits to go over: express trains before others.
    pub(super) fn queue_to_go_over(
        &mut self,
        train: u32,
        crossing: CrossingId,
        direction: Direction,
        ctx: &mut Ctx<'_>,
    ) {
        let track = sending_track(crossing, self.plan.scenario.crossing(crossing), direction);
        let rank = self.plan.rank(crossing, self.train(train));
        let queue = &mut self.exchange[track.index()].waiting;
        let behind = queue.partition_point(|other| other.rank >= rank);
        let since = ctx.now();
        queue.insert(behind, Waiting { train, rank, since });
        self.waits(train, Cause::Exchange(track), ctx);
        self.arrange_path(track, ctx);
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
        self.exchange[track.index()].waiting.push_back(Waiting {
            train,
            rank: 0,
            since: ctx.now(),
        });
        self.waits(train, Cause::Exchange(track), ctx);
        self.arrange_path(track, ctx);
    }

    /// When the next train may leave, if one waits and nothing unknown holds it.
    fn opens_at(&mut self, id: ExchangeId, now: Time) -> Option<Time> {
        let crossing = self.plan.scenario.crossing(id.crossing);
        let handover = crossing.handover(id.direction());
        let quota = &handover.quota_trains_per_day;
        let exchange = &mut self.exchange[id.index()];
        if exchange.waiting.is_empty() {
            return None;
        }
        let opens = match &mut exchange.limits {
            Some(limits) => limits.opens_at(now, quota.at(now))?,
            None => now,
        };
        let line = &self.weather.limits[crossing.section.index()].closed;
        let closed = handover.closed.until(opens).max(line.until(opens));
        Some(closed.unwrap_or(opens))
    }

    /// Arranges to use the next path, if there is somebody who could.
    fn arrange_path(&mut self, id: ExchangeId, ctx: &mut Ctx<'_>) {
        let now = ctx.now();
        if self.exchange[id.index()].path_arranged {
            return;
        }
        let Some(opens) = self.opens_at(id, now) else {
            return;
        };
        let exchange = &mut self.exchange[id.index()];
        let from = match exchange.last_path {
            Some(used) if used >= opens => used + Duration::from_ms(1),
            _ => opens,
        };
        exchange.path_arranged = true;
        let cycle = self.plan.scenario.crossing(id.crossing).path_cycle;
        let phase = match id.east {
            true => Duration::ZERO,
            false => Duration::from_ms(cycle.as_ms() / 2),
        };
        let path = next_multiple(from, cycle, phase);
        ctx.schedule(path.since(now), Event::Path(id));
    }

    /// A path over the border: the first train goes, if it may.
    pub(super) fn path(&mut self, id: ExchangeId, ctx: &mut Ctx<'_>) {
        let now = ctx.now();
        let open = self.opens_at(id, now) == Some(now);
        let exchange = &mut self.exchange[id.index()];
        exchange.path_arranged = false;
        if let Some(first) = exchange.waiting.pop_front_if(|_| open) {
            exchange.last_path = Some(now);
            if let Some(limits) = &mut exchange.limits {
                limits.free_tracks -= 1;
                limits.quota_left -= 1.0;
                self.record_departure_over(id, first, ctx);
                self.leave_station(first.train, id, ctx);
            }
            self.go_over(id, first.train, ctx);
        }
        self.arrange_path(id, ctx);
    }

    /// What holds the trains that wait to go over: for the cast of a stall.
    pub(super) fn wants_at_border(&self, id: ExchangeId, now: Time) -> Wants {
        let (crossing, direction) = (id.crossing, id.direction());
        let handover = self.plan.scenario.crossing(crossing).handover(direction);
        let quota = &handover.quota_trains_per_day;
        if let Some(until) = handover.closed.until(now) {
            return Wants::Closed(crossing, direction, until);
        }
        match &self.exchange[id.index()].limits {
            Some(limits) if limits.quota_left + quota.at(now) < 1.0 => {
                Wants::Quota(crossing, direction, quota.at(now), quota.since(now))
            }
            Some(limits) if limits.free_tracks == 0 => {
                Wants::ReceivingTrack(crossing, direction, handover.receiving_tracks)
            }
            Some(limits) if limits.quota_left < 1.0 => {
                Wants::Quota(crossing, direction, quota.at(now), quota.since(now))
            }
            Some(_) | None => Wants::Path(crossing, direction),
        }
    }

    /// When a loaded train last went over.
    pub(super) fn last_over(&self, way: Way) -> Option<Time> {
        let crossing = self.plan.scenario.crossing(way.crossing());
        let track = sending_track(way.crossing(), crossing, way.direction());
        self.exchange[track.index()].last_path
    }

    fn record_departure_over(&mut self, id: ExchangeId, first: Waiting, ctx: &mut Ctx<'_>) {
        ctx.record(Record::Waited {
            crossing: id.crossing,
            direction: id.direction(),
            cause: WaitCause::Acceptance,
            span: ctx.now().since(first.since),
        });
        let train = *self.train(first.train);
        let station = Station {
            crossing: id.crossing,
            direction: id.direction(),
            side: Side::Sending,
        };
        self.leaves_station(station, &train, ctx.now());
        let leg = train.leg().expect("a loaded train is on a leg");
        ctx.record(Record::LeftStation {
            crossing: id.crossing,
            direction: id.direction(),
            side: Side::Sending,
            stream: self.plan.leg(leg).stream,
            mass: train.mass,
            dwell: ctx.now().since(train.since),
            for_train: Duration::ZERO,
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
        let section_name = self.plan.lines[crossing.section.index()].name;
        let mut draws = self.running_draws(name, section_name);
        let pace = scenario.operation.running_spread.sample(&mut draws);
        // It clears the track before the path of the opposite way, as the timetable has it.
        let half = Duration::from_ms(crossing.path_cycle.as_ms() / 2);
        let clear = half.saturating_sub(scenario.operation.station_interval);
        let running = (section.length / section.speed_at(ctx.now())).scaled(pace);
        let limits = &self.weather.limits[crossing.section.index()];
        let running = limits.running(running, ctx.now()).min(clear);
        let there = self.plan.district(there);
        let train = self.remove(index);
        if let Purpose::Loaded(_) = train.purpose {
            ctx.record(Record::Stayed {
                crossing: id.crossing,
                direction: id.direction(),
                side: Side::Sending,
                wagons: train.wagons,
                span: ctx.now().since(train.since) + running,
            });
        }
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
        let limits = self.exchange[track.index()].limits.as_mut();
        limits
            .expect("loaded trains left on this track")
            .free_tracks += 1;
        self.arrange_path(track, ctx);
    }
}
