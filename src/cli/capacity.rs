//! `corridor capacity`: what one element carries, or what official claims are worth.

use super::arguments::Capacity as Arguments;
use super::study::{journal, manifest_of, progress_bar, remark};
use super::{CliError, interrupt, print};
use crate::engine::available_threads;
use crate::input::{self, Disk, Faults, Reading};
use crate::model::Claim;
use crate::report::capacity as report;
use crate::report::{Dress, Journal, Manifest, SourceFile, Written, check_place};
use crate::stats::Carried;
use crate::study::Conduct;
use crate::study::capacity::{Ladder, Loading, check_claims, claims_about};
use indicatif::ProgressBar;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The table of claims, beside the other tables of a scenario.
const CLAIMS: &str = "tables/claims.csv";

/// Replications of each step, unless more are asked for.
const REPLICATIONS: u32 = 4;

/// What both forms of the command need.
struct Study<'a> {
    arguments: &'a Arguments,
    reading: Reading,
    claims: Vec<Claim>,
    manifest: Manifest,
    out: PathBuf,
    begun: Instant,
}

pub(super) fn capacity(arguments: &Arguments) -> Result<(), CliError> {
    let begun = Instant::now();
    let scenario = &arguments.scenario;
    let reading = input::read(&scenario.path, &scenario.set)?;
    let table = table_of_claims(arguments, &reading);
    let claims = match &table {
        Some(table) => input::read_claims(&Disk, table)?,
        None => Vec::new(),
    };
    let others = match &arguments.element {
        Some(_) => Vec::new(),
        None => other_scenarios(&claims, &scenario.set)?,
    };
    let read = std::iter::once(&reading).chain(&others);
    let mut manifest = manifest_of(read, &scenario.set);
    if let Some(table) = &table
        && let Ok(bytes) = std::fs::read(table)
    {
        manifest
            .files
            .push(SourceFile::of(table.display().to_string(), &bytes));
    }
    let what = arguments.element.as_deref().unwrap_or("claims");
    let folder = format!("capacity-{}", what.replace(':', "-"));
    let out =
        arguments.common.out.clone().unwrap_or_else(|| {
            Path::new("output").join(format!("{}-{folder}", reading.scenario.name))
        });
    let study = Study {
        arguments,
        reading,
        claims,
        manifest,
        out,
        begun,
    };
    match &arguments.element {
        Some(element) => study.element(element),
        None => study.claims(),
    }
}

/// The table that the user names, or the one beside the scenario's tables, if it is there.
fn table_of_claims(arguments: &Arguments, reading: &Reading) -> Option<PathBuf> {
    if let Some(table) = &arguments.claims_table {
        return Some(table.clone());
    }
    let folders = reading.files.iter().filter_map(|file| file.path.parent());
    let mut tables = folders.map(|folder| folder.join(CLAIMS));
    tables.find(|table| table.is_file())
}

/// The scenarios that claims name for themselves, each once: what is in them decides what is found.
fn other_scenarios(claims: &[Claim], sets: &[String]) -> Result<Vec<Reading>, Faults> {
    let files: BTreeSet<&str> = claims
        .iter()
        .filter_map(|claim| claim.scenario.as_deref())
        .collect();
    let read = |file: &str| input::read(Path::new(file), sets);
    files.into_iter().map(read).collect()
}

