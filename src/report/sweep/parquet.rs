//! The rows of `results.csv` as Parquet, for tools that read columns. The one home of the crate.
//!
//! A key whose levels are numbers is a column of them; of other keys it is text.

use super::SweepReport;
use super::long::{self, columns, each, told};
use crate::input::Level;
use crate::report::number::rounded;
use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;
use std::sync::Arc;

/// A column with its values, one a row.
enum Column {
    Texts(Vec<ByteArray>),
    Numbers(Vec<f64>),
    Counts(Vec<i32>),
    Truths(Vec<bool>),
}

/// Returns the file.
pub(super) fn bytes(sweep: &SweepReport<'_>) -> Vec<u8> {
    let names = columns(sweep.plan);
    let columns = filled(sweep);
    write(&names, &columns).expect("memory has room, and every column is as its schema says")
}

fn filled(sweep: &SweepReport<'_>) -> Vec<Column> {
    let text = || Column::Texts(Vec::new());
    let keys = sweep.plan.keys.iter().map(|key| match key.own {
        Level::Number(_) | Level::Factor { .. } => Column::Numbers(Vec::new()),
        Level::Truth(_) | Level::Text(_) => text(),
    });
    let before = [text(), text(), text(), Column::Counts(Vec::new())];
    let labels = [text(), text(), text(), text(), text(), text()];
    let after = [Column::Numbers(Vec::new()), Column::Truths(Vec::new())];
    let mut columns: Vec<Column> = before
        .into_iter()
        .chain(keys)
        .chain(labels)
        .chain(after)
        .collect();
    each(sweep, |trial| {
        let (point, replication) = long::parts(trial.id);
        for (it, value) in told(trial, sweep.measured) {
            let period = it.wanted.period.to_string();
            let before = [trial.scenario, trial.id, point, replication].map(Cell::Text);
            let labels = [
                period.as_str(),
                &it.wanted.place,
                &it.wanted.direction,
                &it.wanted.commodity,
                &it.wanted.measure,
                it.unit,
            ];
            let levels = trial.levels.iter().map(Cell::Level);
            let after = [Cell::Number(rounded(value)), Cell::Truth(trial.row.stalled)];
            let cells = before
                .into_iter()
                .chain(levels)
                .chain(labels.map(Cell::Text))
                .chain(after);
            for (column, cell) in columns.iter_mut().zip(cells) {
                column.push(&cell);
            }
        }
    });
    columns
}

/// A value of a row.
enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    Truth(bool),
    Level(&'a Level),
}

impl Column {
    fn push(&mut self, cell: &Cell<'_>) {
        match (self, cell) {
            (Self::Texts(texts), Cell::Text(text)) => texts.push(ByteArray::from(*text)),
            (Self::Texts(texts), Cell::Level(level)) => {
                texts.push(ByteArray::from(level.to_string().as_str()));
            }
            (Self::Counts(counts), Cell::Text(text)) => counts.push(text.parse().unwrap_or(0)),
            (Self::Numbers(numbers), Cell::Number(number)) => numbers.push(*number),
            (
                Self::Numbers(numbers),
                Cell::Level(Level::Number(number) | Level::Factor { factor: number, .. }),
            ) => numbers.push(*number),
            (Self::Truths(truths), Cell::Truth(truth)) => truths.push(*truth),
            _ => unreachable!("a column takes the cells that it was made for"),
        }
    }

    fn physical(&self) -> Physical {
        match self {
            Self::Texts(_) => Physical::BYTE_ARRAY,
            Self::Numbers(_) => Physical::DOUBLE,
            Self::Counts(_) => Physical::INT32,
            Self::Truths(_) => Physical::BOOLEAN,
        }
    }
}

fn write(names: &[&str], columns: &[Column]) -> Result<Vec<u8>, ParquetError> {
    let mut fields = Vec::with_capacity(names.len());
    for (name, column) in names.iter().zip(columns) {
        let field = Type::primitive_type_builder(name, column.physical())
            .with_repetition(Repetition::REQUIRED);
        let field = match column {
            Column::Texts(_) => field.with_converted_type(ConvertedType::UTF8),
            _ => field,
        };
        fields.push(Arc::new(field.build()?));
    }
    let schema = Type::group_type_builder("sweep").with_fields(fields);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let mut writer = SerializedFileWriter::new(
        Vec::new(),
        Arc::new(schema.build()?),
        Arc::new(properties.build()),
    )?;
    let mut group = writer.next_row_group()?;
    for column in columns {
        write_column(&mut group, column)?;
    }
    group.close()?;
    writer.into_inner()
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    column: &Column,
) -> Result<(), ParquetError> {
    let Some(mut writer) = group.next_column()? else {
        return Ok(());
    };
    match column {
        Column::Texts(texts) => writer
            .typed::<ByteArrayType>()
            .write_batch(texts, None, None)?,
        Column::Numbers(numbers) => writer
            .typed::<DoubleType>()
            .write_batch(numbers, None, None)?,
        Column::Counts(counts) => writer
            .typed::<Int32Type>()
            .write_batch(counts, None, None)?,
        Column::Truths(truths) => writer.typed::<BoolType>().write_batch(truths, None, None)?,
    };
    writer.close()
}
