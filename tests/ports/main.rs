//! Ports: ships, yards, bases and parcels, on a corridor small enough to reckon with.

#[path = "../input_reading/fixture.rs"]
mod fixture;
mod parcels;
mod ships;
mod world;
mod yards;
