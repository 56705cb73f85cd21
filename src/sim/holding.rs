//! The sending station of a crossing and the orders that it gives: who has a track there, who is set
//! aside for it on the line, and whether loading for it is suspended.
//!
//! A loaded train bound for the station counts from when it gets a track there, or enters the last
//! section while there is none for it, and a train set aside from when the station hears of it.
//! Before the station trains stand on the line: in the last loop of single track, so that those
//! behind them stand in the loops before it. When too many wagons are there, yards are told to set
//! aside whatever comes, but for the classes that the rule spares. Trains set aside are called forward, first come first served, each as soon
//! as there will be room when it arrives, if the quota is used meanwhile. One that has not come when
//! it is long overdue, for want of a locomotive perhaps, keeps no room: others are called instead, or
//! nobody would come any more while it stands. When too many wagons are there and set aside, loading is
//! suspended at the origins.

use super::district::{Ctx, District, Event};
use super::districts::networks;
use super::plan::ExchangeId;
use super::record::Record;
use super::sending_station::{Aside, Called, Outside};
use super::train::{Bound, Purpose, TrainId};
use super::wait::Cause;
use crate::engine::{Channels, ProcessId};
use crate::model::{Direction, Holding, LegEnd, Scenario};
use crate::units::{CrossingId, Duration, LegId, NodeId, SectionId};
use std::sync::Arc;

/// One direction of a crossing, as a position among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way(u16);

/// What a crossing, its yards and the origins tell one another and themselves.
#[derive(Clone, Copy, Debug)]
pub(super) enum HoldingEvent {
    /// To the origins: loading is suspended, or allowed again.
    Embargo { way: Way, ordered: bool },
    /// To the yards: set aside what comes, or let it pass.
    Hold { way: Way, ordered: bool },
    /// To the crossing: a train was set aside.
    Aside {
        way: Way,
        yard: NodeId,
        train: TrainId,
        wagons: u16,
    },
    /// To a yard: the train set aside first may come.
    Forward { way: Way, yard: NodeId },
    /// At the crossing: one of its limits changes.
    Review(Way),
    /// At the crossing: a train that was called forward should have come.
    Overdue(Way),
    /// At an origin: the next train of what gathered in an embargo may be loaded.
    CatchUp { leg: LegId, way: Way },
}

/// The scenario's rules of holding, compiled.
#[derive(Clone, Debug)]
pub(super) struct HoldingPlan {
    /// By leg: the crossing at its end.
    pub way_of_leg: Vec<Option<Way>>,
    /// By way: the legs at whose beginnings cargo lies that may go over there.
    pub origins: Vec<Vec<LegId>>,
    /// By place: room for trains to be set aside.
    pub sidings: Vec<u32>,
    /// By way: where orders go.
    origin_districts: Vec<Vec<ProcessId>>,
    /// By way: the yards on the way to it, and the standard running time from each.
    yards: Vec<Vec<(NodeId, Duration)>>,
    yard_districts: Vec<Vec<ProcessId>>,
}

impl Way {
    pub fn new(crossing: CrossingId, direction: Direction) -> Self {
        let index = crossing.index() * 2 + direction.index();
        Self(u16::try_from(index).expect("a scenario has fewer than 2^15 crossings"))
    }

    /// Returns every direction of every crossing, in order.
    pub fn all(scenario: &Scenario) -> impl Iterator<Item = Self> + use<> {
        (0..scenario.crossings.len() * 2).map(|index| Self(index as u16))
    }

    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    pub fn crossing(self) -> CrossingId {
        CrossingId(u32::from(self.0) / 2)
    }

    pub fn direction(self) -> Direction {
        Direction::BOTH[usize::from(self.0 % 2)]
    }

    /// Returns the station that hands trains over.
    pub fn sender(self, scenario: &Scenario) -> NodeId {
        scenario.crossing(self.crossing()).sender(self.direction())
    }

    pub fn holding(self, scenario: &Scenario) -> &Holding {
        let crossing = scenario.crossing(self.crossing());
        &crossing.handover(self.direction()).holding
    }
}

