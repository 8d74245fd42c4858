//! `morgue parse`: what an article is read as, without filing it. One answer a file, in the order given.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Context;
use morgue::entities::{self, Tagger};
use morgue::export::{self, Parsed};
use morgue::formats::{self, Hint};
use morgue::intake::{self, Trouble};

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

/// How long a pipe may have nobody who writes to it.
const WRITER: Duration = Duration::from_secs(5);

/// What one reads of is named after so long.
const SILENCE: Duration = Duration::from_secs(2);

/// The bytes of a file; `-` is standard input.
pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        return all(io::stdin().lock()).context("cannot read standard input");
    }
    let context = || format!("cannot read {}", output::shown(path));
    let metadata = std::fs::metadata(path).with_context(context)?;
    if metadata.is_file() {
        if metadata.len() > intake::LARGEST {
            return Err(too_large(metadata.len())).with_context(context);
        }
        return File::open(path).map_err(Into::into).and_then(all).with_context(context);
    }
    pipe(path).with_context(context)
}

/// Everything in `source`, if it can be an article.
fn all(source: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(intake::LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > intake::LARGEST { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

fn too_large(bytes: u64) -> anyhow::Error {
    anyhow::anyhow!("it {}", Trouble::TooLarge(bytes))
}

/// Everything in a pipe: what a shell puts in the place of a command, or one that was made. Opening one waits for somebody
/// who writes, which may be for ever; the thread that does is left behind then.
fn pipe(path: &Path) -> anyhow::Result<Vec<u8>> {
    let (sender, steps) = mpsc::channel();
    let owned = path.to_owned();
    std::thread::spawn(move || {
        let opened = File::open(owned);
        // Nobody listens any more where this fails.
        let _ = sender.send(Step::Opened);
        let _ = sender.send(Step::Read(opened.map_err(Into::into).and_then(all)));
    });
    steps.recv_timeout(WRITER).context("nobody writes to this pipe")?;
    let read = steps.recv_timeout(SILENCE).or_else(|_| {
        output::tell(&format!("waiting for what is written to {}", output::shown(path)));
        steps.recv()
    });
    match read? {
        Step::Read(bytes) => bytes,
        Step::Opened => anyhow::bail!("it was opened twice"),
    }
}

/// How far the thread is that reads a pipe.
enum Step {
    Opened,
    Read(anyhow::Result<Vec<u8>>),
}
