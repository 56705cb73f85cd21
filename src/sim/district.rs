//! A dispatching district: the state of its places and lines, and which rule handles which event.
//!
//! Every rule is a group of methods of [`District`] in a file of its own; this file holds what they
//! share.

use super::booths::RoadEvent;
use super::cargo_count::Counts;
use super::catching_up::SingleTrack;
use super::convoy::Convoy;
use super::double_track::DoubleTrack;
use super::embargo::Loading;
use super::exchange::Exchange;
use super::experience::{Experience, News};
use super::holding::{HoldingEvent, Way};
use super::locomotive::{Depots, LocomotiveEvent};
use super::plan::{ExchangeId, Plan};
use super::port::{PortEvent, PortState};
use super::post::Post;
use super::queue::Servers;
use super::rank::Rank;
use super::record::{Movement, Record};
use super::roads::Roads;
use super::roster::Roster;
use super::routing::Routing;
use super::sending_station::Station;
use super::set_aside::Yards;
use super::sources::Consignments;
use super::stock::Stock;
use super::train::{Purpose, Train, TrainId};
use super::transshipment::Terminal;
use super::wagon_pool::{WagonEvent, Wagons};
use super::weather::Spells;
use crate::engine::{Context, Process, ProcessId, PurposeStreams, Stream, Streams};
use crate::model::Section;
use crate::units::{Duration, FacilityId, LegId, NodeId, SectionId, Sparse, StreamId, Time};
use std::sync::Arc;

/// The district's access to the run.
pub(super) type Ctx<'a> = Context<'a, Event, Record>;

/// What streams are for of which very many are made.
const RUNNING_TIME: &str = "running time";
const OTHER_TRAFFIC: &str = "other traffic, single track";

/// A logical process of the corridor.
#[derive(Debug)]
pub(super) struct District {
    pub(super) plan: Arc<Plan>,
    pub(super) me: ProcessId,
    pub(super) streams: Streams,
    /// How long trains take over sections.
    running_draws: PurposeStreams,
    /// How far apart other trains on single track are.
    pub(super) other_draws: PurposeStreams,
    pub(super) roster: Roster,
    /// Sections of which there is a line here, in order.
    pub(super) lines: Vec<SectionId>,
    /// By section: the state of single track here, and of either direction of double track. Boxed,
    /// for of all sections few are here; whole tables, for every event asks for one.
    pub(super) single: Vec<Option<Box<SingleTrack>>>,
    pub(super) double: Vec<[Option<Box<DoubleTrack>>; 2]>,
    /// By section and direction, of boundaries that trains leave over: room on the way and on the
    /// entry tracks beyond, and who waits.
    pub(super) entry: Sparse<[Option<Box<Entry>>; 2]>,
    /// By leg: cargo that waits for a train.
    pub(super) stock: Sparse<Stock>,
    /// By stream.
    pub(super) consignments: Sparse<Option<Consignments>>,
    /// By section, kind and direction: how many trains of other traffic have come.
    pub(super) other_ordinals: Sparse<[u32; 4]>,
    /// Fleets: pools, and trains that wait for wagons.
    pub(super) wagons: Wagons,
    pub(super) exchange: Vec<Exchange>,
    /// Services of border stations, by their positions among all.
    pub(super) service: Sparse<Servers>,
    pub(super) terminal: Sparse<Terminal>,
    /// Spells of weather, and when sections are closed or slow: one table for all districts.
    pub(super) weather: Arc<Spells>,
    pub(super) routing: Routing,
    pub(super) experience: Experience,
    /// By depot.
    pub(super) depots: Depots,
    /// By crossing and direction: what its sending station knows, if it is here.
    pub(super) stations: Vec<Station>,
    pub(super) yards: Yards,
    pub(super) loading: Loading,
    /// When cargo last came to its destination here.
    pub(super) last_delivery: Option<Time>,
    pub(super) port: PortState,
    /// Blocks to look at before the event is done.
    pub(super) look: Vec<(SectionId, u16)>,
    /// Single track that was touched from outside.
    pub(super) touched: Vec<SectionId>,
    pub(super) counts: Sparse<Counts>,
    pub(super) roads: Roads,
}

/// What waits to leave over a boundary.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub free_tracks: u32,
    /// By rank, with the time since when they wait.
    pub waiting: std::collections::VecDeque<(Rank, u32, Time)>,
}

