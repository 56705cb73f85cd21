//! The report as one page that opens offline: sentences, charts and tables, and no script.

mod compared;
mod comparison;
mod delay;
mod fleets;
mod footprint;
mod held;
mod locomotives;
mod port;
mod road;
mod routes;
mod tonnage;
mod transit;
mod waits;
mod worth;

pub(super) use compared::page as compared_page;
pub(super) use worth::page as worth_page;

use super::chart::Chart;
use super::manifest::Manifest;
use super::names::Names;
use super::verdict::Tally;
use super::words::{self, counted};
use super::{findings, number, stall};
use crate::study::Results;
use std::fmt::Write;

pub(super) const STYLE: &str = include_str!("page.css");

/// A chart and its SVG.
pub(super) struct Drawn {
    /// The chart.
    pub(super) chart: Chart,
    /// Its SVG.
    pub(super) svg: String,
}

/// Returns the page.
pub(super) fn page(results: &Results, manifest: &Manifest, charts: &[Drawn]) -> String {
    let title = escaped(&results.title);
    let sections = [
        stalled(results),
        summary(results),
        charts.iter().map(figure).collect(),
        section(
            "Every miss, with what was reported",
            &comparison::misses(results),
        ),
        section(
            "Tonnage by crossing and direction",
            &tonnage::table(results),
        ),
        section(
            "What trains wait for at the crossings",
            &waits::table(results),
        ),
        section("Trains held before the crossings", &held::table(results)),
        section("Transit times", &transit::table(results)),
        section("Yards and ships", &port::tables(results)),
        section("Time that trains lose on the way", &delay::tables(results)),
        section("How cargo goes", &routes::table(results)),
        section("Freight and emissions", &footprint::table(results)),
        section("Locomotives", &locomotives::table(results)),
        section("Wagon fleets", &fleets::table(results)),
        section("Freight by road", &road::tables(results)),
        section(
            "Every reported figure beside the simulated one",
            &comparison::all(results),
        ),
        section("What was fitted, and what was not", &fitted(results)),
        section("How this was made", &made(results, manifest)),
    ];
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n\
         <p class=\"kicker\">Corridor · {}</p>\n<h1>{title}</h1>\n</header>\n{}</main>\n\
         </body>\n</html>\n",
        escaped(&results.scenario),
        sections.concat(),
    )
}

/// Returns a page of one chart and one table of plain text, under a kicker and a heading.
pub(super) fn plain_page(
    (kicker, heading): (&str, &str),
    lead: &str,
    (chart, svg): (&Chart, &str),
    table: &str,
) -> String {
    let (title, kicker) = (escaped(heading), escaped(kicker));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n\
         <p class=\"kicker\">{kicker}</p>\n<h1>{title}</h1>\n</header>\n\
         <section class=\"summary\">\n<p class=\"lead\">{}</p>\n</section>\n\
         <figure id=\"{name}\">\n{svg}<figcaption>{} <a href=\"charts/{name}.svg\">SVG</a>, \
         <a href=\"charts/{name}.png\">PNG</a></figcaption>\n</figure>\n\
         <section>\n<h2>The figures</h2>\n<div class=\"wide\"><pre>{}</pre></div>\n\
         <p>In this folder: <a href=\"results.csv\">results.csv</a>, \
         <a href=\"manifest.json\">manifest.json</a>.</p>\n</section>\n</main>\n</body>\n</html>\n",
        escaped(lead),
        escaped(&chart.description),
        escaped(table),
        name = chart.name,
    )
}

/// Returns the text with the letters that mean something to HTML and SVG written otherwise.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

pub(super) fn section(heading: &str, content: &str) -> String {
    if content.is_empty() {
        return String::new();
    }
    format!(
        "<section>\n<h2>{}</h2>\n{content}</section>\n",
        escaped(heading)
    )
}

