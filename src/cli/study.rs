//! What every command that runs a scenario many times does around its study.

use super::CliError;
use crate::input::{ReadFile, Reading};
use crate::report::{Experiment, Journal, Manifest, SourceFile, Written};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

/// A bar on standard error with the time left, over `n` of `what`.
pub(super) fn progress_bar(n: usize, what: &str, quiet: bool) -> ProgressBar {
    let target = if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    };
    let bar = ProgressBar::with_draw_target(Some(n as u64), target);
    let style = format!("{{bar:40}} {{pos}} of {{len}} {what}, {{elapsed}} gone, {{eta}} left");
    bar.set_style(ProgressStyle::with_template(&style).expect("the template is well formed"));
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

/// The manifest of what is read from files: scenarios and the overrides that come with them.
pub(super) fn manifest_of<'a>(
    readings: impl IntoIterator<Item = &'a Reading>,
    overrides: &[String],
) -> Manifest {
    manifest_of_files(
        readings.into_iter().flat_map(|reading| &reading.files),
        overrides,
    )
}

/// The manifest of files that were read and the overrides that come with them.
pub(super) fn manifest_of_files<'a>(
    files: impl IntoIterator<Item = &'a ReadFile>,
    overrides: &[String],
) -> Manifest {
    let mut files: Vec<SourceFile> = files.into_iter().map(source_file).collect();
    if !overrides.is_empty() {
        files.push(SourceFile::of("--set", overrides.join("\n").as_bytes()));
    }
    Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        files,
        wall_time: Duration::ZERO,
    }
}

fn source_file(file: &ReadFile) -> SourceFile {
    SourceFile::of(file.path.display().to_string(), &file.bytes)
}

/// About how long so many days of the whole corridor take, in seconds: one core simulates about 250 of
/// them a second.
pub(super) fn seconds(days: f64, threads: usize) -> f64 {
    days / 250.0 / threads as f64
}

/// Opens the journal beside the folder of results to be, since that appears whole or not at all.
pub(super) fn journal(
    out: &Path,
    manifest: &Manifest,
    seed: u64,
    measures: Vec<String>,
    quiet: bool,
) -> Result<Journal, CliError> {
    let experiment = Experiment {
        version: manifest.version.clone(),
        inputs_sha256: manifest.scenario_sha256(),
        seed,
        measures,
    };
    let mut path = out.as_os_str().to_owned();
    path.push(".trials");
    let journal = Journal::open(Path::new(&path), &experiment)?;
    if !quiet && journal.n_known() > 0 {
        eprintln!("{} trials are there from before", journal.n_known());
    }
    Ok(journal)
}

/// Says how long it took, where the results are and what to look at first.
pub(super) fn remark(trials: &str, begun: Instant, written: &Written, quiet: bool) {
    if !quiet {
        eprintln!(
            "{trials} in {:.1} s\nresults in {}\nopen first: {}",
            begun.elapsed().as_secs_f64(),
            written.folder.display(),
            written.page.display(),
        );
    }
}

/// Returns how a file of the folder `out` names the file at `path`.
pub(super) fn seen_from(out: &Path, path: &Path) -> String {
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
