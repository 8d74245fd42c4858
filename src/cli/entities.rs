//! `morgue entities`: the people, organizations, places and topics articles are filed under.

use std::path::Path;

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only those whose name holds these words
    query: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(_library: Option<&Path>, _arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
