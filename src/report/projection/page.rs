//! The page of a projection: what comes out, what fills up first, and where the width is from.

use super::tables::{QUANTILES, first_saturated, name_of, stood_still};
use crate::report::chart::Chart;
use crate::report::html::{STYLE, escaped};
use crate::report::number::fixed;
use crate::report::words::counted;
use crate::study::Projected;

/// Returns the page.
pub(super) fn page(projected: &Projected, chart: &Chart, svg: &str) -> String {
    let title = escaped(&projected.title);
    let name = chart.name;
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n\
         <p class=\"kicker\">Corridor · {} · projection</p>\n<h1>{title}</h1>\n</header>\n\
         <section class=\"summary\">\n<h2>In short</h2>\n<p class=\"lead\">{}.</p>\n</section>\n\
         <figure id=\"{name}\">\n{svg}<figcaption>{} <a href=\"charts/{name}.svg\">SVG</a>, \
         <a href=\"charts/{name}.png\">PNG</a></figcaption>\n</figure>\n{}{}{}{}{}{}</main>\n\
         </body>\n</html>\n",
        escaped(&projected.scenario),
        escaped(&chart.title),
        escaped(&chart.description),
        still(projected),
        offered(projected),
        bands(projected),
        saturated(projected),
        split(projected),
        made(projected),
    )
}

fn section(heading: &str, content: &str) -> String {
    format!(
        "<section>\n<h2>{}</h2>\n{content}</section>\n",
        escaped(heading)
    )
}

fn row(cells: &[String]) -> String {
    let cells: String = cells
        .iter()
        .map(|cell| format!("<td>{}</td>", escaped(cell)))
        .collect();
    format!("<tr>{cells}</tr>\n")
}

fn head(cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .map(|cell| format!("<th>{}</th>", escaped(cell)))
        .collect();
    format!("<thead><tr>{cells}</tr></thead>\n")
}

/// What stood still at the end of a path; nothing where all went on.
fn still(projected: &Projected) -> String {
    let sentences = stood_still(projected).into_iter();
    let text: String = sentences
        .map(|it| format!("<p>{}.</p>\n", escaped(&it)))
        .collect();
    match text.is_empty() {
        true => text,
        false => section("A crossing stood still", &text),
    }
}

/// What targets have offered beside what is carried of it; nothing without targets.
fn offered(projected: &Projected) -> String {
    let Some(flow) = projected.flows.first() else {
        return String::new();
    };
    let years = projected.years.iter().zip(&projected.offered).enumerate();
    let rows: String = years
        .map(|(n, (year, offered))| {
            let carried = flow.quantile(n, 0.5);
            let share = format!("{} %", fixed(100.0 * carried / offered, 0));
            let cells = [
                year.to_string(),
                fixed(*offered, 1),
                fixed(carried, 1),
                share,
            ];
            row(&cells)
        })
        .collect();
    if rows.is_empty() {
        return rows;
    }
    let heads = ["Year", "Offered", "Carried, median", "Share"];
    let table = format!(
        "<table>\n{}<tbody>\n{rows}</tbody>\n</table>\n<p>All crossings, both ways. What is not carried \
         waits, so that a year may carry what an earlier one was offered.</p>\n",
        head(&heads)
    );
    section("What is carried of what targets have offered, Mt", &table)
}

fn bands(projected: &Projected) -> String {
    let mut rows = String::new();
    for flow in &projected.flows {
        for (n, year) in projected.years.iter().enumerate() {
            let quantiles = QUANTILES.map(|share| fixed(flow.quantile(n, share), 1));
            let labels = [name_of(projected, flow), year.to_string()];
            let cells: Vec<String> = labels.into_iter().chain(quantiles).collect();
            rows.push_str(&row(&cells));
        }
    }
    let heads = ["Flow", "Year", "5 %", "25 %", "median", "75 %", "95 %"];
    let table = format!(
        "<table>\n{}<tbody>\n{rows}</tbody>\n</table>\n",
        head(&heads)
    );
    section("Tonnage by crossing, direction and year, Mt", &table)
}

fn saturated(projected: &Projected) -> String {
    let rows: String = first_saturated(projected)
        .into_iter()
        .map(|(name, n, year)| row(&[name, n.to_string(), year.to_string()]))
        .collect();
    let free = projected
        .saturations
        .iter()
        .filter(|it| it.is_none())
        .count();
    let heads = ["First saturated", "Paths", "Median year"];
    let text = format!(
        "<table>\n{}<tbody>\n{rows}</tbody>\n</table>\n<p>In {} nothing is. Thresholds stand in the \
         scenario, under <code>[projection]</code>; sections are those of Kazakhstan.</p>\n",
        head(&heads),
        counted(free, "path", "paths"),
    );
    section("What is saturated first", &text)
}

fn split(projected: &Projected) -> String {
    let rows: String = projected
        .shares
        .iter()
        .map(|it| {
            let share = format!(
                "{} % ± {}",
                fixed(100.0 * it.share, 0),
                fixed(100.0 * it.error, 0)
            );
            row(&[it.source.key().to_owned(), fixed(it.variance, 2), share])
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let heads = [
        "Source",
        "Variance, Mt²",
        "Share of the whole ± standard error",
    ];
    let text = format!(
        "<table>\n{}<tbody>\n{rows}</tbody>\n</table>\n<p>Paths come in blocks of a base y and three \
         in which one source u alone is drawn anew, y′: V(u) = Σ (y − y′)² / 2B over B blocks \
         (Jansen 1999), the variance that is left when all else is known. Shares sum to more than \
         100 % as far as sources act together.</p>\n",
        head(&heads)
    );
    section(
        &format!("Where the variance of {} comes from", projected.split_year),
        &text,
    )
}

fn made(projected: &Projected) -> String {
    let mut files = vec![
        "manifest.json",
        "results.csv",
        "bands.csv",
        "saturation.csv",
        "variance.csv",
    ];
    if !projected.offered.is_empty() {
        files.push("offered.csv");
    }
    let links = files.iter();
    let links: Vec<String> = links
        .map(|file| format!("<a href=\"{file}\">{file}</a>"))
        .collect();
    let text = format!(
        "<p>{}, seed {}. Growth, delays of plans, quotas and chance are drawn from streams named by \
         path, so that another scenario meets the same ones.</p>\n<p>In this folder: {}.</p>\n",
        counted(projected.paths, "path", "paths"),
        projected.seed,
        links.join(", ")
    );
    section("How this was made", &text)
}
