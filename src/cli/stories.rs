//! `morgue stories` and `morgue story`: articles of one event, across papers; a line a story, or all that is told of one.

use std::io::{self, Write};
use std::path::Path;

use jiff::civil::Date;
use morgue::library::{Drawer, Story, StoryLine, StoryRow};
use serde::Serialize;

use super::entities::Named;
use super::list::{self, Listed};
use super::output::{self, Exit};
use super::show;

/// Stories read at a time.
const PAGE: usize = 50;

/// Names in a line, at most.
const NAMES: usize = 10;

/// New names told of an article, at most.
const NEW: usize = 6;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only stories with an article of these, for example: tariffs source:guardian
    query: Vec<String>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct One {
    /// The id of an article of it, which `morgue list` and `morgue stories` show; its first digits are enough
    #[arg(required = true)]
    id: Vec<String>,
    /// As JSON, one object a line
    #[arg(long)]
    json: bool,
}

/// `morgue stories`: newest first, read a page at a time.
pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let reader = output::reader(library)?;
    let query = output::query(&reader, &arguments.query);
    let mut left = arguments.limit.unwrap_or(usize::MAX);
    let mut stories = reader.stories(&query);
    let width = list::terminal_width();
    let mut exit = Exit::Nothing;
    output::stream(|out| {
        loop {
            let page = stories.page(PAGE.min(left))?;
            if page.is_empty() {
                return Ok(());
            }
            for story in &page {
                if arguments.json { output::json_line(out, &Line::new(story))? } else { line(out, story, width)? }
            }
            left = left.saturating_sub(page.len());
            exit = Exit::Fine;
        }
    })?;
    Ok(exit)
}

/// `morgue story`: the story of each article that is named.
pub(crate) fn one(library: Option<&Path>, arguments: &One) -> anyhow::Result<Exit> {
    let reader = output::reader(library)?;
    let mut found = Vec::new();
    for id in &arguments.id {
        let Some(row) = show::find(&reader, id)? else { continue };
        match reader.story(row.id)? {
            Some(story) => found.push(story),
            None => output::tell(&format!("“{}” is in no story: no other article is of the same event", row.title)),
        }
    }
    if found.is_empty() {
        return Ok(Exit::Nothing);
    }
    output::print(|out| {
        for (number, story) in found.iter().enumerate() {
            if arguments.json {
                output::json_line(out, &Told::new(story))?;
                continue;
            }
            if number > 0 {
                writeln!(out)?;
            }
            page(out, story)?;
        }
        Ok(())
    })?;
    Ok(Exit::Fine)
}

/// "2026-05-08 to 2026-05-11", or the one day.
fn days((first, last): (Date, Date)) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

/// The id of the most central article, the latest day, how many articles in how many papers, and the title last.
fn line(out: &mut dyn Write, story: &StoryLine, width: usize) -> io::Result<()> {
    let papers = match story.sources.len() {
        1 => "1 paper".to_owned(),
        papers => format!("{papers} papers"),
    };
    let head =
        format!("{}  {:<10}  {:>3} articles  {papers:<10}  ", story.central.short(), story.span.1, story.articles);
    writeln!(out, "{head}{}", list::fit(&story.title, width.saturating_sub(head.chars().count()).max(20)))
}

fn page(out: &mut dyn Write, story: &Story) -> io::Result<()> {
    writeln!(out, "Story: {}", story.title)?;
    writeln!(out, "{} articles · {}", story.articles.len(), days(story.span))?;
    writeln!(out, "\nArticles")?;
    for (number, StoryRow { row, new, copies }) in story.articles.iter().enumerate() {
        let day = row.day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let source = row.source.as_deref().map(|source| format!("{source}: ")).unwrap_or_default();
        let copied = if *copies > 0 { " (≈ the text of one before)" } else { "" };
        writeln!(out, "  {}  {day:<10}  {source}{}{copied}", row.digest.short(), row.title)?;
        if !new.is_empty() {
            let label = if number == 0 { "names" } else { "new" };
            let told: Vec<&str> = new.iter().take(NEW).map(|drawer| drawer.name.as_str()).collect();
            let more = if new.len() > NEW { format!(" and {} more", new.len() - NEW) } else { String::new() };
            writeln!(out, "      {label}: {}{more}", told.join(", "))?;
        }
    }
    let names: Vec<(String, u32)> = story.names.iter().map(|(drawer, count)| (drawer.name.clone(), *count)).collect();
    counted(out, "Names", &names)?;
    counted(out, "Sources", &story.sources)
}

fn counted(out: &mut dyn Write, heading: &str, list: &[(String, u32)]) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let line = list.iter().take(NAMES).map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(" · ");
    writeln!(out, "\n{heading}\n  {line}")
}

#[derive(Serialize)]
struct Line<'a> {
    id: String,
    title: &'a str,
    first: String,
    last: String,
    articles: u32,
    sources: &'a [String],
}

impl<'a> Line<'a> {
    fn new(story: &'a StoryLine) -> Self {
        let (first, last) = story.span;
        Self {
            id: story.central.to_string(),
            title: &story.title,
            first: first.to_string(),
            last: last.to_string(),
            articles: story.articles,
            sources: &story.sources,
        }
    }
}

#[derive(Serialize)]
struct Told<'a> {
    title: &'a str,
    first: String,
    last: String,
    articles: Vec<Article<'a>>,
    sources: Vec<Source<'a>>,
    names: Vec<Count<'a>>,
}

#[derive(Serialize)]
struct Article<'a> {
    #[serde(flatten)]
    article: Listed<'a>,
    /// Names that no article before it in the story has.
    new: Vec<&'a str>,
    /// How many articles before it in the story carry the same text.
    copies: u32,
    /// Whether the story has its title.
    central: bool,
}

#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
    count: u32,
}

#[derive(Serialize)]
struct Count<'a> {
    #[serde(flatten)]
    drawer: Named<'a>,
    here: u32,
}

impl<'a> Told<'a> {
    fn new(story: &'a Story) -> Self {
        let (first, last) = story.span;
        let name = |drawer: &'a Drawer| drawer.name.as_str();
        let articles = story.articles.iter().map(|row| Article {
            article: Listed::new(&row.row),
            new: row.new.iter().map(name).collect(),
            copies: row.copies,
            central: row.row.id == story.central,
        });
        Self {
            title: &story.title,
            first: first.to_string(),
            last: last.to_string(),
            articles: articles.collect(),
            sources: story.sources.iter().map(|(name, count)| Source { name, count: *count }).collect(),
            names: story.names.iter().map(|(drawer, here)| Count { drawer: Named::new(drawer), here: *here }).collect(),
        }
    }
}
