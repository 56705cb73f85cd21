//! `corridor sweep`: a scenario at many points of its keys.

use super::arguments::Sweep;
use super::study::{journal, manifest_of_files, progress_bar, remark, seconds};
use super::{CliError, interrupt, print};
use crate::engine::available_threads;
use crate::input::{self, Disk, SweepReading, nearest};
use crate::report::{self, Dress, Journal, Manifest, SweepReport};
use crate::study::{self, Conduct, Measured, SweepDesign, SweptValues};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// As many replications as `--precision` adds at most: beyond it the precision is out of reach.
const MOST_REPLICATIONS: usize = 1_000;

pub(super) fn sweep(arguments: &Sweep) -> Result<(), CliError> {
    let begun = Instant::now();
    let reading = input::read_sweep(&Disk, &arguments.plan, &arguments.set, &study::labels)?;
    let plan = &reading.plan;
    let seed = arguments.common.seed.or(plan.seed);
    let seed = seed.unwrap_or(reading.scenario.seed);
    let design = SweepDesign::of(plan, seed);
    let measured = study::measured(&reading.scenario, &plan.measures);
    let asked = Asked {
        reading: &reading,
        design: &design,
        measured: &measured,
        seed,
        arguments,
    };
    if let Some(id) = &arguments.only {
        return asked.only(id);
    }
    let out = asked.out();
    if arguments.common.dry_run {
        return print(&asked.forecast(&out));
    }
    report::check_place(&out)?;
    let manifest = manifest_of_files(&reading.files, &arguments.set);
    let kept = measured.iter().map(|it| it.wanted.to_string());
    let kept = kept.chain(["stalled".to_owned()]).collect();
    let journal = journal(&out, &manifest, seed, kept, arguments.common.quiet)?;
    let values = asked.conducted((&journal, interrupt::listen()))?;
    let swept = study::analysed(&plan.keys, &design, &values, measured.len(), seed);
    let manifest = Manifest {
        wall_time: begun.elapsed(),
        ..manifest
    };
    let report = SweepReport {
        plan,
        scenario: (&reading.scenario.name, &reading.scenario.title),
        design: &design,
        measured: &measured,
        values: &values,
        swept: &swept,
        seed,
    };
    let written = report::write_sweep(&report, &out, &manifest)?;
    journal.delete()?;
    print(&match arguments.common.json {
        true => report::sweep_json(&report),
        false => report::sweep_table(&report, Dress::of_stdout()),
    })?;
    let trials = format!("{} trials", design.points.len() * values.replications);
    remark(&trials, begun, &written, arguments.common.quiet);
    Ok(())
}

/// What is asked for.
struct Asked<'a> {
    reading: &'a SweepReading,
    design: &'a SweepDesign,
    measured: &'a [Measured],
    seed: u64,
    arguments: &'a Sweep,
}

impl Asked<'_> {
    fn out(&self) -> PathBuf {
        let default = || Path::new("output").join(format!("sweep-{}", self.reading.plan.name));
        self.arguments.common.out.clone().unwrap_or_else(default)
    }

    /// Replications of each point to begin with: two at least where an interval is asked for.
    fn replications(&self) -> usize {
        let asked = self.arguments.replications;
        let asked = asked.unwrap_or(self.reading.plan.replications) as usize;
        match self.arguments.precision {
            Some(_) => asked.max(2),
            None => asked,
        }
    }

    fn threads(&self) -> Option<usize> {
        self.arguments.common.threads.map(usize::from)
    }

    /// Runs what is missing, with twice the replications until the precision is there.
    fn conducted(&self, (journal, stop): (&Journal, &AtomicBool)) -> Result<SweptValues, CliError> {
        let mut replications = self.replications();
        loop {
            let n = self.design.points.len() * replications;
            let bar = progress_bar(n, "trials", self.arguments.common.quiet);
            let conduct = Conduct {
                threads: self.threads(),
                progress: &|| bar.inc(1),
                notebook: journal,
                ..Conduct::new(self.seed, stop)
            };
            let variants = &self.reading.variants;
            let found = study::sweep(self.design, replications, self.measured, variants, conduct);
            bar.finish_and_clear();
            let found = found?;
            let share = self.arguments.precision.unwrap_or(f64::INFINITY);
            let reached = study::precision(&found, self.design);
            if reached <= share {
                return Ok(found);
            }
            if replications >= MOST_REPLICATIONS {
                // Results all the same: the intervals say how well each is known.
                eprintln!(
                    "after {replications} replications the first measure is known to {:.2} % at one \
                     point: the precision is out of reach",
                    100.0 * reached
                );
                return Ok(found);
            }
            replications = (2 * replications).min(MOST_REPLICATIONS);
        }
    }

    /// Runs one trial again, and prints what is kept of it as the table of results has it.
    fn only(&self, id: &str) -> Result<(), CliError> {
        let conduct = Conduct {
            threads: Some(1),
            ..Conduct::new(self.seed, interrupt::listen())
        };
        let variants = &self.reading.variants;
        let found = study::sweep_trial(id, self.design, self.measured, variants, conduct);
        let Some((point, _, row)) = found? else {
            let points = self.design.points.iter().map(|it| it.id.as_str());
            let point = id.split('.').next().unwrap_or(id);
            let remedy = match nearest(point, points) {
                Some(near) => format!("did you mean {near}.1?"),
                None => "give one from the column trial of results.csv".to_owned(),
            };
            return Err(CliError::NoTrial(id.to_owned(), remedy));
        };
        let plan = &self.reading.plan;
        let levels = &self.design.points[point].levels;
        let trial = (id, &row);
        print(&match self.arguments.common.json {
            true => report::trial_json(plan, levels, self.measured, trial),
            false => {
                let name = self.reading.scenario.name.as_str();
                report::trial_csv((plan, name), levels, self.measured, trial)
            }
        })
    }

    /// What would run; the time is a rule of thumb, as for a run.
    fn forecast(&self, out: &Path) -> String {
        let days = self.reading.scenario.calendar.end_time().as_days();
        let threads = self.threads().unwrap_or_else(available_threads);
        let (points, replications) = (self.design.points.len(), self.replications());
        let trials = points * replications;
        let more = match self.arguments.precision {
            Some(_) => ", and more until the precision is there",
            None => "",
        };
        format!(
            "{trials} trials of {days:.0} days: {points} points of {} keys, {replications} replications \
             each{more}, on {threads} threads, about {:.0} s\nresults would be in {}\n",
            self.reading.plan.keys.len(),
            seconds(days * trials as f64, threads).max(1.0),
            out.display(),
        )
    }
}
