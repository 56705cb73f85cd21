//! The page of a sweep: charts, what each key does alone to every measure, and what comes from which.

use super::text::{made, share, sized};
use super::{SweepReport, ends, level, ranked, subject};
use crate::report::compared::signed;
use crate::report::html::{Drawn, STYLE, escaped, figure, section};
use crate::report::number::{amount, bare};
use crate::report::words;
use crate::study::{Difference, Sensitivity};

/// Returns the page.
pub(super) fn page(sweep: &SweepReport<'_>, charts: &[Drawn]) -> String {
    let title = escaped(&sweep.plan.title);
    let lead = charts.first().map(|drawn| escaped(&drawn.chart.title));
    let figures: String = charts.iter().map(figure).collect();
    let measures: String = (0..sweep.measured.len())
        .map(|measure| of_measure(sweep, measure))
        .collect();
    let files = [
        "results.csv",
        "results.parquet",
        "tornado.csv",
        "sensitivity.csv",
        "design.csv",
        "summary.json",
        "manifest.json",
    ];
    let links = files.map(|file| format!("<a href=\"{file}\">{file}</a>"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n\
         <p class=\"kicker\">Corridor · {} · sweep</p>\n<h1>{title}</h1>\n</header>\n\
         <section class=\"summary\">\n<p class=\"lead\">{}.</p>\n</section>\n{figures}{measures}\
         <p class=\"note\">{}. Differences are means over pairs on the same random numbers, with \
         their 95 % confidence intervals (Student’s t). In this folder: {}.</p>\n</main>\n\
         </body>\n</html>\n",
        escaped(sweep.scenario.0),
        lead.unwrap_or_default(),
        escaped(&made(sweep)),
        links.join(", "),
    )
}

fn of_measure(sweep: &SweepReport<'_>, measure: usize) -> String {
    let measured = &sweep.measured[measure];
    let unit = measured.unit;
    let at = |it: Option<Difference>| it.map_or("–".to_owned(), |it| bare(it.variant.mean, unit));
    let heads = index_heads(&sweep.swept.sensitivity[measure]);
    let rows = ranked(sweep, measure).into_iter().map(|(n, key, bar)| {
        let across = bar.across.map(|it| signed(&it.paired, unit));
        let cells = [
            level(&key.own),
            ends(key),
            at(bar.low),
            at(bar.high),
            across.unwrap_or_else(|| "–".to_owned()),
        ];
        let cells = cells.into_iter().chain(indices(sweep, measure, n));
        let cells: String = cells
            .map(|cell| format!("<td class=\"number\">{}</td>", escaped(&cell)))
            .collect();
        format!("<tr><td>{}</td>{cells}</tr>\n", escaped(&key.name))
    });
    let rows: String = rows.collect();
    let heads: String = ["scenario", "low → high", "at low", "at high", "low to high"]
        .iter()
        .chain(heads)
        .map(|head| format!("<th class=\"number\">{head}</th>"))
        .collect();
    section(
        &format!("{}, {}", subject(measured), words::unit(unit)),
        &format!(
            "<div class=\"wide\"><table class=\"dense\">\n<thead><tr><th>key</th>{heads}</tr></thead>\n\
             <tbody>\n{rows}</tbody>\n</table></div>\n"
        ),
    )
}

fn index_heads(sensitivity: &Sensitivity) -> &'static [&'static str] {
    match sensitivity {
        Sensitivity::None => &[],
        Sensitivity::Shares(_) => &["first order", "total"],
        Sensitivity::Effects(_) => &["μ*", "σ"],
    }
}

fn indices(sweep: &SweepReport<'_>, measure: usize, key: usize) -> Vec<String> {
    let unit = sweep.measured[measure].unit;
    match &sweep.swept.sensitivity[measure] {
        Sensitivity::None => Vec::new(),
        Sensitivity::Shares(all) => vec![share(&all[key].first), share(&all[key].total)],
        Sensitivity::Effects(all) => match &all[key] {
            None => vec!["–".to_owned(), "–".to_owned()],
            Some(it) => vec![sized(&it.absolute, unit), amount(it.deviation, unit)],
        },
    }
}
