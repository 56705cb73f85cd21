//! What textbooks say that an element carries, from its loops, times, servers and agreements alone.

use super::element::{Element, Unit, is_single};
use crate::model::{Load, Scenario, WagonType};
use crate::stats::Watched;
use crate::units::{SectionId, Time};

/// Freight paths that a passenger pair takes from the graph of equal speeds: single track, where a
/// passenger train meets every train as a freight train does, and double track with automatic block.
/// Estimates from within the ranges that Chinese handbooks give (1.1–1.3 and 2.0–2.7).
const DEDUCTION: [f64; 2] = [1.2, 2.3];

/// The share of the calculated capacity that is counted on, for failures of track, signals and
/// locomotives (reliability coefficient of the CIS instruction). Estimate: single track, diesel.
const RELIABILITY: f64 = 0.93;

/// A formula with its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// What it is called.
    pub name: &'static str,
    /// How it came about, with its numbers.
    pub terms: String,
    /// The capacity, in the unit of the element.
    pub value: f64,
}

/// Returns the formulas of an element, at an instant; the first is the main one. None where they
/// are not enough: all tonnes of a crossing depend on what its trains carry.
pub(super) fn formulas(scenario: &Scenario, element: &Element, time: Time) -> Vec<Formula> {
    match (&element.watched, element.unit) {
        (Watched::Line(sections), _) => line(scenario, sections, time),
        (Watched::Exchange(ways), Unit::TrainsPerDay) => {
            let quota = ways.iter().map(|(id, direction)| {
                let handover = scenario.crossing(*id).handover(*direction);
                handover.quota_trains_per_day.at(time)
            });
            vec![Formula {
                name: "quota",
                terms: "trains a day that the two railways agree to exchange".to_owned(),
                value: quota.sum(),
            }]
        }
        (Watched::Facility(id, _), unit) => {
            let facility = scenario.facility(*id);
            let (groups, rate) = (facility.groups.at(time), facility.rate_per_group_hour);
            let boxes_teu = f64::from(scenario.wagons[WagonType::ContainerFlat.index()].teu);
            let a_year = f64::from(groups) * rate * 24.0 * 365.0;
            let (value, moved) = match (facility.load, unit) {
                (_, Unit::TrainsPerDay) => return Vec::new(),
                (Load::Container, _) => (a_year * boxes_teu, "boxes"),
                (Load::Bulk, _) => (a_year / 1e6, "t"),
            };
            vec![Formula {
                name: "servers c·μ·hours",
                terms: format!("{groups} × {rate} {moved} an hour × 24 h × 365"),
                value,
            }]
        }
        (Watched::Base(n), Unit::TrainsPerDay) => {
            let base = &scenario.ports.bases[*n];
            vec![Formula {
                name: "tracks c·μ",
                terms: format!("{} tracks, always taken", base.tracks),
                value: base.trains_per_day,
            }]
        }
        _ => Vec::new(),
    }
}

/// The formulas of a line: those of the section that carries least.
fn line(scenario: &Scenario, sections: &[SectionId], time: Time) -> Vec<Formula> {
    let each = sections
        .iter()
        .map(|id| match is_single(scenario, *id, time) {
            true => single_track(scenario, *id, time),
            false => double_track(scenario, *id),
        });
    let least = each.min_by(|a, b| a[0].value.total_cmp(&b[0].value));
    least.unwrap_or_default()
}

/// N = (1440 − T) / (t_up + t_down + τ1 + τ2) of the block that takes longest, where every train
/// stops at every loop (parallel graph of pairs; the CIS instruction on calculating capacity of
/// 2010, and Chinese handbooks, have the same).
fn single_track(scenario: &Scenario, id: SectionId, time: Time) -> Vec<Formula> {
    let section = scenario.network.section(id);
    let operation = &scenario.operation;
    let opened = section.loops.iter().enumerate();
    let opened = opened.filter(|(n, _)| section.working.opens(*n) <= time);
    let mut points: Vec<f64> = opened.map(|(_, km)| km.as_km()).collect();
    points.insert(0, 0.0);
    points.push(section.length.as_km());
    let longest = points.windows(2).map(|ends| ends[1] - ends[0]);
    let longest = longest.fold(0.0, f64::max);
    let speed = section.speed_at(time).as_kmh();
    let takes = longest / speed * 60.0 + operation.start_stop_supplement.as_minutes();
    let interval = operation.station_interval.as_minutes();
    let closed = closed_min(scenario, id, time);
    let pairs = (1_440.0 - closed) / (2.0 * takes + 2.0 * interval);
    let terms = format!(
        "(1440 − {closed:.0}) / (2 × {takes:.1} + 2 × {interval:.0}) min, block of {longest:.0} km \
         at {speed:.0} km/h"
    );
    let others = section.other.passenger_pairs_per_day;
    let with_deduction = with_deduction(pairs, others, DEDUCTION[0]);
    vec![
        Formula {
            name: "parallel graph",
            terms,
            value: pairs,
        },
        with_deduction,
        Formula {
            name: "CIS, counted on",
            terms: format!(
                "the parallel graph × {RELIABILITY}, for failures, less passenger pairs"
            ),
            value: (pairs * RELIABILITY - others).max(0.0),
        },
    ]
}

/// N = 1440 / I trains each way.
fn double_track(scenario: &Scenario, id: SectionId) -> Vec<Formula> {
    let headway = scenario.operation.headway.as_minutes();
    let trains = 1_440.0 / headway;
    let others = scenario.network.section(id).other.passenger_pairs_per_day;
    vec![
        Formula {
            name: "headway",
            terms: format!("1440 / {headway:.0} min"),
            value: trains,
        },
        with_deduction(trains, others, DEDUCTION[1]),
    ]
}

/// The Chinese form: passenger pairs take freight paths from the parallel graph.
fn with_deduction(pairs: f64, passenger_pairs: f64, coefficient: f64) -> Formula {
    Formula {
        name: "Chinese, deduction coefficient",
        terms: format!("{pairs:.1} − {coefficient} × {passenger_pairs:.0} passenger pairs"),
        value: (pairs - coefficient * passenger_pairs).max(0.0),
    }
}

/// Minutes a day for which single track is closed for work, at an instant.
fn closed_min(scenario: &Scenario, id: SectionId, time: Time) -> f64 {
    let own: Vec<_> = scenario
        .windows
        .iter()
        .filter(|window| window.sections.contains(&id))
        .collect();
    if !own.is_empty() {
        let lasts = own.iter().map(|window| window.lasts.as_minutes());
        return lasts.sum();
    }
    let general = &scenario.operation.maintenance;
    let month = scenario.calendar.date_of(time).month();
    let held = general.enabled && general.months[month as usize - 1];
    if held {
        general.lasts.as_minutes()
    } else {
        0.0
    }
}
