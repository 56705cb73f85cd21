//! `corridor calibrate`: parameters of a scenario fitted to reported figures, and a layer with them.

use super::arguments::Calibrate;
use super::study::{journal, manifest_of, progress_bar, remark, seen_from};
use super::{CliError, interrupt, print};
use crate::input;
use crate::report::{self, Dress, LayerOf};
use crate::study::{self, Conduct, Question, Trials};
use std::path::Path;
use std::time::Instant;

/// Replications of each point: differences are of common random numbers.
const REPLICATIONS: u32 = 2;

pub(super) fn calibrate(arguments: &Calibrate) -> Result<(), CliError> {
    let begun = Instant::now();
    let reading = input::read(&arguments.scenario.path, &arguments.scenario.set)?;
    let scenario = &reading.scenario;
    let out = arguments
        .common
        .out
        .clone()
        .unwrap_or_else(|| Path::new("output").join(format!("{}-calibrated", scenario.name)));
    let question = Question {
        years: arguments.fit.clone(),
        parameters: arguments.parameters.clone(),
        replications: arguments.replications.unwrap_or(REPLICATIONS) as usize,
    };
    let most = study::trials_at_most(scenario, &question)?;
    if arguments.common.dry_run {
        return print(&format!(
            "at most {most} trials of {:.0} days\nresults would be in {}\n",
            scenario.calendar.end_time().as_days(),
            out.display()
        ));
    }
    report::check_place(&out)?;
    let seed = arguments.common.seed.unwrap_or(scenario.seed);
    let set = &arguments.scenario.set;
    let mut manifest = manifest_of([&reading], set);
    let cells = scenario.observations.iter().map(|it| it.key.clone());
    let quiet = arguments.common.quiet;
    let journal = journal(&out, &manifest, seed, cells.collect(), quiet)?;
    let bar = progress_bar(most, "trials at most", quiet);
    let variant = |changes: &[String]| {
        let all: Vec<String> = set.iter().chain(changes).cloned().collect();
        input::read(&arguments.scenario.path, &all).map(|reading| reading.scenario)
    };
    let trials = Trials {
        read: &variant,
        conduct: Conduct {
            threads: arguments.common.threads.map(usize::from),
            progress: &|| bar.inc(1),
            notebook: &journal,
            ..Conduct::new(seed, interrupt::listen())
        },
    };
    let calibrated = study::calibrate((scenario, &reading.document), &question, &trials);
    bar.finish_and_clear();
    let calibrated = calibrated?;
    manifest.wall_time = begun.elapsed();
    let extends = seen_from(&out, &arguments.scenario.path);
    let of = LayerOf {
        title: &scenario.title,
        extends: &extends,
        years: &question.years,
        set,
        seed,
    };
    let written = report::write_calibration(&calibrated, &of, &out, &manifest)?;
    journal.delete()?;
    print(&if arguments.common.json {
        report::calibration_json(&calibrated)
    } else {
        report::calibration_table(&calibrated, Dress::of_stdout())
    })?;
    remark("fitted", begun, &written, quiet);
    Ok(())
}
