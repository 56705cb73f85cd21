//! How numbers are printed: one way for files, one for readers.

use super::words;
use crate::stats::Estimate;

/// Narrow and without a line break: between groups of digits, and before a unit.
const THIN_SPACE: char = '\u{202f}';

/// Returns `value` with ten significant digits: what files hold.
///
/// A simulated mean is not known better than that, and sums such as 0.1 + 0.2 lose their dust.
pub(super) fn rounded(value: f64) -> f64 {
    format!("{value:.9e}").parse().unwrap_or(value)
}

/// Returns the shortest text of `value` with ten significant digits, for tables read by programs.
pub(super) fn plain(value: f64) -> String {
    let text = rounded(value).to_string();
    if text == "-0" { "0".to_owned() } else { text }
}

/// Returns `value` as a reader wants it, without its unit: `9.31`, `12 400`; a share in per cent.
pub(super) fn bare(value: f64, unit: &str) -> String {
    match unit {
        "share" => format!("{}{THIN_SPACE}%", fixed(100.0 * value, 0)),
        _ => fixed(value, decimals(value, unit)),
    }
}

/// Returns `value` with its unit: `9.31 Mt`.
pub(super) fn amount(value: f64, unit: &str) -> String {
    with_unit(&bare(value, unit), unit)
}

/// Returns a range without its unit, both ends with the same decimals: `9.95–11.95`.
pub(super) fn bare_range(low: f64, high: f64, unit: &str) -> String {
    let decimals = decimals(low.abs().max(high.abs()), unit);
    match unit {
        "share" => format!("{}–{}", fixed(100.0 * low, 0), bare(high, unit)),
        _ => format!("{}–{}", fixed(low, decimals), fixed(high, decimals)),
    }
}

/// Returns the mean and its half-width without their unit: `9.31 ± 0.05`.
pub(super) fn bare_interval(estimate: &Estimate, unit: &str) -> String {
    let Some(half_width) = estimate.half_width else {
        return bare(estimate.mean, unit);
    };
    let (factor, sign) = match unit {
        "share" => (100.0, format!("{THIN_SPACE}%")),
        _ => (1.0, String::new()),
    };
    let least = if unit == "share" {
        0
    } else {
        decimals(estimate.mean, unit)
    };
    let (mean, half_width) = (factor * estimate.mean, factor * half_width);
    let decimals = telling_decimals(half_width, least);
    let half_width = match half_width {
        0.0 => "0".to_owned(),
        _ => fixed(half_width, decimals),
    };
    format!("{} ± {half_width}{sign}", fixed(mean, decimals))
}

/// Returns the mean and its half-width with their unit: `9.31 ± 0.05 Mt`.
pub(super) fn interval(estimate: &Estimate, unit: &str) -> String {
    with_unit(&bare_interval(estimate, unit), unit)
}

/// Returns a relative difference in per cent, with its sign: `+4 %`, `−0.3 %`.
pub(super) fn difference(share: f64) -> String {
    let percent = 100.0 * share;
    let text = fixed(percent, if percent.abs() < 10.0 { 1 } else { 0 });
    let sign = if text.starts_with('−') || text.chars().all(|c| "0.".contains(c)) {
        ""
    } else {
        "+"
    };
    format!("{sign}{text}{THIN_SPACE}%")
}

/// Returns `value` with so many decimals, thousands set apart and a true minus sign.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.char_indices() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(THIN_SPACE);
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value < 0.0 && !is_zero {
        format!("−{grouped}")
    } else {
        grouped
    }
}

/// Returns how many decimals, at least `least` and up to two more, show the first digit of a
/// half-width: an interval that is narrow is not one of no width.
fn telling_decimals(half_width: f64, least: usize) -> usize {
    let shows = |decimals: &usize| half_width >= 0.5 * 0.1_f64.powi(*decimals as i32);
    (least..=least + 2).find(shows).unwrap_or(least)
}

fn with_unit(text: &str, unit: &str) -> String {
    match unit {
        "share" | "" => text.to_owned(),
        "%" => format!("{text}{THIN_SPACE}%"),
        _ => format!("{text} {}", words::unit(unit)),
    }
}

fn decimals(value: f64, unit: &str) -> usize {
    match unit {
        "Mt" => 2,
        "h" | "days" | "day" | "d" | "%" if value.abs() < 100.0 => 1,
        "trains" | "TEU" | "wagons" | "t" => 0,
        _ if value.abs() >= 100.0 => 0,
        _ if value.abs() >= 1.0 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_hold_ten_digits_and_no_dust() {
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(23.0), "23");
        assert_eq!(plain(-0.0), "0");
        assert_eq!(plain(1.0 / 3.0), "0.3333333333");
        assert_eq!(plain(123_456_789.26), "123456789.3");
    }

    #[test]
    fn readers_get_the_digits_that_mean_something() {
        assert_eq!(amount(9.3149, "Mt"), "9.31 Mt");
        assert_eq!(amount(12_400.4, "TEU"), "12\u{202f}400 TEU");
        assert_eq!(amount(0.634, "share"), "63\u{202f}%");
        assert_eq!(amount(-0.001, "Mt"), "0.00 Mt");
        assert_eq!(amount(13.96, "trains/day"), "14.0 trains a day");
        assert_eq!(bare_range(8.0, 12.0, "trains_per_day"), "8.0–12.0");
        assert_eq!(difference(-0.0312), "−3.1\u{202f}%");
        assert_eq!(difference(0.0), "0.0\u{202f}%");
        assert_eq!(difference(0.2), "+20\u{202f}%");
    }

    #[test]
    fn an_interval_has_the_decimals_of_its_mean() {
        let estimate = Estimate {
            mean: 115.2,
            half_width: Some(3.44),
            replications: 10,
        };
        assert_eq!(interval(&estimate, "trains/day"), "115 ± 3 trains a day");
        let narrow = Estimate {
            mean: 5.5,
            half_width: Some(0.031),
            replications: 10,
        };
        assert_eq!(interval(&narrow, "h"), "5.50 ± 0.03 h");
        let share = Estimate {
            mean: 0.344,
            half_width: Some(0.012),
            replications: 10,
        };
        assert_eq!(interval(&share, "share"), "34 ± 1\u{202f}%");
    }
}