/// What can happen in a district. Trains are named by their index in it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    /// A consignment appears.
    Consignment(StreamId),
    /// Cargo has waited for a full train for as long as it may.
    LongestWait { leg: LegId },
    /// Loading is done.
    Depart(u32),
    /// A train of other traffic is ready to enter what was once a single line.
    Other {
        section: SectionId,
        passenger: bool,
        forward: bool,
    },
    /// A train comes to the end of a block of single track where others are concerned: the one that it
    /// entered, or the last of several that it held as one.
    BlockEnd {
        train: u32,
        section: SectionId,
        blocks: [u16; 2],
        forward: bool,
    },
    /// A train should come to the end of a double track.
    SectionEnd(u32),
    /// A train on single track may be about to concern others.
    Wake(SectionId),
    /// A month is about to end, or the time to begin that is reported.
    MonthEnds,
    /// A block has become shorter, or double.
    Look { section: SectionId, block: u16 },
    /// Somebody should look at the entry of a double track again.
    LookAtEntry { section: SectionId, forward: bool },
    /// A train on double track nears the boundary: the next district is told.
    HandOver(u32),
    /// A train has stood long enough at a place that it runs through.
    Proceed(u32),
    /// A train comes from another district.
    Enter(Train),
    /// An entry track beyond a boundary is free again.
    TrackFree { section: SectionId, forward: bool },
    /// Documents and inspection are done.
    Served { service: u16, train: u32 },
    /// The number of servers at a post changes.
    LookAtPost(Post),
    /// A path over the border.
    Path(ExchangeId),
    /// A train comes over the border.
    Over { train: Train, exchange: ExchangeId },
    /// A receiving track beyond the border is free again.
    ReceivingTrackFree(ExchangeId),
    /// A train stands on a working track.
    Placed { facility: FacilityId, train: u32 },
    /// Its cargo is on the ground or on the other train.
    Lifted { facility: FacilityId, train: u32 },
    /// The working track is free.
    Removed { facility: FacilityId, train: u32 },
    /// A train is unloaded at its destination.
    Unloaded(u32),
    /// Something about the waits at borders.
    News(News),
    /// Something happens to locomotives.
    Locomotive(LocomotiveEvent),
    /// Something about trains that wait to go over a border.
    Holding(HoldingEvent),
    /// Something happens to a wagon pool.
    Wagons(WagonEvent),
    /// Trucks are at the end of a section, loaded or unloaded.
    Convoy(Convoy),
    /// Something happens at the booths of a road border.
    Road(RoadEvent),
    /// Cargo comes on board of the ship that arrives next.
    Aboard(Train),
    /// Something of ships, parcels or bases.
    Port(PortEvent),
}

/// Events are copied often: a train on its way to another district is the largest.
const _: () = assert!(std::mem::size_of::<Event>() <= 64);

impl District {
    /// Creates an empty district.
    pub(super) fn new(
        plan: Arc<Plan>,
        me: ProcessId,
        streams: Streams,
        weather: Arc<Spells>,
    ) -> Self {
        let scenario = &plan.scenario;
        let network = &scenario.network;
        let sections = network.section_count();
        let mut district = Self {
            me,
            streams,
            running_draws: streams.of(RUNNING_TIME),
            other_draws: streams.of(OTHER_TRAFFIC),
            roster: Roster::default(),
            lines: Vec::new(),
            single: (0..sections).map(|_| None).collect(),
            double: (0..sections).map(|_| [None, None]).collect(),
            entry: Sparse::new(sections),
            stock: Sparse::new(plan.legs.len()),
            consignments: Sparse::new(scenario.streams.len()),
            other_ordinals: Sparse::new(sections),
            wagons: Wagons::new(&plan),
            exchange: Exchange::all(scenario),
            service: Sparse::new(plan.services.len()),
            terminal: Sparse::new(scenario.facilities.len()),
            weather,
            routing: Routing::new(&plan, me, streams),
            experience: Experience::new(&plan.scenario),
            depots: Depots::new(&plan),
            stations: Station::all(scenario),
            yards: Yards::new(&plan.holding),
            loading: Loading::new(scenario.crossings.len() * 2, plan.legs.len()),
            last_delivery: None,
            port: PortState::new(&plan, streams),
            look: Vec::new(),
            touched: Vec::new(),
            counts: Sparse::new(scenario.streams.len()),
            roads: Roads::new(&plan),
            plan: Arc::clone(&plan),
        };
        district.build_entries();
        district.build_lines();
        district.build_consignments();
        district
    }

