//! `morgue list`: what is filed, newest first. It reads a page at a time, so that the first line comes at once.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use morgue::article::Broken;
use morgue::config;
use morgue::library::{From, Marks, Query, Reader, Row};
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::output::{self, Exit};

/// Rows read at a time.
const PAGE: usize = 200;

/// Columns of the source.
const SOURCE: usize = 20;

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

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let reader = Reader::open(&config::library_folder(library)?)?;
    let typed = arguments.query.join(" ");
    let (query, complaints) = Query::parse(&typed, &reader, jiff::Zoned::now().date());
    output::tell_complaints(&typed, &complaints);
    let mut left = arguments.limit.unwrap_or(usize::MAX);
    let mut page = reader.list(&query, From::Top, PAGE.min(left))?;
    if page.rows.is_empty() {
        return Ok(Exit::Nothing);
    }
    let width = terminal_width();
    let mut failure = None;
    output::print(|out| {
        loop {
            for row in &page.rows {
                if arguments.json { output::json_line(out, &Listed::new(row))? } else { line(out, row, width)? }
            }
            left = left.saturating_sub(page.rows.len());
            let Some(last) = page.rows.last().filter(|_| page.more && left > 0) else { return Ok(()) };
            match reader.list(&query, From::After(last.id), PAGE.min(left)) {
                Ok(next) => page = next,
                Err(error) => {
                    failure = Some(error);
                    return Ok(());
                }
            }
        }
    })?;
    failure.map_or(Ok(Exit::Fine), |error| Err(error.into()))
}

/// An article as a line of JSON.
#[derive(Serialize)]
pub(crate) struct Listed<'a> {
    pub(crate) id: String,
    pub(crate) title: &'a str,
    pub(crate) byline: &'a [String],
    pub(crate) source: Option<&'a str>,
    pub(crate) published: Option<String>,
    pub(crate) words: u32,
    pub(crate) minutes: u32,
    pub(crate) broken: Option<&'static str>,
    pub(crate) read: bool,
    pub(crate) starred: bool,
    pub(crate) archived: bool,
    pub(crate) binned: bool,
    pub(crate) progress: Option<u8>,
    /// Whether its text is filed elsewhere too.
    pub(crate) copied: bool,
}

impl<'a> Listed<'a> {
    pub(crate) fn new(row: &'a Row) -> Self {
        let Marks { read, starred, archived, binned, progress } = row.marks;
        Self {
            id: row.digest.to_string(),
            title: &row.title,
            byline: &row.byline,
            source: row.source.as_deref(),
            published: row.day.map(|day| day.to_string()),
            words: row.words,
            minutes: row.minutes(),
            broken: row.broken.map(Broken::name),
            read,
            starred,
            archived,
            binned,
            progress,
            copied: row.copied,
        }
    }
}

/// Id, day, source, minutes, ≈ where the text is filed elsewhere too, why it is not whole, and the title last: it alone may
/// be of any length.
pub(crate) fn line(out: &mut dyn Write, row: &Row, width: usize) -> io::Result<()> {
    let day = row.day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let source = fit(row.source.as_deref().unwrap_or("-"), SOURCE);
    let pad = " ".repeat(SOURCE.saturating_sub(source.width()));
    let broken = row.broken.map(|broken| format!("[{}] ", broken.name())).unwrap_or_default();
    let copied = if row.copied { "≈" } else { " " };
    let head = format!("{}  {day:<10}  {source}{pad}  {:>3} min {copied} {broken}", row.digest.short(), row.minutes());
    let title = fit(&row.title, width.saturating_sub(head.width()).max(20));
    writeln!(out, "{head}{title}")
}

/// The columns of the terminal; without one, as many as the title needs.
pub(crate) fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    if io::stdout().is_terminal() { columns.unwrap_or(usize::MAX) } else { usize::MAX }
}

/// `text` in at most `width` columns, with a sign of omission where it was cut.
pub(crate) fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let mut cut: String = text
        .chars()
        .take_while(|c| {
            let columns = c.width().unwrap_or(0);
            let fits = columns <= room;
            room = room.saturating_sub(columns);
            fits
        })
        .collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_to_its_columns() {
        for (text, width, expected) in [
            ("weir", 4, "weir"),
            ("weirs", 4, "wei…"),
            ("東京都の新聞", 7, "東京都…"),
            ("東京都の新聞", 6, "東京…"),
            ("", 0, ""),
        ] {
            assert_eq!(fit(text, width), expected);
            assert!(fit(text, width).width() <= width);
        }
    }
}
