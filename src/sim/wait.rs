//! What trains wait for. Every rule that makes a train wait says so with [`District::waits`], and
//! lets it go with [`District::goes_on`]; so whoever waits at the end of a run can be named.

use super::district::{Ctx, District};
use super::holding::Way;
use super::plan::{ExchangeId, Plan};
use super::post::Post;
use super::record::Side;
use super::train::{Bound, Train, TrainId};
use crate::model::{Direction, Scenario};
use crate::units::{CrossingId, DepotId, Duration, FacilityId, NodeId, SectionId, StreamId, Time};

/// What a train waits for, as the rule that holds it has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// An entry track beyond a section.
    EntryTrack { section: SectionId, forward: bool },
    /// Its turn to enter a double track.
    Entry { section: SectionId, forward: bool },
    /// A block of single track, and the loop beyond it.
    Block {
        section: SectionId,
        block: u16,
        forward: bool,
    },
    /// A track of the sending station of a crossing.
    StationTrack { way: Way, block: Option<u16> },
    /// To be called forward to a crossing.
    CallForward { way: Way, yard: NodeId },
    /// A server, a working track or a group of cranes.
    Post(Post),
    /// A locomotive.
    Locomotive(DepotId),
    /// A path over the border: the quota, a receiving track, the turn.
    Exchange(ExchangeId),
}

/// A train that waits, and since when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    pub cause: Cause,
    pub since: Time,
}

/// A train of the corridor that waited at the end of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingTrain {
    /// Which train.
    pub train: TrainId,
    /// Whose cargo it carries, or whose wagons it brings back.
    pub stream: StreamId,
    /// Whether it is loaded.
    pub loaded: bool,
    /// Its wagons.
    pub wagons: u16,
    /// Where it stands.
    pub place: NodeId,
    /// Since when it waits.
    pub since: Time,
    /// What for.
    pub wants: Wants,
    /// The train that has it, or stands first in the same queue.
    pub behind: Option<TrainId>,
}

/// What a train waited for at the end of a run, as far as could be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wants {
    /// An entry track at the far end of a section.
    EntryTrack(SectionId),
    /// Its turn to enter a double track.
    Entry(SectionId),
    /// A block of single track from the section's `from` end, or the loop or place beyond it.
    Block(SectionId, u16),
    /// One of the tracks of the sending station of a crossing; the section or block before it.
    StationTrack(CrossingId, Direction, u32, Option<(SectionId, u16)>),
    /// To be called forward to a crossing.
    CallForward(CrossingId, Direction),
    /// One of the servers of documents and inspection, which are so many.
    Service(CrossingId, Direction, Side, u32),
    /// The quota of a crossing: so many trains a day, since when.
    Quota(CrossingId, Direction, f64, Option<Time>),
    /// A crossing that is closed, until when.
    Closed(CrossingId, Direction, Time),
    /// One of the tracks beyond the border.
    ReceivingTrack(CrossingId, Direction, u32),
    /// A path over the border.
    Path(CrossingId, Direction),
    /// A locomotive at a place where so many are turning round.
    Locomotive(NodeId, u32),
    /// One of the working tracks of a facility.
    WorkingTrack(FacilityId, u32),
    /// One of the groups of cranes of a facility.
    Cranes(FacilityId, u32),
}

/// A corridor in which nothing moved any more when its run ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Stall {
    /// When cargo was last delivered anywhere; none if it never was.
    pub last_delivery: Option<Time>,
    /// When the run ended.
    pub ended: Time,
    /// Every train that waited, the longest first.
    pub cast: Vec<WaitingTrain>,
}

impl District {
    /// A train begins to wait.
    #[inline]
    pub(super) fn waits(&mut self, index: u32, cause: Cause, ctx: &Ctx<'_>) {
        let since = ctx.now();
        self.set_wait(index, Some(Wait { cause, since }));
    }

    /// The block of a section that a train waits to enter, and which way it runs.
    pub(super) fn waits_for_block(&self, index: u32, section: SectionId) -> Option<(u16, bool)> {
        match self.wait(index)?.cause {
            Cause::Block {
                section: there,
                block,
                forward,
            } if there == section => Some((block, forward)),
            _ => None,
        }
    }

