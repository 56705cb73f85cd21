//! Cargo that comes in ships' parcels.

use super::crossing::Setting;
use super::datum::Datum;
use super::distribution::distribution;
use super::field::Field;
use super::keys::Keys;
use super::port::sound;
use crate::model::{Arrival, Service};
use crate::units::{Duration, NodeId};

/// Reads `[arrival.NAME]`.
pub(super) fn arrivals(keys: &Keys, setting: Setting) -> Option<Vec<Arrival>> {
    let mut taken: Vec<(usize, String)> = Vec::new();
    sound(keys.switched("arrival", |name, keys| {
        let node = keys.get("node", |field| setting.nodes.find(field));
        let sea_share = keys.get("sea_share", |field| {
            field.within(0.0, 1.0, "a share of cargo")
        });
        let services = keys.named("service", service);
        let node = node?;
        if let Some((_, other)) = taken.iter().find(|(at, _)| *at == node) {
            keys.fault(
                "node",
                format!("{other} brings its cargo; keep one of the two"),
            );
        }
        taken.push((node, name.to_owned()));
        Some(Arrival {
            key: name.to_owned(),
            node: NodeId::from_index(node),
            sea_share: sea_share?,
            services: sound(services)?,
        })
    }))
}

fn service(key: &str, keys: &Keys) -> Option<Service> {
    let interval = keys.get("interval_days", interval);
    let parcel_teu = keys.get("parcel_teu", |field| {
        let size = distribution(field)?;
        let possible = size.mean() > 0.0;
        if !possible {
            field.fault("a parcel of this size brings nothing; give a mean above zero");
        }
        possible.then_some(size)
    });
    let delay_h = keys.get("delay_h", super::operation::service_time);
    Some(Service {
        key: key.to_owned(),
        interval: interval?,
        parcel_teu: parcel_teu?,
        delay_h: delay_h?,
    })
}

/// Reads a time between calls or sailings: from a quarter of an hour to a year.
pub(super) fn interval(field: &Field) -> Option<Duration> {
    let days = field.within(0.01, 366.0, "an interval")?;
    Duration::from_hours(days * 24.0)
}
