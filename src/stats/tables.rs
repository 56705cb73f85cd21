//! Sums by month and by something else, in one row of memory.

/// A table of sums: one row a month, `width` columns.
#[derive(Clone, Debug)]
pub(super) struct Sums<T> {
    width: usize,
    cells: Vec<T>,
}

impl<T: Copy + Default + std::ops::AddAssign> Sums<T> {
    pub fn new(months: usize, width: usize) -> Self {
        Self {
            width,
            cells: vec![T::default(); months * width],
        }
    }

    pub fn add(&mut self, month: usize, column: usize, amount: T) {
        assert!(column < self.width, "column {column} of {}", self.width);
        self.cells[month * self.width + column] += amount;
    }

    pub fn merge(&mut self, other: &Self) {
        self.cells
            .iter_mut()
            .zip(&other.cells)
            .for_each(|(a, b)| *a += *b);
    }

    /// The sum of a column over some months.
    pub fn sum(&self, covered: &[usize], column: usize) -> T {
        let mut sum = T::default();
        for month in covered {
            sum += self.cells[month * self.width + column];
        }
        sum
    }
}
