//! `morgue dossier`: everything filed on one name, as a page of text or as JSON; its mentions as CSV.

use std::io::{self, Write};
use std::path::Path;

use jiff::civil::Date;
use morgue::article::{EntityKind, Mention};
use morgue::config;
use morgue::export::csv_row;
use morgue::library::{Dossier, Drawer, Opened, Reader, Resolve, sentence};
use morgue::text::fold::fold;
use serde::Serialize;

use super::entities::Named;
use super::list::Listed;
use super::output::{self, Exit};
use super::pages;

/// Articles on the page.
const ROWS: usize = 50;

/// Names in a line of the page, at most.
const NAMES: usize = 10;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The name, or a part of it
    #[arg(required = true)]
    name: Vec<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
    /// Every mention as a row of comma-separated values (RFC 4180); a cell that a spreadsheet would run as a formula gets an
    /// apostrophe before it
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

pub(crate) fn run(library: Option<&Path>, arguments: &Arguments) -> anyhow::Result<Exit> {
    let reader = Reader::open(&config::library_folder(library)?)?;
    let name = arguments.name.join(" ");
    if !name.contains(char::is_alphanumeric) {
        anyhow::bail!("a name is missing: `morgue dossier NAME`; `morgue entities` lists the names there are");
    }
    let drawer = match choose(&reader, &name)? {
        Choice::One(drawer) => drawer,
        Choice::None => {
            output::tell(&format!("nothing is filed under “{name}”"));
            return Ok(Exit::Nothing);
        }
        Choice::Several(drawers) => {
            let lines = drawers
                .iter()
                .map(|drawer| format!("\n{:>7}  {:<12}  {}", drawer.articles, drawer.kind.name(), drawer.name));
            anyhow::bail!("several names have “{name}” in them; give one of them in full:{}", lines.collect::<String>())
        }
    };
    if arguments.csv {
        return mentions(&reader, &drawer);
    }
    let Some(dossier) = reader.dossier(drawer.id, ROWS)? else { return Ok(Exit::Nothing) };
    output::print(
        |out| if arguments.json { output::json_line(out, &Told::new(&dossier)) } else { text(out, &dossier) },
    )?;
    Ok(Exit::Fine)
}

/// Every mention in every article, newest article first, read a page at a time. An article that is filed under the name
/// without naming it, as under a topic, has one row without a form.
fn mentions(reader: &Reader, drawer: &Drawer) -> anyhow::Result<Exit> {
    output::stream(|out| {
        out.write_all(csv_row(COLUMNS).as_bytes())?;
        for row in pages::filed(reader, drawer.id) {
            if let Some(opened) = reader.article(row?.row.id)? {
                article(out, drawer, &opened)?;
            }
        }
        Ok(())
    })?;
    Ok(Exit::Fine)
}

/// The columns of the mentions. Start and end are bytes in the text of the block.
const COLUMNS: [&str; 11] =
    ["date", "source", "title", "article", "name", "kind", "form", "block", "start", "end", "sentence"];

fn article(out: &mut dyn Write, drawer: &Drawer, opened: &Opened) -> io::Result<()> {
    let row = &opened.row;
    let day = row.day.map(|day| day.to_string()).unwrap_or_default();
    let digest = row.digest.to_string();
    let own = [&day, row.source.as_deref().unwrap_or_default(), &row.title, &digest, &drawer.name, drawer.kind.name()];
    let at = opened.drawers.iter().position(|here| here.id == drawer.id);
    let is_own = |mention: &&Mention| Some(usize::from(mention.entity)) == at;
    let mut is_named = false;
    for mention in opened.mentions.iter().filter(is_own) {
        let text = opened.article.blocks.get(mention.block as usize).map_or("", |block| block.text.as_str());
        let range = mention.range.start as usize..mention.range.end as usize;
        let Some(form) = text.get(range.clone()) else { continue };
        let (sentence, _) = sentence(text, range);
        let place = [mention.block, mention.range.start, mention.range.end].map(|number| number.to_string());
        let cells = [form, &place[0], &place[1], &place[2], &sentence];
        out.write_all(csv_row(own.into_iter().chain(cells)).as_bytes())?;
        is_named = true;
    }
    if !is_named {
        out.write_all(csv_row(own.into_iter().chain([""; 5])).as_bytes())?;
    }
    Ok(())
}

enum Choice {
    None,
    One(Drawer),
    Several(Vec<Drawer>),
}

/// The drawer a name means: one with exactly this name (of several the one with most articles), else the only one that
/// has it among its aliases, else the only one with these words.
fn choose(reader: &Reader, name: &str) -> anyhow::Result<Choice> {
    let mut near = reader.drawers(None, name, 50)?;
    let folded = fold(name);
    if let Some(at) = near.iter().position(|drawer| fold(&drawer.name) == folded) {
        return Ok(Choice::One(near.swap_remove(at)));
    }
    let meant = reader.entities(None, name);
    if let [id] = meant[..]
        && let Some(dossier) = reader.dossier(id, 0)?
    {
        return Ok(Choice::One(dossier.drawer));
    }
    Ok(match near.len() {
        0 => Choice::None,
        1 => Choice::One(near.swap_remove(0)),
        _ => Choice::Several(near),
    })
}

