//! Values of journeys: how many days cargo spends in each stage of its way.

use super::{About, Writer};
use crate::model::{Direction, Load};
use crate::stats::indicators::{Stage, years_since_start};
use crate::units::{NodeId, StreamId};
use std::collections::BTreeMap;

/// Origin, destination, direction and load.
type Relation = (NodeId, NodeId, Direction, Load);

impl Writer<'_> {
    /// For the ends of all streams the days in each stage, as a mean over what was delivered. What
    /// is on the way at either end of a year is not all delivered in it, so that stages add up to the
    /// transit time only where as much is on the way at both.
    pub(super) fn write_journeys(&mut self) {
        let of = self.of;
        let scenario = &of.plan.scenario;
        let mut relations: BTreeMap<Relation, Vec<StreamId>> = BTreeMap::new();
        for (n, stream) in scenario.streams.iter().enumerate() {
            let load = stream.wagon.load();
            let relation = (stream.origin, stream.destination, stream.direction, load);
            if !stream.is_by_road() {
                let streams = relations.entry(relation).or_default();
                streams.push(StreamId::from_index(n));
            }
        }
        let year = years_since_start(&scenario.calendar, self.covered[0]);
        for ((from, to, direction, load), streams) in relations {
            let key = |node| &scenario.network.node(node).key;
            let place = format!("{}-{}", key(from), key(to));
            let delivered = |id: &StreamId| of.delivered.sum(&self.covered, id.index());
            let tonnes = streams.iter().map(delivered).sum::<u64>() as f64 / 1e3;
            let load = match load {
                Load::Container => "containers",
                Load::Bulk => "bulk",
            };
            for (measure, stage) in Stage::NAMES {
                let hours = |id: &StreamId| of.journeys.tonne_hours(year, *id, stage);
                let hours: f64 = streams.iter().map(hours).sum();
                let about = About(measure, &place, direction.key(), load, "days");
                self.write(about, hours / tonnes / 24.0);
            }
        }
    }
}
