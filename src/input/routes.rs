//! The ways of the streams, and whether there are trains and cranes for each leg.

use super::sheet::Sheet;
use crate::model::{Crossing, Facility, Leg, LegEnd, Load, Network, Railway, RouteCosts, Routes};
use crate::model::{Stream, TrainClass};
use crate::units::NodeId;

/// What moves and handles the cargo of streams.
pub(super) struct Means<'a> {
    pub network: &'a Network,
    pub crossings: &'a [Crossing],
    pub classes: &'a [TrainClass],
    pub facilities: &'a [Facility],
}

/// Finds the way of every stream. `sheet` is the table of streams, in which faults stand; streams
/// at fault already are left out.
pub(super) fn routes(
    sheet: &Sheet,
    streams: &[Option<Stream>],
    network: &Network,
    crossings: &[Crossing],
    costs: &RouteCosts,
) -> Option<Routes> {
    let sound: Vec<Stream> = streams.iter().flatten().cloned().collect();
    let found = Routes::find(network, crossings, &sound, costs);
    let missing = match found {
        Ok(routes) => return (sound.len() == streams.len()).then_some(routes),
        Err(missing) => missing,
    };
    let positions: Vec<usize> = (0..streams.len())
        .filter(|n| streams[*n].is_some())
        .collect();
    let rows: Vec<_> = sheet.rows().collect();
    for (id, no_route) in missing {
        let stream = &sound[id.index()];
        let crossing = &crossings[stream.crossing.index()].key;
        let (from, to) = (
            &network.node(stream.origin).key,
            &network.node(stream.destination).key,
        );
        let message = format!(
            "{no_route}, which the way from {from} over {crossing} to {to} needs; add the sections \
             or choose another crossing"
        );
        rows[positions[id.index()]].fault("crossing", message);
    }
    None
}

/// Leaves a fault for each kind of leg that no train class can run, and for each place where no
/// facility can take the cargo, at the first stream that needs it.
pub(super) fn check_means(
    sheet: &Sheet,
    routes: &Routes,
    streams: &[Option<Stream>],
    means: &Means,
) {
    let rows: Vec<_> = sheet.rows().collect();
    let mut told: Vec<String> = Vec::new();
    for leg in routes.legs() {
        let Some(stream) = &streams[leg.stream.index()] else {
            continue;
        };
        let load = stream.wagon.load();
        let lacks = [
            means.lacking_class(leg, load),
            means.lacking_facility(leg, load),
        ];
        for lack in lacks.into_iter().flatten() {
            if !told.contains(&lack) {
                rows[leg.stream.index()].fault("wagon", &lack);
                told.push(lack);
            }
        }
    }
}

impl Means<'_> {
    fn lacking_class(&self, leg: &Leg, load: Load) -> Option<String> {
        let runs = |class: &TrainClass| class.railway == leg.railway && class.load == load;
        if self.classes.iter().any(runs) {
            return None;
        }
        let (railway, load) = (railway_name(leg.railway), load_name(load));
        let (from, to) = (self.key(leg.from), self.key(leg.to));
        Some(format!(
            "no train carries {load} on railway {railway}, as from {from} to {to}; add \
             [train_class.{railway}_{load}]"
        ))
    }

    fn lacking_facility(&self, leg: &Leg, load: Load) -> Option<String> {
        let load_name = load_name(load);
        match leg.end {
            LegEnd::Deliver => None,
            LegEnd::Cross(crossing, direction) => {
                let crossing = &self.crossings[crossing.index()];
                let mut facilities = crossing.handover(direction).facilities.iter();
                let takes = facilities.any(|id| self.facilities[id.index()].load == load);
                let (key, direction) = (&crossing.key, direction.key());
                (!takes).then(|| {
                    format!(
                        "no facility takes {load_name} at {key} {direction}; name one in \
                         crossing.{key}.{direction}.facilities"
                    )
                })
            }
            LegEnd::Transfer => {
                let takes = |facility: &Facility| facility.node == leg.to && facility.load == load;
                let (any, port) = (self.facilities.iter().any(takes), self.key(leg.to));
                (!any).then(|| format!("no facility takes {load_name} at {port}; add one there"))
            }
        }
    }

    fn key(&self, node: NodeId) -> &str {
        &self.network.node(node).key
    }
}

fn railway_name(railway: Railway) -> &'static str {
    let mut names = Railway::NAMES.iter();
    names
        .find(|(_, known)| *known == railway)
        .map_or("", |(name, _)| name)
}

fn load_name(load: Load) -> &'static str {
    match load {
        Load::Container => "container",
        Load::Bulk => "bulk",
    }
}
