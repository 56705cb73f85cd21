//! Where the parallel executor takes its locks and atomics from: the standard library, or, built with
//! `--cfg model_check`, the model checker that runs its protocol in every order of threads.

#[cfg(not(model_check))]
pub(super) use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize},
};

#[cfg(model_check)]
pub(super) use loom::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize},
};

/// Turns of a spin loop before a waiting worker offers its core to others: some microseconds.
pub(super) const SPINS: u32 = if cfg!(model_check) { 0 } else { 2_000 };

/// Waits a moment in a loop that has turned `turns` times.
pub(super) fn pause(turns: &mut u32) {
    if *turns < SPINS {
        *turns += 1;
        std::hint::spin_loop();
    } else {
        #[cfg(not(model_check))]
        std::thread::yield_now();
        #[cfg(model_check)]
        loom::thread::yield_now();
    }
}
