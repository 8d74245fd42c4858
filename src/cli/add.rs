//! `morgue add`: files what was saved, and reports what became of each file.

use std::path::Path;

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files and folders; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<std::path::PathBuf>,
    /// The report as one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(_library: Option<&Path>, _arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