impl HoldingPlan {
    pub fn new(scenario: &Scenario, stock_of: &[LegId], district_of: &[ProcessId]) -> Self {
        let way_of_leg: Vec<Option<Way>> = scenario
            .routes
            .legs()
            .iter()
            .map(|leg| match leg.end {
                LegEnd::Cross(crossing, direction) => Some(Way::new(crossing, direction)),
                LegEnd::Deliver | LegEnd::Transfer => None,
            })
            .collect();
        let mut origins = vec![Vec::new(); scenario.crossings.len() * 2];
        for (route, stock) in scenario.routes.routes().iter().zip(stock_of) {
            for (crossing, direction) in &route.crossings {
                origins[Way::new(*crossing, *direction).index()].push(*stock);
            }
        }
        for origins in &mut origins {
            origins.sort_unstable();
            origins.dedup();
        }
        let district = |leg: &LegId| district_of[scenario.routes.leg(*leg).from.index()];
        let origin_districts = origins
            .iter()
            .map(|legs: &Vec<LegId>| sorted(legs.iter().map(district)))
            .collect();
        let mut sidings = vec![0; scenario.network.node_count()];
        let yards = scenario.set_aside.iter().flat_map(|it| &it.sidings);
        for (node, room) in yards.clone() {
            sidings[node.index()] = *room;
        }
        let network = networks(scenario);
        let yard_districts = Way::all(scenario).map(|way| {
            let here = network[way.sender(scenario).index()];
            let near = yards
                .clone()
                .filter(|(node, _)| network[node.index()] == here);
            sorted(near.map(|(node, _)| district_of[node.index()]))
        });
        let yard_districts = yard_districts.collect();
        Self {
            yards: yards_by_way(scenario, &way_of_leg, &sidings),
            way_of_leg,
            origins,
            sidings,
            origin_districts,
            yard_districts,
        }
    }

    /// Returns how long a train takes at least from a yard to the crossing.
    fn running_time(&self, way: Way, yard: NodeId) -> Duration {
        let mut yards = self.yards[way.index()].iter();
        let found = yards.find(|(place, _)| *place == yard);
        found.map_or(Duration::ZERO, |(_, running)| *running)
    }

    /// Opens the channels for orders, each with the notice that the order takes.
    pub fn connect(&self, scenario: &Scenario, district_of: &[ProcessId], channels: &mut Channels) {
        for way in Way::all(scenario) {
            let (here, holding) = (way.sender(scenario), way.holding(scenario));
            let here = district_of[here.index()];
            if let Some(embargo) = &holding.embargo {
                for there in self.origin_districts[way.index()]
                    .iter()
                    .filter(|it| **it != here)
                {
                    channels.connect(here, *there, embargo.notice);
                }
            }
            let set_aside = scenario.set_aside.as_ref();
            let set_aside = set_aside.filter(|_| holding.set_aside_above_wagons.is_some());
            for notice in set_aside.iter().map(|it| it.notice) {
                for there in self.yard_districts[way.index()]
                    .iter()
                    .filter(|it| **it != here)
                {
                    channels.connect(here, *there, notice);
                    channels.connect(*there, here, notice);
                }
            }
        }
    }
}

/// The yards on the way to each crossing, with the shortest running time from there.
fn yards_by_way(
    scenario: &Scenario,
    way_of_leg: &[Option<Way>],
    sidings: &[u32],
) -> Vec<Vec<(NodeId, Duration)>> {
    let mut yards: Vec<Vec<(NodeId, Duration)>> = vec![Vec::new(); scenario.crossings.len() * 2];
    for (leg, way) in scenario.routes.legs().iter().zip(way_of_leg) {
        let Some(way) = way else {
            continue;
        };
        let mut running = Duration::ZERO;
        for (section, forward) in leg.hops.iter().rev() {
            let section = scenario.network.section(*section);
            running = running + section.length / section.speed;
            let place = if *forward { section.from } else { section.to };
            if sidings[place.index()] > 0 {
                let known = &mut yards[way.index()];
                match known.iter_mut().find(|(yard, _)| *yard == place) {
                    Some((_, least)) => *least = running.min(*least),
                    None => known.push((place, running)),
                }
            }
            running = running + scenario.network.node(place).technical_stop;
        }
    }
    yards
}

fn sorted(districts: impl Iterator<Item = ProcessId>) -> Vec<ProcessId> {
    let mut districts: Vec<ProcessId> = districts.collect();
    districts.sort_unstable();
    districts.dedup();
    districts
}

impl District {
    /// Schedules a review at every date at which a limit of a crossing here changes.
    pub(super) fn start_holding(&mut self, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        for way in Way::all(&plan.scenario) {
            if self.is_mine(way.sender(&plan.scenario)) {
                for time in way.holding(&plan.scenario).changes() {
                    ctx.schedule(
                        time.since(ctx.now()),
                        Event::Holding(HoldingEvent::Review(way)),
                    );
                }
            }
        }
    }

