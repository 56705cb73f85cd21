//! Independent trials in parallel: the surer gain, since they need not wait for each other.

use rayon::prelude::*;

/// Runs `count` independent trials on `threads` threads (all there are, if none is given) and
/// returns their results in the order of trials, whichever ended first.
///
/// # Errors
///
/// If the threads cannot be started.
pub fn run_trials<T: Send>(
    count: usize,
    threads: Option<usize>,
    trial: impl Fn(usize) -> T + Sync + Send,
) -> Result<Vec<T>, TrialsError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()?;
    // One trial a task: they are long, and no two take equally long.
    Ok(pool.install(|| {
        (0..count)
            .into_par_iter()
            .with_max_len(1)
            .map(trial)
            .collect()
    }))
}

/// Runs `work` where parallel executors use `threads` threads (all there are, if none is given).
///
/// # Errors
///
/// If the threads cannot be started.
pub fn with_threads<T: Send>(
    threads: Option<usize>,
    work: impl FnOnce() -> T + Send,
) -> Result<T, TrialsError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()?;
    Ok(pool.install(work))
}

/// Threads could not be started.
#[derive(Debug, thiserror::Error)]
#[error("cannot start threads; try fewer with --threads")]
pub struct TrialsError(#[from] rayon::ThreadPoolBuildError);

/// Returns how many threads there are when none is asked for.
pub fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}
