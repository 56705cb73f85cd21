//! The small corridor with a second crossing, and what trains did in it.

use crate::fixture::{SCENARIO, World};
use corridor::engine::{Observer, RunOptions, Streams};
use corridor::model::Scenario;
use corridor::sim::{self, Executor, Plan, Record};
use corridor::units::{Mass, RouteId, Time};
use std::sync::Arc;

/// Adds Khorgos–Altynkol beside Alashankou–Dostyk, 43 km longer from Moyynty to Urumqi.
pub fn two_crossings() -> World {
    let world = World::new();
    let text = world.text(SCENARIO);
    let from = text.find("[crossing.dostyk]").expect("it has a crossing");
    let until = text.find("[demand]").expect("it has a demand");
    let second = text[from..until]
        .replace("crossing.dostyk", "crossing.khorgos")
        .replace("Alashankou–Dostyk", "Khorgos–Altynkol")
        .replace("alk_bulk", "hrg_bulk")
        .replace("dos_bulk", "alt_bulk")
        .replace("\"ALK\"", "\"HRG\"")
        .replace("\"DOS\"", "\"ALT\"");
    let nodes = world.text("tables/nodes.csv")
        + "HRG,Khorgos,CN,border_station,44.2,80.4,0,estimate,\n\
           ALT,Altynkol,KZ,border_station,44.2,80.3,0,estimate,\n";
    let sections = world.text("tables/sections.csv")
        + "URC-HRG,URC,HRG,rail,1435,500,2,,80,5,10,,,estimate\n\
           HRG-ALT,HRG,ALT,rail,1435+1520,12,2,,40,0,0,,,estimate\n\
           ALT-MOY,ALT,MOY,rail,1520,847,2,,80,2,4,,,estimate\n";
    let volumes = world
        .text("tables/volumes.csv")
        .replace("2021,365", "2021,9000");
    world
        .with(SCENARIO, format!("{text}\n{second}"))
        .with("tables/nodes.csv", nodes)
        .with("tables/sections.csv", sections)
        .with("tables/volumes.csv", volumes)
}

/// Overrides under which nothing but the choice of route limits trains. `scale` is that of the
/// logit, in US dollars a tonne.
pub fn free_choice(scale: f64) -> Vec<String> {
    let mut overrides = vec![
        format!(
            "routes = {{ alternatives = 3, scale_usd_per_tonne = {scale:?}, largest_detour = 2, \
             news_every_days = 7, news_notice_h = 24 }}"
        ),
        "end = 2021-12-31".to_owned(),
        "demand.factor = {}".to_owned(),
    ];
    for crossing in ["dostyk", "khorgos"] {
        let key = format!("crossing.{crossing}.to_china");
        overrides.push(format!("{key}.quota_trains_per_day = 40"));
        overrides.push(format!("{key}.receiving_tracks = 100"));
        overrides.push(format!("{key}.sending.servers = 100"));
        overrides.push(format!("{key}.receiving.servers = 100"));
    }
    overrides
}

pub fn read(world: &World, overrides: &[String]) -> Scenario {
    let overrides: Vec<&str> = overrides.iter().map(String::as_str).collect();
    let reading = world.read(SCENARIO, &overrides);
    reading.unwrap_or_else(|faults| panic!("{faults}")).scenario
}

/// What was recorded, in time order.
pub struct Seen {
    pub scenario: Scenario,
    pub records: Vec<(Time, Record)>,
    pub cargo: Vec<sim::CargoCount>,
}

struct Listener(Vec<(Time, Record)>);

impl Observer<Record> for Listener {
    fn observe(&mut self, time: Time, record: Record) {
        let of_interest = matches!(
            record,
            Record::Offered { .. } | Record::Routed { .. } | Record::HandedOver { .. }
        );
        if of_interest {
            self.0.push((time, record));
        }
    }
}

pub fn run(scenario: Scenario) -> Seen {
    let plan = Arc::new(Plan::new(scenario));
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let streams = Streams::new(3, 0);
    let done = sim::run(&plan, streams, Executor::Sequential, options, || {
        Listener(Vec::new())
    });
    let observers = done.observers.into_iter();
    let mut records: Vec<_> = observers.flat_map(|listener| listener.0).collect();
    records.sort_by_key(|(time, _)| *time);
    Seen {
        scenario: plan.scenario.clone(),
        records,
        cargo: done.cargo,
    }
}

impl Seen {
    /// Trains that chose a route of this key between two instants.
    pub fn trains_by(&self, key: &str, from: Time, until: Time) -> usize {
        let chose = |record: &&(Time, Record)| {
            let route = match record.1 {
                Record::Routed { route, .. } => self.scenario.routes.route(route),
                _ => return false,
            };
            route.key == key && (from..until).contains(&record.0)
        };
        self.records.iter().filter(chose).count()
    }

    /// Every choice: when, which route, and of how much.
    pub fn chosen(&self) -> impl Iterator<Item = (Time, RouteId, Mass)> {
        self.records
            .iter()
            .filter_map(|(time, record)| match record {
                Record::Routed { route, mass, .. } => Some((*time, *route, *mass)),
                _ => None,
            })
    }

    /// What was handed over at a crossing.
    pub fn handed_over(&self, crossing: &str) -> Mass {
        let mut sum = Mass::ZERO;
        for (_, record) in &self.records {
            if let Record::HandedOver {
                crossing: id, mass, ..
            } = record
                && self.scenario.crossing(*id).key == crossing
            {
                sum += *mass;
            }
        }
        sum
    }

    /// Everything that appeared, when and where.
    pub fn offered(&self) -> Vec<(Time, u32, Mass)> {
        let offered = self
            .records
            .iter()
            .filter_map(|(time, record)| match record {
                Record::Offered { stream, mass } => Some((*time, stream.0, *mass)),
                _ => None,
            });
        let mut offered: Vec<_> = offered.collect();
        offered.sort_unstable();
        offered
    }
}
