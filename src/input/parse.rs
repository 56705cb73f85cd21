//! TOML text → a tree with places. The one home of the crate `toml`; knows no key's meaning.

use super::document::{Entry, Item, Table, Value};
use super::fault::FaultLog;
use super::files::Source;
use jiff::civil::Date;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};
use toml::value::Datetime;

/// Parses a whole file. What cannot be understood leaves a fault; the rest is there.
pub(super) fn table(source: &Source, log: &FaultLog) -> Table {
    let (parsed, mut errors) = DeTable::parse_recoverable(&source.text);
    let offset = |error: &Error| error.span().map_or(source.text.len(), |span| span.start);
    errors.sort_by_key(offset);
    for error in &errors {
        let message = error.message().replace('\n', "; ");
        log.tear(
            &source.place(offset(error)),
            format!("this is not TOML: {message}"),
        );
    }
    Converter { source, log }.table(parsed.get_ref(), false)
}

/// Returns a text as TOML writes it, in quotes.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Turns the parser's tree into ours.
struct Converter<'a> {
    source: &'a Source,
    log: &'a FaultLog,
}

impl Converter<'_> {
    fn table(&self, table: &DeTable<'_>, inline: bool) -> Table {
        let mut entries: Vec<(usize, Entry)> = Vec::with_capacity(table.len());
        for (key, value) in table {
            let entry = Entry {
                key: key.get_ref().clone().into_owned(),
                place: self.source.place(key.span().start),
                item: self.item(value),
            };
            entries.push((key.span().start, entry));
        }
        // The parser sorts by key; the order of the file decides the order of everything made.
        entries.sort_by_key(|(start, _)| *start);
        let entries = entries.into_iter().map(|(_, entry)| entry).collect();
        Table { entries, inline }
    }

    fn item(&self, value: &Spanned<DeValue<'_>>) -> Item {
        let span = value.span();
        Item {
            value: self.value(value.get_ref(), &span),
            place: self.source.place(span.start),
        }
    }

    fn value(&self, value: &DeValue<'_>, span: &Range<usize>) -> Value {
        match value {
            DeValue::String(text) => Value::String(text.clone().into_owned()),
            DeValue::Boolean(truth) => Value::Bool(*truth),
            DeValue::Array(items) => {
                Value::Array(items.iter().map(|item| self.item(item)).collect())
            }
            DeValue::Table(table) => {
                let inline = self.source.text[span.start..].starts_with('{');
                Value::Table(self.table(table, inline))
            }
            DeValue::Integer(integer) => {
                match i64::from_str_radix(integer.as_str(), integer.radix()) {
                    Ok(integer) => Value::Integer(integer),
                    Err(_) => self.broken(span, "is no whole number of at most 64 bits"),
                }
            }
            DeValue::Float(float) => match float.as_str().parse() {
                Ok(float) => Value::Float(float),
                Err(_) => self.broken(span, "is no number"),
            },
            DeValue::Datetime(datetime) => match date(datetime) {
                Some(date) => Value::Date(date),
                None => self.broken(span, "is no date; give one like 2022-01-31, without a time"),
            },
        }
    }

    fn broken(&self, span: &Range<usize>, what: &str) -> Value {
        let text = self.source.text.get(span.clone()).unwrap_or_default();
        self.log
            .tear(&self.source.place(span.start), format!("{text} {what}"));
        Value::Broken
    }
}

fn date(datetime: &Datetime) -> Option<Date> {
    let (Some(date), None, None) = (datetime.date, datetime.time, datetime.offset) else {
        return None;
    };
    let (year, month) = (
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
    );
    Date::new(year, month, i8::try_from(date.day).ok()?).ok()
}
