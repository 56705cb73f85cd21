//! The small corridor of the input tests with a port on either shore of a sea.
//!
//! Boxes go from Moyynty over Aktau and Alat to Ganja and back, and do not touch China; others come
//! to Urumqi by ship and go to Aktogay.

use crate::fixture::{SCENARIO, World};
use corridor::engine::{RunOptions, Streams};
use corridor::model::Period;
use corridor::sim::{self, CargoCount, Executor, Plan, ShipCount};
use corridor::stats::{Indicators, Value};
use std::sync::Arc;

const PORTS: &str = r#"
extends = "small.toml"
end = 2022-01-01

[train_class.china_container]
railway = "china"
load = "container"
speed_kmh = 80
wagons_max = 50
gross_mass_max_t = 9000
priority = 1
[train_class.broad_container]
railway = "broad"
load = "container"
speed_kmh = 80
wagons_max = 50
gross_mass_max_t = 9000
priority = 1
[train_class.caspian_container]
railway = "caspian"
load = "container"
speed_kmh = 24
wagons_max = 50
gross_mass_max_t = 9000
priority = 1

[crossing.dostyk.from_china]
facilities = ["dos_bulk", "dos_boxes"]

[facility.dos_boxes]
name = "Dostyk boxes"
node = "DOS"
load = "container"
working_tracks = 8
groups = 8
rate_per_group_hour = 50
spread = 1
placement_h = 1
removal_h = 1
[facility.aktau]
name = "Aktau"
node = "AKP"
load = "container"
working_tracks = 9
groups = 9
rate_per_group_hour = 50
spread = 1
placement_h = 1
removal_h = 1
[facility.alat]
name = "Alat"
node = "ALY"
load = "container"
working_tracks = 9
groups = 9
rate_per_group_hour = 50
spread = 1
placement_h = 1
removal_h = 1

[arrival.urumqi]
node = "URC"
sea_share = 0.75
[arrival.urumqi.service.north]
interval_days = 3.5
parcel_teu = { kind = "gamma", mean = 100, shape = 4 }
delay_h = { kind = "exponential", mean = 12 }
[arrival.urumqi.service.south]
interval_days = 7
parcel_teu = 300
delay_h = 0

[base.urumqi]
node = "URC"
load = "container"
tracks = 2
trains_per_day = 6
capacity_teu = 900
stay_h = 48

[yard.aktau]
facility = "aktau"
capacity_teu = 1000

[ships.sea]
ports = ["AKP", "ALY"]
load = "container"
ships = 2
capacity_teu = 100
capacity_t = 5000
longest_wait_h = 48

[berth.aktau]
node = "AKP"
load = "container"
berths = 2
rate_per_berth_hour = 20
spread = 1
[berth.alat]
node = "ALY"
load = "container"
berths = 2
rate_per_berth_hour = 20
spread = 1

[port_closure.aktau]
node = "AKP"
closed_days_by_month = [6, 6, 6, 4, 4, 4, 2, 2, 2, 6, 6, 6]
spell_h = { kind = "gamma", mean = 30, shape = 2 }
"#;

const NODES: &str = "AKP,Aktau,KZ,sea_port,43.6,51.2,0,estimate,
ALY,Alat,AZ,sea_port,40.0,49.4,0,estimate,
GNJ,Ganja,AZ,yard,40.7,46.4,0,estimate,
";

const SECTIONS: &str = "MOY-AKP,MOY,AKP,rail,1520,140,2,,70,0,0,,,estimate
AKP-ALY,AKP,ALY,sea,,240,0,,20,0,0,,,estimate
ALY-GNJ,ALY,GNJ,rail,1520,140,2,,70,0,0,,,estimate
";

const STREAMS: &str = "west,Boxes to Ganja,MOY,GNJ,,from_china,export,containers,container_flat,400,flat,96,10,estimate
east,Boxes from Ganja,GNJ,MOY,,to_china,import,containers,container_flat,400,flat,96,10,estimate
boxes,Boxes to Aktogay,URC,AKG,dostyk,from_china,import,containers,container_flat,300,summer,96,10,estimate
more,More boxes to Aktogay,URC,AKG,dostyk,from_china,import,machinery,container_flat,300,flat,96,20,estimate
";

/// The world of the ports, with kilotonnes a year each way over the sea.
pub fn world(kt_west: f64, kt_east: f64) -> World {
    let mut world = World::new().with("ports.toml", PORTS);
    for (path, rows) in [
        ("tables/nodes.csv", NODES),
        ("tables/sections.csv", SECTIONS),
        ("tables/streams.csv", STREAMS),
    ] {
        let text = world.text(path) + rows;
        world = world.with(path, text);
    }
    let mut volumes = world.text("tables/volumes.csv");
    for (stream, kt) in [
        ("west", kt_west),
        ("east", kt_east),
        ("boxes", 200.0),
        ("more", 100.0),
    ] {
        for year in [2020, 2021] {
            volumes += &format!("{stream},{year},{kt},estimate,estimate\n");
        }
    }
    world.with("tables/volumes.csv", volumes)
}

/// Compiles the world with overrides.
pub fn plan(world: &World, overrides: &[&str]) -> Arc<Plan> {
    assert_eq!(SCENARIO, "small.toml", "the file that is extended");
    let reading = world.read("ports.toml", overrides);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    Arc::new(Plan::new(reading.scenario))
}

/// What one replication comes to.
pub struct Done {
    pub cargo: Vec<CargoCount>,
    pub ships: Vec<ShipCount>,
    pub values: Vec<Value>,
}

pub fn run(plan: &Arc<Plan>, seed: u64, executor: Executor) -> Done {
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let observer = || Indicators::new(Arc::clone(plan));
    let done = sim::run(plan, Streams::new(seed, 0), executor, options, observer);
    let all = Indicators::of_replication(done.observers);
    let months = (1..=12).map(|month| Period::Months((2021, month), (2021, month)));
    let periods: Vec<Period> = std::iter::once(Period::Year(2021)).chain(months).collect();
    Done {
        cargo: done.cargo,
        ships: done.ships,
        values: all.values(&periods),
    }
}

impl Done {
    /// Returns the value of a measure in 2021.
    pub fn of_year(&self, measure: &str, place: &str) -> f64 {
        self.in_period(measure, place, Period::Year(2021))
    }

    pub fn in_period(&self, measure: &str, place: &str, period: Period) -> f64 {
        let value = self.values.iter().find(|(label, _)| {
            label.measure == measure && label.place == place && label.period == period
        });
        value.unwrap_or_else(|| panic!("no {measure} at {place}")).1
    }
}
