//! Labels of figures in words a reader knows.

use crate::model::{Observation, Standing};
use jiff::ToSpan;
use jiff::civil::Date;

/// The two directions over a border, in the order in which they are shown.
pub(super) const DIRECTIONS: [&str; 2] = ["to_china", "from_china"];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Returns the name of a measure.
pub(super) fn measure(key: &str) -> String {
    let known = match key {
        "border_tonnage" => "Tonnage over the border",
        "border_trains" => "Trains over the border",
        "border_trains_per_day" => "Trains a day over the border",
        "border_teu" => "TEU over the border",
        "teu_per_train" => "TEU a train",
        "border_stock" => "Wagons at the crossing",
        "border_dwell" => "Dwell at the crossing",
        "transit_time" => "Transit time, mean",
        "transit_time_median" => "Transit time, median",
        "transit_time_p90" => "Transit time, 90th percentile",
        "section_occupation" => "Occupation of sections",
        "crane_occupation" => "Occupation of cranes",
        "offered_tonnage" => "Tonnage offered",
        "delivered_tonnage" => "Tonnage delivered",
        _ => return capitalized(&key.replace('_', " ")),
    };
    known.to_owned()
}

/// Returns the name of a place: `Dostyk`, `XIA–ALA`.
pub(super) fn place(key: &str) -> String {
    match key {
        "all" => "All crossings".to_owned(),
        _ if key.chars().any(char::is_uppercase) => key.replace('-', "–"),
        _ => key
            .split('_')
            .map(capitalized)
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// Returns the name of a direction.
pub(super) fn direction(key: &str) -> &str {
    match key {
        "to_china" => "to China",
        "from_china" => "from China",
        "both" => "both ways",
        _ => key,
    }
}

/// Returns the name of a commodity group.
pub(super) fn commodity(key: &str) -> String {
    key.replace('_', " ")
}

/// Returns a period in words: `2022`, `Q3 2022`, `Sep 2022`.
pub(super) fn period(key: &str) -> String {
    match key.split_once('-') {
        Some((year, part)) => match part.parse::<usize>().ok().and_then(month) {
            Some(month) => format!("{month} {year}"),
            None => format!("{part} {year}"),
        },
        None => key.to_owned(),
    }
}

/// Returns the short name of a month, from 1.
pub(super) fn month(number: usize) -> Option<&'static str> {
    number
        .checked_sub(1)
        .and_then(|index| MONTHS.get(index))
        .copied()
}

/// Returns the day so many days after an ISO date, in words: `4 Mar 2022`.
pub(super) fn day(iso: &str, n_after: i64) -> String {
    let date: Option<Date> = iso.parse().ok();
    match date.and_then(|date| date.checked_add(n_after.days()).ok()) {
        Some(date) => {
            let month = usize::try_from(date.month())
                .ok()
                .and_then(month)
                .unwrap_or_default();
            format!("{} {month} {}", date.day(), date.year())
        }
        None => iso.to_owned(),
    }
}

/// Returns what an observation is about: `Dostyk, to China, 2022`.
pub(super) fn subject(observation: &Observation) -> String {
    let mut parts = vec![place(&observation.place)];
    let is_between_two_places = observation.place.chars().any(char::is_uppercase);
    if !(is_between_two_places && observation.direction == "both") {
        parts.push(direction(&observation.direction).to_owned());
    }
    if observation.commodity != "all" {
        parts.push(commodity(&observation.commodity));
    }
    parts.push(period(&observation.period));
    parts.join(", ")
}

/// Returns how a figure came to be known: `reported`, `derived`, `reported (weak)`.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Reported => "reported",
        Standing::Derived => "derived",
        Standing::Weak => "reported (weak)",
    }
}

/// Returns the text with its first letter as a capital.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// Returns `singular` or `plural` behind the number: `1 train`, `4 trains`.
pub(super) fn counted(n: usize, singular: &str, plural: &str) -> String {
    format!("{n} {}", if n == 1 { singular } else { plural })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_words() {
        assert_eq!(place("dostyk"), "Dostyk");
        assert_eq!(place("eastern_gate"), "Eastern Gate");
        assert_eq!(place("XIA-ALA"), "XIA–ALA");
        assert_eq!(period("2022-Q3"), "Q3 2022");
        assert_eq!(period("2022-09"), "Sep 2022");
        assert_eq!(measure("yard_stock"), "Yard stock");
        assert_eq!(month(0), None);
        assert_eq!(day("2022-02-28", 1), "1 Mar 2022");
    }
}
