//! `morgue list`: what is filed, newest first. It reads a page at a time, so that the first line comes at once.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use morgue::article::Broken;
use morgue::library::{Marks, Order, Row};
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::output::{self, Exit};
use super::pages;

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
    let reader = output::reader(library)?;
    let query = output::query(&reader, &arguments.query);
    let width = terminal_width();
    let mut exit = Exit::Nothing;
    output::stream(|out| {
        for row in pages::rows(&reader, Order::Newest, &query, arguments.limit) {
            let row = row?;
            if arguments.json {
                output::json_line(out, &Listed::new(&row))?;
            } else {
                line(out, &row, width)?;
            }
            exit = Exit::Fine;
        }
        Ok(())
    })?;
    Ok(exit)
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

/// A line of the list, the title last: it alone may be of any length.
pub(crate) fn line(out: &mut dyn Write, row: &Row, width: usize) -> io::Result<()> {
    let head = head(row);
    let title = fit(&row.title, width.saturating_sub(head.width()).max(20));
    writeln!(out, "{head}{title}")
}

/// What stands before the title: id, day, source, minutes, ≈ where the text is filed elsewhere too, why it is not whole.
pub(crate) fn head(row: &Row) -> String {
    let day = row.day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let source = fit(row.source.as_deref().unwrap_or("-"), SOURCE);
    let pad = " ".repeat(SOURCE.saturating_sub(source.width()));
    let broken = row.broken.map(|broken| format!("[{}] ", broken.name())).unwrap_or_default();
    let copied = if row.copied { "≈" } else { " " };
    format!("{}  {day:<10}  {source}{pad}  {:>3} min {copied} {broken}", row.digest.short(), row.minutes())
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
