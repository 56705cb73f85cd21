//! Reading scenarios: what sound ones come to, and what is said about the others.

mod crossings;
mod definitions;
mod disruptions;
mod faults;
mod fixture;
mod fleets;
mod growth;
mod holding;
mod lines;
mod port_faults;
mod random;
#[path = "../road_fixture/mod.rs"]
mod road_fixture;
mod roads;
mod routing;
mod services;
mod shipped;
mod tables;
mod traction;
mod values;
