//! Trains on the move: from place to place, section to section, district to district.

use super::district::{Ctx, District, Event};
use super::fared::LossCause;
use super::fleet_record::{FleetRecord, WagonState};
use super::record::Record;
use super::train::{Purpose, Train};
use super::wait::Cause;
use crate::model::LegEnd;
use crate::units::{Duration, SectionId};

impl District {
    /// The section that a train is on or wants to enter; none at the end of its way.
    pub(super) fn hop(&self, train: &Train) -> Option<(SectionId, bool)> {
        let hop = usize::from(train.hop);
        match train.purpose {
            Purpose::Loaded(leg) => self.plan.leg(leg).hops.get(hop).copied(),
            Purpose::Empty(_) => None,
            Purpose::EmptyRun(run) => self.plan.fleets.runs[run.index()].hops.get(hop).copied(),
            Purpose::Light(way) => self.plan.traction.way(way).hops.get(hop).copied(),
            Purpose::Passenger(section, forward) | Purpose::Freight(section, forward) => {
                (hop == 0).then_some((section, forward))
            }
        }
    }

    /// Sends a train that is ready to run into its next section, or to the queue for it.
    pub(super) fn enter_section(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let (section, forward) = self.hop(self.train(index)).expect("it is not at its end");
        if !self.has_locomotive(index, (section, forward), ctx) {
            return;
        }
        let spread = &self.plan.scenario.operation.running_spread;
        let id = self.train(index).id;
        let name = self.plan.lines[section.index()].name;
        let pace = spread.sample(&mut self.running_draws(id, name));
        self.set_pace(index, pace);
        self.foresee_stand(index, section, ctx);
        let line = &self.plan.lines[section.index()];
        if line.boundary && !line.sea {
            let rank = self.rank(index, ctx.now());
            let entry = self.entry_mut(section, forward);
            if entry.free_tracks == 0 {
                let behind = entry.waiting.partition_point(|other| other.0 <= rank);
                entry.waiting.insert(behind, (rank, index, ctx.now()));
                self.train_mut(index).stopped = true;
                self.waits(index, Cause::EntryTrack { section, forward }, ctx);
                return;
            }
            entry.free_tracks -= 1;
        }
        self.run_section(index, section, forward, ctx);
    }

    /// A train comes to the place at the end of its section.
    pub(super) fn section_end(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let train = self.train(index);
        let (section, forward) = self.hop(train).expect("it was on a section");
        let line = &self.plan.lines[section.index()];
        let place = line.far(forward);
        if line.blocks.len() == 1 || line.is_double(ctx.now()) {
            let last = line.blocks.len() as u16;
            let point = if forward { last } else { 0 };
            self.trace(index, (section, point), ctx.now(), ctx);
        }
        let stop = self.plan.scenario.network.node(place).technical_stop;
        let train = self.train_mut(index);
        train.hop += 1;
        train.stopped = true;
        let next = self.hop(self.train(index)).map(|(next, _)| next);
        self.give_up_locomotive(index, (section, place), next, ctx);
        if next.is_none() {
            self.crew_goes(index, ctx);
            if !self.keeps_entry_track(index) {
                self.free_entry_track(index, ctx);
            }
            return self.leg_end(index, ctx);
        }
        let stop = match self.train(index).purpose {
            Purpose::Light(_) => Duration::ZERO,
            _ => self.crew_stop(index, stop, ctx),
        };
        match stop {
            Duration::ZERO => {
                self.train_mut(index).stopped = false;
                self.proceed(index, ctx);
            }
            _ => ctx.schedule(stop, Event::Proceed(index)),
        }
    }

    pub(super) fn proceed(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        self.free_entry_track(index, ctx);
        if !self.set_aside(index, ctx) {
            self.enter_section(index, ctx);
        }
    }

    /// Tells the neighbour that the track on which a train came in is free, if it came from there.
    pub(super) fn free_entry_track(&self, index: u32, ctx: &mut Ctx<'_>) {
        let mut came = *self.train(index);
        came.hop -= 1;
        let (section, forward) = self.hop(&came).expect("it came over a section");
        let line = &self.plan.lines[section.index()];
        if line.boundary && !line.sea {
            let sender = self.plan.district(line.far(!forward));
            let notice = self.plan.scenario.operation.handover_notice;
            ctx.send(sender, notice, Event::TrackFree { section, forward });
        }
    }

