//! `corridor keys`: which keys a scenario may have, and what is to be known of each.

use super::arguments::Keys;
use super::{CliError, print};
use crate::input::{KeyEntry, nearest, reference};
use crate::report::{keys_json, keys_table};

/// Prints the keys that contain a part of their name, or all of them.
pub(super) fn keys(arguments: &Keys) -> Result<(), CliError> {
    let part = arguments.part.as_deref().unwrap_or_default();
    let (meant, others): (Vec<KeyEntry>, Vec<KeyEntry>) = reference()
        .into_iter()
        .partition(|key| key.key.contains(part) || key.part == part);
    if meant.is_empty() {
        return Err(unknown(part, &others));
    }
    match arguments.json {
        true => print(&keys_json(&meant)),
        false => print(&keys_table(&meant)),
    }
}

/// Names the step of a key that is most like the one that is in none.
fn unknown(part: &str, keys: &[KeyEntry]) -> CliError {
    let steps = keys.iter().flat_map(|key| key.key.split('.'));
    let remedy = match nearest(part, steps) {
        Some(near) => format!("did you mean {near}?"),
        None => "`corridor keys` lists all".to_owned(),
    };
    CliError::NoKey {
        part: part.to_owned(),
        remedy,
    }
}
