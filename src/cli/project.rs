//! `corridor project`: a scenario carried into the years to come, in many paths.

use super::arguments::{Project, Scenario};
use super::{CliError, interrupt, print};
use crate::input::{self, Reading};
use crate::report::{self, Manifest, SourceFile};
use crate::study::{self, PathNotebook, ProjectionOptions};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The year whose variance is split, if the projection reaches it.
const SPLIT_YEAR: i16 = 2030;

pub(super) fn project(arguments: &Project) -> Result<(), CliError> {
    let begun = Instant::now();
    let (reading, overrides) = read(&arguments.scenario, arguments.to)?;
    let scenario = &reading.scenario;
    let out = arguments.out.clone().unwrap_or_else(|| {
        Path::new("output").join(format!("{}-to-{}", scenario.name, arguments.to))
    });
    let paths = arguments.paths as usize;
    let seed = arguments.seed.unwrap_or(scenario.seed);
    let files = reading.files.iter();
    let files = files.map(|file| SourceFile::of(file.path.display().to_string(), &file.bytes));
    let mut manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        files: files.collect(),
        wall_time: Duration::ZERO,
    };
    report::check_place(&out)?;
    let subject = format!(
        "corridor {} projection of {} {} seed {seed}",
        manifest.version,
        manifest.scenario_sha256(),
        overrides.join(" ").replace('\n', " "),
    );
    let notebook = PathNotebook::open(&beside(&out), &subject)?;
    let bar = progress_bar(paths, arguments.quiet);
    if !arguments.quiet && !notebook.is_empty() {
        eprintln!("{} paths are there from before", notebook.len());
    }
    let options = ProjectionOptions {
        paths,
        seed,
        threads: arguments.threads.map(usize::from),
        split_year: SPLIT_YEAR.min(arguments.to),
        stop: interrupt::listen(),
        progress: &|| bar.inc(1),
    };
    let projected = study::project(scenario, options, &notebook);
    bar.finish_and_clear();
    let projected = projected?;
    manifest.wall_time = begun.elapsed();
    let written = report::write_projection(&projected, &out, &manifest)?;
    notebook.discard()?;
    print(&report::projection_table(&projected))?;
    if !arguments.quiet {
        eprintln!(
            "{paths} paths in {:.1} s\nresults in {}\nopen first: {}",
            begun.elapsed().as_secs_f64(),
            written.folder.display(),
            written.page.display(),
        );
    }
    Ok(())
}

/// Reads the scenario twice: what is known, and from there on to the year asked for.
fn read(arguments: &Scenario, to: i16) -> Result<(Reading, Vec<String>), CliError> {
    let first = input::read(&arguments.path, &arguments.set)?;
    let Some(growth) = &first.scenario.growth else {
        return Err(CliError::NoGrowth(arguments.path.clone()));
    };
    let known = growth.known_until;
    if to <= known {
        return Err(CliError::Known { to, known });
    }
    // Three months fill the corridor. What the user sets comes after, and holds.
    let mut overrides = vec![
        format!("start = {known}-10-01"),
        format!("report_from = {}-01-01", known + 1),
        format!("end = {}-01-01", to + 1),
    ];
    overrides.extend(arguments.set.iter().cloned());
    let reading = input::read(&arguments.path, &overrides)?;
    Ok((reading, overrides))
}

/// Where the notebook is: beside the folder, since that appears whole or not at all.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".paths");
    out.with_file_name(name)
}

fn progress_bar(paths: usize, quiet: bool) -> ProgressBar {
    let target = if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let bar = ProgressBar::with_draw_target(Some(paths as u64), target);
    let style = "{bar:40} {pos} of {len} paths, {elapsed} gone, {eta} left";
    bar.set_style(ProgressStyle::with_template(style).expect("the template is well formed"));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}
