//! What one element of the corridor was offered and what it carried over a span of time. Knows
//! nothing of how much it was meant to carry.

use crate::engine::Observer;
use crate::model::{Direction, Load};
use crate::sim::{Fared, Plan, PortFact, Record, Side, Traffic};
use crate::units::{CrossingId, FacilityId, SectionId, StreamId, Time};
use std::sync::Arc;

/// An element that is watched.
#[derive(Clone, Debug, PartialEq)]
pub enum Watched {
    /// A line: its sections end to end.
    Line(Vec<SectionId>),
    /// Crossings, each with a direction.
    Exchange(Vec<(CrossingId, Direction)>),
    /// A facility and the crossing and direction that its trains come by.
    Facility(FacilityId, (CrossingId, Direction)),
    /// A base, by its position among the scenario's.
    Base(usize),
}

/// Observes one element from one instant on, in one district; all districts are put together at the end.
#[derive(Clone, Debug)]
pub struct Passage {
    plan: Arc<Plan>,
    watched: Watched,
    from: Time,
    /// By section of a line and direction: freight trains, and of them the corridor's.
    freight: Vec<u64>,
    own: Vec<u64>,
    /// By section of a line: trains, and milliseconds that they lost.
    runs: Vec<u64>,
    lost_ms: Vec<u64>,
    /// By block of a line, or the whole of another element: milliseconds not free for others.
    busy_ms: Vec<u64>,
    offered_kg: u64,
    offered_teu: f64,
    carried_kg: u64,
    carried_teu: f64,
    trains: u64,
    stays: u64,
    stay_ms: u64,
}

/// What an element was offered and what it carried. Means over the time watched.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carried {
    /// Trains a day: freight trains on the section of a line and in the direction where the fewest
    /// ran, so pairs; loaded trains elsewhere.
    pub trains_per_day: f64,
    /// Of them the corridor's own.
    pub own_per_day: f64,
    /// Tonnes a day that appeared for it, and that it carried. Zero of a line.
    pub tonnes_per_day: [f64; 2],
    /// TEU a day that appeared for it, and that it carried. Zero of a line.
    pub teu_per_day: [f64; 2],
    /// Hours that a train lost there or stood there; none where that is not measured.
    pub wait_h: Option<f64>,
    /// Hours a day in which it was busy: of the busiest block of a line, or of all cranes and tracks
    /// together. Zero of a crossing.
    pub busy_h_per_day: f64,
}

impl Carried {
    /// What [`Self::values`] are, in order.
    pub const NAMES: [&'static str; 8] = [
        "trains_per_day",
        "own_per_day",
        "offered_t_per_day",
        "carried_t_per_day",
        "offered_teu_per_day",
        "carried_teu_per_day",
        "wait_h",
        "busy_h_per_day",
    ];

    /// Returns it as plain numbers; not a number where there is no wait.
    pub fn values(&self) -> [f64; 8] {
        let ([offered_t, carried_t], [offered_teu, carried_teu]) =
            (self.tonnes_per_day, self.teu_per_day);
        [
            self.trains_per_day,
            self.own_per_day,
            offered_t,
            carried_t,
            offered_teu,
            carried_teu,
            self.wait_h.unwrap_or(f64::NAN),
            self.busy_h_per_day,
        ]
    }

    /// Returns what was found from its plain numbers.
    pub fn of_values(values: [f64; 8]) -> Self {
        let [
            trains,
            own,
            offered_t,
            carried_t,
            offered_teu,
            carried_teu,
            wait_h,
            busy,
        ] = values;
        Self {
            trains_per_day: trains,
            own_per_day: own,
            tonnes_per_day: [offered_t, carried_t],
            teu_per_day: [offered_teu, carried_teu],
            wait_h: Some(wait_h).filter(|it| !it.is_nan()),
            busy_h_per_day: busy,
        }
    }
}

impl Passage {
    /// Begins to watch an element, from an instant on.
    pub fn new(plan: Arc<Plan>, watched: Watched, from: Time) -> Self {
        let (sections, blocks) = match &watched {
            Watched::Line(sections) => {
                let blocks = sections.iter().flat_map(|id| plan.blocks_of(*id));
                (sections.len(), blocks.max().map_or(1, |last| last + 1))
            }
            _ => (0, 1),
        };
        Self {
            plan,
            watched,
            from,
            freight: vec![0; 2 * sections],
            own: vec![0; 2 * sections],
            runs: vec![0; sections],
            lost_ms: vec![0; sections],
            busy_ms: vec![0; blocks],
            offered_kg: 0,
            offered_teu: 0.0,
            carried_kg: 0,
            carried_teu: 0.0,
            trains: 0,
            stays: 0,
            stay_ms: 0,
        }
    }

    /// Returns what all districts of a replication saw together.
    ///
    /// # Panics
    ///
    /// If there is no district.
    pub fn of_replication(districts: Vec<Self>) -> Carried {
        let all = districts.into_iter().reduce(|mut all, more| {
            all.merge(&more);
            all
        });
        all.expect("a run has a district").carried()
    }

    fn merge(&mut self, more: &Self) {
        let columns = [
            (&mut self.freight, &more.freight),
            (&mut self.own, &more.own),
            (&mut self.runs, &more.runs),
            (&mut self.lost_ms, &more.lost_ms),
            (&mut self.busy_ms, &more.busy_ms),
        ];
        for (all, more) in columns {
            all.iter_mut().zip(more).for_each(|(a, b)| *a += *b);
        }
        self.offered_kg += more.offered_kg;
        self.offered_teu += more.offered_teu;
        self.carried_kg += more.carried_kg;
        self.carried_teu += more.carried_teu;
        self.trains += more.trains;
        self.stays += more.stays;
        self.stay_ms += more.stay_ms;
    }

