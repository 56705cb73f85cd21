//! Ports: ships, yards, bases and parcels, on a corridor small enough to reckon with.

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "../input_reading/fixture.rs"]
mod fixture;
mod parcels;
mod ships;
mod turned_away;
mod world;
mod yards;
