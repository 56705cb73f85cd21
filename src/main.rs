//! The program `corridor`. All of it is in the library.

fn main() -> std::process::ExitCode {
    corridor::cli::main()
}
