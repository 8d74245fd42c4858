//! `morgue demo`: files the sample articles in a library of their own and opens the reading room.

use std::path::Path;

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files the samples and says where, without opening the reading room
    #[arg(long)]
    no_open: bool,
}

pub(crate) fn run(_library: Option<&Path>, _arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
