//! `morgue tag`: names and topics of plain prose, without filing it.

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Reads one {"id": …, "text": …} a line from standard input and answers one line each
    #[arg(long, required = true)]
    jsonl: bool,
    /// One drawer for one thing over all lines, resolved as the library resolves it
    #[arg(long)]
    library_wide: bool,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
