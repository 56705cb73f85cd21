//! `corridor keys`: which keys a scenario may have.

use super::{CliError, print};
use crate::input;

/// Prints the keys whose pattern contains `part`, or all of them.
pub(super) fn keys(part: Option<&str>) -> Result<(), CliError> {
    let part = part.unwrap_or_default();
    let is_meant = |line: &&str| {
        let (key, _) = line.split_once(':').unwrap_or((line, ""));
        key.contains(part)
    };
    let lines = input::KEYS.lines().filter(is_meant);
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    print(&text)
}
