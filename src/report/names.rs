//! Names of places for people, and what reported figures are about, in words.

use super::view::View;
use super::words::{capitalized, commodity, direction, period};
use crate::model::Observation;
use crate::study::{Comparison, Results};
use std::collections::BTreeMap;

/// What stands between origin and destination, and between the ends of a section.
const BETWEEN: &str = " – ";

const BOTH_WAYS: &str = "both ways";

/// How many letters a row has room for at either end of a relation or section.
const MOST_LETTERS: usize = 30;

/// Names of everything that a figure may be about.
pub(super) struct Names<'a> {
    known: &'a BTreeMap<String, String>,
    crossings: Vec<&'a str>,
}

/// What figures of one measure are about: in common, and each for itself.
pub(super) struct Subjects {
    /// What all have in common, such as `containers, 2022`; empty for a single figure.
    pub(super) shared: String,
    /// What is left to say of each, in their order.
    pub(super) each: Vec<String>,
}

impl<'a> Names<'a> {
    /// Returns the names that results bring along.
    pub(super) fn of(results: &'a Results) -> Self {
        Self {
            known: &results.names,
            crossings: View::of(results).crossings(),
        }
    }

    /// Returns the name of a place for headings and sentences: a crossing by both its stations.
    pub(super) fn place(&self, key: &str) -> String {
        if key == "all" {
            return "All crossings".to_owned();
        }
        let known = |key: &str| self.known.get(key).map(|name| shortened(name));
        known(key)
            .or_else(|| self.relation(key))
            .unwrap_or_else(|| spelled(key))
    }

    /// Returns the name of a place for rows of many: a crossing by its key, `Dostyk`, and very long
    /// names without their last words.
    pub(super) fn in_row(&self, key: &str) -> String {
        if self.crossings.contains(&key) {
            return spelled(key);
        }
        let name = self.place(key);
        let ends: Vec<String> = name.split(BETWEEN).map(without_last_words).collect();
        ends.join(BETWEEN)
    }

    /// Returns what an observation is about: `Dostyk, to China, 2022`.
    pub(super) fn subject(&self, observation: &Observation) -> String {
        joined(&self.parts(observation))
    }

    /// Returns what observations of one measure are about, what they have in common set apart.
    ///
    /// Two that differ in nothing else are told apart by who counted.
    pub(super) fn subjects(&self, group: &[&Comparison]) -> Subjects {
        let mut all: Vec<[String; 4]> = group
            .iter()
            .map(|comparison| self.parts(&comparison.observation))
            .collect();
        let mut shared: [String; 4] = Default::default();
        let has_several = all.len() > 1;
        for part in 1..4 {
            let first = all.first().map(|parts| parts[part].clone());
            let Some(first) = first.filter(|_| has_several) else {
                continue;
            };
            if all.iter().all(|parts| parts[part] == first) {
                all.iter_mut().for_each(|parts| parts[part].clear());
                // Both ways is what a measure means where nothing else is said.
                shared[part] = if first == BOTH_WAYS {
                    String::new()
                } else {
                    first
                };
            }
        }
        let subjects: Vec<String> = all.iter().map(joined).collect();
        let is_twin =
            |subject: &String| subjects.iter().filter(|other| *other == subject).count() > 1;
        let each = subjects.iter().zip(group).map(|(subject, comparison)| {
            match counter(&comparison.observation.definition) {
                Some(counter) if is_twin(subject) => format!("{subject} ({counter})"),
                _ => subject.clone(),
            }
        });
        Subjects {
            shared: joined(&shared),
            each: each.collect(),
        }
    }

