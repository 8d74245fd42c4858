//! `morgue completions`: completions for a shell, made from the command line itself. It installs nothing.

use clap::CommandFactory;

use super::output::{self, Exit};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The shell
    shell: clap_complete::Shell,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    // Written to memory first: the generator panics where the pipe is closed.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "morgue", &mut script);
    output::print(|out| out.write_all(&script))?;
    Ok(Exit::Fine)
}
