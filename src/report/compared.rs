//! Variants of a scenario beside its base: a table, files and a folder. Knows no simulation.

use super::folder::Draft;
use super::manifest::{self, Manifest};
use super::number::{bare, fixed, plain, rounded};
use super::tables::Table;
use super::words;
use super::{ReportError, Written, chart, drawn, html};
use crate::input::Change;
use crate::stats::Estimate;
use crate::study::{Aspect, Difference, Evidence};
use std::path::Path;

/// A comparison, ready to be written.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The base's short name and title.
    pub base: (String, String),
    /// What is compared; each variant has one difference for each, in the same order.
    pub aspects: Vec<Aspect>,
    /// The variants, as they were given.
    pub variants: Vec<Variant>,
    /// The seed of all random numbers.
    pub seed: u64,
    /// Pairs of replications.
    pub replications: usize,
    /// Where something did not move on to the end of the run, the base first.
    pub stuck: Vec<Stuck>,
    /// The wanted precision, if it was not reached: a share of the tonnage, and what was reached.
    pub missed: Option<(f64, f64)>,
}

/// A scenario in whose replications something stood still when the run ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Stuck {
    /// The scenario's short name.
    pub scenario: String,
    /// In how many replications nothing moved any more.
    pub stalled: usize,
    /// The directions of crossings that stood still, and in how many.
    pub stood_still: Vec<(String, usize)>,
}

/// A variant beside the base.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its short name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What it changes.
    pub changes: Vec<Change>,
    /// By aspect; none where there was nothing to measure.
    pub differences: Vec<Option<Difference>>,
}

impl Evidence {
    /// Returns it in a few words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Same => "the same",
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Perhaps => "perhaps",
            Self::None => "no evidence",
        }
    }
}

/// A row for people: what is compared, and its difference.
pub(super) type Row<'a> = (&'a Aspect, Difference);

impl Compared {
    /// Returns what a reader wants first of a variant: the last period, all commodities, what is not
    /// zero on both sides.
    pub(super) fn rows<'a>(&'a self, variant: &'a Variant) -> Vec<Row<'a>> {
        let last = self.aspects.iter().map(|it| it.wanted.period).max();
        let rows = self.aspects.iter().zip(&variant.differences);
        rows.filter_map(|(aspect, difference)| Some((aspect, (*difference)?)))
            .filter(|(aspect, it)| {
                Some(aspect.wanted.period) == last && (it.base.mean, it.variant.mean) != (0.0, 0.0)
            })
            .collect()
    }
}

/// Returns what an aspect is about, in words.
pub(super) fn subject(aspect: &Aspect) -> String {
    let wanted = &aspect.wanted;
    let commodity = match wanted.commodity.as_str() {
        "all" => String::new(),
        other => format!(", {}", words::commodity(other)),
    };
    format!(
        "{}, {}{commodity}",
        aspect.place,
        words::direction(&wanted.direction)
    )
}

/// Returns a difference for people, with its sign and two digits of its interval: `+0.310 ± 0.052`.
/// Never a bare mean: one pair has no interval, and equal pairs have none to speak of.
pub(super) fn signed(paired: &Estimate, unit: &str) -> String {
    let sign = if paired.mean > 0.0 { "+" } else { "" };
    match paired.half_width {
        None => format!("{sign}{} ± ?", bare(paired.mean, unit)),
        Some(0.0) => format!("{sign}{} ± 0", bare(paired.mean, unit)),
        Some(half_width) => {
            let decimals = (1.0 - half_width.log10().floor()).clamp(0.0, 4.0) as usize;
            let (mean, half_width) = (fixed(paired.mean, decimals), fixed(half_width, decimals));
            format!("{sign}{mean} ± {half_width}")
        }
    }
}

