//! Whatever is in the files, reading them ends with a scenario or with faults.

use crate::fixture::{SCENARIO, World};
use proptest::prelude::*;

/// A passage of the small corridor's own file, cut out anywhere.
fn cut() -> impl Strategy<Value = (usize, usize)> {
    let n_bytes = World::new().text(SCENARIO).len();
    (0..n_bytes, 0..n_bytes)
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = World::new().with(SCENARIO, bytes.clone()).read(SCENARIO, &[]);
        let _ = World::new().with("tables/sections.csv", bytes).read(SCENARIO, &[]);
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "([a-z]{1,3}|[\\[\\]{}=.,\"'#\n 0-9-]){0,60}") {
        let _ = World::new().with(SCENARIO, text.clone()).read(SCENARIO, &[]);
        let _ = World::new().with("tables/streams.csv", text.clone()).read(SCENARIO, &[]);
        let _ = World::new().read(SCENARIO, &[&text]);
    }

    #[test]
    fn any_part_of_a_scenario_is_read_without_a_panic((from, until) in cut(), filling in "[a-z0-9=\"\\[\n]{0,6}") {
        let mut bytes = World::new().text(SCENARIO).into_bytes();
        let range = from.min(until)..from.max(until);
        bytes.splice(range, filling.into_bytes());
        let _ = World::new().with(SCENARIO, bytes).read(SCENARIO, &[]);
    }

    #[test]
    fn any_number_anywhere_is_read_without_a_panic(number in any::<f64>(), nth in 0..40_usize) {
        let text = World::new().text(SCENARIO);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let numeric: Vec<usize> = (0..lines.len())
            .filter(|n| lines[*n].split_once(" = ").is_some_and(|(_, v)| v.parse::<f64>().is_ok()))
            .collect();
        let line = &mut lines[numeric[nth % numeric.len()]];
        let key = line.split_once(" = ").expect("it was found by it").0.to_owned();
        *line = format!("{key} = {number:?}").replace("NaN", "nan");
        let _ = World::new().with(SCENARIO, lines.join("\n")).read(SCENARIO, &[]);
    }
}
