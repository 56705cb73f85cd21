//! The units that a scenario can have one more of, each as a change of one key.

use super::loops;
use crate::input::{Change, Reading};
use crate::model::{Direction, Load, Scenario, Side, UnitKind};
use crate::units::{CrossingId, FacilityId};
use jiff::civil::Date;

/// One more unit of an element.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Its short name: kind and element, as `train_path:dostyk:to_china`.
    pub id: String,
    /// What it is one more of.
    pub kind: UnitKind,
    /// Its name for people.
    pub name: String,
    /// The key that it changes, from what to what.
    pub change: Change,
    /// What it costs, in millions of US dollars; none where the scenario does not say.
    pub cost_musd: Option<f64>,
    /// Whether it stands at a crossing to China or on the line, and not at another border or port.
    pub is_near_china: bool,
}

/// Something that there cannot be one more of, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untried {
    /// Its name for people.
    pub name: String,
    /// Why no unit of it was tried.
    pub why: String,
}

/// All units of a scenario, in the order in which tables show them where nothing else tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Units {
    /// What there can be one more of.
    pub list: Vec<Unit>,
    /// What not.
    pub untried: Vec<Untried>,
}

/// Where a unit stands, and how much more it is.
struct Place<'a> {
    id: String,
    name: String,
    key: String,
    amount: u32,
    is_near_china: bool,
    reading: &'a Reading,
}

impl Units {
    /// Returns the units of a scenario. `occupied` are the busiest single-track sections, by key.
    pub fn of(reading: &Reading, occupied: &[String]) -> Self {
        let mut units = Self::default();
        units.add_crossings(reading);
        units.add_facilities(reading);
        units.add_loops(reading, occupied);
        units.add_locomotives(reading);
        units.add_wagons(reading);
        units
    }

    fn add(&mut self, kind: UnitKind, place: Place<'_>) {
        let opens = opens(&place.reading.scenario).filter(|_| may_change(kind));
        let document = &place.reading.document;
        let Some(change) = document.raised(&place.key, place.amount, opens) else {
            return;
        };
        self.list.push(Unit {
            id: format!("{}:{}", kind.key(), place.id),
            kind,
            name: place.name,
            change,
            cost_musd: place.reading.scenario.unit_costs.musd(kind),
            is_near_china: place.is_near_china,
        });
    }

    fn add_crossings(&mut self, reading: &Reading) {
        let scenario = &reading.scenario;
        for (n, crossing) in scenario.crossings.iter().enumerate() {
            let is_near_china = scenario.is_of_china(CrossingId::from_index(n));
            for direction in Direction::BOTH {
                let way = match direction {
                    Direction::ToChina => "to China",
                    Direction::FromChina => "from China",
                };
                let (path, id) = (
                    format!("crossing.{}.{}", crossing.key, direction.key()),
                    format!("{}:{}", crossing.key, direction.key()),
                );
                let place = |what: &str, end: &str, key: &str| Place {
                    id: format!("{id}{end}"),
                    name: format!("{what}, {} {way}", crossing.name),
                    key: format!("{path}.{key}"),
                    amount: 1,
                    is_near_china,
                    reading,
                };
                let path = place("Train path a day", "", "quota_trains_per_day");
                self.add(UnitKind::TrainPath, path);
                let track = place("Receiving track", "", "receiving_tracks");
                self.add(UnitKind::ReceivingTrack, track);
                let track = place("Sending track", "", "sending_tracks");
                self.add(UnitKind::SendingTrack, track);
                for (side, _) in Side::NAMES {
                    let what = format!("Server for documents, {side} side");
                    let server = place(&what, &format!(":{side}"), &format!("{side}.servers"));
                    self.add(UnitKind::Server, server);
                }
                for inspection in &crossing.handover(direction).inspections {
                    let (what, key) = (
                        format!("Server for {} inspection", inspection.key.replace('_', " ")),
                        format!("inspection.{}.servers", inspection.key),
                    );
                    let server = place(&what, &format!(":{}", inspection.key), &key);
                    self.add(UnitKind::Server, server);
                }
            }
        }
    }

