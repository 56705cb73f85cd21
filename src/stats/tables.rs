//! Sums by month and by something else.

use crate::units::Sparse;

/// A table of sums: one row a month, `width` columns.
///
/// It takes memory for the columns that are added to. Each district has every table, and fills little
/// of it: what is filled grows as the corridor does, the number of tables times their width as its
/// square. The columns of a district are few and used together, so they lie side by side.
#[derive(Clone, Debug)]
pub(super) struct Sums<T> {
    months: usize,
    /// By column: its slot, counted from 1, or 0 as long as nothing was added.
    slots: Sparse<u32>,
    /// By slot: its column.
    columns: Vec<u32>,
    /// By month and slot, for `room` slots.
    cells: Vec<T>,
    room: usize,
}

impl<T: Copy + Default + std::ops::AddAssign> Sums<T> {
    pub fn new(months: usize, width: usize) -> Self {
        Self {
            months,
            slots: Sparse::new(width),
            columns: Vec::new(),
            cells: Vec::new(),
            room: 0,
        }
    }

    #[inline]
    pub fn add(&mut self, month: usize, column: usize, amount: T) {
        let slot = match self.slots[column] {
            0 => self.begin(column),
            slot => slot as usize - 1,
        };
        self.cells[month * self.room + slot] += amount;
    }

    /// Gives a column its slot.
    #[cold]
    fn begin(&mut self, column: usize) -> usize {
        let slot = self.columns.len();
        self.columns.push(column as u32);
        self.slots[column] = slot as u32 + 1;
        if slot == self.room {
            self.widen();
        }
        slot
    }

    /// Doubles the room for slots.
    fn widen(&mut self) {
        let room = (2 * self.room).max(8);
        let mut cells = vec![T::default(); self.months * room];
        for month in 0..self.months {
            let row = &self.cells[month * self.room..][..self.room];
            cells[month * room..][..self.room].copy_from_slice(row);
        }
        (self.cells, self.room) = (cells, room);
    }

    pub fn merge(&mut self, other: &Self) {
        for (slot, column) in other.columns.iter().enumerate() {
            for month in 0..other.months {
                let amount = other.cells[month * other.room + slot];
                self.add(month, *column as usize, amount);
            }
        }
    }

    /// The sum of a column over some months.
    pub fn sum(&self, covered: &[usize], column: usize) -> T {
        let mut sum = T::default();
        if let Some(slot) = self.slots[column].checked_sub(1) {
            for month in covered {
                sum += self.cells[month * self.room + slot as usize];
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn amounts() -> impl Strategy<Value = Vec<(usize, usize, u64)>> {
        prop::collection::vec((0_usize..4, 0_usize..100, 0_u64..9), 0..80)
    }

    proptest! {
        #[test]
        fn sums_are_those_of_a_whole_table_before_and_after_they_are_merged(
            one in amounts(), other in amounts(),
        ) {
            let mut whole = [[0; 100]; 4];
            let [mut first, second] = [&one, &other].map(|amounts| {
                let mut sums = Sums::new(4, 100);
                amounts.iter().for_each(|(month, column, amount)| sums.add(*month, *column, *amount));
                sums
            });
            for (month, column, amount) in one.iter().chain(&other) {
                whole[*month][*column] += amount;
            }
            first.merge(&second);
            for (column, (first_month, last)) in whole[0].iter().zip(whole[3]).enumerate() {
                prop_assert_eq!(first.sum(&[0, 3], column), first_month + last);
            }
        }
    }
}
