//! The scenario compiled for the simulation: dense tables, made once and shared by all districts.

use super::crew::CrewPlan;
use super::districts;
use super::experience::Listeners;
use super::fleet_plan::{FleetPlan, PoolPlan};
use super::holding::HoldingPlan;
use super::leg::{LegPlan, legs, stock_of};
use super::line::{Line, lines};
use super::port_plan::PortPlan;
use super::road_plan::RoadPlan;
use super::running::{RunningClass, RunningTimes};
use super::services::{self, ServicePlan};
use super::traction::TractionPlan;
use super::train::Purpose;
use super::works::Works;
use crate::engine::ProcessId;
use crate::model::{Direction, Gauge, Leg, Load, Scenario, TrainClass, WagonType};
use crate::units::{
    CrossingId, DepotId, Duration, FleetId, LegId, Mass, NodeId, RoadBorderId, SectionId, Time,
    TractionDistrictId,
};

/// A compiled scenario.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What it was compiled from.
    pub scenario: Scenario,
    pub(super) lines: Vec<Line>,
    pub(super) legs: Vec<LegPlan>,
    pub(super) running: RunningTimes,
    pub(super) works: Works,
    pub(super) traction: TractionPlan,
    pub(super) crews: CrewPlan,
    pub(super) holding: HoldingPlan,
    pub(super) fleets: FleetPlan,
    /// By fleet: the districts where it has a pool, which tell one another what they need.
    pub(super) dispatchers: Vec<Vec<ProcessId>>,
    pub(super) roads: RoadPlan,
    pub(super) ports: PortPlan,
    /// The district of each place.
    pub(super) district_of: Vec<ProcessId>,
    district_count: u32,
    /// Who hears of the waits at each border station.
    pub(super) listeners: Listeners,
    /// By route: the leg at whose beginning its cargo waits for a train.
    pub(super) stock_of: Vec<LegId>,
    /// Position of each section's first block among all blocks.
    first_block: Vec<u32>,
    /// Services of border stations, by their positions among all.
    pub(super) services: Vec<ServicePlan>,
}

/// A block of single track, or one direction of a double track.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlockRef {
    /// The section.
    pub section: SectionId,
    /// The block of a single track from its `from` end; on double track 0 is the `from`–`to` way.
    pub block: u16,
    /// Whether it is one direction of a double track.
    pub double: bool,
}

/// One gauge's track at one station of a crossing: where its trains queue to go over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ExchangeId {
    pub crossing: CrossingId,
    pub gauge: Gauge,
    /// Whether it is the eastern station.
    pub east: bool,
}

impl Plan {
    /// Compiles a scenario.
    pub fn new(scenario: Scenario) -> Self {
        let legs = legs(&scenario);
        let fleets = FleetPlan::new(&scenario, &legs);
        let mut lines = lines(&scenario, &fleets);
        let traction = TractionPlan::new(&scenario, &fleets, &mut lines);
        let (district_of, district_count) = districts::assign(&scenario, &lines);
        let stock_of = stock_of(&scenario);
        let mut plan = Self {
            legs,
            dispatchers: fleets.dispatchers(&scenario, &district_of),
            fleets,
            running: RunningTimes::new(&scenario, &lines),
            works: Works::new(&scenario),
            listeners: Listeners::new(&scenario, &district_of),
            traction,
            crews: CrewPlan::default(),
            services: services::plans(&scenario),
            holding: HoldingPlan::new(&scenario, &stock_of, &district_of),
            stock_of,
            roads: RoadPlan::new(&scenario),
            ports: PortPlan::new(&scenario),
            lines,
            district_of,
            district_count,
            first_block: Vec::new(),
            scenario,
        };
        let mut block = 0;
        for (id, section) in plan.scenario.network.sections() {
            let line = &mut plan.lines[id.index()];
            let ends = [section.from, section.to].map(|node| plan.district_of[node.index()]);
            line.boundary = ends[0] != ends[1];
            plan.first_block.push(block);
            block += line.blocks.len() as u32 + 2;
        }
        plan.crews = CrewPlan::new(&plan);
        plan
    }

    /// Returns how many districts there are.
    pub fn district_count(&self) -> u32 {
        self.district_count
    }

    /// Returns the places of each district, in the order of districts.
    pub fn districts(&self) -> Vec<Vec<NodeId>> {
        let mut places = vec![Vec::new(); self.district_count as usize];
        for (n, district) in self.district_of.iter().enumerate() {
            places[district.index()].push(NodeId::from_index(n));
        }
        places
    }

