//! The scorecard as tables: for people the totals and a line for each cell, for programs every score.

use crate::report::number::{self, bare_range, difference, fixed, plain};
use crate::report::tables::Table;
use crate::report::terminal::{Dress, align_right, lines_of, plain_table};
use crate::report::words::{self, counted};
use crate::study::{Hindcast, Score};

/// What there is none of.
const NONE: &str = "–";

/// A rival's name and forecast.
type Rival = (&'static str, fn(&Score) -> Option<f64>);

const RIVALS: [Rival; 3] = [
    ("(a) last growth", |it| it.last_growth),
    ("(b) no change", |it| it.no_change),
    ("(c) the agreed plan", Score::plan_at_best),
];

/// Returns the scorecard as text that a person reads: the totals, each cell over all last years known,
/// and who was nearer.
pub fn hindcast_table(hindcast: &Hindcast, dress: Dress) -> String {
    let covered = hindcast.scores.iter().filter(|it| it.is_covered()).count();
    let mut text = format!(
        "Years not seen, Mt a year by rail over the border (± standard deviations)\n{}\n\
         By cell, mean of all years after every last year known\n{}\n",
        totals(hindcast, dress),
        by_cell(hindcast, dress)
    );
    for rival in RIVALS {
        text.push_str(&beside(hindcast, rival));
    }
    let n = hindcast.scores.len();
    text.push_str(&format!(
        "{covered} of {} lie inside the 90 % interval; of the totals {} of {}.\n",
        counted(n, "figure", "figures"),
        of_totals(hindcast).filter(|it| it.is_covered()).count(),
        of_totals(hindcast).count(),
    ));
    text.push_str(&format!(
        "Demand grows by the rule {:?} of the years known; quotas, routing rules and works come on their \
         dates, closures after\nthe last year known are not foreseen. Figures of known years are those \
         of today, not as first reported.\n\
         An interval holds growth as it scattered in the years known, parameters as their figures leave \
         them, or between their\nbounds where none tells of them, chance and the reported figure's own \
         error.\n",
        hindcast.growth_rule
    ));
    text
}

fn of_totals(hindcast: &Hindcast) -> impl Iterator<Item = &Score> {
    hindcast.scores.iter().filter(|it| it.is_total())
}

fn totals(hindcast: &Hindcast, dress: Dress) -> String {
    let headings = [
        "known to",
        "year",
        "reported",
        "forecast",
        "90 %",
        "inside",
        "error",
        "(a)",
        "(b)",
        "(c)",
        "skill a",
        "b",
        "c",
        "± growth",
        "± parameters",
        "± chance",
        "± reported",
    ];
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    align_right(&mut table, 2..17);
    for it in of_totals(hindcast) {
        let error = |value: Option<f64>| {
            value.map_or(NONE.to_owned(), |value| difference(it.error_of(value)))
        };
        let skill = |value: Option<f64>| {
            let skill = value.and_then(|value| it.skill(value));
            skill.map_or(NONE.to_owned(), |skill| fixed(skill, 2))
        };
        let spread = it.forecast.spread;
        let rivals = RIVALS.map(|(_, of)| of(it));
        let (low, high) = it.forecast.interval;
        let mut row = vec![
            it.known.to_string(),
            it.observation.period.clone(),
            fixed(it.observation.value, 1),
            fixed(it.forecast.value, 1),
            bare_range(low, high, ""),
            if it.is_covered() { "yes" } else { "no" }.to_owned(),
            difference(it.error()),
        ];
        row.extend(rivals.map(error));
        row.extend(rivals.map(skill));
        let parts = [
            spread.growth,
            spread.parameters,
            spread.chance,
            spread.reported,
        ];
        row.extend(parts.map(percent));
        table.add_row(row);
    }
    lines_of(&table)
}

/// One line a place and direction.
fn by_cell(hindcast: &Hindcast, dress: Dress) -> String {
    let headings = [
        "place",
        "direction",
        "years",
        "inside",
        "mean error",
        "mean |error|",
        "of (a)",
        "of (b)",
    ];
    let mut table = plain_table(&headings.map(str::to_owned), dress);
    align_right(&mut table, 2..8);
    let mut cells: Vec<(&str, &str)> = Vec::new();
    for it in &hindcast.scores {
        let cell = (&*it.observation.place, &*it.observation.direction);
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    cells.sort_unstable();
    for (place, direction) in cells {
        let is_own = |it: &&Score| {
            (&*it.observation.place, &*it.observation.direction) == (place, direction)
        };
        let own: Vec<&Score> = hindcast.scores.iter().filter(is_own).collect();
        let rival = |of: fn(&Score) -> Option<f64>| {
            let errors = own.iter().filter_map(|it| Some(it.error_of(of(it)?).abs()));
            mean(errors).map_or(NONE.to_owned(), percent)
        };
        let covered = own.iter().filter(|it| it.is_covered()).count();
        table.add_row([
            place.to_owned(),
            words::direction(direction).to_owned(),
            own.len().to_string(),
            format!("{covered} of {}", own.len()),
            mean(own.iter().map(|it| it.error())).map_or(NONE.to_owned(), difference),
            mean(own.iter().map(|it| it.error().abs())).map_or(NONE.to_owned(), percent),
            rival(RIVALS[0].1),
            rival(RIVALS[1].1),
        ]);
    }
    lines_of(&table)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn percent(share: f64) -> String {
    number::difference(share).trim_start_matches('+').to_owned()
}

/// One line: who was nearer to the totals, the model or a rival, and by how much in the mean.
fn beside(hindcast: &Hindcast, (name, of): Rival) -> String {
    let pairs: Vec<(f64, f64)> = of_totals(hindcast)
        .filter_map(|it| Some((it.error().abs(), it.error_of(of(it)?).abs())))
        .collect();
    let (Some(own), Some(other)) = (
        mean(pairs.iter().map(|it| it.0)),
        mean(pairs.iter().map(|it| it.1)),
    ) else {
        return format!("Beside {name}: no total to score.\n");
    };
    let won = pairs.iter().filter(|it| it.0 < it.1).count();
    format!(
        "Beside {name}: nearer in {won} of {}, mean |error| {} against {}.\n",
        counted(pairs.len(), "total", "totals"),
        percent(own),
        percent(other)
    )
}

/// Returns `scorecard.csv`: one row a figure and last year known.
pub(super) fn scorecard(hindcast: &Hindcast) -> String {
    let mut table = Table::new(&[
        "known_until",
        "year",
        "cell",
        "place",
        "direction",
        "unit",
        "reported",
        "forecast",
        "low_90",
        "high_90",
        "covered",
        "error",
        "last_growth",
        "no_change",
        "plan_low",
        "plan_high",
        "skill_last_growth",
        "skill_no_change",
        "skill_plan",
        "deviation_growth",
        "deviation_parameters",
        "deviation_chance",
        "deviation_reported",
        "definition",
    ]);
    let of = |value: Option<f64>| value.map(plain).unwrap_or_default();
    for it in &hindcast.scores {
        let cell = &it.observation;
        let spread = it.forecast.spread;
        let mut row = vec![
            it.known.to_string(),
            cell.period.clone(),
            cell.key.clone(),
            cell.place.clone(),
            cell.direction.clone(),
            cell.unit.clone(),
            plain(cell.value),
            plain(it.forecast.value),
            plain(it.forecast.interval.0),
            plain(it.forecast.interval.1),
            it.is_covered().to_string(),
            plain(it.error()),
            of(it.last_growth),
            of(it.no_change),
            of(it.plan.map(|it| it.0)),
            of(it.plan.map(|it| it.1)),
        ];
        row.extend(RIVALS.map(|(_, rival)| of(rival(it).and_then(|value| it.skill(value)))));
        let parts = [
            spread.growth,
            spread.parameters,
            spread.chance,
            spread.reported,
        ];
        row.extend(parts.map(plain));
        row.push(cell.definition.clone());
        table.row(&row);
    }
    table.text()
}

/// Returns `fitted.csv`: one row a parameter and last year known.
pub(super) fn fitted(hindcast: &Hindcast) -> String {
    let mut table = Table::new(&[
        "known_until",
        "name",
        "key",
        "value",
        "standard_error",
        "low_90",
        "high_90",
        "held",
        "at_bound",
    ]);
    for (known, calibrated) in &hindcast.fits {
        for (it, fitted) in calibrated.parameters.iter().zip(&calibrated.fit.fitted) {
            table.row(&[
                known.to_string(),
                it.name.clone(),
                it.key.clone(),
                plain(fitted.value),
                plain(fitted.error),
                plain(fitted.interval.0),
                plain(fitted.interval.1),
                fitted.hold.key().to_owned(),
                fitted.at_bound.to_string(),
            ]);
        }
    }
    table.text()
}

/// Returns every score as JSON.
pub fn hindcast_json(hindcast: &Hindcast) -> String {
    let of = |value: Option<f64>| value.map(number::rounded);
    let rows = hindcast.scores.iter().map(|it| {
        serde_json::json!({
            "known_until": it.known, "year": it.observation.period, "cell": it.observation.key,
            "place": it.observation.place, "direction": it.observation.direction,
            "reported": it.observation.value, "forecast": number::rounded(it.forecast.value),
            "low_90": number::rounded(it.forecast.interval.0),
            "high_90": number::rounded(it.forecast.interval.1), "covered": it.is_covered(),
            "error": number::rounded(it.error()), "last_growth": of(it.last_growth),
            "no_change": it.no_change, "plan": it.plan,
        })
    });
    let content = serde_json::json!({
        "definition": hindcast.definition,
        "growth_rule": hindcast.growth_rule,
        "paths": hindcast.paths,
        "scores": rows.collect::<Vec<_>>(),
    });
    format!("{content:#}\n")
}
