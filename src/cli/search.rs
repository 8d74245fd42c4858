//! `morgue search`: the articles a query finds, with the sentences in which its words and names stand. Which articles those are
//! is what `morgue list` says too; here they are shown with the reason.

use std::io::{self, IsTerminal, Write};
use std::ops::Range;
use std::path::Path;

use morgue::library::{Count, Excerpt, Order, Row, Snippet};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::list::{Listed, fit, head, terminal_width};
use super::output::{self, Exit};
use super::pages;

/// Sentences shown of an article.
const SNIPPETS: usize = 3;

/// Articles read for their sentences at a time.
const AT_ONCE: usize = 20;

/// Hits are counted so far.
const COUNTED: u64 = 1_000;

/// What stands before a sentence: as much as an id and its gap take.
const INDENT: &str = "          ";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// What to look for, for example: "trade deal" person:rubio since:"last week"
    #[arg(required = true)]
    query: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Those that fit the words best first (of a thousand), in the place of the newest
    #[arg(long)]
    relevance: bool,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let reader = output::reader(library)?;
    let query = output::query(&reader, &arguments.query);
    if query.is_empty() {
        anyhow::bail!("there is nothing in this to search for; `morgue list` lists everything");
    }
    let order = if arguments.relevance { Order::Best } else { Order::Newest };
    let ink = if io::stdout().is_terminal() { Ink::Terminal } else { Ink::Plain };
    let width = terminal_width();
    let mut found = 0;
    output::stream(|out| {
        let mut rows = pages::rows(&reader, order, &query, Some(arguments.limit));
        loop {
            let rows = rows.by_ref().take(AT_ONCE).collect::<Result<Vec<Row>, _>>()?;
            if rows.is_empty() {
                return Ok(());
            }
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            let excerpts = reader.excerpts(&query, &ids, SNIPPETS)?;
            found += rows.len();
            for row in &rows {
                // An article may have gone between the two questions.
                let excerpt = excerpts.iter().find(|excerpt| excerpt.article == row.id);
                if arguments.json {
                    output::json_line(out, &Found::new(row, excerpt))?;
                } else {
                    text(out, row, excerpt, ink, width)?;
                }
            }
        }
    })?;
    if found == arguments.limit && ink == Ink::Terminal {
        match reader.count(&query, COUNTED)? {
            Count::Exactly(all) if all > found as u64 => output::tell(&format!("{found} of {all}: --limit shows more")),
            Count::AtLeast(all) => output::tell(&format!("{found} of {all}+: --limit shows more")),
            Count::Exactly(_) => {}
        }
    }
    Ok(if found > 0 { Exit::Fine } else { Exit::Nothing })
}

/// How hits are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Not at all: another program reads it.
    Plain,
    /// Bold and underlined: colour alone would tell nothing to those who do not see it.
    Terminal,
}

impl Ink {
    /// `text` with its hits marked.
    pub(crate) fn mark(self, text: &str, hits: &[Range<usize>]) -> String {
        if self == Self::Plain {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() + hits.len() * 10);
        let mut at = 0;
        for hit in hits {
            // A hit in what was cut off is not shown.
            let Some((before, marked)) = text.get(at..hit.start).zip(text.get(hit.clone())) else { continue };
            out.push_str(before);
            out.push_str("\x1b[1;4m");
            out.push_str(marked);
            out.push_str("\x1b[0m");
            at = hit.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}

fn text(out: &mut dyn Write, row: &Row, excerpt: Option<&Excerpt>, ink: Ink, width: usize) -> io::Result<()> {
    let head = head(row);
    let title = fit(&row.title, width.saturating_sub(head.width()).max(20));
    writeln!(out, "{head}{}", ink.mark(&title, excerpt.map(|excerpt| excerpt.title.as_slice()).unwrap_or_default()))?;
    for snippet in excerpt.map(|excerpt| excerpt.snippets.as_slice()).unwrap_or_default() {
        writeln!(out, "{INDENT}{}", ink.mark(&snippet.text, &snippet.marks))?;
    }
    Ok(())
}

/// An article that was found, as a line of JSON.
#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    article: Listed<'a>,
    hits: u32,
    /// Hits in the title, as bytes.
    title_marks: Vec<[usize; 2]>,
    snippets: Vec<Shown<'a>>,
}

#[derive(Serialize)]
struct Shown<'a> {
    text: &'a str,
    marks: Vec<[usize; 2]>,
    /// Where the first hit stands: an index into the blocks that `morgue show --json` prints, and a byte.
    block: Option<u32>,
    byte: Option<u32>,
}

impl<'a> Found<'a> {
    fn new(row: &'a Row, excerpt: Option<&'a Excerpt>) -> Self {
        let shown = |snippet: &'a Snippet| Shown {
            text: &snippet.text,
            marks: bytes(&snippet.marks),
            block: snippet.place.map(|place| place.block),
            byte: snippet.place.map(|place| place.byte),
        };
        Self {
            article: Listed::new(row),
            hits: excerpt.map_or(0, |excerpt| excerpt.hits),
            title_marks: excerpt.map(|excerpt| bytes(&excerpt.title)).unwrap_or_default(),
            snippets: excerpt.map(|excerpt| excerpt.snippets.iter().map(shown).collect()).unwrap_or_default(),
        }
    }
}

/// Ranges as pairs.
pub(crate) fn bytes(ranges: &[Range<usize>]) -> Vec<[usize; 2]> {
    ranges.iter().map(|range| [range.start, range.end]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_marked_where_there_is_a_terminal() {
        let hits = [4..8, 13..16, 30..40];
        assert_eq!(
            Ink::Terminal.mark("The weir, old dam.", &hits),
            "The \x1b[1;4mweir\x1b[0m, old\x1b[1;4m da\x1b[0mm."
        );
        assert_eq!(Ink::Plain.mark("The weir", &hits), "The weir");
        // Hits in what was cut off, and inside a sign.
        assert_eq!(Ink::Terminal.mark("é", &[1..2, 30..40]), "é");
    }
}
