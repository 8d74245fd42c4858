//! `morgue parse`: what an article is read as, without filing it. One answer a file, in the order given.

use std::path::PathBuf;

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long, group = "form")]
    json: bool,
    /// The clean text, paragraphs parted by a blank line [the default]
    #[arg(long, group = "form")]
    text: bool,
    /// The article as Markdown with front matter
    #[arg(long, group = "form")]
    markdown: bool,
    /// Every block with its kind, how sure that is, and why
    #[arg(long, group = "form")]
    why: bool,
}

pub(crate) fn run(_arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