    fn carried(&self) -> Carried {
        let end = self.plan.scenario.calendar.end_time();
        let days = end.since(self.from).as_days();
        let hours = |ms: u64| ms as f64 / 3.6e6;
        let busiest = self.busy_ms.iter().copied().max().unwrap_or(0);
        let per_day = |amount: f64| amount / days;
        let tonnes = |kg: u64| per_day(kg as f64 / 1e3);
        let common = Carried {
            tonnes_per_day: [tonnes(self.offered_kg), tonnes(self.carried_kg)],
            teu_per_day: [per_day(self.offered_teu), per_day(self.carried_teu)],
            busy_h_per_day: per_day(hours(busiest)),
            ..Carried::default()
        };
        if !matches!(self.watched, Watched::Line(_)) {
            return Carried {
                trains_per_day: per_day(self.trains as f64),
                own_per_day: per_day(self.trains as f64),
                wait_h: (self.stays > 0).then(|| hours(self.stay_ms) / self.stays as f64),
                ..common
            };
        }
        let ways = self.freight.iter().zip(&self.own);
        let (fewest, own) = ways.min().unwrap_or((&0, &0));
        let lost = self.runs.iter().zip(&self.lost_ms);
        let lost = lost.filter(|(runs, _)| **runs > 0);
        Carried {
            trains_per_day: per_day(*fewest as f64),
            own_per_day: per_day(*own as f64),
            wait_h: Some(lost.map(|(runs, ms)| hours(*ms) / *runs as f64).sum()),
            ..common
        }
    }

    /// The position of a section on the line that is watched.
    fn position(&self, section: SectionId) -> Option<usize> {
        match &self.watched {
            Watched::Line(sections) => sections.iter().position(|id| *id == section),
            _ => None,
        }
    }

    fn watches(&self, way: (CrossingId, Direction)) -> bool {
        match &self.watched {
            Watched::Exchange(ways) => ways.contains(&way),
            Watched::Facility(_, of) => *of == way,
            Watched::Line(_) | Watched::Base(_) => false,
        }
    }

    /// Whether cargo of a stream is for the element.
    fn is_for(&self, stream: StreamId) -> bool {
        let scenario = &self.plan.scenario;
        let cargo = scenario.stream(stream);
        let load_is = |load: Load| cargo.wagon.load() == load;
        let mut ways = cargo.crossings.iter().map(|id| (*id, cargo.direction));
        match &self.watched {
            Watched::Line(_) => false,
            Watched::Exchange(_) => !cargo.is_by_road() && ways.any(|way| self.watches(way)),
            Watched::Facility(id, _) => {
                load_is(scenario.facility(*id).load) && ways.any(|way| self.watches(way))
            }
            Watched::Base(n) => {
                let base = &scenario.ports.bases[*n];
                let ends = [cargo.origin, cargo.destination];
                load_is(base.load) && ends.contains(&base.node)
            }
        }
    }

    fn observe_line(&mut self, record: Record) {
        match record {
            Record::Occupied { block, busy } if self.position(block.section).is_some() => {
                self.busy_ms[self.plan.block_index(block)] += busy.as_ms();
            }
            Record::Counted {
                section,
                traffic,
                forward,
                trains,
            } => {
                let Some(n) = self.position(section) else {
                    return;
                };
                let way = 2 * n + usize::from(forward);
                if traffic == Traffic::Corridor {
                    self.own[way] += u64::from(trains);
                }
                if matches!(traffic, Traffic::Corridor | Traffic::Freight) {
                    self.freight[way] += u64::from(trains);
                }
            }
            Record::Fared(Fared::Ran { section, lost, .. }) => {
                if let Some(n) = self.position(section) {
                    self.runs[n] += 1;
                    self.lost_ms[n] += lost.iter().map(|time| time.as_ms()).sum::<u64>();
                }
            }
            _ => {}
        }
    }
}

impl Observer<Record> for Passage {
    fn observe(&mut self, time: Time, record: Record) {
        if time < self.from {
            return;
        }
        match record {
            Record::Occupied { .. } | Record::Counted { .. } | Record::Fared(_) => {
                self.observe_line(record);
            }
            Record::Offered { stream, mass } if self.is_for(stream) => {
                self.offered_kg += mass.as_kg();
                self.offered_teu += self.plan.scenario.stream(stream).teu(mass);
            }
            Record::HandedOver {
                crossing,
                direction,
                stream,
                mass,
                ..
            } if matches!(self.watched, Watched::Exchange(_))
                && self.watches((crossing, direction)) =>
            {
                self.trains += 1;
                self.carried_kg += mass.as_kg();
                self.carried_teu += self.plan.scenario.stream(stream).teu(mass);
            }
            Record::Stayed {
                crossing,
                direction,
                side,
                span,
                ..
            } if self.watches((crossing, direction)) => {
                let receives = matches!(self.watched, Watched::Facility(..));
                if receives == (side == Side::Receiving) {
                    self.stays += 1;
                    self.stay_ms += span.as_ms();
                }
            }
            Record::Lifted {
                facility,
                busy,
                amount,
            } if matches!(&self.watched, Watched::Facility(id, _) if *id == facility) => {
                self.trains += 1;
                self.busy_ms[0] += busy.as_ms();
                match self.plan.scenario.facility(facility).load {
                    Load::Container => self.carried_teu += amount,
                    Load::Bulk => self.carried_kg += (amount * 1e3).round() as u64,
                }
            }
            Record::Port(PortFact::BaseWorked { base, busy })
                if self.watched == Watched::Base(usize::from(base)) =>
            {
                self.trains += 1;
                self.busy_ms[0] += busy.as_ms();
            }
            _ => {}
        }
    }
}