fn text(out: &mut dyn Write, dossier: &Dossier) -> io::Result<()> {
    let Dossier { drawer, mentions, span, .. } = dossier;
    let kind = match drawer.kind {
        EntityKind::Person => "Person",
        EntityKind::Organization => "Organization",
        EntityKind::Place => "Place",
        EntityKind::Topic => "Topic",
        EntityKind::Other => "Name",
    };
    writeln!(out, "{kind}: {}", drawer.name)?;
    write!(out, "{} articles · {mentions} mentions", drawer.articles)?;
    if let Some((first, last)) = span {
        write!(out, " · first {first} · last {last}")?;
    }
    writeln!(out)?;
    months(out, &dossier.months)?;
    writeln!(out, "\nArticles")?;
    for row in &dossier.articles {
        let day = row.row.day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let source = row.row.source.as_deref().map(|source| format!("{source}: ")).unwrap_or_default();
        writeln!(out, "  {}  {day:<10}  {source}{}  ({})", row.row.digest.short(), row.row.title, row.mentions)?;
        if let Some((quote, _)) = &row.quote {
            writeln!(out, "      “{quote}”")?;
        }
    }
    if dossier.more {
        let more = u64::from(drawer.articles).saturating_sub(dossier.articles.len() as u64);
        writeln!(out, "  … and {more} more")?;
    }
    let with = |wanted: fn(EntityKind) -> bool| {
        let companions = dossier.companions.iter().filter(move |(drawer, _)| wanted(drawer.kind));
        companions.map(|(drawer, count)| (drawer.name.clone(), *count)).collect::<Vec<_>>()
    };
    let is_named = |kind| !matches!(kind, EntityKind::Topic | EntityKind::Place);
    if !dossier.broader.is_empty() {
        writeln!(out, "\nBroader\n  {}", dossier.broader.join(" ‹ "))?;
    }
    names(out, "Narrower", &dossier.narrower)?;
    names(out, "Appears with", &with(is_named))?;
    names(out, "Also filed as", &dossier.aliases)?;
    names(out, "Topics", &with(|kind| kind == EntityKind::Topic))?;
    names(out, "Places", &with(|kind| kind == EntityKind::Place))?;
    names(out, "Sources", &dossier.sources)?;
    for (other, reason) in &dossier.perhaps {
        writeln!(out, "\nPerhaps the same: {} ({}), why: {reason}", other.name, other.articles)?;
    }
    Ok(())
}

/// A line a year: each month with its number of articles.
fn months(out: &mut dyn Write, months: &[(Date, u32)]) -> io::Result<()> {
    for year in months.chunk_by(|one, two| one.0.year() == two.0.year()) {
        let counts = year.iter().map(|(month, count)| format!("{} {count}", month.strftime("%b"))).collect::<Vec<_>>();
        writeln!(out, "{}  {}", year[0].0.year(), counts.join(" · "))?;
    }
    Ok(())
}

fn names(out: &mut dyn Write, heading: &str, list: &[(String, u32)]) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let line = list.iter().take(NAMES).map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(" · ");
    writeln!(out, "\n{heading}\n  {line}")
}

#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    drawer: Named<'a>,
    mentions: u64,
    first: Option<String>,
    last: Option<String>,
    months: Vec<Month>,
    filed: Vec<Filed<'a>>,
    companions: Vec<Companion<'a>>,
    aliases: Vec<Counted<'a>>,
    sources: Vec<Counted<'a>>,
    perhaps: Vec<Perhaps<'a>>,
    broader: &'a [&'static str],
    narrower: Vec<Counted<'a>>,
}

#[derive(Serialize)]
struct Month {
    month: String,
    articles: u32,
}

#[derive(Serialize)]
struct Filed<'a> {
    #[serde(flatten)]
    article: Listed<'a>,
    mentions: u32,
    quote: Option<&'a str>,
}

#[derive(Serialize)]
struct Companion<'a> {
    #[serde(flatten)]
    drawer: Named<'a>,
    shared: u32,
}

#[derive(Serialize)]
struct Counted<'a> {
    name: &'a str,
    count: u32,
}

#[derive(Serialize)]
struct Perhaps<'a> {
    #[serde(flatten)]
    drawer: Named<'a>,
    why: &'a str,
}

impl<'a> Told<'a> {
    fn new(dossier: &'a Dossier) -> Self {
        let counted =
            |list: &'a [(String, u32)]| list.iter().map(|(name, count)| Counted { name, count: *count }).collect();
        let months = dossier
            .months
            .iter()
            .map(|&(first, articles)| Month { month: first.to_string()[..7].to_owned(), articles });
        let filed = dossier.articles.iter().map(|row| Filed {
            article: Listed::new(&row.row),
            mentions: row.mentions,
            quote: row.quote.as_ref().map(|(quote, _)| quote.as_str()),
        });
        let companions =
            dossier.companions.iter().map(|(drawer, shared)| Companion { drawer: Named::new(drawer), shared: *shared });
        let perhaps = dossier.perhaps.iter().map(|(drawer, why)| Perhaps { drawer: Named::new(drawer), why });
        Self {
            drawer: Named::new(&dossier.drawer),
            mentions: dossier.mentions,
            first: dossier.span.map(|(first, _)| first.to_string()),
            last: dossier.span.map(|(_, last)| last.to_string()),
            months: months.collect(),
            filed: filed.collect(),
            companions: companions.collect(),
            aliases: counted(&dossier.aliases),
            sources: counted(&dossier.sources),
            perhaps: perhaps.collect(),
            broader: &dossier.broader,
            narrower: counted(&dossier.narrower),
        }
    }
}
