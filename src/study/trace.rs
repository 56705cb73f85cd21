//! The time–distance graph of one line, put together from what trains recorded on it.

use super::{Station, TimeDistance, TracedKind, TracedTrain};
use crate::model::Trace;
use crate::sim::{Movement, Plan, Purpose, TrainId};
use crate::units::{SectionId, Time};
use std::collections::BTreeMap;

/// Draws the scenario's line, if it names one, from the points recorded in one replication.
pub(super) fn time_distance(plan: &Plan, movements: &[Movement]) -> Option<TimeDistance> {
    let trace = plan.scenario.trace.as_ref()?;
    let line = Line::new(plan, trace);
    let mut trains: BTreeMap<TrainId, (TracedKind, Vec<(Time, f64)>)> = BTreeMap::new();
    for movement in movements {
        let kind = kind(movement.purpose);
        let way = trains
            .entry(movement.train)
            .or_insert_with(|| (kind, Vec::new()));
        way.1.push((movement.at, line.km(movement)));
    }
    let mut trains: Vec<TracedTrain> = trains
        .into_values()
        .map(|(kind, mut points)| {
            points.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            points.dedup();
            TracedTrain { kind, points }
        })
        .collect();
    trains.sort_by_key(|train| train.points[0].0);
    Some(TimeDistance {
        stations: line.stations,
        begins_on: plan.scenario.calendar.date_of(trace.begins).to_string(),
        begins: trace.begins,
        ends: trace.ends,
        trains,
    })
}

fn kind(purpose: Purpose) -> TracedKind {
    match purpose {
        Purpose::Loaded(_) => TracedKind::Loaded,
        Purpose::Empty(_) | Purpose::EmptyRun(_) => TracedKind::Empty,
        Purpose::Light(_) => TracedKind::Light,
        Purpose::Passenger(..) => TracedKind::Passenger,
        Purpose::Freight(..) => TracedKind::Freight,
    }
}

/// Sections end to end, with the place of every point on the whole.
struct Line {
    stations: Vec<Station>,
    /// Kilometers from the beginning of the line, by section and point.
    km: BTreeMap<SectionId, Vec<f64>>,
}

impl Line {
    fn new(plan: &Plan, trace: &Trace) -> Self {
        let network = &plan.scenario.network;
        let mut at = trace.from;
        let mut begins = 0.0;
        let first = Station {
            name: network.node(at).name.clone(),
            km: 0.0,
        };
        let mut line = Self {
            stations: vec![first],
            km: BTreeMap::new(),
        };
        for id in &trace.sections {
            let section = network.section(*id);
            let forward = section.from == at;
            let length = section.length.as_km();
            let along = |km: f64| begins + if forward { km } else { length - km };
            let points: Vec<f64> = plan.points_km(*id).into_iter().map(along).collect();
            let inner = &points[1..points.len() - 1];
            line.stations.extend(inner.iter().map(|km| Station {
                name: String::new(),
                km: *km,
            }));
            line.km.insert(*id, points);
            begins += length;
            at = section.other_end(at);
            line.stations.push(Station {
                name: network.node(at).name.clone(),
                km: begins,
            });
        }
        line.stations.sort_by(|a, b| a.km.total_cmp(&b.km));
        line
    }

    fn km(&self, movement: &Movement) -> f64 {
        self.km[&movement.section][usize::from(movement.point)]
    }
}
