//! Ships between two ports, their berths, and weather that closes a port.

use super::crossing::Setting;
use super::datum::Datum;
use super::distribution::{distribution, spread};
use super::field::Field;
use super::keys::Keys;
use super::parcel::interval;
use super::port::sound;
use super::rolling_stock::LOADS;
use super::yard::capacity;
use crate::model::{Berth, Departs, Load, Mode, Network, PortClosure, Sailing};
use crate::units::{NodeId, SectionId};

/// Reads `[berth.NAME]`.
pub(super) fn berths(keys: &Keys, setting: Setting) -> Option<Vec<Berth>> {
    let mut taken: Vec<(usize, Load, String)> = Vec::new();
    sound(keys.maybe_named("berth", |name, keys| {
        let node = keys.get("node", |field| setting.nodes.find(field));
        let load = keys.get("load", |field| field.one_of("a load", &LOADS));
        let berths = keys.get("berths", |field| field.count(1));
        let rate = keys.get("rate_per_berth_hour", |field| {
            field.above_zero("a rate of work")
        });
        let spread = keys.get("spread", |field| spread(field, 0.0));
        let (node, load) = (node?, load?);
        let same = taken.iter().find(|(at, it, _)| (*at, *it) == (node, load));
        if let Some((.., other)) = same {
            keys.fault(
                "node",
                format!("{other} takes this load there; keep one of the two"),
            );
        }
        taken.push((node, load, name.to_owned()));
        Some(Berth {
            key: name.to_owned(),
            node: NodeId::from_index(node),
            load,
            berths: berths?,
            rate_per_berth_hour: rate?,
            spread: spread?,
        })
    }))
}

/// Reads `[ships.NAME]`. `berths` is `None` if some are at fault.
pub(super) fn sailings(
    keys: &Keys,
    setting: Setting,
    berths: Option<&[Berth]>,
) -> Option<Vec<Sailing>> {
    let mut taken: Vec<(SectionId, Load, String)> = Vec::new();
    sound(keys.switched("ships", |name, keys| {
        let ports = keys.get("ports", |field| ports(field, setting));
        let load = keys.get("load", |field| field.one_of("a load", &LOADS));
        let ships = keys.get("ships", |field| field.count(0));
        let capacity_teu = match load {
            Some(Load::Container) => keys.get("capacity_teu", |field| Some(capacity(field))),
            Some(Load::Bulk) => Some(None),
            None => keys.maybe("capacity_teu", |field| Some(capacity(field))),
        };
        let capacity_t = keys.get("capacity_t", |field| field.mass_t());
        let departs = departs(keys);
        let ((ports, section, forward), load) = (ports?, load?);
        let same = taken
            .iter()
            .find(|(at, it, _)| (*at, *it) == (section, load));
        if let Some((.., other)) = same {
            keys.fault(
                "ports",
                format!("{other} sails there with this load; keep one of the two"),
            );
        }
        taken.push((section, load, name.to_owned()));
        let network = setting.network?;
        for port in ports {
            let lies = |berth: &Berth| berth.node == port && berth.load == load;
            if berths.is_some_and(|berths| !berths.iter().any(lies)) {
                let port = &network.node(port).key;
                keys.fault(
                    "ports",
                    format!("no berth takes this load at {port}; add a [berth.NAME] there"),
                );
            }
        }
        Some(Sailing {
            key: name.to_owned(),
            ports,
            section,
            forward,
            load,
            ships: ships?,
            capacity_teu: capacity_teu?,
            capacity: capacity_t?,
            departs: departs?,
        })
    }))
}

/// Reads two ports; returns them with the section of the sea between them and whether it is written
/// from the first to the second.
fn ports(field: &Field, setting: Setting) -> Option<([NodeId; 2], SectionId, bool)> {
    let elements = field.elements()?;
    let [first, second] = &elements[..] else {
        field.fault(format!("{} ports are no line; give two", elements.len()));
        return None;
    };
    let (first, second) = (setting.nodes.find(first), setting.nodes.find(second));
    let ports = [NodeId::from_index(first?), NodeId::from_index(second?)];
    let network = setting.network?;
    let Some((section, forward)) = sea_between(network, ports) else {
        let (a, b) = (&network.node(ports[0]).key, &network.node(ports[1]).key);
        field.fault(format!(
            "there is no section of the sea between {a} and {b}; add it, or give others"
        ));
        return None;
    };
    Some((ports, section, forward))
}

fn sea_between(network: &Network, [a, b]: [NodeId; 2]) -> Option<(SectionId, bool)> {
    network.sections().find_map(|(id, section)| {
        let ends = (section.from, section.to);
        let joins = ends == (a, b) || ends == (b, a);
        (section.mode == Mode::Sea && joins).then_some((id, ends == (a, b)))
    })
}

/// Reads when ships leave: one of two keys.
fn departs(keys: &Keys) -> Option<Departs> {
    let longest_wait = keys.maybe("longest_wait_h", |field| Some(field.hours()));
    let interval = keys.maybe("interval_days", |field| Some(interval(field)));
    match (longest_wait, interval) {
        (Some(longest_wait), None) => Some(Departs::WhenFull {
            longest_wait: longest_wait?,
        }),
        (None, Some(interval)) => Some(Departs::Timetable {
            interval: interval?,
        }),
        (None, None) => {
            keys.fault(
                "",
                "when do ships leave? give longest_wait_h to fill them, or interval_days",
            );
            None
        }
        (Some(_), Some(_)) => {
            keys.fault(
                "interval_days",
                "ships leave when full or by a timetable; keep one of longest_wait_h and interval_days",
            );
            None
        }
    }
}

/// Reads `[port_closure.NAME]`.
pub(super) fn closures(keys: &Keys, setting: Setting) -> Option<Vec<PortClosure>> {
    let mut taken: Vec<(usize, String)> = Vec::new();
    sound(keys.switched("port_closure", |name, keys| {
        let node = keys.get("node", |field| setting.nodes.find(field));
        let closed_days = keys.get("closed_days_by_month", closed_days);
        let spell_h = keys.get("spell_h", |field| {
            let spell = distribution(field)?;
            field.span(spell.mean())?;
            let possible = spell.mean() >= 1.0;
            if !possible {
                field.fault("spells this short close no port; give a mean of an hour or more");
            }
            possible.then_some(spell)
        });
        let node = node?;
        if let Some((_, other)) = taken.iter().find(|(at, _)| *at == node) {
            keys.fault(
                "node",
                format!("{other} closes this port; keep one of the two"),
            );
        }
        taken.push((node, name.to_owned()));
        Some(PortClosure {
            key: name.to_owned(),
            node: NodeId::from_index(node),
            closed_days: closed_days?,
            spell_h: spell_h?,
        })
    }))
}

fn closed_days(field: &Field) -> Option<[f64; 12]> {
    let elements = field.elements()?;
    let days = elements
        .iter()
        .map(|element| element.within(0.0, 25.0, "a number of closed days in a month"));
    let days: Vec<f64> = days.collect::<Option<_>>()?;
    let n_days = days.len();
    let months: Option<[f64; 12]> = days.try_into().ok();
    if months.is_none() {
        field.fault(format!(
            "there are {n_days} months; give the days of twelve"
        ));
    }
    months
}
