//! `morgue show`: one article, clean, as JSON, as Markdown, exactly as it was saved, or beside another version of it.

use std::io::{self, Write};
use std::path::Path;

use morgue::article::Article;
use morgue::config;
use morgue::export::{self, Parsed};
use morgue::library::{Age, ArticleId, Opened, Reader, Relation, Row, Twin};
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
    /// What changed since its newest earlier version, or since another article
    #[arg(long, group = "form", value_name = "OTHER", num_args = 0..=1, default_missing_value = "")]
    diff: Option<String>,
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
    if let Some(other) = &arguments.diff {
        return differences(&reader, &opened, other);
    }
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
                copies: opened.copies.iter().map(Copied::new).collect(),
                parsed,
            };
            output::json_line(out, &shown)
        } else if arguments.markdown {
            out.write_all(export::markdown(&opened.article).as_bytes())
        } else {
            out.write_all(text(&opened.row, &opened.article).as_bytes())?;
            copies(out, &opened.copies)
        }
    })?;
    Ok(Exit::Fine)
}

/// An article as text, under the title by which it is listed where it has none.
pub(crate) fn text(row: &Row, article: &Article) -> String {
    let title = if article.title.is_none() { format!("{}\n", row.title) } else { String::new() };
    title + &export::plain(article)
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
    copies: Vec<Copied<'a>>,
    #[serde(flatten)]
    parsed: Parsed<'a>,
}

/// Another article with the same text.
#[derive(Serialize)]
struct Copied<'a> {
    id: String,
    relation: &'static str,
    source: Option<&'a str>,
    title: &'a str,
    published: Option<String>,
    /// 0 to 1.
    similarity: f64,
    why: &'a str,
    file: &'a str,
}

impl<'a> Copied<'a> {
    fn new(twin: &'a Twin) -> Self {
        Self {
            id: twin.row.digest.to_string(),
            relation: match (twin.relation, twin.age) {
                (Relation::AlsoIn, _) => "also-in",
                (Relation::SameText, _) => "same-text",
                (Relation::Version, Age::Older) => "earlier-version",
                (Relation::Version, Age::Newer) => "later-version",
            },
            source: twin.row.source.as_deref(),
            title: &twin.row.title,
            published: twin.row.day.map(|day| day.to_string()),
            similarity: f64::from(twin.similarity) / 100.0,
            why: &twin.why,
            file: &twin.path,
        }
    }
}

/// Where else the text is filed: a line, and below it one for each.
fn copies(out: &mut dyn Write, copies: &[Twin]) -> io::Result<()> {
    if copies.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", export::elsewhere(copies))?;
    for twin in copies {
        let place = [twin.row.source.clone(), twin.row.day.map(|day| day.to_string())];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let words = export::relation_in_words(twin);
        writeln!(
            out,
            "  {}  {words:<15}  {}  ({place}{}{})",
            twin.row.digest.short(),
            twin.row.title,
            if place.is_empty() { "" } else { "; " },
            twin.why
        )?;
    }
    Ok(())
}

/// Prints the differences to `opened` from the article that `other` begins, or from its newest earlier version.
fn differences(reader: &Reader, opened: &Opened, other: &str) -> anyhow::Result<Exit> {
    let earlier = || {
        let versions = opened.copies.iter().filter(|twin| twin.relation == Relation::Version && twin.age == Age::Older);
        versions.map(|twin| twin.row.id).next()
    };
    let other: Option<ArticleId> = if other.is_empty() {
        let earlier = earlier();
        if earlier.is_none() {
            output::tell("no earlier version of this article is filed; name another article: --diff ID");
        }
        earlier
    } else {
        find(reader, other)?.map(|row| row.id)
    };
    let Some(old) = other.map(|other| reader.article(other)).transpose()?.flatten() else { return Ok(Exit::Nothing) };
    let passages = export::changes(&old.article, &opened.article);
    output::print(|out| {
        for (sign, side) in [("---", &old), ("+++", opened)] {
            let masthead = export::masthead(&side.article);
            let gap = if masthead.is_empty() { "" } else { " · " };
            writeln!(out, "{sign} {}  {}{gap}{masthead}", side.row.digest.short(), side.row.title)?;
        }
        writeln!(out, "{}", export::summary(&passages))?;
        for passage in &passages {
            let text = passage.text.replace('\n', &format!("\n{}", passage.sign.lead()));
            writeln!(out, "\n{}{text}", passage.sign.lead())?;
        }
        Ok(())
    })?;
    Ok(Exit::Fine)
}

fn candidates(rows: &[Row]) -> String {
    rows.iter().map(|row| format!("\n  {}  {}", row.digest, row.title)).collect()
}
