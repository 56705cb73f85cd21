//! What an element carries against what it is offered, beside the textbook and the official claim.

use super::Chart;
use super::axis::{Panel, top_of, upper};
use super::frame::framed;
use super::occupation::THRESHOLD;
use super::palette;
use super::picture::{Align, Color, Picture, Rect, Text};
use crate::model::Claim;
use crate::report::number::{bare, bare_interval, fixed};
use crate::report::words::counted;
use crate::stats::Estimate;
use crate::study::capacity::{Capacity, Measured};

const FLOW_HEIGHT: f64 = 300.0;
const PART_HEIGHT: f64 = 120.0;
const LABELS: f64 = 220.0;

/// A level that the flow is compared with.
struct Mark {
    label: String,
    value: f64,
    color: Color,
}

/// Draws the chart: flow, wait and occupation, all against the offered flow.
pub(in crate::report) fn draw(capacity: &Capacity, claims: &[&Claim]) -> Chart {
    let unit = capacity.element.unit.words();
    let most = bare_interval(&capacity.capacity(), unit);
    let (name, title) = (
        &capacity.element.name,
        match capacity.is_saturated() {
            true => format!("{}: {most} {unit} at most", capacity.element.name),
            false => format!("{}: more than {most} {unit}", capacity.element.name),
        },
    );
    let replications = counted(capacity.replications, "replication", "replications");
    let foot = format!(
        "Simulated: {name}, {replications} of each step, seed {}; everything else in the corridor is \
         made wide enough. Knee: the most that was carried whole, short by 5 % or its interval at most. \
         Threshold of occupation: UIC Code 406 (2013), mixed traffic over a day.",
        capacity.seed
    );
    let (mut picture, body) = framed(
        &title,
        &format!(
            "Carried flow in {unit}, hours that a train waits, and occupation, against offered flow; with 95 % \
             confidence intervals. Grey: all that is offered is carried."
        ),
        &foot,
        FLOW_HEIGHT + 2.0 * PART_HEIGHT,
    );
    let offered = capacity.steps.iter().map(|step| step.offered().mean);
    let right = top_of(offered);
    let flow = Rect {
        bottom: body.top + FLOW_HEIGHT,
        ..body
    };
    draw_flow(&mut picture, flow, right, (capacity, claims));
    let waits = part(body, 0);
    // Beyond the knee a queue grows for as long as the run lasts: what it comes to says nothing.
    let knee = capacity.knee().and_then(Measured::wait);
    let longest = knee.map_or(f64::INFINITY, |it| 4.0 * it.mean.max(1.0));
    let wait = |step: &Measured| step.wait().filter(|it| it.mean <= longest);
    let heading = "wait, h a train (up to four times that at the knee)";
    draw_part(&mut picture, waits, right, (capacity, heading, &wait));
    let occupied = part(body, 1);
    let occupation = |step: &Measured| step.occupation().map(in_per_cent);
    let panel = draw_part(
        &mut picture,
        occupied,
        right,
        (capacity, "occupation, %", &occupation),
    );
    let y = panel.y.at(100.0 * THRESHOLD);
    if panel.rect.top <= y {
        picture.dashes(
            [(panel.rect.left, y), (panel.rect.right, y)],
            4.0,
            palette::INK,
            0.8,
        );
        picture.text(Text::new((panel.rect.right + 6.0, y + 3.5), "60 %").size(9.5));
    }
    let text = Text::new(
        (
            0.5 * (panel.rect.left + panel.rect.right),
            panel.rect.bottom + 30.0,
        ),
        format!("offered, {unit}"),
    );
    picture.text(text.size(10.5).align(Align::Middle));
    Chart {
        name: "capacity",
        title,
        description:
            "Three panels over the offered flow: the carried flow with levels of formulas and \
                      claims, the wait of a train, and the occupation."
                .to_owned(),
        picture,
    }
}

fn in_per_cent(share: Estimate) -> Estimate {
    Estimate {
        mean: 100.0 * share.mean,
        half_width: share.half_width.map(|it| 100.0 * it),
        ..share
    }
}

fn part(body: Rect, n: usize) -> Rect {
    let top = body.top + FLOW_HEIGHT + n as f64 * PART_HEIGHT;
    Rect::new(body.left, top, body.width(), PART_HEIGHT)
}

