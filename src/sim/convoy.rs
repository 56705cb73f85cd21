//! Trucks on the road. The trucks of one consignment drive as one convoy; controls at borders take
//! them one by one.

use super::district::{Ctx, District, Event};
use super::record::{Record, RoadRecord};
use super::stock::Lot;
use super::train::TrainId;
use crate::model::{DriverClock, LegEnd, Truck};
use crate::units::{Duration, LegId, Mass, Time};

/// The trucks of one consignment. `Copy`, since it is handed from district to district by value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Convoy {
    pub id: TrainId,
    pub mass: Mass,
    /// When it left its origin.
    pub born: Time,
    pub leg: LegId,
    /// The section that it wants to enter, as a position on its way; one past the end when it is
    /// being unloaded.
    pub hop: u16,
    pub trucks: u16,
    /// What its drivers have done since they rested.
    pub clock: DriverClock,
    /// Seconds of rests on the road, and of borders.
    pub rested_s: u32,
    pub border_s: u32,
}

/// Trucks of the whole corridor at the end of a run, or of one district.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TruckCount {
    /// Those that were loaded.
    pub loaded: u64,
    /// Those that were unloaded at their destination.
    pub unloaded: u64,
    /// Those that drive, rest, or are being loaded or unloaded.
    pub on_the_road: u64,
    /// Those of convoys at a border.
    pub at_borders: u64,
}

impl District {
    pub(super) fn truck(&self) -> &Truck {
        let road = self.plan.scenario.road.as_ref();
        &road.expect("a scenario with convoys has trucks").truck
    }

    /// A consignment by road is put on trucks: as many as it fills, the last as full as it gets.
    pub(super) fn load_trucks(&mut self, leg: LegId, lot: Lot, ctx: &mut Ctx<'_>) {
        let leg = self.choose_route(leg, lot.mass, ctx);
        let stream = self.plan.leg(leg).stream;
        let truck = self.truck();
        let payload = truck.payload_of(self.plan.scenario.stream(stream).mass_per_teu);
        let loading = truck.loading;
        let trucks = lot.mass.as_kg().div_ceil(payload.as_kg().max(1));
        let trucks = u16::try_from(trucks).expect("a checked consignment fills fewer than 2^16");
        let ordinal = self.roads.next_ordinal(leg);
        ctx.record(Record::Road(RoadRecord::Loaded { stream, trucks }));
        self.roads.loaded += u64::from(trucks);
        let convoy = Convoy {
            id: TrainId::of_leg(self.plan.legs[leg.index()].name, ordinal),
            mass: lot.mass,
            born: ctx.now() + loading,
            leg,
            hop: 0,
            trucks,
            clock: DriverClock::default(),
            rested_s: 0,
            border_s: 0,
        };
        let here = self.plan.district(self.plan.leg(leg).from);
        self.send_convoy(convoy, here, loading, ctx);
    }

    fn send_convoy(
        &mut self,
        convoy: Convoy,
        to: crate::engine::ProcessId,
        takes: Duration,
        ctx: &mut Ctx<'_>,
    ) {
        let stream = self.plan.leg(convoy.leg).stream;
        self.counts[stream.index()].sent += convoy.mass;
        self.roads.sent += u64::from(convoy.trucks);
        ctx.send(to, takes, Event::Convoy(convoy));
    }

    /// A convoy is loaded, at the end of a section, or unloaded.
    pub(super) fn convoy_comes(&mut self, convoy: Convoy, ctx: &mut Ctx<'_>) {
        let stream = self.plan.leg(convoy.leg).stream;
        self.counts[stream.index()].received += convoy.mass;
        self.roads.received += u64::from(convoy.trucks);
        if usize::from(convoy.hop) > self.plan.leg(convoy.leg).hops.len() {
            return self.convoy_unloaded(convoy, ctx);
        }
        match self.border_behind(&convoy) {
            Some(passage) => self.arrive_at_booths(convoy, passage, ctx),
            None => self.convoy_goes_on(convoy, ctx),
        }
    }

    /// A convoy is through with the place where it is.
    pub(super) fn convoy_goes_on(&mut self, convoy: Convoy, ctx: &mut Ctx<'_>) {
        if usize::from(convoy.hop) == self.plan.leg(convoy.leg).hops.len() {
            return self.convoy_arrives(convoy, ctx);
        }
        match self.border_ahead(&convoy) {
            Some(passage) => self.arrive_at_booths(convoy, passage, ctx),
            None => self.drive(convoy, ctx),
        }
    }

    /// Drives the next section, with the rests that become due on it.
    pub(super) fn drive(&mut self, mut convoy: Convoy, ctx: &mut Ctx<'_>) {
        let scenario = &self.plan.scenario;
        let (section, forward) = self.plan.leg(convoy.leg).hops[usize::from(convoy.hop)];
        let line = &self.plan.lines[section.index()];
        let road = scenario.network.section(section);
        let truck = self.truck();
        let mut draws = self.draws("driving time", convoy.id, u64::from(line.name));
        let pace = scenario.operation.running_spread.sample(&mut draws);
        let driving = (road.length / road.speed.min(truck.speed)).scaled(pace);
        let (rests, clock) = truck.rules.rests(convoy.clock, driving);
        let there = self.plan.district(line.far(forward));
        convoy.clock = clock;
        convoy.rested_s = convoy.rested_s.saturating_add(seconds(rests));
        convoy.hop += 1;
        self.send_convoy(convoy, there, driving + rests, ctx);
    }

    fn convoy_arrives(&mut self, mut convoy: Convoy, ctx: &mut Ctx<'_>) {
        convoy.hop += 1;
        let unloading = self.truck().unloading;
        self.send_convoy(convoy, self.me, unloading, ctx);
    }

    fn convoy_unloaded(&mut self, convoy: Convoy, ctx: &mut Ctx<'_>) {
        let leg = self.plan.leg(convoy.leg);
        assert!(
            leg.end == LegEnd::Deliver,
            "a road leg ends where its cargo is delivered, not with {:?}",
            leg.end
        );
        let (stream, mass, trucks) = (leg.stream, convoy.mass, convoy.trucks);
        self.counts[stream.index()].delivered += mass;
        self.roads.unloaded += u64::from(trucks);
        ctx.record(Record::Road(RoadRecord::Delivered {
            leg: convoy.leg,
            mass,
            took: ctx.now().since(convoy.born),
            rested_s: convoy.rested_s,
            border_s: convoy.border_s,
        }));
    }
}

impl TruckCount {
    /// Counts trucks over all districts, from what stands where.
    pub(super) fn of(districts: &[District]) -> Self {
        let mut count = Self::default();
        let (mut sent, mut received) = (0, 0);
        for roads in districts.iter().map(|district| &district.roads) {
            count.loaded += roads.loaded;
            count.unloaded += roads.unloaded;
            sent += roads.sent;
            received += roads.received;
            count.at_borders += roads.convoys().map(|it| u64::from(it.trucks)).sum::<u64>();
        }
        count.on_the_road = sent - received;
        count
    }
}

/// Whole seconds of a span.
pub(super) fn seconds(span: Duration) -> u32 {
    u32::try_from(span.as_ms() / 1_000).unwrap_or(u32::MAX)
}
