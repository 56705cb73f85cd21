//! `corridor compare`: what-ifs beside their base, in pairs on common random numbers.

use super::arguments::Compare;
use super::study::{journal, manifest_of, progress_bar, remark, seconds};
use super::{CliError, interrupt, print};
use crate::engine::available_threads;
use crate::input::{self, Reading};
use crate::report::{self, Compared, Journal, Manifest, Variant};
use crate::sim::Plan;
use crate::study::{Aspect, Conduct, Difference, ExperimentError, Trial, aspects, experiment};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// As many replications as `--precision` adds at most: beyond it the precision is out of reach.
const MOST_REPLICATIONS: usize = 1_000;

pub(super) fn compare(arguments: &Compare) -> Result<(), CliError> {
    let begun = Instant::now();
    let paths = std::iter::once(&arguments.base).chain(&arguments.what_ifs);
    let readings = paths.map(|path| input::read(path, &arguments.set));
    let readings = readings.collect::<Result<Vec<Reading>, _>>()?;
    let base = &readings[0].scenario;
    let out = out(arguments, &base.name);
    let replications = arguments.replications.unwrap_or(base.replications).max(2) as usize;
    let seed = arguments.common.seed.unwrap_or(base.seed);
    let aspects = aspects(base);
    if arguments.common.dry_run {
        return print(&forecast(&readings, replications, arguments, &out));
    }
    report::check_place(&out)?;
    let manifest = manifest_of(&readings, &arguments.set);
    let measures = aspects.iter().map(|it| it.wanted.to_string()).collect();
    let journal = journal(&out, &manifest, seed, measures, arguments.common.quiet)?;
    let mut compared = Compared {
        base: (base.name.clone(), base.title.clone()),
        aspects,
        variants: variants(&readings),
        seed,
        replications,
    };
    let plans: Vec<Arc<Plan>> = readings
        .into_iter()
        .map(|reading| Arc::new(Plan::new(reading.scenario)))
        .collect();
    let stop = interrupt::listen();
    loop {
        conducted(&mut compared, &plans, (&journal, stop), arguments)?;
        let precise = arguments
            .precision
            .is_none_or(|share| is_precise(&compared, share));
        if precise || compared.replications >= MOST_REPLICATIONS {
            break;
        }
        compared.replications = (2 * compared.replications).min(MOST_REPLICATIONS);
    }
    let manifest = Manifest {
        wall_time: begun.elapsed(),
        ..manifest
    };
    let written = report::write_comparison(&compared, &out, &manifest)?;
    journal.delete()?;
    print(&match arguments.common.json {
        true => report::comparison_json(&compared),
        false => report::comparison_table(&compared),
    })?;
    let trials = format!("{} trials", plans.len() * compared.replications);
    remark(&trials, begun, &written, arguments.common.quiet);
    Ok(())
}

fn out(arguments: &Compare, base: &str) -> PathBuf {
    let default = || Path::new("output").join(format!("compare-{base}"));
    arguments.common.out.clone().unwrap_or_else(default)
}

/// The what-ifs without differences yet.
fn variants(readings: &[Reading]) -> Vec<Variant> {
    let base = &readings[0];
    let variant = |reading: &Reading| Variant {
        name: reading.scenario.name.clone(),
        title: reading.scenario.title.clone(),
        changes: base.document.differences(&reading.document),
        differences: Vec::new(),
    };
    readings[1..].iter().map(variant).collect()
}

/// Runs what is missing of all pairs, and puts the differences in their place.
fn conducted(
    compared: &mut Compared,
    plans: &[Arc<Plan>],
    (journal, stop): (&Journal, &AtomicBool),
    arguments: &Compare,
) -> Result<(), CliError> {
    let n = plans.len();
    // All variants of a replication in turn: pairs are whole early.
    let trials: Vec<Trial> = (0..n * compared.replications)
        .map(|index| Trial {
            id: format!("{}/{}", index % n, index / n + 1),
            variant: index % n,
            replication: index / n,
        })
        .collect();
    let bar = progress_bar(trials.len(), "trials", arguments.common.quiet);
    let conduct = Conduct {
        seed: compared.seed,
        threads: arguments.common.threads.map(usize::from),
        stop,
        progress: &|| bar.inc(1),
        notebook: journal,
    };
    let wanted: Vec<_> = compared
        .aspects
        .iter()
        .map(|it| it.wanted.clone())
        .collect();
    let plan_of = |variant: usize| Ok::<_, Infallible>(Arc::clone(&plans[variant]));
    let found: Result<_, ExperimentError<Infallible>> =
        experiment(&trials, &wanted, conduct, plan_of);
    bar.finish_and_clear();
    let found = found.map_err(CliError::Trials)?;
    let series = |variant: usize, aspect: usize| -> Vec<f64> {
        let of_variant = found.iter().skip(variant).step_by(n);
        of_variant.map(|values| values[aspect]).collect()
    };
    for (index, variant) in compared.variants.iter_mut().enumerate() {
        let difference = |(aspect, it): (usize, &Aspect)| {
            Difference::of(&series(0, aspect), &series(index + 1, aspect), it.better)
        };
        variant.differences = compared
            .aspects
            .iter()
            .enumerate()
            .map(difference)
            .collect();
    }
    Ok(())
}

/// Whether the half-width of every difference of the whole tonnage is within a share of the base's.
fn is_precise(compared: &Compared, share: f64) -> bool {
    let is_whole = |aspect: &Aspect| {
        let wanted = &aspect.wanted;
        wanted.measure == "border_tonnage" && wanted.place == "all" && wanted.direction == "both"
    };
    compared.variants.iter().all(|variant| {
        let rows = compared.aspects.iter().zip(&variant.differences);
        let mut whole = rows.filter(|(aspect, _)| is_whole(aspect));
        whole.all(|(_, difference)| {
            difference.is_none_or(|it| {
                let half_width = it.paired.half_width.unwrap_or(f64::INFINITY);
                half_width <= share * it.base.mean.abs()
            })
        })
    })
}

/// What would run; the time is a rule of thumb, as for a run.
fn forecast(readings: &[Reading], replications: usize, arguments: &Compare, out: &Path) -> String {
    let days = |reading: &Reading| reading.scenario.calendar.end_time().as_days();
    let all: f64 = readings.iter().map(days).sum();
    let threads = arguments
        .common
        .threads
        .map_or_else(available_threads, usize::from);
    format!(
        "{} trials: {} scenarios, {replications} replications each, on {threads} threads, about {:.0} s\n\
         results would be in {}\n",
        readings.len() * replications,
        readings.len(),
        seconds(all * replications as f64, threads).max(1.0),
        out.display(),
    )
}