fn marks(capacity: &Capacity, claims: &[&Claim]) -> Vec<Mark> {
    let unit = capacity.element.unit.words();
    let formulas = capacity.formulas.iter().map(|formula| Mark {
        label: format!("{} {}", formula.name, bare(formula.value, unit)),
        value: formula.value,
        color: palette::TRAINS[4],
    });
    let claims = claims.iter().map(|claim| Mark {
        label: format!("official, {} {}", claim.from, bare(claim.value, unit)),
        value: claim.value,
        color: palette::BAD,
    });
    let simulated = Mark {
        label: format!("simulated {}", bare(capacity.capacity().mean, unit)),
        value: capacity.capacity().mean,
        color: palette::GOOD,
    };
    let mut marks: Vec<Mark> = formulas.chain(claims).chain([simulated]).collect();
    marks.sort_by(|a, b| b.value.total_cmp(&a.value));
    marks
}

fn draw_flow(
    picture: &mut Picture,
    rect: Rect,
    right: f64,
    (capacity, claims): (&Capacity, &[&Claim]),
) {
    let plot = rect.inset([48.0, 14.0, LABELS, 24.0]);
    let marks = marks(capacity, claims);
    let tops = capacity.steps.iter().map(|step| upper(&step.carried()));
    let top = top_of(tops.chain(marks.iter().map(|mark| mark.value)));
    let panel = Panel::new(plot, (0.0, right), top);
    panel.draw_grid(picture, 5);
    draw_ticks(picture, &panel);
    let end = right.min(top);
    picture.line([panel.at(0.0, 0.0), panel.at(end, end)], palette::AXIS, 1.2);
    if let Some(knee) = capacity.knee().map(|step| step.offered().mean) {
        let x = panel.x.at(knee);
        picture.dashes([(x, plot.top), (x, plot.bottom)], 2.0, palette::INK, 0.8);
        let text = format!("knee {}", bare(knee, capacity.element.unit.words()));
        picture.label(Text::new((x + 4.0, plot.bottom - 6.0), text).size(9.5));
    }
    // Labels stand beside their levels, as near as they can without lying on each other.
    let mut lowest = plot.top - 8.0;
    for mark in &marks {
        let y = panel.y.at(mark.value);
        picture.dashes([(plot.left, y), (plot.right, y)], 4.0, mark.color, 1.1);
        let base = (y + 3.5).max(lowest + 12.0);
        lowest = base;
        let ends = [(plot.right, y), (plot.right + 10.0, base - 3.5)];
        picture.line(ends, mark.color, 0.8);
        picture.text(Text::new((plot.right + 13.0, base), &*mark.label).size(9.5));
    }
    draw_points(picture, &panel, capacity, &|step| Some(step.carried()));
}

/// A part with its heading and what it shows of each step.
type Shown<'a> = (
    &'a Capacity,
    &'a str,
    &'a dyn Fn(&Measured) -> Option<Estimate>,
);

fn draw_part(
    picture: &mut Picture,
    rect: Rect,
    right: f64,
    (capacity, heading, of): Shown<'_>,
) -> Panel {
    let plot = rect.inset([48.0, 18.0, LABELS, 20.0]);
    let tops = capacity.steps.iter().filter_map(of);
    let panel = Panel::new(plot, (0.0, right), top_of(tops.map(|it| upper(&it))));
    picture.text(
        Text::new((plot.left, plot.top - 5.0), heading)
            .size(10.0)
            .bold(),
    );
    panel.draw_grid(picture, 3);
    draw_ticks(picture, &panel);
    draw_points(picture, &panel, capacity, of);
    panel
}

fn draw_ticks(picture: &mut Picture, panel: &Panel) {
    for tick in panel.x.ticks(8) {
        let text = Text::new((panel.x.at(tick), panel.rect.bottom + 13.0), fixed(tick, 0));
        picture.text(text.size(9.0).align(Align::Middle).color(palette::SOFT_INK));
    }
}

fn draw_points(
    picture: &mut Picture,
    panel: &Panel,
    capacity: &Capacity,
    of: &dyn Fn(&Measured) -> Option<Estimate>,
) {
    let steps = capacity.steps.iter();
    let points = steps.filter_map(|step| Some((step.offered().mean, of(step)?)));
    let points: Vec<(f64, Estimate)> = points.collect();
    let line: Vec<_> = points.iter().map(|(x, it)| panel.at(*x, it.mean)).collect();
    picture.line(line, palette::GOOD, 1.6);
    for (x, estimate) in &points {
        panel.draw_whisker(picture, *x, estimate);
        picture.dot(panel.at(*x, estimate.mean), 3.0, palette::GOOD);
    }
}
