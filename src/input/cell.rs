//! One cell of a table while it is read. Knows no column's meaning.

use super::datum::Datum;
use super::sheet::Row;
use jiff::civil::Date;
use std::fmt::Display;

/// One cell of a row.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub row: &'a Row<'a>,
    pub column: &'a str,
    pub text: &'a str,
}

impl Cell<'_> {
    /// Returns the numbers of a cell, separated by spaces.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        let parse = |word: &str| word.parse().ok().filter(|number: &f64| number.is_finite());
        let mut numbers = Vec::new();
        for word in self.text.split_whitespace() {
            let Some(number) = parse(word) else {
                self.fault(format!(
                    "{word:?} is not a number; give numbers with spaces between"
                ));
                return None;
            };
            numbers.push(number);
        }
        Some(numbers)
    }
}

impl Datum for Cell<'_> {
    fn fault(&self, message: impl Display) {
        self.row.fault(self.column, message);
    }

    fn text(&self) -> Option<&str> {
        Some(self.text)
    }

    fn any_number(&self) -> Option<f64> {
        let number = self.text.parse().ok();
        if number.is_none() {
            self.fault(format!("{:?} is not a number; give one", self.text));
        }
        number
    }

    fn whole(&self) -> Option<i64> {
        let whole = self.text.parse().ok();
        if whole.is_none() {
            self.fault(format!("{:?} is not a whole number; give one", self.text));
        }
        whole
    }

    fn date(&self) -> Option<Date> {
        let date = self.text.parse().ok();
        if date.is_none() {
            self.fault(format!(
                "{:?} is not a date; give one like 2022-01-31",
                self.text
            ));
        }
        date
    }
}
