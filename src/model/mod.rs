//! What a corridor is: places and sections, trains and wagons, crossings, demand, dates.
//!
//! A [`Scenario`] is checked when it is made and never changes after, so nothing downstream checks
//! again. This layer knows neither files nor clocks nor charts; how a corridor behaves is in
//! `sim`.

mod calendar;
mod calibration;
mod claim;
mod crossing;
mod dated;
mod demand;
mod dispatching;
mod disruption;
mod driver;
mod empty_flow;
mod fleet;
mod footprint;
mod growth;
mod holding;
mod hours;
mod maintenance;
mod network;
mod observation;
mod operation;
mod parcel;
mod port;
mod projection;
mod road;
mod rolling_stock;
mod route;
mod scenario;
mod ship;
mod traction;
mod unit_cost;
mod weather;
mod windows;
mod working;
mod yard;

pub use calendar::{Calendar, Month, Period};
pub use calibration::Parameter;
pub use claim::Claim;
pub use crossing::{Crossing, Facility, Handover, Inspection, Load, Precedence, ServicePool, Side};
pub use dated::Dated;
pub use demand::{Commodity, Direction, Function, Stream};
pub use dispatching::Dispatching;
pub use disruption::{
    AtCrossing, BorderEffect, Disruption, Disruptions, Effects, LineEffect, LineLimits, Services,
    YardEffect,
};
pub use driver::{Doing, DriverClock, DriverRules};
pub use empty_flow::{EmptyFlow, cheapest_transport};
pub use fleet::{Fleet, Fleets};
pub use footprint::{EmissionFactors, Footprint, Haul, Tariffs, TonneFootprint};
pub use growth::{Growth, GrowthDraw, GrowthGroup};
pub use holding::{Embargo, Holding, SetAside, StallLimit};
pub use hours::{Hours, Shift, WEEKDAYS};
pub use maintenance::{Closes, Maintenance, Window};
pub use network::{Gauge, Mode, Network, Node, NodeKind, OtherTraffic, Section, Traction, Ways};
pub use observation::{Observation, Standing};
pub use operation::{Operation, Trace};
pub use parcel::{Arrival, Service};
pub use port::Ports;
pub use projection::{PlanDraw, Projection};
pub use road::{Booths, Road, RoadBorder, RoadHandover, Truck};
pub use rolling_stock::{Railway, TrainClass, Wagon, WagonType};
pub use route::{
    Cap, Ends, Leg, LegEnd, NoRoute, Options, Route, RouteChoice, RouteCosts, RouteTerms, Routes,
    RoutingRule, Selection, Shares, Via,
};
pub use scenario::Scenario;
pub use ship::{Berth, Departs, PortClosure, Sailing};
pub use traction::{Crews, Locomotives, TractionDistrict};
pub use unit_cost::{UnitCosts, UnitKind};
pub use weather::Weather;
pub use windows::Windows;
pub use working::{Signalling, Working};
pub use yard::{Base, Room, WhenFull, Yard};