    fn add_facilities(&mut self, reading: &Reading) {
        let scenario = &reading.scenario;
        for (n, facility) in scenario.facilities.iter().enumerate() {
            let (group, what) = match facility.load {
                Load::Container => (UnitKind::ContainerCrane, "Crane group"),
                Load::Bulk => (UnitKind::BulkGang, "Grab or gang"),
            };
            let track = (UnitKind::WorkingTrack, "Working track");
            for ((kind, what), key) in [((group, what), "groups"), (track, "working_tracks")] {
                let place = Place {
                    id: facility.key.clone(),
                    name: format!("{what}, {}", facility.name),
                    key: format!("facility.{}.{key}", facility.key),
                    amount: 1,
                    is_near_china: serves_china(scenario, FacilityId::from_index(n)),
                    reading,
                };
                self.add(kind, place);
            }
        }
    }

    fn add_loops(&mut self, reading: &Reading, occupied: &[String]) {
        let scenario = &reading.scenario;
        let network = &scenario.network;
        for key in occupied {
            let Some(id) = network.section_by_key(key) else {
                continue;
            };
            let section = network.section(id);
            let label = |node| &network.node(node).name;
            let name = format!("{} – {}", label(section.from), label(section.to));
            match loops::one_more(section, &reading.document, opens(scenario)) {
                Some((km, change)) => self.list.push(Unit {
                    id: format!("{}:{key}", UnitKind::PassingLoop.key()),
                    kind: UnitKind::PassingLoop,
                    name: format!("Passing loop at km {km}, {name}"),
                    change,
                    cost_musd: scenario.unit_costs.musd(UnitKind::PassingLoop),
                    is_near_china: true,
                }),
                None => self.untried.push(Untried {
                    name: format!("Passing loop, {name}"),
                    why: "its loops lie as close as they can".to_owned(),
                }),
            }
        }
    }

    fn add_locomotives(&mut self, reading: &Reading) {
        let Some(locomotives) = &reading.scenario.locomotives else {
            self.add_unlimited("Locomotives");
            return;
        };
        for district in &locomotives.districts {
            let place = Place {
                id: district.key.clone(),
                name: format!("Locomotive, {}", district.name),
                key: format!("traction_district.{}.locomotives", district.key),
                amount: 1,
                is_near_china: true,
                reading,
            };
            self.add(UnitKind::Locomotive, place);
        }
    }

    fn add_wagons(&mut self, reading: &Reading) {
        let fleets = &reading.scenario.fleets;
        if !fleets.limited {
            self.add_unlimited("Wagons of all fleets");
            return;
        }
        for fleet in &fleets.list {
            let place = Place {
                id: fleet.key.clone(),
                name: format!("Hundred wagons, {}", fleet.name),
                key: format!("fleet.{}.wagons", fleet.key),
                amount: 100,
                is_near_china: true,
                reading,
            };
            self.add(UnitKind::HundredWagons, place);
        }
    }

    fn add_unlimited(&mut self, what: &str) {
        self.untried.push(Untried {
            name: what.to_owned(),
            why: "not limited in this scenario".to_owned(),
        });
    }
}

/// Returns the day on which units open: the first that is reported. Before it the corridor is as it
/// is, so that a unit finds the queue there that it is to work off. None if the run begins with it.
fn opens(scenario: &Scenario) -> Option<Date> {
    let calendar = &scenario.calendar;
    Some(calendar.report_from()).filter(|day| *day > calendar.start())
}

/// Returns whether the number of something may change on a date: tracks of border stations do not.
fn may_change(kind: UnitKind) -> bool {
    !matches!(kind, UnitKind::ReceivingTrack | UnitKind::SendingTrack)
}

fn serves_china(scenario: &Scenario, facility: FacilityId) -> bool {
    let crossings = scenario.crossings.iter().enumerate();
    let mut of_china = crossings
        .filter(|(n, _)| scenario.is_of_china(CrossingId::from_index(*n)))
        .flat_map(|(_, it)| Direction::BOTH.map(|direction| it.handover(direction)));
    of_china.any(|handover| handover.facilities.contains(&facility))
}

/// Returns whether the short name of a unit is meant by a pattern: the pieces between its asterisks
/// are in it, in this order. `dostyk`, `train_path` and `server*khorgos` are patterns.
pub(super) fn is_meant(id: &str, pattern: &str) -> bool {
    let mut rest = id;
    pattern.split('*').all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::is_meant;

    #[test]
    fn a_pattern_is_pieces_in_order() {
        let id = "server:khorgos:to_china:receiving";
        for pattern in [
            "server",
            "khorgos",
            "server*receiving",
            "*",
            "khorgos:to_china",
        ] {
            assert!(is_meant(id, pattern), "{pattern}");
        }
        for pattern in ["servers", "receiving*khorgos", "dostyk"] {
            assert!(!is_meant(id, pattern), "{pattern}");
        }
    }
}
