//! `morgue list`: what is filed, newest first.

use std::path::Path;

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only these, for example: tariffs person:rubio is:unread
    query: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

pub(crate) fn run(_library: Option<&Path>, _arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
