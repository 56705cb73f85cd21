//! What appears from outside: consignments, and trains that are not the corridor's.

use super::district::{Ctx, District, Event, entity};
use super::line_agenda::LineEvent;
use super::plan::name_of;
use super::rank::PASSENGER;
use super::record::Record;
use super::stock::Lot;
use super::train::{Bound, Purpose, Train, TrainId};
use crate::engine::{Stream, Streams};
use crate::units::{Duration, Mass, SectionId, StreamId};

/// Priority of domestic freight trains.
const DOMESTIC_FREIGHT: u8 = 1;

/// The consignments of one stream still to come.
#[derive(Debug)]
pub(super) struct Consignments {
    draws: Stream,
}

impl District {
    pub(super) fn build_consignments(&mut self) {
        let streams: Streams = self.streams;
        let one = |stream: &crate::model::Stream| Consignments {
            draws: streams.stream("consignments", u64::from(name_of(&stream.key))),
        };
        let plan = std::sync::Arc::clone(&self.plan);
        for (n, stream) in plan.scenario.streams.iter().enumerate() {
            if self.is_mine(stream.origin) {
                self.consignments[n] = Some(one(stream));
            }
        }
    }

    pub(super) fn start_consignments(&mut self, ctx: &mut Ctx<'_>) {
        for n in 0..self.plan.scenario.streams.len() {
            let stream = StreamId::from_index(n);
            if self.is_mine(self.plan.scenario.stream(stream).origin) {
                self.await_consignment(stream, ctx);
            }
        }
    }

    /// Schedules the next consignment of a stream.
    ///
    /// The rate is constant within a month, so the time until the next one is found by spending a
    /// draw of mean one on the months to come.
    fn await_consignment(&mut self, stream: StreamId, ctx: &mut Ctx<'_>) {
        let scenario = &self.plan.scenario;
        let spread = &scenario.operation.consignment_spread;
        let demand = scenario.stream(stream);
        let consignments = self.consignments[stream.index()].as_mut();
        let draws = &mut consignments.expect("the stream begins here").draws;
        let wait = spread.sample(draws);
        let share = 1.0 - self.plan.ports.sea_share(stream);
        let rates = &demand.tonnes_per_day;
        let per_day = |month: usize| share * rates[month] / demand.lot.as_tonnes();
        if let Some(time) = scenario.calendar.spend(per_day, ctx.now(), wait) {
            ctx.schedule(time.since(ctx.now()), Event::Consignment(stream));
        }
    }

    pub(super) fn consignment_appears(&mut self, stream: StreamId, ctx: &mut Ctx<'_>) {
        let mass = self.plan.scenario.stream(stream).lot;
        self.offer(stream, mass, ctx);
        let stock = self.choose_stock(stream, ctx.now());
        self.add_cargo(stock, Lot::at_origin(mass, ctx.now()), ctx);
        self.await_consignment(stream, ctx);
    }

    /// Counts cargo that appears.
    pub(super) fn offer(&mut self, stream: StreamId, mass: Mass, ctx: &mut Ctx<'_>) {
        ctx.record(Record::Offered { stream, mass });
        self.counts[stream.index()].offered += mass;
    }

    pub(super) fn start_other_traffic(&mut self, ctx: &mut Ctx<'_>) {
        for n in 0..self.lines.len() {
            let section = self.lines[n];
            if self.single[section.index()].is_none() {
                continue;
            }
            for (passenger, forward) in [(true, true), (true, false), (false, true), (false, false)]
            {
                self.await_other_train(section, passenger, forward, ctx);
            }
        }
    }

    /// Schedules the next train of other traffic on a single line. Such trains run to a timetable
    /// that is not known: evenly, but anything from half an interval to one and a half apart.
    fn await_other_train(
        &mut self,
        section: SectionId,
        passenger: bool,
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let other = &self.plan.scenario.network.section(section).other;
        let pairs = match passenger {
            true => other.passenger_pairs_per_day,
            false => other.freight_pairs_per_day,
        };
        if pairs <= 0.0 {
            return;
        }
        let ordinal = self.other_ordinals[section.index()][kind(passenger, forward)];
        let id = TrainId::of_section(
            self.plan.lines[section.index()].name,
            passenger,
            forward,
            ordinal,
        );
        let apart = 0.5 + self.other_draws.stream(entity(id, 0)).uniform();
        let interval = Duration::DAY.scaled(apart / pairs);
        let due = ctx.now() + interval;
        if self.plan.lines[section.index()].is_double(due) {
            return ctx.schedule(
                interval,
                Event::Other {
                    section,
                    passenger,
                    forward,
                },
            );
        }
        let event = LineEvent::Other { passenger, forward };
        self.track_mut(section).agenda.put_off(due, event);
    }

    pub(super) fn other_train(
        &mut self,
        section: SectionId,
        passenger: bool,
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let name = self.plan.lines[section.index()].name;
        let ordinal = &mut self.other_ordinals[section.index()][kind(passenger, forward)];
        let id = TrainId::of_section(name, passenger, forward, *ordinal);
        *ordinal += 1;
        let (purpose, priority) = match passenger {
            true => (Purpose::Passenger(section, forward), PASSENGER),
            false => (Purpose::Freight(section, forward), DOMESTIC_FREIGHT),
        };
        let index = self.insert(Train {
            id,
            purpose,
            hop: 0,
            wagons: 0,
            fleet: None,
            stopped: true,
            locomotive: false,
            crew_since: 0,
            priority,
            bound: Bound::Free,
            mass: Mass::ZERO,
            born: ctx.now(),
            since: ctx.now(),
        });
        self.enter_section(index, ctx);
        self.await_other_train(section, passenger, forward, ctx);
    }
}

const fn kind(passenger: bool, forward: bool) -> usize {
    2 * passenger as usize + forward as usize
}
