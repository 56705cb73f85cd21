//! Wagon fleets: whose wagons there are, how many, on which railway, and for which cargo.

use super::{Commodity, Dated, Railway, Routes, Stream, WagonType};
use crate::units::{Duration, FleetId, LegId, NodeId, StreamId};

/// All fleets and the rules by which their wagons are sent about.
#[derive(Clone, Debug, PartialEq)]
pub struct Fleets {
    /// Whether a train without wagons waits; otherwise there are always wagons.
    pub limited: bool,
    /// How long one dispatcher's word about wagons takes to reach the others.
    pub notice: Duration,
    /// How long empty wagons wait for a full train before fewer are sent where cargo waits for them.
    pub longest_wait: Duration,
    /// A place with wagons for so many days of its loading needs no more.
    pub cover: Duration,
    /// The fleets, in the order in which trains ask them for wagons.
    pub list: Vec<Fleet>,
}

/// Wagons of one type and owner that stay on one railway.
#[derive(Clone, Debug, PartialEq)]
pub struct Fleet {
    /// The short name that files use.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// The type of its wagons.
    pub wagon: WagonType,
    /// The railway that they run on.
    pub railway: Railway,
    /// Who owns or operates them.
    pub owner: String,
    /// How many wagons it has.
    pub wagons: Dated<u32>,
    /// Where they stand at the start and where others are added, in equal parts; if there is none,
    /// where they are loaded, by demand.
    pub stands_at: Vec<NodeId>,
    /// The only streams that it serves; all if there is none.
    pub streams: Vec<StreamId>,
    /// The only commodities that it serves; all if there is none.
    pub commodities: Vec<Commodity>,
}

impl Fleets {
    /// The fleets of a scenario that names none: one of every type and railway, without limit.
    pub fn unlimited(streams: &[Stream], routes: &Routes) -> Self {
        let mut kinds: Vec<(Railway, WagonType)> = routes
            .legs()
            .iter()
            .map(|leg| (leg.railway, streams[leg.stream.index()].wagon))
            .filter(|(railway, _)| railway.gauge().is_some())
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let fleet = |(railway, wagon): (Railway, WagonType)| {
            let key = format!("{}_{}", railway.key(), wagon.key());
            Fleet {
                name: key.replace('_', " "),
                key,
                wagon,
                railway,
                owner: String::new(),
                wagons: Dated::constant(0),
                stands_at: Vec::new(),
                streams: Vec::new(),
                commodities: Vec::new(),
            }
        };
        Self {
            limited: false,
            list: kinds.into_iter().map(fleet).collect(),
            ..Self::default()
        }
    }

    /// Returns a fleet.
    pub fn fleet(&self, id: FleetId) -> &Fleet {
        &self.list[id.index()]
    }

    /// Returns the fleets that a leg takes its wagons from, in the order in which it asks them.
    ///
    /// Ships take none.
    pub fn of_leg(&self, leg: LegId, streams: &[Stream], routes: &Routes) -> Vec<FleetId> {
        let way = routes.leg(leg);
        let stream = &streams[way.stream.index()];
        let serves =
            |fleet: &Fleet| fleet.railway == way.railway && fleet.serves(way.stream, stream);
        let fleets = self.list.iter().enumerate();
        let serving = fleets.filter(|(_, fleet)| serves(fleet));
        serving.map(|(n, _)| FleetId::from_index(n)).collect()
    }
}

/// The rules where a scenario does not give them.
impl Default for Fleets {
    fn default() -> Self {
        Self {
            limited: true,
            notice: Duration::from_ms(12 * 3_600_000),
            longest_wait: Duration::from_days(2),
            cover: Duration::from_days(7),
            list: Vec::new(),
        }
    }
}

impl Fleet {
    /// Returns whether it may carry the cargo of a stream, on whatever railway.
    pub fn serves(&self, id: StreamId, stream: &Stream) -> bool {
        self.wagon == stream.wagon
            && (self.streams.is_empty() || self.streams.contains(&id))
            && (self.commodities.is_empty() || self.commodities.contains(&stream.commodity))
    }
}
