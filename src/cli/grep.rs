//! `morgue grep`: every line of the clean text that a pattern fits, as `ID:LINE:TEXT`, as editors read it. It reads each article: to
//! find words among very many, `morgue search` asks the index.

use std::io::{self, IsTerminal};
use std::ops::Range;
use std::path::Path;

use morgue::library::Order;
use regex::{Regex, RegexBuilder};
use serde::Serialize;

use super::output::{self, Exit};
use super::search::{Ink, bytes};
use super::{pages, show};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A regular expression, as in `grep -E`
    pattern: String,
    /// Only in these articles, for example: source:guardian since:2025
    query: Vec<String>,
    /// Large and small letters are the same
    #[arg(short, long)]
    ignore_case: bool,
    /// The pattern is a text, not an expression
    #[arg(short = 'F', long)]
    fixed_strings: bool,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let pattern = pattern(arguments)?;
    let reader = output::reader(library)?;
    let query = output::query(&reader, &arguments.query);
    let ink = if io::stdout().is_terminal() { Ink::Terminal } else { Ink::Plain };
    let mut exit = Exit::Nothing;
    output::stream(|out| {
        for row in pages::rows(&reader, Order::Newest, &query, None) {
            let row = row?;
            let Some(article) = reader.text(row.id)? else { continue };
            let text = show::text(&row, &article);
            for (line, text) in (1..).zip(text.lines()) {
                let marks: Vec<Range<usize>> = pattern.find_iter(text).map(|hit| hit.range()).collect();
                if marks.is_empty() {
                    continue;
                }
                exit = Exit::Fine;
                if arguments.json {
                    let id = row.digest.to_string();
                    output::json_line(out, &Line { id, title: &row.title, line, text, marks: bytes(&marks) })?;
                } else {
                    writeln!(out, "{}:{line}:{}", row.digest.short(), ink.mark(text, &marks))?;
                }
            }
        }
        Ok(())
    })?;
    Ok(exit)
}

fn pattern(arguments: &Arguments) -> anyhow::Result<Regex> {
    let Arguments { pattern, ignore_case, fixed_strings, .. } = arguments;
    let source = if *fixed_strings { regex::escape(pattern) } else { pattern.clone() };
    let built = RegexBuilder::new(&source).case_insensitive(*ignore_case).build();
    built.map_err(|error| anyhow::anyhow!("this pattern cannot be read (-F takes it as it stands): {error}"))
}

/// A line that fits, as JSON.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    title: &'a str,
    /// Of what `morgue show ID` prints, counted from 1.
    line: usize,
    text: &'a str,
    /// What fits in it, as bytes.
    marks: Vec<[usize; 2]>,
}
