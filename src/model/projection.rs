//! What may turn out otherwise in the years to come, and a scenario in which it did.

use super::{Dated, Direction, GrowthDraw, Network, Scenario};
use crate::engine::Distribution;
use crate::units::{Duration, Time};

/// How a projection treats the years to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Changes from this instant on are plans: they may come late.
    pub planned_from: Time,
    /// How late a plan comes, in months.
    pub delay_months: Distribution,
    /// By what the quotas of trains are multiplied from then on.
    pub quota_factor: Distribution,
    /// The share of the time from which a section or a crane is saturated.
    pub saturated_at: f64,
    /// The share of its quota from which a crossing is saturated.
    pub quota_used_at: f64,
}

/// What was drawn for the plans of one path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanDraw {
    /// How late plans come.
    pub delay: Duration,
    /// By what quotas are multiplied.
    pub quota_factor: f64,
}

impl Scenario {
    /// Returns the scenario with other growth: `draws` has one for each of its groups.
    pub fn grown(&self, draws: &[GrowthDraw]) -> Self {
        let mut scenario = self.clone();
        let Some(growth) = &self.growth else {
            return scenario;
        };
        for (stream, group) in scenario.streams.iter_mut().zip(&growth.of_stream) {
            let Some(n) = *group else { continue };
            for (month, rate) in self
                .calendar
                .months()
                .iter()
                .zip(&mut stream.tonnes_per_day)
            {
                if month.year > growth.known_until {
                    let years = growth.groups[n].years_grown(month.year);
                    *rate *= growth.groups[n].against_trend(&draws[n], years);
                }
            }
        }
        scenario
    }

    /// Returns the scenario without what goes by road, if that changes nothing on rails: the two share no
    /// line, no crane and no random number, but where cargo may go either way, it looks at the queues of both.
    pub fn by_rail_alone(mut self) -> Self {
        if !self.streams.iter().any(|stream| stream.also_by_road) {
            for stream in self.streams.iter_mut().filter(|it| it.is_by_road()) {
                stream.tonnes_per_day.fill(0.0);
            }
        }
        self
    }

    /// Returns the scenario with plans that turn out otherwise: what changes from `planned_from` on
    /// (quotas at the border to China, tracks, cranes, passing loops, second tracks, new lines and the
    /// routes that use them) comes late, and the quotas are others from then on.
    pub fn with_plans(&self, planned_from: Time, draw: PlanDraw) -> Self {
        let mut scenario = self.clone();
        let late = |time: Time| {
            if time < planned_from {
                time
            } else {
                time + draw.delay
            }
        };
        for n in 0..scenario.crossings.len() {
            if !self.crossings[n].is_of_china(&self.network) {
                continue;
            }
            for direction in Direction::BOTH {
                let quota = &mut scenario.crossings[n]
                    .handover_mut(direction)
                    .quota_trains_per_day;
                let span = (planned_from, Time::MAX);
                *quota = postponed(quota, late).changed(span, |trains| trains * draw.quota_factor);
            }
        }
        for facility in &mut scenario.facilities {
            facility.working_tracks = postponed(&facility.working_tracks, late);
            facility.groups = postponed(&facility.groups, late);
        }
        let opens = self.network.sections().filter_map(|(_, it)| it.opens);
        let planned: Vec<Time> = opens.filter(|time| *time >= planned_from).collect();
        scenario.routes = self.routes.postponed(&planned, late);
        scenario.network = late_network(&self.network, late);
        scenario
    }
}

fn postponed<T: Copy + PartialEq>(value: &Dated<T>, late: impl Fn(Time) -> Time) -> Dated<T> {
    let changes = value.changes().map(|(from, _, after)| (late(from), after));
    Dated::new(value.at(Time::ZERO), changes.collect())
}

fn late_network(network: &Network, late: impl Fn(Time) -> Time) -> Network {
    let nodes = network.nodes().map(|(_, node)| node.clone());
    let sections = network.sections().map(|(_, section)| {
        let mut section = section.clone();
        section.double_from = section.double_from.map(&late);
        section.opens = section.opens.map(&late);
        for from in &mut section.working.loops_open {
            *from = late(*from);
        }
        section
    });
    Network::new(nodes.collect(), sections.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plans_come_late() {
        let day = |n: u64| Time::from_ms(n * 86_400_000);
        let late = |time: Time| {
            if time < day(10) {
                time
            } else {
                time + Duration::from_days(5)
            }
        };
        let quota = Dated::new(8.0, vec![(day(3), 14.0), (day(20), 28.0)]);
        let changes: Vec<_> = postponed(&quota, late).changes().collect();
        assert_eq!(changes, [(day(3), 8.0, 14.0), (day(25), 14.0, 28.0)]);
    }
}
