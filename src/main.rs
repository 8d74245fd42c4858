//! The `morgue` program: parses the command line and runs one command. Everything else is in the library.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
