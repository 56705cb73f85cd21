//! `corridor bench`: how fast this machine runs a scenario.

use super::arguments::Bench;
use super::{CliError, print};
use crate::engine::available_threads;
use crate::input;
use crate::sim::Plan;
use crate::study::{Level, Speed, StudyError, measure_speed};
use comfy_table::{CellAlignment, Table, presets};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

pub(super) fn bench(arguments: &Bench) -> Result<(), CliError> {
    let reading = input::read(&arguments.scenario.path, &arguments.scenario.set)?;
    let seed = reading.scenario.seed;
    let plan = Arc::new(Plan::new(reading.scenario));
    let threads = arguments
        .threads
        .map_or_else(available_threads, usize::from);
    let budget = Duration::from_secs(arguments.seconds.into());
    let speeds = measure_speed(&plan, seed, threads, budget).map_err(StudyError::from)?;
    match arguments.json {
        true => print(&as_json(&plan, &speeds)),
        false => print(&as_text(&plan, &speeds)),
    }
}

fn as_text(plan: &Plan, speeds: &[Speed]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header([
        "in parallel",
        "threads",
        "million events a second",
        "simulated years a second",
        "replications a minute",
        "to one thread",
    ]);
    let alone = speeds[0].years_per_second();
    for speed in speeds {
        table.add_row([
            name(speed).to_owned(),
            speed
                .replication_threads
                .max(speed.district_threads)
                .to_string(),
            format!("{:.2}", speed.events_per_second_m()),
            format!("{:.2}", speed.years_per_second()),
            format!("{:.1}", speed.replications_per_minute()),
            format!("{:.2} ×", speed.years_per_second() / alone),
        ]);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let window = speeds.iter().find_map(Speed::events_per_window);
    let window = window.map_or_else(String::new, |events| {
        format!(", {events:.0} events a window")
    });
    format!(
        "{table}\n\n{} districts, on one thread in {} groups{window}. Lookahead of the channels between them, in minutes:\n{}\n",
        plan.district_count(),
        speeds[0].groups,
        lookaheads(plan)
    )
}

fn name(speed: &Speed) -> &'static str {
    match speed.level {
        Level::None => "nothing",
        Level::Replications => "replications",
        Level::Districts => "districts",
    }
}

/// Each channel by the names of the first places of its districts.
fn lookaheads(plan: &Plan) -> String {
    let districts = plan.districts();
    let first = |district: usize| {
        let node = districts[district]
            .iter()
            .find(|node| plan.is_served(**node));
        node.map_or("-", |node| plan.scenario.network.node(*node).key.as_str())
    };
    let channels = plan.channels();
    let channel = channels.iter().map(|(from, to, lookahead)| {
        let minutes = lookahead.as_minutes();
        format!(
            "  {} > {}  {minutes:.1}",
            first(from.index()),
            first(to.index())
        )
    });
    channel.collect::<Vec<_>>().join("\n")
}

fn as_json(plan: &Plan, speeds: &[Speed]) -> String {
    let rows = speeds.iter().map(|speed| {
        json!({
            "in_parallel": name(speed),
            "threads": speed.replication_threads.max(speed.district_threads),
            "replications": speed.replications,
            "events_per_second": speed.events_per_second_m() * 1e6,
            "simulated_years_per_second": speed.years_per_second(),
            "replications_per_minute": speed.replications_per_minute(),
            "events_per_window": speed.events_per_window(),
            "wall_time_s": speed.took.as_secs_f64(),
        })
    });
    let channels = plan.channels();
    let lookahead = channels.iter().map(|(from, to, lookahead)| {
        json!({ "from": from.index(), "to": to.index(), "minutes": lookahead.as_minutes() })
    });
    let all = json!({
        "scenario": plan.scenario.name,
        "districts": plan.district_count(),
        "groups_on_one_thread": speeds[0].groups,
        "speeds": rows.collect::<Vec<_>>(),
        "lookahead": lookahead.collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}
