//! Demand after the last known year: `demand.known_until`, `demand.growth_rule`, `[growth]` and
//! `[demand.target_mt]`.
//!
//! Without a rule every year of the run needs its volumes. With one, the years after the last known
//! are made from it; whatever the table of volumes says of them is left alone, so that a year can be
//! foretold from what was known before.

mod known;
mod target;

use super::datum::Datum;
use super::field::Field;
use super::keys::Keys;
use super::sheet::{Row, Sheet};
use super::volume::Volumes;
use crate::model::{Calendar, Commodity, Direction, Function, Growth, GrowthGroup};
use std::collections::BTreeMap;
use target::{Course, Targets};

/// How the years after the last known one are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// As the last known year.
    None,
    /// By the growth of the last known year against the one before, to China and from China.
    Last,
    /// By the mean growth of all known years, to China and from China.
    Trend,
    /// By the groups of `[growth.group.NAME]`.
    Given,
    /// By rail over the border to China to the totals of `[demand.target_mt]`; the rest by groups.
    Target,
}

impl Rule {
    const NAMES: [(&'static str, Self); 5] = [
        ("none", Self::None),
        ("last", Self::Last),
        ("trend", Self::Trend),
        ("given", Self::Given),
        ("target", Self::Target),
    ];
}

/// What `[demand]` says of what is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The last year whose volumes count; `None` if there are no volumes.
    until: Option<i16>,
    rule: Option<Rule>,
    held_back: HeldBack,
    targets: Targets,
}

/// Years in which the border took less than had been agreed, by the direction's key: what crossed
/// by rail then says what was accepted, and nothing of what was wanted.
type HeldBack = BTreeMap<&'static str, Vec<i16>>;

/// What `[growth]` says.
pub(super) struct Outlook {
    yearly_spread: f64,
    common_share: f64,
    groups: Vec<Group>,
}

/// A group and what a stream must be to belong to it.
struct Group {
    growth: GrowthGroup,
    commodities: Vec<&'static str>,
    functions: Vec<&'static str>,
    directions: Vec<&'static str>,
}

/// The standard deviation of one year where `[growth]` gives none: that of the total of 2012 to 2024.
const YEARLY_SPREAD: f64 = 0.10;
/// The share that groups have in common where `[growth]` gives none.
const COMMON_SHARE: f64 = 0.5;

/// Reads the keys of `[demand]` about years that are not known. `latest` is the last year that the
/// table of volumes has.
pub(super) fn known(keys: &Keys, latest: Option<i16>) -> Known {
    let until = keys.maybe("known_until", |field| {
        field.within(1900.0, 2199.0, "a year")?;
        i16::try_from(field.whole()?).ok()
    });
    let rule = keys.maybe("growth_rule", |field| {
        field.one_of("a rule of growth", &Rule::NAMES)
    });
    if until.is_some() && rule.is_none() {
        let message =
            "nothing says how demand goes on; add growth_rule: none, last, trend, given or target";
        keys.fault("known_until", message);
    }
    let held_back = keys.maybe("held_back", |field| {
        field.table(&[], |keys| Some(held_back(keys)))
    });
    let until = latest.map(|latest| until.unwrap_or(latest).min(latest));
    let is_target = rule == Some(Rule::Target);
    let targets = target::targets(keys, until.filter(|_| is_target));
    if is_target && !keys.has("target_mt") {
        let message = "there is nothing to grow to; add [demand.target_mt], a total by year";
        keys.fault("growth_rule", message);
    }
    Known {
        until,
        rule,
        held_back: held_back.unwrap_or_default(),
        targets,
    }
}

fn held_back(keys: &Keys) -> HeldBack {
    let years = |key: &'static str| {
        let read = keys.maybe(key, |field| {
            let year = |it: &Field| {
                it.within(1900.0, 2199.0, "a year")?;
                i16::try_from(it.whole()?).ok()
            };
            field.elements()?.iter().map(year).collect()
        });
        (key, read.unwrap_or_default())
    };
    Direction::BOTH
        .map(Direction::key)
        .into_iter()
        .map(years)
        .collect()
}

