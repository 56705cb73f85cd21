//! The report as one page that opens offline: sentences, charts and tables, and no script.

mod tables;

use super::chart::Chart;
use super::manifest::Manifest;
use super::words::counted;
use super::{findings, number};
use crate::study::Results;
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");

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
        summary(results),
        section(
            "Tonnage by crossing and direction",
            &tables::tonnage(results),
        ),
        charts.iter().map(figure).collect(),
        section("Transit times", &tables::transit(results)),
        section(
            "Every reported figure beside the simulated one",
            &tables::comparison(results),
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

fn section(heading: &str, content: &str) -> String {
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
    let misses = findings::misses(results);
    if !misses.is_empty() {
        let n_misses = counted(misses.len(), "miss", "misses");
        let items: String = misses
            .iter()
            .map(|miss| format!("<li>{}</li>\n", escaped(miss)))
            .collect();
        let open = if misses.len() <= 8 { " open" } else { "" };
        content.push_str(&format!(
            "<details{open}>\n<summary>{n_misses}: outside the reported range, or off by more than \
             5 % where none is given</summary>\n<ul>\n{items}</ul>\n</details>\n"
        ));
    }
    content + "</section>\n"
}

fn figure(drawn: &Drawn) -> String {
    let name = drawn.chart.name;
    format!(
        "<figure id=\"{name}\">\n{}<figcaption>{} <a href=\"charts/{name}.svg\">SVG</a>, \
         <a href=\"charts/{name}.png\">PNG</a></figcaption>\n</figure>\n",
        drawn.svg,
        escaped(&drawn.chart.description),
    )
}

fn fitted(results: &Results) -> String {
    let all = results
        .comparisons
        .iter()
        .map(|comparison| &comparison.observation);
    let fitted: Vec<String> = all
        .clone()
        .filter(|observation| observation.fitted)
        .map(|observation| {
            let subject = super::words::subject(observation);
            let measure = super::words::measure(&observation.measure);
            format!("<li>{} ({})</li>\n", escaped(&measure), escaped(&subject))
        })
        .collect();
    let n_unfitted = all.filter(|observation| !observation.fitted).count();
    if results.comparisons.is_empty() {
        return String::new();
    }
    let mut content = format!(
        "<p>Parameters of the scenario were fitted to {}. An agreement there shows that the \
         fitting worked, and no more. The other {} are a test: no parameter was fitted to \
         them.</p>\n",
        counted(fitted.len(), "reported figure", "reported figures"),
        counted(n_unfitted, "figure", "figures"),
    );
    if !fitted.is_empty() {
        content.push_str(&format!(
            "<ul class=\"columns\">\n{}</ul>\n",
            fitted.concat()
        ));
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
    ];
    let links = files.map(|file| format!("<a href=\"{file}\">{file}</a>"));
    text + &links.join(", ") + ".</p>\n"
}
