//! Where one more passing loop goes: in the middle of the longest block.

use crate::input::{Change, Document};
use crate::model::Section;
use jiff::civil::Date;

/// A block is not parted that is shorter than this, in kilometers: a loop takes one and more.
const SHORTEST_PARTED_KM: f64 = 4.0;

/// Returns the kilometer of one more loop on a section and the change that puts it there; none
/// where every block is short.
///
/// All loops that open before the run ends count as there, so that a planned one is not doubled.
pub(super) fn one_more(
    section: &Section,
    document: &Document,
    opens: Option<Date>,
) -> Option<(f64, Change)> {
    let loops: Vec<f64> = section.loops.iter().map(|km| km.as_km()).collect();
    let km = middle_of_longest(&loops, section.length.as_km())?;
    let path = format!("section.{}.passing_loops_km", section.key);
    let change = document
        .inserted(&path, km, opens)
        .or_else(|| Change::inserting(&path, &loops, km, opens))?;
    Some((km, change))
}

fn middle_of_longest(loops: &[f64], length_km: f64) -> Option<f64> {
    let from = [0.0].into_iter().chain(loops.iter().copied());
    let to = loops.iter().copied().chain([length_km]);
    let blocks = from.zip(to);
    let (from, to) = blocks.reduce(|longest, block| {
        let is_longer = block.1 - block.0 > longest.1 - longest.0;
        if is_longer { block } else { longest }
    })?;
    let km = (5.0 * (from + to)).round() / 10.0;
    (to - from >= SHORTEST_PARTED_KM).then_some(km)
}

#[cfg(test)]
mod tests {
    use super::middle_of_longest;

    #[test]
    fn the_longest_block_is_parted_in_the_middle() {
        assert_eq!(middle_of_longest(&[28.0, 77.0, 124.0], 150.0), Some(52.5));
        assert_eq!(middle_of_longest(&[], 100.0), Some(50.0));
        assert_eq!(middle_of_longest(&[10.0], 100.0), Some(55.0));
        assert_eq!(middle_of_longest(&[3.0], 6.0), None);
    }
}
