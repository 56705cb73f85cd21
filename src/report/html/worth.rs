//! The page of a study of worth: the charts, every unit with its key, and the staircase.

use super::{Drawn, STYLE, escaped, figure, section};
use crate::report::worth::{
    added, climbed, cost, ended, first, heading, headline, judged_on, note, per_musd,
    per_musd_heading, signed_or_dash, verdict,
};
use crate::study::worth::{Staircase, Worth};

/// Returns the page.
pub(in crate::report) fn page(worth: &Worth, charts: &[Drawn]) -> String {
    let title = escaped(&format!("What one more unit is worth: {}", worth.title));
    let mut lead = format!("<p class=\"lead\">{}.</p>\n", escaped(&headline(worth)));
    if let Some(staircase) = &worth.staircase {
        lead.push_str(&format!(
            "<p>{}. {}</p>\n",
            escaped(&climbed(worth, staircase)),
            escaped(&ended(staircase))
        ));
    }
    let sections = [
        format!("<section class=\"summary\">\n{lead}</section>\n"),
        charts.iter().map(figure).collect(),
        section("Every unit", &(units(worth) + &untried(worth))),
        worth.staircase.as_ref().map_or(String::new(), |it| {
            section("The staircase", &stairs(worth, it))
        }),
    ];
    let more = match &worth.staircase {
        Some(staircase) if !staircase.steps.is_empty() => {
            ["staircase.csv", "staircase.toml"].as_slice()
        }
        Some(_) => &["staircase.csv"],
        None => &[],
    };
    let files = ["worth.csv", "units.csv"]
        .iter()
        .chain(more)
        .chain(&["summary.json", "manifest.json"]);
    let links: Vec<String> = files
        .map(|file| format!("<a href=\"{file}\">{file}</a>"))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n\
         <p class=\"kicker\">Corridor · {}</p>\n<h1>{title}</h1>\n</header>\n{}\
         <p class=\"note\">{} Each unit with evidence is a scenario file in <code>what-if</code>, to be run or compared. \
         In this folder: {}.</p>\n</main>\n</body>\n</html>\n",
        escaped(&worth.scenario),
        sections.concat(),
        escaped(&note(worth)),
        links.join(", "),
    )
}

fn units(worth: &Worth) -> String {
    let heads = worth.judged.iter().map(|judged| {
        format!(
            "<th class=\"number\">{}</th><th>verdict</th>",
            escaped(&heading(judged))
        )
    });
    let rows = worth.ranked.iter().map(|rated| {
        let unit = &rated.unit;
        let cells = worth.judged.iter().zip(&rated.differences).map(|(judged, it)| {
            format!("<td class=\"number\">{}</td><td>{}</td>", signed_or_dash(*it, judged.unit), verdict(*it))
        });
        let value = |value: &Option<String>| escaped(value.as_deref().unwrap_or("–"));
        format!(
            "<tr><td>{}<br><span class=\"source\">{}: {} → {}</span></td><td class=\"number\">{}</td>{}\
             <td class=\"number\">{}</td></tr>\n",
            escaped(&unit.name),
            escaped(&unit.change.key),
            value(&unit.change.from),
            value(&unit.change.to),
            cost(unit.cost_musd),
            cells.collect::<String>(),
            per_musd(rated, &worth.judged[0]).unwrap_or("–".to_owned()),
        )
    });
    let rows: String = rows.collect();
    format!(
        "<div class=\"wide\"><table class=\"dense\">\n<thead><tr><th>one more, and the key that is changed</th>\
         <th class=\"number\">million USD</th>{}<th class=\"number\">{}</th></tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table></div>\n",
        heads.collect::<String>(),
        escaped(&per_musd_heading(&worth.judged[0])),
    )
}

fn untried(worth: &Worth) -> String {
    let lines = worth.untried.iter();
    lines
        .map(|it| format!("<p>{}: {}.</p>\n", escaped(&it.name), escaped(&it.why)))
        .collect()
}

fn stairs(worth: &Worth, staircase: &Staircase) -> String {
    let judged = &worth.judged[0];
    let rows = staircase.steps.iter().enumerate().map(|(n, stair)| {
        format!(
            "<tr><td class=\"number\">{}</td><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>\
             <td class=\"number\">{}</td></tr>\n",
            n + 1,
            escaped(&stair.unit.name),
            cost(Some(stair.spent_musd)),
            added(stair, judged),
            signed_or_dash(first(&stair.total), judged.unit),
        )
    });
    let note = format!(
        "<p>{} {}</p>\n",
        escaped(&ended(staircase)),
        escaped(&judged_on(staircase))
    );
    if staircase.steps.is_empty() {
        return note;
    }
    format!(
        "<div class=\"wide\"><table class=\"dense\">\n<thead><tr><th class=\"number\">step</th><th>one more</th>\
         <th class=\"number\">spent, million USD</th><th class=\"number\">adds, {}</th>\
         <th class=\"number\">in all</th></tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n{note}",
        escaped(&heading(judged)),
        rows.collect::<String>(),
    )
}
