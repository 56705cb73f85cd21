//! What the reference says holds where a key is left out, held against the readers.

use crate::document::{everything, without};
use corridor::input::{KeyEntry, reference};

/// Values that mean the same as the words of the reference.
const WORDS: [(&str, &str); 9] = [
    (
        "SHIFT.days",
        r#"["mon", "tue", "wed", "thu", "fri", "sat", "sun"]"#,
    ),
    (
        "maintenance.NAME.weekdays",
        r#"["mon", "tue", "wed", "thu", "fri", "sat", "sun"]"#,
    ),
    (
        "maintenance.NAME.months",
        "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
    ),
    ("maintenance.NAME.from", "2018-10-01"),
    ("maintenance.NAME.until", "2025-01-01"),
    (
        "growth.group.NAME.directions",
        r#"["to_china", "from_china"]"#,
    ),
    (
        "growth.group.NAME.functions",
        r#"["export", "import", "transit"]"#,
    ),
    ("growth.group.NAME.yearly_spread_percent", "8"),
    ("demand.known_until", "2024"),
];

/// Values that a reading does not keep as they are, so that leaving the key out shows in nothing else.
const ALIKE: [(&str, &str); 5] = [
    (
        "calibration.enabled",
        "what is fitted is left out of all that is read here",
    ),
    (
        "maintenance.NAME.closes",
        "the other value needs keys that are at fault without it",
    ),
    (
        "growth.group.NAME.directions",
        "everything.toml gives both, as without it",
    ),
    (
        "growth.group.NAME.functions",
        "everything.toml gives all, as without it",
    ),
    (
        "demand.known_until",
        "the table ends with the year that is given",
    ),
];

fn read(path: &str, sets: &[String]) -> String {
    without(path, sets).unwrap_or_else(|faults| panic!("without {path:?}, {sets:?}: {faults}"))
}

/// The value that holds without a key, where the reference gives one.
fn default_of(key: &KeyEntry) -> Option<String> {
    let words = WORDS.iter().find(|(own, _)| *own == key.key);
    let left_out = key.left_out.as_deref()?;
    let is_value = format!("it = {left_out}").parse::<toml::Table>().is_ok();
    match words {
        Some((_, value)) => Some((*value).to_owned()),
        None => is_value.then(|| left_out.to_owned()),
    }
}

/// A scenario without a key is that with the default of the key, and another than that with the value
/// that everything.toml gives, or with the part switched off: else the default would be right by chance.
#[test]
fn a_key_left_out_has_its_default() {
    let given = read("", &[]);
    let mut faults = Vec::new();
    let mut checked = 0;
    for key in reference().into_iter().filter(|key| !key.needed) {
        let Some(default) = default_of(&key) else {
            continue;
        };
        let asked = &everything().asked[&key.key];
        let paths = asked.given_at.iter().filter(|path| !path.contains('['));
        let (mut right, mut telling) = (None, false);
        for path in paths {
            let Ok(bare) = without(path, &[]) else {
                continue;
            };
            let same = bare == read(path, &[format!("{path} = {default}")]);
            right = Some(right.unwrap_or(true) && same);
            let off = key.off.as_ref().map(|off| format!("{path} = {off}"));
            telling |= bare != given || off.is_some_and(|off| bare != read(path, &[off]));
            if telling || !same {
                break;
            }
        }
        checked += 1;
        if right != Some(true) {
            faults.push(format!("{} is not {default} where it is left out", key.key));
        }
        if telling == ALIKE.iter().any(|(own, _)| *own == key.key) {
            faults.push(format!(
                "{}: everything.toml gives no value that tells it from its default; give another",
                key.key
            ));
        }
    }
    assert!(faults.is_empty(), "- {}", faults.join("\n- "));
    assert!(checked > 40, "{checked} defaults were looked at");
}

/// A part whose table is left out is as it is when it is switched off, where the reference says so.
#[test]
fn a_table_left_out_is_off() {
    let given = read("", &[]);
    let off = |key: &KeyEntry| key.left_out.as_deref() == Some("off");
    let mut faults = Vec::new();
    for table in reference()
        .into_iter()
        .filter(|key| key.is_table() && off(key))
    {
        let table = table.key;
        let bare = read(&table, &[]);
        if bare != read("", &[format!("{table}.enabled = false")]) {
            faults.push(format!("{table} left out is not {table} switched off"));
        }
        // The graph of the scenario that gives all is off in it.
        if bare == given && table != "trace" {
            faults.push(format!("{table} changes nothing"));
        }
    }
    assert!(faults.is_empty(), "- {}", faults.join("\n- "));
}
