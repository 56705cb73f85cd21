//! Yards and bases: what they hold, and what they hold up.

use crate::world::{plan, run, world};
use corridor::sim::Executor;

#[test]
fn a_full_yard_holds_the_cranes_and_the_trains_queue() {
    let overrides = ["ships.sea.ships = 0", "yard.aktau.capacity_teu = 250"];
    let plan = plan(&world(300.0, 10.0), &overrides);
    let done = run(&plan, 1, Executor::Sequential);
    let most = done.of_year("yard_stock_max", "aktau");
    assert_eq!(
        most, 200.0,
        "two trains of 100 TEU, and no room for a third"
    );
    assert_eq!(done.of_year("yard_held_up", "aktau"), 1.0);
    let offered = plan.scenario.streams.iter().position(|it| it.key == "west");
    let west = done.cargo[offered.expect("it is there")];
    assert_eq!(west.delivered.as_kg(), 0);
    assert!(
        west.in_corridor.as_tonnes() > 300_000.0,
        "the rest stands behind it"
    );
}

#[test]
fn a_yard_as_large_as_wanted_holds_nobody_up() {
    let plan = plan(&world(60.0, 10.0), &[]);
    let done = run(&plan, 1, Executor::Sequential);
    assert_eq!(done.of_year("yard_held_up", "aktau"), 0.0);
    let stock = done.of_year("yard_stock", "aktau");
    assert!(stock > 10.0 && stock < 200.0, "{stock} TEU");
    let occupation = done.of_year("yard_occupation", "aktau");
    assert!((occupation - stock / 1_000.0).abs() < 1e-12);
}

/// Trains of one lot each, so that they come as a Poisson process, and one track: M/D/1. By
/// Little's law the cargo in the yard is that of the trains that wait or are loaded.
#[test]
fn a_base_with_one_track_is_an_m_d_1_queue() {
    let streams = [
        "arrival.enabled = false",
        "base.urumqi.capacity_teu = 100000",
        "base.urumqi.tracks = 1",
        "base.urumqi.trains_per_day = 1",
        "end = 2022-01-01",
    ];
    // 292 trains of 1,000 t a year in lots of a train; no other boxes.
    let world = world(10.0, 10.0)
        .change(
            "tables/streams.csv",
            "container_flat,300,summer,96,10",
            "container_flat,1000,flat,96,10",
        )
        .change("tables/volumes.csv", "boxes,2020,200,", "boxes,2020,292,")
        .change("tables/volumes.csv", "boxes,2021,200,", "boxes,2021,292,")
        .change("tables/volumes.csv", "more,2020,100,", "more,2020,0,")
        .change("tables/volumes.csv", "more,2021,100,", "more,2021,0,");
    let plan = plan(&world, &streams);
    let trains: Vec<f64> = (0..40)
        .map(|seed| run(&plan, seed, Executor::Sequential).of_year("yard_stock", "urumqi") / 100.0)
        .collect();
    let mean = trains.iter().sum::<f64>() / trains.len() as f64;
    let half_width = corridor::stats::half_width(&trains).expect("there are forty");
    let load: f64 = 0.8;
    let expected = load + load * load / (2.0 * (1.0 - load));
    assert!(
        (mean - expected).abs() <= 1.5 * half_width,
        "{mean} ± {half_width} trains at the base, {expected} by the formula"
    );
    assert!(
        half_width < 0.15 * expected,
        "± {half_width} says something"
    );
}

/// A base with room for two trains whose delivered cargo stays two days unloads one a day.
#[test]
fn a_yard_that_is_not_cleared_bounds_what_is_unloaded() {
    let world = world(0.0, 10.0)
        .change("tables/streams.csv", "east,Boxes from Ganja,GNJ,MOY,", "east,Boxes from Ganja,AKP,MOY,")
        .change("tables/volumes.csv", "east,2020,10,", "east,2020,900,")
        .change("tables/volumes.csv", "east,2021,10,", "east,2021,900,")
        .change(
            "ports.toml",
            "[base.urumqi]",
            "[base.moyynty]\nnode = \"MOY\"\nload = \"container\"\ntracks = 4\ntrains_per_day = 96\n\
             capacity_teu = 200\nstay_h = 48\n\n[base.urumqi]",
        );
    let plan = plan(
        &world,
        &["arrival.enabled = false", "ships.enabled = false"],
    );
    let done = run(&plan, 1, Executor::Sequential);
    let teu = done.of_year("terminal_teu", "MOY");
    // An hour on the track, then two days in the yard: two trains of 100 TEU every 49 hours.
    let expected = 200.0 * 8_760.0 / 49.0;
    assert!(
        (teu / expected - 1.0).abs() < 0.02,
        "{teu} TEU unloaded, {expected} by the formula"
    );
}
