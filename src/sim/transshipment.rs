//! Terminals: a train is shunted to a working track, worked by a group of cranes, and taken away.

use super::district::{Ctx, District, Event};
use super::experience::Station;
use super::fleet_record::WagonState;
use super::plan::name_of;
use super::post::Post;
use super::queue::Servers;
use super::record::{Record, Side, WaitCause};
use super::stock::Lot;
use super::train::Train;
use crate::model::{LegEnd, Load, Railway};
use crate::units::{Duration, FacilityId, LegId};

/// The state of one facility.
#[derive(Clone, Debug, Default)]
pub(super) struct Terminal {
    pub tracks: Servers,
    pub groups: Servers,
}

fn leg_of(train: &Train) -> LegId {
    train
        .leg()
        .expect("only trains of a leg come to a terminal")
}

impl District {
    /// Takes a loaded train to the facility with the fewest trains a working track.
    pub(super) fn go_to_terminal(&mut self, index: u32, ctx: &mut Ctx<'_>) {
        let facility = self.least_loaded_facility(leg_of(self.train(index)), ctx);
        self.ask(Post::Tracks(facility), index, ctx);
    }

    /// # Panics
    ///
    /// If no facility there takes such a load: the reader checks that one does.
    fn least_loaded_facility(&self, leg: LegId, ctx: &Ctx<'_>) -> FacilityId {
        let scenario = &self.plan.scenario;
        let load = self.plan.load(leg);
        let here: Vec<FacilityId> = match self.plan.leg(leg).end {
            LegEnd::Cross(crossing, direction) => scenario
                .crossing(crossing)
                .handover(direction)
                .facilities
                .clone(),
            LegEnd::Transfer | LegEnd::Deliver => {
                let node = self.plan.leg(leg).to;
                let all = scenario.facilities.iter().enumerate();
                all.filter(|(_, facility)| facility.node == node)
                    .map(|(n, _)| FacilityId::from_index(n))
                    .collect()
            }
        };
        let fit = here
            .into_iter()
            .filter(|id| scenario.facility(*id).load == load);
        let least = fit.min_by_key(|id| {
            let tracks = u64::from(scenario.facility(*id).working_tracks.at(ctx.now()));
            let load = u64::from(self.terminal[id.index()].tracks.load());
            // One that is closed comes last.
            (tracks == 0, load * 1_000 / tracks.max(1))
        });
        least.unwrap_or_else(|| panic!("nobody takes {load:?} at the end of leg {}", leg.0))
    }

    /// Shunts a train that has got a working track.
    pub(super) fn place(&mut self, facility: FacilityId, train: u32, ctx: &mut Ctx<'_>) {
        let leg = leg_of(self.train(train));
        if let LegEnd::Cross(crossing, direction) = self.plan.leg(leg).end {
            self.free_receiving_track(crossing, direction, ctx);
        }
        let placement = self.plan.scenario.facility(facility).placement;
        ctx.schedule(placement, Event::Placed { facility, train });
    }

    /// A group of cranes begins with a train. Its work stands still while the weather stops it.
    pub(super) fn lift(&mut self, facility: FacilityId, train: u32, ctx: &mut Ctx<'_>) {
        let work = self.work_time(facility, train);
        let stops = &self.weather.stops[facility.index()];
        let takes = stops.end_of_work(ctx.now(), work).since(ctx.now());
        ctx.schedule(takes, Event::Lifted { facility, train });
        let way = self.way_of(Post::Groups(facility), train);
        if let Some((crossing, direction)) = way
            && takes > work
        {
            ctx.record(Record::Waited {
                crossing,
                direction,
                cause: WaitCause::Weather,
                span: takes.saturating_sub(work),
            });
        }
    }

    /// How long a group works on a train. The same however often it is asked.
    fn work_time(&self, facility: FacilityId, train: u32) -> Duration {
        let parameters = self.plan.scenario.facility(facility);
        let train = self.train(train);
        let amount = match parameters.load {
            Load::Container => f64::from(train.wagons),
            Load::Bulk => train.mass.as_tonnes(),
        };
        let mut draws = self.draws(
            "work of cranes",
            train.id,
            u64::from(name_of(&parameters.key)),
        );
        let spread = parameters.spread.sample(&mut draws);
        let hours = Duration::from_hours(amount / parameters.rate_per_group_hour * spread);
        hours.expect("a checked distribution gives no negative time")
    }

    /// Cargo is off a train: it waits for the next, or is where it was to go.
    pub(super) fn lifted(&mut self, facility: FacilityId, index: u32, ctx: &mut Ctx<'_>) {
        let busy = self.work_time(facility, index);
        let train = *self.train(index);
        let leg = leg_of(&train);
        let stream = self.plan.scenario.stream(self.plan.leg(leg).stream);
        let amount = match stream.wagon.load() {
            Load::Container => stream.teu(train.mass),
            Load::Bulk => train.mass.as_tonnes(),
        };
        ctx.record(Record::Lifted {
            facility,
            busy,
            amount,
        });
        if let LegEnd::Cross(crossing, direction) = self.plan.leg(leg).end {
            let station = Station {
                crossing,
                direction,
                side: Side::Receiving,
            };
            self.leaves_station(station, &train, ctx.now());
            let change = -i32::from(train.wagons);
            ctx.record(Record::Stock {
                crossing,
                direction,
                change,
            });
            ctx.record(Record::Stayed {
                crossing,
                direction,
                side: Side::Receiving,
                wagons: train.wagons,
                span: ctx.now().since(train.since),
            });
        }
        let yard = self.put_down(facility, index, ctx);
        match self.plan.scenario.routes.next(leg) {
            Some(next) => {
                let lot = Lot {
                    mass: train.mass,
                    born: train.born,
                    arrived: train.since,
                    ready: ctx.now(),
                    yard,
                };
                self.add_cargo(next, lot, ctx);
            }
            None => self.deliver(leg, train.mass, train.born, ctx),
        }
        self.empty_train(index, ctx);
        let removal = self.plan.scenario.facility(facility).removal;
        ctx.schedule(
            removal,
            Event::Removed {
                facility,
                train: index,
            },
        );
        self.release(Post::Groups(facility), ctx);
    }

    /// The working track is free and the empty train goes its way.
    pub(super) fn removed(&mut self, facility: FacilityId, index: u32, ctx: &mut Ctx<'_>) {
        self.release(Post::Tracks(facility), ctx);
        let leg = leg_of(self.train(index));
        match (self.plan.leg(leg).end, self.plan.leg(leg).railway) {
            (LegEnd::Cross(crossing, direction), _) => {
                self.send_back_over(index, crossing, direction, ctx);
            }
            (_, Railway::Caspian) => {
                self.remove(index);
            }
            (LegEnd::Transfer | LegEnd::Deliver, _) => {
                let place = self.plan.leg(leg).to;
                self.free_wagons(index, place, WagonState::Empty, ctx);
            }
        }
    }
}
