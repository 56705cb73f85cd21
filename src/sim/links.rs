//! The channels between districts, and how soon what is sent over each can be felt.

use super::plan::Plan;
use crate::engine::Channels;
use crate::model::Section;
use crate::units::Duration;

impl Plan {
    /// Returns the channels between districts: over each boundary a train takes at least its least
    /// running time, and word of a free track at least its notice; orders of a crossing take theirs.
    pub fn channels(&self) -> Channels {
        let mut channels = Channels::new(self.district_count() as usize);
        let network = &self.scenario.network;
        for (id, section) in network.sections() {
            let line = &self.lines[id.index()];
            if line.boundary && line.used {
                let least = self.least_running(section);
                self.connect(
                    &mut channels,
                    section,
                    least.min(self.scenario.operation.handover_notice),
                );
            }
            if line.boundary && line.road {
                self.connect(&mut channels, section, self.least_driving(section));
            }
        }
        for crossing in &self.scenario.crossings {
            let section = network.section(crossing.section);
            let least = self.least_running(section).min(crossing.handover_notice);
            self.connect(&mut channels, section, least);
        }
        self.listeners.connect(self, &mut channels);
        self.connect_depots(&mut channels);
        let (scenario, district_of) = (&self.scenario, &self.district_of);
        self.holding.connect(scenario, district_of, &mut channels);
        self.connect_dispatchers(&mut channels);
        channels
    }

    /// Word of locomotives goes between each depot and the first of its traction district.
    fn connect_depots(&self, channels: &mut Channels) {
        for depot in self.traction.depots() {
            let control = self.district(self.traction.depot(depot.control).place);
            let there = self.district(depot.place);
            if control != there {
                channels.connect(control, there, self.traction.notice);
                channels.connect(there, control, self.traction.notice);
            }
        }
    }

    /// Dispatchers of one fleet send one another telegrams, where wagons are limited.
    fn connect_dispatchers(&self, channels: &mut Channels) {
        let fleets = &self.scenario.fleets;
        for dispatchers in &self.dispatchers {
            for from in dispatchers {
                for to in dispatchers.iter().filter(|to| *to != from) {
                    channels.connect(*from, *to, fleets.notice);
                }
            }
        }
    }

    /// The shortest time that any train of the corridor takes: none is faster than the section.
    fn least_running(&self, section: &Section) -> Duration {
        let pace = self.scenario.operation.running_spread.minimum();
        (section.length / section.highest_speed()).scaled(pace)
    }

    /// The shortest time that any truck takes: rests only add to it.
    fn least_driving(&self, section: &Section) -> Duration {
        let road = self.scenario.road.as_ref();
        let truck = &road.expect("a section with trucks has a road mode").truck;
        let pace = self.scenario.operation.running_spread.minimum();
        (section.length / section.speed.min(truck.speed)).scaled(pace)
    }

    fn connect(&self, channels: &mut Channels, section: &Section, lookahead: Duration) {
        let (a, b) = (self.district(section.from), self.district(section.to));
        if a != b {
            channels.connect(a, b, lookahead);
            channels.connect(b, a, lookahead);
        }
    }
}
