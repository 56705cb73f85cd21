//! What goes wrong for a while: closures, fewer trains accepted, longer inspection, slow running,
//! lost cranes. A disruption is compiled into the values that hold at each time, so that whatever
//! asks for them asks for a disrupted one in the same way.

use super::{Crossing, Direction, Facility, Handover, ServicePool, Side, Windows};
use crate::engine::Distribution;
use crate::units::{CrossingId, Duration, FacilityId, SectionId, Time};

/// Something that goes wrong from one instant to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Disruption {
    /// The short name that files use.
    pub key: String,
    /// When it begins.
    pub from: Time,
    /// When it is over.
    pub until: Time,
    /// What it strikes, and how. Effects hold together.
    pub effects: Effects,
}

/// What a disruption strikes, and what it does there.
#[derive(Clone, Debug, PartialEq)]
pub enum Effects {
    /// On a section.
    Section(SectionId, Vec<LineEffect>),
    /// At a crossing.
    Crossing(AtCrossing),
    /// At a facility.
    Facility(FacilityId, Vec<YardEffect>),
}

/// What a disruption does at a crossing.
#[derive(Clone, Debug, PartialEq)]
pub struct AtCrossing {
    /// Which crossing.
    pub crossing: CrossingId,
    /// Which ways.
    pub directions: Vec<Direction>,
    /// Which services take longer.
    pub services: Services,
    /// How.
    pub effects: Vec<BorderEffect>,
}

/// Some of the services of one direction of a crossing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Services {
    /// All of them.
    All,
    /// Documents and inspection of every train on one side.
    Documents(Side),
    /// The inspection of this name.
    Inspection(String),
}

/// What may happen on a section.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LineEffect {
    /// No train enters; those that are on it run on to the next place or loop.
    Closed,
    /// Trains run at this share of their speed: above 0, up to 1.
    SpeedFactor(f64),
}

/// What may happen at a crossing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BorderEffect {
    /// No train goes over, loaded or empty. Services and facilities work on.
    Closed,
    /// The quota is this, in loaded trains a day.
    Quota(f64),
    /// The quota is multiplied by this.
    QuotaFactor(f64),
    /// Every service takes so many times as long.
    InspectionFactor(f64),
    /// Every service takes this long, in hours a train.
    Inspection(Distribution),
}

/// What may happen at a facility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YardEffect {
    /// No train is placed and no work is begun.
    Closed,
    /// So many groups of cranes fewer, down to none.
    LostGroups(u32),
    /// So many working tracks fewer, down to none.
    LostTracks(u32),
}

/// When trains may not enter a section, and when they run slowly on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineLimits {
    /// When no train enters.
    pub closed: Windows,
    /// When trains run at a share of their speed. The strictest holds.
    pub slow: Vec<(Windows, f64)>,
}

/// Every disruption of a scenario, and what they do to lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Disruptions {
    /// The disruptions that happen, in the order of the file.
    pub list: Vec<Disruption>,
    /// By section. Crossings and facilities carry theirs themselves.
    pub lines: Vec<LineLimits>,
}

impl Disruptions {
    /// Compiles disruptions: into `crossings` and `facilities`, and the limits of `sections`
    /// sections.
    pub fn new(
        list: Vec<Disruption>,
        crossings: &mut [Crossing],
        facilities: &mut [Facility],
        sections: usize,
    ) -> Self {
        let mut lines = vec![LineLimits::default(); sections];
        for disruption in &list {
            let span = (disruption.from, disruption.until);
            match &disruption.effects {
                Effects::Section(section, effects) => {
                    for effect in effects {
                        lines[section.index()].add(*effect, span);
                    }
                }
                Effects::Crossing(at) => {
                    let crossing = &mut crossings[at.crossing.index()];
                    for direction in &at.directions {
                        let handover = crossing.handover_mut(*direction);
                        for effect in &at.effects {
                            handover.disrupt(*effect, &at.services, span);
                        }
                    }
                }
                Effects::Facility(facility, effects) => {
                    for effect in effects {
                        facilities[facility.index()].disrupt(*effect, span);
                    }
                }
            }
        }
        Self { list, lines }
    }
}

impl LineLimits {
    /// Closes the line or slows it down for a span.
    pub fn add(&mut self, effect: LineEffect, span: (Time, Time)) {
        let windows = Windows::new(vec![span]);
        match effect {
            LineEffect::Closed => self.closed = self.closed.joined(&windows),
            LineEffect::SpeedFactor(factor) => self.slow.push((windows, factor)),
        }
    }

    /// Returns the running time of a train that starts at `time` and would take `running` if
    /// nothing slowed it down.
    #[inline]
    pub fn running(&self, running: Duration, time: Time) -> Duration {
        if self.slow.is_empty() {
            return running;
        }
        let slow = self.slow.iter();
        let held = slow.filter(|(windows, _)| windows.until(time).is_some());
        let factor = held.fold(1.0, |least: f64, (_, factor)| least.min(*factor));
        running.scaled(1.0 / factor)
    }
}

impl Handover {
    fn disrupt(&mut self, effect: BorderEffect, services: &Services, span: (Time, Time)) {
        let quota = &mut self.quota_trains_per_day;
        match effect {
            BorderEffect::Closed => self.closed = self.closed.joined(&Windows::new(vec![span])),
            BorderEffect::Quota(trains) => *quota = quota.changed(span, |_| trains),
            BorderEffect::QuotaFactor(factor) => {
                *quota = quota.changed(span, |trains| trains * factor);
            }
            BorderEffect::InspectionFactor(factor) => {
                self.change_services(services, span, |time_h| time_h.scaled(factor));
            }
            BorderEffect::Inspection(time_h) => {
                self.change_services(services, span, |_| time_h);
            }
        }
    }

    fn change_services(
        &mut self,
        services: &Services,
        span: (Time, Time),
        change: impl Fn(Distribution) -> Distribution,
    ) {
        let documents = [
            (Side::Sending, &mut self.sending),
            (Side::Receiving, &mut self.receiving),
        ];
        let documents = documents.into_iter().map(|(side, pool)| {
            let struck = matches!(services, Services::Documents(wanted) if *wanted == side);
            (struck, pool)
        });
        let inspections = self.inspections.iter_mut().map(|inspection| {
            let struck = matches!(services, Services::Inspection(key) if *key == inspection.key);
            (struck, &mut inspection.pool)
        });
        for (struck, ServicePool { time_h, .. }) in documents.chain(inspections) {
            if struck || *services == Services::All {
                *time_h = time_h.changed(span, &change);
            }
        }
    }
}

impl Facility {
    fn disrupt(&mut self, effect: YardEffect, span: (Time, Time)) {
        let (groups, tracks) = match effect {
            YardEffect::Closed => (u32::MAX, u32::MAX),
            YardEffect::LostGroups(lost) => (lost, 0),
            YardEffect::LostTracks(lost) => (0, lost),
        };
        self.groups = self.groups.changed(span, |n| n.saturating_sub(groups));
        self.working_tracks = self
            .working_tracks
            .changed(span, |n| n.saturating_sub(tracks));
    }
}
