//! What lines carry, against closed forms: a small corridor through the real reader and simulator.
//!
//! One section of the small corridor is crammed with other traffic, far more than it can carry, and
//! the corridor's own trains are few.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "input_reading/fixture.rs"]
mod fixture;

use corridor::engine::{Observer, RunOptions, Streams};
use corridor::sim::{self, Executor, Plan, Record};
use corridor::units::Time;
use fixture::{SCENARIO, World};
use std::sync::Arc;

const STATION_INTERVAL_MIN: f64 = 3.0;
const SUPPLEMENT_MIN: f64 = 3.0;

/// Trains that pass the section AKG-MOY in February 2021, each way.
struct Passing {
    plan: Arc<Plan>,
    trains: [u32; 2],
}

impl Observer<Record> for Passing {
    fn observe(&mut self, time: Time, record: Record) {
        let Record::Counted {
            section,
            forward,
            trains,
            ..
        } = record
        else {
            return;
        };
        let key = &self.plan.scenario.network.section(section).key;
        let date = self.plan.scenario.calendar.date_of(time);
        if key == "AKG-MOY" && date.month() == 2 {
            self.trains[usize::from(!forward)] += trains;
        }
    }
}

/// Trains a day, each way, on the section AKG-MOY of so many kilometers, with passing loops as given
/// and so many pairs a day of other freight trains that want to run.
fn trains_on(section: (f64, &str, f64), pairs_per_day: f64, changes: &[&str]) -> [f64; 2] {
    let (length_km, loops_km, speed_kmh) = section;
    let row = "AKG-MOY,AKG,MOY,rail,1520,523,1,100,70,2,4,2019-01-01,2019-01-01";
    let crammed = format!(
        "AKG-MOY,AKG,MOY,rail,1520,{length_km},1,{loops_km},{speed_kmh},0,{pairs_per_day},,"
    );
    let world = World::new().change("tables/sections.csv", row, &crammed);
    let mut overrides = vec![
        "start = 2021-01-01",
        "report_from = 2021-02-01",
        "end = 2021-03-01",
        "trace.begins = 2021-02-14",
        "operation.running_spread = 1",
        "operation.maintenance.enabled = false",
        // So little that it takes no capacity to speak of.
        "demand.factor.dostyk.to_china = 0.01",
    ];
    overrides.extend(changes);
    let reading = world.read(SCENARIO, &overrides);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    let plan = Arc::new(Plan::new(reading.scenario));
    let options = RunOptions::until(plan.scenario.calendar.end_time());
    let observer = || Passing {
        plan: Arc::clone(&plan),
        trains: [0; 2],
    };
    let streams = Streams::new(1, 0);
    let done = sim::run(&plan, streams, Executor::Sequential, options, observer);
    let mut sum = [0; 2];
    for seen in &done.observers {
        sum = [sum[0] + seen.trains[0], sum[1] + seen.trains[1]];
    }
    sum.map(|trains| f64::from(trains) / 28.0)
}

fn pairs_on(section: (f64, &str, f64), pairs_per_day: f64, changes: &[&str]) -> f64 {
    let [there, back] = trains_on(section, pairs_per_day, changes);
    (there + back) / 2.0
}

/// Five blocks of equal length.
fn five_blocks(spacing_km: f64) -> String {
    let km: Vec<String> = (1..5)
        .map(|n| (f64::from(n) * spacing_km).to_string())
        .collect();
    km.join(" ")
}

fn pairs_carried(spacing_km: f64, speed_kmh: f64, changes: &[&str]) -> f64 {
    let loops = five_blocks(spacing_km);
    let section = (5.0 * spacing_km, loops.as_str(), speed_kmh);
    pairs_on(section, 150.0, changes)
}

/// Pairs a day of a saturated single track: (1440 − T) / (t_up + t_down + τ_1 + τ_2), where every
/// train stops at every loop.
fn formula(spacing_km: f64, speed_kmh: f64, closed_min: f64) -> f64 {
    let takes = spacing_km / speed_kmh * 60.0 + SUPPLEMENT_MIN;
    (1_440.0 - closed_min) / (2.0 * takes + 2.0 * STATION_INTERVAL_MIN)
}

#[test]
fn a_single_track_carries_what_the_formula_says() {
    for spacing_km in [10.0, 16.0, 25.0, 40.0] {
        for speed_kmh in [45.0, 60.0, 80.0] {
            let carried = pairs_carried(spacing_km, speed_kmh, &[]);
            let expected = formula(spacing_km, speed_kmh, 0.0);
            let ratio = carried / expected;
            println!("{spacing_km} km, {speed_kmh} km/h: {carried:.2} of {expected:.2}");
            assert!(
                (0.97..1.03).contains(&ratio),
                "{spacing_km} km at {speed_kmh} km/h: {carried} pairs a day, formula {expected}"
            );
        }
    }
}

