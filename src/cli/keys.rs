//! `morgue keys`: every key of the reading room.

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
