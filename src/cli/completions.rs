//! `morgue completions`: completions for a shell.

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The shell
    shell: clap_complete::Shell,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
