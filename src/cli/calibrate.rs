//! `corridor calibrate`: parameters of a scenario fitted to reported figures, and a layer with them.

use super::arguments::Calibrate;
use super::{CliError, interrupt, print};
use crate::input::{self, Reading};
use crate::report::{self, Dress, LayerOf, Manifest, SourceFile};
use crate::study::{self, Question, TrialMemory, Trials};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

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
        replications: arguments.common.replications.unwrap_or(REPLICATIONS) as usize,
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
    let mut manifest = manifest_of(&reading);
    let memory = memory(
        &out,
        &manifest,
        &arguments.scenario.set,
        arguments.common.quiet,
    )?;
    let bar = progress_bar(most, arguments.common.quiet);
    let set = &arguments.scenario.set;
    let variant = |changes: &[String]| {
        let all: Vec<String> = set.iter().chain(changes).cloned().collect();
        input::read(&arguments.scenario.path, &all).map(|reading| reading.scenario)
    };
    let trials = Trials {
        read: &variant,
        seed,
        threads: arguments.common.threads.map(usize::from),
        stop: interrupt::listen(),
        progress: &|| bar.inc(1),
        memory,
    };
    let calibrated = study::calibrate((scenario, &reading.document), &question, &[], &trials);
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
    trials.memory.discard()?;
    print(&if arguments.common.json {
        report::calibration_json(&calibrated)
    } else {
        report::calibration_table(&calibrated, Dress::of_stdout())
    })?;
    if !arguments.common.quiet {
        eprintln!(
            "{:.1} s\nresults in {}\nthe fitted scenario: {}",
            begun.elapsed().as_secs_f64(),
            written.folder.display(),
            written.page.display(),
        );
    }
    Ok(())
}

pub(super) fn manifest_of(reading: &Reading) -> Manifest {
    let files = reading.files.iter();
    let files = files.map(|file| SourceFile::of(file.path.display().to_string(), &file.bytes));
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        files: files.collect(),
        wall_time: Duration::ZERO,
    }
}

/// Opens what is known of trials, beside the folder, since that appears whole or not at all.
pub(super) fn memory(
    out: &Path,
    manifest: &Manifest,
    set: &[String],
    quiet: bool,
) -> Result<TrialMemory, CliError> {
    let mut name = out.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".trials");
    let subject = format!(
        "corridor {} trials of {} {}",
        manifest.version,
        manifest.scenario_sha256(),
        set.join(" ").replace('\n', " ")
    );
    let memory = TrialMemory::open(&out.with_file_name(name), &subject)?;
    if !quiet && memory.known() > 0 {
        eprintln!("{} trials are there from before", memory.known());
    }
    Ok(memory)
}

pub(super) fn progress_bar(most: usize, quiet: bool) -> ProgressBar {
    let target = if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let bar = ProgressBar::with_draw_target(Some(most as u64), target);
    let style = "{bar:40} {pos} of at most {len} trials, {elapsed} gone, {eta} left";
    bar.set_style(ProgressStyle::with_template(style).expect("the template is well formed"));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

/// Returns how a file of the folder `out` names the file at `path`.
fn seen_from(out: &Path, path: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (out, path) = (absolute(out), absolute(path));
    let common = out
        .components()
        .zip(path.components())
        .take_while(|(one, other)| one == other)
        .count();
    let up = out.components().skip(common).map(|_| Component::ParentDir);
    let seen: PathBuf = up.chain(path.components().skip(common)).collect();
    seen.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_names_the_scenario_from_its_own_folder() {
        let seen = seen_from(Path::new("output/fitted"), Path::new("scenarios/a.toml"));
        assert_eq!(seen, "../../scenarios/a.toml");
    }
}
