//! The toy corridor runs as other tools have it.

#[path = "../benches/models/toy_corridor.rs"]
mod toy_corridor;

use corridor::engine::run_sequential;
use toy_corridor::{Line, ORDINARY_SEED, YEAR};

#[test]
fn a_year_of_the_toy_corridor_is_ordinary() {
    let outcome = run_sequential(Line::model(ORDINARY_SEED), YEAR);
    outcome.observers[0].assert_ordinary();
    assert_eq!(outcome.statistics.messages, 0);
}
