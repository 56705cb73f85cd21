//! Corridor simulates the rail freight corridors between China and Europe through Kazakhstan.
//!
//! It runs trains and cargo through a real network, event by event, reproduces the tonnage that was
//! reported, and says how far it is off where nothing was fitted.
//!
//! Data flows one way, and a layer uses only those before it (a test holds the arrows):
//!
//! ```text
//!              ┌─► engine ───────────┐
//!    units ────┤                     ├─► sim ─► stats ─► study ─► report ─► cli ─► main
//!              └─► model ─► input ───┘
//! ```
//!
//! | layer | knows | does not know |
//! |---|---|---|
//! | [`units`] | quantities with one stored unit each, typed indices, tables by them | anything else |
//! | [`engine`] | time, events, logical processes, random streams, threads | trains, files |
//! | [`model`] | what a corridor is: network, rolling stock, cargo, crossings; checked, immutable | files, clocks, charts |
//! | [`input`] | scenario files and tables → a checked [`model::Scenario`], or every fault at once | simulation |
//! | [`sim`] | behaviour of the model on the engine; emits records of facts | indicators, files |
//! | [`stats`] | records → indicators, intervals | processes, files |
//! | [`study`] | replications, comparison with what was reported | drawing |
//! | [`report`] | tables, charts, the HTML report, writing a run's folder | how it was computed |
//! | [`cli`] | arguments, progress, exit codes | rules of the domain |
//!
//! Of the engine, `model` and `input` use one thing: [`engine::Distribution`], the description of a
//! random quantity.
//!
//! # Examples
//!
//! ```no_run
//! use corridor::{input, sim::Plan, study};
//! use std::{path::Path, sync::Arc, sync::atomic::AtomicBool};
//!
//! let reading = input::read(Path::new("scenarios/baseline-2022.toml"), &[])?;
//! let plan = Arc::new(Plan::new(reading.scenario));
//! let stop = AtomicBool::new(false);
//! let options = study::Options::new(10, 2022, &stop);
//! let results = study::run(&plan, options)?;
//! let tonnage = results.figure("border_tonnage", "all", "both", "all", "2022");
//! # let _ = tonnage;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![warn(missing_docs)]

pub mod cli;
pub mod engine;
pub mod input;
pub mod model;
pub mod report;
pub mod sim;
pub mod stats;
pub mod study;
pub mod units;
