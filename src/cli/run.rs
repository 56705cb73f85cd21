//! `corridor run`: replications of a scenario, a folder of results, and the answer.

use super::arguments::Run;
use super::study::{manifest_of, progress_bar, seconds};
use super::{CliError, interrupt, print};
use crate::input;
use crate::report::{self, Dress, Manifest, Written};
use crate::sim::Plan;
use crate::study::{self, Options, Results};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

pub(super) fn run(arguments: &Run) -> Result<(), CliError> {
    let begun = Instant::now();
    let reading = input::read(&arguments.scenario.path, &arguments.scenario.set)?;
    let manifest = manifest_of([&reading], &[]);
    let name = &reading.scenario.name;
    let out = arguments
        .common
        .out
        .clone()
        .unwrap_or_else(|| Path::new("output").join(name));
    let replications = arguments
        .replications
        .unwrap_or(reading.scenario.replications);
    let wanted = replications as usize;
    let bar = progress_bar(
        wanted,
        "replications",
        arguments.common.quiet || arguments.common.dry_run,
    );
    let options = Options {
        replications: wanted,
        seed: arguments.common.seed.unwrap_or(reading.scenario.seed),
        threads: arguments.common.threads.map(usize::from),
        level: arguments.parallel.map(Into::into),
        stop: interrupt::listen(),
        progress: &|| bar.inc(1),
    };
    let plan = Arc::new(Plan::new(reading.scenario));
    if arguments.common.dry_run {
        return print(&forecast(&plan, options, &out));
    }
    report::check_place(&out)?;
    let results = study::run(&plan, options);
    bar.finish_and_clear();
    let results = results?;
    let manifest = Manifest {
        wall_time: begun.elapsed(),
        ..manifest
    };
    let written = report::write(&results, &out, manifest)?;
    print(&if arguments.common.json {
        report::summary(&results)
    } else {
        answer(&results)
    })?;
    if !arguments.common.quiet {
        eprint!("{}", remarks(&results, options, &written, begun));
    }
    if let Some(stalls) = report::stalls(&results) {
        return Err(CliError::Stalled(stalls));
    }
    match results.replications {
        done if done < wanted => Err(CliError::Interrupted { done, wanted }),
        _ => Ok(()),
    }
}

fn answer(results: &Results) -> String {
    let headline = report::headline(results).map(|text| format!("\n{text}\n"));
    let stops = report::stops(results).map(|text| format!("\n{text}"));
    report::table(results, Dress::of_stdout())
        + &stops.unwrap_or_default()
        + &headline.unwrap_or_default()
}

fn remarks(results: &Results, options: Options<'_>, written: &Written, begun: Instant) -> String {
    let mut text = format!(
        "{} replications in {:.1} s: {:.1} million events, {} on {} threads\n\
         results in {}\nopen first: {}\n",
        results.replications,
        begun.elapsed().as_secs_f64(),
        results.effort.events as f64 / 1e6,
        options.chosen_level(),
        options.chosen_threads(),
        written.folder.display(),
        written.page.display(),
    );
    if let Some(chart) = written.charts.first() {
        text.push_str(&format!("first chart: {}\n", chart.display()));
    }
    text
}

/// What would run: nothing is simulated for it, so the time is a rule of thumb.
fn forecast(plan: &Plan, options: Options<'_>, out: &Path) -> String {
    let days = plan.scenario.calendar.end_time().as_days();
    let threads = options.chosen_threads();
    let rounds = options.replications.div_ceil(threads);
    format!(
        "{} replications of {days:.0} days in {} districts: {} on {threads} threads, about {:.0} s\n\
         results would be in {}\n",
        options.replications,
        plan.district_count(),
        options.chosen_level(),
        seconds(days * rounds as f64, 1).max(1.0),
        out.display(),
    )
}
