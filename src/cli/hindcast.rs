//! `corridor hindcast`: a scenario scored against years that it has not seen.

use super::arguments::Hindcast;
use super::study::{journal, manifest_of, progress_bar, remark};
use super::{CliError, interrupt, print};
use crate::input;
use crate::report::{self, Dress};
use crate::study::{self, Conduct, HindcastQuestion, Trials};
use std::path::Path;
use std::time::Instant;

/// Replications of each point of the fit: differences are of common random numbers.
const REPLICATIONS: u32 = 2;

pub(super) fn hindcast(arguments: &Hindcast) -> Result<(), CliError> {
    let begun = Instant::now();
    let (path, set) = (&arguments.scenario.path, &arguments.scenario.set);
    let common = &arguments.common;
    let reading = input::read(path, set)?;
    let scenario = &reading.scenario;
    let named = || Path::new("output").join(format!("{}-hindcast", scenario.name));
    let out = common.out.clone().unwrap_or_else(named);
    let question = question(arguments, scenario);
    let n_trials = study::hindcast_trials(scenario, &question)?;
    if common.dry_run {
        let known: Vec<String> = question.known.iter().map(i16::to_string).collect();
        return print(&format!(
            "{n_trials} trials: known to {}, {} paths after each\nresults would be in {}\n",
            known.join(", "),
            arguments.paths,
            out.display()
        ));
    }
    report::check_place(&out)?;
    let seed = common.seed.unwrap_or(scenario.seed);
    let mut manifest = manifest_of([&reading], set);
    let cells = scenario.observations.iter().map(|it| it.key.clone());
    let journal = journal(&out, &manifest, seed, cells.collect(), common.quiet)?;
    let bar = progress_bar(n_trials, "trials", common.quiet);
    let read = |changes: &[String]| {
        let all: Vec<String> = set.iter().chain(changes).cloned().collect();
        input::read(path, &all)
    };
    let variant = |changes: &[String]| read(changes).map(|reading| reading.scenario);
    let trials = Trials {
        read: &variant,
        conduct: Conduct {
            threads: common.threads.map(usize::from),
            progress: &|| bar.inc(1),
            notebook: &journal,
            ..Conduct::new(seed, interrupt::listen())
        },
    };
    let scored = study::hindcast(scenario, &question, &read, &trials);
    bar.finish_and_clear();
    let scored = scored?;
    manifest.wall_time = begun.elapsed();
    let written = report::write_hindcast(&scored, (&scenario.name, seed), &out, &manifest)?;
    journal.delete()?;
    print(&if common.json {
        report::hindcast_json(&scored)
    } else {
        report::hindcast_table(&scored, Dress::of_stdout())
    })?;
    remark(&format!("{n_trials} trials"), begun, &written, common.quiet);
    Ok(())
}

fn question(arguments: &Hindcast, scenario: &crate::model::Scenario) -> HindcastQuestion {
    let mut known = match arguments.known.as_slice() {
        [] => study::known_years(scenario),
        known => known.to_vec(),
    };
    known.sort_unstable();
    known.dedup();
    HindcastQuestion {
        known,
        blocks: arguments.paths as usize / 4,
        replications: arguments.replications.unwrap_or(REPLICATIONS) as usize,
        growth_rule: arguments.growth.clone(),
    }
}
