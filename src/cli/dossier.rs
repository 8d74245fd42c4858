//! `morgue dossier`: everything filed on one name.

use std::path::Path;

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The name, or a part of it
    #[arg(required = true)]
    name: Vec<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(_library: Option<&Path>, _arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
