//! A table in a CSV file: rows of cells that remember where they stand. The one home of the crate
//! `csv`; knows no column's meaning.

use super::cell::Cell;
use super::datum::Datum;
use super::fault::{FaultLog, Place};
use super::files::Source;
use super::names::nearest;
use csv::{ReaderBuilder, StringRecord};
use std::fmt::Display;

/// A table with a header.
pub(super) struct Sheet<'a> {
    source: &'a Source,
    log: &'a FaultLog,
    columns: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
    key: &'static str,
}

/// One row of a sheet.
pub(super) struct Row<'a> {
    sheet: &'a Sheet<'a>,
    /// Where the row begins, in bytes.
    start: usize,
    cells: &'a [String],
}

impl<'a> Sheet<'a> {
    /// Reads a table that must have the given columns and at least one row. The first of `columns`
    /// names a row in faults. More columns than those are left alone: they are remarks.
    pub fn read(source: &'a Source, columns: &[&'static str], log: &'a FaultLog) -> Self {
        let mut sheet = Self {
            source,
            log,
            columns: Vec::new(),
            rows: Vec::new(),
            key: columns[0],
        };
        let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
        let skipped = source.text.len() - text.len();
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut record = StringRecord::new();
        // The text is in memory and known to be UTF-8, so that reading it cannot fail.
        while reader.read_record(&mut record).unwrap_or(false) {
            let offset = record.position().map_or(0, csv::Position::byte) as usize;
            let start = skipped + after_newlines(text, offset);
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if sheet.columns.is_empty() {
                sheet.columns = cells;
                sheet.check_header(columns);
            } else if cells.iter().any(|cell| !cell.is_empty()) {
                sheet.rows.push((start, cells));
            }
        }
        sheet.check_rows(columns);
        sheet
    }

    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.rows.iter().map(|(start, cells)| Row {
            sheet: self,
            start: *start,
            cells,
        })
    }

    /// Returns the key of every row, in order; empty where the cell is.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let key_idx = self.column_idx(self.key);
        self.rows.iter().map(move |(_, cells)| {
            key_idx
                .and_then(|idx| cells.get(idx))
                .map_or("", String::as_str)
        })
    }

    /// Returns whether rows can be told by their keys.
    pub fn has_keys(&self) -> bool {
        self.column_idx(self.key).is_some() && !self.rows.is_empty()
    }

    /// Leaves a fault at every row whose key an earlier row has.
    pub fn check_unique(&self) {
        let mut seen = std::collections::BTreeMap::new();
        for row in self.rows() {
            let key = row.key();
            let line = self.source.place(row.start).line;
            if let Some(first) = seen.insert(key.to_owned(), line) {
                let message = format!("the name is taken by line {first}; give another");
                row.fault(self.key, message);
                seen.insert(key.to_owned(), first);
            }
        }
    }

    fn column_idx(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == column)
    }

    fn check_header(&self, columns: &[&'static str]) {
        for (idx, name) in self.columns.iter().enumerate() {
            if !name.is_empty() && self.columns[..idx].contains(name) {
                let place = cell_place(self.source, 0, idx);
                self.log
                    .add(&place, name, "the column is there twice; take one out");
            }
        }
        for column in columns {
            if self.column_idx(column).is_some() {
                continue;
            }
            let unknown = self.columns.iter().map(String::as_str);
            let unknown = unknown.filter(|name| !columns.contains(name));
            let hint = match nearest(column, unknown) {
                Some(near) => format!("; is it {near:?}?"),
                None => "; add it to the header".to_owned(),
            };
            let message = format!("the column is missing{hint}");
            self.log.add(&self.source.place(0), column, message);
        }
    }

    fn check_rows(&self, columns: &[&'static str]) {
        if self.rows.is_empty() {
            let message = match self.columns.len() {
                0 => format!(
                    "the table is empty; give a header {} and rows",
                    columns.join(",")
                ),
                _ => "the table has no rows; give at least one".to_owned(),
            };
            self.log.add(&self.source.place(0), "", message);
        }
        let n_columns = self.columns.len();
        for row in self.rows() {
            let n_cells = row.cells.len();
            if n_cells != n_columns {
                let remedy = match n_cells < n_columns {
                    true => "add the commas of the empty ones",
                    false => "put a text that has commas in quotes",
                };
                let message = format!("{n_cells} cells under {n_columns} columns; {remedy}");
                let place = self.source.place(row.start);
                self.log.add(&place, &format!("row {}", row.key()), message);
            }
        }
    }
}

impl<'a> Row<'a> {
    /// Returns what the row is called: its cell in the first of the columns asked for.
    pub fn key(&self) -> &'a str {
        let idx = self.sheet.column_idx(self.sheet.key);
        idx.and_then(|idx| self.cells.get(idx))
            .map_or("", String::as_str)
    }

    /// Reads a cell that must not be empty.
    pub fn get<T>(&self, column: &str, read: impl FnOnce(&Cell<'_>) -> Option<T>) -> Option<T> {
        let cell = self.cell(column)?;
        if cell.text.is_empty() {
            cell.fault("the cell is empty; fill it");
            return None;
        }
        read(&cell)
    }

    /// Reads a cell that may be empty.
    pub fn maybe<T>(&self, column: &str, read: impl FnOnce(&Cell<'_>) -> Option<T>) -> Option<T> {
        read(&self.filled(column)?)
    }

    /// Returns a cell unless it is empty.
    pub fn filled(&self, column: &str) -> Option<Cell<'_>> {
        self.cell(column).filter(|cell| !cell.text.is_empty())
    }

    /// Leaves a fault at a cell.
    pub fn fault(&self, column: &str, message: impl Display) {
        let idx = self.sheet.column_idx(column).unwrap_or(0);
        let path = format!("row {}, {column}", self.key());
        let place = cell_place(self.sheet.source, self.start, idx);
        self.sheet.log.add(&place, &path, message);
    }

    fn cell(&self, column: &str) -> Option<Cell<'_>> {
        let column_idx = self.sheet.column_idx(column)?;
        let text = self.cells.get(column_idx)?;
        let column = &self.sheet.columns[column_idx];
        Some(Cell {
            row: self,
            column,
            text,
        })
    }
}

/// Returns the offset of the first character at or after `offset` that ends no line: the reader
/// counts the line ends before a row as part of it.
fn after_newlines(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    offset + (rest.len() - rest.trim_start_matches(['\r', '\n']).len())
}

/// Returns where the cell of a row stands, given where the row begins.
fn cell_place(source: &Source, start: usize, column_idx: usize) -> Place {
    let mut n_commas = 0;
    let mut in_quotes = false;
    for (offset, character) in source.text[start..].char_indices() {
        if n_commas == column_idx {
            return source.place(start + offset);
        }
        match character {
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => n_commas += 1,
            '\n' if !in_quotes => break,
            _ => {}
        }
    }
    source.place(start)
}