/// Reads `[growth]`, which may be left out.
pub(super) fn outlook(keys: &Keys, known: &Known) -> Outlook {
    let read = keys.maybe("growth", |field| {
        field.table(&[], |keys| {
            let spread = keys.maybe("yearly_spread_percent", percent);
            let common = keys.maybe("common_share", |field| field.within(0.0, 1.0, "a share"));
            let spread = spread.unwrap_or(YEARLY_SPREAD);
            let groups = keys.maybe_named("group", |name, keys| group(name, keys, spread));
            Some(Outlook {
                yearly_spread: spread,
                common_share: common.unwrap_or(COMMON_SHARE),
                groups: groups.into_iter().filter_map(|(_, group)| group).collect(),
            })
        })
    });
    if read.is_none() && known.rule == Some(Rule::Given) {
        keys.fault(
            "growth",
            "there is nothing to grow by; add [growth.group.NAME]",
        );
    }
    read.unwrap_or(Outlook {
        yearly_spread: YEARLY_SPREAD,
        common_share: COMMON_SHARE,
        groups: Vec::new(),
    })
}

fn percent(field: &Field) -> Option<f64> {
    Some(field.within(-90.0, 200.0, "a percentage a year")? / 100.0)
}

fn group(name: &str, keys: &Keys, spread: f64) -> Option<Group> {
    let trend = keys.get("trend_percent", percent);
    let low = keys.get("low_percent", percent);
    let high = keys.get("high_percent", percent);
    let own_spread = keys.maybe("yearly_spread_percent", percent);
    if let (Some(low), Some(trend)) = (low, trend)
        && low > trend
    {
        keys.fault(
            "low_percent",
            "this is above the trend; give the trend or less",
        );
    }
    if let (Some(high), Some(trend)) = (high, trend)
        && high < trend
    {
        keys.fault(
            "high_percent",
            "this is below the trend; give the trend or more",
        );
    }
    let commodities = names(keys, "commodities", "a commodity", &Commodity::NAMES);
    let functions = names(keys, "functions", "a function", &Function::NAMES);
    let directions = names(keys, "directions", "a direction", &Direction::NAMES);
    Some(Group {
        growth: GrowthGroup {
            key: name.to_owned(),
            trend: trend?,
            low: low?,
            high: high?,
            yearly_spread: own_spread.unwrap_or(spread).abs(),
            // Set where it is known.
            counted_from: 0,
            rests_in: Vec::new(),
        },
        commodities,
        functions,
        directions,
    })
}