    pub(super) fn entry_track_free(
        &mut self,
        section: SectionId,
        forward: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let entry = self.entry_mut(section, forward);
        match entry.waiting.pop_front() {
            Some((_, train, since)) => {
                self.goes_on(train);
                let waited = ctx.now().since(since);
                self.lost(train, LossCause::Station, waited);
                self.run_section(train, section, forward, ctx);
            }
            None => entry.free_tracks += 1,
        }
    }

    /// A train is at the end of its way.
    fn leg_end(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        match self.train(index).purpose {
            Purpose::Loaded(leg) => {
                let train = self.train_mut(index);
                let running = ctx.now().since(train.since);
                train.since = ctx.now();
                let mass = train.mass;
                ctx.record(Record::Arrived { leg, mass, running });
                let meters = self.plan.fleets.leg_meters[leg.index()];
                self.record_run(index, WagonState::Loaded, meters, ctx);
                match self.plan.leg(leg).end {
                    LegEnd::Deliver => match self.plan.ports.unloaded_at(leg) {
                        Some(base) => self.go_to_base(base, index, ctx),
                        None => ctx.schedule(
                            self.plan.scenario.operation.unloading,
                            Event::Unloaded(index),
                        ),
                    },
                    LegEnd::Cross(crossing, direction) => {
                        self.arrive_at_border(index, crossing, direction, ctx);
                    }
                    LegEnd::Transfer => self.go_to_terminal(index, ctx),
                }
            }
            Purpose::EmptyRun(run) => {
                self.report_empties(run, ctx);
                let run = &self.plan.fleets.runs[run.index()];
                let (meters, to) = (run.meters, self.plan.fleets.pools[run.to.index()].place);
                self.record_run(index, WagonState::Empty, meters, ctx);
                self.free_wagons(index, to, WagonState::Empty, ctx);
            }
            Purpose::Light(way) => {
                let to = self.plan.traction.way(way).to;
                self.light_arrived(index, to, ctx);
            }
            Purpose::Empty(_) => unreachable!("emptied trains run on no section of their own"),
            Purpose::Passenger(..) | Purpose::Freight(..) => {
                self.remove(index);
            }
        }
    }

    /// A loaded train starts on its leg.
    pub(super) fn depart(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let train = self.train_mut(index);
        train.since = ctx.now();
        let mass = train.mass;
        let Purpose::Loaded(leg) = train.purpose else {
            unreachable!("only loaded trains depart");
        };
        ctx.record(Record::Departed { leg, mass });
        match self.hop(self.train(index)) {
            Some(_) => self.enter_section(index, ctx),
            None => self.leg_end(index, ctx),
        }
    }

    /// A train is empty at its destination.
    pub(super) fn unloaded(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let train = self.train(index);
        let Purpose::Loaded(leg) = train.purpose else {
            unreachable!("only loaded trains are unloaded");
        };
        let (mass, born) = (train.mass, train.born);
        self.deliver(leg, mass, born, ctx);
        let place = self.plan.leg(leg).to;
        self.free_wagons(index, place, WagonState::Loaded, ctx);
    }

    pub(super) fn deliver(
        &mut self,
        leg: crate::units::LegId,
        mass: crate::units::Mass,
        born: crate::units::Time,
        ctx: &mut Ctx<'_>,
    ) {
        let stream = self.plan.leg(leg).stream;
        self.counts[stream.index()].delivered += mass;
        self.last_delivery = Some(ctx.now());
        ctx.record(Record::Delivered { stream, mass, born });
    }

    /// Records that the wagons of a train have run.
    pub(super) fn record_run(&self, index: u32, state: WagonState, meters: u64, ctx: &mut Ctx<'_>) {
        let train = self.train(index);
        if let Some(fleet) = train.fleet {
            let wagon_meters = meters * u64::from(train.wagons);
            ctx.record(Record::Fleet(FleetRecord::Ran {
                fleet,
                state,
                wagon_meters,
            }));
        }
    }

    /// Makes a loaded train an empty one that stands where it is.
    pub(super) fn empty_train(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let train = self.train_mut(index);
        let Purpose::Loaded(leg) = train.purpose else {
            unreachable!("only loaded trains are emptied");
        };
        train.purpose = Purpose::Empty(leg);
        train.id = train.id.emptied();
        train.mass = crate::units::Mass::ZERO;
        train.hop = 0;
        train.stopped = true;
        train.priority = 0;
        let wagons = train.wagons;
        if let Some(fleet) = train.fleet {
            ctx.record(Record::Fleet(FleetRecord::Emptied { fleet, wagons }));
        }
    }
}
