//! Where facts stand in the tables of sums: a column for each crossing and way, cargo, station.

use crate::model::{Calendar, Commodity, Direction, Function, Load};
use crate::sim::Side;
use crate::units::CrossingId;

/// A crossing, one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::stats) struct Way {
    pub crossing: CrossingId,
    pub direction: Direction,
}

impl Way {
    /// Position among all ways over all crossings.
    pub fn index(self) -> usize {
        self.crossing.index() * 2 + self.direction.index()
    }
}

/// Position among cargo at border stations: by way, side and load.
pub(in crate::stats) fn station_column(way: Way, side: Side, load: Load) -> usize {
    way.index() * 4 + 2 * side as usize + load as usize
}

/// Columns for the cargo of one way.
pub(in crate::stats) const fn cargo_columns() -> usize {
    Commodity::NAMES.len() * Function::NAMES.len()
}

/// Position of cargo among the columns of its way.
pub(in crate::stats) const fn cargo_column(commodity: Commodity, function: Function) -> usize {
    commodity.index() * Function::NAMES.len() + function as usize
}

/// Calendar years between the start of the run and one of its months.
pub(in crate::stats) fn years_since_start(calendar: &Calendar, month: usize) -> usize {
    let year = calendar.months()[month].year - calendar.months()[0].year;
    usize::try_from(year).expect("months are in order")
}