    /// A train got what it waited for.
    #[inline]
    pub(super) fn goes_on(&mut self, index: u32) {
        self.set_wait(index, None);
    }
}

impl Stall {
    /// Returns the stall in which a run ended at `ended`, if it did: nothing was delivered within
    /// the scenario's limit, and a train of the corridor waits for longer than that.
    pub(super) fn of(scenario: &Scenario, districts: &[District], ended: Time) -> Option<Self> {
        let limit = scenario.stall_limit.0;
        let too_long = |since: Time| ended.since(since) >= limit;
        let last_delivery = districts.iter().filter_map(|it| it.last_delivery).max();
        if ended.since(Time::ZERO) < limit || last_delivery.is_some_and(|time| !too_long(time)) {
            return None;
        }
        let cast = cast(scenario, districts, ended, |_, _| true);
        too_long(cast.first()?.since).then_some(Self {
            last_delivery,
            ended,
            cast,
        })
    }

    /// Returns for how long nothing had been delivered.
    pub fn lasted(&self) -> Duration {
        self.ended.since(self.last_delivery.unwrap_or(Time::ZERO))
    }
}

/// Returns every train of a leg that waits and that is `meant`, the longest first.
pub(super) fn cast(
    scenario: &Scenario,
    districts: &[District],
    ended: Time,
    meant: impl Fn(&District, &Train) -> bool,
) -> Vec<WaitingTrain> {
    let of_district = |district| waiting(district, &meant);
    let mut waiting: Vec<(TrainOfLeg, Wait)> = districts.iter().flat_map(of_district).collect();
    waiting.sort_by_key(|(train, wait)| (wait.since, train.id));
    let told = waiting.iter().map(|(train, wait)| WaitingTrain {
        train: train.id,
        stream: train.stream,
        loaded: train.loaded,
        wagons: train.wagons,
        place: place(&districts[train.district], wait.cause, train.last_section),
        since: wait.since,
        wants: wants(scenario, districts, (train, wait), ended),
        behind: holder(
            &districts[train.district].plan,
            &waiting,
            train.id,
            wait.cause,
        ),
    });
    told.collect()
}

/// What the cast says of a train.
#[derive(Clone, Copy, Debug)]
struct TrainOfLeg {
    id: TrainId,
    stream: StreamId,
    loaded: bool,
    wagons: u16,
    district: usize,
    /// Whether the crossing that it is bound for counts on it.
    counted: bool,
    way: Option<Way>,
    /// The section by which it comes to the end of its way, and in which sense.
    last_section: Option<(SectionId, bool)>,
}

fn waiting<'a>(
    district: &'a District,
    meant: &'a impl Fn(&District, &Train) -> bool,
) -> impl Iterator<Item = (TrainOfLeg, Wait)> + 'a {
    let all = district.waiting_trains();
    let meant = all.filter(move |(train, _)| meant(district, train));
    meant.filter_map(|(train, wait)| {
        let id = train.leg()?;
        let leg = district.plan.leg(id);
        let train = TrainOfLeg {
            id: train.id,
            stream: leg.stream,
            loaded: train.is_loaded(),
            wagons: train.wagons,
            district: district.me.index(),
            counted: train.bound == Bound::Counted,
            way: district.plan.holding.way_of_leg[id.index()],
            last_section: leg.hops.last().copied(),
        };
        Some((train, wait))
    })
}

/// Where a train stands that waits: the nearest place behind it.
fn place(district: &District, cause: Cause, last: Option<(SectionId, bool)>) -> NodeId {
    let plan = &district.plan;
    let scenario = &plan.scenario;
    let begin = |section: SectionId, forward: bool| {
        let section = scenario.network.section(section);
        if forward { section.from } else { section.to }
    };
    match cause {
        Cause::EntryTrack { section, forward }
        | Cause::Entry { section, forward }
        | Cause::Block {
            section, forward, ..
        } => begin(section, forward),
        Cause::StationTrack { way, .. } => last
            .map_or(way.sender(scenario), |(section, forward)| {
                begin(section, forward)
            }),
        Cause::CallForward { yard, .. } => yard,
        Cause::Locomotive(depot) => plan.traction.depot(depot).place,
        Cause::Post(Post::Service(service)) => {
            let service = &plan.services[usize::from(service)];
            let crossing = scenario.crossing(service.crossing);
            match service.side {
                Side::Sending => crossing.sender(service.direction),
                Side::Receiving => crossing.receiver(service.direction),
            }
        }
        Cause::Exchange(track) => {
            let crossing = scenario.crossing(track.crossing);
            if track.east {
                crossing.east
            } else {
                crossing.west
            }
        }
        Cause::Post(Post::Tracks(facility) | Post::Groups(facility)) => {
            scenario.facility(facility).node
        }
    }
}

