//! Ctrl-C: the first asks the run to end and keep what is finished, the second ends the program.

use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);

/// Listens for Ctrl-C from now on; returns the flag that it sets.
pub(super) fn listen() -> &'static AtomicBool {
    let heard = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    });
    if let Err(error) = heard {
        eprintln!("remark: Ctrl-C will end the run without keeping anything: {error}");
    }
    &STOP
}