fn summary(results: &Results) -> String {
    let mut content = String::from("<section class=\"summary\">\n<h2>In short</h2>\n");
    for (index, sentence) in findings::summary(results).iter().enumerate() {
        let class = if index == 0 { " class=\"lead\"" } else { "" };
        content.push_str(&format!("<p{class}>{}</p>\n", escaped(sentence)));
    }
    content + "</section>\n"
}

/// Who waits for whom, before all else, where nothing moved any more.
fn stalled(results: &Results) -> String {
    let stalls = stall::stalls(results).map(|text| format!("<pre>{}</pre>\n", escaped(&text)));
    let stops = stall::stops(results).map(|text| format!("<pre>{}</pre>\n", escaped(&text)));
    section("The corridor stalled", &stalls.unwrap_or_default())
        + &section("A crossing stood still", &stops.unwrap_or_default())
}

pub(super) fn figure(drawn: &Drawn) -> String {
    let name = drawn.chart.name;
    format!(
        "<figure id=\"{name}\">\n{}<figcaption>{} <a href=\"charts/{name}.svg\">SVG</a>, \
         <a href=\"charts/{name}.png\">PNG</a></figcaption>\n</figure>\n",
        drawn.svg,
        escaped(&drawn.chart.description),
    )
}

fn fitted(results: &Results) -> String {
    if results.comparisons.is_empty() {
        return String::new();
    }
    let names = Names::of(results);
    let fitted = results
        .comparisons
        .iter()
        .filter(|comparison| comparison.observation.fitted);
    let n_fitted = fitted.clone().count();
    let items: String = fitted
        .map(|comparison| {
            let observation = &comparison.observation;
            let name = words::measure(&observation.measure);
            let subject = names.subject(observation);
            let value = number::amount(observation.value, &observation.unit);
            format!(
                "<li>{}</li>\n",
                escaped(&format!("{name}: {subject}, {value}"))
            )
        })
        .collect();
    let tally = Tally::of(&results.comparisons);
    let mut content = format!(
        "<p>Parameters of the scenario, marked <code>fitted</code> in its file, were fitted to {}. \
         An agreement there shows that the fitting worked, and no more. The other {} that the \
         model has a counterpart of are a test: nothing was fitted to them, though some are sums \
         or parts of fitted ones.</p>\n",
        counted(n_fitted, "reported figure", "reported figures"),
        tally.n_unfitted,
    );
    if !items.is_empty() {
        content.push_str(&format!("<ul class=\"columns\">\n{items}</ul>\n"));
    }
    content
}

fn made(results: &Results, manifest: &Manifest) -> String {
    let warm_up = &results.warm_up;
    let mut text = format!(
        "<p>{} from {} to {}; what came before {} is warm-up and not reported.",
        counted(results.replications, "replication", "replications"),
        escaped(&warm_up.start),
        escaped(&warm_up.end),
        escaped(&warm_up.report_from),
    );
    if let Some(days) = warm_up.mser5_days {
        let _ = write!(
            text,
            " MSER-5 would cut the first {} days.",
            number::fixed(f64::from(days), 0)
        );
    }
    text.push_str(
        " Intervals are 95 % confidence intervals of the mean over independent replications \
         (Student’s t).</p>\n<dl>\n",
    );
    let hash = manifest.scenario_sha256();
    let facts = [
        ("Program", format!("Corridor {}", manifest.version)),
        ("Seed", results.seed.to_string()),
        ("Events", number::fixed(results.effort.events as f64, 0)),
        ("Scenario, SHA-256", hash),
    ];
    for (term, fact) in facts {
        let _ = writeln!(text, "<dt>{term}</dt><dd>{}</dd>", escaped(&fact));
    }
    text.push_str("</dl>\n<p>In this folder: ");
    let files = [
        "manifest.json",
        "summary.json",
        "results.csv",
        "observed.csv",
        "comparison.csv",
        "held.csv",
    ];
    let links = files.map(|file| format!("<a href=\"{file}\">{file}</a>"));
    text + &links.join(", ") + ".</p>\n"
}
