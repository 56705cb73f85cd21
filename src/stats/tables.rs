//! Sums by month and by something else, in one row of memory.

/// A table of sums: one row a month, `width` columns.
///
/// It takes memory from the first sum on. Each district has every table, and fills few: what is
/// filled grows as the corridor does, the number of tables times their width as its square.
#[derive(Clone, Debug)]
pub(super) struct Sums<T> {
    months: usize,
    width: usize,
    /// By month and column; empty as long as nothing was added.
    cells: Vec<T>,
}

impl<T: Copy + Default + std::ops::AddAssign> Sums<T> {
    pub fn new(months: usize, width: usize) -> Self {
        Self {
            months,
            width,
            cells: Vec::new(),
        }
    }

    #[inline]
    pub fn add(&mut self, month: usize, column: usize, amount: T) {
        assert!(column < self.width, "column {column} of {}", self.width);
        if self.cells.is_empty() {
            self.begin();
        }
        self.cells[month * self.width + column] += amount;
    }

    #[cold]
    fn begin(&mut self) {
        self.cells = vec![T::default(); self.months * self.width];
    }

    pub fn merge(&mut self, other: &Self) {
        if self.cells.is_empty() {
            self.cells.clone_from(&other.cells);
            return;
        }
        self.cells
            .iter_mut()
            .zip(&other.cells)
            .for_each(|(a, b)| *a += *b);
    }

    /// The sum of a column over some months.
    pub fn sum(&self, covered: &[usize], column: usize) -> T {
        let mut sum = T::default();
        if self.cells.is_empty() {
            return sum;
        }
        for month in covered {
            sum += self.cells[month * self.width + column];
        }
        sum
    }
}
