//! What trains lose on the way: by class, and on the sections where they lose most.

use super::escaped;
use crate::report::names::Names;
use crate::report::number::bare_interval;
use crate::report::view::View;
use crate::sim::LossCause;
use crate::stats::{Estimate, Figure};
use crate::study::Results;

/// How many sections are shown.
const N_SECTIONS: usize = 12;

/// Returns both tables of the last year; nothing where nothing was measured.
pub(super) fn tables(results: &Results) -> String {
    let view = View::of(results);
    let Some(year) = view.years("train_delay").pop() else {
        return String::new();
    };
    by_class(results, year) + &by_section(results, year)
}

fn by_class(results: &Results, year: &str) -> String {
    let names = Names::of(results);
    let delayed = results.figures.iter().filter(|figure| {
        figure.measure == "train_delay" && figure.period == year && figure.commodity == "all"
    });
    let rows: String = delayed
        .filter(|figure| figure.estimate().is_some())
        .map(|figure| {
            let causes = LossCause::NAMES.map(|(cause, _)| cause).into_iter();
            let cells = causes.chain(["all"]).map(|cause| {
                let found =
                    results.figure("train_delay", &figure.place, "both", cause, &figure.period);
                cell(found)
            });
            let name = escaped(&names.place(&figure.place));
            format!(
                "<tr><th scope=\"row\">{name}</th>{}</tr>\n",
                cells.collect::<String>()
            )
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>hours lost on 100 km, {year}</th>\
         <th class=\"number\">waiting at stations</th><th class=\"number\">in loops, aside</th>\
         <th class=\"number\">behind slower trains</th><th class=\"number\">in all</th></tr></thead>\n\
         <tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn by_section(results: &Results, year: &str) -> String {
    let names = Names::of(results);
    let delays = results
        .figures
        .iter()
        .filter(|figure| figure.measure == "section_delay" && figure.period == year);
    let mut delays: Vec<(&Figure, Estimate)> = delays
        .filter_map(|figure| Some((figure, figure.estimate()?)))
        .collect();
    delays.sort_by(|a, b| b.1.mean.total_cmp(&a.1.mean));
    let rows: String = delays
        .iter()
        .take(N_SECTIONS)
        .map(|(figure, _)| {
            let overtakes = results.figure(
                "section_overtakes",
                &figure.place,
                "both",
                "all",
                &figure.period,
            );
            let name = escaped(&names.place(&figure.place));
            let cells = [cell(Some(figure)), cell(overtakes)].concat();
            format!("<tr><th scope=\"row\">{name}</th>{cells}</tr>\n")
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"wide\"><table>\n<thead><tr><th>sections where trains lose most, {year}</th>\
         <th class=\"number\">hours a train</th><th class=\"number\">trains overtaken a day</th></tr>\
         </thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

fn cell(figure: Option<&Figure>) -> String {
    let estimate = figure.and_then(Figure::estimate);
    let text = estimate.map(|estimate| bare_interval(&estimate, "hours"));
    format!("<td class=\"number\">{}</td>", text.unwrap_or_default())
}