/// Returns the comparison as text that a person reads: for each variant what it changes, and its
/// differences in the last period.
pub fn comparison_table(compared: &Compared) -> String {
    let mut text = String::new();
    for variant in &compared.variants {
        text.push_str(&format!("{} beside {}\n", variant.name, compared.base.0));
        for change in &variant.changes {
            text.push_str(&format!("  {}\n", change_text(change)));
        }
        let mut lines =
            vec![["measure", "base", "what-if", "difference (95 %)", "verdict"].map(str::to_owned)];
        for (aspect, it) in compared.rows(variant) {
            let measure = words::measure(&aspect.wanted.measure);
            lines.push([
                format!(
                    "{measure}, {}, {}",
                    words::unit(aspect.unit),
                    subject(aspect)
                ),
                bare(it.base.mean, aspect.unit),
                bare(it.variant.mean, aspect.unit),
                signed(&it.paired, aspect.unit),
                it.evidence.words().to_owned(),
            ]);
        }
        text.push_str(&columns(&lines));
        text.push('\n');
    }
    let period = compared.aspects.iter().map(|it| it.wanted.period).max();
    let period = period.map_or(String::new(), |it| words::period(&it.to_string()));
    text.push_str(&format!(
        "{period}, {} pairs of replications on the same random numbers, seed {}\n",
        compared.replications, compared.seed
    ));
    for remark in remarks(compared) {
        text.push_str(&remark);
        text.push('\n');
    }
    text
}

/// Returns what the reader must know beside the differences, a line each: what stalled or stood
/// still, a precision that was missed, and what the verdicts mean.
pub(super) fn remarks(compared: &Compared) -> Vec<String> {
    let of = compared.replications;
    let mut lines = Vec::new();
    for stuck in &compared.stuck {
        let name = &stuck.scenario;
        if stuck.stalled > 0 {
            lines.push(format!(
                "{name} stalled in {} of {of} replications: its values are of a corridor that no \
                 longer moves",
                stuck.stalled
            ));
        }
        for (place, n) in &stuck.stood_still {
            lines.push(format!(
                "{name}: {place} stood still when {n} of {of} replications ended"
            ));
        }
    }
    if let Some((wanted, reached)) = compared.missed {
        lines.push(format!(
            "after {of} replications the difference is known to {:.2} % of the tonnage, not to \
             {:.2} %: the precision is out of reach",
            100.0 * reached,
            100.0 * wanted
        ));
    }
    lines.push(
        "better and worse: at most one in twenty of all rows called so is by chance (Benjamini and \
         Hochberg, 1995); perhaps: its own interval leaves zero out, but among so many rows that \
         may be chance"
            .to_owned(),
    );
    lines
}

/// Returns a change in one line: `key: 8 → 9`.
pub(super) fn change_text(change: &Change) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "(none)".to_owned());
    format!(
        "{}: {} → {}",
        change.key,
        value(&change.from),
        value(&change.to)
    )
}

