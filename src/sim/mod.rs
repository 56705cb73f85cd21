//! How the corridor behaves: the model of `model` as logical processes on the engine.
//!
//! A logical process is a dispatching district: the places and lines between two
//! cuts, where trains run long or change gauge. It moves trains section by section, works border
//! stations and transshipment facilities, gathers cargo into trains, and records facts. It computes
//! no indicator, reads no clock and no file.
//!
//! | file | rule |
//! |---|---|
//! | `plan` | the scenario compiled to dense tables, once per run |
//! | `line`, `leg` | its sections and legs as trains see them |
//! | `links` | the channels between districts |
//! | `districts` | where the network is cut into logical processes |
//! | `rank` | who goes first where several trains want the same track |
//! | `single_line` | blocks and loops of single track: who may enter, who waits, who overtakes |
//! | `double_track` | one direction of a double track: headway, who overtakes at sidings |
//! | `line_agenda`, `catching_up` | what happens there is put off until others are concerned |
//! | `tally` | what passed over a section is told when a month ends |
//! | `works` | maintenance windows by section |
//! | `running` | standard running times, worked out once |
//! | `roster` | the trains of a district, by index |
//! | `movement` | trains from section to section, over district boundaries, through places |
//! | `on_line` | trains onto a section, and what they lose there |
//! | `on_single` | trains along single track, from block to block |
//! | `on_double` | trains along double track, by headway |
//! | `traction` | traction districts: where locomotives change, and the ways of light engines |
//! | `locomotive` | trains take locomotives, give them up, and wait without one |
//! | `light` | locomotives run back without a train to where one is wanted |
//! | `crew` | the longest stretch of duty |
//! | `sources` | consignments and other traffic appear |
//! | `experience` | waits at borders, and the telling of them |
//! | `routing` | which route a consignment takes |
//! | `cargo_count` | where the cargo of every stream is |
//! | `stock` | consignments fill block trains |
//! | `fleet_plan` | fleets compiled: pools, the legs that they serve, runs of empties |
//! | `empty_plan` | the cheapest transport of empties over lines that others use too |
//! | `wagon_pool` | trains take wagons, and wait where there are none |
//! | `empties` | empties are sent where they will be wanted |
//! | `empty_way` | empties take another way where they lately stood |
//! | `wagon_count` | every wagon is somewhere |
//! | `post` | where trains are served and wait for their turn |
//! | `holding` | tracks of the sending station, and the orders that it gives when they fill |
//! | `sending_station` | what that station knows of the trains bound for it |
//! | `set_aside` | yards set trains aside until they are called forward |
//! | `embargo` | origins stop loading, and catch up later |
//! | `wait` | what trains wait for, and who waits when nothing moves any more |
//! | `stop` | crossings that stood still while the rest moved |
//! | `border` | trains that arrive at a crossing, and that come over |
//! | `services` | documents and inspection there |
//! | `exchange` | quota and paths over the border |
//! | `transshipment` | working tracks and cranes |
//! | `weather` | spells that stop work and slow trains |
//! | `convoy` | trucks on roads, with the rests of their drivers |
//! | `booths` | controls at road borders: quota, hours, queues |
//! | `roads` | what a district holds of both |
//! | `yard` | room for cargo that stands, and who waits for it |
//! | `base` | trains loaded at their origin and unloaded at their destination |
//! | `parcel` | ships bring cargo to where the corridor begins |
//! | `sailing` | ships between two ports: berths, cargo, voyages |
//! | `hold` | what waits for ships, and which takes how much along |
//! | `spells` | weather that closes a port |
//! | `port`, `port_plan` | what these share, as state and as tables |
//! | `road_plan` | road borders compiled |

mod base;
mod booths;
mod border;
mod cargo_count;
mod catching_up;
mod convoy;
mod crew;
mod district;
mod districts;
mod double_track;
mod embargo;
mod empties;
mod empty_plan;
mod empty_way;
mod exchange;
mod experience;
mod fared;
mod fleet_plan;
mod fleet_record;
mod hold;
mod holding;
mod leg;
mod light;
mod line;
mod line_agenda;
mod links;
mod locomotive;
mod movement;
mod on_double;
mod on_line;
mod on_single;
mod parcel;
mod plan;
mod port;
mod port_fact;
mod port_plan;
mod post;
mod queue;
mod rank;
mod record;
mod road_plan;
mod roads;
mod roster;
mod routing;
mod running;
mod sailing;
mod sending_station;
mod services;
mod set_aside;
mod single_line;
mod sources;
mod spells;
mod stock;
mod stop;
mod tally;
mod traction;
mod train;
mod transshipment;
mod wagon_count;
mod wagon_pool;
mod wait;
mod weather;
mod works;
mod yard;

