//! `morgue parse`: what an article is read as, without filing it. One answer a file, in the order given.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::Context;
use morgue::entities::{self, Tagger};
use morgue::export::{self, Parsed};
use morgue::formats::{self, Hint};

use super::output::{self, Exit};
use super::why;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// One JSON object a line
    #[arg(long, group = "form")]
    json: bool,
    /// The clean article, a paragraph a line [the default]
    #[arg(long, group = "form")]
    text: bool,
    /// The article as Markdown with front matter
    #[arg(long, group = "form")]
    markdown: bool,
    /// Every block with its kind, how sure that is, and why
    #[arg(long, group = "form")]
    why: bool,
}

/// Reads each file and prints what it is read as. A file that cannot be read is named on standard error, and the rest go on.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut exit = Exit::Fine;
    output::print(|out| {
        for (index, path) in arguments.files.iter().enumerate() {
            let bytes = match read(path) {
                Ok(bytes) => bytes,
                Err(error) => {
                    output::tell(&format!("{error:#}"));
                    exit = Exit::SomeFailed;
                    continue;
                }
            };
            let name = path.to_string_lossy();
            for member in formats::members(&bytes, Hint { name: Some(&name) }) {
                let hint = Hint { name: member.name.as_deref().or(Some(&name)) };
                let article = morgue::extract::extract(formats::open(&member.bytes, hint));
                if arguments.json {
                    let entities = entities::read(&article, Tagger::builtin());
                    serde_json::to_writer(&mut *out, &Parsed::new(&name, &article, &entities))?;
                    writeln!(out)?;
                } else if arguments.markdown {
                    out.write_all(export::markdown(&article).as_bytes())?;
                } else if arguments.why {
                    why::write(out, &article, &[])?;
                } else {
                    if index > 0 {
                        writeln!(out)?;
                    }
                    out.write_all(export::plain(&article).as_bytes())?;
                }
            }
        }
        Ok(())
    })?;
    Ok(exit)
}

/// The bytes of a file; `-` is standard input.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
