//! Yards: cargo that is off a train or a ship takes room until it leaves, and a full yard holds the
//! cranes.

use super::district::{Ctx, District};
use super::port_fact::PortFact;
use super::port_plan::YardId;
use super::post::Post;
use super::record::Record;
use crate::model::Room;
use crate::units::{FacilityId, LegId, Mass};

/// What stands in a limited yard.
#[derive(Clone, Debug)]
pub(super) struct Yard {
    capacity: Room,
    /// Cargo by the leg that it waits for, so that room adds up however it is divided.
    held: Vec<(LegId, Mass)>,
    occupied: Room,
    /// Room for cargo that is being unloaded.
    reserved: Room,
    /// Whether somebody waits for room.
    holds_up: bool,
}

impl Yard {
    pub fn new(capacity: Room) -> Self {
        Self {
            capacity,
            held: Vec::new(),
            occupied: Room::ZERO,
            reserved: Room::ZERO,
            holds_up: false,
        }
    }

    /// Returns whether there is room; what is more than the whole yard fits when it is empty, so
    /// that nothing waits for ever.
    pub fn fits(&self, room: Room) -> bool {
        let taken = self.occupied + self.reserved;
        taken + room <= self.capacity || taken == Room::ZERO || room == Room::ZERO
    }

    /// Returns the room that is left.
    pub fn free(&self) -> Room {
        self.capacity.saturating_sub(self.occupied + self.reserved)
    }

    pub fn reserve(&mut self, room: Room) {
        self.reserved += room;
    }

    pub fn give_back(&mut self, room: Room) {
        self.reserved -= room;
    }

    /// Changes how much cargo of a leg is there; returns by how many thousandths the yard filled.
    fn change(
        &mut self,
        leg: LegId,
        change: impl Fn(Mass) -> Mass,
        room: impl Fn(Mass) -> Room,
    ) -> i64 {
        let position = self.held.iter().position(|(of, _)| *of == leg);
        let position = position.unwrap_or_else(|| {
            self.held.push((leg, Mass::ZERO));
            self.held.len() - 1
        });
        let mass = &mut self.held[position].1;
        let before = room(*mass);
        *mass = change(*mass);
        let after = room(*mass);
        self.occupied += after;
        self.occupied -= before;
        after.thousandths() as i64 - before.thousandths() as i64
    }
}

impl District {
    /// Puts cargo that will leave on `leg` into a yard.
    pub(super) fn enter_yard(&mut self, yard: YardId, leg: LegId, mass: Mass, ctx: &mut Ctx<'_>) {
        self.change_yard(yard, leg, |held| held + mass, ctx);
    }

    /// Takes cargo out of a yard; whoever waits for room may go on.
    pub(super) fn leave_yard(&mut self, yard: YardId, leg: LegId, mass: Mass, ctx: &mut Ctx<'_>) {
        self.change_yard(yard, leg, |held| held - mass, ctx);
        self.use_room(yard, ctx);
    }

    fn change_yard(
        &mut self,
        yard: YardId,
        leg: LegId,
        change: impl Fn(Mass) -> Mass,
        ctx: &mut Ctx<'_>,
    ) {
        let stream = self.plan.scenario.stream(self.plan.leg(leg).stream);
        let state = &mut self.port.yards[usize::from(yard.0)];
        let change = state.change(leg, change, |mass| stream.room(mass));
        ctx.record(Record::Port(PortFact::Yard {
            yard: yard.0,
            change,
        }));
    }

    /// Lets in whoever waits for room in a yard: trains and ships of its facility, or cargo and
    /// trains of its base.
    fn use_room(&mut self, yard: YardId, ctx: &mut Ctx<'_>) {
        let yards = &self.plan.scenario.ports.yards;
        let Some(facility) = yards.get(usize::from(yard.0)).map(|yard| yard.facility) else {
            let base = usize::from(yard.0) - yards.len();
            return self.use_base(base as u16, ctx);
        };
        self.begin_next(Post::Groups(facility), ctx);
        self.berth_ships_of(yard, ctx);
    }

    /// Makes room for the cargo of the first train at a facility, or holds it up.
    pub(super) fn has_yard_room(
        &mut self,
        facility: FacilityId,
        train: u32,
        ctx: &mut Ctx<'_>,
    ) -> bool {
        let Some(yard) = self.plan.ports.yard_of(facility.index()) else {
            return true;
        };
        let room = self.room_after(train);
        self.take_room(yard, room, ctx)
    }

    /// Reserves room in a yard, if there is, and records whether it is waited for.
    pub(super) fn take_room(&mut self, yard: YardId, room: Room, ctx: &mut Ctx<'_>) -> bool {
        let state = &mut self.port.yards[usize::from(yard.0)];
        let fits = state.fits(room);
        if fits {
            state.reserve(room);
        }
        if fits == state.holds_up {
            state.holds_up = !fits;
            ctx.record(Record::Port(PortFact::YardHeldUp {
                yard: yard.0,
                begins: !fits,
            }));
        }
        fits
    }

    /// The room that a train's cargo takes when it is off: none where its way ends.
    pub(super) fn room_after(&self, train: u32) -> Room {
        let train = self.train(train);
        let leg = train.leg().expect("it brings cargo along a leg");
        let stream = self.plan.leg(leg).stream;
        match self.plan.scenario.routes.next(leg) {
            Some(_) => self.plan.scenario.stream(stream).room(train.mass),
            None => Room::ZERO,
        }
    }

    /// A train's cargo is on the ground: the room kept for it becomes cargo in the yard.
    ///
    /// Returns the yard, if the facility's is limited.
    pub(super) fn put_down(
        &mut self,
        facility: FacilityId,
        train: u32,
        ctx: &mut Ctx<'_>,
    ) -> Option<YardId> {
        let yard = self.plan.ports.yard_of(facility.index())?;
        let room = self.room_after(train);
        self.put_into(yard, train, room, ctx);
        Some(yard)
    }

    /// Turns `room` that was kept into the cargo of a train or ship in the yard.
    pub(super) fn put_into(&mut self, yard: YardId, train: u32, room: Room, ctx: &mut Ctx<'_>) {
        self.port.yards[usize::from(yard.0)].give_back(room);
        let train = *self.train(train);
        let leg = train.leg().expect("it brings cargo along a leg");
        if let Some(next) = self.plan.scenario.routes.next(leg) {
            self.enter_yard(yard, next, train.mass, ctx);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_adds_up_however_cargo_is_divided() {
        let per_teu = Mass::from_kg(9_700);
        let room = |mass| Room::of_containers(mass, per_teu);
        let mut yard = Yard::new(Room::from_units(10.0).expect("it is possible"));
        let leg = LegId(3);
        let mut change = yard.change(leg, |held| held + Mass::from_kg(50_001), room);
        for part in [1, 17_000, 33_000] {
            change += yard.change(leg, |held| held - Mass::from_kg(part), room);
        }
        assert_eq!((change, yard.occupied), (0, Room::ZERO));
        assert!(yard.fits(Room::UNLIMITED), "an empty yard takes anything");
        yard.reserve(Room::from_units(9.0).expect("it is possible"));
        assert!(!yard.fits(Room::from_units(2.0).expect("it is possible")));
    }
}
