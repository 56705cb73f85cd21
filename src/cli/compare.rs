//! `corridor compare`: what-ifs beside their base, in pairs on common random numbers.

use super::arguments::Compare;
use super::study::{journal, manifest_of, progress_bar, remark, seconds};
use super::{CliError, interrupt, print};
use crate::engine::available_threads;
use crate::input::{self, Reading};
use crate::model::Scenario;
use crate::report::{self, Compared, Journal, Manifest, Stuck, Variant};
use crate::sim::Plan;
use crate::study::{
    Aspect, Conduct, Difference, ExperimentError, Told, Trial, aspects, experiment_told,
};
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
    let measures = aspects.iter().map(|it| it.wanted.to_string());
    let measures = measures.chain(Told::ENDING.map(str::to_owned)).collect();
    let journal = journal(&out, &manifest, seed, measures, arguments.common.quiet)?;
    let mut compared = Compared {
        base: (base.name.clone(), base.title.clone()),
        aspects,
        variants: variants(&readings),
        seed,
        replications,
        stuck: Vec::new(),
        missed: None,
    };
    let plans: Vec<Arc<Plan>> = readings
        .into_iter()
        .map(|reading| Arc::new(Plan::new(reading.scenario)))
        .collect();
    let stop = interrupt::listen();
    loop {
        conducted(&mut compared, &plans, (&journal, stop), arguments)?;
        let reached = precision(&compared);
        let missed = arguments.precision.filter(|share| reached > *share);
        compared.missed = missed.map(|share| (share, reached));
        if missed.is_none() || compared.replications >= MOST_REPLICATIONS {
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
    let stalled: usize = compared.stuck.iter().map(|it| it.stalled).sum();
    match stalled {
        0 => Ok(()),
        n => Err(CliError::Stalled(format!(
            "the corridor stalled in {n} of {trials}; "
        ))),
    }
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
    let found: Result<Vec<Told>, ExperimentError<Infallible>> =
        experiment_told(&trials, &wanted, conduct, plan_of);
    bar.finish_and_clear();
    let found = found.map_err(CliError::Trials)?;
    let series = |variant: usize, aspect: usize| -> Vec<f64> {
        let of_variant = found.iter().skip(variant).step_by(n);
        of_variant.map(|told| told.values[aspect]).collect()
    };
    let names = std::iter::once(&compared.base.0);
    let names = names.chain(compared.variants.iter().map(|it| &it.name));
    let stuck = names.enumerate().map(|(variant, name)| {
        let told = found.iter().skip(variant).step_by(n);
        stuck(name, &plans[variant].scenario, told)
    });
    compared.stuck = stuck.flatten().collect();
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
        // All rows of a what-if are looked at together.
        Difference::adjust(&mut variant.differences);
    }
    Ok(())
}

/// What did not move on to the end in some replications of a scenario; none if all did.
fn stuck<'a>(
    name: &str,
    scenario: &Scenario,
    told: impl Iterator<Item = &'a Told>,
) -> Option<Stuck> {
    let mut stalled = 0;
    let mut still = vec![0; 2 * scenario.crossings.len()];
    for one in told {
        stalled += usize::from(one.stalled);
        for way in &one.stood_still {
            still[*way] += 1;
        }
    }
    let ways = still.into_iter().enumerate().filter(|(_, n)| *n > 0);
    let stood_still = ways.map(|(way, n)| {
        let crossing = &scenario.crossings[way / 2];
        let direction = ["to China", "from China"][way % 2];
        (format!("{}, {direction}", crossing.name), n)
    });
    let stood_still: Vec<(String, usize)> = stood_still.collect();
    (stalled > 0 || !stood_still.is_empty()).then(|| Stuck {
        scenario: name.to_owned(),
        stalled,
        stood_still,
    })
}

/// The largest half-width of a difference of the whole tonnage, as a share of the base's.
fn precision(compared: &Compared) -> f64 {
    let is_whole = |aspect: &Aspect| {
        let wanted = &aspect.wanted;
        wanted.measure == "border_tonnage" && wanted.place == "all" && wanted.direction == "both"
    };
    let of_variant = |variant: &Variant| -> f64 {
        let rows = compared.aspects.iter().zip(&variant.differences);
        let whole = rows.filter(|(aspect, _)| is_whole(aspect));
        let share = |it: &Difference| match it.paired.half_width {
            // A difference that never changes is known as well as can be.
            Some(0.0) => 0.0,
            half_width => half_width.unwrap_or(f64::INFINITY) / it.base.mean.abs(),
        };
        let shares = whole.filter_map(|(_, difference)| difference.as_ref().map(share));
        shares.fold(0.0, f64::max)
    };
    compared.variants.iter().map(of_variant).fold(0.0, f64::max)
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