    /// Returns place, direction, commodity and period in words, empty where they say nothing.
    fn parts(&self, observation: &Observation) -> [String; 4] {
        let key = observation.place.as_str();
        let is_of_borders = ["border_", "teu_per_train", "tonnes_per_train"]
            .iter()
            .any(|start| observation.measure.starts_with(start));
        let place = match key {
            "all" if !is_of_borders => "Whole corridor".to_owned(),
            _ => self.in_row(key),
        };
        // Origin and destination say which way, and a terminal has none.
        let has_direction = key == "all" || self.crossings.contains(&key);
        let way = if has_direction || observation.direction != "both" && !place.contains(BETWEEN) {
            direction(&observation.direction).to_owned()
        } else {
            String::new()
        };
        let says_containers = [
            "container",
            "teu",
            "dry_port",
            "terminal",
            "tonnes_per_train",
        ]
        .iter()
        .any(|word| observation.measure.contains(word));
        let cargo = match observation.commodity.as_str() {
            "all" => String::new(),
            "containers" if says_containers => String::new(),
            other => commodity(other),
        };
        [place, way, cargo, period(&observation.period)]
    }

    /// Returns the name of `XIA-ALA` as origin and destination, where both are known.
    fn relation(&self, key: &str) -> Option<String> {
        key.match_indices('-').find_map(|(at, _)| {
            let (from, to) = (self.known.get(&key[..at])?, self.known.get(&key[at + 1..])?);
            Some(format!("{}{BETWEEN}{}", shortened(from), shortened(to)))
        })
    }
}

/// Returns a name without what only tells it from others of its kind: parts in parentheses, what
/// follows a comma or a stroke, and the word station at the end.
pub(super) fn shortened(name: &str) -> String {
    let mut depth = 0_usize;
    let mut outside = String::new();
    for letter in name.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    let ends = outside.split(BETWEEN).map(|end| {
        let end = end.split(',').next().unwrap_or(end);
        let end = end.split(" / ").next().unwrap_or(end).trim();
        let end = end.strip_suffix(" station").unwrap_or(end);
        end.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let short = ends.collect::<Vec<_>>().join(BETWEEN);
    if short.is_empty() {
        name.to_owned()
    } else {
        short
    }
}

/// Returns the name, ended after a word where it is longer than a row has room for.
fn without_last_words(name: &str) -> String {
    if name.chars().count() <= MOST_LETTERS {
        return name.to_owned();
    }
    let mut kept = String::new();
    for word in name.split(' ') {
        if kept.chars().count() + word.chars().count() >= MOST_LETTERS {
            break;
        }
        kept.push_str(word);
        kept.push(' ');
    }
    match kept.trim_end() {
        "" => name.to_owned(),
        kept => format!("{kept}…"),
    }
}

/// Returns a key that nobody has named in letters for people: `Eastern Gate`, `XIA–ALA`.
fn spelled(key: &str) -> String {
    if key.chars().any(char::is_uppercase) {
        return key.replace('-', "–");
    }
    let words: Vec<String> = key.split('_').map(capitalized).collect();
    words.join(" ")
}

/// Returns who counted, as definitions begin: `Kazakh railway: tonnes handed over`.
fn counter(definition: &str) -> Option<&str> {
    let (counter, _) = definition.split_once(':')?;
    (counter.chars().count() <= 30).then_some(counter)
}

fn joined(parts: &[String; 4]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_only_experts_need() {
        for (name, short) in [
            (
                "Xi'an International Port station (Xinzhu)",
                "Xi'an International Port",
            ),
            (
                "Khorgos (Huoerguosi) station, CN side – Altynkol",
                "Khorgos – Altynkol",
            ),
            (
                "Urumqi International Land Port / Urumqi West yard",
                "Urumqi International Land Port",
            ),
            ("Sayak – Balkhash-1", "Sayak – Balkhash-1"),
            ("(nothing else)", "(nothing else)"),
        ] {
            assert_eq!(shortened(name), short);
        }
    }

    #[test]
    fn keys_without_a_name_are_spelled_out() {
        assert_eq!(spelled("eastern_gate"), "Eastern Gate");
        assert_eq!(spelled("XIA-ALA"), "XIA–ALA");
    }
}
