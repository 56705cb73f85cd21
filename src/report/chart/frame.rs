//! What every chart has: a title that says the message, what is drawn, and where it comes from.

use super::palette;
use super::picture::{Picture, Rect, Text};
use super::render::text_width;
use crate::report::view::View;
use crate::report::words::counted;

/// The width of every chart, in points.
pub(super) const WIDTH: f64 = 960.0;

const MARGIN: f64 = 24.0;

/// Returns a picture with title, subtitle and foot around a body of the given height, and the body.
pub(super) fn framed(title: &str, subtitle: &str, foot: &str, body_height: f64) -> (Picture, Rect) {
    let width = WIDTH - 2.0 * MARGIN;
    let heads = wrapped(title, width, 17.0, true);
    let subs = wrapped(subtitle, width, 11.0, false);
    let feet = wrapped(foot, width, 9.0, false);
    let top = 14.0 + 22.0 * heads.len() as f64 + 15.0 * subs.len() as f64 + 12.0;
    let height = top + body_height + 16.0 + 13.0 * feet.len() as f64 + 8.0;
    let mut picture = Picture::new(WIDTH, height);
    let mut y = 14.0;
    for line in heads {
        y += 22.0;
        picture.text(Text::new((MARGIN, y - 4.0), line).size(17.0).bold());
    }
    for line in subs {
        y += 15.0;
        picture.text(Text::new((MARGIN, y - 1.0), line).color(palette::SOFT_INK));
    }
    let mut y = top + body_height + 16.0;
    for line in feet {
        y += 13.0;
        picture.text(
            Text::new((MARGIN, y - 4.0), line)
                .size(9.0)
                .color(palette::SOFT_INK),
        );
    }
    (picture, Rect::new(MARGIN, top, width, body_height))
}

/// Returns the line at the foot: where the figures of a chart come from.
pub(super) fn foot(view: View<'_>, sources: &[String], note: &str) -> String {
    let results = view.results;
    let replications = counted(results.replications, "replication", "replications");
    let mut foot = format!(
        "Simulated: scenario {}, {replications}, seed {}.",
        results.scenario, results.seed
    );
    if results.replications < 2 {
        foot.push_str(" No intervals from a single one.");
    }
    if !sources.is_empty() {
        foot.push_str(&format!(" Reported: {}.", sources.join(", ")));
    }
    if !note.is_empty() {
        foot.push(' ');
        foot.push_str(note);
    }
    foot
}

/// Returns the short names of sources, each once, in order of first use; at most six of them.
pub(super) fn short_sources<'a>(sources: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for source in sources {
        let name = short_source(source);
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let n_more = names.len().saturating_sub(6);
    if n_more > 0 {
        names.truncate(6);
        names.push(format!(
            "and {}",
            counted(n_more, "more source", "more sources")
        ));
    }
    names
}

/// Returns the text in lines no wider than `width`.
pub(super) fn wrapped(text: &str, width: f64, size: f64, is_bold: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if let Some(line) = lines.last_mut() {
            let longer = format!("{line} {word}");
            if text_width(&longer, size, is_bold) <= width {
                *line = longer;
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

/// Returns the text, cut at `width` with an ellipsis.
pub(super) fn clipped(text: &str, width: f64, size: f64) -> String {
    if text_width(text, size, false) <= width {
        return text.to_owned();
    }
    let mut clipped: String = text.to_owned();
    while clipped.pop().is_some() {
        let shown = format!("{}…", clipped.trim_end());
        if text_width(&shown, size, false) <= width {
            return shown;
        }
    }
    String::new()
}

/// A web address is named by its host, anything else by its first words.
fn short_source(source: &str) -> String {
    let first = source.split([';', ',']).next().unwrap_or_default().trim();
    if first.to_lowercase().starts_with("derived") {
        return "own derivation".to_owned();
    }
    let address = first.split_once("://").map_or(first, |(_, rest)| rest);
    let host = address.split(['/', ' ', '?']).next().unwrap_or(address);
    let is_host = host.contains('.') && !host.ends_with('.');
    if is_host {
        host.trim_start_matches("www.").to_owned()
    } else {
        clipped(first, 190.0, 9.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_named_once_and_shortly() {
        let sources = [
            "https://www.railjournal.com/freight/x",
            "KTZ",
            "https://railjournal.com/y",
            "rail-news.kz 16205 (2023-12-04)",
        ];
        assert_eq!(
            short_sources(sources.into_iter()),
            ["railjournal.com", "KTZ", "rail-news.kz"]
        );
    }

    #[test]
    fn long_titles_wrap_and_long_labels_are_cut() {
        let title = "one long title ".repeat(10);
        let lines = wrapped(&title, 300.0, 17.0, true);
        assert!(lines.len() > 3, "{lines:?}");
        assert!(
            lines
                .iter()
                .all(|line| text_width(line, 17.0, true) <= 300.0)
        );
        assert!(clipped(&title, 100.0, 10.0).ends_with('…'));
    }
}
