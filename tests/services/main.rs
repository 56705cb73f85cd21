//! Services of a crossing and its terminals: closed forms, working hours, weather, disruptions.

mod disruptions;
mod fixture;
