//! What a sweep finds, where what is right is known.

use crate::world::{GRID, PLAN, files, plan};
use corridor::input::read_sweep;
use corridor::study::{
    Conduct, Laid, Sensitivity, SweepDesign, Swept, SweptValues, analysed, labels, measured,
    precision, sweep,
};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Runs a plan of this design; the first measure is the tonnage of March to China.
fn run(design: &str, keys: &str, replications: usize) -> (SweepDesign, SweptValues, Swept) {
    let measures = "measures = [{ measure = \"border_tonnage\", direction = \"to_china\", \
                    period = \"2021-03\" }]\n[set]";
    let text = plan(design, keys).replace("[set]", measures);
    let reading = read_sweep(&files(&text), Path::new(PLAN), &[], &labels);
    let reading = reading.unwrap_or_else(|faults| panic!("{faults}"));
    let design = SweepDesign::of(&reading.plan, 1);
    let measured = measured(&reading.scenario, &reading.plan.measures);
    let stop = AtomicBool::new(false);
    let conduct = Conduct::new(1, &stop);
    let values = sweep(&design, replications, &measured, &reading.variants, conduct);
    let values = values.unwrap_or_else(|error| panic!("{error}"));
    let swept = analysed(&reading.plan.keys, &design, &values, measured.len(), 1);
    (design, values, swept)
}

/// The yard is always fast enough, so that only the quota decides: 31 days of 3,000 t a train.
#[test]
fn a_quota_carries_what_it_says_and_the_yard_makes_no_difference() {
    let (design, values, swept) = run("grid", GRID, 2);
    let [quota, yard] = [&swept.tornado[0][0], &swept.tornado[0][1]];
    let across = quota.across.expect("two pairs").paired;
    assert!((across.mean - 31.0 * 3.0e-3).abs() < 3.1e-3, "{across:?}");
    let high = quota.high.expect("two pairs");
    assert_eq!(high.paired.mean, 0.0, "the scenario is at the high end");
    assert!((high.base.mean - 31.0 * 9.0e-3).abs() < 6.0e-3, "{high:?}");
    assert!(quota.length() > 10.0 * yard.length(), "{yard:?}");
    let Sensitivity::Shares(shares) = &swept.sensitivity[0] else {
        panic!("a grid has shares: {:?}", swept.sensitivity);
    };
    assert!(shares[0].first.value > 0.98, "{shares:?}");
    assert!(shares[1].total.value < 0.02, "{shares:?}");
    assert_eq!(values.n_stalled(), 0);
    assert!(precision(&values, &design) < 0.1);
}

#[test]
fn walks_find_the_quota_too() {
    let keys = GRID.replace("values = [2, 3]", "from = 1\nto = 4");
    let (_, _, swept) = run("morris", &keys, 1);
    let Sensitivity::Effects(effects) = &swept.sensitivity[0] else {
        panic!("walks have effects: {:?}", swept.sensitivity);
    };
    let [quota, yard] = [0, 1].map(|n| effects[n].expect("each walk changes each key"));
    // Three trains a day more over the range, of 3,000 t on 31 days.
    assert!((quota.mean - 0.279).abs() < 0.02, "{quota:?}");
    assert!(yard.absolute.value < 0.05 * quota.mean, "{yard:?}");
}

/// Points that are the same are run once: ends of a tornado and corners of a grid.
#[test]
fn each_point_is_there_once_and_named_by_its_levels() {
    let text = plan("grid", GRID);
    let reading = read_sweep(&files(&text), Path::new(PLAN), &[], &labels).expect("no fault");
    let design = SweepDesign::of(&reading.plan, 1);
    let ids: BTreeSet<&str> = design.points.iter().map(|it| it.id.as_str()).collect();
    // Base (3; 3,000) is in the grid of 2 × 3, as is every end of a key.
    assert_eq!((design.points.len(), ids.len()), (6, 6));
    let Laid::Grid { sizes, points } = &design.laid else {
        panic!("a grid: {:?}", design.laid);
    };
    assert_eq!((sizes.as_slice(), points.len()), ([2, 3].as_slice(), 6));
    // A plan with another title, another seed and its keys the other way round has the same names.
    let (first, second) = GRID.split_at(GRID.rfind("[key").expect("two keys"));
    let turned = plan("tornado", &format!("{second}\n{first}"));
    let turned = read_sweep(&files(&turned), Path::new(PLAN), &[], &labels).expect("no fault");
    let turned = SweepDesign::of(&turned.plan, 7);
    assert!(turned.points.iter().all(|it| ids.contains(it.id.as_str())));
}