impl Study<'_> {
    fn read(&self, path: &Path, sets: &[String]) -> Result<Reading, Faults> {
        let given = &self.arguments.scenario.set;
        let all: Vec<String> = given.iter().chain(sets).cloned().collect();
        input::read(path, &all)
    }

    fn element(&self, name: &str) -> Result<(), CliError> {
        let read = |sets: &[String]| self.read(&self.arguments.scenario.path, sets);
        let ladder = Ladder::new(&read, name, None)?;
        let trials = ladder.steps.len() * self.replications();
        if self.arguments.common.dry_run {
            return self.forecast(trials, &ladder.element.name);
        }
        check_place(&self.out)?;
        let journal = self.journal()?;
        let bar = self.bar(trials);
        let tick = || bar.inc(1);
        let capacity = ladder.run(self.loading(&tick, &journal), self.arguments.precision);
        bar.finish_and_clear();
        let capacity = capacity?;
        let claims = claims_about(&self.claims, &capacity.element);
        let made = self.made();
        let written = report::write_element(&capacity, &claims, &self.out, &made)?;
        journal.delete()?;
        print(&match self.arguments.common.json {
            true => report::element_json(&capacity),
            false => report::element_table(&capacity, &claims, Dress::of_stdout()),
        })?;
        self.remark(&written, capacity.replications * capacity.steps.len());
        Ok(())
    }

    fn claims(&self) -> Result<(), CliError> {
        let trials = self.claims.len() * self.replications();
        if self.claims.is_empty() {
            return Err(CliError::NoClaims(CLAIMS));
        }
        if self.arguments.common.dry_run {
            return self.forecast(trials, &format!("{} claims", self.claims.len()));
        }
        check_place(&self.out)?;
        let journal = self.journal()?;
        let bar = self.bar(trials);
        let tick = || bar.inc(1);
        let read = |claim: &Claim, sets: &[String]| {
            let own = claim.scenario.as_ref().map(Path::new);
            self.read(own.unwrap_or(&self.arguments.scenario.path), sets)
        };
        let checked = check_claims(&self.claims, &read, self.loading(&tick, &journal));
        bar.finish_and_clear();
        let checked = checked?;
        let written = report::write_claims(&checked, &self.out, &self.made())?;
        journal.delete()?;
        print(&match self.arguments.common.json {
            true => report::claims_json(&checked),
            false => report::claims_table(&checked, Dress::of_stdout()),
        })?;
        self.remark(&written, trials);
        Ok(())
    }

    fn replications(&self) -> usize {
        self.arguments.replications.unwrap_or(REPLICATIONS) as usize
    }

    fn seed(&self) -> u64 {
        self.arguments
            .common
            .seed
            .unwrap_or(self.reading.scenario.seed)
    }

    fn loading<'a>(&self, progress: &'a (dyn Fn() + Sync), notebook: &'a Journal) -> Loading<'a> {
        Loading {
            replications: self.replications(),
            conduct: Conduct {
                threads: self.arguments.common.threads.map(usize::from),
                progress,
                notebook,
                ..Conduct::new(self.seed(), interrupt::listen())
            },
        }
    }

    fn journal(&self) -> Result<Journal, CliError> {
        // What is loaded decides what a step is: another element is another experiment.
        let what = self.arguments.element.as_deref().unwrap_or("claims");
        let measures = Carried::NAMES.map(|name| format!("{name} of {what}"));
        let quiet = self.arguments.common.quiet;
        journal(
            &self.out,
            &self.manifest,
            self.seed(),
            measures.to_vec(),
            quiet,
        )
    }

    fn made(&self) -> report::Made<'_> {
        report::Made {
            scenario: &self.reading.scenario.name,
            manifest: Manifest {
                wall_time: self.begun.elapsed(),
                ..self.manifest.clone()
            },
            seed: self.seed(),
            replications: self.replications(),
        }
    }

    fn bar(&self, trials: usize) -> ProgressBar {
        progress_bar(trials, "trials", self.arguments.common.quiet)
    }

    fn remark(&self, written: &Written, trials: usize) {
        let trials = format!("{trials} trials");
        remark(&trials, self.begun, written, self.arguments.common.quiet);
    }

    /// What would run: nothing is simulated for it, so the time is a rule of thumb.
    fn forecast(&self, trials: usize, what: &str) -> Result<(), CliError> {
        let threads = self
            .arguments
            .common
            .threads
            .map_or_else(available_threads, usize::from);
        let seconds = trials.div_ceil(threads);
        print(&format!(
            "{what}: {trials} trials of five months on {threads} threads, about {seconds} s\n\
             results would be in {}\n",
            self.out.display()
        ))
    }
}
