//! The command line: arguments, progress, exit codes. Knows no rule of the domain.

mod arguments;
mod bench;
mod calibrate;
mod capacity;
mod check;
mod compare;
mod error;
mod hindcast;
mod interrupt;
mod keys;
mod project;
mod run;
mod study;
mod sweep;
mod worth;

use arguments::{Arguments, Command};
use clap::{CommandFactory, Parser};
use error::CliError;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

/// Runs the program with the arguments of its process.
pub fn main() -> ExitCode {
    answer(std::env::args_os())
}

fn answer(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are answers; anything else is the user's mistake.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { error::INPUT } else { 0 });
        }
    };
    let done = match arguments.command {
        Command::Run(run) => run::run(&run),
        Command::Project(project) => project::project(&project),
        Command::Bench(bench) => bench::bench(&bench),
        Command::Calibrate(calibrate) => calibrate::calibrate(&calibrate),
        Command::Hindcast(hindcast) => hindcast::hindcast(&hindcast),
        Command::Compare(compare) => compare::compare(&compare),
        Command::Sweep(sweep) => sweep::sweep(&sweep),
        Command::Check(check) => check::check(&check),
        Command::Keys(keys) => keys::keys(&keys),
        Command::Capacity(capacity) => capacity::capacity(&capacity),
        Command::Worth(worth) => worth::worth(&worth),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "corridor", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            error.exit_code()
        }
    }
}

/// Writes to standard output. A reader that has had enough (`| head`) is no fault.
fn print(text: &str) -> Result<(), CliError> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(CliError::Output(error))
        }
        _ => Ok(()),
    }
}