    /// Whether a train must stand before the station at the end of its leg for want of a track. If
    /// so it is let go later: into `block` of its single track, or else into its section.
    pub(super) fn must_stand(
        &mut self,
        index: u32,
        section: SectionId,
        block: Option<u16>,
        ctx: &mut Ctx<'_>,
    ) -> bool {
        let Some(way) = self.wants_track(index, section) else {
            return false;
        };
        self.count_in(index, way, ctx);
        let station = &mut self.stations[way.index()];
        if station.free_tracks > 0 {
            station.free_tracks -= 1;
            self.train_mut(index).bound = Bound::Admitted;
            return false;
        }
        station.outside.push_back(Outside {
            train: index,
            block,
        });
        self.train_mut(index).stopped = true;
        self.waits(index, Cause::StationTrack { way, block }, ctx);
        true
    }

    /// A train is to enter a section: if that is its last and the station beyond is full, it is among
    /// those that wait there, wherever on the section it will have to stand.
    pub(super) fn foresee_stand(&mut self, index: u32, section: SectionId, ctx: &mut Ctx<'_>) {
        if let Some(way) = self.wants_track(index, section)
            && self.stations[way.index()].free_tracks <= 0
        {
            self.count_in(index, way, ctx);
        }
    }

    /// The crossing whose sending station a train has to ask for a track before it runs to the end
    /// of this section. A track beyond a boundary of districts was asked for at the boundary.
    fn wants_track(&self, index: u32, section: SectionId) -> Option<Way> {
        let train = self.train(index);
        let Purpose::Loaded(leg) = train.purpose else {
            return None;
        };
        let way = self.plan.holding.way_of_leg[leg.index()]?;
        let last = usize::from(train.hop) + 1 == self.plan.leg(leg).hops.len();
        let asks =
            last && train.bound != Bound::Admitted && !self.plan.lines[section.index()].boundary;
        (asks && way.holding(&self.plan.scenario).sending_tracks.is_some()).then_some(way)
    }

    fn count_in(&mut self, index: u32, way: Way, ctx: &mut Ctx<'_>) {
        let train = self.train_mut(index);
        if train.bound == Bound::Free {
            train.bound = Bound::Counted;
            let wagons = u32::from(train.wagons);
            self.stations[way.index()].near += wagons;
            self.review(way, ctx);
        } else {
            let id = train.id;
            self.stations[way.index()].has_come(id);
        }
    }

    /// A loaded train is at its border station.
    pub(super) fn stand_at_station(&mut self, index: u32, way: Way, ctx: &mut Ctx<'_>) {
        self.count_in(index, way, ctx);
        let bound = std::mem::replace(&mut self.train_mut(index).bound, Bound::Admitted);
        if bound != Bound::Admitted && !self.came_over_boundary(index) {
            self.stations[way.index()].free_tracks -= 1;
        }
    }

    /// A loaded train leaves its border station over the border.
    pub(super) fn leave_station(&mut self, index: u32, track: ExchangeId, ctx: &mut Ctx<'_>) {
        let way = Way::new(track.crossing, track.direction());
        let train = self.train_mut(index);
        train.bound = Bound::Free;
        let wagons = u32::from(train.wagons);
        self.stations[way.index()].near -= wagons;
        match self.came_over_boundary(index) {
            true if self.keeps_entry_track(index) => self.free_entry_track(index, ctx),
            true => {}
            false => self.free_station_track(way, ctx),
        }
        self.review(way, ctx);
    }

    /// Whether a train's track at its border station is the one that it took at the boundary.
    pub(super) fn keeps_entry_track(&self, index: u32) -> bool {
        let Some(leg) = self.train(index).leg() else {
            return false;
        };
        let way = self.plan.holding.way_of_leg[leg.index()];
        let loaded = matches!(self.train(index).purpose, Purpose::Loaded(_));
        loaded && way.is_some_and(|it| it.holding(&self.plan.scenario).sending_tracks.is_some())
    }

    fn came_over_boundary(&self, index: u32) -> bool {
        let leg = self.train(index).leg().expect("it goes over the border");
        let last = self.plan.leg(leg).hops.last();
        last.is_some_and(|(section, _)| self.plan.lines[section.index()].boundary)
    }

    fn free_station_track(&mut self, way: Way, ctx: &mut Ctx<'_>) {
        let station = &mut self.stations[way.index()];
        station.free_tracks += 1;
        if station.free_tracks <= 0 {
            return;
        }
        if let Some(Outside { train, block }) = station.outside.pop_front() {
            station.free_tracks -= 1;
            let (now, released) = (ctx.now(), self.train_mut(train));
            released.bound = Bound::Admitted;
            released.crew_takes_over(now);
            self.goes_on(train);
            self.enter_last_section(train, block, ctx);
        }
    }

