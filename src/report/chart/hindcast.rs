//! The scorecard as a chart: a panel for each last year known, forecasts of the total beside what came.

use super::axis::{Panel, top_of};
use super::frame::framed;
use super::picture::{Align, Color, Picture, Rect, Text};
use super::{Chart, palette};
use crate::report::number::difference;
use crate::study::{Hindcast, Score};

const HEIGHT: f64 = 250.0;
const IN_A_ROW: usize = 3;

/// The highest of the scale, as a multiple of what was reported: wider intervals go beyond it.
const HIGHEST: f64 = 1.7;

const LAST_GROWTH: Color = palette::BAD;
const NO_CHANGE: Color = palette::AXIS;
const PLAN: Color = palette::TRAINS[4];

/// Draws the chart.
pub(in crate::report) fn draw(hindcast: &Hindcast, (scenario, seed): (&str, u64)) -> Chart {
    let totals: Vec<&Score> = hindcast.scores.iter().filter(|it| it.is_total()).collect();
    let covered = totals.iter().filter(|it| it.is_covered()).count();
    let title = format!(
        "Years not seen: {covered} of {} totals lie inside the 90 % interval",
        totals.len()
    );
    let subtitle = "Mt a year by rail over the border, both ways. Blue: forecast with its 90 % interval, \
                    and its error in per cent; black: reported. Dashes: orange last growth, grey no change, \
                    green the agreed plan.";
    let foot = format!(
        "Simulated: scenario {scenario}, fitted to what was reported until the year named; {} paths each, \
         seed {seed}. Counted: {}.",
        hindcast.paths, hindcast.definition
    );
    let mut known: Vec<i16> = totals.iter().map(|it| it.known).collect();
    known.dedup();
    let rows = known.len().div_ceil(IN_A_ROW).max(1);
    let (mut picture, body) = framed(&title, subtitle, &foot, HEIGHT * rows as f64);
    let reported = totals.iter().map(|it| it.observation.value);
    let ends = totals.iter().map(|it| it.forecast.interval.1);
    let limit = HIGHEST * reported.fold(0.0, f64::max);
    let top = top_of(ends.map(|end| end.min(limit)));
    let columns = known.len().clamp(1, IN_A_ROW);
    let width = body.width() / columns as f64;
    for (n, year) in known.iter().enumerate() {
        let (row, column) = ((n / IN_A_ROW) as f64, (n % IN_A_ROW) as f64);
        let corner = (body.left + width * column, body.top + HEIGHT * row);
        let whole = Rect::new(corner.0, corner.1, width, HEIGHT);
        let own: Vec<&Score> = totals
            .iter()
            .copied()
            .filter(|it| it.known == *year)
            .collect();
        draw_panel(&mut picture, whole, &own, top);
    }
    let description = format!("{title}. A panel for each last year known.");
    Chart {
        name: "hindcast",
        title,
        description,
        picture,
    }
}

fn draw_panel(picture: &mut Picture, whole: Rect, own: &[&Score], top: f64) {
    let known = own.first().map_or(0, |it| it.known);
    let heading = Text::new(
        (whole.left + 2.0, whole.top + 14.0),
        format!("Known to {known}"),
    );
    picture.text(heading.bold());
    let rect = whole.inset([30.0, 28.0, 10.0, 26.0]);
    let panel = Panel::new(rect, (0.0, own.len() as f64), top);
    panel.draw_grid(picture, 5);
    for (n, it) in own.iter().enumerate() {
        draw_score(picture, &panel, n as f64 + 0.5, it);
    }
}

fn draw_score(picture: &mut Picture, panel: &Panel, x: f64, score: &Score) {
    let top = panel.y.values.1;
    for (value, color) in [
        (score.last_growth, LAST_GROWTH),
        (score.no_change, NO_CHANGE),
        (score.plan_at_best(), PLAN),
    ] {
        let Some(value) = value.filter(|value| *value <= top) else {
            continue;
        };
        let ends = [panel.at(x - 0.32, value), panel.at(x + 0.32, value)];
        picture.line(ends, color, 2.0);
    }
    let (low, high) = score.forecast.interval;
    let ends = [panel.at(x, low.min(top)), panel.at(x, high.min(top))];
    picture.line(ends, palette::GOOD, 2.0);
    if score.forecast.value <= top {
        picture.dot(panel.at(x, score.forecast.value), 4.0, palette::GOOD);
    }
    let under = (panel.x.at(x), panel.rect.bottom + 14.0);
    let year = Text::new(under, &*score.observation.period).size(9.5);
    picture.text(year.align(Align::Middle).color(palette::SOFT_INK));
    let end = panel.at(x, low.min(top));
    let error = Text::new((end.0, end.1 + 13.0), difference(score.error())).size(9.5);
    picture.label(error.align(Align::Middle));
    // Last, so that nothing hides it.
    let (beside, level) = panel.at(x, score.observation.value);
    picture.dot((beside + 9.0, level), 3.5, palette::INK);
}
