//! Corridor simulates the rail freight corridors between China and Europe through Kazakhstan.
#![warn(missing_docs)]

pub mod engine;
pub mod input;
pub mod model;
pub mod sim;
pub mod stats;
pub mod study;
pub mod units;
