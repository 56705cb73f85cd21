//! The agreed quota bounds what goes over the border, and one key lifts every quota.

use crate::fixture::{Gate, facts};
use corridor::model::Direction;
use corridor::sim::Record;

/// Trains that went over to China.
fn over(gate: &Gate) -> usize {
    let facts = facts(gate);
    let over = facts.iter().filter(|(_, record)| {
        matches!(
            record,
            Record::HandedOver {
                direction: Direction::ToChina,
                ..
            }
        )
    });
    over.count()
}

#[test]
fn one_key_lifts_the_quota() {
    let gate = || {
        Gate::new([5.0, 5.0, 5.0])
            .set("end = 2021-03-01")
            .set("crossing.gate.to_china.quota_trains_per_day = 3")
    };
    let held = over(&gate());
    // 59 days, and what the first day may add to.
    assert!((3 * 58..=3 * 59 + 1).contains(&held), "{held} trains");
    let lifted = over(&gate().set("quota.enabled = false"));
    assert!((480..700).contains(&lifted), "{lifted} trains of 590");
}
