//! Legs as trains see them: what they are called, what a wagon takes on them, where their cargo waits.

use super::plan::name_of;
use crate::model::{Direction, Leg, Load, Railway, Scenario};
use crate::units::{ClassId, CrossingId, Duration, LegId, Mass, RouteId, StreamId};

/// A leg as trains see it.
#[derive(Clone, Debug)]
pub(super) struct LegPlan {
    /// What random numbers know it by: stream and number on its route, not its place in a table.
    pub name: u32,
    pub class: ClassId,
    /// Cargo of one full wagon.
    pub cargo_per_wagon: Mass,
    /// Whether its cargo comes from another train or ship, rather than from consignments.
    pub continues: bool,
    /// The crossing whose receiving station the leg starts from, if it does.
    pub after: Option<(CrossingId, Direction)>,
}

impl LegPlan {
    /// How long cargo waits for a full train: at its origin, or coming from another train.
    pub fn longest_wait(&self, scenario: &Scenario, stream: StreamId) -> Duration {
        let longest = scenario.stream(stream).longest_wait;
        match self.continues {
            true => longest.min(scenario.operation.through_wait),
            false => longest,
        }
    }
}

/// Returns every leg of a scenario as trains see it.
pub(super) fn legs(scenario: &Scenario) -> Vec<LegPlan> {
    let routes = &scenario.routes;
    let plan = |(n, leg): (usize, &Leg)| {
        let stream = scenario.stream(leg.stream);
        let load = stream.wagon.load();
        // Trucks are of no class: nothing asks for that of their legs.
        let class = match leg.railway {
            Railway::Road => ClassId::from_index(0),
            railway => class_of(scenario, railway, load),
        };
        let wagon = &scenario.wagons[stream.wagon.index()];
        let cargo_per_wagon = match load {
            Load::Container => Mass::from_kg(stream.mass_per_teu.as_kg() * u64::from(wagon.teu)),
            Load::Bulk => wagon.payload,
        };
        let id = LegId::from_index(n);
        let previous = routes.previous(id);
        let after = previous.and_then(|id| routes.leg(id).crossing());
        LegPlan {
            name: name_of(&leg_key(scenario, id)),
            class,
            cargo_per_wagon,
            continues: previous.is_some(),
            after,
        }
    };
    routes.legs().iter().enumerate().map(plan).collect()
}

/// Routes of a stream that begin on one railway share the cargo that waits at its origin: it lies at
/// the first leg of the first of them.
pub(super) fn stock_of(scenario: &Scenario) -> Vec<LegId> {
    let routes = &scenario.routes;
    let first = |route| routes.legs_of(route).next().expect("a route has a leg");
    let stock = |n| {
        let leg = routes.leg(first(RouteId::from_index(n)));
        let legs = routes.of_stream(leg.stream).map(first);
        let mut alike = legs.filter(|id| routes.leg(*id).railway == leg.railway);
        alike.next().expect("a leg is like itself")
    };
    (0..routes.routes().len()).map(stock).collect()
}

/// What random numbers know a leg by: its stream and its number on the route, and the route unless
/// it is the stream's first.
fn leg_key(scenario: &Scenario, id: LegId) -> String {
    let routes = &scenario.routes;
    let leg = routes.leg(id);
    let stream = &scenario.stream(leg.stream).key;
    let number = routes.legs_of(leg.route).position(|other| other == id);
    let number = number.expect("a leg is on its route");
    match routes.of_stream(leg.stream).next() == Some(leg.route) {
        true => format!("{stream}/{number}"),
        false => format!("{stream}/{}/{number}", routes.route(leg.route).key),
    }
}

/// # Panics
///
/// If there is no such class: the reader checks that every leg has one.
fn class_of(scenario: &Scenario, railway: Railway, load: Load) -> ClassId {
    let mut classes = scenario.classes.iter();
    let position = classes.position(|class| class.railway == railway && class.load == load);
    let position = position.unwrap_or_else(|| panic!("no class for {load:?} on {railway:?}"));
    ClassId::from_index(position)
}
