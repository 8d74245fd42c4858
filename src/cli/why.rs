//! `morgue why`: each block of an article with its kind, how sure that is, the reason, and which rule or recurring line had the
//! last word. `morgue parse --why` prints the same of a file; the judgement itself is extract's.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use morgue::article::Article;
use morgue::config;
use morgue::extract::rules::Overruled;
use morgue::formats::{self, Hint};
use morgue::library::Reader;

use super::output::{self, Exit};
use super::{parse, show};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files, `-` for standard input, or ids that `morgue list` shows; a file wins over an id
    #[arg(required = true, value_name = "FILE|ID")]
    what: Vec<PathBuf>,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let mut exit = Exit::Fine;
    for what in &arguments.what {
        let is_file = what == Path::new("-") || what.exists();
        match if is_file { file(what)? } else { filed(library, what)? } {
            Exit::Fine => {}
            other => exit = other,
        }
    }
    Ok(exit)
}

fn file(path: &Path) -> anyhow::Result<Exit> {
    let bytes = parse::read(path)?;
    let name = path.to_string_lossy();
    output::print(|out| {
        for member in formats::members(&bytes, Hint { name: Some(&name) }) {
            let hint = Hint { name: member.name.as_deref().or(Some(&name)) };
            write(out, &morgue::extract::extract(formats::open(&member.bytes, hint)), &[])?;
        }
        Ok(())
    })?;
    Ok(Exit::Fine)
}

/// As it is filed: under the rules and the lines that recur.
fn filed(library: Option<&Path>, id: &Path) -> anyhow::Result<Exit> {
    let reader = Reader::open(&config::library_folder(library)?)?;
    let Some(row) = show::find(&reader, &id.to_string_lossy())? else { return Ok(Exit::Nothing) };
    let Some(opened) = reader.article(row.id)? else { return Ok(Exit::Nothing) };
    output::print(|out| write(out, &opened.article, &opened.overruled))?;
    Ok(Exit::Fine)
}

/// Two lines a block: its kind, how sure that is in per cent, its shape and its reason; then how it begins. Where a rule or a
/// recurring line decided, a third says what the labeler thought.
pub(crate) fn write(out: &mut dyn Write, article: &Article, overruled: &[Overruled]) -> io::Result<()> {
    for (at, block) in (0u32..).zip(&article.blocks) {
        let beginning: String = block.text.as_str().chars().map(|c| if c == '\n' { ' ' } else { c }).take(60).collect();
        let (kind, shape) = (block.kind.name(), block.shape.name());
        writeln!(out, "{kind:<10} {:>3.0} %  {shape:<9}  {}", block.sure * 100.0, reason(&block.why.0))?;
        if let Some(before) = overruled.iter().find(|before| before.block == at) {
            let (kind, sure) = (before.kind.name(), before.sure * 100.0);
            writeln!(out, "             otherwise {kind}, {sure:.0} %: {}", reason(&before.why.0))?;
        }
        writeln!(out, "             {beginning}")?;
    }
    Ok(())
}

fn reason(why: &str) -> &str {
    if why.is_empty() { "no reason given" } else { why }
}
