//! `corridor worth`: what one more unit of each element brings, and which units to buy in turn.

use super::arguments::Worth as Arguments;
use super::study::{journal, manifest_of, progress_bar, remark, seen_from};
use super::{CliError, interrupt, print};
use crate::engine::available_threads;
use crate::input::{self, Reading};
use crate::report::{self, Dress, Manifest, Origin};
use crate::study::Conduct;
use crate::study::worth::{self, Judged, Means, Question};
use std::path::Path;
use std::time::Instant;

/// Pairs of replications, unless more are asked for.
const REPLICATIONS: u32 = 4;

pub(super) fn worth(arguments: &Arguments) -> Result<(), CliError> {
    let begun = Instant::now();
    let (path, set) = (&arguments.scenario.path, &arguments.scenario.set);
    let reading = input::read(path, set)?;
    let question = question(arguments);
    let default = || Path::new("output").join(format!("{}-worth", reading.scenario.name));
    let out = arguments.common.out.clone().unwrap_or_else(default);
    if arguments.common.dry_run {
        return forecast(&reading, &question, arguments, &out);
    }
    // Before the journal is begun: a slip in a name leaves nothing behind.
    worth::units_to_try(&reading, &question)?;
    report::check_place(&out)?;
    let seed = arguments.common.seed.unwrap_or(reading.scenario.seed);
    let manifest = manifest_of([&reading], set);
    let kept = worth::kept_values(&reading.scenario, &question);
    let quiet = arguments.common.quiet;
    let journal = journal(&out, &manifest, seed, kept, quiet)?;
    let bar = progress_bar(0, "trials", quiet);
    let read = |changes: &[String]| {
        let all: Vec<String> = set.iter().chain(changes).cloned().collect();
        input::read(path, &all)
    };
    let means = Means {
        read: &read,
        conduct: Conduct {
            threads: arguments.common.threads.map(usize::from),
            progress: &|| bar.inc(1),
            notebook: &journal,
            ..Conduct::new(seed, interrupt::listen())
        },
        begin: &|n| bar.inc_length(n as u64),
    };
    let found = worth::worth(&reading, &question, means);
    let trials = format!("{} trials", bar.position());
    bar.finish_and_clear();
    let found = found?;
    let origin = Origin {
        extends: &seen_from(&out, path),
        extends_from_within: &seen_from(&out.join("what-if"), path),
        set,
        manifest: Manifest {
            wall_time: begun.elapsed(),
            ..manifest
        },
    };
    let written = report::write_worth(&found, &out, &origin)?;
    journal.delete()?;
    print(&match arguments.common.json {
        true => report::worth_json(&found),
        false => report::worth_table(&found, Dress::of_stdout()),
    })?;
    remark(&trials, begun, &written, quiet);
    Ok(())
}

fn question(arguments: &Arguments) -> Question {
    Question {
        patterns: arguments.elements.clone(),
        ranked_by: Judged::by_name(&arguments.measure).expect("only such names are taken"),
        replications: arguments.replications.unwrap_or(REPLICATIONS) as usize,
        precision: arguments.precision,
        loops: arguments.loops as usize,
        budget_musd: arguments.budget_musd,
    }
}

/// What would run; nothing is simulated for it, so the time is a rule of thumb, as for a run.
fn forecast(
    reading: &Reading,
    question: &Question,
    arguments: &Arguments,
    out: &Path,
) -> Result<(), CliError> {
    let units = worth::units_to_try(reading, question)?;
    let names: String = units
        .list
        .iter()
        .map(|unit| format!("  {}\n", unit.id))
        .collect();
    let n_loops = worth::loops_to_try(question);
    let loops = match n_loops {
        0 => String::new(),
        n => format!("  and a passing loop on each of the {n} busiest single-track sections\n"),
    };
    // The scenario itself is run too.
    let n = units.list.len() + n_loops + 1;
    let trials = n * question.replications;
    let threads = arguments
        .common
        .threads
        .map_or_else(available_threads, usize::from);
    let seconds =
        trials as f64 * reading.scenario.calendar.end_time().as_days() / 250.0 / threads as f64;
    let steps = match question.budget_musd {
        Some(budget) => {
            format!("as many again for each step of a staircase up to {budget} million USD\n")
        }
        None => String::new(),
    };
    print(&format!(
        "{names}{loops}{trials} trials: {n} scenarios, {} replications each, on {threads} threads, about {:.0} s\n\
         and as many again of what these show\n{steps}results would be in {}\n",
        question.replications,
        seconds.max(1.0),
        out.display()
    ))
}
