//! Columns for the trains of sections.

use crate::sim::Traffic;
use crate::units::SectionId;

/// Columns for one section: each traffic both ways.
pub(super) const TRAFFIC_COLUMNS: usize = 2 * Traffic::ALL.len();

/// Position among the trains of sections: by section, traffic and direction.
pub(in crate::stats) fn traffic_column(
    section: SectionId,
    traffic: Traffic,
    forward: bool,
) -> usize {
    section.index() * TRAFFIC_COLUMNS + 2 * traffic as usize + usize::from(!forward)
}