fn wants(
    scenario: &Scenario,
    districts: &[District],
    (train, wait): (&TrainOfLeg, &Wait),
    ended: Time,
) -> Wants {
    match wait.cause {
        Cause::EntryTrack { section, .. } => Wants::EntryTrack(section),
        Cause::Entry { section, .. } => Wants::Entry(section),
        Cause::Block { section, block, .. } => Wants::Block(section, block),
        Cause::StationTrack { way, block } => {
            let tracks = way.holding(scenario).sending_tracks.unwrap_or(0);
            let before = train.last_section.map(|(section, _)| section).zip(block);
            Wants::StationTrack(way.crossing(), way.direction(), tracks, before)
        }
        Cause::CallForward { way, .. } => Wants::CallForward(way.crossing(), way.direction()),
        Cause::Locomotive(depot) => {
            let district = &districts[train.district];
            let turning = district.depots.states[depot.index()].turning;
            Wants::Locomotive(district.plan.traction.depot(depot).place, turning)
        }
        Cause::Exchange(track) => districts[train.district].wants_at_border(track, ended),
        Cause::Post(post) => {
            let servers = districts[train.district].servers(post, ended);
            match post {
                Post::Service(service) => {
                    let at = &districts[train.district].plan.services[usize::from(service)];
                    Wants::Service(at.crossing, at.direction, at.side, servers)
                }
                Post::Tracks(facility) => Wants::WorkingTrack(facility, servers),
                Post::Groups(facility) => Wants::Cranes(facility, servers),
            }
        }
    }
}

/// The train that has what another waits for, among those that wait themselves: it stands in the
/// loop beyond the block, at the station, or was called forward to it; or else it is the first in the
/// same queue.
fn holder(
    plan: &Plan,
    waiting: &[(TrainOfLeg, Wait)],
    me: TrainId,
    cause: Cause,
) -> Option<TrainId> {
    let first = |has: &dyn Fn(&TrainOfLeg, Cause) -> bool| {
        let mut all = waiting.iter().filter(|(train, _)| train.id != me);
        all.find(|(train, wait)| has(train, wait.cause))
            .map(|(train, _)| train.id)
    };
    match cause {
        Cause::Block {
            section,
            block,
            forward,
        } => {
            let beyond = if forward {
                block.checked_add(1)
            } else {
                block.checked_sub(1)
            };
            let stands = |train: &TrainOfLeg, cause| match cause {
                Cause::Block {
                    section: other,
                    block,
                    forward: same,
                } => other == section && same == forward && Some(block) == beyond,
                Cause::StationTrack { block, .. } => {
                    block.is_some()
                        && block == beyond
                        && train.last_section == Some((section, forward))
                }
                _ => false,
            };
            first(&stands)
        }
        Cause::StationTrack { way, .. } | Cause::CallForward { way, .. } => {
            let at_station = |train: &TrainOfLeg, cause| match cause {
                Cause::Exchange(track) => Way::new(track.crossing, track.direction()) == way,
                Cause::Post(Post::Service(service)) => {
                    let at = &plan.services[usize::from(service)];
                    Way::new(at.crossing, at.direction) == way && at.side == Side::Sending
                }
                Cause::StationTrack { way: other, .. } => other == way,
                Cause::Locomotive(_) => train.counted && train.way == Some(way),
                _ => false,
            };
            first(&at_station)
        }
        _ => {
            let (before, _) = waiting.iter().find(|(_, wait)| wait.cause == cause)?;
            (before.id != me).then_some(before.id)
        }
    }
}
