//! The fan chart: tonnage by year with its bands, all crossings large, each flow small below.

use super::axis::{Panel, top_of};
use super::frame::{WIDTH, framed};
use super::picture::{Align, Color, Picture, Point, Rect, Text};
use super::{Chart, palette};
use crate::report::number::fixed;
use crate::report::projection::{QUANTILES, name_of};
use crate::report::words::counted;
use crate::study::{Projected, ProjectedFlow};

const LARGE: f64 = 300.0;
const SMALL: f64 = 170.0;
const IN_A_ROW: usize = 4;
/// With fewer paths than this not one need lie beyond a quantile of 5 or 95 %.
const PATHS_FOR_BAND: usize = 20;

/// Draws the chart.
pub(in crate::report) fn draw(projected: &Projected) -> Chart {
    let title = title(projected);
    let dashes = match projected.offered.is_empty() {
        true => "",
        false => " Dashes: offered.",
    };
    let subtitle = format!(
        "Million tonnes a year, transit included. Line: median over paths; dark band: 50 %, light \
         band: 90 % of them. Dots: reported.{dashes}"
    );
    let foot = format!(
        "Simulated: scenario {}, {}, seed {}. Small panels share one scale.",
        projected.scenario,
        counted(projected.paths, "path", "paths"),
        projected.seed
    );
    let (whole, parts): (Vec<_>, Vec<_>) = projected
        .flows
        .iter()
        .enumerate()
        .partition(|(n, _)| *n == 0);
    let n_rows = parts.len().div_ceil(IN_A_ROW);
    let (mut picture, body) = framed(&title, &subtitle, &foot, LARGE + SMALL * n_rows as f64);
    for (_, flow) in whole {
        let rect = Rect::new(body.left, body.top, body.width(), LARGE);
        panel(&mut picture, rect, projected, flow, top(projected, flow));
    }
    let common = parts
        .iter()
        .map(|(_, flow)| top(projected, flow))
        .fold(1.0, f64::max);
    let width = (WIDTH - 48.0) / IN_A_ROW as f64;
    for (n, (_, flow)) in parts.into_iter().enumerate() {
        let (row, column) = ((n / IN_A_ROW) as f64, (n % IN_A_ROW) as f64);
        let (left, upper) = (body.left + width * column, body.top + LARGE + SMALL * row);
        let rect = Rect::new(left, upper, width, SMALL);
        panel(&mut picture, rect, projected, flow, common);
    }
    let description = format!(
        "{title}. Bands of {} by year.",
        counted(projected.paths, "path", "paths")
    );
    Chart {
        name: "fan",
        title,
        description,
        picture,
    }
}

fn title(projected: &Projected) -> String {
    let (Some(flow), Some(year)) = (projected.flows.first(), projected.years.last()) else {
        return projected.title.clone();
    };
    let n = projected.years.len() - 1;
    let [low, _, middle, _, high] = QUANTILES.map(|share| flow.quantile(n, share));
    let middle = fixed(middle, 0);
    if projected.paths < PATHS_FOR_BAND {
        let paths = counted(projected.paths, "path", "paths");
        return format!("{middle} Mt in {year}, the median of {paths}: too few to say how sure");
    }
    let (low, high) = (fixed(low, 0), fixed(high, 0));
    format!("{middle} Mt in {year}, nine paths in ten between {low} and {high}")
}

fn reported<'a>(
    projected: &'a Projected,
    flow: &'a ProjectedFlow,
) -> impl Iterator<Item = (i16, f64)> + 'a {
    let own = move |it: &&(String, String, i16, f64)| it.0 == flow.place && it.1 == flow.direction;
    projected.reported.iter().filter(own).map(|it| (it.2, it.3))
}

/// What targets have offered by year, which is of the whole alone.
fn offered<'a>(projected: &'a Projected, flow: &ProjectedFlow) -> &'a [f64] {
    match (flow.place.as_str(), flow.direction) {
        ("all", "both") => &projected.offered,
        _ => &[],
    }
}

fn top(projected: &Projected, flow: &ProjectedFlow) -> f64 {
    let highest = (0..projected.years.len()).map(|n| flow.quantile(n, 0.95));
    let offered = offered(projected, flow).iter().copied();
    top_of(
        highest
            .chain(offered)
            .chain(reported(projected, flow).map(|it| it.1)),
    )
}

fn panel(
    picture: &mut Picture,
    whole: Rect,
    projected: &Projected,
    flow: &ProjectedFlow,
    top: f64,
) {
    let (Some(first), Some(last)) = (projected.years.first(), projected.years.last()) else {
        return;
    };
    let earliest = projected.reported.iter().map(|it| it.2).min();
    let from = earliest.map_or(*first, |year| year.min(*first));
    let rect = whole.inset([30.0, 26.0, 10.0, 24.0]);
    let span = (f64::from(from) - 0.5, f64::from(*last) + 0.5);
    let panel = Panel::new(rect, span, top);
    picture.text(
        Text::new(
            (whole.left + 2.0, whole.top + 14.0),
            name_of(projected, flow),
        )
        .bold(),
    );
    panel.draw_grid(picture, if whole.height() > SMALL { 6 } else { 3 });
    draw_years(picture, &panel, (from, *last));
    let color = color_of(flow);
    for (low, high, opacity) in [(0.05, 0.95, 0.20), (0.25, 0.75, 0.35)] {
        picture.area(
            band(&panel, projected, flow, (low, high)),
            color.clear(opacity),
        );
    }
    let at = |(n, year): (usize, &i16)| panel.at(f64::from(*year), flow.quantile(n, 0.5));
    let middle: Vec<Point> = projected.years.iter().enumerate().map(at).collect();
    picture.line(middle, color, 1.8);
    let offered = projected.years.iter().zip(offered(projected, flow));
    let offered = offered.map(|(year, mt)| panel.at(f64::from(*year), *mt));
    for ends in offered.collect::<Vec<Point>>().windows(2) {
        picture.dashes([ends[0], ends[1]], 4.0, palette::INK, 1.2);
    }
    for (year, value) in reported(projected, flow) {
        picture.dot(panel.at(f64::from(year), value), 2.5, palette::INK);
    }
}

/// The outline of a band, forth along its upper side and back along its lower one.
fn band(
    panel: &Panel,
    projected: &Projected,
    flow: &ProjectedFlow,
    (low, high): (f64, f64),
) -> Vec<Point> {
    let side = |share: f64| {
        let years = projected.years.iter().enumerate();
        years
            .map(|(n, year)| panel.at(f64::from(*year), flow.quantile(n, share)))
            .collect::<Vec<Point>>()
    };
    side(high)
        .into_iter()
        .chain(side(low).into_iter().rev())
        .collect()
}

fn draw_years(picture: &mut Picture, panel: &Panel, (from, to): (i16, i16)) {
    let width = panel.rect.width() / f64::from(to - from + 1);
    let step = if width > 34.0 { 1 } else { 5 };
    for year in (from..=to).filter(|year| year % step == 0) {
        let at = (panel.x.at(f64::from(year)), panel.rect.bottom + 14.0);
        let text = Text::new(at, year.to_string())
            .size(9.5)
            .align(Align::Middle);
        picture.text(text.color(palette::SOFT_INK));
    }
}

fn color_of(flow: &ProjectedFlow) -> Color {
    match flow.direction {
        "to_china" => palette::cell(0, 0),
        "from_china" => palette::cell(1, 0),
        _ => palette::cell(2, 0),
    }
}