    /// Makes room for what is to leave over the boundaries.
    fn build_entries(&mut self) {
        let plan = Arc::clone(&self.plan);
        for (id, section) in plan.scenario.network.sections() {
            let line = &plan.lines[id.index()];
            for forward in [true, false] {
                if line.boundary && self.is_mine(line.far(!forward)) {
                    let entry = Entry {
                        free_tracks: entry_capacity(&plan, id, section, forward),
                        ..Entry::default()
                    };
                    self.entry[id.index()][usize::from(!forward)] = Some(Box::new(entry));
                }
            }
        }
    }

    /// Makes the lines that start here: single track wholly, of double track the way out.
    fn build_lines(&mut self) {
        let plan = Arc::clone(&self.plan);
        for (id, section) in plan.scenario.network.sections() {
            let line = &plan.lines[id.index()];
            if !line.used {
                continue;
            }
            let here = [section.from, section.to].map(|node| plan.district(node) == self.me);
            let doubles = line.sea || section.tracks >= 2 || section.double_from.is_some();
            let once_single = !line.sea && section.tracks < 2;
            if here == [true, true] || doubles && here.contains(&true) {
                self.lines.push(id);
            }
            if once_single && here == [true, true] {
                let track = SingleTrack::new(self.single_line(section));
                self.single[id.index()] = Some(Box::new(track));
            }
            for forward in [true, false] {
                if doubles && here[usize::from(!forward)] {
                    let track = self.double_track(id, forward);
                    self.double[id.index()][usize::from(!forward)] = Some(Box::new(track));
                }
            }
        }
    }

    pub(super) fn is_mine(&self, node: NodeId) -> bool {
        self.plan.district(node) == self.me
    }

    /// Room beyond a boundary that trains of this district leave over.
    pub(super) fn entry_mut(&mut self, section: SectionId, forward: bool) -> &mut Entry {
        let entry = self.entry[section.index()][usize::from(!forward)].as_mut();
        entry.expect("trains leave over a boundary from the district where they are")
    }

    /// A random stream that belongs to one train and one occasion.
    pub(super) fn draws(&self, purpose: &'static str, train: TrainId, occasion: u64) -> Stream {
        self.streams.stream(purpose, entity(train, occasion))
    }

    /// The random stream of a train's running time over the section of this name.
    pub(super) fn running_draws(&self, train: TrainId, section_name: u32) -> Stream {
        self.running_draws
            .stream(entity(train, section_name.into()))
    }

    /// Records that a train is at a point of the traced line at a time, if it is being traced.
    pub(super) fn trace(
        &self,
        train: u32,
        (section, point): (SectionId, u16),
        at: Time,
        ctx: &mut Ctx<'_>,
    ) {
        let Some(trace) = &self.plan.scenario.trace else {
            return;
        };
        if (trace.begins..trace.ends).contains(&at) && trace.sections.contains(&section) {
            let train = self.train(train);
            let (train, purpose) = (train.id, train.purpose);
            ctx.record(Record::Passed(Movement {
                train,
                purpose,
                section,
                point,
                at,
            }));
        }
    }

    /// Sends a train over a boundary, to come out after `running`.
    pub(super) fn hand_over(
        &mut self,
        train: u32,
        to: NodeId,
        running: Duration,
        ctx: &mut Ctx<'_>,
    ) {
        let train = self.remove(train);
        self.count_sent(&train);
        self.count_locomotive_sent(&train);
        ctx.send(self.plan.district(to), running, Event::Enter(train));
    }

    pub(super) fn count_sent(&mut self, train: &Train) {
        self.wagons.count_sent(train);
        if let Purpose::Loaded(leg) = train.purpose {
            self.counts[self.plan.leg(leg).stream.index()].sent += train.mass;
        }
    }

    pub(super) fn count_received(&mut self, train: &Train) {
        self.wagons.count_received(train);
        if let Purpose::Loaded(leg) = train.purpose {
            self.counts[self.plan.leg(leg).stream.index()].received += train.mass;
        }
    }
}

impl Process for District {
    type Event = Event;
    type Record = Record;

    fn start(&mut self, ctx: &mut Ctx<'_>) {
        self.start_wagons(ctx);
        self.start_consignments(ctx);
        self.start_other_traffic(ctx);
        self.start_news(ctx);
        self.start_locomotives(ctx);
        if self.me == ProcessId(0) {
            self.weather.record(ctx);
        }
        self.start_holding(ctx);
        self.start_ports(ctx);
        self.await_openings(ctx);
        self.await_telling(ctx);
    }

