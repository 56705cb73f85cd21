//! Roads for the small corridor: a highway over one border, and one stream of trucks on it.

use crate::fixture::{SCENARIO, World};

const NODES: &str = "\
R_URC,Urumqi (road),CN,city,43.80,87.60,0,estimate,
R_HRG,Khorgos (road),CN,road_border,44.22,80.39,0,estimate,
R_ALA,Almaty (road),KZ,city,43.25,76.91,0,estimate,
R_SHY,Shymkent (road),KZ,city,42.31,69.60,0,estimate,
";

const SECTIONS: &str = "\
R_URC-R_HRG,R_URC,R_HRG,road,,670,4,,80,0,0,,,estimate
R_HRG-R_ALA,R_HRG,R_ALA,road,,378,4,,80,0,0,,,estimate
R_ALA-R_SHY,R_ALA,R_SHY,road,,677,4,,40,0,0,,,estimate
";

const STREAMS: &str = "\
stream,title,origin,destination,mode,crossing,direction,function,commodity,wagon,lot_t,profile,longest_wait_h,t_per_teu,source
ore,\"Ore, Moyynty to Urumqi\",MOY,URC,,dostyk,to_china,export,iron_ore,gondola,1400,flat,120,,estimate
steel,Steel to Aktogay,URC,AKG,rail,dostyk,from_china,import,ferrous_metals,covered,700,summer,96,,estimate
goods,Goods to Almaty,R_HRG,R_ALA,road,khorgos_road,from_china,import,other,covered,20,flat,,,estimate
boxes,Boxes to Shymkent,R_URC,R_SHY,road,khorgos_road,from_china,transit,containers,container_flat,50,flat,,10,estimate
oil,Oil to Urumqi,R_ALA,R_URC,road,khorgos_road,to_china,export,vegetable_oil,tank,45,flat,,,estimate
";

const VOLUMES: &str = "\
goods,2020,0,estimate,estimate
goods,2021,876,estimate,estimate
boxes,2020,100,estimate,estimate
boxes,2021,100,estimate,estimate
oil,2020,60,estimate,estimate
oil,2021,60,estimate,estimate
";

pub const ROAD: &str = "
[road]
enabled = true

[truck]
payload_t = 20
teu = 2
speed_kmh = 50
loading_h = 3
unloading_h = 2

[truck.driver]
crew = 1
stretch_h = 4.5
break_min = 45
daily_driving_h = 9
daily_rest_h = 11
crew_daily_rest_h = 9
weekly_driving_h = 56
weekly_rest_h = 45

[road_border.khorgos_road]
name = \"Khorgos road\"
east = \"R_HRG\"
west = \"R_ALA\"

[road_border.khorgos_road.to_china]
sending = { booths = 2, time_min = 10 }
receiving = { booths = 2, time_min = 20 }

[road_border.khorgos_road.from_china]
quota_trucks_per_day = [{ value = 60 }, { from = 2021-01-01, value = 300 }]
hours = \"always\"
sending = { booths = 3, time_min = 25 }
receiving = { booths = 20, time_min = 5 }
";

/// Returns the small corridor with a highway beside its railway.
pub fn with_roads() -> World {
    let world = World::new();
    let appended = |path: &str, more: &str| world.text(path) + more;
    let nodes = appended("tables/nodes.csv", NODES);
    let sections = appended("tables/sections.csv", SECTIONS);
    let volumes = appended("tables/volumes.csv", VOLUMES);
    let scenario = appended(SCENARIO, ROAD);
    let costs = "sea_usd_per_tkm = 0.050";
    world
        .with("tables/nodes.csv", nodes)
        .with("tables/sections.csv", sections)
        .with("tables/volumes.csv", volumes)
        .with("tables/streams.csv", STREAMS)
        .with(SCENARIO, scenario)
        .change(
            SCENARIO,
            costs,
            &format!("{costs}\nroad_usd_per_tkm = 0.149"),
        )
}
