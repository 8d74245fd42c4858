//! `morgue show`: one article.

use std::path::Path;

use super::output::Exit;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The id that `morgue list` shows; its first digits are enough
    id: String,
    /// As JSON
    #[arg(long, group = "form")]
    json: bool,
    /// As Markdown with front matter
    #[arg(long, group = "form")]
    markdown: bool,
    /// The saved bytes, exactly
    #[arg(long, group = "form")]
    original: bool,
}

pub(crate) fn run(_library: Option<&Path>, _arguments: &Arguments) -> anyhow::Result<Exit> {
    anyhow::bail!("not built yet")
}
