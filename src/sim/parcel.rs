//! Parcels: ships bring cargo to where the corridor begins, much at once.
//!
//! A service calls by its timetable, at a phase that is its own in every replication, and late by a
//! draw. The calls are as frequent at any time of the year, so a parcel that brings as much of a
//! stream as is offered in its month fills the month to what the table says, in expectation.

use super::district::{Ctx, District, Event};
use super::port::PortEvent;
use super::port_fact::PortFact;
use super::record::Record;
use super::stock::Lot;
use crate::engine::{Stream, Streams};
use crate::units::{Duration, Mass, StreamId, Time};

/// The calls of one service still to come.
#[derive(Clone, Debug)]
pub(super) struct Calls {
    draws: Stream,
    /// Where in the interval the timetable begins.
    phase: f64,
    /// How many calls there have been.
    made: u32,
}

impl Calls {
    pub fn new(streams: &Streams, name: u32) -> Self {
        let mut draws = streams.stream("calls of ships", name.into());
        let phase = draws.uniform();
        Self {
            draws,
            phase,
            made: 0,
        }
    }
}

impl District {
    pub(super) fn start_calls(&mut self, ctx: &mut Ctx<'_>) {
        for n in 0..self.port.calls.len() {
            let (arrival, ..) = self.plan.ports.services[n];
            let arrival = &self.plan.scenario.ports.arrivals[usize::from(arrival)];
            if self.is_mine(arrival.node) {
                self.await_call(n as u16, ctx);
            }
        }
    }

    /// Schedules the next call of a service.
    fn await_call(&mut self, service: u16, ctx: &mut Ctx<'_>) {
        let (arrival, number, _) = self.plan.ports.services[usize::from(service)];
        let arrival = &self.plan.scenario.ports.arrivals[usize::from(arrival)];
        let parameters = &arrival.services[usize::from(number)];
        let calls = &mut self.port.calls[usize::from(service)];
        let late = Duration::from_hours(parameters.delay_h.sample(&mut calls.draws));
        let late = late.expect("a checked distribution gives no negative time");
        let due = parameters
            .interval
            .scaled(calls.phase + f64::from(calls.made));
        calls.made += 1;
        let call = (Time::ZERO + due + late).max(ctx.now());
        ctx.schedule(
            call.since(ctx.now()),
            Event::Port(PortEvent::Call { service }),
        );
    }

    /// A ship brings a parcel, unless the weather keeps it out.
    pub(super) fn ship_calls(&mut self, service: u16, ctx: &mut Ctx<'_>) {
        let plan = std::sync::Arc::clone(&self.plan);
        let (place, number, _) = plan.ports.services[usize::from(service)];
        let arrival = &plan.scenario.ports.arrivals[usize::from(place)];
        if let Some(wait) = self.closed_for(arrival.node, ctx.now()) {
            return ctx.schedule(wait, Event::Port(PortEvent::Call { service }));
        }
        let parcel = &arrival.services[usize::from(number)].parcel_teu;
        let draws = &mut self.port.calls[usize::from(service)].draws;
        // A parcel stands for as many days of the place's cargo as its services take to bring it.
        let days = parcel.sample(draws) / arrival.teu_per_day();
        let month = plan.scenario.calendar.month_at(ctx.now());
        for stream in &plan.ports.arriving[usize::from(place)] {
            let a_day = plan.scenario.stream(*stream).tonnes_per_day[month];
            let tonnes = a_day * arrival.sea_share * days;
            self.unload_parcel(*stream, tonnes, place, ctx);
        }
        ctx.record(Record::Port(PortFact::Call { arrival: place }));
        self.await_call(service, ctx);
    }

    fn unload_parcel(&mut self, stream: StreamId, tonnes: f64, arrival: u16, ctx: &mut Ctx<'_>) {
        let crumbs = &mut self.port.crumbs[stream.index()];
        let kg = tonnes * 1_000.0 + *crumbs;
        *crumbs = kg.fract();
        let mass = Mass::from_kg(kg as u64);
        if mass == Mass::ZERO {
            return;
        }
        ctx.record(Record::Port(PortFact::Parcel {
            arrival,
            stream,
            mass,
        }));
        let now = ctx.now();
        self.offer(stream, mass, ctx);
        let stock = self.choose_stock(stream, now);
        self.add_cargo(stock, Lot::at_origin(mass, now), ctx);
    }
}