pub use cargo_count::CargoCount;
pub use convoy::TruckCount;
use district::District;
pub use fared::{Fared, LossCause};
pub use fleet_record::{FleetRecord, WagonState};
pub use locomotive::LocomotiveCount;
pub use plan::{BlockRef, Plan};
pub use port::ShipCount;
pub use port_fact::PortFact;
pub use record::{
    CrewFact, DelayCause, LocomotiveFact, LocomotiveState, Movement, Record, RoadRecord, Side,
    Traffic, WaitCause,
};
pub use running::RunningClass;
pub use stop::Stop;
pub use train::{Purpose, TrainId};
pub use wagon_count::WagonCount;
pub use wait::{Stall, WaitingTrain, Wants};
use weather::Spells;

use crate::engine::{
    self, Model, Observer, Outcome, ProcessId, RunOptions, RunStatistics, Streams,
};
use crate::units::Duration;
use std::sync::Arc;

/// Which executor runs the districts. Both give the same results, byte for byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Executor {
    /// One future event list: the oracle.
    Sequential,
    /// On one thread, groups of districts that hear of each other late, in windows one after the
    /// other: sequential on one corridor, and faster on many, for each stays in the cache.
    #[default]
    Grouped,
    /// Districts in conservative windows on the current rayon pool.
    Parallel,
}

/// Districts that hear of each other sooner than this are run as one. The baseline handles about 670
/// events an hour: windows of much less do not pay for fetching a corridor's state.
const JOINED_BELOW: Duration = Duration::from_ms(60 * 60_000);

/// What one replication leaves behind.
#[derive(Debug)]
pub struct Replication<O> {
    /// The observer of each district, in the order of districts.
    pub observers: Vec<O>,
    /// Cargo by stream, counted at the end.
    pub cargo: Vec<CargoCount>,
    /// Locomotives by traction district, counted at the end.
    pub locomotives: Vec<LocomotiveCount>,
    /// Who waited for what, if nothing moved any more.
    pub stall: Option<Stall>,
    /// The directions of crossings over which nothing went any more, though trains waited for them.
    pub stops: Vec<Stop>,
    /// Wagons by fleet, counted at the end.
    pub wagons: Vec<WagonCount>,
    /// Trucks, counted at the end.
    pub trucks: TruckCount,
    /// Ships by line, counted at the end.
    pub ships: Vec<ShipCount>,
    /// What the engine did.
    pub statistics: RunStatistics,
}

/// Runs one replication of a compiled scenario.
///
/// `observer` makes the observer of a district; `stop` ends the run early when it becomes true.
pub fn run<O: Observer<Record>>(
    plan: &Arc<Plan>,
    streams: Streams,
    executor: Executor,
    options: RunOptions<'_>,
    observer: impl Fn() -> O,
) -> Replication<O> {
    let count = plan.district_count();
    let weather = Arc::new(Spells::new(plan, &streams));
    let processes = (0..count)
        .map(|n| {
            District::new(
                Arc::clone(plan),
                ProcessId(n),
                streams,
                Arc::clone(&weather),
            )
        })
        .collect();
    let observers = (0..count).map(|_| observer()).collect();
    let model = Model {
        processes,
        observers,
        channels: plan.channels(),
    };
    let Outcome {
        processes,
        observers,
        statistics,
    } = match executor {
        Executor::Sequential => engine::run_sequential_with(model, options),
        Executor::Grouped => engine::run_grouped_with(model, JOINED_BELOW, options),
        Executor::Parallel => engine::run_parallel_with(model, options),
    };
    Replication {
        observers,
        cargo: CargoCount::of(plan, &processes),
        locomotives: LocomotiveCount::of(plan, &processes),
        // A run that was broken off has not stalled, however long it was to be.
        stall: match statistics.interrupted {
            true => None,
            false => Stall::of(&plan.scenario, &processes, options.end),
        },
        stops: match statistics.interrupted {
            true => Vec::new(),
            false => Stop::all(&plan.scenario, &processes, options.end),
        },
        wagons: WagonCount::of(plan, &processes),
        trucks: TruckCount::of(&processes),
        ships: ShipCount::of(plan, &processes),
        statistics,
    }
}