/// Reads a list of names; none is the same as all of them.
fn names<T: Copy>(
    keys: &Keys,
    key: &str,
    what: &str,
    known: &[(&'static str, T)],
) -> Vec<&'static str> {
    let read = keys.maybe(key, |field| {
        let elements = field.elements()?;
        let keys: Vec<(&str, &'static str)> =
            known.iter().map(|(name, _)| (*name, *name)).collect();
        let found = elements
            .iter()
            .filter_map(|element| element.one_of(what, &keys));
        Some(found.collect())
    });
    read.unwrap_or_default()
}

/// Makes growth from what is known, and fills the volumes of the years after it. Nothing without a
/// rule, or if no year is known.
pub(super) fn grown(
    keys: &Keys,
    (sheet, volumes): (&Sheet, &mut Volumes),
    known: &Known,
    outlook: &Outlook,
    calendar: &Calendar,
) -> Option<Growth> {
    let rule = known.rule?;
    let known_until = known.until?;
    volumes.retain(|(_, year), _| *year <= known_until);
    let rows: Vec<Row> = sheet.rows().collect();
    let end = last_year(calendar);
    let course = match rule {
        Rule::Target => course(keys, &rows, volumes, known, (known_until, end)),
        _ => None,
    };
    let (mut groups, of_stream) = match rule {
        Rule::None => (Vec::new(), vec![None; rows.len()]),
        Rule::Given | Rule::Target => {
            let is_sound = rule == Rule::Given || course.is_some();
            given(
                &rows,
                outlook,
                course.as_ref(),
                is_sound && known_until < end,
            )
        }
        Rule::Last | Rule::Trend => known::groups(
            &rows,
            volumes,
            (rule, outlook.yearly_spread),
            &known.held_back,
        ),
    };
    if matches!(rule, Rule::Given | Rule::Target) {
        for group in &mut groups {
            group.counted_from = known_until;
        }
    }
    // What each group grows from, as a multiple of the last known year.
    let total = |group: usize, year: i16| -> f64 {
        let own = of_stream.iter().enumerate();
        let own = own.filter(|(_, of)| **of == Some(group));
        own.filter_map(|(stream, _)| volumes.get(&(stream, year)))
            .sum()
    };
    let base = |(n, group): (usize, &GrowthGroup)| match total(n, known_until) {
        last if last > 0.0 && group.counted_from != known_until => {
            total(n, group.counted_from) / last
        }
        _ => 1.0,
    };
    let bases: Vec<f64> = groups.iter().enumerate().map(base).collect();
    for year in known_until + 1..=end {
        for (stream, group) in of_stream.iter().enumerate() {
            let Some(last) = volumes.get(&(stream, known_until)).copied() else {
                continue;
            };
            let grown = |n: usize| bases[n] * groups[n].on_trend(groups[n].years_grown(year));
            let course = course.as_ref().filter(|course| course.includes(stream));
            let factor = match course {
                Some(course) => course.factor(year),
                None => group.map_or(1.0, grown),
            };
            volumes.insert((stream, year), last * factor);
        }
    }
    Some(Growth {
        known_until,
        yearly_spread: outlook.yearly_spread,
        common_share: outlook.common_share,
        groups,
        of_stream,
        to_targets: course.map(|course| course.streams()).unwrap_or_default(),
    })
}

/// Returns the way to the targets; a fault if nothing is there that could grow to them.
fn course(
    keys: &Keys,
    rows: &[Row],
    volumes: &Volumes,
    known: &Known,
    (known_until, end): (i16, i16),
) -> Option<Course> {
    let course = Course::new(rows, volumes, &known.targets, (known_until, end));
    if course.is_none() {
        let message = format!(
            "nothing goes by rail over the border to China in {known_until}, so that nothing can \
             grow to a target; give another rule, or volumes of that year"
        );
        keys.fault("demand", message);
    }
    course
}

fn last_year(calendar: &Calendar) -> i16 {
    calendar.months().last().map_or(0, |month| month.year)
}

/// What the table says in a column that was or will be checked elsewhere.
fn text(row: &Row, column: &str) -> String {
    row.filled(column)
        .map_or_else(String::new, |cell| cell.text.to_owned())
}

/// Puts every stream that is not on the course to a target into the first group that it fits into.
fn given(
    rows: &[Row],
    outlook: &Outlook,
    course: Option<&Course>,
    is_needed: bool,
) -> (Vec<GrowthGroup>, Vec<Option<usize>>) {
    let fits = |names: &[&str], text: String| names.is_empty() || names.contains(&text.as_str());
    let place = |(stream, row): (usize, &Row)| {
        if course.is_some_and(|course| course.includes(stream)) {
            return None;
        }
        let found = outlook.groups.iter().position(|group| {
            fits(&group.commodities, text(row, "commodity"))
                && fits(&group.functions, text(row, "function"))
                && fits(&group.directions, text(row, "direction"))
        });
        if found.is_none() && is_needed {
            row.fault(
                "commodity",
                "no [growth.group.NAME] is about this stream; add one",
            );
        }
        found
    };
    let of_stream = rows.iter().enumerate().map(place).collect();
    let groups = outlook.groups.iter().map(|group| group.growth.clone());
    (groups.collect(), of_stream)
}
