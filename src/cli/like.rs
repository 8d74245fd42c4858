//! `morgue like`: the articles that have most in common with one, each with the reason; as text or as JSON.

use std::io::{self, Write};
use std::path::Path;

use morgue::library::Like;
use serde::Serialize;

use super::list::{self, Listed};
use super::output::{self, Exit};
use super::show;

/// Articles told where nothing is said of their number.
const MOST: usize = 50;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The id that `morgue list` shows; its first digits are enough
    id: String,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = MOST)]
    limit: usize,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let reader = output::reader(library)?;
    let Some(row) = show::find(&reader, &arguments.id)? else { return Ok(Exit::Nothing) };
    let likes = reader.like(row.id, arguments.limit)?.unwrap_or_default();
    if likes.is_empty() {
        output::tell(&format!("no other article is like “{}”", row.title));
        return Ok(Exit::Nothing);
    }
    let width = list::terminal_width();
    output::print(|out| {
        for like in &likes {
            if arguments.json { output::json_line(out, &Told::new(like))? } else { line(out, like, width)? }
        }
        Ok(())
    })?;
    Ok(Exit::Fine)
}

/// The article as `morgue list` shows it, and below it how like it is and why.
fn line(out: &mut dyn Write, like: &Like, width: usize) -> io::Result<()> {
    list::line(out, &like.row, width)?;
    writeln!(out, "{:14}{} %: {}", "", like.likeness, like.why)
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    article: Listed<'a>,
    /// 0 to 1.
    likeness: f64,
    why: &'a str,
}

impl<'a> Told<'a> {
    fn new(like: &'a Like) -> Self {
        Self { article: Listed::new(&like.row), likeness: f64::from(like.likeness) / 100.0, why: &like.why }
    }
}
