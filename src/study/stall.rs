//! Stalls, and crossings that stood still, in words: who waits for whom or what, where, since when.

use crate::model::{Direction, Scenario};
use crate::sim::{self, Side, TrainId, WaitingTrain, Wants};
use crate::units::{CrossingId, SectionId, Time};

/// A replication at whose end nothing moved any more.
#[derive(Clone, Debug, PartialEq)]
pub struct Stall {
    /// The number of the replication, from 1.
    pub replication: usize,
    /// When the run ended, as an ISO date.
    pub ended: String,
    /// When cargo was last delivered anywhere, as an ISO date and time; none if it never was.
    pub last_delivery: Option<String>,
    /// Days without a delivery.
    pub lasted_days: f64,
    /// Every train that waited, the longest first.
    pub cast: Vec<Waiter>,
}

/// A direction of a crossing over which nothing went any more at the end of a replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The number of the replication, from 1.
    pub replication: usize,
    /// The crossing's key.
    pub crossing: String,
    /// `to_china` or `from_china`.
    pub direction: &'static str,
    /// When the run ended, as an ISO date.
    pub ended: String,
    /// When a loaded train last went over, as an ISO date and time; none if none did.
    pub last_train: Option<String>,
    /// Days since then, or since the start.
    pub lasted_days: f64,
    /// Loaded wagons that waited there and were set aside for it.
    pub wagons: u32,
    /// Every loaded train bound for it that waited, the longest first.
    pub cast: Vec<Waiter>,
}

/// A train that waited at the end of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    /// The stream and the number of its train: `ore 17`.
    pub train: String,
    /// What it is: the stream's title, and whether it is loaded.
    pub title: String,
    /// Its wagons.
    pub wagons: u16,
    /// The key of the place where it stands, or which it left last.
    pub place: String,
    /// Since when, as an ISO date and time.
    pub since: String,
    /// For how many days.
    pub days: f64,
    /// What it waits for.
    pub waits_for: String,
    /// Who has that, or is first in the queue for it.
    pub behind: Option<String>,
}

/// Puts a stall into words.
pub(super) fn stall(scenario: &Scenario, stall: &sim::Stall, replication: usize) -> Stall {
    let teller = Teller {
        scenario,
        cast: &stall.cast,
        ended: stall.ended,
    };
    Stall {
        replication,
        ended: scenario.calendar.date_of(stall.ended).to_string(),
        last_delivery: stall.last_delivery.map(|time| teller.instant(time)),
        lasted_days: stall.lasted().as_days(),
        cast: teller.waiters(),
    }
}

/// Puts a stop of a crossing into words.
pub(super) fn stop(scenario: &Scenario, stop: &sim::Stop, replication: usize) -> Stop {
    let teller = Teller {
        scenario,
        cast: &stop.cast,
        ended: stop.ended,
    };
    Stop {
        replication,
        crossing: scenario.crossing(stop.crossing).key.clone(),
        direction: stop.direction.key(),
        ended: scenario.calendar.date_of(stop.ended).to_string(),
        last_train: stop.last_train.map(|time| teller.instant(time)),
        lasted_days: stop.lasted().as_days(),
        wagons: stop.wagons,
        cast: teller.waiters(),
    }
}

struct Teller<'a> {
    scenario: &'a Scenario,
    cast: &'a [WaitingTrain],
    ended: Time,
}