#[test]
fn maintenance_takes_its_time_from_the_day() {
    let own = ["maintenance.works = { sections = [\"AKG-MOY\"], begins_h = 22, lasts_min = 240 }"];
    let general = ["operation.maintenance = { enabled = true, lasts_min = 240, months = [2] }"];
    for changes in [&own[..], &general] {
        let carried = pairs_carried(16.0, 60.0, changes);
        let expected = formula(16.0, 60.0, 240.0);
        println!("{changes:?}: {carried:.2} of {expected:.2}");
        assert!(
            (0.96..1.05).contains(&(carried / expected)),
            "{changes:?}: {carried}, {expected}"
        );
    }
    let mut off = own.to_vec();
    off.push("maintenance.works.enabled = false");
    assert_eq!(
        pairs_carried(16.0, 60.0, &off),
        pairs_carried(16.0, 60.0, &[])
    );
}

fn dispatching(overtaking: &str, fleet_trains: u32) -> String {
    format!(
        "dispatching = {{ overtaking = {overtaking}, siding_spacing_km = 20, least_gain_min = 5, \
         longest_delay_h = 1, priority_worth_h = 1000, fleet_trains = {fleet_trains} }}"
    )
}

/// One train a headway, whatever the speed; in a window of five hours that leaves one track, where
/// it takes ten minutes to clear the stretch, turns of 50 minutes in 120: the second direction has two.
#[test]
fn a_double_track_carries_one_train_a_headway() {
    let dispatching = dispatching("true", 1);
    let trains = |changes: &[&str]| {
        // Other traffic has no events of its own here: trains of the corridor see to it, in the
        // direction in which they run loaded, to Aktogay.
        let mut all = vec![
            "section.AKG-MOY.tracks = 2",
            "demand.factor.dostyk.to_china = 3",
            &dispatching,
        ];
        all.extend(changes);
        trains_on((200.0, "", 60.0), 150.0, &all)[1]
    };
    let carried = trains(&[]);
    println!("double track: {carried:.2} of 144");
    assert!((143.5..=144.5).contains(&carried), "{carried}");
    let works = "maintenance.works = { sections = [\"AKG-MOY\"], begins_h = 8, lasts_min = 300, \
                 closes = \"one_track\", turn_min = 50, stretch_km = 7 }";
    let carried = trains(&[works]);
    let expected = 144.0 * (1_140.0 + 2.0 * 50.0) / 1_440.0;
    println!("with works: {carried:.2} of {expected:.2}");
    assert!((0.98..1.02).contains(&(carried / expected)), "{carried}");
}

/// A block that is entered by fleets of n: n pairs in (t + τ + (n − 1) h) each way.
#[test]
fn a_fleet_carries_what_headway_allows() {
    for (trains, signalling) in [
        (1, "automatic"),
        (2, "automatic"),
        (3, "automatic"),
        (3, "semi_automatic"),
    ] {
        let changes = [
            dispatching("false", trains),
            format!("section.AKG-MOY.signalling = \"{signalling}\""),
        ];
        let changes = changes.each_ref().map(String::as_str);
        let carried = pairs_on((40.0, "", 60.0), 150.0, &changes);
        let n = if signalling == "automatic" {
            f64::from(trains)
        } else {
            1.0
        };
        let way = 40.0 + SUPPLEMENT_MIN + STATION_INTERVAL_MIN + (n - 1.0) * 10.0;
        let expected = 1_440.0 * n / (2.0 * way);
        println!("fleets of {n}: {carried:.2} of {expected:.2}");
        assert!(
            (0.97..1.03).contains(&(carried / expected)),
            "{carried}, {expected}"
        );
    }
}

/// A second track, a loop and a speed that come in the middle of January are there in February as if
/// they always had been; what comes in March changes nothing.
#[test]
fn dated_changes_hold_from_their_dates() {
    let loops = "section.AKG-MOY.passing_loops_km";
    let pairs = |change: &str| pairs_carried(40.0, 60.0, &[change]);
    let (few, more) = (
        "[40, 80, 120, 160]",
        "[20, 40, 60, 80, 100, 120, 140, 160, 180]",
    );
    let later = format!("{loops} = [{{ value = {few} }}, {{ from = 2021-01-15, value = {more} }}]");
    let always = format!("{loops} = {more}");
    let ratio = pairs(&later) / pairs(&always);
    assert!((0.99..1.01).contains(&ratio), "new loops: {ratio}");
    let too_late =
        format!("{loops} = [{{ value = {few} }}, {{ from = 2021-03-15, value = {more} }}]");
    assert_eq!(pairs(&too_late), pairs("seed = 1"));
    let speed = "section.AKG-MOY.freight_speed_kmh";
    let later = pairs(&format!(
        "{speed} = [{{ value = 60 }}, {{ from = 2021-01-15, value = 80 }}]"
    ));
    let ratio = later / pairs(&format!("{speed} = 80"));
    assert!((0.99..1.01).contains(&ratio), "another speed: {ratio}");
    let double = "section.AKG-MOY.double_track_from = 2021-01-15";
    let double = pairs(double);
    assert!(double > 130.0, "second track: {double}");
}
