//! A table of which little is used.

use std::ops::{Index, IndexMut};

/// Rows that take memory together.
const PAGE: usize = 32;

/// A table of rows that are all alike until they are written, and take memory only then.
///
/// Each district of a corridor can name every section, leg and pool, and deals with those near it:
/// whole tables for all districts would grow as the square of the network. To index it where a value
/// is changed writes the row; to read it does not.
///
/// # Panics
///
/// To index it panics where there is no such row, but for those that would share a page with the last.
#[derive(Clone, Debug, Default)]
pub struct Sparse<T> {
    rows: usize,
    /// Empty until a row is written.
    pages: Vec<Option<Box<[T; PAGE]>>>,
    /// What unwritten rows are.
    blank: T,
}

impl<T: Default> Sparse<T> {
    /// Returns a table of so many rows, each the default.
    pub fn new(rows: usize) -> Self {
        Self {
            rows,
            pages: Vec::new(),
            blank: T::default(),
        }
    }

    /// Returns the rows that may differ from the default, with their positions, in order.
    pub fn written(&self) -> impl Iterator<Item = (usize, &T)> {
        let pages = self.pages.iter().enumerate();
        let pages = pages.filter_map(|(n, page)| Some((n * PAGE, page.as_deref()?)));
        let rows = pages.flat_map(|(first, page)| (first..).zip(page));
        rows.take_while(|(row, _)| *row < self.rows)
    }

    /// Returns the rows that may differ from the default, in order, to be changed.
    pub fn written_mut(&mut self) -> impl Iterator<Item = (usize, &mut T)> {
        let count = self.rows;
        let pages = self.pages.iter_mut().enumerate();
        let pages = pages.filter_map(|(n, page)| Some((n * PAGE, page.as_deref_mut()?)));
        let rows = pages.flat_map(|(first, page)| (first..).zip(page));
        rows.take_while(move |(row, _)| *row < count)
    }

    #[cold]
    fn begin(&mut self, row: usize) {
        self.unwritten(row);
        self.pages.resize_with(self.rows.div_ceil(PAGE), || None);
        let rows = std::array::from_fn(|_| T::default());
        self.pages[row / PAGE] = Some(Box::new(rows));
    }

    #[cold]
    fn unwritten(&self, row: usize) -> &T {
        assert!(row < self.rows, "row {row} of {}", self.rows);
        &self.blank
    }
}

impl<T: Default> Index<usize> for Sparse<T> {
    type Output = T;

    #[inline]
    fn index(&self, row: usize) -> &T {
        match self.pages.get(row / PAGE) {
            Some(Some(page)) => &page[row % PAGE],
            _ => self.unwritten(row),
        }
    }
}

impl<T: Default> IndexMut<usize> for Sparse<T> {
    #[inline]
    fn index_mut(&mut self, row: usize) -> &mut T {
        if !matches!(self.pages.get(row / PAGE), Some(Some(_))) {
            self.begin(row);
        }
        let page = self.pages[row / PAGE].as_mut();
        &mut page.expect("the page was begun")[row % PAGE]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sparse_table_is_a_vector(
            rows in 1_usize..200,
            writes in prop::collection::vec((0_usize..200, 1_u32..9), 0..60),
        ) {
            let (mut sparse, mut whole) = (Sparse::<u32>::new(rows), vec![0; rows]);
            for (row, add) in writes.into_iter().filter(|(row, _)| *row < rows) {
                sparse[row] += add;
                whole[row] += add;
            }
            for (row, value) in whole.iter().enumerate() {
                prop_assert_eq!(sparse[row], *value);
            }
            let written: Vec<_> = sparse.written().filter(|(_, value)| **value > 0).map(|(row, value)| (row, *value)).collect();
            let expected: Vec<_> = whole.into_iter().enumerate().filter(|(_, value)| *value > 0).collect();
            prop_assert_eq!(&written, &expected);
            sparse.written_mut().for_each(|(_, value)| *value *= 2);
            for (row, value) in expected {
                prop_assert_eq!(sparse[row], 2 * value);
            }
        }
    }

    #[test]
    fn nothing_is_kept_of_what_nobody_wrote() {
        let mut table = Sparse::<u64>::new(1_000_000);
        assert_eq!((table[999_999], table.pages.len()), (0, 0));
        table[500_000] = 1;
        assert_eq!(table.written().count(), PAGE);
    }

    #[test]
    #[should_panic(expected = "row 5 of 5")]
    fn a_row_beyond_the_table_is_refused() {
        let _ = Sparse::<u8>::new(5)[5];
    }
}
