//! Reading scenarios: what sound ones come to, and what is said about the others.

mod disruptions;
mod faults;
mod fixture;
mod fleets;
mod holding;
mod random;
mod routing;
mod services;
mod shipped;
mod traction;
mod values;
