//! Ways by road: one for each road border that a stream may take.

use super::{Closed, Found, Ways};
use crate::model::route::graph::StateGraph;
use crate::model::route::{Leg, LegEnd, NoRoute};
use crate::model::{Direction, Mode, Road, RoadBorder, Stream};
use crate::units::{CrossingId, NodeId, RoadBorderId};

impl Ways<'_> {
    /// Finds the cheapest way of a stream by road over each of its borders, or, where it names
    /// none or is one of rail, over each that leads to China; cheapest first.
    ///
    /// # Errors
    ///
    /// If there is none, with the part that is missing or closed.
    pub fn by_road(&mut self, stream: &Stream, closed: &Closed) -> Result<Vec<Found>, NoRoute> {
        let terms = self.terms;
        let road = terms.road.expect("a checked stream by road has roads");
        let mut found = Vec::new();
        let mut missing = (stream.origin, stream.destination);
        for (crossing, border) in self.borders(stream, road) {
            if closed.crossings.contains(&crossing) {
                continue;
            }
            match self.way_over(stream, border, closed) {
                Ok(way) => found.push(way),
                Err(part) => missing = part,
            }
        }
        found.sort_by(|a, b| a.usd.total_cmp(&b.usd));
        let Some(best) = found.first().map(|way| way.usd) else {
            let key = |node: NodeId| terms.network.node(node).key.clone();
            return Err(NoRoute::Missing {
                from: key(missing.0),
                to: key(missing.1),
            });
        };
        found.retain(|way| way.usd <= best * terms.choice.largest_detour);
        found.truncate(terms.choice.alternatives);
        Ok(found)
    }

    /// The borders on a way by road, with plus signs between; nothing of any other way.
    pub fn borders_on(&self, legs: &[Leg]) -> Option<String> {
        let leg = legs.first().filter(|leg| leg.mode == Mode::Road)?;
        let road = self.terms.road.expect("a way by road has roads");
        let borders = leg.hops.iter().filter_map(|hop| road.border_of(hop.0));
        let keys: Vec<&str> = borders.map(|id| road.border(id).key.as_str()).collect();
        Some(keys.join("+"))
    }

    /// The borders that a way by road goes over, and which way.
    pub fn passed_on(&self, legs: &[Leg]) -> Vec<(RoadBorderId, Direction)> {
        let (Some(road), network) = (self.terms.road, self.terms.network) else {
            return Vec::new();
        };
        let hops = legs.iter().flat_map(|leg| &leg.hops);
        let passed = hops.filter_map(|(section, forward)| {
            let border = road.border_of(*section)?;
            let section = network.section(*section);
            let starts = if *forward { section.from } else { section.to };
            Some((border, road.border(border).direction_from(starts)))
        });
        passed.collect()
    }

    /// The borders that a stream may take, with the names that it gives them by.
    fn borders<'b>(&self, stream: &Stream, road: &'b Road) -> Vec<(CrossingId, &'b RoadBorder)> {
        let rail = self.terms.crossings.len();
        let all = (0..road.borders.len()).map(RoadBorderId::from_index);
        let all = all.map(|id| (road.crossing(id, rail), road.border(id)));
        let network = self.terms.network;
        let names_some = stream.is_by_road() && !stream.crossings.is_empty();
        let wanted = |(id, border): &(CrossingId, &RoadBorder)| match names_some {
            true => stream.crossings.contains(id),
            false => border.is_of_china(network),
        };
        all.filter(wanted).collect()
    }

    /// Finds the cheapest way over a border, or the part of it that is missing.
    fn way_over(
        &mut self,
        stream: &Stream,
        border: &RoadBorder,
        closed: &Closed,
    ) -> Result<Found, (NodeId, NodeId)> {
        let (before, behind) = border.ends(stream.direction);
        let parts = [(stream.origin, before), (behind, stream.destination)];
        let ends = parts.map(|(a, b)| (StateGraph::on_road(a), StateGraph::on_road(b)));
        let trees = self.trees(&ends.map(|it| it.0), closed);
        let mut usd = 0.0;
        for (part, (a, b)) in parts.iter().zip(&ends) {
            usd += trees[a].usd(*b).ok_or(*part)?;
        }
        let over = (ends[0].1, ends[1].0);
        let (more, forward) = self
            .graph
            .move_along(over, border.section)
            .ok_or((before, behind))?;
        let mut leg = self.graph.leg(ends[0], LegEnd::Deliver, closed);
        let rest = self.graph.leg(ends[1], LegEnd::Deliver, closed);
        leg.hops.push((border.section, forward));
        leg.hops.extend(rest.hops);
        leg.to = rest.to;
        Ok(Found {
            usd: usd + more,
            legs: vec![leg],
        })
    }
}
