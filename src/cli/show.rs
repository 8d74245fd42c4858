//! `morgue show`: one article, clean, as JSON, as Markdown, or exactly as it was saved.

use std::path::Path;

use morgue::config;
use morgue::export::{self, Parsed};
use morgue::library::{Reader, Row};
use serde::Serialize;

use super::list::Listed;
use super::output::{self, Exit};

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

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let reader = Reader::open(&config::library_folder(library)?)?;
    let Some(row) = find(&reader, &arguments.id)? else { return Ok(Exit::Nothing) };
    if arguments.original {
        let Some(bytes) = reader.original(row.id)? else { return Ok(Exit::Nothing) };
        output::print(|out| out.write_all(&bytes))?;
        return Ok(Exit::Fine);
    }
    let Some((opened, entities)) = reader.article(row.id)?.zip(reader.entities_as_parsed(row.id)?) else {
        return Ok(Exit::Nothing);
    };
    output::print(|out| {
        if arguments.json {
            let parsed = Parsed::new(&opened.path, &opened.article, &entities);
            let listed = Listed::new(&opened.row);
            let shown = Shown {
                id: listed.id,
                words: listed.words,
                read: listed.read,
                starred: listed.starred,
                archived: listed.archived,
                binned: listed.binned,
                filed: opened.filed.to_string(),
                parsed,
            };
            output::json_line(out, &shown)
        } else if arguments.markdown {
            out.write_all(export::markdown(&opened.article).as_bytes())
        } else {
            if opened.article.title.is_none() {
                writeln!(out, "{}", opened.row.title)?;
            }
            out.write_all(export::plain(&opened.article).as_bytes())
        }
    })?;
    Ok(Exit::Fine)
}

/// The article whose id begins so; where there is none, that is told.
///
/// # Errors
/// Where several begin so.
pub(crate) fn find(reader: &Reader, id: &str) -> anyhow::Result<Option<Row>> {
    let mut found = reader.find_digest(id)?;
    match found.len() {
        0 => output::tell(&format!("no article has an id that begins with {id}")),
        1 => {}
        _ => anyhow::bail!("{id} begins the ids of several articles:{}", candidates(&found)),
    }
    Ok(found.pop())
}

/// An article as JSON: what `morgue parse --json` gives, and what the library knows beside it.
#[derive(Serialize)]
struct Shown<'a> {
    id: String,
    words: u32,
    read: bool,
    starred: bool,
    archived: bool,
    binned: bool,
    filed: String,
    #[serde(flatten)]
    parsed: Parsed<'a>,
}

fn candidates(rows: &[Row]) -> String {
    rows.iter().map(|row| format!("\n  {}  {}", row.digest, row.title)).collect()
}