    /// The limits of a crossing, or the trains that they are about, have changed: gives the orders
    /// that follow.
    pub(super) fn review(&mut self, way: Way, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        let holding = way.holding(&plan.scenario);
        if let (Some(limit), Some(rule)) =
            (holding.set_aside_above(ctx.now()), &plan.scenario.set_aside)
        {
            self.stations[way.index()].give_up_overdue(ctx.now());
            self.call_forward(way, limit, ctx);
            let station = &mut self.stations[way.index()];
            // Not let go at the same stock again, so that orders do not follow each other by the hour.
            let ordered = match station.holds {
                true => !station.aside.is_empty() || station.expected() > limit - limit / 10,
                false => station.expected() > limit,
            };
            if ordered != std::mem::replace(&mut station.holds, ordered) {
                let order = Event::Holding(HoldingEvent::Hold { way, ordered });
                for there in &plan.holding.yard_districts[way.index()] {
                    ctx.send(*there, rule.notice, order);
                }
            }
        }
        let station = &mut self.stations[way.index()];
        let wagons = station.wagons();
        let (crossing, direction) = (way.crossing(), way.direction());
        if let Some(embargo) = &holding.embargo {
            let ordered = match wagons > embargo.above_wagons.at(ctx.now()) {
                true => true,
                false => station.embargo && wagons >= embargo.below_wagons.at(ctx.now()),
            };
            if ordered != std::mem::replace(&mut station.embargo, ordered) {
                ctx.record(Record::Embargo {
                    crossing,
                    direction,
                    ordered,
                });
                let order = Event::Holding(HoldingEvent::Embargo { way, ordered });
                for there in &plan.holding.origin_districts[way.index()] {
                    ctx.send(*there, embargo.notice, order);
                }
            }
        }
        ctx.record(Record::Held {
            crossing,
            direction,
            wagons,
            set_aside: self.stations[way.index()].aside.len() as u32,
        });
    }

    /// Calls trains forward that were set aside, as long as there will be room for the first when it
    /// arrives.
    fn call_forward(&mut self, way: Way, limit: u32, ctx: &mut Ctx<'_>) {
        let plan = Arc::clone(&self.plan);
        let rule = plan.scenario.set_aside.as_ref();
        let rule = rule.expect("trains are set aside only where there are yards");
        let notice = rule.notice;
        let crossing = plan.scenario.crossing(way.crossing());
        let handover = crossing.handover(way.direction());
        let quota = handover.quota_trains_per_day.at(ctx.now());
        let station = &mut self.stations[way.index()];
        while let Some(first) = station.aside.front().copied() {
            let (yard, wagons) = (first.yard, u32::from(first.wagons));
            let comes_in = plan.holding.running_time(way, yard) + notice;
            let leave = f64::from(wagons) * quota * comes_in.as_days();
            let room = f64::from(limit.max(wagons)) + leave;
            if f64::from(station.expected() + wagons) > room || !station.outside.is_empty() {
                break;
            }
            station.aside.pop_front();
            station.aside_wagons -= wagons;
            station.near += wagons;
            let overdue_in = comes_in + rule.overdue_after;
            station.called.push_back(Called {
                train: first.train,
                wagons: first.wagons,
                due: ctx.now() + overdue_in,
                overdue: false,
            });
            ctx.schedule(overdue_in, Event::Holding(HoldingEvent::Overdue(way)));
            let order = Event::Holding(HoldingEvent::Forward { way, yard });
            ctx.send(plan.district(yard), notice, order);
        }
    }

    pub(super) fn holding_event(&mut self, event: HoldingEvent, ctx: &mut Ctx<'_>) {
        match event {
            HoldingEvent::Embargo { way, ordered } => self.obey_embargo(way, ordered, ctx),
            HoldingEvent::Hold { way, ordered } => self.yards.hold(way, ordered),
            HoldingEvent::Aside {
                way,
                yard,
                train,
                wagons,
            } => {
                let station = &mut self.stations[way.index()];
                station.aside.push_back(Aside {
                    train,
                    yard,
                    wagons,
                });
                station.aside_wagons += u32::from(wagons);
                self.review(way, ctx);
            }
            HoldingEvent::Forward { way, yard } => self.leave_siding(way, yard, ctx),
            HoldingEvent::Review(way) => self.review(way, ctx),
            HoldingEvent::Overdue(way) => {
                let mut called = self.stations[way.index()].called.iter();
                if called.any(|it| !it.overdue && it.due <= ctx.now()) {
                    self.review(way, ctx);
                }
            }
            HoldingEvent::CatchUp { leg, way } => self.catch_up(leg, way, ctx),
        }
    }
}