    fn handle(&mut self, event: Event, ctx: &mut Ctx<'_>) {
        match event {
            Event::Consignment(stream) => self.consignment_appears(stream, ctx),
            Event::LongestWait { leg } => self.waited_longest(leg, ctx),
            Event::Depart(train) => self.depart(train, ctx),
            Event::Other {
                section,
                passenger,
                forward,
            } => {
                self.other_train(section, passenger, forward, ctx);
            }
            Event::BlockEnd {
                train,
                section,
                blocks,
                forward,
            } => {
                self.comes_to_end(train, section, ctx);
                self.block_end(train, (section, blocks), forward, ctx);
            }
            Event::Wake(section) => self.wake(section, ctx),
            Event::MonthEnds => self.month_ends(ctx),
            Event::SectionEnd(train) => self.double_end(train, ctx),
            Event::Look { section, block } => self.look_again(section, block, ctx),
            Event::LookAtEntry { section, forward } => {
                self.look_at_entry_again(section, forward, ctx);
            }
            Event::HandOver(train) => self.near_boundary(train, ctx),
            Event::Proceed(train) => self.proceed(train, ctx),
            Event::Enter(train) => {
                self.count_received(&train);
                self.count_locomotive_received(&train);
                let train = self.insert(train);
                self.section_end(train, ctx);
            }
            Event::TrackFree { section, forward } => self.entry_track_free(section, forward, ctx),
            Event::Served { service, train } => self.served(service, train, ctx),
            Event::Path(exchange) => self.path(exchange, ctx),
            Event::Over { train, exchange } => self.come_over(train, exchange, ctx),
            Event::ReceivingTrackFree(exchange) => self.receiving_track_free(exchange, ctx),
            Event::LookAtPost(post) => self.look_at_post(post, ctx),
            Event::Placed { facility, train } => self.ask(Post::Groups(facility), train, ctx),
            Event::Lifted { facility, train } => self.lifted(facility, train, ctx),
            Event::Removed { facility, train } => self.removed(facility, train, ctx),
            Event::Unloaded(train) => self.unloaded(train, ctx),
            Event::News(news) => self.news(news, ctx),
            Event::Locomotive(event) => self.locomotive_event(event, ctx),
            Event::Holding(event) => self.holding_event(event, ctx),
            Event::Wagons(event) => self.wagons_change(event, ctx),
            Event::Convoy(convoy) => self.convoy_comes(convoy, ctx),
            Event::Road(event) => self.road_event(event, ctx),
            Event::Aboard(train) => self.come_aboard(train, ctx),
            Event::Port(event) => self.port_event(event, ctx),
        }
        while let Some((section, _)) = self.look.last() {
            self.look_at_blocks(*section, ctx);
        }
        self.arrange_wakes(ctx);
    }
}

/// The name of random streams that belong to one train and one occasion.
pub(super) fn entity(train: TrainId, occasion: u64) -> u64 {
    // Two odd factors keep what differs in either part different in the whole.
    train.0.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        ^ occasion.wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// How many trains may be on their way over a boundary or on its entry tracks: as many as the
/// headway lets run on the section, and one on each track.
/// At a border station with tracks of its own for trains that go over, those are the tracks.
fn entry_capacity(plan: &Plan, id: SectionId, section: &Section, forward: bool) -> u32 {
    let operation = &plan.scenario.operation;
    let place = plan.lines[id.index()].far(forward);
    let stations = Way::all(&plan.scenario).filter(|way| way.sender(&plan.scenario) == place);
    let tracks = stations.filter_map(|way| way.holding(&plan.scenario).sending_tracks);
    let tracks = tracks.max().unwrap_or(operation.entry_tracks);
    let running = (section.length / section.speed).as_minutes();
    let running_trains = (running / operation.headway.as_minutes().max(1.0)).ceil();
    tracks + running_trains as u32
}

/// The instant at which a run of simulated time starts again at `step`, at or after `now`.
pub(super) fn next_multiple(now: Time, step: Duration, phase: Duration) -> Time {
    let step_ms = step.as_ms().max(1);
    let since = now.as_ms().saturating_sub(phase.as_ms());
    let rounds = since.div_ceil(step_ms);
    Time::from_ms(phase.as_ms() + rounds * step_ms)
}