impl Teller<'_> {
    fn waiters(&self) -> Vec<Waiter> {
        self.cast.iter().map(|train| self.waiter(train)).collect()
    }

    fn waiter(&self, train: &WaitingTrain) -> Waiter {
        let title = &self.scenario.stream(train.stream).title;
        Waiter {
            train: self.train(train),
            title: match train.loaded {
                true => title.clone(),
                false => format!("empty wagons of {title}"),
            },
            wagons: train.wagons,
            place: self.scenario.network.node(train.place).key.clone(),
            since: self.instant(train.since),
            days: self.ended.since(train.since).as_days(),
            waits_for: self.wants(train.wants),
            behind: train.behind.map(|other| self.name(other)),
        }
    }

    fn train(&self, train: &WaitingTrain) -> String {
        let stream = &self.scenario.stream(train.stream).key;
        let empty = if train.loaded { "" } else { " (empty)" };
        format!("{stream} {}{empty}", train.train.ordinal())
    }

    fn name(&self, id: TrainId) -> String {
        let mut cast = self.cast.iter();
        let train = cast.find(|train| train.train == id);
        train.map_or_else(String::new, |train| self.train(train))
    }

    fn wants(&self, wants: Wants) -> String {
        match wants {
            Wants::Entry(section) => format!("its turn to enter section {}", self.section(section)),
            Wants::EntryTrack(section) => {
                format!("an entry track beyond section {}", self.section(section))
            }
            Wants::Block(section, block) => format!("block {}", self.block(section, block)),
            Wants::StationTrack(crossing, direction, tracks, before) => {
                let before = before.map_or_else(String::new, |(section, block)| {
                    format!(", before block {}", self.block(section, block))
                });
                let station = self.station(crossing, direction, Side::Sending);
                let tracks = some(tracks, "track", "tracks");
                format!("one of {tracks} of {station}{before}")
            }
            Wants::CallForward(crossing, direction) => {
                format!("a call forward to {}", self.way(crossing, direction))
            }
            Wants::Service(crossing, direction, side, servers) => {
                let station = self.station(crossing, direction, side);
                let servers = some(servers, "server", "servers");
                format!("documents and inspection at {station}, {servers}")
            }
            Wants::Quota(crossing, direction, trains, since) => {
                let since = since.map_or_else(
                    || "the start".to_owned(),
                    |time| self.scenario.calendar.date_of(time).to_string(),
                );
                let way = self.way(crossing, direction);
                format!("the quota of {way}, {trains} trains a day since {since}")
            }
            Wants::Closed(crossing, direction, until) => {
                let until = self.scenario.calendar.date_of(until);
                format!("{}, closed until {until}", self.way(crossing, direction))
            }
            Wants::ReceivingTrack(crossing, direction, tracks) => {
                let station = self.station(crossing, direction, Side::Receiving);
                let tracks = some(tracks, "receiving track", "receiving tracks");
                format!("one of {tracks} of {station}")
            }
            Wants::Path(crossing, direction) => {
                format!("a path over {}", self.way(crossing, direction))
            }
            Wants::Locomotive(place, turning) => {
                let place = &self.scenario.network.node(place).key;
                format!("a locomotive at {place}, where {turning} turn round")
            }
            Wants::WorkingTrack(facility, tracks) => {
                let key = &self.scenario.facility(facility).key;
                let tracks = some(tracks, "working track", "working tracks");
                format!("one of {tracks} of {key}")
            }
            Wants::Cranes(facility, groups) => {
                let key = &self.scenario.facility(facility).key;
                format!(
                    "one of {} of {key}",
                    some(groups, "group of cranes", "groups of cranes")
                )
            }
        }
    }

    fn section(&self, section: SectionId) -> &str {
        &self.scenario.network.section(section).key
    }

    /// A block by its number from 1, of how many, and its section.
    fn block(&self, section: SectionId, block: u16) -> String {
        let blocks = self.scenario.network.section(section).loops.len() + 1;
        format!(
            "{} of {blocks} of section {}",
            block + 1,
            self.section(section)
        )
    }

    fn way(&self, crossing: CrossingId, direction: Direction) -> String {
        format!(
            "{}.{}",
            self.scenario.crossing(crossing).key,
            direction.key()
        )
    }

    fn station(&self, crossing: CrossingId, direction: Direction, side: Side) -> &str {
        let crossing = self.scenario.crossing(crossing);
        let node = match side {
            Side::Sending => crossing.sender(direction),
            Side::Receiving => crossing.receiver(direction),
        };
        &self.scenario.network.node(node).key
    }

    /// An instant as ISO date and time, to the minute.
    fn instant(&self, time: Time) -> String {
        let minutes = time.time_of_day().as_ms() / 60_000;
        let date = self.scenario.calendar.date_of(time);
        format!("{date} {:02}:{:02}", minutes / 60, minutes % 60)
    }
}

fn some(count: u32, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
