//! `corridor project`: a scenario carried into the years to come, in many paths.

use super::arguments::{Project, Scenario};
use super::study::{journal, manifest_of, progress_bar, remark};
use super::{CliError, interrupt, print};
use crate::input::{self, Reading};
use crate::report;
use crate::study::{self, Conduct, ProjectionOptions};
use std::path::Path;
use std::time::Instant;

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
    let mut manifest = manifest_of([&reading], &overrides);
    report::check_place(&out)?;
    let kept = study::kept_values(scenario);
    let journal = journal(&out, &manifest, seed, kept, arguments.quiet)?;
    let bar = progress_bar(paths, "paths", arguments.quiet);
    let options = ProjectionOptions {
        paths,
        split_year: SPLIT_YEAR.min(arguments.to),
        conduct: Conduct {
            threads: arguments.threads.map(usize::from),
            progress: &|| bar.inc(1),
            notebook: &journal,
            ..Conduct::new(seed, interrupt::listen())
        },
    };
    let variant = |changes: &[String]| {
        let all: Vec<String> = overrides.iter().chain(changes).cloned().collect();
        let reading = input::read(&arguments.scenario.path, &all)?;
        Ok(reading.scenario)
    };
    let projected = study::project(&reading, options, &variant);
    bar.finish_and_clear();
    let projected = projected?;
    manifest.wall_time = begun.elapsed();
    let written = report::write_projection(&projected, &out, &manifest)?;
    journal.delete()?;
    print(&report::projection_table(&projected))?;
    remark(&format!("{paths} paths"), begun, &written, arguments.quiet);
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
