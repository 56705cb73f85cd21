//! The tables of a projection, for files and for the terminal.

use crate::report::number::{fixed, plain};
use crate::study::{Projected, ProjectedFlow};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The quantiles of the bands: 90 %, 50 % and the median.
pub(in crate::report) const QUANTILES: [f64; 5] = [0.05, 0.25, 0.50, 0.75, 0.95];

/// Long form: one row per path, year, place and direction, in that order of flows.
pub(super) fn results(projected: &Projected) -> String {
    let mut text = String::from("scenario,path,year,place,direction,measure,unit,value\n");
    for path in 0..projected.paths {
        for flow in &projected.flows {
            for (year, value) in projected.years.iter().zip(&flow.values[path]) {
                let _ = writeln!(
                    text,
                    "{},{},{year},{},{},border_tonnage,Mt,{}",
                    projected.scenario,
                    path + 1,
                    flow.place,
                    flow.direction,
                    plain(*value),
                );
            }
        }
    }
    text
}

/// One row per place, direction and year: the quantiles over paths, in Mt.
pub(super) fn bands(projected: &Projected) -> String {
    let mut text = String::from("place,direction,year,unit,q05,q25,q50,q75,q95\n");
    for flow in &projected.flows {
        for (n, year) in projected.years.iter().enumerate() {
            let quantiles = QUANTILES.map(|share| plain(flow.quantile(n, share)));
            let (place, direction) = (&flow.place, flow.direction);
            let _ = writeln!(
                text,
                "{place},{direction},{year},Mt,{}",
                quantiles.join(",")
            );
        }
    }
    text
}

/// One row per year: what targets have offered over the border, both ways, in Mt.
pub(super) fn offered(projected: &Projected) -> String {
    let mut text = String::from("year,unit,offered\n");
    for (year, offered) in projected.years.iter().zip(&projected.offered) {
        let _ = writeln!(text, "{year},Mt,{}", plain(*offered));
    }
    text
}

/// One row per path: what was saturated first, and when.
pub(super) fn saturation(projected: &Projected) -> String {
    let mut text = String::from("path,year,kind,element\n");
    for (path, saturation) in projected.saturations.iter().enumerate() {
        let _ = match saturation {
            Some(it) => {
                let (year, kind) = (it.year, it.kind.key());
                writeln!(text, "{},{year},{kind},{}", path + 1, it.element)
            }
            None => writeln!(text, "{},,,", path + 1),
        };
    }
    text
}

/// One row per source of variance.
pub(super) fn variance(projected: &Projected) -> String {
    let mut text = String::from("year,source,variance_mt2,share,share_standard_error\n");
    for it in &projected.shares {
        let _ = writeln!(
            text,
            "{},{},{},{},{}",
            projected.split_year,
            it.source.key(),
            plain(it.variance),
            plain(it.share),
            plain(it.error),
        );
    }
    text
}

/// What is saturated first, by how many paths it is in, with the median of the year.
pub(super) fn first_saturated(projected: &Projected) -> Vec<(String, usize, i16)> {
    let mut by_element: BTreeMap<String, Vec<i16>> = BTreeMap::new();
    for it in projected.saturations.iter().flatten() {
        let name = projected.names.get(&it.element).unwrap_or(&it.element);
        let name = format!("{name} ({})", it.kind.key());
        by_element.entry(name).or_default().push(it.year);
    }
    let mut rows: Vec<(String, usize, i16)> = by_element
        .into_iter()
        .map(|(name, mut years)| {
            years.sort_unstable();
            (name, years.len(), years[(years.len() - 1) / 2])
        })
        .collect();
    rows.sort_by_key(|(_, n, _)| std::cmp::Reverse(*n));
    rows
}

/// One sentence for each flow that stood still at the end of a path, though trains waited for it.
pub(super) fn stood_still(projected: &Projected) -> Vec<String> {
    let sentence = |flow: &ProjectedFlow| {
        let still = flow.stood_still.iter().enumerate();
        let still = still.filter(|(_, days)| **days > 0.0);
        let paths: Vec<String> = still.map(|(n, _)| (n + 1).to_string()).collect();
        let longest = flow.stood_still.iter().copied().fold(0.0, f64::max);
        (!paths.is_empty()).then(|| {
            format!(
                "{}: stood still at the end of {} of {} paths ({}), for {} days at the longest",
                name_of(projected, flow),
                paths.len(),
                projected.paths,
                paths.join(", "),
                fixed(longest, 0),
            )
        })
    };
    projected.flows.iter().filter_map(sentence).collect()
}

/// Returns the name for people of a flow.
pub(in crate::report) fn name_of(projected: &Projected, flow: &ProjectedFlow) -> String {
    let place = match projected.names.get(&flow.place) {
        Some(name) => name.as_str(),
        None => "All crossings",
    };
    let direction = match flow.direction {
        "to_china" => "to China",
        "from_china" => "from China",
        _ => "both ways",
    };
    format!("{place}, {direction}")
}

/// Returns what a person reads first: the bands of some years, what fills up, where the width is from.
pub fn table(projected: &Projected) -> String {
    let years = &projected.years;
    let last = years.len().saturating_sub(1);
    let split = years.iter().position(|year| *year == projected.split_year);
    let mut shown: Vec<usize> = [Some(0), split, Some(last)].into_iter().flatten().collect();
    shown.sort_unstable();
    shown.dedup();
    let mut text = String::from("Rail freight over the border, Mt a year: median (90 % band)\n");
    let _ = write!(text, "{:<34}", "");
    for n in &shown {
        let _ = write!(text, "{:>24}", years[*n]);
    }
    text.push('\n');
    if !projected.offered.is_empty() {
        let _ = write!(text, "{:<34}", "Offered, to reach the targets");
        for n in &shown {
            let _ = write!(text, "{:>24}", fixed(projected.offered[*n], 1));
        }
        text.push('\n');
    }
    for flow in &projected.flows {
        let _ = write!(text, "{:<34}", name_of(projected, flow));
        for n in &shown {
            let [low, _, middle, _, high] = QUANTILES.map(|share| flow.quantile(*n, share));
            let cell = format!(
                "{} ({}–{})",
                fixed(middle, 1),
                fixed(low, 1),
                fixed(high, 1)
            );
            let _ = write!(text, "{cell:>24}");
        }
        text.push('\n');
    }
    for sentence in stood_still(projected) {
        let _ = write!(text, "\n{sentence}\n");
    }
    text.push_str("\nWhat is saturated first (paths, median year)\n");
    for (name, n, year) in first_saturated(projected) {
        let _ = writeln!(text, "{n:>5}  {year}  {name}");
    }
    let free = projected
        .saturations
        .iter()
        .filter(|it| it.is_none())
        .count();
    let _ = writeln!(text, "{free:>5}        nothing");
    if !projected.shares.is_empty() {
        let year = projected.split_year;
        let _ = writeln!(
            text,
            "\nWhere the variance of {year} comes from (total effect)"
        );
        for it in &projected.shares {
            let (share, error) = (fixed(100.0 * it.share, 0), fixed(100.0 * it.error, 0));
            let _ = writeln!(text, "{:<10}{share:>4} % ± {error}", it.source.key());
        }
    }
    text
}
