//! A document as TOML text that says where each value came from.

use super::document::{Document, Entry, Item, Table, Value};
use super::parse::quoted;
use std::fmt::Write;

impl Document {
    /// Returns the whole document as TOML, each value with the file and line that it came from.
    ///
    /// Nothing of it extends another file: what was laid over is gone. Paths are as written, seen
    /// from the file that wrote them.
    pub fn resolved(&self) -> String {
        let mut text = String::new();
        write_table(&mut text, &self.root, "");
        text
    }
}

/// Writes the plain values of a table, then its tables under headers of their own.
fn write_table(text: &mut String, table: &Table, path: &str) {
    let (tables, plain): (Vec<&Entry>, Vec<&Entry>) = table
        .entries
        .iter()
        .partition(|entry| header_table(&entry.item).is_some());
    if !path.is_empty() && (!plain.is_empty() || tables.is_empty()) {
        let gap = if text.is_empty() { "" } else { "\n" };
        line(text, format_args!("{gap}[{path}]"));
    }
    for entry in plain {
        write_plain(text, entry);
    }
    for entry in tables {
        let key = key(&entry.key);
        let path = if path.is_empty() {
            key
        } else {
            format!("{path}.{key}")
        };
        if let Some(table) = header_table(&entry.item) {
            write_table(text, table, &path);
        }
    }
}

/// Returns the table of an item unless all of it fits behind its key.
fn header_table(item: &Item) -> Option<&Table> {
    match &item.value {
        Value::Table(table) => (!(table.inline && on_one_line(table, item))).then_some(table),
        _ => None,
    }
}

/// Returns whether everything in a table stands on the line of `item`, with no change laid over.
fn on_one_line(table: &Table, item: &Item) -> bool {
    table.entries.iter().all(|entry| {
        let here = entry.place.file == item.place.file && entry.place.line == item.place.line;
        here && match &entry.item.value {
            Value::Table(table) => on_one_line(table, item),
            _ => true,
        }
    })
}

fn write_plain(text: &mut String, entry: &Entry) {
    let name = key(&entry.key);
    match &entry.item.value {
        Value::Array(items)
            if items
                .iter()
                .any(|item| matches!(item.value, Value::Table(_))) =>
        {
            line(text, format_args!("{name} = ["));
            for item in items {
                line(
                    text,
                    format_args!("    {},{}", value(&item.value), origin(item)),
                );
            }
            line(text, format_args!("]"));
        }
        plain => line(
            text,
            format_args!("{name} = {}{}", value(plain), origin(&entry.item)),
        ),
    }
}

fn line(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    writeln!(text, "{arguments}").expect("a string takes any text");
}

fn origin(item: &Item) -> String {
    format!("  # {}:{}", item.place.file, item.place.line)
}

pub(super) fn key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(bare) {
        key.to_owned()
    } else {
        single_line(key)
    }
}

/// Returns a text in quotes without line ends, which would part a value from its comment.
fn single_line(text: &str) -> String {
    match text.contains(['\n', '\r', '\'']) {
        true => format!("{text:?}"),
        false => quoted(text),
    }
}

pub(super) fn value(item: &Value) -> String {
    match item {
        Value::String(text) => single_line(text),
        Value::Integer(whole) => whole.to_string(),
        Value::Float(number) => format!("{number:?}").to_lowercase(),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| value(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) => {
            let pair =
                |entry: &Entry| format!("{} = {}", key(&entry.key), value(&entry.item.value));
            let pairs: Vec<String> = table.entries.iter().map(pair).collect();
            if pairs.is_empty() {
                "{}".to_owned()
            } else {
                format!("{{ {} }}", pairs.join(", "))
            }
        }
        Value::Broken => "\"\"".to_owned(),
    }
}
