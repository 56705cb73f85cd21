//! `corridor run`: replications of a scenario, a folder of results, and the answer.

use super::arguments::Run;
use super::{CliError, interrupt, print};
use crate::engine::available_threads;
use crate::input::{self, Reading};
use crate::report::{self, Dress, Manifest, SourceFile, Written};
use crate::sim::Plan;
use crate::study::{self, Options, Results};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(super) fn run(arguments: &Run) -> Result<(), CliError> {
    let begun = Instant::now();
    let reading = input::read(&arguments.scenario.path, &arguments.scenario.set)?;
    let files = source_files(&reading);
    let name = &reading.scenario.name;
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| Path::new("output").join(name));
    let wanted = arguments
        .replications
        .unwrap_or(reading.scenario.replications) as usize;
    let seed = arguments.seed.unwrap_or(reading.scenario.seed);
    let plan = Arc::new(Plan::new(reading.scenario));
    if arguments.dry_run {
        return print(&forecast(&plan, wanted, &out));
    }
    report::check_place(&out)?;
    let bar = progress_bar(wanted, arguments.quiet);
    let results = study::run(
        &plan,
        Options {
            replications: wanted,
            seed,
            threads: arguments.threads.map(usize::from),
            level: arguments.parallel.map(Into::into),
            stop: interrupt::listen(),
            progress: &|| bar.inc(1),
        },
    );
    bar.finish_and_clear();
    let results = results?;
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest {
        version,
        files,
        wall_time: begun.elapsed(),
    };
    let written = report::write(&results, &out, manifest)?;
    print(&if arguments.json {
        report::summary(&results)
    } else {
        answer(&results)
    })?;
    if !arguments.quiet {
        eprint!("{}", remarks(&results, &written, begun.elapsed()));
    }
    match results.replications {
        done if done < wanted => Err(CliError::Interrupted { done, wanted }),
        _ => Ok(()),
    }
}

fn source_files(reading: &Reading) -> Vec<SourceFile> {
    let files = reading.files.iter();
    files
        .map(|file| SourceFile::of(file.path.display().to_string(), &file.bytes))
        .collect()
}

fn progress_bar(replications: usize, quiet: bool) -> ProgressBar {
    let target = if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let bar = ProgressBar::with_draw_target(Some(replications as u64), target);
    let style = "{bar:40} {pos} of {len} replications, {elapsed} gone, {eta} left";
    bar.set_style(ProgressStyle::with_template(style).expect("the template is well formed"));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

fn answer(results: &Results) -> String {
    let headline = report::headline(results).map(|text| format!("\n{text}\n"));
    report::table(results, Dress::of_stdout()) + &headline.unwrap_or_default()
}

fn remarks(results: &Results, written: &Written, took: Duration) -> String {
    let events = results.effort.events as f64;
    let mut text = format!(
        "{} replications in {:.1} s ({:.1} million events)\nresults in {}\nopen first: {}\n",
        results.replications,
        took.as_secs_f64(),
        events / 1e6,
        written.folder.display(),
        written.page.display(),
    );
    if let Some(chart) = written.charts.first() {
        text.push_str(&format!("first chart: {}\n", chart.display()));
    }
    text
}

/// What would run: nothing is simulated for it, so the time is a rule of thumb.
fn forecast(plan: &Plan, replications: usize, out: &Path) -> String {
    let days = plan.scenario.calendar.end_time().as_days();
    // One core simulates about 300 days of the whole corridor a second.
    let seconds = days / 300.0 * replications as f64 / available_threads() as f64;
    format!(
        "{replications} replications of {days:.0} days in {} districts on {} threads, about {:.0} s\n\
         results would be in {}\n",
        plan.district_count(),
        available_threads(),
        seconds.max(1.0),
        out.display(),
    )
}
