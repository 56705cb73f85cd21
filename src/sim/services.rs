//! Services of border stations: documents for every train, then inspection of some commodities.

use super::district::{Ctx, District, Event};
use super::experience::Station;
use super::plan::{Plan, name_of};
use super::post::Post;
use super::train::Train;
use crate::model::{Direction, Precedence, Scenario, ServicePool, Side};
use crate::units::{CrossingId, Duration};
use std::ops::Range;

/// A service as trains see it.
#[derive(Clone, Debug)]
pub(super) struct ServicePlan {
    /// What random numbers know it by: its path, not its place in a table.
    pub name: u32,
    pub crossing: CrossingId,
    pub direction: Direction,
    pub side: Side,
    /// The inspection's position in its handover; none for documents.
    inspection: Option<usize>,
    /// Inspections that may follow, as positions among all services.
    rest: Range<u16>,
}

/// Returns the position of documents and inspection of every train among all services.
pub(super) fn documents(crossing: CrossingId, direction: Direction, side: Side) -> u16 {
    let index = crossing.index() * 4 + direction.index() * 2 + side as usize;
    u16::try_from(index).expect("a scenario has fewer than 2^14 crossings")
}

/// Returns every service of a scenario: documents first, in the order of [`documents`], then the
/// inspections.
pub(super) fn plans(scenario: &Scenario) -> Vec<ServicePlan> {
    let mut plans = Vec::new();
    for (n, crossing) in scenario.crossings.iter().enumerate() {
        for direction in Direction::BOTH {
            for side in [Side::Sending, Side::Receiving] {
                let path = format!("{}/{}/{side:?}", crossing.key, direction.key());
                plans.push(ServicePlan {
                    name: name_of(&path),
                    crossing: CrossingId::from_index(n),
                    direction,
                    side,
                    inspection: None,
                    rest: 0..0,
                });
            }
        }
    }
    for n in 0..plans.len() {
        let service = plans[n].clone();
        let crossing = scenario.crossing(service.crossing);
        let inspections = &crossing.handover(service.direction).inspections;
        let here = inspections.iter().enumerate();
        let here = here.filter(|(_, inspection)| inspection.side == service.side);
        let first = plans.len();
        for (position, inspection) in here {
            let way = service.direction.key();
            plans.push(ServicePlan {
                name: name_of(&format!("{}/{way}/{}", crossing.key, inspection.key)),
                inspection: Some(position),
                ..service.clone()
            });
        }
        let position = |n: usize| u16::try_from(n).expect("there are fewer than 2^16 services");
        let end = position(plans.len());
        plans[n].rest = position(first)..end;
        for (n, inspection) in plans.iter_mut().enumerate().skip(first) {
            inspection.rest = position(n + 1)..end;
        }
    }
    plans
}

impl Plan {
    /// Who serves.
    pub(super) fn pool(&self, service: u16) -> &ServicePool {
        let service = &self.services[usize::from(service)];
        let handover = self.scenario.crossing(service.crossing);
        let handover = handover.handover(service.direction);
        match service.inspection {
            None => handover.documents(service.side),
            Some(n) => &handover.inspections[n].pool,
        }
    }

    /// How early a train goes among those that wait at a crossing: more is sooner.
    pub(super) fn rank(&self, crossing: CrossingId, train: &Train) -> u8 {
        match &self.scenario.crossing(crossing).precedence {
            Precedence::FirstCome => 0,
            Precedence::TrainClass => train.priority,
            Precedence::Commodities(order) => {
                let stream = train.leg().map(|leg| self.leg(leg).stream);
                let commodity = stream.map(|stream| self.scenario.stream(stream).commodity);
                let place = order.iter().rev().position(|it| Some(*it) == commodity);
                place.map_or(0, |place| u8::try_from(place + 1).unwrap_or(u8::MAX))
            }
        }
    }
}

impl District {
    /// A train comes to a border station and asks for documents and inspection there.
    pub(super) fn ask_documents(&mut self, train: u32, station: Station, ctx: &mut Ctx<'_>) {
        self.comes_to_station(station, ctx.now());
        let service = documents(station.crossing, station.direction, station.side);
        self.ask(Post::Service(service), train, ctx);
    }

    /// A server begins with a train.
    pub(super) fn serve(&mut self, service: u16, train: u32, ctx: &mut Ctx<'_>) {
        let name = self.plan.services[usize::from(service)].name;
        let id = self.train(train).id;
        let mut draws = self.draws("documents and inspection", id, name.into());
        let time_h = self.plan.pool(service).time_h.at(ctx.now());
        let time = Duration::from_hours(time_h.sample(&mut draws));
        let time = time.expect("a checked distribution gives no negative time");
        ctx.schedule(time, Event::Served { service, train });
    }

    /// A service is done with a train: another follows, or it goes over, or to a terminal.
    pub(super) fn served(&mut self, service: u16, train: u32, ctx: &mut Ctx<'_>) {
        self.release(Post::Service(service), ctx);
        if let Some(next) = self.next_inspection(service, train) {
            return self.ask(Post::Service(next), train, ctx);
        }
        let ServicePlan {
            crossing,
            direction,
            side,
            ..
        } = self.plan.services[usize::from(service)];
        match side {
            Side::Sending => self.queue_to_go_over(train, crossing, direction, ctx),
            Side::Receiving => self.go_to_terminal(train, ctx),
        }
    }

    /// The first inspection after a service that a train has to pass.
    fn next_inspection(&self, service: u16, train: u32) -> Option<u16> {
        let mut rest = self.plan.services[usize::from(service)].rest.clone();
        rest.find(|next| self.is_inspected(*next, train))
    }

    fn is_inspected(&self, service: u16, train: u32) -> bool {
        let service = &self.plan.services[usize::from(service)];
        let train = self.train(train);
        let (Some(n), Some(leg)) = (service.inspection, train.leg()) else {
            return false;
        };
        let scenario = &self.plan.scenario;
        let handover = scenario.crossing(service.crossing);
        let inspection = &handover.handover(service.direction).inspections[n];
        let commodity = scenario.stream(self.plan.leg(leg).stream).commodity;
        if !inspection.commodities.contains(&commodity) {
            return false;
        }
        let mut draws = self.draws("choice for inspection", train.id, service.name.into());
        inspection.share >= 1.0 || draws.uniform() < inspection.share
    }
}
