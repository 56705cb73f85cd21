//! The page of a comparison: the chart, what each variant changes, and every difference.

use super::{Drawn, STYLE, escaped, figure, section};
use crate::report::compared::{Compared, Variant, signed, subject};
use crate::report::number::bare;
use crate::report::words;

/// Returns the page.
pub(in crate::report) fn page(compared: &Compared, chart: &Drawn) -> String {
    let title = escaped(&format!("What if: beside {}", compared.base.1));
    let variants: String = compared
        .variants
        .iter()
        .map(|variant| {
            section(
                &variant.title,
                &(changes(variant) + &table(compared, variant)),
            )
        })
        .collect();
    let remarks: String = crate::report::compared::remarks(compared)
        .iter()
        .map(|remark| format!("<p class=\"note\">{}.</p>\n", escaped(remark)))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<header>\n\
         <p class=\"kicker\">Corridor · {}</p>\n<h1>{title}</h1>\n</header>\n{}{variants}{remarks}\
         <p class=\"note\">{}, seed {}. A difference is the mean over pairs on the same random \
         numbers, with its 95 % confidence interval (Student’s t). In this folder: \
         <a href=\"differences.csv\">differences.csv</a>, <a href=\"changes.csv\">changes.csv</a>, \
         <a href=\"summary.json\">summary.json</a>, <a href=\"manifest.json\">manifest.json</a>.\
         </p>\n</main>\n</body>\n</html>\n",
        escaped(&compared.base.0),
        figure(chart),
        words::counted(
            compared.replications,
            "pair of replications",
            "pairs of replications"
        ),
        compared.seed,
    )
}

fn changes(variant: &Variant) -> String {
    let rows: String = variant
        .changes
        .iter()
        .map(|change| {
            let value = |value: &Option<String>| escaped(value.as_deref().unwrap_or("–"));
            format!(
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>\n",
                escaped(&change.key),
                value(&change.from),
                value(&change.to)
            )
        })
        .collect();
    if rows.is_empty() {
        return "<p>The scenario is the same as the base.</p>\n".to_owned();
    }
    format!(
        "<div class=\"wide\"><table class=\"dense\">\n<thead><tr><th>changed</th><th>from</th>\
         <th>to</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn table(compared: &Compared, variant: &Variant) -> String {
    let rows = compared.rows(variant).into_iter().map(|(aspect, it)| {
        let measure = words::measure(&aspect.wanted.measure);
        format!(
            "<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>\
             <td class=\"number\">{}</td><td>{}</td></tr>\n",
            escaped(&format!(
                "{measure}, {}: {}",
                words::unit(aspect.unit),
                subject(aspect)
            )),
            bare(it.base.mean, aspect.unit),
            bare(it.variant.mean, aspect.unit),
            signed(&it.paired, aspect.unit),
            it.evidence.words(),
        )
    });
    format!(
        "<div class=\"wide\"><table class=\"dense\">\n<thead><tr><th>measure</th>\
         <th class=\"number\">base</th><th class=\"number\">what-if</th>\
         <th class=\"number\">difference</th><th>verdict</th></tr></thead>\n<tbody>\n{}</tbody>\n\
         </table></div>\n",
        rows.collect::<String>()
    )
}
