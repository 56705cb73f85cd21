//! Services of a crossing and its terminals: closed forms, working hours, precedence, inspection,
//! weather, disruptions.

mod closed_forms;
mod disruptions;
mod fixture;
mod hours;
mod little;
mod precedence;
mod quota;
mod weather;
