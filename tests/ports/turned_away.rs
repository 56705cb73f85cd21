//! A base without room to wait turns trains away as Erlang's loss formula says, and nobody otherwise.

use crate::fixture::World;
use crate::world::{Done, plan, run, world};
use corridor::sim::Executor;
use corridor::stats::half_width;

/// One consignment fills a train of 100 TEU, and so many come a day, on average, as a Poisson process.
fn trains_a_day(load: f64) -> World {
    let kt = load * 365.0;
    world(10.0, 10.0)
        .change(
            "tables/streams.csv",
            "container_flat,300,summer,96,10",
            "container_flat,1000,flat,96,10",
        )
        .change(
            "tables/volumes.csv",
            "boxes,2020,200,",
            &format!("boxes,2020,{kt},"),
        )
        .change(
            "tables/volumes.csv",
            "boxes,2021,200,",
            &format!("boxes,2021,{kt},"),
        )
        .change("tables/volumes.csv", "more,2020,100,", "more,2020,0,")
        .change("tables/volumes.csv", "more,2021,100,", "more,2021,0,")
}

/// A base of so many tracks, a day of loading on each and room for no more trains than tracks.
fn base(tracks: u32) -> [String; 6] {
    [
        "arrival.enabled = false".to_owned(),
        format!("base.urumqi.tracks = {tracks}"),
        format!("base.urumqi.trains_per_day = {tracks}"),
        format!("base.urumqi.capacity_teu = {}", 100 * tracks),
        "base.urumqi.when_full = \"turn_away\"".to_owned(),
        "end = 2022-01-01".to_owned(),
    ]
}

fn done(load: f64, overrides: &[String], seed: u64) -> Done {
    let overrides: Vec<&str> = overrides.iter().map(String::as_str).collect();
    let plan = plan(&trains_a_day(load), &overrides);
    run(&plan, seed, Executor::Sequential)
}

/// Erlang B by its recurrence: the share of customers who find all of so many servers taken.
fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |lost, n| load * lost / (f64::from(n) + load * lost))
}

/// M/D/c/c: the loss depends on the time of service by its mean alone.
#[test]
fn a_base_without_room_to_wait_loses_what_erlang_b_says() {
    for (tracks, load) in [(1, 0.5), (3, 1.5), (3, 3.0), (5, 4.0)] {
        let overrides = base(tracks);
        let of_seed = |seed| {
            let done = done(load, &overrides, seed);
            done.of_year("base_turned_away_share", "urumqi")
        };
        let shares: Vec<f64> = (0..20).map(of_seed).collect();
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        let half_width = half_width(&shares).expect("there are twenty");
        let expected = erlang_b(tracks, load);
        println!(
            "{tracks} tracks, {load} trains a day: {mean:.4} ± {half_width:.4} of {expected:.4}"
        );
        assert!(
            (mean - expected).abs() <= 1.5 * half_width && half_width < 0.1 * expected,
            "{mean} ± {half_width} turned away, {expected} by the formula"
        );
    }
}

#[test]
fn what_is_turned_away_is_counted_and_what_waits_is_not() {
    let [rest @ .., when_full, end] = base(3);
    let strict = done(3.0, &base(3), 1);
    let of = |done: &Done| {
        let boxes = done.cargo.iter().max_by_key(|cargo| cargo.offered.as_kg());
        *boxes.expect("there are streams")
    };
    let lost = of(&strict);
    let accounted = lost.delivered + lost.waiting + lost.in_corridor + lost.turned_away;
    assert_eq!(lost.offered, accounted);
    assert!(lost.turned_away.as_tonnes() > 100_000.0, "{lost:?}");
    let kt = strict.of_year("base_turned_away", "urumqi");
    assert!(kt > 0.0 && kt <= lost.turned_away.as_tonnes() / 1_000.0);
    let waits: Vec<String> = rest.into_iter().chain([end]).collect();
    let patient = done(3.0, &waits, 1);
    let kept = of(&patient);
    assert_eq!((kept.offered, kept.turned_away.as_kg()), (lost.offered, 0));
    assert!(kept.waiting > lost.waiting, "it queues outside");
    assert!(when_full.contains("turn_away"));
    let has = |done: &Done| {
        let mut values = done.values.iter();
        values.any(|(label, _)| label.measure == "base_turned_away")
    };
    assert!(has(&strict) && !has(&patient));
}
