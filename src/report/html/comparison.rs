//! Reported figures beside simulated ones: the misses, and all of them.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::{amount, bare_interval, bare_range, difference};
use crate::report::selection::by_measure;
use crate::report::verdict::{Limit, Verdict};
use crate::report::words::{self, counted};
use crate::study::{Comparison, Results};

/// Returns every miss, by measure; figures that nothing was fitted to, and the fitted ones.
pub(super) fn misses(results: &Results) -> String {
    let names = Names::of(results);
    let misses = results
        .comparisons
        .iter()
        .filter(|comparison| Verdict::of(comparison).is_miss());
    let n_misses = misses.clone().count();
    let mut body = String::new();
    for (measure, group) in by_measure(misses) {
        let subjects = names.subjects(&group);
        body.push_str(&group_row(measure, &subjects.shared, 4));
        for (comparison, subject) in group.iter().zip(&subjects.each) {
            let fitted = match comparison.observation.fitted {
                true => " (fitted)",
                false => "",
            };
            body.push_str(&format!(
                "<tr><td>{}{fitted}</td>{}</tr>\n",
                escaped(subject),
                numbers(comparison)
            ));
        }
    }
    if n_misses == 0 {
        return String::new();
    }
    format!(
        "<p>{} outside the reported range, or off by more than 5 % where none is given.</p>\n\
         <div class=\"wide\"><table class=\"dense\">\n<thead><tr><th>where and when</th>\
         <th class=\"number\">simulated</th><th class=\"number\">reported</th>\
         <th class=\"number\">difference</th></tr></thead>\n<tbody>\n{body}</tbody>\n\
         </table></div>\n",
        counted(n_misses, "simulated figure is", "simulated figures are"),
    )
}

/// Returns every reported figure, by measure, with its definition and source.
pub(super) fn all(results: &Results) -> String {
    let names = Names::of(results);
    let mut body = String::new();
    for (measure, group) in by_measure(&results.comparisons) {
        let subjects = names.subjects(&group);
        body.push_str(&group_row(measure, &subjects.shared, 6));
        let mut defined = "";
        for (comparison, subject) in group.iter().zip(&subjects.each) {
            // Said once for all rows that follow, since most of a group share it.
            let definition = comparison.observation.definition.as_str();
            if definition != defined {
                body.push_str(&definition_row(definition));
                defined = definition;
            }
            body.push_str(&row(comparison, subject));
        }
    }
    if body.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"wide\"><table class=\"dense\">\n<thead><tr><th>where and when</th>\
         <th class=\"number\">simulated</th><th class=\"number\">reported</th>\
         <th class=\"number\">difference</th><th>verdict</th><th>source</th>\
         </tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n"
    )
}

fn group_row(measure: &str, shared: &str, n_columns: usize) -> String {
    let name = escaped(&words::measure(measure));
    let shared = match shared {
        "" => String::new(),
        _ => format!(" <span class=\"range\">({})</span>", escaped(shared)),
    };
    format!(
        "<tr class=\"group\"><th colspan=\"{n_columns}\" scope=\"rowgroup\">{name}{shared}</th>\
         </tr>\n"
    )
}

fn definition_row(definition: &str) -> String {
    format!(
        "<tr class=\"definition\"><td colspan=\"6\">{}</td></tr>\n",
        escaped(definition)
    )
}

fn row(comparison: &Comparison, subject: &str) -> String {
    let observation = &comparison.observation;
    let verdict = Verdict::of(comparison);
    let class = match verdict.is_miss() {
        true => " class=\"miss\"",
        false => "",
    };
    let fitted = if observation.fitted { ", fitted" } else { "" };
    format!(
        "<tr><td>{}</td>{}<td{class}>{}{fitted}</td>\
         <td class=\"source\">{}: {}</td></tr>\n",
        escaped(subject),
        numbers(comparison),
        verdict.words(),
        words::standing(observation.standing),
        source(&observation.source),
    )
}

/// Returns the cells of the simulated figure, the reported one and their difference.
fn numbers(comparison: &Comparison) -> String {
    let observation = &comparison.observation;
    let unit = &observation.unit;
    let simulated = comparison.simulated.as_ref();
    let limit = Limit::of(observation);
    let range = match (observation.low, observation.high) {
        (None, None) => String::new(),
        _ if limit.is_some() => String::new(),
        _ => {
            let (low, high) = Verdict::range(observation);
            format!(
                " <span class=\"range\">({})</span>",
                bare_range(low, high, unit)
            )
        }
    };
    // A limit is no report of traffic, and staying below it no error.
    let difference = match limit {
        Some(_) => None,
        None => comparison.relative_error().map(difference),
    };
    format!(
        "<td class=\"number\">{}</td><td class=\"number\">{}{range}</td>\
         <td class=\"number\">{}</td>",
        simulated
            .map(|estimate| bare_interval(estimate, unit))
            .unwrap_or_default(),
        escaped(&amount(observation.value, unit)),
        difference.unwrap_or_default(),
    )
}

/// Returns the source, as a link where it is one web address.
fn source(source: &str) -> String {
    let source = escaped(source);
    let is_address = source.starts_with("http") && !source.contains(' ');
    if is_address {
        format!("<a href=\"{source}\">{source}</a>")
    } else {
        source
    }
}