    /// Returns the depots: of which traction district, and where, in the order of their indices.
    pub fn depots(&self) -> impl ExactSizeIterator<Item = (TractionDistrictId, NodeId)> + '_ {
        let depots = self.traction.depots().iter();
        depots.map(|depot| (depot.district, depot.place))
    }

    /// Returns of which traction district a depot is, and where.
    pub fn depot(&self, id: DepotId) -> (TractionDistrictId, NodeId) {
        let depot = self.traction.depot(id);
        (depot.district, depot.place)
    }

    /// Returns the position of a block among all blocks of all sections.
    pub fn block_index(&self, block: BlockRef) -> usize {
        let first = self.first_block[block.section.index()] as usize;
        let before = match block.double {
            true => self.lines[block.section.index()].blocks.len(),
            false => 0,
        };
        first + before + usize::from(block.block)
    }

    /// Returns how many blocks there are in all.
    pub fn block_count(&self) -> usize {
        self.lines.iter().map(|line| line.blocks.len() + 2).sum()
    }

    /// Returns the positions of the blocks of a section among all.
    pub fn blocks_of(&self, section: SectionId) -> std::ops::Range<usize> {
        let first = self.first_block[section.index()] as usize;
        first..first + self.lines[section.index()].blocks.len() + 2
    }

    /// Returns whether a stream runs over a section.
    pub fn is_used(&self, section: SectionId) -> bool {
        self.lines[section.index()].used
    }

    /// Returns whether a stream goes over a road border in a direction.
    pub fn is_road_used(&self, border: RoadBorderId, direction: Direction) -> bool {
        self.roads.is_used(border, direction)
    }

    /// Returns whether a stream runs through a place.
    pub fn is_served(&self, node: NodeId) -> bool {
        let sections = self.scenario.network.sections();
        let mut ends = sections.filter(|(id, _)| self.is_used(*id));
        ends.any(|(_, section)| section.from == node || section.to == node)
    }

    /// Returns the positions of the points of a section: its `from` end, its loops, its `to` end.
    pub fn points_km(&self, section: SectionId) -> Vec<f64> {
        let mut km = vec![0.0];
        for block in &self.lines[section.index()].blocks {
            km.push(km[km.len() - 1] + block.as_km());
        }
        km
    }

    /// Returns the crossing that cargo comes over to the beginning of a leg, if it does.
    pub fn starts_after(&self, leg: LegId) -> Option<(CrossingId, Direction)> {
        self.legs[leg.index()].after
    }

    /// Returns whether a leg is the first of its route.
    pub fn starts_at_origin(&self, leg: LegId) -> bool {
        !self.legs[leg.index()].continues
    }

    pub(super) fn district(&self, node: NodeId) -> ProcessId {
        self.district_of[node.index()]
    }

    pub(super) fn class(&self, leg: LegId) -> &TrainClass {
        &self.scenario.classes[self.legs[leg.index()].class.index()]
    }

    /// How fast a train is.
    pub(super) fn running_class(&self, purpose: Purpose) -> RunningClass {
        match purpose {
            Purpose::Loaded(leg) | Purpose::Empty(leg) => {
                RunningClass::Corridor(self.legs[leg.index()].class)
            }
            Purpose::EmptyRun(run) => {
                let pool = self.fleets.runs[run.index()].from;
                RunningClass::Corridor(self.fleets.pools[pool.index()].class)
            }
            Purpose::Freight(..) | Purpose::Light(_) => RunningClass::Freight,
            Purpose::Passenger(..) => RunningClass::Passenger,
        }
    }

    pub(super) fn leg(&self, leg: LegId) -> &Leg {
        self.scenario.routes.leg(leg)
    }

    pub(super) fn wagon_type(&self, leg: LegId) -> WagonType {
        self.scenario.stream(self.leg(leg).stream).wagon
    }

    pub(super) fn load(&self, leg: LegId) -> Load {
        self.wagon_type(leg).load()
    }

    /// Returns the month of the run, as a position.
    pub(super) fn month_at(&self, now: Time) -> usize {
        let months = self.scenario.calendar.months();
        let month = months.partition_point(|month| month.until <= now);
        month.min(months.len() - 1)
    }

    /// Returns how many empty wagons of a pool make a full train: as many as the railway allows, or
    /// a whole fleet that is smaller.
    pub(super) fn longest_empty(&self, pool: &PoolPlan, now: Time) -> u32 {
        let class = &self.scenario.classes[pool.class.index()];
        let longest = class.wagons_max.at(now);
        match self.scenario.fleets.limited {
            true => longest
                .min(self.scenario.fleets.fleet(pool.fleet).wagons.at(now))
                .max(1),
            false => longest,
        }
    }

    /// Returns the wagon pools: whose wagons, where, and whether they are loaded there.
    pub fn pools(&self) -> impl ExactSizeIterator<Item = (FleetId, NodeId, bool)> + '_ {
        let pools = self.fleets.pools.iter();
        pools.map(|pool| (pool.fleet, pool.place, pool.loads))
    }

    /// Returns the wagons of a full train of a leg, and their cargo.
    pub(super) fn full_train(&self, leg: LegId, now: Time) -> (u32, Mass) {
        let per_wagon = self.legs[leg.index()].cargo_per_wagon;
        let class = self.class(leg);
        let wagon = &self.scenario.wagons[self.wagon_type(leg).index()];
        let wagons = class.full_train(class.wagons_max.at(now), wagon, per_wagon);
        (wagons, Mass::from_kg(per_wagon.as_kg() * u64::from(wagons)))
    }

    /// Returns the time between two trains one behind the other on double track; none at sea.
    pub(super) fn headway(&self, section: SectionId) -> Duration {
        match self.lines[section.index()].sea {
            true => Duration::ZERO,
            false => self.scenario.operation.headway,
        }
    }
}

impl ExchangeId {
    /// Returns the position among all exchange tracks.
    pub fn index(self) -> usize {
        self.crossing.index() * 4 + 2 * (self.gauge as usize) + usize::from(self.east)
    }

    /// The way that trains leave on it.
    pub fn direction(self) -> Direction {
        match self.east {
            true => Direction::FromChina,
            false => Direction::ToChina,
        }
    }

    /// The same track at the other station.
    pub fn far(self) -> Self {
        Self {
            east: !self.east,
            ..self
        }
    }
}

/// Returns a number for a key that stays the same whatever else a scenario holds: FNV-1a, folded to
/// 28 bits (Fowler, Noll and Vo, 1991).
pub(super) fn name_of(key: &str) -> u32 {
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    ((hash >> 28 ^ hash) & 0x0fff_ffff) as u32
}