/// Returns rows under headings, all but the first and last column aligned to the right.
fn columns(lines: &[[String; 5]]) -> String {
    let width = |n: usize| lines.iter().map(|line| line[n].chars().count()).max();
    let widths: Vec<usize> = (0..5).map(|n| width(n).unwrap_or(0)).collect();
    let pad = |text: &str, width: usize| " ".repeat(width - text.chars().count());
    let line = |cells: &[String; 5]| {
        let cell = |n: usize| {
            let (text, space) = (&cells[n], pad(&cells[n], widths[n]));
            match n {
                0 | 4 => format!("{text}{space}"),
                _ => format!("{space}{text}"),
            }
        };
        let cells: Vec<String> = (0..5).map(cell).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    lines.iter().map(line).collect()
}

/// Returns every difference as JSON.
pub fn comparison_json(compared: &Compared) -> String {
    let variants = compared.variants.iter().map(|variant| {
        let differences = compared.aspects.iter().zip(&variant.differences);
        let differences = differences.filter_map(|(aspect, it)| Some((aspect, (*it)?)));
        let differences = differences.map(|(aspect, it)| {
            let wanted = &aspect.wanted;
            serde_json::json!({
                "measure": wanted.measure, "place": wanted.place, "direction": wanted.direction,
                "commodity": wanted.commodity, "period": wanted.period.to_string(),
                "unit": aspect.unit, "base": rounded(it.base.mean),
                "what_if": rounded(it.variant.mean), "difference": rounded(it.paired.mean),
                "half_width": it.paired.half_width.map(rounded),
                "unpaired_half_width": it.unpaired_half_width.map(rounded),
                "pairs": it.paired.replications, "p_value": it.p_value.map(rounded),
                "adjusted_p": it.adjusted_p.map(rounded), "verdict": it.evidence.words(),
            })
        });
        let changes = variant.changes.iter().map(
            |change| serde_json::json!({ "key": change.key, "from": change.from, "to": change.to }),
        );
        serde_json::json!({
            "scenario": variant.name, "title": variant.title,
            "changes": changes.collect::<Vec<_>>(),
            "differences": differences.collect::<Vec<_>>(),
        })
    });
    let all = serde_json::json!({
        "base": compared.base.0, "seed": compared.seed, "replications": compared.replications,
        "stuck": compared.stuck.iter().map(|it| serde_json::json!({
            "scenario": it.scenario, "stalled": it.stalled, "stood_still": it.stood_still,
        })).collect::<Vec<_>>(),
        "precision_missed": compared.missed.map(|(wanted, reached)| serde_json::json!({
            "wanted": wanted, "reached": rounded(reached),
        })),
        "what_ifs": variants.collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}

/// Writes the folder `out`, whole or not at all.
///
/// # Errors
///
/// If the place is taken, cannot be written to or has no room; then it is as it was before.
pub fn write_comparison(
    compared: &Compared,
    out: &Path,
    manifest: &Manifest,
) -> Result<Written, ReportError> {
    let draft = Draft::begin(out)?;
    draft.write("summary.json", &comparison_json(compared))?;
    draft.write("differences.csv", &differences(compared))?;
    draft.write("changes.csv", &changes(compared))?;
    let figure = drawn(&draft, chart::draw_compared(compared))?;
    let charts = vec![out.join("charts/differences.svg")];
    draft.write("report.html", &html::compared_page(compared, &figure))?;
    let facts = serde_json::json!({
        "seed": compared.seed,
        "replications": compared.replications,
    });
    let json = manifest.json_of_study("compare", &facts);
    draft.write(manifest::FILE, &json)?;
    draft.finish()?;
    let page = out.join("report.html");
    Ok(Written {
        folder: out.to_owned(),
        page,
        charts,
    })
}

/// Returns `differences.csv`: one row per variant and aspect.
fn differences(compared: &Compared) -> String {
    let mut table = Table::new(&[
        "base",
        "what_if",
        "period",
        "place",
        "direction",
        "commodity",
        "measure",
        "unit",
        "base_mean",
        "what_if_mean",
        "difference",
        "half_width",
        "unpaired_half_width",
        "pairs",
        "p_value",
        "adjusted_p",
        "verdict",
    ]);
    for variant in &compared.variants {
        for (aspect, it) in compared.aspects.iter().zip(&variant.differences) {
            let (Some(it), wanted) = (it, &aspect.wanted) else {
                continue;
            };
            table.row(&[
                &compared.base.0,
                &variant.name,
                &wanted.period.to_string(),
                &wanted.place,
                &wanted.direction,
                &wanted.commodity,
                &wanted.measure,
                aspect.unit,
                &plain(it.base.mean),
                &plain(it.variant.mean),
                &plain(it.paired.mean),
                &it.paired.half_width.map(plain).unwrap_or_default(),
                &it.unpaired_half_width.map(plain).unwrap_or_default(),
                &it.paired.replications.to_string(),
                &it.p_value.map(plain).unwrap_or_default(),
                &it.adjusted_p.map(plain).unwrap_or_default(),
                it.evidence.words(),
            ]);
        }
    }
    table.text()
}

/// Returns `changes.csv`: one row per variant and key that it changes.
fn changes(compared: &Compared) -> String {
    let mut table = Table::new(&["base", "what_if", "key", "from", "to"]);
    for variant in &compared.variants {
        for change in &variant.changes {
            table.row(&[
                &compared.base.0,
                &variant.name,
                &change.key,
                change.from.as_deref().unwrap_or_default(),
                change.to.as_deref().unwrap_or_default(),
            ]);
        }
    }
    table.text()
}
